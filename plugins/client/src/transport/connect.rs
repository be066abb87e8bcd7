//! Connections over the network: endpoints, TLS, keepalive.

use std::sync::Arc;
use std::time::Duration;

use tonic::transport::{Channel, Endpoint};

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
    pub(crate) tls: Tls,
}

#[derive(Clone, Copy, Default)]
pub(crate) enum Balance {
    #[default]
    PickFirst,
    RoundRobin,
}

#[cfg(feature = "tls")]
#[derive(Clone, Default)]
pub(crate) struct Tls {
    pub(crate) authority: Option<Vec<u8>>,
    pub(crate) identity: Option<(Vec<u8>, Vec<u8>)>,
    pub(crate) server_name: Option<String>,
}

impl Connections {
    pub(crate) fn lazy(&self) -> Result<Arc<dyn Transport>, Error> {
        let endpoints = self.checked()?;
        Ok(self.transport(endpoints.iter().map(Endpoint::connect_lazy)))
    }

    pub(crate) async fn connect(&self) -> Result<Arc<dyn Transport>, Error> {
        let (mut channels, mut failure, mut reached) = (Vec::new(), None, false);
        for (endpoint, name) in self.checked()?.iter().zip(&self.endpoints) {
            channels.push(match endpoint.connect().await {
                Ok(channel) => {
                    reached = true;
                    channel
                }
                Err(error) => {
                    let cause = root(&error).map_or_else(|| error.to_string(), ToString::to_string);
                    let message = format!("no answer from {}: {cause}", uri(name));
                    let error = Error::new(Code::Unavailable, message).with_source(error).unsent();
                    failure.get_or_insert(error);
                    endpoint.connect_lazy()
                }
            });
        }
        match failure {
            Some(failure) if !reached => Err(failure),
            _ => Ok(self.transport(channels.into_iter())),
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

    fn transport(&self, channels: impl Iterator<Item = Channel>) -> Arc<dyn Transport> {
        let grpc = |(channel, endpoint): (Channel, &String)| {
            Grpc::new(channel, uri(endpoint).into(), self.compression)
        };
        let mut all: Vec<_> = channels.zip(&self.endpoints).map(grpc).collect();
        match (all.len(), all.pop()) {
            (1, Some(only)) => Arc::new(only),
            (_, last) => {
                all.extend(last);
                Arc::new(Pool::new(all, self.balance))
            }
        }
    }

    fn checked(&self) -> Result<Vec<Endpoint>, Error> {
        // The transport starts a task, which panics where nothing runs tasks.
        tokio::runtime::Handle::try_current().map_err(|error| {
            Error::new(Code::FailedPrecondition, "a channel is made inside of a Tokio runtime")
                .with_source(error)
        })?;
        self.endpoints.iter().map(|endpoint| self.endpoint(endpoint)).collect()
    }

    fn endpoint(&self, name: &str) -> Result<Endpoint, Error> {
        let uri = uri(name);
        let wrong = |why: &str| {
            let help = "give `http://HOST:PORT`, `HOST:PORT` or `unix:/PATH`";
            let message = format!("endpoint `{name}`: {why}; {help}");
            Error::new(Code::InvalidArgument, message)
        };
        let mut endpoint =
            Endpoint::from_shared(uri.clone()).map_err(|_| wrong("is not an address"))?;
        if !uri.starts_with("unix:") {
            let host = endpoint.uri().host().unwrap_or_default();
            match endpoint.uri().scheme_str() {
                _ if host.is_empty() => return Err(wrong("has no host")),
                Some("http") => {}
                Some("https") => endpoint = self.with_tls(endpoint)?,
                _ => return Err(wrong("its scheme is not one that gRPC speaks")),
            }
        }
        if let Some(timeout) = self.connect_timeout {
            endpoint = endpoint.connect_timeout(timeout);
        }
        if let Some((interval, timeout)) = self.keepalive {
            endpoint = endpoint
                .http2_keep_alive_interval(interval)
                .keep_alive_timeout(timeout)
                .keep_alive_while_idle(true);
        }
        if let Some(name) = &self.user_agent {
            endpoint = endpoint.user_agent(name.clone()).map_err(|error| {
                let message = format!("user agent `{name}`: has a character other than ASCII");
                Error::new(Code::InvalidArgument, message).with_source(error)
            })?;
        }
        Ok(endpoint)
    }

    #[cfg(feature = "tls")]
    fn with_tls(&self, endpoint: Endpoint) -> Result<Endpoint, Error> {
        use tonic::transport::{Certificate, ClientTlsConfig, Identity};

        let Tls { authority, identity, server_name } = &self.tls;
        let mut tls = match authority {
            Some(pem) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem)),
            None => ClientTlsConfig::new().with_enabled_roots(),
        };
        if let Some((certificate, key)) = identity {
            tls = tls.identity(Identity::from_pem(certificate, key));
        }
        if let Some(name) = server_name {
            tls = tls.domain_name(name);
        }
        endpoint.tls_config(tls).map_err(|error| {
            let cause = root(&error).map_or_else(|| error.to_string(), ToString::to_string);
            Error::new(Code::FailedPrecondition, format!("cannot set TLS up: {cause}"))
                .with_source(error)
        })
    }

    #[cfg(not(feature = "tls"))]
    #[expect(clippy::needless_pass_by_value, clippy::unused_self, reason = "as with TLS")]
    fn with_tls(&self, endpoint: Endpoint) -> Result<Endpoint, Error> {
        let message = format!(
            "endpoint `{}`: this program was built without TLS; enable the feature `tls` of the \
             Typewright runtime it uses, or give an `http://` endpoint",
            endpoint.uri()
        );
        Err(Error::new(Code::InvalidArgument, message))
    }
}

fn uri(endpoint: &str) -> String {
    let has_scheme = endpoint.contains("://") || endpoint.starts_with("unix:");
    if has_scheme { endpoint.to_owned() } else { format!("http://{endpoint}") }
}
