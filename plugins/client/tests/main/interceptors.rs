//! What runs around attempts: it sees the method and the answer, changes, waits, answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use typewright_client::transport::{Answers, Attempt};
use typewright_client::{Channel, Code, Next};

use crate::script::{Script, fail, good};
use crate::server::{NotesClient, note, serve};

#[tokio::test]
async fn an_interceptor_sees_every_kind_of_call() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let address = serve(tonic::transport::Server::builder()).await;
    let builder = Channel::builder(address).intercept(move |mut attempt: Attempt, next: Next| {
        let log = log.clone();
        async move {
            let method = attempt.method;
            attempt.metadata.append("x-tag", method.name())?;
            tokio::time::sleep(Duration::from_millis(1)).await;
            let answers = next.start(attempt).await?;
            let told = answers.metadata.get("x-tag").map(str::to_owned);
            log.lock().unwrap().push((method.name(), method.idempotent, told));
            Ok(answers)
        }
    });
    let client = NotesClient { channel: builder.lazy().unwrap() };
    client.echo(note("a", 1)).await.unwrap();
    client.count(note("", 1)).await.unwrap();
    client.sum(typewright_client::from_iter([note("", 1)])).await.unwrap();
    client.chat(typewright_client::from_iter([note("", 1)])).await.unwrap();
    let expected = [("Echo", true), ("Count", true), ("Sum", false), ("Chat", false)];
    let expected = expected.map(|(name, safe)| (name, safe, Some(name.to_owned())));
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn interceptors_nest_and_may_answer_themselves() {
    let order = Arc::new(Mutex::new(String::new()));
    let mark = |text: &'static str| {
        let order = order.clone();
        move |attempt: Attempt, next: Next| {
            order.lock().unwrap().push_str(text);
            next.start(attempt)
        }
    };
    let script = Script::new([fail(Code::Unavailable), good()]);
    let builder = script.builder().intercept(mark("a")).intercept(mark("b"));
    let channel = builder.clone().lazy().unwrap();
    let retry = typewright_client::Retry::default();
    channel.raw_unary("/a/b", "".into()).retry(retry).await.unwrap();
    assert_eq!(*order.lock().unwrap(), "abab");

    let cached = |_: Attempt, _: Next| async { Ok(Answers::message("cached")) };
    let channel = builder.intercept(cached).lazy().unwrap();
    assert_eq!(channel.raw_unary("/a/b", "".into()).await.unwrap(), "cached");
}
