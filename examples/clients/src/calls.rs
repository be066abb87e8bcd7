//! Deadlines: told to the server, kept without it, one for all attempts.

use std::time::{Duration, Instant};

use typewright_client::{Channel, Code, Error, Retry};

use crate::Outcome;
use crate::api::library::v1::client::LibraryClient;
use crate::server::{Server, Trouble};

const EMMA: &str = "shelves/novels/books/emma";

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();
    // A server that takes a minute, as far as it is up to it.
    let slow = Server::start(|_, _| Trouble::Slow(Duration::from_secs(60))).await?;
    let client = LibraryClient::from(Channel::builder(&slow.address).lazy()?);
    let begin = Instant::now();
    let limit = Duration::from_millis(500);
    let error = client.get_book(EMMA).timeout(limit).await.err().ok_or("no answer in time")?;
    told.push(error.to_string());
    told.push(format!("in time: {}", begin.elapsed() < Duration::from_secs(10)));
    let heard = slow.seen(|seen| seen.timeout.is_some_and(|left| left <= limit));
    told.push(format!("the server knew: {heard:?}"));

    // A server that is never ready: the deadline holds for all attempts together.
    let broken = Error::new;
    let down =
        Server::start(move |_, _| Trouble::Fails(broken(Code::Unavailable, "later"))).await?;
    let client = LibraryClient::from(Channel::builder(&down.address).lazy()?);
    let pause = Duration::from_millis(40);
    let patient = Retry { max_attempts: 100, initial_backoff: pause, ..Retry::default() };
    let call = client.get_book(EMMA).retry(patient).timeout(Duration::from_secs(1));
    let error = call.await.err().ok_or("never ready")?;
    let times = down.seen(|seen| seen.timeout);
    told.push(format!("{} {}", error.code(), error.message()));
    told.push(format!("less each time: {}", times.len() > 1 && times.is_sorted_by(|a, b| a > b)));

    // A default for all calls with one answer.
    let channel = Channel::builder(&slow.address).timeout(limit).lazy()?;
    let error = LibraryClient::from(channel).get_book(EMMA).await.err().ok_or("no answer")?;
    told.push(error.code().to_string());
    Ok(told)
}
