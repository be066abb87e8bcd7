//! How to make a channel.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::channel::{Channel, Shared};
use crate::interceptor::stack;
use crate::retry::{Policy, Retry, Throttle};
use crate::transport::connect::{Balance, Connections};
use crate::transport::proxy::Proxies;
use crate::transport::{Compression, Lookup, Resolver, Transport};
use crate::{Code, Credentials, Error, Interceptor, ServiceConfig};

/// Says how to connect and how calls are made; from [`Channel::builder`] or [`Channel::over`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `.lazy()` or `.connect()`"]
pub struct Builder {
    target: Target,
    timeout: Option<Duration>,
    max_request_bytes: usize,
    max_response_bytes: usize,
    config: ServiceConfig,
    policy: Policy,
    wait: bool,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
    credentials: Option<Credentials>,
    clear_text: bool,
    #[cfg(feature = "tracing")]
    pub(crate) trace: crate::trace::Source,
}

#[derive(Clone)]
pub(crate) enum Target {
    Connections(Box<Connections>),
    Transport(Arc<dyn Transport>),
}

impl Builder {
    pub(crate) fn new(target: Target) -> Builder {
        Builder {
            target,
            timeout: None,
            max_request_bytes: usize::MAX,
            max_response_bytes: 4 * 1024 * 1024,
            config: ServiceConfig::default(),
            policy: Policy::Retry(Retry::default()),
            wait: false,
            interceptors: Vec::new(),
            credentials: None,
            clear_text: false,
            #[cfg(feature = "tracing")]
            trace: Arc::new(crate::TraceContext::current),
        }
    }

    /// How long a call may take that does not say so itself. Calls that answer with a stream have
    /// no limit but their own: a stream may be meant to stay open.
    pub fn timeout(mut self, timeout: Duration) -> Builder {
        self.timeout = Some(timeout);
        self
    }

    /// The largest answer to accept, in bytes; 4 MiB if not set. A larger one ends its call with
    /// an error.
    pub fn max_response_bytes(mut self, bytes: usize) -> Builder {
        self.max_response_bytes = bytes;
        self
    }

    /// The largest request to send, in bytes; any if not set.
    pub fn max_request_bytes(mut self, bytes: usize) -> Builder {
        self.max_request_bytes = bytes;
        self
    }

    /// How the owner of the service wants its methods to be called.
    pub fn service_config(mut self, config: ServiceConfig) -> Builder {
        self.config = config;
        self
    }

    /// What is done when a call of an idempotent method fails that no service config speaks of:
    /// [`Retry::default`] if not set. Other methods are called once.
    pub fn policy(mut self, policy: Policy) -> Builder {
        self.policy = policy;
        self
    }

    /// Whether calls wait, up to their timeout, for a server that cannot be reached.
    pub fn wait_for_ready(mut self, wait: bool) -> Builder {
        self.wait = wait;
        self
    }

    /// Who calls. Over `http://` they are sent to this machine alone, see
    /// [`Builder::clear_text_credentials`].
    pub fn credentials(mut self, credentials: Credentials) -> Builder {
        self.credentials = Some(credentials);
        self
    }

    /// Sends credentials over `http://` to other machines too, where everyone on the way can read
    /// them: for networks that encrypt below.
    pub fn clear_text_credentials(mut self) -> Builder {
        self.clear_text = true;
        self
    }

    /// Another server that does the same; see [`Builder::round_robin`].
    pub fn endpoint(self, endpoint: impl Into<String>) -> Builder {
        self.connections(|c| c.endpoints.push(endpoint.into()))
    }

    /// Spreads calls over all endpoints in turn, and over all addresses of each that is a name:
    /// those are looked up again every 30 seconds while they are used, and when none can be
    /// reached. Without it the first endpoint that can be reached takes all calls, until it cannot
    /// be reached any more.
    pub fn round_robin(self) -> Builder {
        self.connections(|c| c.balance = Balance::RoundRobin)
    }

