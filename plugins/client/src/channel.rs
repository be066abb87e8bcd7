//! Connections and how to make them.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use tokio_stream::StreamExt;
use tonic::transport::Endpoint;

use crate::call::{BidiStreaming, Call, ClientStreaming, ServerStreaming, Unary};
use crate::error::root;
use crate::transport::Transport;
use crate::{Code, Error, Requests};

/// A method of a service, as generated clients name it.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// Its gRPC path: `/google.pubsub.v1.Publisher/CreateTopic`.
    pub path: &'static str,
    /// Whether its author says that it may be called twice without harm.
    pub idempotent: bool,
}

/// A connection to a server, shared by all clients that are made from it.
///
/// Cloning is cheap, and calls of clones run side by side over one HTTP/2 connection, which is
/// opened again when it breaks.
#[derive(Clone, Debug)]
pub struct Channel {
    pub(crate) transport: Transport,
    pub(crate) endpoint: Arc<str>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_bytes: usize,
}

impl Channel {
    /// Starts a connection to `http://host:port`, `https://host:port` (with the feature `tls`),
    /// `unix:/path` or `host:port`, which means `http://host:port`.
    pub fn builder(endpoint: impl Into<String>) -> Builder {
        Builder {
            endpoint: endpoint.into(),
            timeout: None,
            connect_timeout: None,
            user_agent: None,
            max_response_bytes: 4 * 1024 * 1024,
        }
    }

    /// Where it goes, as a URI.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// A call with one request and one answer.
    pub fn unary<Req, Res>(&self, method: &'static Method, request: Req) -> Unary<Req, Res>
    where
        Req: Message,
        Res: Message + Default,
    {
        Call::new(self, method.path, one(encode(request)), decode)
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
        Call::new(self, method.path, one(encode(request)), decode)
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
        Call::new(self, method.path, Box::pin(requests.map(encode)), decode)
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
        Call::new(self, method.path, Box::pin(requests.map(encode)), decode)
    }

    /// [`Channel::unary`] with messages that are encoded already and stay so.
    pub fn raw_unary(&self, path: &'static str, request: Bytes) -> Unary<Bytes, Bytes> {
        Call::new(self, path, one(request), Ok)
    }

    /// [`Channel::server_streaming`] with messages that are encoded already and stay so.
    pub fn raw_server_streaming(
        &self,
        path: &'static str,
        request: Bytes,
    ) -> ServerStreaming<Bytes, Bytes> {
        Call::new(self, path, one(request), Ok)
    }

    /// [`Channel::client_streaming`] with messages that are encoded already and stay so.
    pub fn raw_client_streaming(
        &self,
        path: &'static str,
        requests: impl Requests<Bytes>,
    ) -> ClientStreaming<Bytes, Bytes> {
        Call::new(self, path, Box::pin(requests), Ok)
    }

    /// [`Channel::bidi_streaming`] with messages that are encoded already and stay so.
    pub fn raw_bidi_streaming(
        &self,
        path: &'static str,
        requests: impl Requests<Bytes>,
    ) -> BidiStreaming<Bytes, Bytes> {
        Call::new(self, path, Box::pin(requests), Ok)
    }
}

fn one(request: Bytes) -> std::pin::Pin<Box<dyn Requests<Bytes>>> {
    Box::pin(tokio_stream::once(request))
}

#[expect(clippy::needless_pass_by_value, reason = "maps a stream of requests")]
fn encode<Req: Message>(request: Req) -> Bytes {
    request.encode_to_vec().into()
}

fn decode<Res: Message + Default>(bytes: Bytes) -> Result<Res, Error> {
    Res::decode(bytes).map_err(|error| {
        Error::new(Code::Internal, format!("the answer is not the message it should be: {error}"))
            .with_source(error)
    })
}

/// Says how to connect; made by [`Channel::builder`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `.lazy()` or `.connect()`"]
pub struct Builder {
    endpoint: String,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    user_agent: Option<String>,
    max_response_bytes: usize,
}

impl Builder {
    /// How long a call may take that does not say so itself. Calls that answer with a stream have
    /// no limit but their own: a stream may be meant to stay open.
    pub fn timeout(mut self, timeout: Duration) -> Builder {
        self.timeout = Some(timeout);
        self
    }

    /// How long connecting may take.
    pub fn connect_timeout(mut self, timeout: Duration) -> Builder {
        self.connect_timeout = Some(timeout);
        self
    }

