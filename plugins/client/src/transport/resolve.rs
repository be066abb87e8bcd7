//! Names ▶ addresses.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::Name;
use tonic::codegen::Service;

/// Looks up which addresses a host name stands for. The system's own lookup is used if a channel is
/// given no other; a closure is one:
///
/// ```
/// use std::net::{IpAddr, Ipv4Addr};
/// use typewright_client::Channel;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), typewright_client::Error> {
/// let channel = Channel::builder("http://stock.internal:50051")
///     .resolver(|host: String| async move {
///         // Ask a registry of services for `host`.
///         # let _ = host;
///         Ok::<_, std::io::Error>(vec![IpAddr::from(Ipv4Addr::LOCALHOST)])
///     })
///     .round_robin()
///     .lazy()?;
/// # let _ = channel;
/// # Ok(())
/// # }
/// ```
pub trait Resolver: Send + Sync + 'static {
    /// The addresses of a host, without a port; none is as good as an error.
    fn resolve(&self, host: String) -> Resolving;
}

/// Addresses, soon.
pub type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

impl<F, Fut> Resolver for F
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = io::Result<Vec<IpAddr>>> + Send + 'static,
{
    fn resolve(&self, host: String) -> Resolving {
        Box::pin(self(host))
    }
}

/// The lookup of a channel; clones share it.
#[derive(Clone)]
pub(crate) struct Lookup(Arc<dyn Resolver>);

impl Lookup {
    pub(crate) fn by(resolver: impl Resolver) -> Lookup {
        Lookup(Arc::new(resolver))
    }

    pub(crate) async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let found = self.0.resolve(host.to_owned()).await?;
        if found.is_empty() {
            return Err(io::Error::other(format!("`{host}` has no address")));
        }
        Ok(found)
    }
}

impl Default for Lookup {
    fn default() -> Lookup {
        Lookup::by(|host: String| async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}

/// For hyper's connector, which races the families of addresses.
impl Service<Name> for Lookup {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let this = self.clone();
        Box::pin(async move {
            let found = this.addresses(name.as_str()).await?;
            let sockets: Vec<_> = found.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect();
            Ok(sockets.into_iter())
        })
    }
}
