//! Long-running operations, and errors with details.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use prost_types::Any;
use tonic::codegen::Service as TowerService;
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Request, Response, Status};
use typewright_ops::Tool;
use typewright_ops::table::{Heads, Message, Service, Type};
use typewright_ops::well_known::ANY;

use crate::server::start;
use crate::tool::{Run, run};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RpcStatus {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Operation {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(bool, tag = "3")]
    done: bool,
    #[prost(message, optional, tag = "4")]
    error: Option<RpcStatus>,
    #[prost(message, optional, tag = "5")]
    response: Option<Any>,
}

/// Operations that are done when they were asked for twice; those called `bad…` fail.
#[derive(Clone)]
pub(crate) struct Operations;

static ASKED: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl NamedService for Operations {
    const NAME: &'static str = "google.longrunning.Operations";
}

impl TowerService<http::Request<tonic::body::Body>> for Operations {
    type Response = http::Response<tonic::body::Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<tonic::body::Body>) -> Self::Future {
        Box::pin(async move {
            let mut grpc = Grpc::new(tonic_prost::ProstCodec::default());
            Ok(grpc.unary(Operations, request).await)
        })
    }
}

impl UnaryService<Operation> for Operations {
    type Response = Operation;
    type Future = std::future::Ready<Result<Response<Operation>, Status>>;

    fn call(&mut self, request: Request<Operation>) -> Self::Future {
        let name = request.into_inner().name;
        let mut asked = ASKED.lock().expect("no panic");
        asked.push(name.clone());
        let done = asked.iter().filter(|other| **other == name).count() > 2;
        let failed = RpcStatus { code: 9, message: "it broke\u{7}".to_owned() };
        let error = (done && name.starts_with("bad")).then_some(failed);
        std::future::ready(Ok(Response::new(Operation { name, done, error, response: None })))
    }
}

static STATUS: Message = Message::new(
    "
    google.rpc.Status
    1 code int32
    2 message string
    ",
    &[],
);

static OPERATION: Message = Message::new(
    "
    google.longrunning.Operation
    1 name string
    3 done bool
    4 error .google.rpc.Status oneof=result
    5 response .google.protobuf.Any oneof=result
    ",
    &[Type::Message(&STATUS), Type::Message(&ANY)],
);

pub(crate) static STARTER: Service = Service::new(
    "
    test.Starter
    Begin .google.longrunning.Operation .google.longrunning.Operation \
        path=/google.longrunning.Operations/Begin
    ",
    &[Type::Message(&OPERATION)],
);

fn begin(name: &str, args: &[&str]) -> Run {
    let endpoint = start();
    let tool = Tool::new("starter", "1").services(&[&STARTER]);
    let name = format!("--name={name}");
    run(&tool, &[&["begin", &name, "-e", &endpoint, "-o", "ndjson"], args].concat(), &[])
}

#[test]
fn an_operation_is_waited_for() {
    let wait = ["--wait", "--poll-interval", "1ms"];
    assert_eq!(begin("one", &[]).out, "{\"name\":\"one\"}\n");
    let waited = begin("two", &wait);
    assert_eq!((waited.out.as_str(), waited.code), ("{\"name\":\"two\",\"done\":true}\n", 0));
    let failed = begin("bad", &wait);
    assert_eq!(failed.err, "error: FAILED_PRECONDITION (9): it broke\\u{7}\n");
    assert_eq!(failed.code, 64 + 9);
    let told = begin("three", &[&wait[..], &["-v"]].concat());
    assert!(told.err.contains("> waiting for three\n"), "{}", told.err);
    assert_eq!(begin("four", &["--poll-interval", "1s"]).code, 2);
}

