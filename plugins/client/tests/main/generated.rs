//! Clients as the emitter writes them: requests, fakes.

use std::collections::HashMap;
use std::time::Duration;

use typewright_client::{Code, Error, Fake, from_iter};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Topic {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(map = "string, string", tag = "2")]
    pub labels: HashMap<String, String>,
    #[prost(message, optional, boxed, tag = "3")]
    pub parent: Option<Box<Topic>>,
    #[prost(message, repeated, tag = "4")]
    pub children: Vec<Topic>,
    #[prost(uint64, repeated, tag = "5")]
    pub sizes: Vec<u64>,
    #[prost(bytes = "bytes", tag = "6")]
    pub blob: bytes::Bytes,
    #[prost(int32, optional, tag = "7")]
    pub timeout: Option<i32>,
    #[prost(oneof = "topic::Source", tags = "8, 9")]
    pub source: Option<topic::Source>,
}

pub(crate) mod topic {
    #[derive(Clone, PartialEq, prost::Oneof)]
    pub(crate) enum Source {
        #[prost(string, tag = "8")]
        Url(String),
        #[prost(message, tag = "9")]
        Other(Box<super::Topic>),
    }
}

/// As it is generated.
pub(crate) mod client {
    typewright_client::request!();

    typewright_client::setters!(super::Topic {
        name(into String);
        labels(map String, String);
        parent(some into super::Topic);
        children(list super::Topic);
        sizes(plains u64);
        blob(into Vec<u8>);
        set_timeout(some plain i32) in timeout;
        url(into String) in source as super::topic::Source::Url;
        other(into super::Topic) in source as super::topic::Source::Other;
    });

    typewright_client::client! {
        /// Topics.
        TopicsClient TopicsStub = "test.Topics";
        /// Makes a topic.
        unary TOPICS_CREATE create create_call [name(into String)]
            (super::Topic => super::Topic) = "/test.Topics/Create";
        /// Reads a topic.
        unary TOPICS_CLONE clone clone_call []
            (super::Topic => super::Topic) = "/test.Topics/Clone" .idempotent();
        server_streaming TOPICS_WATCH watch watch_call [name(into String), sizes(plains u64)]
            (super::Topic => super::Topic) = "/test.Topics/Watch";
        client_streaming TOPICS_FILL fill fill_call []
            (super::Topic => super::Topic) = "/test.Topics/Fill";
        bidi_streaming TOPICS_CHAT chat chat_call []
            (super::Topic => super::Topic) = "/test.Topics/Chat";
    }

    typewright_client::signatures!(TopicsClient {
        clone_by_name_and_sizes [name(into String), sizes(plains u64)] =
            unary TOPICS_CLONE clone (super::Topic => super::Topic, One);
        watch_by_name [name(into String)] =
            server_streaming TOPICS_WATCH watch (super::Topic => super::Topic, Many);
    });
}

use client::{TOPICS_CLONE, TOPICS_CREATE, TOPICS_FILL, TopicsClient};

pub(crate) fn topic(name: &str) -> Topic {
    Topic { name: name.to_owned(), ..Topic::default() }
}

#[tokio::test]
async fn a_request_is_written_field_by_field() {
    let fake = Fake::new();
    fake.expect(&TOPICS_CREATE).answers_by(Ok);
    let client = TopicsClient::from(fake.channel());
    let answer = client
        .create("a")
        .labels([("k", "v")])
        .parent(topic("p"))
        .children([topic("x"), topic("y")])
        .sizes([1, 2])
        .blob(b"b".to_vec())
        .set_timeout(7)
        .url("u")
        .other(topic("o"))
        .timeout(Duration::from_secs(5))
        .metadata("x-tag", "t")
        .send()
        .await
        .unwrap();
    let expected = Topic {
        labels: HashMap::from([("k".to_owned(), "v".to_owned())]),
        parent: Some(Box::new(topic("p"))),
        children: vec![topic("x"), topic("y")],
        sizes: vec![1, 2],
        blob: "b".into(),
        timeout: Some(7),
        source: Some(topic::Source::Other(Box::new(topic("o")))),
        ..topic("a")
    };
    assert_eq!(answer, expected);
    assert_eq!(fake.metadata(&TOPICS_CREATE)[0].get("x-tag"), Some("t"));
    fake.expect(&TOPICS_CREATE).answers_by(Ok);
    assert_eq!(client.create_call(expected.clone()).await.unwrap(), expected);
    fake.finish().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_fake_follows_its_script_and_tells_what_did_not_come_true() {
    let fake = Fake::new();
    let client = TopicsClient::from(fake.channel());
    fake.expect(&TOPICS_CLONE).fails(Error::new(Code::Unavailable, "busy"));
    fake.expect(&TOPICS_CLONE).matching(|topic| topic.name == "b").answers(topic("B"));
    fake.expect(&TOPICS_CLONE).matching(|topic| topic.name == "a").times(2).answers(topic("A"));
    // Made again after the failure, and each gets what is meant for it.
    assert_eq!(client.clone().name("a").await.unwrap(), topic("A"));
    assert_eq!(client.clone().name("b").await.unwrap(), topic("B"));
    let error = client.clone().name("b").send().await.unwrap_err();
    assert_eq!(error.code(), Code::Unimplemented);
    let unmet = fake.finish().unwrap_err().to_string();
    assert_eq!(
        unmet,
        "nobody expected this call of `/test.Topics/Clone`\n\
         `/test.Topics/Clone` was to be called once more"
    );

    let fake = Fake::new();
    fake.expect(&TOPICS_FILL).any_times().answers(topic("full"));
    let client = TopicsClient::from(fake.channel());
    client.fill(from_iter([topic("a"), topic("b")])).await.unwrap();
    assert_eq!(fake.requests(&TOPICS_FILL), [topic("a"), topic("b")]);
    fake.finish().unwrap();
}
