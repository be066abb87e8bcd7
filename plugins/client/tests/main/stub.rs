//! What answers in place of a server is a trait of the client.

#![cfg(feature = "stub")]

use tokio_stream::StreamExt;
use typewright_client::{Error, Stub, Told, from_iter};

use super::generated::client::{TopicsClient, TopicsStub};
use super::generated::{Topic, topic};

struct Mine;

impl TopicsStub for Mine {
    async fn clone(&self, request: Topic) -> Result<Topic, Error> {
        Ok(topic(&format!("{}!", request.name)))
    }

    async fn watch(&self, request: Topic) -> Result<Told<Topic>, Error> {
        let answers = request.sizes.into_iter().map(|size| Ok(topic(&size.to_string())));
        Ok(Box::pin(tokio_stream::iter(answers.collect::<Vec<_>>())))
    }

    async fn chat(&self, requests: Told<Topic>) -> Result<Told<Topic>, Error> {
        Ok(requests)
    }

    async fn fill(&self, mut requests: Told<Topic>) -> Result<Topic, Error> {
        let mut names = String::new();
        while let Some(request) = requests.next().await {
            names += &request?.name;
        }
        Ok(topic(&names))
    }
}

#[tokio::test]
async fn a_stub_answers_in_place_of_a_server() {
    let client = TopicsClient::from(Stub(Mine));
    assert_eq!(client.clone().name("a").await.unwrap(), topic("a!"));
    assert_eq!(client.clone_by_name_and_sizes("c", [7]).await.unwrap(), topic("c!"));
    assert_eq!(client.watch_by_name("a").await.unwrap().collect::<Vec<_>>().await.len(), 0);
    let answers = client.watch("a", [1, 2]).await.unwrap();
    let names: Vec<_> = answers.map(|answer| answer.unwrap().name).collect().await;
    assert_eq!(names, ["1", "2"]);
    let response = client.clone().name("b").response().await.unwrap();
    assert_eq!(response.message, topic("b!"));
    let both = || from_iter([topic("a"), topic("b")]);
    assert_eq!(client.fill(both()).await.unwrap(), topic("ab"));
    assert_eq!(client.chat(both()).await.unwrap().collect::<Vec<_>>().await.len(), 2);
    let error = client.create("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "UNIMPLEMENTED: the stub does not implement `/test.Topics/Create`"
    );
}
