//! Calls before they start, and their answers.

use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::uri::PathAndQuery;
use tonic::client::Grpc;

use crate::codec::BytesCodec;
use crate::deadline::Deadline;
use crate::{Channel, Code, Error, Metadata, Requests, Streaming};

/// A call with one request and one answer.
pub type Unary<Req, Res> = Call<Req, Res, One>;
/// A call with any number of requests and one answer.
pub type ClientStreaming<Req, Res> = Call<Req, Res, One>;
/// A call with one request and any number of answers.
pub type ServerStreaming<Req, Res> = Call<Req, Res, Many>;
/// A call with any number of requests and answers.
pub type BidiStreaming<Req, Res> = Call<Req, Res, Many>;

/// Marks a [`Call`] that gives one answer.
#[derive(Debug)]
pub enum One {}

/// Marks a [`Call`] that gives a stream of answers.
#[derive(Debug)]
pub enum Many {}

/// A call that is described but not yet made: `.await` makes it.
///
/// Awaiting gives the answer itself; [`Call::response`] gives it with its metadata.
#[must_use = "a call is made when it is awaited"]
pub struct Call<Req, Res, Answers> {
    channel: Channel,
    path: &'static str,
    requests: Pin<Box<dyn Requests<Bytes>>>,
    decode: fn(Bytes) -> Result<Res, Error>,
    timeout: Option<Duration>,
    metadata: Result<Metadata, Error>,
    types: PhantomData<fn(Req) -> Answers>,
}

/// An answer with what came around it.
#[derive(Clone, Debug)]
pub struct Response<T> {
    /// The answer.
    pub message: T,
    /// What the server sent before it.
    pub metadata: Metadata,
    /// What the server sent after it; empty for a stream, see [`Streaming::trailers`].
    pub trailers: Metadata,
}

impl<Req, Res, Answers> Call<Req, Res, Answers> {
    pub(crate) fn new(
        channel: &Channel,
        path: &'static str,
        requests: Pin<Box<dyn Requests<Bytes>>>,
        decode: fn(Bytes) -> Result<Res, Error>,
    ) -> Self {
        let channel = channel.clone();
        let metadata = Ok(Metadata::default());
        Call { channel, path, requests, decode, timeout: None, metadata, types: PhantomData }
    }

    /// How long the whole call may take, connecting and all answers of a stream included. The
    /// server is told, and the call ends with [`Code::DeadlineExceeded`] even if it does not act.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sends a pair of metadata. A pair that cannot be sent is reported by the call.
    pub fn metadata(self, key: &str, value: &str) -> Self {
        self.with_metadata(|metadata| metadata.append(key, value))
    }

    /// Sends a pair of metadata whose value is bytes; the key ends in `-bin`.
    pub fn metadata_bin(self, key: &str, value: &[u8]) -> Self {
        self.with_metadata(|metadata| metadata.append_bin(key, value))
    }

    fn with_metadata(mut self, add: impl FnOnce(&mut Metadata) -> Result<(), Error>) -> Self {
        self.metadata = self.metadata.and_then(|mut pairs| add(&mut pairs).map(|()| pairs));
        self
    }

    /// Sends the requests and waits for the head of the answer.
    async fn start(self, deadline: Option<Deadline>) -> Result<Response<Streaming<Res>>, Error> {
        let endpoint = self.channel.endpoint.clone();
        let path = PathAndQuery::from_maybe_shared(Bytes::from_static(self.path.as_bytes()))
            .map_err(|error| {
                let message = format!("method path `{}`: {error}", self.path);
                Error::new(Code::InvalidArgument, message)
            })?;
        let mut request = tonic::Request::new(self.requests);
        *request.metadata_mut() = self.metadata?.0;
        if let Some(deadline) = &deadline {
            request.set_timeout(deadline.after());
        }
        let mut grpc = Grpc::new(self.channel.transport)
            .max_decoding_message_size(self.channel.max_response_bytes);
        let answer = async {
            grpc.ready().await.map_err(|error| tonic::Status::from_error(error.into()))?;
            grpc.streaming(request, path, BytesCodec).await
        };
        let mut answer = pin!(answer);
        let mut deadline = deadline;
        let answer = poll_fn(|cx| {
            if let Some(error) = deadline.as_mut().and_then(|d| d.poll(cx)) {
                return Poll::Ready(Err(error));
            }
            answer.as_mut().poll(cx).map_err(|status| Deadline::judge(&deadline, status, &endpoint))
        })
        .await?;
        let (metadata, answers, _) = answer.into_parts();
        let message = Streaming::new(answers, self.decode, deadline, endpoint);
        Ok(Response { message, metadata: Metadata(metadata), trailers: Metadata::default() })
    }
}

impl<Req, Res> Call<Req, Res, One> {
    /// Makes the call and gives the answer with its metadata and trailers.
    ///
    /// # Errors
    /// The status of the server if it is not OK, or what kept the call from reaching it.
    pub async fn response(self) -> Result<Response<Res>, Error> {
        let deadline = self.timeout.or(self.channel.timeout).and_then(Deadline::new);
        let Response { message: mut answers, metadata, .. } = self.start(deadline).await?;
        let Some(message) = answers.message().await? else {
            return Err(Error::new(Code::Internal, "the server ended the call without an answer"));
        };
        if answers.message().await?.is_some() {
            return Err(Error::new(Code::Internal, "the server sent more than one answer"));
        }
        let trailers = answers.trailers().await?;
        Ok(Response { message, metadata, trailers })
    }
}

impl<Req, Res> Call<Req, Res, Many> {
    /// Makes the call and gives the stream of answers with the metadata that came before them.
    ///
    /// # Errors
    /// The status of the server if it refused the call, or what kept the call from reaching it.
    /// Later errors come out of the stream.
    pub async fn response(self) -> Result<Response<Streaming<Res>>, Error> {
        let deadline = self.timeout.and_then(Deadline::new);
        self.start(deadline).await
    }
}

type Outcome<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl<Req: 'static, Res: Send + 'static> IntoFuture for Call<Req, Res, One> {
    type Output = Result<Res, Error>;
    type IntoFuture = Outcome<Res>;

    fn into_future(self) -> Outcome<Res> {
        Box::pin(async { self.response().await.map(|response| response.message) })
    }
}

impl<Req: 'static, Res: Send + 'static> IntoFuture for Call<Req, Res, Many> {
    type Output = Result<Streaming<Res>, Error>;
    type IntoFuture = Outcome<Streaming<Res>>;

    fn into_future(self) -> Outcome<Streaming<Res>> {
        Box::pin(async { self.response().await.map(|response| response.message) })
    }
}

impl<Req, Res, Answers> fmt::Debug for Call<Req, Res, Answers> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &self.channel.endpoint)
            .field("path", &self.path)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
