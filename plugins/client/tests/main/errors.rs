//! Every way in which a call goes wrong says what and where.

use std::error::Error as _;
use std::time::{Duration, Instant};

use typewright_client::{Channel, Code, Error};

use crate::server::{note, start};

#[tokio::test]
async fn a_status_arrives_whole() {
    let client = start().await;
    let error = client.echo(note("refuse", 0)).await.unwrap_err();
    assert_eq!(error.code(), Code::FailedPrecondition);
    assert_eq!(error.message(), "refused: größer");
    assert_eq!(error.details().as_bytes(), [8, 9]);
    assert_eq!(error.metadata().get("x-why"), Some("because"));
    assert_eq!(error.to_string(), "FAILED_PRECONDITION: refused: größer");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn damaged_details_of_a_status_are_dropped() {
    let channel = start().await.channel;
    for path in ["/test.Notes/DamagedHead", "/test.Notes/DamagedTail"] {
        let error = channel.raw_unary(path, bytes::Bytes::new()).await.unwrap_err();
        assert_eq!((error.code(), error.details().as_bytes()), (Code::NotFound, &[][..]), "{path}");
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_error() {
    let client = start().await;
    let mut answers = client.count(note("refuse", 0)).await.unwrap();
    assert_eq!(answers.message().await.unwrap_err().code(), Code::FailedPrecondition);
    assert_eq!(answers.message().await.unwrap(), None);
}

#[tokio::test]
async fn a_missing_method_is_unimplemented() {
    let channel = start().await.channel;
    let call = channel.raw_unary("/test.Notes/Missing", bytes::Bytes::new());
    assert_eq!(call.await.unwrap_err().code(), Code::Unimplemented);
    let call = channel.raw_unary("/test.Other/Missing", bytes::Bytes::new());
    assert_eq!(call.await.unwrap_err().code(), Code::Unimplemented);
}

#[tokio::test]
async fn one_answer_means_one() {
    let client = start().await;
    let none = client.echo(note("nothing", 0)).await.unwrap_err();
    assert_eq!(none.to_string(), "INTERNAL: the server ended the call without an answer");
    let two = client.echo(note("twice", 0)).await.unwrap_err();
    assert_eq!(two.to_string(), "INTERNAL: the server sent more than one answer");
}

#[tokio::test]
async fn an_answer_of_another_shape_is_an_error() {
    let channel = start().await.channel;
    let call = channel.raw_unary("/test.Notes/Echo", bytes::Bytes::from_static(&[0xff]));
    // The server cannot read it; the same bytes as an answer are the client's own error below.
    assert_ne!(call.await.unwrap_err().code(), Code::Ok);

    static ECHO: typewright_client::Method =
        typewright_client::Method::new("/test.Notes/Echo").idempotent();
    let call = channel.unary::<_, u32>(&ECHO, note("text", 0));
    let error = call.await.unwrap_err();
    assert_eq!(error.code(), Code::Internal);
    assert!(error.message().starts_with("the answer is not the message it should be"), "{error}");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_deadline_holds_even_if_the_server_does_not() {
    let client = start().await;
    let within = Duration::from_millis(80);
    let begin = Instant::now();
    let error = client.echo(note("sleep", 0)).timeout(within).await.unwrap_err();
    assert_eq!(error.to_string(), "DEADLINE_EXCEEDED: no answer within 80ms");

    let mut answers = client.count(note("sleep", 0)).timeout(within).await.unwrap();
    assert_eq!(answers.message().await.unwrap_err().code(), Code::DeadlineExceeded);
    assert!(begin.elapsed() < Duration::from_secs(20));
    // Times that no header can say are as good as none.
    client.echo(note("a", 0)).timeout(Duration::MAX).await.unwrap();
}

#[tokio::test]
async fn a_channel_has_a_default_deadline_for_single_answers() {
    let endpoint = start().await.channel.endpoint().to_owned();
    let channel = Channel::builder(endpoint).timeout(Duration::from_millis(50)).lazy().unwrap();
    let client = crate::server::NotesClient { channel };
    let error = client.echo(note("sleep", 0)).await.unwrap_err();
    assert_eq!(error.code(), Code::DeadlineExceeded);
    // The stream outlives it.
    let mut answers = client.chat(tokio_stream::pending()).await.unwrap();
    let wait = tokio::time::timeout(Duration::from_millis(150), answers.message());
    assert!(wait.await.is_err());
}

#[tokio::test]
async fn a_large_answer_is_refused() {
    let endpoint = start().await.channel.endpoint().to_owned();
    let channel = Channel::builder(endpoint).max_response_bytes(100).lazy().unwrap();
    let client = crate::server::NotesClient { channel };
    let error = client.echo(note(&"x".repeat(200), 0)).await.unwrap_err();
    // The transport names it differently where answers may be compressed.
    assert!(matches!(error.code(), Code::OutOfRange | Code::ResourceExhausted), "{error}");
}

#[tokio::test]
async fn a_server_out_of_reach_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let expected = format!("UNAVAILABLE: no answer from http://{address}: Connection refused");

    let error = Channel::builder(address.to_string()).connect().await.unwrap_err();
    assert!(error.to_string().starts_with(&expected), "{error}");
    let channel = Channel::builder(address.to_string()).lazy().unwrap();
    let error = channel.raw_unary("/a/b", bytes::Bytes::new()).await.unwrap_err();
    assert!(error.to_string().starts_with(&expected), "{error}");
    assert!(error.is_retryable());
    assert!(error.source().is_some());
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before() {
    let client = start().await;
    let refused = |error: Error| {
        assert_eq!(error.code(), Code::InvalidArgument);
        error.message().to_owned()
    };
    for (key, value, message) in [
        ("", "v", "metadata ``: a name has only letters, digits, `-`, `_` and `.`"),
        ("a b", "v", "metadata `a b`: a name has only letters, digits, `-`, `_` and `.`"),
        ("grpc-timeout", "1S", "metadata `grpc-timeout`: the protocol itself sets it"),
        ("key", "ä", "its value has a character other than printable ASCII"),
        ("key-bin", "v", "its value must be given as bytes"),
    ] {
        let error = client.echo(note("a", 0)).metadata(key, value).await.unwrap_err();
        let text = refused(error);
        assert!(text.contains(message), "{text}");
    }
    let error = client.echo(note("a", 0)).metadata_bin("key", b"v").await.unwrap_err();
    assert!(refused(error).contains("only a name that ends in `-bin` takes bytes"));
    let error = client.channel.raw_unary("no path", bytes::Bytes::new()).await.unwrap_err();
    assert!(refused(error).contains("method path `no path`"));
}

#[tokio::test]
async fn an_endpoint_is_checked() {
    for (endpoint, why) in [
        ("", "is not an address"),
        ("http://", "is not an address"),
        ("a b", "is not an address"),
        ("ftp://host:1", "its scheme is not one that gRPC speaks"),
    ] {
        let error = Channel::builder(endpoint).lazy().unwrap_err();
        assert_eq!(error.code(), Code::InvalidArgument);
        assert!(error.message().starts_with(&format!("endpoint `{endpoint}`: {why}")), "{error}");
    }
    assert!(Channel::builder("localhost:1").user_agent("\n").lazy().is_err());
    assert_eq!(Channel::builder("[::1]:5").lazy().unwrap().endpoint(), "http://[::1]:5");
    if !cfg!(feature = "tls") {
        let error = Channel::builder("https://localhost:1").lazy().unwrap_err();
        assert!(error.message().contains("feature `tls`"), "{error}");
    }
}

#[test]
fn outside_of_a_runtime_nothing_panics() {
    let error = Channel::builder("localhost:1").lazy().unwrap_err();
    assert_eq!(error.code(), Code::FailedPrecondition);
}

#[test]
fn codes_have_the_numbers_and_names_of_the_specification() {
    let all: Vec<Code> = Code::all().collect();
    assert_eq!(all.len(), 17);
    for (number, code) in (0..).zip(all) {
        assert_eq!(i32::from(code.number()), number);
        assert_eq!(Code::from_number(number), code);
        let theirs = format!("{:?}", tonic::Code::from_i32(number)).to_uppercase();
        assert_eq!(code.name().replace('_', ""), theirs);
    }
    assert_eq!(Code::from_number(17), Code::Unknown);
    assert_eq!(Code::from_number(-1), Code::Unknown);
}
