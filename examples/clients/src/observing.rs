//! A trace that goes on through a call and its attempts; what a server says of itself.

use typewright_client::{Channel, Code, Error, Health, TraceContext};

use crate::Outcome;
use crate::api::library::v1::client::LibraryClient;
use crate::server::{Server, Trouble};

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();
    let server = Server::start(|number, _| match number {
        0 => Trouble::Fails(Error::new(Code::Unavailable, "later")),
        _ => Trouble::Nothing,
    });
    let server = server.await?;
    let channel = Channel::builder(&server.address).connect().await?;
    let client = LibraryClient::from(channel.clone());
    let around = TraceContext::begin();
    around.scope(async { client.get_book("shelves/novels/books/emma").await }).await?;
    let seen = server.seen(|seen| {
        let told: Option<TraceContext> = seen.metadata.get("traceparent")?.parse().ok();
        told.map(|told| told.trace_id())
    });
    let same = seen.iter().all(|trace| *trace == Some(around.trace_id()));
    told.push(format!("{} attempts in the trace: {same}", seen.len()));

    told.push(format!("ready: {}", channel.health("library.v1.Library").await? == Health::Serving));
    let error = channel.health("library.v1.Cinema").await.err().ok_or("nobody knows it")?;
    told.push(error.code().to_string());
    // Reflection needs descriptors, which this server was not given.
    let error = channel.reflection().services().await.err().ok_or("not told")?;
    told.push(error.code().to_string());
    Ok(told)
}
