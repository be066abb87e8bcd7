//! Streams of requests and answers.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio_stream::Stream;

use crate::attempts::Attempts;
use crate::call::Decode;
use crate::deadline::Deadline;
use crate::observe::Watch;
use crate::transport::{Frame, Frames};
use crate::{Channel, Code, Error, Metadata};

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
    incoming: Incoming,
    decode: Decode<T>,
}

/// Answers without their type, so that reading them is compiled once.
pub(crate) struct Incoming {
    state: State,
    deadline: Option<Deadline>,
    channel: Channel,
    trailers: Metadata,
    watch: Watch,
    attempts: u32,
}

enum State {
    /// Answers arrive. Before the first one the call can still be made again.
    Open(Frames, Option<Box<Attempts>>),
    /// The call is made again.
    Opening(Reopening),
    Ended,
}

type Reopening = Pin<Box<dyn Future<Output = Result<(Frames, Box<Attempts>), Error>> + Send>>;

impl Incoming {
    pub(crate) fn new(
        frames: Frames,
        attempts: Attempts,
        deadline: Option<Deadline>,
        watch: Watch,
    ) -> Incoming {
        let made = attempts.made;
        let channel = Channel { shared: attempts.shared.clone() };
        let state = State::Open(frames, Some(Box::new(attempts)));
        Incoming { state, deadline, channel, trailers: Metadata::default(), watch, attempts: made }
    }

    fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if matches!(self.state, State::Ended) {
            return Poll::Ready(None);
        }
        let late = self.deadline.as_mut().and_then(|deadline| deadline.poll(cx));
        let message = match late {
            Some(error) => Some(Err(error)),
            None => ready!(self.poll_frames(cx)),
        };
        if !matches!(message, Some(Ok(_))) {
            self.state = State::Ended;
        }
        let judge = |message: Result<_, _>| message.map_err(|e| Deadline::judge(&self.deadline, e));
        let message = message.map(judge);
        match &message {
            Some(Ok(_)) => {}
            Some(Err(error)) => self.watch.end(error.code(), error.attempts()),
            None => self.watch.end(Code::Ok, self.attempts),
        }
        Poll::Ready(message)
    }

    fn poll_frames(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let frame = match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Opening(opening) => match ready!(opening.as_mut().poll(cx)) {
                    Ok((frames, attempts)) => {
                        self.attempts = attempts.made;
                        self.state = State::Open(frames, Some(attempts));
                        continue;
                    }
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Open(frames, _) => ready!(frames.as_mut().poll_next(cx)),
            };
            let State::Open(_, attempts) = &mut self.state else { return Poll::Ready(None) };
            match (frame, attempts.take()) {
                (Some(Err(error)), Some(mut attempts)) => {
                    self.state = State::Opening(Box::pin(async move {
                        let answers = attempts.reopen(error).await?;
                        Ok((answers.frames, attempts))
                    }));
                }
                (Some(Err(error)), None) => return Poll::Ready(Some(Err(error))),
                (frame, attempts) => {
                    if let Some(attempts) = attempts {
                        attempts.succeeded();
                    }
                    match frame {
                        Some(Ok(Frame::Message(message))) => {
                            return Poll::Ready(Some(Ok(message)));
                        }
                        Some(Ok(Frame::Trailers(trailers))) => self.trailers = trailers,
                        Some(Err(_)) | None => return Poll::Ready(None),
                    }
                }
            }
        }
    }
}

impl<T> Streaming<T> {
    pub(crate) fn new(incoming: Incoming, decode: Decode<T>) -> Streaming<T> {
        Streaming { incoming, decode }
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
        while let Some(message) = poll_fn(|cx| self.incoming.poll_message(cx)).await {
            message?;
        }
        Ok(self.incoming.trailers.clone())
    }
}

impl<T> Stream for Streaming<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let this = self.get_mut();
        let message = ready!(this.incoming.poll_message(cx));
        let message = message
            .map(|message| message.and_then(|bytes| (this.decode)(bytes, &this.incoming.channel)));
        if matches!(message, Some(Err(_))) {
            this.incoming.state = State::Ended;
        }
        Poll::Ready(message)
    }
}

impl<T> fmt::Debug for Streaming<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streaming")
            .field("endpoint", &self.incoming.channel.endpoint())
            .field("deadline", &self.incoming.deadline)
            .field("ended", &matches!(self.incoming.state, State::Ended))
            .finish_non_exhaustive()
    }
}
