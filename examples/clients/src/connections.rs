//! Several endpoints of which one is gone, calls in turn, a server that comes later, limits.

use std::time::Duration;

use tokio::net::TcpListener;
use typewright_client::{Channel, Compression, StandIn};
use typewright_ops::Samples;

use crate::Outcome;
use crate::api::SERVICES;
use crate::api::library::v1::Book;
use crate::api::library::v1::client::LibraryClient;
use crate::server::{Server, Trouble, nobody};

const EMMA: &str = "shelves/novels/books/emma";

macro_rules! pem {
    ($file:literal) => {
        include_str!(concat!("../../../plugins/client/tests/tls/", $file))
    };
}

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();
    let quiet = |_: usize, _: &_| Trouble::Nothing;
    let (one, two) = (Server::start(quiet).await?, Server::start(quiet).await?);
    let channel = Channel::builder(nobody()?)
        .endpoint(&one.address)
        .endpoint(&two.address)
        .round_robin()
        .connect_timeout(Duration::from_secs(1))
        .keepalive(Duration::from_secs(30), Duration::from_secs(5))
        .user_agent("reader/1")
        .compress(Compression::Gzip)
        .connect()
        .await?;
    let client = LibraryClient::from(channel);
    for _ in 0..6 {
        client.get_book(EMMA).await?;
    }
    let (first, second) = (one.seen(|_| ()).len(), two.seen(|_| ()).len());
    told.push(format!("both have a share: {}", first > 0 && second > 0 && first + second == 6));
    let agents = one.seen(|seen| seen.metadata.get("user-agent").map(str::to_owned));
    let named = agents.iter().flatten().all(|agent| agent.starts_with("reader/1 "));
    told.push(format!("they know who asks: {named}"));

    // Nobody there: an error at once, or patience until somebody is.
    let address = nobody()?;
    let client = LibraryClient::from(Channel::builder(&address).lazy()?);
    let error = client.get_book(EMMA).once().await.err().ok_or("nobody is there")?;
    told.push(format!("{}, unsent: {}", error.code(), error.is_unsent()));
    let waiting = client.get_book(EMMA).wait_for_ready(true).timeout(Duration::from_secs(20));
    let waiting = tokio::spawn(waiting.send());
    tokio::time::sleep(Duration::from_millis(150)).await;
    let late = Server::on(TcpListener::bind(&address).await?, quiet)?;
    told.push(format!("waited for {}", waiting.await??.name));
    told.push(format!("seen {} time", late.seen(|_| ()).len()));

    // TLS: whoever shows a certificate of our authority, with its name, and sees one of ours.
    let server = StandIn::of(Channel::over(Samples::of(SERVICES)).lazy()?);
    let server = server.methods(["/library.v1.Library/GetBook"]);
    let server =
        server.mutual_tls(pem!("server.pem"), pem!("server.key"), pem!("authority.pem"))?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("https://{}", listener.local_addr()?);
    tokio::spawn(server.serve(listener));
    let builder = Channel::builder(address)
        .server_name("server.test")
        .identity(pem!("client.pem"), pem!("client.key"));
    let trusting = builder.clone().ca_certificate(pem!("authority.pem")).connect().await?;
    told.push(format!("over TLS: {}", LibraryClient::from(trusting).get_book(EMMA).await?.name));
    let wrong = builder.ca_certificate(pem!("stranger.pem")).connect().await;
    told.push(wrong.err().ok_or("a stranger")?.code().to_string());

    // What is too large does not leave.
    let channel = Channel::builder(&one.address).max_request_bytes(1_000).lazy()?;
    let book = Book { title: "x".repeat(2_000), ..Book::default() };
    let call = LibraryClient::from(channel).create_book("shelves/novels", book);
    told.push(call.await.err().ok_or("too large")?.to_string());
    Ok(told)
}
