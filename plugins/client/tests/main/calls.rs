//! Every kind of call, typed and as bytes.

use std::time::Duration;

use prost::Message;
use tokio_stream::StreamExt;
use typewright_client::{Value, from_iter};

use crate::server::{note, start};

#[tokio::test]
async fn one_request_one_answer() {
    let client = start().await;
    assert_eq!(client.echo(note("a", 7)).await.unwrap(), note("a", 7));
}

#[tokio::test]
async fn metadata_and_trailers_surround_the_answer() {
    let client = start().await;
    let call = client
        .echo(note("a", 7))
        .timeout(Duration::from_secs(5))
        .metadata("X-Tag", "one")
        .metadata_bin("x-tag-bin", &[0, 255]);
    let response = call.response().await.unwrap();
    assert_eq!(response.metadata.get("x-tag"), Some("one"));
    assert_eq!(response.metadata.get_bin("x-tag-bin").as_deref(), Some(&[0, 255][..]));
    // What is left of the five seconds, in whole milliseconds.
    let left = response.metadata.get("grpc-timeout").unwrap();
    let left: u64 = left.strip_suffix('m').unwrap().parse().unwrap();
    assert!((4_000..=5_000).contains(&left), "{left}");
    assert!(response.metadata.get("user-agent").unwrap().starts_with("notes/1 "));
    assert_eq!(response.trailers.get("x-sum"), Some("7"));
    let binary: Vec<_> =
        response.metadata.iter().filter(|(_, value)| matches!(value, Value::Binary(_))).collect();
    assert_eq!(binary, [("x-tag-bin", Value::Binary(vec![0, 255].into()))]);
}

#[tokio::test]
async fn answers_come_as_a_stream() {
    let client = start().await;
    let answers = client.count(note("", 20)).await.unwrap();
    let numbers: Vec<i32> = answers.map(|answer| answer.unwrap().number).collect().await;
    assert_eq!(numbers, (0..20).collect::<Vec<_>>());

    let mut answers = client.count(note("", 3)).await.unwrap();
    assert_eq!(answers.message().await.unwrap(), Some(note("count", 0)));
    assert_eq!(answers.trailers().await.unwrap().get("x-sum"), Some("3"));
    assert_eq!(answers.message().await.unwrap(), None);
}

#[tokio::test]
async fn requests_go_as_a_stream() {
    let client = start().await;
    let requests = from_iter((1..=10).map(|number| note("", number)));
    assert_eq!(client.sum(requests).await.unwrap(), note("sum", 55));
    assert_eq!(client.sum(from_iter([])).await.unwrap(), note("sum", 0));
}

#[tokio::test]
async fn both_sides_talk_in_turn() {
    let client = start().await;
    let (say, words) = tokio::sync::mpsc::channel(1);
    let requests = tokio_stream::wrappers::ReceiverStream::new(words);
    let mut answers = client.chat(requests).await.unwrap();
    for number in 0..5 {
        say.send(note("hello", number)).await.unwrap();
        assert_eq!(answers.message().await.unwrap(), Some(note("hello", number)));
    }
    drop(say);
    assert_eq!(answers.message().await.unwrap(), None);
}

#[tokio::test]
async fn bytes_pass_unread() {
    let channel = start().await.channel;
    let bytes = |number| bytes::Bytes::from(note("a", number).encode_to_vec());
    assert_eq!(channel.raw_unary("/test.Notes/Echo", bytes(1)).await.unwrap(), bytes(1));

    let answers = channel.raw_server_streaming("/test.Notes/Count", bytes(2)).await.unwrap();
    assert_eq!(answers.collect::<Vec<_>>().await.len(), 2);

    let requests = from_iter([bytes(1), bytes(2)]);
    let sum = channel.raw_client_streaming("/test.Notes/Sum", requests).await.unwrap();
    assert_eq!(sum, note("sum", 3).encode_to_vec());

    let requests = from_iter([bytes(1), bytes(2)]);
    let mut answers = channel.raw_bidi_streaming("/test.Notes/Chat", requests).await.unwrap();
    assert_eq!(answers.message().await.unwrap(), Some(bytes(1)));
    assert_eq!(answers.message().await.unwrap(), Some(bytes(2)));
    assert_eq!(answers.message().await.unwrap(), None);
}

#[tokio::test]
async fn clones_share_one_connection_side_by_side() {
    let client = start().await;
    let calls = (0..50).map(|number| {
        let client = client.clone();
        tokio::spawn(async move { client.echo(note("a", number)).await })
    });
    for (number, call) in (0..50).zip(calls.collect::<Vec<_>>()) {
        assert_eq!(call.await.unwrap().unwrap(), note("a", number));
    }
}
