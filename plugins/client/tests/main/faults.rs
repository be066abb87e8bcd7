//! Servers that break in every way that a connection can, over a real socket: what a call ends with,
//! and how often its request was seen.

#![expect(clippy::unwrap_used, reason = "a test server that cannot start has failed")]

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_stream::StreamExt;
use typewright_client::{Channel, Code, Method, Retry};

use crate::server::{Note, note};

static READ: Method = Method::new("/test.Notes/Echo").idempotent();
static WRITE: Method = Method::new("/test.Notes/Echo");

/// What became of a request.
enum Fate {
    Answer,
    Reset(Reason),
    /// One message, and then the stream breaks.
    Half(Reason),
    /// The connection ends without a word.
    Drop,
    /// An answer, and then the connection says that it takes no more.
    Last,
    Silence,
    /// Not a word any more on the whole connection, not even to a ping.
    Freeze,
    /// A status of gRPC, and nothing else.
    Status(&'static str),
    /// `UNAVAILABLE`, and when to come again, in milliseconds.
    Pushback(&'static str),
}

type Fates = Arc<dyn Fn(usize) -> Fate + Send + Sync>;

/// Starts a server; the n-th request, over all connections, meets its fate. Gives the address and
/// the number of requests seen.
async fn server(
    fate: impl Fn(usize) -> Fate + Send + Sync + 'static,
) -> (String, Arc<AtomicUsize>) {
    let seen = Arc::new(AtomicUsize::new(0));
    let (count, fates): (_, Fates) = (seen.clone(), Arc::new(fate));
    let address = each_connection(move |stream| serve(stream, count.clone(), fates.clone())).await;
    (address, seen)
}

async fn each_connection<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

async fn serve(stream: TcpStream, seen: Arc<AtomicUsize>, fates: Fates) {
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    let mut open = Vec::new();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        match fates(seen.fetch_add(1, Ordering::SeqCst)) {
            Fate::Drop => return,
            Fate::Freeze => tokio::time::sleep(Duration::from_secs(60)).await,
            Fate::Status(code) => {
                let head = http::Response::builder().header("content-type", "application/grpc");
                let head = head.header("grpc-status", code).body(()).unwrap();
                drop(respond.send_response(head, true));
            }
            Fate::Pushback(ms) => {
                let head = http::Response::builder().header("content-type", "application/grpc");
                let head = head.header("grpc-status", "14").header("grpc-retry-pushback-ms", ms);
                drop(respond.send_response(head.body(()).unwrap(), true));
            }
            Fate::Silence => open.push((request, respond)),
            Fate::Reset(reason) => respond.send_reset(reason),
            Fate::Answer => drop(tokio::spawn(answer(request, respond, None))),
            Fate::Half(reason) => drop(tokio::spawn(answer(request, respond, Some(reason)))),
            Fate::Last => {
                tokio::spawn(answer(request, respond, None));
                connection.graceful_shutdown();
            }
        }
    }
}

async fn answer(
    request: http::Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
    breaks: Option<Reason>,
) {
    let mut body = request.into_body();
    let mut message = Vec::new();
    while let Some(Ok(data)) = body.data().await {
        message.extend_from_slice(&data);
    }
    let head = http::Response::builder().header("content-type", "application/grpc").body(());
    let mut send = respond.send_response(head.unwrap(), false).unwrap();
    send.send_data(message.into(), false).unwrap();
    match breaks {
        None => {
            let trailers = [("grpc-status", "0")].map(|(name, value)| {
                (http::HeaderName::from_static(name), http::HeaderValue::from_static(value))
            });
            send.send_trailers(trailers.into_iter().collect()).unwrap();
        }
        Some(reason) => {
            tokio::time::sleep(Duration::from_millis(50)).await;
            send.send_reset(reason);
        }
    }
}

fn channel(address: &str) -> Channel {
    let quick = Retry { initial_backoff: Duration::from_millis(5), ..Retry::default() };
    let builder = Channel::builder(address).policy(typewright_client::Policy::Retry(quick));
    builder.lazy().unwrap()
}

async fn call(
    channel: &Channel,
    method: &'static Method,
) -> Result<Note, typewright_client::Error> {
    channel.unary(method, note("a", 1)).timeout(Duration::from_secs(20)).await
}

#[tokio::test]
async fn what_no_server_read_is_sent_once_more() {
    let first = |n| if n == 0 { Fate::Reset(Reason::REFUSED_STREAM) } else { Fate::Answer };
    let (address, seen) = server(first).await;
    // Also what must not be repeated: the server said that it did not look at it.
    assert_eq!(call(&channel(&address), &WRITE).await.unwrap(), note("a", 1));
    assert_eq!(seen.load(Ordering::SeqCst), 2);

    let (address, seen) = server(|_| Fate::Reset(Reason::REFUSED_STREAM)).await;
    let error = call(&channel(&address), &WRITE).await.unwrap_err();
    assert!(error.is_unsent() && error.code() == Code::Unavailable, "{error}");
    assert_eq!(seen.load(Ordering::SeqCst), 2);
}

/// Speaks HTTP/2 by hand up to its first request, and then goes away, having looked at all streams
/// up to `last`.
async fn go_away(mut stream: TcpStream, seen: Arc<AtomicUsize>, last: u8) {
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    const HEADERS: u8 = 1;
    stream.write_all(&SETTINGS).await.unwrap();
    let mut preface = [0; 24];
    stream.read_exact(&mut preface).await.unwrap();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.unwrap();
        let length = usize::from(head[1]) << 8 | usize::from(head[2]);
        stream.read_exact(&mut vec![0; length]).await.unwrap();
        if head[3] == HEADERS {
            seen.fetch_add(1, Ordering::SeqCst);
            break;
        }
    }
    let frame = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, last, 0, 0, 0, 0];
    stream.write_all(&frame).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
}

