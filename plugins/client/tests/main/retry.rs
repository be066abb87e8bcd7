//! The fault matrix: what is attempted again, when, and what is never sent twice.
//!
//! Time is paused, so a test of minutes takes none, and every moment is exact but for jitter.

use std::time::Duration;

use tokio::time::Instant;
use tokio_stream::StreamExt;
use typewright_client::transport::{Answers, Attempt, Frame};
use typewright_client::{
    Channel, Code, Codes, Error, Hedging, Method, Policy, Retry, ServiceConfig, Unary, from_iter,
};

use crate::script::{Script, Step, fail, good};

static READ: Method = Method::new("/test.S/Read").idempotent();
static WRITE: Method = Method::new("/test.S/Write");

const UNAVAILABLE: Code = Code::Unavailable;

fn read(channel: &Channel) -> Unary<String, ()> {
    channel.unary(&READ, String::new())
}

/// An answer that is the empty message.
fn empty() -> Step {
    Step::Answer(vec![Ok(Frame::Message(bytes::Bytes::new()))])
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Whether each pause between attempts is one of `pauses`, give or take a fifth.
fn assert_pauses(script: &Script, pauses: &[u128]) {
    let times = script.times();
    assert_eq!(times.len(), pauses.len() + 1, "{times:?}");
    for (pair, pause) in times.windows(2).zip(pauses) {
        let waited = pair[1] - pair[0];
        assert!((pause * 8 / 10..=pause * 12 / 10 + 1).contains(&waited), "{times:?} {pauses:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_idempotent_is_made_again_with_growing_pauses() {
    let script = Script::new([fail(UNAVAILABLE), fail(UNAVAILABLE), fail(UNAVAILABLE), empty()]);
    read(&script.channel()).await.unwrap();
    assert_pauses(&script, &[100, 200, 400]);
    let counts: Vec<_> = script
        .seen()
        .iter()
        .map(|seen| seen.metadata.get("grpc-previous-rpc-attempts").map(str::to_owned))
        .collect();
    assert_eq!(counts, [None, Some("1".into()), Some("2".into()), Some("3".into())]);
}

#[tokio::test(start_paused = true)]
async fn attempts_end_and_the_error_counts_them() {
    let script = Script::new((0..4).map(|_| fail(UNAVAILABLE)));
    let error = read(&script.channel()).await.unwrap_err();
    assert_eq!(error.to_string(), "UNAVAILABLE: as written (4 attempts)");
    assert_eq!(error.attempts(), 4);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_idempotent_is_never_sent_twice() {
    let script = Script::new([fail(UNAVAILABLE)]);
    let channel = script.channel();
    let error = channel.unary::<_, ()>(&WRITE, String::new()).await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), (UNAVAILABLE, 1));

    // Unless the caller vouches for it.
    let script = Script::new([fail(UNAVAILABLE), empty()]);
    let call = script.channel().unary::<_, ()>(&WRITE, String::new()).retry(Retry::default());
    call.await.unwrap();
    assert_eq!(script.times().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn other_codes_and_a_call_of_once_end_at_once() {
    for code in Code::all().filter(|code| ![Code::Ok, UNAVAILABLE].contains(code)) {
        let script = Script::new([fail(code)]);
        assert_eq!(read(&script.channel()).await.unwrap_err().code(), code);
        assert_eq!(script.times().len(), 1);
    }
    let script = Script::new([fail(UNAVAILABLE)]);
    assert_eq!(read(&script.channel()).once().await.unwrap_err().attempts(), 1);
    let script = Script::new([fail(UNAVAILABLE)]);
    let channel = script.builder().policy(Policy::Once).lazy().unwrap();
    assert_eq!(read(&channel).await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_broke_off_is_not_asked_for_again() {
    let broken = vec![Ok(Frame::Message("".into())), Err(Error::new(UNAVAILABLE, "reset"))];
    let script = Script::new([Step::Answer(broken)]);
    assert_eq!(read(&script.channel()).await.unwrap_err().code(), UNAVAILABLE);
    assert_eq!(script.times().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn one_deadline_holds_for_all_attempts() {
    let slow = || Step::Late(ms(300), Box::new(fail(UNAVAILABLE)));
    let script = Script::new([slow(), slow(), slow()]);
    let begin = Instant::now();
    let error = read(&script.channel()).timeout(ms(1000)).await.unwrap_err();
    assert_eq!(error.to_string(), "DEADLINE_EXCEEDED: no answer within 1s");
    assert_eq!(begin.elapsed().as_millis(), 1000);
    // Each attempt tells the server what is left, not what there was.
    let left: Vec<_> = script.seen().iter().map(|seen| seen.at + seen.timeout.unwrap()).collect();
    assert_eq!(left, [ms(1000); 3]);
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_an_attempt_behind_the_deadline() {
    let script = Script::new([fail(UNAVAILABLE)]);
    let begin = Instant::now();
    let error = read(&script.channel()).timeout(ms(50)).await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), (UNAVAILABLE, 1));
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

fn pushed(ms: &'static str) -> Step {
    let name = http::HeaderName::from_static("grpc-retry-pushback-ms");
    let headers = http::HeaderMap::from_iter([(name, http::HeaderValue::from_static(ms))]);
    Step::Fail(Error::new(UNAVAILABLE, "busy").with_metadata(headers.into()))
}

#[tokio::test(start_paused = true)]
async fn a_server_says_when_to_come_again() {
    let script = Script::new([pushed("7000"), fail(UNAVAILABLE), empty()]);
    read(&script.channel()).await.unwrap();
    // After a pause that the server named, the row starts anew.
    assert_eq!(script.times()[1], 7000);
    assert_pauses(&script, &[7000, 100]);

    for never in ["-1", "soon"] {
        let script = Script::new([pushed(never)]);
        assert_eq!(read(&script.channel()).await.unwrap_err().attempts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_channel_does_not_drown_a_server() {
    let config = r#"{"retryThrottling": {"maxTokens": 4, "tokenRatio": 0.5}}"#;
    let steps = (0..2).map(|_| fail(UNAVAILABLE)).chain([fail(UNAVAILABLE), empty(), empty()]);
    let script = Script::new(steps.chain([fail(UNAVAILABLE), empty()]));
    let builder = script.builder().service_config(ServiceConfig::from_json(config).unwrap());
    let channel = builder.lazy().unwrap();
    // Of four tokens two are left after two failures: half, so that is that.
    assert_eq!(read(&channel).await.unwrap_err().attempts(), 2);
    assert_eq!(read(&channel).await.unwrap_err().attempts(), 1);
    // 1 token; two successes and the next failure make 1, so still nothing is repeated.
    read(&channel).await.unwrap();
    read(&channel).await.unwrap();
    assert_eq!(read(&channel).await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_for_a_server_that_cannot_be_reached() {
    let unsent = || Step::Fail(Error::new(UNAVAILABLE, "refused").unsent());
    let script = Script::new([unsent(), unsent(), unsent(), empty()]);
    let call = script.channel().unary::<_, ()>(&WRITE, String::new()).wait_for_ready(true);
    call.await.unwrap();
    assert_pauses(&script, &[100, 160, 256]);
    // No attempt was seen before, so none is counted.
    assert!(script.seen().iter().all(|seen| seen.metadata.is_empty()));

    let script = Script::new([unsent()]);
    let error = script.channel().unary::<_, ()>(&WRITE, String::new()).await.unwrap_err();
    assert!(error.is_unsent());
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_opened_again_only_before_its_first_answer() {
    let message = || Ok(Frame::Message("".into()));
    let broken = || Err(Error::new(UNAVAILABLE, "reset"));
    let script = Script::new([
        fail(UNAVAILABLE),
        Step::Answer(vec![broken()]),
        Step::Answer(vec![message(), message(), broken()]),
    ]);
    let channel = script.channel();
    let answers = channel.server_streaming::<_, ()>(&READ, String::new()).await.unwrap();
    let answers: Vec<_> = answers.collect().await;
    assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false]);
    assert_pauses(&script, &[100, 200]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_requests_is_sent_again_from_its_start() {
    let script = Script::new([fail(UNAVAILABLE), empty()]);
    let words = ["a", "b", "c"].map(String::from);
    script.channel().client_streaming::<_, ()>(&READ, from_iter(words)).await.unwrap();
    let seen = script.seen();
    assert_eq!(seen[0].requests.len(), 3);
    assert_eq!(seen[0].requests, seen[1].requests);

    // More than is kept: the error says what happened, and nothing is sent from its middle.
    let script = Script::new([fail(UNAVAILABLE)]);
    let long = from_iter(std::iter::repeat_n("x".repeat(100 * 1024), 3));
    let error = script.channel().client_streaming::<_, ()>(&READ, long).await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), (UNAVAILABLE, 1));
    assert_eq!(script.seen()[0].requests.len(), 3);
}

fn hedging() -> Hedging {
    let non_fatal = Codes::from_iter([UNAVAILABLE]);
    Hedging { max_attempts: 3, delay: ms(100), non_fatal }
}

#[tokio::test(start_paused = true)]
async fn a_hedged_call_takes_the_first_good_answer() {
    let late = |wait| Step::Late(ms(wait), Box::new(empty()));
    let script = Script::new([late(5000), late(5000), late(50)]);
    let begin = Instant::now();
    read(&script.channel()).hedge(hedging()).await.unwrap();
    assert_eq!(script.times(), [0, 100, 200]);
    assert_eq!(begin.elapsed(), ms(250));

    // A failure that may pass starts the next one at once, another one ends the call.
    let script = Script::new([fail(UNAVAILABLE), late(10)]);
    read(&script.channel()).hedge(hedging()).await.unwrap();
    assert_eq!(script.times(), [0, 0]);
    let script = Script::new([late(5000), fail(Code::NotFound)]);
    let error = read(&script.channel()).hedge(hedging()).await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Code::NotFound, 2));

    // When all fail, the last error is the call's; a server may refuse further ones.
    let script = Script::new((0..3).map(|_| fail(UNAVAILABLE)));
    assert_eq!(read(&script.channel()).hedge(hedging()).await.unwrap_err().attempts(), 3);
    let script = Script::new([pushed("-1")]);
    assert_eq!(read(&script.channel()).hedge(hedging()).await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_losers_of_a_race_are_given_up() {
    let dropped = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    struct Count(std::sync::Arc<std::sync::atomic::AtomicUsize>);
    impl Drop for Count {
        fn drop(&mut self) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
    }
    let count = dropped.clone();
    let channel = Channel::over(move |attempt: Attempt| {
        let guard = Count(count.clone());
        async move {
            let first = attempt.metadata.get("grpc-previous-rpc-attempts").is_none();
            tokio::time::sleep(if first { ms(60_000) } else { ms(10) }).await;
            drop(guard);
            Ok(Answers::message(""))
        }
    });
    let begin = Instant::now();
    read(&channel.lazy().unwrap()).hedge(hedging()).await.unwrap();
    tokio::task::yield_now().await;
    assert_eq!(begin.elapsed(), ms(110));
    assert_eq!(dropped.load(std::sync::atomic::Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_transport_without_an_answer_is_an_error() {
    let script = Script::new([Step::Answer(vec![])]);
    let error = read(&script.channel()).await.unwrap_err();
    assert_eq!(error.message(), "the server ended the call without an answer");
    let script = Script::new([good()]);
    let bytes = script.channel().raw_unary("/a/b", "".into()).await.unwrap();
    assert_eq!(bytes, "good");
}
