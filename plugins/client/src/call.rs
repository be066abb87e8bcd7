//! Calls before they start, and their answers.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use crate::attempts::Attempts;
use crate::deadline::Deadline;
use crate::observe::Watch;
use crate::replay::Body;
use crate::retry::{Hedging, Policy, Retry};
use crate::streaming::Incoming;
use crate::{Channel, Code, Error, Metadata, Method, Streaming};

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
pub struct Call<Req, Res, Kind> {
    raw: Raw,
    decode: Decode<Res>,
    types: PhantomData<fn(Req) -> Kind>,
}

/// What makes an answer of bytes.
pub(crate) type Decode<T> = fn(Bytes, &Channel) -> Result<T, Error>;

/// A call without its types, so that making it is compiled once.
pub(crate) struct Raw {
    pub(crate) channel: Channel,
    pub(crate) method: &'static Method,
    pub(crate) body: Body,
    pub(crate) metadata: Result<Metadata, Error>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) policy: Option<Policy>,
    pub(crate) wait_for_ready: Option<bool>,
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

impl<Req, Res, Kind> Call<Req, Res, Kind> {
    pub(crate) fn new(
        channel: &Channel,
        method: &'static Method,
        body: Body,
        decode: Decode<Res>,
    ) -> Self {
        let raw = Raw {
            channel: channel.clone(),
            method,
            body,
            metadata: Ok(Metadata::default()),
            timeout: None,
            policy: None,
            wait_for_ready: None,
        };
        Call { raw, decode, types: PhantomData }
    }

    /// How long the whole call may take: connecting, all attempts and the pauses between them, and
    /// all answers of a stream included. The server is told what is left, and the call ends with
    /// [`Code::DeadlineExceeded`](crate::Code::DeadlineExceeded) even if it does not act.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.raw.timeout = Some(timeout);
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

    /// Repeats the call by these rules, even if the method is not known to be idempotent: the
    /// caller says that it is safe. A stream of answers is repeated only before its first one, and
    /// a stream of requests only while no more than 256 KiB of it were sent.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.raw.policy = Some(Policy::Retry(retry));
        self
    }

    /// Makes the call several times side by side by these rules: the caller says that it is safe.
    /// A call with a stream of requests is made once.
    pub fn hedge(mut self, hedging: Hedging) -> Self {
        self.raw.policy = Some(Policy::Hedge(hedging));
        self
    }

    /// Makes the call once, whatever its method and the service config say.
    pub fn once(mut self) -> Self {
        self.raw.policy = Some(Policy::Once);
        self
    }

    /// Whether to wait, up to the timeout, for a server that cannot be reached, instead of failing.
    pub fn wait_for_ready(mut self, wait: bool) -> Self {
        self.raw.wait_for_ready = Some(wait);
        self
    }

    /// The same call with another request; for generated code.
    #[doc(hidden)]
    pub fn carrying(mut self, request: &Req) -> Self
    where
        Req: prost::Message,
    {
        self.raw.body = Body::One(request.encode_to_vec().into());
        self
    }

    /// Makes the call; `.await` on the call itself does the same.
    pub fn send(self) -> <Self as IntoFuture>::IntoFuture
    where
        Self: IntoFuture,
    {
        self.into_future()
    }

    pub(crate) fn into_parts(self) -> (Raw, Decode<Res>) {
        (self.raw, self.decode)
    }

    fn with_metadata(mut self, add: impl FnOnce(&mut Metadata) -> Result<(), Error>) -> Self {
        self.raw.metadata = self.raw.metadata.and_then(|mut pairs| add(&mut pairs).map(|()| pairs));
        self
    }
}

