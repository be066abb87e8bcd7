//! Connections over the network: endpoints, TLS, keepalive.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::header::HeaderValue;

use super::connection::Connection;
use super::dial::Dial;
use super::grpc::Grpc;
use super::pool::Pool;
use super::{Compression, Transport};
use crate::error::root;
use crate::{Code, Error};

/// What to connect to and how.
#[derive(Clone, Default)]
pub(crate) struct Connections {
    pub(crate) endpoints: Vec<String>,
    pub(crate) balance: Balance,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) user_agent: Option<String>,
    pub(crate) keepalive: Option<(Duration, Duration)>,
    pub(crate) compression: Option<Compression>,
    #[cfg(feature = "tls")]
    pub(crate) tls: super::tls::Trust,
    /// The tables by which messages are written as JSON, in place of gRPC.
    #[cfg(feature = "http-json")]
    pub(crate) json: Option<&'static typewright_json::Types>,
}

#[derive(Clone, Copy, Default)]
pub(crate) enum Balance {
    #[default]
    PickFirst,
    RoundRobin,
}

/// Our name, as gRPC's [specification](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#user-agents)
/// wants it.
const AGENT: &str = concat!("grpc-rust-typewright/", env!("CARGO_PKG_VERSION"));

impl Connections {
    pub(crate) fn lazy(&self) -> Result<Arc<dyn Transport>, Error> {
        Ok(self.transport(self.checked()?))
    }

    pub(crate) async fn connect(&self) -> Result<Arc<dyn Transport>, Error> {
        let servers = self.checked()?;
        #[cfg(feature = "http-json")]
        if self.json.is_some() {
            // Its client connects when it is used.
            return Ok(self.transport(servers));
        }
        let (mut failure, mut reached) = (None, false);
        for server in &servers {
            let Err(error) = server.connection.connected().await else {
                reached = true;
                continue;
            };
            let cause = root(&error).map_or_else(|| error.to_string(), ToString::to_string);
            let message = format!("no answer from {}: {cause}", server.uri);
            let error = Error::new(Code::Unavailable, message).with_source(error).unsent();
            failure.get_or_insert(error);
        }
        match failure {
            Some(failure) if !reached => Err(failure),
            _ => Ok(self.transport(servers)),
        }
    }

    /// The first endpoint on another machine to which bytes go unencrypted.
    pub(crate) fn clear_text(&self) -> Option<&str> {
        let open = |endpoint: &&String| {
            let uri = uri(endpoint);
            let Some(rest) = uri.strip_prefix("http://") else { return false };
            let parsed = uri.parse::<http::Uri>().ok();
            let host = parsed.as_ref().and_then(http::Uri::host).unwrap_or(rest);
            let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
            host != "localhost" && !address.is_ok_and(|address| address.is_loopback())
        };
        self.endpoints.iter().find(open).map(String::as_str)
    }

    /// The endpoints as URIs.
    pub(crate) fn uri(&self) -> String {
        self.endpoints.iter().map(|endpoint| uri(endpoint)).collect::<Vec<_>>().join(", ")
    }

    fn transport(&self, servers: Vec<Server>) -> Arc<dyn Transport> {
        #[cfg(feature = "http-json")]
        if let Some(types) = self.json {
            let json = |server: Server| server.json(types);
            return pool(servers.into_iter().map(json).collect(), self.balance);
        }
        let grpc = |server: Server| {
            Grpc::new(server.connection, server.uri.into(), self.compression)
                .at_origin(server.origin)
        };
        pool(servers.into_iter().map(grpc).collect(), self.balance)
    }

    fn checked(&self) -> Result<Vec<Server>, Error> {
        // Connecting starts tasks, which panics where nothing runs them.
        tokio::runtime::Handle::try_current().map_err(|error| {
            Error::new(Code::FailedPrecondition, "a channel is made inside of a Tokio runtime")
                .with_source(error)
        })?;
        let agent = self.agent()?;
        self.endpoints.iter().map(|endpoint| self.server(endpoint, agent.clone())).collect()
    }

