//! Health checking, as a server that is well answers it.

use tokio_stream::StreamExt;

use super::StandIn;
use crate::channel::{decoded, encode};
use crate::health::{Request, Status};
use crate::transport::{Answers, Attempt, Frame};
use crate::{Code, Error, Metadata};

const SERVING: i32 = 1;
const SERVICE_UNKNOWN: i32 = 3;

pub(super) async fn check(server: &StandIn, attempt: Attempt) -> Result<Answers, Error> {
    let name = asked(attempt).await?;
    if !knows(server, &name) {
        return Err(Error::new(Code::NotFound, format!("there is no service `{name}`")));
    }
    Ok(Answers::message(encode(Status { status: SERVING })))
}

/// Tells how the service is, once, as nothing changes, and stays.
pub(super) async fn watch(server: &StandIn, attempt: Attempt) -> Result<Answers, Error> {
    let name = asked(attempt).await?;
    let status = if knows(server, &name) { SERVING } else { SERVICE_UNKNOWN };
    let first = tokio_stream::once(Ok(Frame::Message(encode(Status { status }))));
    let frames = Box::pin(first.chain(tokio_stream::pending()));
    Ok(Answers { metadata: Metadata::default(), frames })
}

fn knows(server: &StandIn, name: &str) -> bool {
    name.is_empty() || server.services().any(|service| service == name)
}

async fn asked(mut attempt: Attempt) -> Result<String, Error> {
    let Request { service } = decoded(attempt.next_request().await.unwrap_or_default())?;
    Ok(service)
}