    /// How names are looked up, if not by the system.
    pub fn resolver(self, resolver: impl Resolver) -> Builder {
        self.connections(|c| c.lookup = Lookup::by(resolver))
    }

    /// Goes through a proxy, `http://HOST:PORT` or `http://USER:PASSWORD@HOST:PORT`: by a tunnel
    /// (`CONNECT`), so that it sees nothing of what is under TLS. It looks the endpoints' names up,
    /// and takes each of them for one server.
    pub fn proxy(self, url: impl Into<String>) -> Builder {
        self.connections(|c| c.proxies = Proxies::all(url.into()))
    }

    /// Goes through the proxy that variables of an environment say, as most programs do:
    /// `HTTPS_PROXY` for `https://` endpoints, `http_proxy` for `http://` ones, `ALL_PROXY` for both;
    /// `NO_PROXY` has hosts, domains, nets (`10.0.0.0/8`) and `HOST:PORT` that are reached without, and
    /// this machine is one of them. All but `http_proxy` may be in upper or lower case. Nothing is
    /// read that is not asked for:
    ///
    /// ```
    /// use typewright_client::Channel;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), typewright_client::Error> {
    /// let channel = Channel::builder("http://stock.internal:50051")
    ///     .proxy_variables(|name| std::env::var(name).ok())
    ///     .lazy()?;
    /// # let _ = channel;
    /// # Ok(())
    /// # }
    /// ```
    pub fn proxy_variables(self, variable: impl Fn(&str) -> Option<String>) -> Builder {
        self.connections(|c| c.proxies = Proxies::of_variables(variable))
    }

    /// The proxy to the first endpoint, if there is one, without the password in it.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] if what stands for one is no address.
    pub fn used_proxy(&self) -> Result<Option<String>, Error> {
        match &self.target {
            Target::Connections(connections) => connections.proxy(),
            Target::Transport(_) => Ok(None),
        }
    }

    /// How long connecting may take.
    pub fn connect_timeout(self, timeout: Duration) -> Builder {
        self.connections(|c| c.connect_timeout = Some(timeout))
    }

    /// What the server reads as our name, in front of the transport's own.
    pub fn user_agent(self, name: impl Into<String>) -> Builder {
        self.connections(|c| c.user_agent = Some(name.into()))
    }

    /// Asks a silent server each `interval` whether it is still there, and gives the connection
    /// up when no answer comes within `timeout`.
    pub fn keepalive(self, interval: Duration, timeout: Duration) -> Builder {
        self.connections(|c| c.keepalive = Some((interval, timeout)))
    }

    /// Sends requests compressed. Answers are accepted in every compression that this program was
    /// built with (the features `gzip` and `zstd`), whether this is set or not.
    pub fn compress(self, compression: Compression) -> Builder {
        self.connections(|c| c.compression = Some(compression))
    }

    /// Trusts the certificates that this authority signs, as PEM, in place of the system's roots.
    #[cfg(feature = "tls")]
    pub fn ca_certificate(self, pem: impl Into<Vec<u8>>) -> Builder {
        self.connections(|c| c.tls.authority = Some(pem.into()))
    }

