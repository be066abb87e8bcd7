//! What goes over one connection: when requests leave, how many run side by side, how they wait.

#![expect(clippy::unwrap_used, reason = "a test server that cannot start has failed")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_stream::wrappers::ReceiverStream;
use typewright_client::transport::Attempt;
use typewright_client::{Channel, Code, Method, Next, from_iter};

use crate::server::{Note, NotesClient, note, start};

static WRITE: Method = Method::new("/test.Notes/Echo");

/// The types of the frames in `bytes`, the client's greeting in front left out.
fn frames(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes.strip_prefix(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap_or(bytes);
    let mut types = Vec::new();
    while let [a, b, c, ty, _, _, _, _, _, after @ ..] = rest {
        types.push(*ty);
        let length = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
        rest = after.get(length..).unwrap_or_default();
    }
    types
}

#[tokio::test]
async fn a_request_leaves_in_one_write() {
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    const DATA: u8 = 0;
    const HEADERS: u8 = 1;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let channel = Channel::builder(listener.local_addr().unwrap().to_string()).lazy().unwrap();
    let call = tokio::spawn(async move { channel.unary::<_, Note>(&WRITE, note("a", 1)).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    stream.write_all(&SETTINGS).await.unwrap();
    let read = loop {
        // Nothing more is read than what one write brought.
        let mut bytes = vec![0; 1 << 16];
        let length = stream.read(&mut bytes).await.unwrap();
        assert_ne!(length, 0);
        let types = frames(&bytes[..length]);
        if types.contains(&HEADERS) {
            break types;
        }
    };
    assert!(read.ends_with(&[HEADERS, DATA]), "{read:?}");
    call.abort();
}

/// A server that takes so many calls side by side over its first connection. The n-th call that it
/// sees is answered, or ends the connection.
async fn narrow(most: u32, good: fn(usize) -> bool) -> (String, [Arc<AtomicUsize>; 2]) {
    let counts: [Arc<AtomicUsize>; 2] = Default::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let [seen, highest] = counts.clone();
    tokio::spawn(async move {
        let mut most = Some(most);
        while let Ok((stream, _)) = listener.accept().await {
            let (seen, highest) = (seen.clone(), highest.clone());
            let mut builder = h2::server::Builder::new();
            most.take().map(|most| builder.max_concurrent_streams(most));
            tokio::spawn(async move {
                let mut connection = builder.handshake::<_, bytes::Bytes>(stream).await.unwrap();
                let open = Arc::new(AtomicUsize::new(0));
                while let Some(Ok((_request, mut respond))) = connection.accept().await {
                    highest.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    if !good(seen.fetch_add(1, Ordering::SeqCst)) {
                        return;
                    }
                    let open = open.clone();
                    tokio::spawn(async move {
                        tokio::time::sleep(Duration::from_millis(10)).await;
                        open.fetch_sub(1, Ordering::SeqCst);
                        let head = http::Response::builder().header("grpc-status", "0");
                        let head = head.header("content-type", "application/grpc").body(());
                        drop(respond.send_response(head.unwrap(), true));
                    });
                }
            });
        }
    });
    (address, counts)
}

#[tokio::test]
async fn calls_wait_until_the_server_takes_more() {
    let (address, [seen, highest]) = narrow(2, |_| true).await;
    let channel = Channel::builder(address).connect().await.unwrap();
    // By then the server has said how many it takes.
    drop(channel.unary::<_, Note>(&WRITE, note("a", 0)).await);
    let calls: Vec<_> = (0..20)
        .map(|number| {
            let call = channel.unary::<_, Note>(&WRITE, note("a", number));
            tokio::spawn(async move { call.timeout(Duration::from_secs(20)).await })
        })
        .collect();
    for call in calls {
        // Nothing but a status comes, which is an answer that is not there.
        assert_eq!(call.await.unwrap().unwrap_err().code(), Code::Internal);
    }
    assert_eq!(seen.load(Ordering::SeqCst), 21);
    assert_eq!(highest.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn calls_that_come_before_the_server_says_how_many_it_takes_all_arrive() {
    let (address, [_, highest]) = narrow(2, |_| true).await;
    let channel = Channel::builder(address).lazy().unwrap();
    let calls: Vec<_> = (0..20)
        .map(|number| {
            let call = channel.unary::<_, Note>(&WRITE, note("a", number));
            tokio::spawn(async move { call.timeout(Duration::from_secs(20)).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap_err().code(), Code::Internal);
    }
    assert_eq!(highest.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_waits_when_the_connection_ends_goes_over_the_next() {
    let (address, [seen, _]) = narrow(1, |n| n != 1).await;
    let channel = Channel::builder(address).connect().await.unwrap();
    drop(channel.unary::<_, Note>(&WRITE, note("a", 0)).await);
    let calls: Vec<_> = (0..5)
        .map(|number| {
            let call = channel.unary::<_, Note>(&WRITE, note("a", number));
            tokio::spawn(async move { call.timeout(Duration::from_secs(20)).await })
        })
        .collect();
    let mut codes = Vec::new();
    for call in calls {
        codes.push(call.await.unwrap().unwrap_err().code());
    }
    codes.sort();
    // One was seen when the connection ended, and is not sent again; the others were not.
    let expected = [Code::Internal, Code::Internal, Code::Internal, Code::Internal];
    assert_eq!(codes, [&expected[..], &[Code::Unavailable]].concat());
    assert_eq!(seen.load(Ordering::SeqCst), 1 + 5);
}

#[tokio::test]
async fn long_streams_go_as_fast_as_they_are_taken() {
    let client = start().await;
    let text = "x".repeat(60_000);
    let many = (0..64).map(move |number| note(&text, number));
    assert_eq!(client.sum(from_iter(many.clone())).await.unwrap(), note("sum", 2016));
    let mut answers = client.chat(from_iter(many)).await.unwrap();
    for number in 0..64 {
        let answer = answers.message().await.unwrap().unwrap();
        assert_eq!((answer.number, answer.text.len()), (number, 60_000));
    }
    assert_eq!(answers.message().await.unwrap(), None);
    // A single message larger than what may be under way at once.
    let large = note(&"y".repeat(3 << 20), 1);
    assert_eq!(client.echo(large.clone()).await.unwrap(), large);
}

#[tokio::test]
async fn a_call_that_is_given_up_takes_no_more_requests() {
    let client = start().await;
    let (say, words) = tokio::sync::mpsc::channel(1);
    let mut answers = client.chat(ReceiverStream::new(words)).await.unwrap();
    say.send(note("hello", 1)).await.unwrap();
    assert!(answers.message().await.unwrap().is_some());
    drop(answers);
    tokio::time::timeout(Duration::from_secs(20), say.closed()).await.unwrap();
}

#[tokio::test]
async fn a_request_that_is_too_large_ends_its_stream_with_why() {
    let channel = Channel::builder(start().await.channel.endpoint()).max_request_bytes(100);
    let client = NotesClient { channel: channel.lazy().unwrap() };
    let large = || note(&"x".repeat(200), 2);
    for requests in [vec![large()], vec![note("a", 1), large(), note("a", 3)]] {
        let error = client.sum(from_iter(requests)).await.unwrap_err();
        assert!(matches!(error.code(), Code::OutOfRange | Code::ResourceExhausted), "{error}");
        assert!(error.message().contains("100"), "{error}");
    }
    // Also one that comes when the call is well under way.
    let (say, words) = tokio::sync::mpsc::channel(1);
    let mut answers = client.chat(ReceiverStream::new(words)).await.unwrap();
    say.send(note("a", 1)).await.unwrap();
    assert_eq!(answers.message().await.unwrap(), Some(note("a", 1)));
    say.send(large()).await.unwrap();
    let error = answers.message().await.unwrap_err();
    assert!(matches!(error.code(), Code::OutOfRange | Code::ResourceExhausted), "{error}");
}

#[tokio::test]
async fn headers_that_no_request_can_have_are_refused() {
    let channel = Channel::builder(start().await.channel.endpoint());
    let channel = channel.intercept(|mut attempt: Attempt, next: Next| async move {
        let mut headers = http::HeaderMap::new();
        headers.insert("connection", http::HeaderValue::from_static("close"));
        attempt.metadata = headers.into();
        next.start(attempt).await
    });
    let call = channel.lazy().unwrap().unary::<_, Note>(&WRITE, note("a", 1));
    assert_eq!(call.await.unwrap_err().code(), Code::InvalidArgument);
}
