//! Connections and the calls over them.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use tokio_stream::StreamExt;

use crate::builder::{Builder, Target};
use crate::call::{BidiStreaming, Call, ClientStreaming, ServerStreaming, Unary};
use crate::replay::Body;
use crate::retry::{Policy, Throttle};
use crate::transport::connect::Connections;
use crate::transport::{Attempt, Outgoing, Starting, Transport};
use crate::{Code, Error, Method, Requests, ServiceConfig};

/// A connection to a server, shared by all clients that are made from it.
///
/// Cloning is cheap, and calls of clones run side by side over one HTTP/2 connection, which is
/// opened again when it breaks.
#[derive(Clone)]
pub struct Channel {
    pub(crate) shared: Arc<Shared>,
}

/// What the clones of a channel share.
pub(crate) struct Shared {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) endpoint: Arc<str>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_request_bytes: usize,
    pub(crate) max_response_bytes: usize,
    pub(crate) config: ServiceConfig,
    pub(crate) throttle: Option<Throttle>,
    /// The throttle that a method has built in, if the channel says nothing of one.
    pub(crate) built_in: OnceLock<Throttle>,
    /// What is done about idempotent methods without a policy of their own.
    pub(crate) policy: Policy,
    pub(crate) wait: bool,
    #[cfg(feature = "tracing")]
    pub(crate) trace: crate::trace::Source,
}

impl Shared {
    pub(crate) fn throttle(&self, method: &Method) -> Option<&Throttle> {
        let built_in = || {
            let (tokens, cell) = (method.throttle?, &self.built_in);
            Some(cell.get_or_init(|| Throttle::new(tokens)))
        };
        self.throttle.as_ref().or_else(built_in)
    }
}

impl Transport for Shared {
    fn start(&self, attempt: Attempt) -> Starting {
        self.transport.start(attempt)
    }
}

/// A channel carries attempts as it carries calls, so that what answers it can answer others, such as
/// those of a `StandIn`: its interceptors run, its retries and deadlines are those of who calls.
impl Transport for Channel {
    fn start(&self, attempt: Attempt) -> Starting {
        self.shared.transport.start(attempt)
    }
}

impl Channel {
    /// Starts a connection to `http://host:port`, `https://host:port` (with the feature `tls`),
    /// `unix:/path` or `host:port`, which means `http://host:port`.
    pub fn builder(endpoint: impl Into<String>) -> Builder {
        let endpoints = vec![endpoint.into()];
        let connections = Connections { endpoints, ..Connections::default() };
        Builder::new(Target::Connections(Box::new(connections)))
    }

    /// Starts a channel over any transport; what a [`Builder`] says about connecting is then the
    /// transport's own matter.
    pub fn over(transport: impl Transport) -> Builder {
        Builder::new(Target::Transport(Arc::new(transport)))
    }

    /// Where it goes, as a URI.
    pub fn endpoint(&self) -> &str {
        &self.shared.endpoint
    }

    /// A call with one request and one answer.
    pub fn unary<Req, Res>(&self, method: &'static Method, request: Req) -> Unary<Req, Res>
    where
        Req: Message,
        Res: Message + Default,
    {
        Call::new(self, method, Body::One(encode(request)), decode)
    }

    /// A call with one request and any number of answers.
    pub fn server_streaming<Req, Res>(
        &self,
        method: &'static Method,
        request: Req,
    ) -> ServerStreaming<Req, Res>
    where
        Req: Message,
        Res: Message + Default,
    {
        Call::new(self, method, Body::One(encode(request)), decode)
    }

    /// A call with any number of requests and one answer.
    pub fn client_streaming<Req, Res>(
        &self,
        method: &'static Method,
        requests: impl Requests<Req>,
    ) -> ClientStreaming<Req, Res>
    where
        Req: Message + 'static,
        Res: Message + Default,
    {
        Call::new(self, method, Body::Stream(Outgoing::many(requests.map(encode))), decode)
    }

    /// A call with any number of requests and answers, both at the same time.
    pub fn bidi_streaming<Req, Res>(
        &self,
        method: &'static Method,
        requests: impl Requests<Req>,
    ) -> BidiStreaming<Req, Res>
    where
        Req: Message + 'static,
        Res: Message + Default,
    {
        Call::new(self, method, Body::Stream(Outgoing::many(requests.map(encode))), decode)
    }

    /// [`Channel::unary`] with messages that are encoded already and stay so.
    pub fn raw_unary(&self, path: &'static str, request: Bytes) -> Unary<Bytes, Bytes> {
        Call::new(self, Method::named(path), Body::One(request), pass)
    }

    /// [`Channel::server_streaming`] with messages that are encoded already and stay so.
    pub fn raw_server_streaming(
        &self,
        path: &'static str,
        request: Bytes,
    ) -> ServerStreaming<Bytes, Bytes> {
        Call::new(self, Method::named(path), Body::One(request), pass)
    }

    /// [`Channel::client_streaming`] with messages that are encoded already and stay so.
    pub fn raw_client_streaming(
        &self,
        path: &'static str,
        requests: impl Requests<Bytes>,
    ) -> ClientStreaming<Bytes, Bytes> {
        Call::new(self, Method::named(path), Body::Stream(Outgoing::many(requests)), pass)
    }

    /// [`Channel::bidi_streaming`] with messages that are encoded already and stay so.
    pub fn raw_bidi_streaming(
        &self,
        path: &'static str,
        requests: impl Requests<Bytes>,
    ) -> BidiStreaming<Bytes, Bytes> {
        Call::new(self, Method::named(path), Body::Stream(Outgoing::many(requests)), pass)
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").field("endpoint", &self.endpoint()).finish_non_exhaustive()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "maps a stream of requests")]
pub(crate) fn encode<Req: Message>(request: Req) -> Bytes {
    request.encode_to_vec().into()
}

#[expect(clippy::unnecessary_wraps, reason = "stands in for `decode`")]
fn pass(bytes: Bytes, _: &Channel) -> Result<Bytes, Error> {
    Ok(bytes)
}

pub(crate) fn decode<Res: Message + Default>(bytes: Bytes, _: &Channel) -> Result<Res, Error> {
    decoded(bytes)
}

pub(crate) fn decoded<T: Message + Default>(bytes: Bytes) -> Result<T, Error> {
    T::decode(bytes).map_err(|error| {
        Error::new(Code::Internal, format!("the answer is not the message it should be: {error}"))
            .with_source(error)
    })
}