impl Raw {
    /// The attempts to come, under the deadline of the call.
    fn plan(mut self, streams: bool) -> Result<(Attempts, Option<Deadline>), Error> {
        if let Body::One(request) = &mut self.body {
            *request = self.method.filled(std::mem::take(request));
        }
        let shared = self.channel.shared;
        let config = shared.config.method(self.method.path).unwrap_or(self.method.defaults);
        let default = if streams { None } else { shared.timeout };
        // Of two limits the shorter one holds, as gRFC A2 has it.
        let asked = self.timeout.or(default);
        let timeout = asked.into_iter().chain(config.timeout).min();
        let deadline = timeout.and_then(Deadline::new);
        let policy = self.policy.or(config.policy).unwrap_or(if self.method.idempotent {
            shared.policy
        } else {
            Policy::Once
        });
        let policy = match (policy, &self.body) {
            (Policy::Hedge(_), Body::Stream(_)) => Policy::Once,
            _ => policy,
        };
        let limit = config.max_request_bytes.unwrap_or(shared.max_request_bytes);
        if let Body::One(request) = &self.body
            && request.len() > limit
        {
            let message = format!("a request of {} bytes; at most {limit} are sent", request.len());
            return Err(Error::new(Code::OutOfRange, message));
        }
        let mut metadata = self.metadata?;
        if let Body::One(request) = &self.body
            && let Some(routing) = self.method.routing(request)
        {
            metadata.append("x-goog-request-params", &routing)?;
        }
        let mut attempts = Attempts {
            method: self.method,
            metadata,
            body: self.body,
            policy,
            wait_for_ready: self.wait_for_ready.or(config.wait_for_ready).unwrap_or(shared.wait),
            expires: deadline.as_ref().map(Deadline::at),
            max_request_bytes: limit,
            max_response_bytes: config.max_response_bytes.unwrap_or(shared.max_response_bytes),
            made: 0,
            pauses: 0,
            waits: 0,
            resent: false,
            shared,
        };
        if attempts.may_repeat() {
            attempts.body = attempts.body.keep();
        }
        Ok((attempts, deadline))
    }

    pub(crate) async fn exchange(mut self) -> Result<Response<Bytes>, Error> {
        let mut watch = Watch::new(&self.channel, self.method);
        watch.mark(&mut self.metadata);
        let work = async {
            let (mut attempts, mut deadline) = self.plan(false)?;
            let answer = Deadline::limit(&mut deadline, attempts.exchange()).await;
            answer.map(|answer| (answer, attempts.made))
        };
        let outcome = watch.until(work).await;
        let (code, attempts) = match &outcome {
            Ok((_, made)) => (Code::Ok, *made),
            Err(error) => (error.code(), error.attempts()),
        };
        watch.end(code, attempts);
        outcome.map(|(answer, _)| answer)
    }

    async fn open(mut self) -> Result<(Metadata, Incoming), Error> {
        let mut watch = Watch::new(&self.channel, self.method);
        watch.mark(&mut self.metadata);
        let work = async {
            let (mut attempts, mut deadline) = self.plan(true)?;
            let answers = Deadline::limit(&mut deadline, attempts.open()).await?;
            Ok((answers, attempts, deadline))
        };
        match watch.until(work).await {
            Ok((answers, attempts, deadline)) => {
                let incoming = Incoming::new(answers.frames, attempts, deadline, watch);
                Ok((answers.metadata, incoming))
            }
            Err(error) => {
                watch.end(error.code(), error.attempts());
                Err(error)
            }
        }
    }
}

impl<Req, Res> Call<Req, Res, One> {
    /// Makes the call and gives the answer with its metadata and trailers.
    ///
    /// # Errors
    /// The status of the server if it is not OK, or what kept the call from reaching it.
    pub async fn response(self) -> Result<Response<Res>, Error> {
        let channel = self.raw.channel.clone();
        let Response { message, metadata, trailers } = self.raw.exchange().await?;
        Ok(Response { message: (self.decode)(message, &channel)?, metadata, trailers })
    }
}

impl<Req, Res> Call<Req, Res, Many> {
    /// Makes the call and gives the stream of answers with the metadata that came before them.
    ///
    /// # Errors
    /// The status of the server if it refused the call, or what kept the call from reaching it.
    /// Later errors come out of the stream.
    pub async fn response(self) -> Result<Response<Streaming<Res>>, Error> {
        let (metadata, incoming) = self.raw.open().await?;
        let message = Streaming::new(incoming, self.decode);
        Ok(Response { message, metadata, trailers: Metadata::default() })
    }
}

type Outcome<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl<Req: 'static, Res: Send + 'static> IntoFuture for Call<Req, Res, One> {
    type Output = Result<Res, Error>;
    type IntoFuture = Outcome<Res>;

    fn into_future(self) -> Outcome<Res> {
        let Call { raw, decode, .. } = self;
        let channel = raw.channel.clone();
        Box::pin(async move { decode(raw.exchange().await?.message, &channel) })
    }
}

impl<Req: 'static, Res: Send + 'static> IntoFuture for Call<Req, Res, Many> {
    type Output = Result<Streaming<Res>, Error>;
    type IntoFuture = Outcome<Streaming<Res>>;

    fn into_future(self) -> Outcome<Streaming<Res>> {
        let Call { raw, decode, .. } = self;
        Box::pin(async move { Ok(Streaming::new(raw.open().await?.1, decode)) })
    }
}

impl<Req, Res, Kind> fmt::Debug for Call<Req, Res, Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &self.raw.channel.endpoint())
            .field("path", &self.raw.method.path)
            .field("timeout", &self.raw.timeout)
            .finish_non_exhaustive()
    }
}
