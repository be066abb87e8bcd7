//! Streams of requests and answers.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio_stream::Stream;

use crate::deadline::Deadline;
use crate::{Error, Metadata};

/// Requests of a call that takes any number of them: every stream of them is.
///
/// [`from_iter`] makes one from a list.
pub trait Requests<T>: Stream<Item = T> + Send + 'static {}

impl<T, S: Stream<Item = T> + Send + 'static> Requests<T> for S {}

/// The requests of a list, or of anything else that can be iterated.
///
/// ```
/// # struct Number(u32);
/// let requests = typewright_client::from_iter([1, 2, 3].map(Number));
/// # fn check(_: impl typewright_client::Requests<Number>) {}
/// # check(requests);
/// ```
pub fn from_iter<T, I>(requests: I) -> impl Requests<T>
where
    I: IntoIterator<Item = T>,
    I::IntoIter: Send + 'static,
    T: 'static,
{
    tokio_stream::iter(requests)
}

/// The answers of a call that gives any number of them.
///
/// It is a [`Stream`]; [`Streaming::message`] reads it without an extension trait. After an error
/// it ends. Dropping it cancels the call.
pub struct Streaming<T> {
    answers: tonic::Streaming<Bytes>,
    decode: fn(Bytes) -> Result<T, Error>,
    deadline: Option<Deadline>,
    endpoint: Arc<str>,
    ended: bool,
}

impl<T> Streaming<T> {
    pub(crate) fn new(
        answers: tonic::Streaming<Bytes>,
        decode: fn(Bytes) -> Result<T, Error>,
        deadline: Option<Deadline>,
        endpoint: Arc<str>,
    ) -> Streaming<T> {
        Streaming { answers, decode, deadline, endpoint, ended: false }
    }

    /// The next answer, or nothing once the server is done.
    ///
    /// # Errors
    /// The status of the server if it is not OK, a broken connection, or a deadline.
    pub async fn message(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// What the server sent after its last answer; answers that were not read are dropped.
    ///
    /// # Errors
    /// As [`Streaming::message`].
    pub async fn trailers(&mut self) -> Result<Metadata, Error> {
        while self.message().await?.is_some() {}
        let trailers = self.answers.trailers().await;
        let trailers =
            trailers.map_err(|status| Deadline::judge(&self.deadline, status, &self.endpoint))?;
        Ok(trailers.map(Metadata).unwrap_or_default())
    }

    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        if let Some(error) = self.deadline.as_mut().and_then(|deadline| deadline.poll(cx)) {
            return Poll::Ready(Some(Err(error)));
        }
        Pin::new(&mut self.answers).poll_next(cx).map(|answer| {
            answer.map(|answer| {
                answer
                    .map_err(|status| Deadline::judge(&self.deadline, status, &self.endpoint))
                    .and_then(self.decode)
            })
        })
    }
}

impl<T> Stream for Streaming<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        let answer = this.poll_answer(cx);
        this.ended = matches!(answer, Poll::Ready(None | Some(Err(_))));
        answer
    }
}

impl<T> fmt::Debug for Streaming<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streaming")
            .field("endpoint", &self.endpoint)
            .field("deadline", &self.deadline)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
