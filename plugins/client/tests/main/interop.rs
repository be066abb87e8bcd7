//! grpcio on the other side, both ways. `tests/interop/run` says where Python is; without it there is
//! nothing to talk to, and nothing is tested.

#![expect(clippy::unwrap_used, reason = "a test without its server has failed")]
#![cfg(all(feature = "tls", feature = "gzip", feature = "serve"))]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio_stream::StreamExt;
use tonic::transport::{Identity, Server, ServerTlsConfig};
use typewright_client::status::ErrorInfo;
use typewright_client::transport::InProcess;
use typewright_client::{Builder, Channel, Code, Compression, StandIn, from_iter};

use crate::server::{Notes, NotesClient, note, serve};

/// Python with grpcio, and the modules that it made of our file.
struct Python {
    program: PathBuf,
    modules: tempfile::TempDir,
}

impl Python {
    fn find() -> Option<Python> {
        let program = PathBuf::from(std::env::var_os("TYPEWRIGHT_GRPCIO")?);
        let modules = tempfile::tempdir().unwrap();
        let made = Command::new(&program)
            .args(["-m", "grpc_tools.protoc", "-I."])
            .arg(format!("--python_out={}", modules.path().display()))
            .arg(format!("--grpc_python_out={}", modules.path().display()))
            .arg("notes.proto")
            .current_dir(folder())
            .status();
        assert!(made.unwrap().success());
        Some(Python { program, modules })
    }

    fn run(&self, script: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(folder().join(script)).arg(self.modules.path());
        command
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop")
}

fn pem(name: &str) -> PathBuf {
    folder().join("../tls").join(name)
}

/// A server of grpcio, which ends with the test.
struct Running(Child, u16);

impl Running {
    fn start(command: &mut Command) -> Running {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Running(child, port.trim().parse().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn our_client_talks_to_grpcio() {
    let Some(python) = Python::find() else { return };
    let server = Running::start(&mut python.run("server.py"));
    let plain = Channel::builder(format!("http://localhost:{}", server.1));
    let tls = ["server.pem", "server.key", "authority.pem"].map(pem);
    let secure = Running::start(python.run("server.py").args(tls));
    let read = |name| std::fs::read(pem(name)).unwrap();
    let secured = Channel::builder(format!("https://localhost:{}", secure.1))
        .server_name("server.test")
        .ca_certificate(read("authority.pem"))
        .identity(read("client.pem"), read("client.key"));
    for builder in [plain, secured] {
        every_call(builder.clone(), "identity").await;
        every_call(builder.compress(Compression::Gzip), "gzip").await;
    }
}

async fn every_call(builder: Builder, encoding: &str) {
    let client = NotesClient { channel: builder.connect().await.unwrap() };
    let call = client.echo(note("a", 1)).metadata("x-tag", "t");
    let response = call.response().await.unwrap();
    assert_eq!(response.message, note("a", 1));
    assert_eq!(response.metadata.get("x-tag"), Some("t"));
    assert_eq!(response.trailers.get_bin("x-bytes-bin").as_deref(), Some(&[0, 255][..]));
    let big = note(&"again and ".repeat(10_000), 0);
    assert_eq!(client.echo(big.clone()).await.unwrap(), big, "{encoding}");

    let answers = client.count(note("", 20)).await.unwrap();
    let numbers: Vec<i32> = answers.map(|answer| answer.unwrap().number).collect().await;
    assert_eq!(numbers, (0..20).collect::<Vec<_>>());
    let requests = || from_iter((1..=10).map(|number| note("", number)));
    assert_eq!(client.sum(requests()).await.unwrap(), note("sum", 55));
    let answers = client.chat(requests()).await.unwrap();
    assert_eq!(answers.collect::<Vec<_>>().await.len(), 10);

    let error = client.echo(note("details", 0)).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Code::ResourceExhausted, "too many"));
    let info: ErrorInfo = error.details().get().unwrap();
    assert_eq!((&*info.reason, &*info.domain), ("TOO_MANY", "test"));

    let error = client.echo(note("sleep", 0)).timeout(Duration::from_millis(200)).await;
    assert_eq!(error.unwrap_err().code(), Code::DeadlineExceeded);
    let left = client.echo(note("deadline", 0)).timeout(Duration::from_secs(30)).await.unwrap();
    assert!((20_000..=30_000).contains(&left.number), "{left:?}");
    // UNAVAILABLE twice, and then well.
    let flaky = note(&format!("flaky {encoding} {}", client.channel.endpoint()), 0);
    assert_eq!(client.echo(flaky.clone()).await.unwrap(), flaky);
}

#[tokio::test]
async fn grpcio_talks_to_our_server() {
    let Some(python) = Python::find() else { return };
    let address = serve(Server::builder()).await;
    let read = |name| std::fs::read_to_string(pem(name)).unwrap();
    let identity = Identity::from_pem(read("server.pem"), read("server.key"));
    let tls = ServerTlsConfig::new().identity(identity);
    let secure = serve(Server::builder().tls_config(tls).unwrap()).await;
    // The same server once more, behind ours.
    let paths = ["/test.Notes/Echo", "/test.Notes/Count", "/test.Notes/Sum", "/test.Notes/Chat"];
    let stand_in = StandIn::of(InProcess::new(Notes::default())).methods(paths);
    let behind = stand(stand_in.clone()).await;
    let secured = stand(stand_in.tls(read("server.pem"), read("server.key")).unwrap()).await;
    for arguments in [
        vec![address.into()],
        vec![secure.into(), pem("authority.pem")],
        vec![behind.into(), "".into(), "health".into()],
        vec![secured.into(), pem("authority.pem"), "health".into()],
    ] {
        let mut command = python.run("client.py");
        command.args(arguments);
        // The server runs on this thread.
        let output = tokio::task::spawn_blocking(move || command.output());
        let output = output.await.unwrap().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

async fn stand(server: StandIn) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(server.serve(listener));
    address
}
