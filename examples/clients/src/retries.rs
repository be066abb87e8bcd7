//! What is tried again and what is not, by the method, the owner, the caller and the server.

use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderValue};
use typewright_client::{Channel, Code, Codes, Error, Hedging, Retry, ServiceConfig};

use crate::Outcome;
use crate::api::library::v1::client::LibraryClient;
use crate::api::library::v1::{Book, UpdateBookRequest};
use crate::server::{Server, Trouble};

const EMMA: &str = "shelves/novels/books/emma";

fn later() -> Error {
    Error::new(Code::Unavailable, "later")
}

/// Not ready for its first `n` calls.
async fn after(n: usize) -> Outcome<Server> {
    let trouble = move |number, _: &_| match number < n {
        true => Trouble::Fails(later()),
        false => Trouble::Nothing,
    };
    Server::start(trouble).await
}

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();

    // Reading is safe to repeat (its HTTP form is a GET), changing is not.
    let server = after(2).await?;
    let client = LibraryClient::from(Channel::builder(&server.address).lazy()?);
    client.get_book(EMMA).await?;
    told.push(format!("read with {} attempts", server.seen(|_| ()).len()));
    let server = after(2).await?;
    let client = LibraryClient::from(Channel::builder(&server.address).lazy()?);
    let change = UpdateBookRequest { book: Some(Book::default()), ..UpdateBookRequest::default() };
    let error = client.update_book_call(change.clone()).await.err().ok_or("not ready")?;
    told.push(format!("changed with {}: {error}", server.seen(|_| ()).len()));
    // The caller knows that this change is safe to repeat.
    client.update_book_call(change).retry(Retry::default()).await?;
    told.push(format!("changed after {}", server.seen(|_| ()).len()));

    // What its owner says of creating was built in (`service_config.json`), and at run time.
    let server = after(2).await?;
    let client = LibraryClient::from(Channel::builder(&server.address).lazy()?);
    client.create_book("shelves/novels", Book::default()).await?;
    told.push(format!("created with {}", server.seen(|_| ()).len()));
    let text =
        r#"{"methodConfig": [{"name": [{"service": "library.v1.Library"}], "timeout": "9s"}]}"#;
    let server = after(2).await?;
    let config = ServiceConfig::from_json(text)?;
    let client =
        LibraryClient::from(Channel::builder(&server.address).service_config(config).lazy()?);
    let call = client.create_book("shelves/novels", Book::default());
    let error = call.await.err().ok_or("no policy any more")?;
    told.push(format!("with another config {} attempt", error.attempts()));

    // The server says when to come again.
    let mut headers = HeaderMap::new();
    headers.insert("grpc-retry-pushback-ms", HeaderValue::from_static("30"));
    let server = Server::start(move |number, _| match number {
        0 => Trouble::Fails(later().with_metadata(headers.clone().into())),
        _ => Trouble::Nothing,
    });
    let client = LibraryClient::from(Channel::builder(server.await?.address).lazy()?);
    let begin = Instant::now();
    let slow = Retry { initial_backoff: Duration::from_secs(60), ..Retry::default() };
    client.get_book(EMMA).retry(slow).await?;
    told.push(format!("came when told: {}", begin.elapsed() < Duration::from_secs(20)));

    // Two side by side: one slow answer does not hold the call up.
    let server = Server::start(|number, _| match number {
        0 => Trouble::Slow(Duration::from_secs(60)),
        _ => Trouble::Nothing,
    });
    let server = server.await?;
    let client = LibraryClient::from(Channel::builder(&server.address).lazy()?);
    let delay = Duration::from_millis(20);
    let non_fatal = Codes::from_iter([Code::Unavailable]);
    let hedging = Hedging { max_attempts: 2, delay, non_fatal };
    client.get_book(EMMA).hedge(hedging).await?;
    told.push(format!("the second of {} answered", server.seen(|_| ()).len()));
    Ok(told)
}