    fn agent(&self) -> Result<HeaderValue, Error> {
        let Some(name) = &self.user_agent else { return Ok(HeaderValue::from_static(AGENT)) };
        HeaderValue::try_from(format!("{name} {AGENT}")).map_err(|error| {
            let message = format!("user agent `{name}`: has a character other than ASCII");
            Error::new(Code::InvalidArgument, message).with_source(error)
        })
    }

    fn server(&self, name: &str, agent: HeaderValue) -> Result<Server, Error> {
        let text = uri(name);
        let wrong = |why: &str| {
            let help = "give `http://HOST:PORT`, `HOST:PORT` or `unix:/PATH`";
            let message = format!("endpoint `{name}`: {why}; {help}");
            Error::new(Code::InvalidArgument, message)
        };
        let (dial, origin) = match text.strip_prefix("unix:") {
            Some(path) => (unix(path).map_err(wrong)?, Uri::from_static("http://localhost")),
            None => {
                let address: Uri = text.parse().map_err(|_| wrong("is not an address"))?;
                let dial = match address.scheme_str() {
                    _ if address.host().is_none_or(str::is_empty) => {
                        return Err(wrong("has no host"));
                    }
                    Some("http") => Dial::Tcp(address.clone()),
                    Some("https") => self.over_tls(&address)?,
                    _ => return Err(wrong("its scheme is not one that gRPC speaks")),
                };
                (dial, address)
            }
        };
        let dial = Arc::new(dial);
        let connection =
            Connection::new(dial.clone(), agent.clone(), self.connect_timeout, self.keepalive);
        Ok(Server { uri: text, origin, connection, dial, agent })
    }

    #[cfg(feature = "tls")]
    fn over_tls(&self, address: &Uri) -> Result<Dial, Error> {
        #[cfg(feature = "http-json")]
        let protocols: &[&[u8]] =
            if self.json.is_some() { &[b"h2", b"http/1.1"] } else { &[b"h2"] };
        #[cfg(not(feature = "http-json"))]
        let protocols: &[&[u8]] = &[b"h2"];
        let tls = self.tls.tls(address.host().unwrap_or_default(), protocols).map_err(|cause| {
            Error::new(Code::FailedPrecondition, format!("cannot set TLS up: {cause}"))
        })?;
        Ok(Dial::Tls(address.clone(), tls))
    }

    #[cfg(not(feature = "tls"))]
    #[expect(clippy::unused_self, reason = "as with TLS")]
    fn over_tls(&self, address: &Uri) -> Result<Dial, Error> {
        let message = format!(
            "endpoint `{address}`: this program was built without TLS; enable the feature `tls` of \
             the Typewright runtime it uses, or give an `http://` endpoint"
        );
        Err(Error::new(Code::InvalidArgument, message))
    }
}

/// One endpoint, ready to be connected to.
struct Server {
    uri: String,
    /// What requests name as their target.
    origin: Uri,
    connection: Connection,
    #[cfg_attr(not(feature = "http-json"), expect(dead_code, reason = "gRPC has its connection"))]
    dial: Arc<Dial>,
    #[cfg_attr(not(feature = "http-json"), expect(dead_code, reason = "gRPC has its connection"))]
    agent: HeaderValue,
}

#[cfg(feature = "http-json")]
impl Server {
    fn json(self, types: &'static typewright_json::Types) -> crate::http::HttpJson {
        crate::http::HttpJson::new(self.dial, &self.origin.to_string(), self.agent, types)
    }
}

fn pool<T: Transport>(mut all: Vec<T>, balance: Balance) -> Arc<dyn Transport> {
    match (all.len(), all.pop()) {
        (1, Some(only)) => Arc::new(only),
        (_, last) => {
            all.extend(last);
            Arc::new(Pool::new(all, balance))
        }
    }
}

#[cfg(unix)]
fn unix(path: &str) -> Result<Dial, &'static str> {
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() { Err("has no path") } else { Ok(Dial::Unix(path.into())) }
}

#[cfg(not(unix))]
fn unix(_: &str) -> Result<Dial, &'static str> {
    Err("sockets of this kind are for Unix")
}

fn uri(endpoint: &str) -> String {
    let has_scheme = endpoint.contains("://") || endpoint.starts_with("unix:");
    if has_scheme { endpoint.to_owned() } else { format!("http://{endpoint}") }
}
