//! Samples over a socket, for any client.

use std::io::Write;
use std::sync::mpsc::{Sender, channel};

use tokio_stream::StreamExt;
use typewright_client::{Channel, Code, Health, from_iter};
use typewright_core::model::Schema;
use typewright_core::source::proto;
use typewright_ops::Samples;
use typewright_ops::table::Service;

use crate::server::WORLDS;
use crate::tool::{run, worlds};

async fn serve(services: &[&'static Service]) -> Channel {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address").to_string();
    tokio::spawn(Samples::of(services).stand_in().serve(listener));
    Channel::builder(address).connect().await.expect("a server that listens")
}

/// What reflection tells of the services, as a compiler of protobuf reads it.
pub(crate) fn told(services: &[&'static Service]) -> Schema {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let channel = serve(services).await;
        let reflection = channel.reflection();
        let mut files = std::collections::BTreeSet::new();
        for service in services {
            files.extend(reflection.file_of(service.id).await.expect("its file"));
        }
        let files: Vec<Vec<u8>> = files.into_iter().map(|file| file.to_vec()).collect();
        #[derive(Clone, PartialEq, prost::Message)]
        struct Named {
            #[prost(string, tag = "1")]
            name: String,
        }
        let name = |file: &Vec<u8>| prost::Message::decode(file.as_slice()).map(|n: Named| n.name);
        let generate = files.iter().map(|file| name(file).expect("a name")).collect();
        proto::read(&proto::Input { files, generate }).expect("descriptors")
    })
}

#[test]
fn reflection_tells_what_the_tables_say() {
    let told = told(&[&WORLDS]);
    let methods = &told.services[0].methods;
    assert_eq!(methods.len(), WORLDS.methods.len());
    assert!(methods[3].client_streaming && methods[3].server_streaming);
    let mut fields = 0;
    for table in typewright_ops::json::Types::new([WORLDS.methods[0].input]).all() {
        let Some(message) = told.messages.get(table.id) else { continue };
        assert_eq!(message.fields.len(), table.fields.len(), "{}", table.id);
        for (field, own) in message.fields.iter().zip(table.fields) {
            let of = |one: &str| format!("{}: {one}", table.id);
            assert_eq!(of(&field.name), of(own.name));
            assert_eq!((field.number, &*field.json_name), (own.number, own.json));
            fields += 1;
        }
    }
    assert!(fields > 100, "{fields}");
}

#[tokio::test]
async fn all_kinds_of_calls_and_the_usual_services_are_there() {
    let channel = serve(&[&WORLDS]).await;
    // Field 11 is echoed, as every client sees it.
    let request = || prost::bytes::Bytes::from_static(&[88, 7]);
    let has = |answer: &[u8]| answer.windows(2).any(|pair| pair == [88, 7]);
    assert!(has(&channel.raw_unary("/test.Worlds/Echo", request()).await.expect("a sample")));
    let answers = channel.raw_server_streaming("/test.Worlds/Repeat", request()).await;
    assert_eq!(answers.expect("samples").collect::<Vec<_>>().await.len(), 3);
    let requests = || from_iter([request(), request()]);
    let answer = channel.raw_client_streaming("/test.Worlds/Gather", requests()).await;
    assert!(has(&answer.expect("a sample")));

    // Each request has its answer before the next one is sent.
    let (send, receive) = tokio::sync::mpsc::channel(1);
    let requests = tokio_stream::wrappers::ReceiverStream::new(receive);
    let call = channel.raw_bidi_streaming("/test.Worlds/Chat", requests);
    send.send(request()).await.expect("someone who listens");
    let mut answers = call.await.expect("a stream");
    for _ in 0..3 {
        assert!(has(&answers.message().await.expect("a sample").expect("one more")));
        send.send(request()).await.expect("someone who listens");
    }

    assert_eq!(channel.health("").await.expect("health"), Health::Serving);
    assert_eq!(channel.health("test.Worlds").await.expect("health"), Health::Serving);
    assert_eq!(channel.health("test.Wrlds").await.unwrap_err().code(), Code::NotFound);
    let mut watch = channel.watch_health("test.Worlds").await.expect("health");
    assert_eq!(watch.message().await.expect("health"), Some(Health::Serving));
    let services = channel.reflection().services().await.expect("reflection");
    assert_eq!(services[..2], ["test.Worlds", "grpc.health.v1.Health"]);
    assert_eq!(channel.reflection().file_of("no.Such").await.unwrap_err().code(), Code::NotFound);
    let none = channel.raw_unary("/test.Worlds/None", request()).await.unwrap_err();
    assert_eq!(none.code(), Code::Unimplemented);
}

/// Hands the lines of a run to another thread.
struct Lines(Sender<String>, String);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.1.push_str(&String::from_utf8_lossy(bytes));
        while let Some((line, rest)) = self.1.split_once('\n') {
            let _ = self.0.send(line.to_owned());
            self.1 = rest.to_owned();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_tool_serves_and_another_calls() {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        let args = ["fake", "--listen", "127.0.0.1:0"].map(Into::into);
        worlds().run(args, [], &mut Lines(send, String::new()), &mut std::io::sink())
    });
    let endpoint = lines.recv().expect("where it listens");
    let args = ["echo", "--must=7", "-o", "ndjson"];
    let called = run(&worlds(), &[&args[..], &["-e", &endpoint]].concat(), &[]);
    assert_eq!((called.code, called.err.as_str()), (0, ""));
    // The same as without a socket.
    assert_eq!(called.out, run(&worlds(), &[&args[..], &["--fake"]].concat(), &[]).out);
    let taken = endpoint.trim_start_matches("http://");
    let second = run(&worlds(), &["fake", "--listen", taken], &[]);
    assert_eq!(second.code, 1);
    assert!(second.err.contains(&format!("cannot listen at `{taken}`: ")), "{}", second.err);
}
