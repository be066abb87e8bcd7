//! The bytes below a connection: TCP, sockets of this machine, TLS.

use std::error::Error as StdError;
use std::net::SocketAddr;
use std::pin::Pin;
#[cfg(feature = "tls")]
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::HttpConnector;
#[cfg(feature = "http-json")]
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tonic::codegen::Service;

use super::Lookup;
use super::proxy::Proxy;

type Cause = Box<dyn StdError + Send + Sync>;

/// Where bytes go to and how.
pub(crate) enum Dial {
    /// TCP alone.
    Tcp(Target),
    /// TCP with TLS on top.
    #[cfg(feature = "tls")]
    Tls(Target, Arc<super::tls::Tls>),
    /// A socket of this machine.
    #[cfg(unix)]
    Unix(std::path::PathBuf),
}

/// What TCP goes to.
pub(crate) enum Target {
    /// The host and port of a URI, whose addresses are looked up.
    Name(http::Uri, Lookup),
    /// The same behind a proxy, whose own addresses are looked up.
    Behind(Box<Proxy>, http::Uri, Lookup),
    Address(SocketAddr),
}

/// Bytes both ways, whatever carries them.
pub(crate) type Io = Pin<Box<dyn Wire>>;

pub(crate) trait Wire: AsyncRead + AsyncWrite + Send {}

impl<T: AsyncRead + AsyncWrite + Send> Wire for T {}

impl Dial {
    /// The same way to one address of the name.
    pub(crate) fn to(&self, address: SocketAddr) -> Dial {
        match self {
            #[cfg(feature = "tls")]
            Dial::Tls(_, tls) => Dial::Tls(Target::Address(address), tls.clone()),
            _ => Dial::Tcp(Target::Address(address)),
        }
    }

    /// The URI that names a host, if it is not an address already.
    pub(crate) fn name(&self) -> Option<&http::Uri> {
        let target = match self {
            Dial::Tcp(target) => target,
            #[cfg(feature = "tls")]
            Dial::Tls(target, _) => target,
            #[cfg(unix)]
            Dial::Unix(_) => return None,
        };
        let Target::Name(uri, _) = target else { return None };
        let address = uri.host()?.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        address.is_err().then_some(uri)
    }

    pub(crate) async fn dial(&self) -> Result<Carrier, Cause> {
        let (io, h2): (Io, bool) = match self {
            Dial::Tcp(target) => (Box::pin(tcp(target).await?), false),
            #[cfg(feature = "tls")]
            Dial::Tls(target, tls) => {
                let stream = tls.connect(tcp(target).await?).await?;
                let h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                (Box::pin(stream), h2)
            }
            #[cfg(unix)]
            Dial::Unix(path) => {
                let stream = tokio::net::UnixStream::connect(path).await?;
                (Box::pin(stream), false)
            }
        };
        Ok(Carrier { io, h2 })
    }
}

pub(super) async fn tcp(target: &Target) -> Result<TcpStream, Cause> {
    match target {
        Target::Name(uri, lookup) => by_name(uri, lookup).await,
        Target::Behind(proxy, uri, lookup) => proxy.connect(uri, lookup).await,
        Target::Address(address) => {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        }
    }
}

/// Connects to the first address of the name that answers, its families in a race.
pub(super) async fn by_name(uri: &http::Uri, lookup: &Lookup) -> Result<TcpStream, Cause> {
    let mut connector = HttpConnector::new_with_resolver(lookup.clone());
    connector.enforce_http(false);
    connector.set_nodelay(true);
    Ok(connector.call(uri.clone()).await?.into_inner())
}

/// A carrier of bytes that can be moved.
pub(crate) struct Carrier {
    io: Io,
    /// Whether both sides agreed on HTTP/2.
    #[cfg_attr(not(feature = "http-json"), expect(dead_code, reason = "gRPC speaks nothing else"))]
    h2: bool,
}

/// Dials for a client of any HTTP.
#[cfg(feature = "http-json")]
#[derive(Clone)]
pub(crate) struct Dialler(pub(crate) std::sync::Arc<Dial>);

#[cfg(feature = "http-json")]
impl Service<http::Uri> for Dialler {
    type Response = TokioIo<Carrier>;
    type Error = Cause;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Cause>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Uri) -> Self::Future {
        let dial = self.0.clone();
        Box::pin(async move { Ok(TokioIo::new(dial.dial().await?)) })
    }
}

#[cfg(feature = "http-json")]
impl hyper_util::client::legacy::connect::Connection for Carrier {
    fn connected(&self) -> hyper_util::client::legacy::connect::Connected {
        let connected = hyper_util::client::legacy::connect::Connected::new();
        if self.h2 { connected.negotiated_h2() } else { connected }
    }
}

impl AsyncRead for Carrier {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        self.io.as_mut().poll_read(cx, buffer)
    }
}

impl AsyncWrite for Carrier {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        self.io.as_mut().poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        self.io.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        self.io.as_mut().poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        self.io.as_mut().poll_write_vectored(cx, bytes)
    }
}