    /// What the server reads as our name, in front of the transport's own.
    pub fn user_agent(mut self, name: impl Into<String>) -> Builder {
        self.user_agent = Some(name.into());
        self
    }

    /// The largest answer to accept, in bytes; 4 MiB if not set. A larger one ends its call with
    /// an error.
    pub fn max_response_bytes(mut self, bytes: usize) -> Builder {
        self.max_response_bytes = bytes;
        self
    }

    /// A channel that connects with its first call, which then reports a server out of reach.
    ///
    /// # Errors
    /// If the endpoint or the user agent cannot be, or outside of a Tokio runtime.
    pub fn lazy(self) -> Result<Channel, Error> {
        let endpoint = self.checked()?;
        Ok(self.into_channel(endpoint.connect_lazy()))
    }

    /// A channel that is connected.
    ///
    /// # Errors
    /// Those of [`Builder::lazy`], and [`Code::Unavailable`] if the server cannot be reached.
    pub async fn connect(self) -> Result<Channel, Error> {
        let endpoint = self.checked()?;
        let transport = endpoint.connect().await.map_err(|error| {
            let cause = root(&error).map_or_else(|| error.to_string(), ToString::to_string);
            let message = format!("no answer from {}: {cause}", self.uri());
            Error::new(Code::Unavailable, message).with_source(error)
        })?;
        Ok(self.into_channel(transport))
    }

    fn into_channel(self, transport: tonic::transport::Channel) -> Channel {
        Channel {
            transport: Transport(transport),
            endpoint: self.uri().into(),
            timeout: self.timeout,
            max_response_bytes: self.max_response_bytes,
        }
    }

    fn uri(&self) -> String {
        let has_scheme = self.endpoint.contains("://") || self.endpoint.starts_with("unix:");
        if has_scheme { self.endpoint.clone() } else { format!("http://{}", self.endpoint) }
    }

    fn checked(&self) -> Result<Endpoint, Error> {
        let uri = self.uri();
        let wrong = |why: &str| {
            let help = "give `http://HOST:PORT`, `HOST:PORT` or `unix:/PATH`";
            let message = format!("endpoint `{}`: {why}; {help}", self.endpoint);
            Error::new(Code::InvalidArgument, message)
        };
        let mut endpoint =
            Endpoint::from_shared(uri.clone()).map_err(|_| wrong("is not an address"))?;
        if !uri.starts_with("unix:") {
            let host = endpoint.uri().host().unwrap_or_default();
            match endpoint.uri().scheme_str() {
                _ if host.is_empty() => return Err(wrong("has no host")),
                Some("http") => {}
                Some("https") => endpoint = with_tls(endpoint)?,
                _ => return Err(wrong("its scheme is not one that gRPC speaks")),
            }
        }
        if let Some(timeout) = self.connect_timeout {
            endpoint = endpoint.connect_timeout(timeout);
        }
        if let Some(name) = &self.user_agent {
            endpoint = endpoint.user_agent(name.clone()).map_err(|error| {
                let message = format!("user agent `{name}`: has a character other than ASCII");
                Error::new(Code::InvalidArgument, message).with_source(error)
            })?;
        }
        // The transport starts a task, which panics where nothing runs tasks.
        tokio::runtime::Handle::try_current().map_err(|error| {
            Error::new(Code::FailedPrecondition, "a channel is made inside of a Tokio runtime")
                .with_source(error)
        })?;
        Ok(endpoint)
    }
}

#[cfg(feature = "tls")]
fn with_tls(endpoint: Endpoint) -> Result<Endpoint, Error> {
    let trust = tonic::transport::ClientTlsConfig::new().with_enabled_roots();
    endpoint.tls_config(trust).map_err(|error| {
        let cause = root(&error).map_or_else(|| error.to_string(), ToString::to_string);
        Error::new(Code::FailedPrecondition, format!("cannot set TLS up: {cause}"))
            .with_source(error)
    })
}

#[cfg(not(feature = "tls"))]
#[expect(clippy::needless_pass_by_value, reason = "the same face as with TLS")]
fn with_tls(endpoint: Endpoint) -> Result<Endpoint, Error> {
    let message = format!(
        "endpoint `{}`: this program was built without TLS; \
         enable the feature `tls` of `typewright-client`, or use `http://`",
        endpoint.uri()
    );
    Err(Error::new(Code::InvalidArgument, message))
}
