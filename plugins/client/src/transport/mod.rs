//! The seam under calls: one attempt goes out, a head and a stream of frames come back.
//!
//! Calls, retries, deadlines and interceptors know a server by [`Transport`] alone. The usual one
//! is a gRPC connection ([`Channel::builder`](crate::Channel::builder)); a service in the same
//! process is another ([`InProcess`]), and a closure is one too, which makes a test of four lines:
//!
//! ```
//! use typewright_client::transport::{Answers, Attempt};
//! use typewright_client::{Channel, Code, Error};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let channel = Channel::over(|attempt: Attempt| async move {
//!     match attempt.method.name() {
//!         "Hello" => Ok(Answers::message("hi")),
//!         _ => Err(Error::new(Code::Unimplemented, attempt.method.path)),
//!     }
//! })
//! .lazy()?;
//! assert_eq!(channel.raw_unary("/demo.Greeter/Hello", "".into()).await?, "hi");
//! # Ok(())
//! # }
//! ```

mod checked;
pub(crate) mod connect;
pub(crate) mod connection;
mod counted;
pub(crate) mod dial;
mod feed;
mod grpc;
#[cfg(feature = "tls")]
mod handshake;
pub(crate) mod line;
mod pool;
pub(crate) mod proxy;
mod resolve;
mod spread;
#[cfg(feature = "tls")]
pub(crate) mod tls;
mod wire;

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio_stream::Stream;

use crate::{Error, Metadata, Method, Requests};

pub use grpc::InProcess;
#[cfg(feature = "tls")]
pub use handshake::Handshake;
pub(crate) use resolve::Lookup;
pub use resolve::{Resolver, Resolving};

/// Carries the attempts of calls to a server.
///
/// The messages are encoded, so that a transport is compiled once and not once a message type.
/// Errors are to say whether the server can have seen the attempt, see [`Error::unsent`].
pub trait Transport: Send + Sync + 'static {
    /// Sends an attempt. The future gives the head of the answer; dropping it, or the frames of
    /// the answer, gives the attempt up.
    fn start(&self, attempt: Attempt) -> Starting;
}

/// The head of an answer, soon.
pub type Starting = Pin<Box<dyn Future<Output = Result<Answers, Error>> + Send>>;

/// Messages and trailers on their way in.
pub type Frames = Pin<Box<dyn Stream<Item = Result<Frame, Error>> + Send>>;

/// Messages on their way out: a stream of them, of which most are one.
pub struct Outgoing(Source);

enum Source {
    One(Option<Bytes>),
    Many(Pin<Box<dyn Requests<Bytes>>>),
}

impl Outgoing {
    /// One message.
    pub fn one(message: Bytes) -> Outgoing {
        Outgoing(Source::One(Some(message)))
    }

    /// Any number of messages.
    pub fn many(messages: impl Requests<Bytes>) -> Outgoing {
        Outgoing(Source::Many(Box::pin(messages)))
    }
}

impl Outgoing {
    /// The message, if it was known from the start to be the only one.
    pub(crate) fn take_one(&mut self) -> Option<Bytes> {
        if let Source::One(message) = &mut self.0 { message.take() } else { None }
    }
}

impl Stream for Outgoing {
    type Item = Bytes;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        match &mut self.get_mut().0 {
            Source::One(message) => Poll::Ready(message.take()),
            Source::Many(messages) => messages.as_mut().poll_next(cx),
        }
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outgoing")
    }
}

/// One attempt to make a call.
#[non_exhaustive]
pub struct Attempt {
    /// The method to call.
    pub method: &'static Method,
    /// What to send before the requests.
    pub metadata: Metadata,
    /// The requests, encoded.
    pub requests: Outgoing,
    /// The time left for the call, which the server is to be told.
    pub timeout: Option<Duration>,
    /// The largest request that may be sent, in bytes.
    pub max_request_bytes: usize,
    /// The largest answer to accept, in bytes.
    pub max_response_bytes: usize,
}

/// An answer as it arrives.
pub struct Answers {
    /// What came before the messages.
    pub metadata: Metadata,
    /// The messages, and the trailers after them. An error ends them.
    pub frames: Frames,
}

/// A piece of an answer.
#[derive(Clone, Debug)]
pub enum Frame {
    /// A message, encoded.
    Message(Bytes),
    /// What comes after the last message of a call that went well.
    Trailers(Metadata),
}

/// How messages are made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// With the feature `gzip`.
    #[cfg(feature = "gzip")]
    Gzip,
    /// With the feature `zstd`.
    #[cfg(feature = "zstd")]
    Zstd,
}

impl Attempt {
    /// The next request, or nothing once they are over.
    pub async fn next_request(&mut self) -> Option<Bytes> {
        poll_fn(|cx| Pin::new(&mut self.requests).poll_next(cx)).await
    }

    /// The attempt without its requests, and those.
    pub(crate) fn split(self) -> (Template, Outgoing) {
        let none = Outgoing(Source::One(None));
        let requests = self.requests;
        (Template(Attempt { requests: none, ..self }), requests)
    }
}

/// An attempt whose requests are still to come.
pub(crate) struct Template(Attempt);

impl Template {
    pub(crate) fn attempt(&self, requests: Outgoing) -> Attempt {
        Attempt { requests, metadata: self.0.metadata.clone(), ..self.0 }
    }
}

impl Answers {
    /// The answer that is one message.
    pub fn message(message: impl Into<Bytes>) -> Answers {
        Answers::from_frames([Ok(Frame::Message(message.into()))])
    }

    /// The answer that is these frames.
    pub fn from_frames<I>(frames: I) -> Answers
    where
        I: IntoIterator<Item = Result<Frame, Error>>,
        I::IntoIter: Send + 'static,
    {
        let frames = Box::pin(tokio_stream::iter(frames));
        Answers { metadata: Metadata::default(), frames }
    }
}

impl<F, Fut> Transport for F
where
    F: Fn(Attempt) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Answers, Error>> + Send + 'static,
{
    fn start(&self, attempt: Attempt) -> Starting {
        Box::pin(self(attempt))
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("method", &self.method)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").field("metadata", &self.metadata).finish_non_exhaustive()
    }
}
