//! A server that is gone while an operation goes on, over a real socket.

#![cfg(feature = "serve")]
#![expect(clippy::unwrap_used, reason = "a test server that cannot start has failed")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use prost::Message;
use tokio::runtime::Runtime;
use typewright_client::transport::{Answers, Attempt};
use typewright_client::{Channel, Code, Error, Method, Operation, StandIn};

use crate::patterns::{State, any, state};
use crate::server::{Note, note};

static PRINT: Method = Method::new("/test.Notes/Print");
const PATHS: [&str; 2] = ["/test.Notes/Print", "/google.longrunning.Operations/GetOperation"];
const MINUTE: Duration = Duration::from_secs(60);

type Seen = Arc<Mutex<Vec<&'static str>>>;

/// A server in a runtime of its own: when that is dropped, so are its sockets.
fn server(address: &str, done: bool, seen: &Seen) -> (Runtime, String) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
    let listener = std::net::TcpListener::bind(address).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let seen = seen.clone();
    runtime.spawn(async move {
        let answer = move |attempt: Attempt| {
            seen.lock().unwrap().push(attempt.method.name());
            let result = done.then(|| any(&note("printed", 2))).flatten();
            let state = State { done, response: result, ..state(30) };
            async move { Ok::<_, Error>(Answers::message(state.encode_to_vec())) }
        };
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        StandIn::of(answer).methods(PATHS).serve(listener).await;
    });
    (runtime, address)
}

#[tokio::test]
async fn an_operation_outlives_its_server() {
    let seen = Seen::default();
    let (first, address) = server("127.0.0.1:0", false, &seen);
    let channel = Channel::builder(&address).lazy().unwrap();
    let mut print: Operation<Note, Note> =
        channel.long_running(&PRINT, note("a", 1)).await.unwrap();
    assert_eq!(print.metadata().unwrap(), Some(note("percent", 30)));

    first.shutdown_background();
    let error = print.wait(MINUTE).await.unwrap_err();
    assert_eq!((error.code(), error.attempts(), print.is_done()), (Code::Unavailable, 4, false));
    // Nothing that was started is started again, and nothing was lost.
    assert_eq!(*seen.lock().unwrap(), ["Print"]);

    let (second, _) = server(&address, true, &seen);
    assert_eq!(print.wait(MINUTE).await.unwrap(), note("printed", 2));
    assert_eq!(*seen.lock().unwrap(), ["Print", "GetOperation"]);
    second.shutdown_background();
}