#[tokio::test]
async fn what_a_server_did_not_get_to_before_it_went_away_is_sent_once_more() {
    // The first stream of a client is 1: above 0 it was not looked at, up to 1 it may have been.
    for (last, method, good) in [(0, &WRITE, true), (1, &WRITE, false), (1, &READ, true)] {
        let (refused, served) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counts = (refused.clone(), served.clone());
        let first = std::sync::atomic::AtomicBool::new(true);
        let address = each_connection(move |stream| {
            let (refused, served) = counts.clone();
            let first = first.swap(false, Ordering::SeqCst);
            async move {
                match first {
                    true => go_away(stream, refused, last).await,
                    false => serve(stream, served, Arc::new(|_| Fate::Answer)).await,
                }
            }
        });
        let outcome = call(&channel(&address.await), method).await;
        assert_eq!(outcome.is_ok(), good, "{last} {outcome:?}");
        let counts = [refused, served].map(|count| count.load(Ordering::SeqCst));
        assert_eq!(counts, [1, usize::from(good)], "{last}");
    }
}

/// The matrix of `docs/retries.md` over a socket: what meets the requests in turn, and for a method
/// that is idempotent and one that is not how the call ends and how often the server saw it.
#[tokio::test]
async fn nothing_is_sent_twice_that_must_not_be() {
    type Row = (&'static str, fn(usize) -> Fate, [(Code, usize); 2]);
    let rows: [Row; 11] = [
        ("an answer", |_| Fate::Answer, [(Code::Ok, 1), (Code::Ok, 1)]),
        (
            "UNAVAILABLE twice",
            |n| if n < 2 { Fate::Status("14") } else { Fate::Answer },
            [(Code::Ok, 3), (Code::Unavailable, 1)],
        ),
        (
            "UNAVAILABLE for good",
            |_| Fate::Status("14"),
            [(Code::Unavailable, 4), (Code::Unavailable, 1)],
        ),
        (
            "come again at once",
            |n| if n < 2 { Fate::Pushback("0") } else { Fate::Answer },
            [(Code::Ok, 3), (Code::Unavailable, 1)],
        ),
        (
            "do not come again",
            |_| Fate::Pushback("-1"),
            [(Code::Unavailable, 1), (Code::Unavailable, 1)],
        ),
        ("NOT_FOUND", |_| Fate::Status("5"), [(Code::NotFound, 1), (Code::NotFound, 1)]),
        (
            "refused unread",
            |n| if n == 0 { Fate::Reset(Reason::REFUSED_STREAM) } else { Fate::Answer },
            [(Code::Ok, 2), (Code::Ok, 2)],
        ),
        (
            "refused for good",
            |_| Fate::Reset(Reason::REFUSED_STREAM),
            [(Code::Unavailable, 5), (Code::Unavailable, 2)],
        ),
        (
            "a connection that ends",
            |n| if n == 0 { Fate::Drop } else { Fate::Answer },
            [(Code::Ok, 2), (Code::Unavailable, 1)],
        ),
        (
            "a stream that is cancelled",
            |_| Fate::Reset(Reason::CANCEL),
            [(Code::Cancelled, 1), (Code::Cancelled, 1)],
        ),
        (
            "an answer that breaks off",
            |_| Fate::Half(Reason::INTERNAL_ERROR),
            [(Code::Internal, 1), (Code::Internal, 1)],
        ),
    ];
    for (what, fate, outcomes) in rows {
        for (method, (code, times)) in [&READ, &WRITE].into_iter().zip(outcomes) {
            let (address, seen) = server(fate).await;
            let outcome = call(&channel(&address), method).await;
            let ended = outcome.as_ref().map_or_else(typewright_client::Error::code, |_| Code::Ok);
            let what = format!("{what}, idempotent: {}: {outcome:?}", method.idempotent);
            assert_eq!((ended, seen.load(Ordering::SeqCst)), (code, times), "{what}");
        }
    }
}

#[tokio::test]
async fn a_server_that_freezes_later_is_noticed_by_its_silence() {
    let (address, seen) = server(|n| if n == 0 { Fate::Answer } else { Fate::Freeze }).await;
    let ms = Duration::from_millis;
    let channel = Channel::builder(address).keepalive(ms(50), ms(50)).lazy().unwrap();
    assert_eq!(call(&channel, &WRITE).await.unwrap(), note("a", 1));
    let begin = Instant::now();
    let error = channel.unary::<_, Note>(&WRITE, note("a", 1)).await.unwrap_err();
    assert!(!error.is_unsent() && error.code() == Code::Unavailable, "{error}");
    assert!(begin.elapsed() < Duration::from_secs(10));
    assert_eq!(seen.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_a_server_may_have_read_is_repeated_only_if_it_is_idempotent() {
    let fate = |n| if n == 0 { Fate::Drop } else { Fate::Answer };
    let (address, seen) = server(fate).await;
    let error = call(&channel(&address), &WRITE).await.unwrap_err();
    assert!(!error.is_unsent() && error.code() == Code::Unavailable, "{error}");
    assert_eq!(seen.load(Ordering::SeqCst), 1);

    let (address, seen) = server(fate).await;
    assert_eq!(call(&channel(&address), &READ).await.unwrap(), note("a", 1));
    assert_eq!(seen.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_stream_that_breaks_ends_with_its_error_and_is_not_repeated() {
    let (address, seen) = server(|_| Fate::Half(Reason::INTERNAL_ERROR)).await;
    let answers = channel(&address).server_streaming::<_, Note>(&READ, note("a", 1)).await;
    let answers: Vec<_> = answers.unwrap().collect().await;
    assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
    assert_eq!(seen.load(Ordering::SeqCst), 1);
    // Nor is a single answer that broke off behind its message.
    let error = call(&channel(&address), &READ).await.unwrap_err();
    assert_eq!(error.attempts(), 1, "{error}");
}

#[tokio::test]
async fn a_server_that_takes_no_more_is_connected_to_again() {
    let (address, seen) = server(|_| Fate::Last).await;
    let channel = channel(&address);
    for number in 1..=5 {
        assert_eq!(call(&channel, &WRITE).await.unwrap(), note("a", 1));
        assert_eq!(seen.load(Ordering::SeqCst), number);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_silent_server_is_given_up_at_the_deadline() {
    let (address, seen) = server(|_| Fate::Silence).await;
    let begin = Instant::now();
    let call = channel(&address).unary::<_, Note>(&READ, note("a", 1));
    let error = call.timeout(Duration::from_millis(200)).await.unwrap_err();
    assert_eq!(error.to_string(), "DEADLINE_EXCEEDED: no answer within 200ms");
    assert!(begin.elapsed() < Duration::from_secs(10));
    assert_eq!(seen.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_connection_that_no_longer_answers_is_noticed() {
    // It takes bytes and never says a word.
    let address = each_connection(|stream| async move {
        tokio::time::sleep(Duration::from_secs(60)).await;
        drop(stream);
    });
    let ms = Duration::from_millis;
    let builder = Channel::builder(address.await).keepalive(ms(50), ms(50));
    let begin = Instant::now();
    let error = builder.lazy().unwrap().unary::<_, Note>(&WRITE, note("a", 1)).await.unwrap_err();
    assert_eq!(error.code(), Code::Unavailable, "{error}");
    assert!(begin.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn what_is_no_server_of_grpc_is_an_error() {
    let address = each_connection(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    });
    let error = call(&channel(&address.await), &WRITE).await.unwrap_err();
    assert_ne!(error.code(), Code::DeadlineExceeded, "{error}");
}
