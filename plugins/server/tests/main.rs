//! All four kinds of RPCs, over everything that gRPC does but the network. The service is written
//! as the emitter writes it; that the emitter writes so is its own test.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod echo;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use echo::{Echo, EchoServer, Number};
use prost::Message as _;
use tokio_stream::{StreamExt, iter};
use typewright_client::transport::InProcess;
use typewright_client::{Channel, Code, from_iter};
use typewright_server::{Answers, Request, Response, Result, Status, Streaming};

#[derive(Default)]
struct Sums {
    gone: Arc<AtomicBool>,
}

/// Tells when it is dropped.
struct Gone(Arc<AtomicBool>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Echo for Sums {
    async fn double(&self, request: Request<Number>) -> Result<Number> {
        let said = request.metadata().get("said").cloned();
        let number = request.into_inner().number;
        if number < 0 {
            let mut status = Status::out_of_range("below zero");
            status.metadata_mut().insert("why", "sign".parse().unwrap());
            return Err(status);
        }
        let mut response = Response::new(Number { number: number * 2 });
        if let Some(said) = said {
            response.metadata_mut().insert("heard", said);
        }
        Ok(response)
    }

    async fn count(&self, request: Request<Number>) -> Result<Answers<Number>> {
        let gone = Gone(Arc::clone(&self.gone));
        let last = request.into_inner().number;
        let numbers = iter(1..=last).map(move |number| {
            let _held = &gone;
            if number == 13 { Err(Status::aborted("bad luck")) } else { Ok(Number { number }) }
        });
        Ok(Response::new(Box::pin(numbers)))
    }

    async fn sum(&self, request: Request<Streaming<Number>>) -> Result<Number> {
        let mut requests = request.into_inner();
        let mut number = 0;
        while let Some(next) = requests.message().await? {
            number += next.number;
        }
        Ok(Response::new(Number { number }))
    }

    async fn sums(&self, request: Request<Streaming<Number>>) -> Result<Answers<Number>> {
        let mut number = 0;
        let sums = request.into_inner().map(move |next| {
            number += next?.number;
            Ok(Number { number })
        });
        Ok(Response::new(Box::pin(sums)))
    }
}

fn channel() -> Channel {
    Channel::over(InProcess::new(EchoServer::new(Sums::default()))).lazy().unwrap()
}

fn bytes(number: i32) -> prost::bytes::Bytes {
    Number { number }.encode_to_vec().into()
}

fn number(bytes: prost::bytes::Bytes) -> i32 {
    Number::decode(bytes).unwrap().number
}

#[tokio::test]
async fn one_for_one_with_metadata() {
    let call = channel().raw_unary("/test.Echo/Double", bytes(21)).metadata("said", "hello");
    let response = call.response().await.unwrap();
    assert_eq!(response.metadata.get("heard"), Some("hello"));
    assert_eq!(number(response.message), 42);
}

#[tokio::test]
async fn a_status_arrives_with_its_metadata() {
    let error = channel().raw_unary("/test.Echo/Double", bytes(-1)).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Code::OutOfRange, "below zero"));
    assert_eq!(error.metadata().get("why"), Some("sign"));
}

#[tokio::test]
async fn many_for_one_and_an_error_among_them() {
    let call = channel().raw_server_streaming("/test.Echo/Count", bytes(20));
    let mut answers = call.response().await.unwrap().message;
    for expected in 1..13 {
        assert_eq!(answers.message().await.unwrap().map(number), Some(expected));
    }
    let error = answers.message().await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Code::Aborted, "bad luck"));
}

#[tokio::test]
async fn one_for_many_and_many_for_many() {
    let call = channel().raw_client_streaming("/test.Echo/Sum", from_iter([1, 2, 3].map(bytes)));
    assert_eq!(number(call.response().await.unwrap().message), 6);

    let call = channel().raw_bidi_streaming("/test.Echo/Sums", from_iter([1, 2, 3].map(bytes)));
    let mut answers = call.response().await.unwrap().message;
    let mut sums = Vec::new();
    while let Some(answer) = answers.message().await.unwrap() {
        sums.push(number(answer));
    }
    assert_eq!(sums, [1, 3, 6]);
}

#[tokio::test]
async fn what_nobody_wrote_is_unimplemented() {
    let error = channel().raw_unary("/test.Echo/Later", bytes(1)).await.unwrap_err();
    let told = "`/test.Echo/Later` is not implemented here";
    assert_eq!((error.code(), error.message()), (Code::Unimplemented, told));
    let error = channel().raw_unary("/test.Echo/Never", bytes(1)).await.unwrap_err();
    let told = "there is no RPC `/test.Echo/Never`";
    assert_eq!((error.code(), error.message()), (Code::Unimplemented, told));
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let error = channel().raw_unary("/test.Echo/Double", vec![0xff].into()).await.unwrap_err();
    assert_eq!(error.code(), Code::Internal);
    // None, and one too many.
    for requests in [vec![], vec![bytes(1), bytes(2)]] {
        let call = channel().raw_client_streaming("/test.Echo/Double", from_iter(requests));
        let error = call.response().await.unwrap_err();
        assert_eq!(error.code(), Code::Internal, "{error}");
    }
}

#[tokio::test]
async fn sizes_are_limited() {
    let server = EchoServer::new(Sums::default()).max_request_bytes(4);
    let channel = Channel::over(InProcess::new(server)).lazy().unwrap();
    assert!(channel.raw_unary("/test.Echo/Double", bytes(100)).await.is_ok());
    let error = channel.raw_unary("/test.Echo/Double", bytes(i32::MAX)).await.unwrap_err();
    assert_eq!(error.code(), Code::OutOfRange);
}

#[tokio::test]
async fn a_dropped_call_drops_its_stream() {
    let gone = Arc::new(AtomicBool::new(false));
    let server = EchoServer::shared(Arc::new(Sums { gone: Arc::clone(&gone) }));
    let channel = Channel::over(InProcess::new(server)).lazy().unwrap();
    let call = channel.raw_server_streaming("/test.Echo/Count", bytes(i32::MAX));
    let mut answers = call.response().await.unwrap().message;
    assert!(answers.message().await.unwrap().is_some());
    assert!(!gone.load(Ordering::Relaxed));
    drop(answers);
    assert!(gone.load(Ordering::Relaxed));
}

#[test]
fn the_service_has_its_name() {
    use tonic::server::NamedService;
    assert_eq!(<EchoServer<Sums> as NamedService>::NAME, "test.Echo");
    let shown = format!("{:?}", EchoServer::from(Sums::default()).clone());
    assert!(shown.contains("test.Echo"), "{shown}");
}
