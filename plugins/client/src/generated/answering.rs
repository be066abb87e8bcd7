//! Attempts, answered by functions of a stub.

use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::Arc;

use prost::Message;
use tokio_stream::StreamExt;

use crate::channel::{decoded, encode};
use crate::stub::Told;
use crate::transport::{Answers, Attempt, Frame};
use crate::{Code, Error, Metadata};

type Answering = Pin<Box<dyn Future<Output = Result<Answers, Error>> + Send>>;

/// A function of a stub, whose future may borrow the stub: a bound on it for every lifetime
/// says what `AsyncFn` cannot yet, that the future may go to another thread.
pub trait Function<'stub, T: 'stub, Asked, Answer>:
    FnOnce(&'stub T, Asked) -> Self::Future
{
    type Future: Future<Output = Result<Answer, Error>> + Send;
}

impl<'stub, T: 'stub, Asked, Answer, F, Fut> Function<'stub, T, Asked, Answer> for F
where
    F: FnOnce(&'stub T, Asked) -> Fut,
    Fut: Future<Output = Result<Answer, Error>> + Send,
{
    type Future = Fut;
}

fn none(path: &str) -> Error {
    Error::new(Code::Unimplemented, format!("the stub does not implement `{path}`"))
}

/// What a function of a stub gives that nobody implemented.
pub fn absent<Asked, Answer>(path: &str, _request: Asked) -> Ready<Result<Answer, Error>> {
    ready(Err(none(path)))
}

/// An attempt at a method that the stub does not have.
pub fn unimplemented(path: &str) -> Answering {
    Box::pin(ready(Err(none(path))))
}

/// The one request of an attempt.
async fn one<Req: Message + Default>(mut attempt: Attempt) -> Result<Req, Error> {
    let none = || Error::new(Code::Internal, "the call has no request");
    decoded(attempt.requests.next().await.ok_or_else(none)?)
}

/// The requests of an attempt.
fn all<Req: Message + Default + 'static>(attempt: Attempt) -> Told<Req> {
    Box::pin(attempt.requests.map(decoded))
}

fn single(answer: impl Message) -> Answers {
    Answers::message(encode(answer))
}

fn many<Res: Message + 'static>(answers: Told<Res>) -> Answers {
    let frames = answers.map(|answer| answer.map(|answer| Frame::Message(encode(answer))));
    Answers { metadata: Metadata::default(), frames: Box::pin(frames) }
}

pub fn one_to_one<T, Req, Res, F>(stub: Arc<T>, attempt: Attempt, function: F) -> Answering
where
    T: Send + Sync + 'static,
    Req: Message + Default + 'static,
    Res: Message + 'static,
    F: for<'stub> Function<'stub, T, Req, Res> + Send + 'static,
{
    Box::pin(async move { Ok(single(function(&stub, one(attempt).await?).await?)) })
}

pub fn one_to_many<T, Req, Res, F>(stub: Arc<T>, attempt: Attempt, function: F) -> Answering
where
    T: Send + Sync + 'static,
    Req: Message + Default + 'static,
    Res: Message + 'static,
    F: for<'stub> Function<'stub, T, Req, Told<Res>> + Send + 'static,
{
    Box::pin(async move { Ok(many(function(&stub, one(attempt).await?).await?)) })
}

pub fn many_to_one<T, Req, Res, F>(stub: Arc<T>, attempt: Attempt, function: F) -> Answering
where
    T: Send + Sync + 'static,
    Req: Message + Default + 'static,
    Res: Message + 'static,
    F: for<'stub> Function<'stub, T, Told<Req>, Res> + Send + 'static,
{
    Box::pin(async move { Ok(single(function(&stub, all(attempt)).await?)) })
}

pub fn many_to_many<T, Req, Res, F>(stub: Arc<T>, attempt: Attempt, function: F) -> Answering
where
    T: Send + Sync + 'static,
    Req: Message + Default + 'static,
    Res: Message + 'static,
    F: for<'stub> Function<'stub, T, Told<Req>, Told<Res>> + Send + 'static,
{
    Box::pin(async move { Ok(many(function(&stub, all(attempt)).await?)) })
}
