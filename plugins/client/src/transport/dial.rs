//! The bytes below a connection: TCP, sockets of this machine, TLS.

use std::error::Error as StdError;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use tonic::codegen::Service;

type Cause = Box<dyn StdError + Send + Sync>;

/// Where bytes go to and how.
pub(crate) enum Dial {
    /// TCP to the host and port of the address.
    Tcp(http::Uri),
    /// TCP with TLS on top.
    #[cfg(feature = "tls")]
    Tls(http::Uri, super::tls::Tls),
    /// A socket of this machine.
    #[cfg(unix)]
    Unix(std::path::PathBuf),
}

/// Bytes both ways, whatever carries them.
pub(crate) type Io = Pin<Box<dyn Wire>>;

pub(crate) trait Wire: Read + Write + Send {}

impl<T: Read + Write + Send> Wire for T {}

impl Dial {
    pub(crate) async fn dial(&self) -> Result<Carrier, Cause> {
        Ok(Carrier(match self {
            Dial::Tcp(address) => Box::pin(tcp(address).await?),
            #[cfg(feature = "tls")]
            Dial::Tls(address, tls) => {
                let stream = tls.connect(tcp(address).await?.into_inner()).await?;
                Box::pin(TokioIo::new(stream))
            }
            #[cfg(unix)]
            Dial::Unix(path) => {
                Box::pin(TokioIo::new(tokio::net::UnixStream::connect(path).await?))
            }
        }))
    }
}

/// Connects to the first address of the name that answers, its families in a race.
async fn tcp(address: &http::Uri) -> Result<TokioIo<tokio::net::TcpStream>, Cause> {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_nodelay(true);
    Ok(connector.call(address.clone()).await?)
}

/// A carrier of bytes that can be moved.
pub(crate) struct Carrier(Io);

impl Read for Carrier {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<std::io::Result<()>> {
        self.0.as_mut().poll_read(cx, buffer)
    }
}

impl Write for Carrier {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        self.0.as_mut().poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        self.0.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        self.0.as_mut().poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        self.0.as_mut().poll_write_vectored(cx, bytes)
    }
}