#[test]
fn credentials_are_sent_and_never_shown() {
    let tool = Tool::new("starter", "1").services(&[&STARTER]);
    let endpoint = start();
    let args = ["begin", "--name=secrets", "-v", "-e", &endpoint];
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    std::io::Write::write_all(&mut file, b"canary-7\n").expect("space");
    let name = file.path().to_str().expect("UTF-8");
    for (variable, value) in [
        ("STARTER_TOKEN", "canary-7"),
        ("STARTER_BASIC", "user:canary-7"),
        ("STARTER_TOKEN_FILE", name),
        ("STARTER_TOKEN_COMMAND", "printf canary-%s 7"),
    ] {
        for more in [&[][..], &["--dry-run"], &["--timeout=1ns"]] {
            let shown = run(&tool, &[&args, more].concat(), &[(variable, value)]);
            let text = format!("{}{}", shown.out, shown.err);
            assert!(!text.contains("canary-7"), "{variable} {text}");
        }
    }
    let dry = run(&tool, &["begin", "--dry-run"], &[("STARTER_TOKEN", "canary-7")]);
    assert!(dry.out.contains("-H 'authorization: ***'"), "{}", dry.out);
    for (env, message) in [
        (&[("STARTER_TOKEN", "a"), ("STARTER_BASIC", "a:b")][..], "error: token, basic: only one"),
        (&[("STARTER_BASIC", "canary-7")], "error: basic: expected `user:password`"),
    ] {
        let wrong = run(&tool, &args, env);
        assert_eq!(wrong.code, 2, "{}", wrong.err);
        assert!(wrong.err.contains(message) && !wrong.err.contains("canary"), "{}", wrong.err);
    }
    let wrong = run(&tool, &args, &[("STARTER_TOKEN_FILE", "/no/such")]);
    assert!(wrong.err.contains("no token from `/no/such`"), "{}", wrong.err);
    assert_eq!(wrong.code, 64 + 16);
}

#[test]
fn operations_have_commands() {
    let endpoint = start();
    let tool = Tool::new("starter", "1").services(&[&STARTER]);
    let to = |args: &[&str]| {
        run(&tool, &[&["operation"], args, &["-e", &endpoint, "-o", "ndjson"]].concat(), &[])
    };
    let wait = to(&["wait", "by-name", "--poll-interval", "1ms"]);
    assert_eq!(wait.out, "{\"name\":\"by-name\",\"done\":true}\n", "{}", wait.err);
    let bad = to(&["wait", "bad-by-name", "--poll-interval", "1ms"]);
    assert_eq!((bad.code, bad.err.contains("FAILED_PRECONDITION")), (64 + 9, true), "{}", bad.err);
    let get = to(&["get", "once"]);
    assert!(get.out.starts_with("{\"name\":\"once\""), "{}{}", get.out, get.err);
    let cancel = to(&["cancel", "once", "-vv"]);
    let path = "attempt at /google.longrunning.Operations/CancelOperation";
    assert_eq!((cancel.code, cancel.err.contains(path)), (0, true), "{}", cancel.err);
    assert_eq!(to(&["get"]).code, 2);
    // Where services are listed, their heads say which begins some.
    static HEADS: Heads = Heads::new("test.None\ntest.Starter operations");
    static NONE: Service = Service::listed(&HEADS, 0, "", &[]);
    static LISTED: Service = Service::listed(
        &HEADS,
        1,
        "Begin .google.longrunning.Operation .google.longrunning.Operation",
        &[Type::Message(&OPERATION)],
    );
    let listed = Tool::new("listed", "1").services(&[&NONE, &LISTED]);
    let help = run(&listed, &["operation", "--help"], &[]);
    assert!(help.out.contains("Waits until it is done"), "{}{}", help.out, help.err);
    // An API that begins none has no such command.
    let none = run(&crate::tool::worlds(), &["operation", "get", "x"], &[]);
    assert_eq!(none.code, 2, "{}", none.err);
}

#[test]
fn a_netrc_file_has_passwords_by_host() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    std::io::Write::write_all(&mut file, b"machine 127.0.0.1 login me password canary-7\n")
        .expect("space");
    let name = file.path().to_str().expect("UTF-8");
    let tool = Tool::new("starter", "1").services(&[&STARTER]);
    let dry = |endpoint: &str| {
        run(&tool, &["begin", "--dry-run", "--netrc", name, "-e", endpoint], &[]).out
    };
    assert!(dry("http://127.0.0.1:5").contains("-H 'authorization: ***'"));
    assert!(!dry("http://127.0.0.2:5").contains("authorization"));
    let wrong = run(&tool, &["begin", "--name=a", "--netrc", "/no/such"], &[]);
    assert!(wrong.err.starts_with("error: netrc: `/no/such`: "), "{}", wrong.err);
    assert_eq!(wrong.code, 2);
}