    /// Shows the server who we are (mTLS): a certificate and its private key, as PEM.
    #[cfg(feature = "tls")]
    pub fn identity(self, certificate: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Builder {
        self.connections(|c| c.tls.identity = Some((certificate.into(), key.into())))
    }

    /// The name that the server's certificate must have, if it is not the endpoint's host.
    #[cfg(feature = "tls")]
    pub fn server_name(self, name: impl Into<String>) -> Builder {
        self.connections(|c| c.tls.server_name = Some(name.into()))
    }

    /// Takes any certificate for the server's. Whoever is on the way can then be the server, read
    /// everything and keep the credentials: for trying things out, never for use.
    #[cfg(feature = "tls")]
    pub fn skip_verification(self) -> Builder {
        self.connections(|c| c.tls.anyone = true)
    }

    /// What requests name as the host that they are for (`:authority`), if it is not the endpoint's:
    /// for proxies that choose a server by it.
    pub fn authority(self, name: impl Into<String>) -> Builder {
        self.connections(|c| c.authority = Some(name.into()))
    }

    /// Speaks HTTP and JSON instead of gRPC, by the `google.api.http` of the API: with the tables of
    /// all its messages, `Types::of(api::MESSAGES)`. Connecting waits for the first call.
    #[cfg(feature = "http-json")]
    pub fn http_json(self, types: &'static typewright_json::Types) -> Builder {
        self.connections(|c| c.json = Some(types))
    }

    #[cfg(feature = "tls")]
    pub(crate) fn connections_ref(&self) -> Option<&Connections> {
        match &self.target {
            Target::Connections(connections) => Some(connections),
            Target::Transport(_) => None,
        }
    }

    fn connections(mut self, set: impl FnOnce(&mut Connections)) -> Builder {
        if let Target::Connections(connections) = &mut self.target {
            set(connections);
        }
        self
    }

    /// A channel that connects with its first call, which then reports a server out of reach.
    ///
    /// # Errors
    /// If an endpoint or the user agent cannot be, if credentials would go out in clear text, or
    /// outside of a Tokio runtime.
    pub fn lazy(self) -> Result<Channel, Error> {
        self.refuse_clear_text()?;
        let (transport, endpoint) = match &self.target {
            Target::Connections(connections) => (connections.lazy()?, connections.uri()),
            Target::Transport(transport) => (transport.clone(), "a transport".to_owned()),
        };
        Ok(self.into_channel(transport, endpoint))
    }

    /// A channel that is connected, of several endpoints to at least one.
    ///
    /// # Errors
    /// Those of [`Builder::lazy`], and [`Code::Unavailable`] if no
    /// server can be reached.
    pub async fn connect(self) -> Result<Channel, Error> {
        self.refuse_clear_text()?;
        let (transport, endpoint) = match &self.target {
            Target::Connections(connections) => (connections.connect().await?, connections.uri()),
            Target::Transport(_) => return self.lazy(),
        };
        Ok(self.into_channel(transport, endpoint))
    }

    fn refuse_clear_text(&self) -> Result<(), Error> {
        let Target::Connections(connections) = &self.target else { return Ok(()) };
        if self.credentials.is_none() || self.clear_text {
            return Ok(());
        }
        connections.clear_text().map_or(Ok(()), |endpoint| {
            let message = format!(
                "endpoint `{endpoint}`: credentials would go there in clear text;                  give an `https://` endpoint, or allow it by `clear_text_credentials`"
            );
            Err(Error::new(Code::FailedPrecondition, message))
        })
    }

    pub(crate) fn into_channel(self, transport: Arc<dyn Transport>, endpoint: String) -> Channel {
        let throttle = self.config.throttle.map(Throttle::new);
        let credentials = self.credentials.map(|c| Arc::new(c) as Arc<dyn Interceptor>);
        let interceptors = self.interceptors.into_iter().chain(credentials).collect();
        let shared = Shared {
            transport: stack(interceptors, transport),
            endpoint: endpoint.into(),
            timeout: self.timeout,
            max_request_bytes: self.max_request_bytes,
            max_response_bytes: self.max_response_bytes,
            config: self.config,
            throttle,
            built_in: OnceLock::new(),
            policy: self.policy,
            wait: self.wait,
            #[cfg(feature = "tracing")]
            trace: self.trace,
        };
        Channel { shared: Arc::new(shared) }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoints = match &self.target {
            Target::Connections(connections) => &*connections.endpoints,
            Target::Transport(_) => &[],
        };
        f.debug_struct("Builder")
            .field("endpoints", &endpoints)
            .field("timeout", &self.timeout)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
