//! Connections over the network: endpoints, TLS, keepalive.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::header::HeaderValue;

use super::connection::Connection;
use super::dial::{Dial, Target};
use super::grpc::Grpc;
use super::pool::{Member, Pool, Source};
use super::proxy::Proxies;
use super::spread::{Name, Spread};
use super::{Compression, Lookup, Transport};
use crate::error::root;
use crate::{Code, Error};

/// What to connect to and how.
#[derive(Clone, Default)]
pub(crate) struct Connections {
    pub(crate) endpoints: Vec<String>,
    pub(crate) balance: Balance,
    pub(crate) lookup: Lookup,
    pub(crate) proxies: Proxies,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) user_agent: Option<String>,
    pub(crate) keepalive: Option<(Duration, Duration)>,
    pub(crate) compression: Option<Compression>,
    #[cfg(feature = "tls")]
    pub(crate) tls: super::tls::Trust,
    /// The host that requests are for, if it is not the endpoint's.
    pub(crate) authority: Option<String>,
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
            return self.pool(servers, move |server| server.json(types));
        }
        let compression = self.compression;
        self.pool(servers, move |server| {
            Grpc::new(server.connection, server.uri.into(), compression).at_origin(server.origin)
        })
    }

    /// One transport over all servers; where calls are spread, over all addresses of their names.
    fn pool<T: Transport>(
        &self,
        servers: Vec<Server>,
        make: impl Fn(Server) -> T + Clone + Send + Sync + 'static,
    ) -> Arc<dyn Transport> {
        let source = |server: Server| {
            let spread = matches!(self.balance, Balance::RoundRobin);
            let Some(name) = server.name().filter(|_| spread) else {
                return Source::One(Member::new(make(server)));
            };
            let (this, make) = (self.clone(), make.clone());
            let make = move |address| make(this.at(&server, server.dial.to(address)));
            Source::Name(Spread::new(name, self.lookup.clone(), make))
        };
        match <[Server; 1]>::try_from(servers) {
            Ok([only]) if only.name().is_none() || matches!(self.balance, Balance::PickFirst) => {
                Arc::new(make(only))
            }
            Ok(only) => Arc::new(Pool::new(only.map(source).into(), self.balance)),
            Err(servers) => {
                Arc::new(Pool::new(servers.into_iter().map(source).collect(), self.balance))
            }
        }
    }

    /// The same server, reached in another way.
    fn at(&self, server: &Server, dial: Dial) -> Server {
        let Server { uri, origin, agent, .. } = server;
        self.new_server(uri.clone(), origin.clone(), dial, agent.clone())
    }

    fn new_server(&self, uri: String, origin: Uri, dial: Dial, agent: HeaderValue) -> Server {
        let dial = Arc::new(dial);
        let connection =
            Connection::new(dial.clone(), agent.clone(), self.connect_timeout, self.keepalive);
        Server { uri, origin, connection, dial, agent }
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
                    Some("http") => Dial::Tcp(self.target(&address)?),
                    Some("https") => self.over_tls(&address)?,
                    _ => return Err(wrong("its scheme is not one that gRPC speaks")),
                };
                (dial, address)
            }
        };
        Ok(self.new_server(text, self.named(origin)?, dial, agent))
    }

    /// The way to an address.
    pub(super) fn target(&self, address: &Uri) -> Result<Target, Error> {
        let (address, lookup) = (address.clone(), self.lookup.clone());
        Ok(match self.proxies.of(&address)? {
            Some(proxy) => Target::Behind(Box::new(proxy), address, lookup),
            None => Target::Name(address, lookup),
        })
    }

    /// The proxy of the first endpoint, if there is one, without who we are to it.
    pub(crate) fn proxy(&self) -> Result<Option<String>, Error> {
        let first = self.endpoints.first().map(|endpoint| uri(endpoint)).unwrap_or_default();
        match first.parse() {
            Ok(address) if !first.starts_with("unix:") => {
                Ok(self.proxies.of(&address)?.map(|proxy| proxy.shown()))
            }
            _ => Ok(None),
        }
    }

    /// The origin under the name that the user says.
    fn named(&self, origin: Uri) -> Result<Uri, Error> {
        let Some(name) = &self.authority else { return Ok(origin) };
        let wrong = || Error::new(Code::InvalidArgument, format!("authority `{name}`: is no host"));
        let mut parts = origin.into_parts();
        parts.authority = Some(name.parse().map_err(|_| wrong())?);
        Uri::from_parts(parts).map_err(|_| wrong())
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
        Ok(Dial::Tls(self.target(address)?, Arc::new(tls)))
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
    dial: Arc<Dial>,
    agent: HeaderValue,
}

impl Server {
    /// The name that its addresses are looked up by, if it has one.
    fn name(&self) -> Option<Name> {
        let uri = self.dial.name()?;
        let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
            Some("https") => 443,
            _ => 80,
        });
        Some(Name { host: uri.host()?.to_owned(), port, endpoint: self.uri.clone() })
    }
}

#[cfg(feature = "http-json")]
impl Server {
    fn json(self, types: &'static typewright_json::Types) -> crate::http::HttpJson {
        crate::http::HttpJson::new(self.dial, &self.origin.to_string(), self.agent, types)
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
