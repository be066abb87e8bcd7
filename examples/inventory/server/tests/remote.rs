//! The server with settings from far away: another program answers them, and changes its mind.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::tool::Tool;

/// A service of settings: whoever asks gets the JSON of this moment.
fn answers(first: &str) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/settings", listener.local_addr().expect("an address"));
    let json = Arc::new(Mutex::new(first.to_owned()));
    let now = Arc::clone(&json);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = BufReader::new(stream.try_clone().expect("a handle"));
            let mut line = String::new();
            while request.read_line(&mut line).expect("a request") > 2 {
                line.clear();
            }
            let json = now.lock().expect("no panic").clone();
            write!(stream, "HTTP/1.0 200 OK\r\n\r\n{json}").expect("an answer");
        }
    });
    (url, json)
}

/// A server as a process, which ends with the test.
struct Server {
    child: Child,
    endpoint: String,
    errors: BufReader<ChildStderr>,
}

impl Server {
    fn start(args: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inventory-server"));
        command.args(["--listen", "127.0.0.1:0"]).args(args);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("the server");
        let mut line = String::new();
        let out = child.stdout.take().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let endpoint = line.trim().trim_start_matches("listening on ").to_owned();
        let errors = BufReader::new(child.stderr.take().expect("a pipe"));
        Server { child, endpoint, errors }
    }

    /// The next line that it tells on standard error.
    fn told(&mut self) -> String {
        let mut line = String::new();
        self.errors.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let ended = self.child.kill().and_then(|()| self.child.wait());
        assert!(ended.is_ok(), "the server stays");
    }
}

#[test]
fn a_change_far_away_counts_in_the_running_server() {
    let (url, json) = answers(r#"{"page_size": 2, "remote_interval": "50ms"}"#);
    let mut server = Server::start(&["--remote", &url]);
    let tool = Tool::new().var("INVENTORY_ENDPOINT", &server.endpoint);
    for title in ["a", "b", "c", "d"] {
        tool.run(&["create-item", "--item.title", title]).ok();
    }
    let page = |tool: &Tool| {
        let run = tool.run(&["list-items", "--query", ".items | length"]).ok();
        run.out.trim().to_owned()
    };
    assert_eq!(page(&tool), "2");
    let say = |text: &str| text.clone_into(&mut json.lock().expect("no panic"));
    say(r#"{"page_size": 3, "remote_interval": "50ms", "listen": "elsewhere:1"}"#);
    assert_eq!(server.told(), "page_size changed");
    assert_eq!(page(&tool), "3");
    // A mistake changes nothing, and is told with its place.
    say(r#"{"page_size": 0}"#);
    let told = server.told();
    let wanted = format!("error: remote ({url}): page_size: expected a whole number from 1");
    assert!(told.starts_with(&wanted), "{told}");
    assert_eq!(page(&tool), "3");
}

#[test]
fn mistakes_far_away_stop_the_start() {
    for (json, says) in [
        (r#"{"page_size": "many", "pages": 1}"#, "page_size: expected a whole number from 1"),
        ("{", "EOF while parsing"),
    ] {
        let (url, _) = answers(json);
        let mut command = Command::new(env!("CARGO_BIN_EXE_inventory-server"));
        let run = command.args(["--remote", &url]).output().expect("the server");
        let err = String::from_utf8(run.stderr).expect("text");
        assert_eq!(run.status.code(), Some(1), "{err}");
        assert!(err.contains(&url) && err.contains(says), "{err}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_inventory-server"));
    let run = command.args(["--remote", "http://127.0.0.1:1/x"]).output().expect("the server");
    let err = String::from_utf8(run.stderr).expect("text");
    assert!(err.contains("http://127.0.0.1:1/x: "), "{err}");
}
