//! An implementation of a service ▶ what tonic mounts.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tonic::body::Body;
#[cfg(any(feature = "gzip", feature = "zstd"))]
use tonic::codec::CompressionEncoding;
use tonic::codec::EnabledCompressionEncodings;
use tonic::codegen::{Service, StdError};
use tonic::server::NamedService;

use crate::call::{Answering, Call};

/// A service of an API; generated code has one type for each.
pub trait Api: 'static {
    /// Its full name: `demo.Greeter`.
    const NAME: &'static str;
}

/// How calls of a service reach an implementation of it. Generated code implements it for all
/// types that implement the service's trait.
pub trait Serve<T>: Api {
    /// Hands the call to the RPC of its path.
    fn serve(served: Served<T>, call: Call) -> Answering;
}

/// An implementation, shared by its calls.
pub type Served<T> = Arc<T>;

/// An implementation `T` of the service `A`, for tonic's `add_service`, any tower stack, or a
/// client in the same process.
///
/// Requests larger than 4 MiB are refused unless [`Server::max_request_bytes`] says otherwise.
pub struct Server<A, T> {
    served: Served<T>,
    limits: Limits,
    api: PhantomData<fn() -> A>,
}

/// What is the same for all calls.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) accept: EnabledCompressionEncodings,
    pub(crate) send: EnabledCompressionEncodings,
    pub(crate) max_request_bytes: Option<usize>,
    pub(crate) max_response_bytes: Option<usize>,
}

impl<A, T> Server<A, T> {
    /// Serves an implementation.
    pub fn new(served: T) -> Self {
        Server::shared(Arc::new(served))
    }

    /// Serves an implementation that others hold, too.
    pub fn shared(served: Arc<T>) -> Self {
        Server { served, limits: Limits::default(), api: PhantomData }
    }

    /// The largest request to accept.
    #[must_use]
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.limits.max_request_bytes = Some(bytes);
        self
    }

    /// The largest answer to send.
    #[must_use]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.max_response_bytes = Some(bytes);
        self
    }

    /// Accepts compressed requests, and compresses answers for clients that accept it.
    #[cfg(feature = "gzip")]
    #[must_use]
    pub fn gzip(self) -> Self {
        self.compressed(CompressionEncoding::Gzip)
    }

    /// Accepts compressed requests, and compresses answers for clients that accept it.
    #[cfg(feature = "zstd")]
    #[must_use]
    pub fn zstd(self) -> Self {
        self.compressed(CompressionEncoding::Zstd)
    }

    #[cfg(any(feature = "gzip", feature = "zstd"))]
    fn compressed(mut self, encoding: CompressionEncoding) -> Self {
        self.limits.accept.enable(encoding);
        self.limits.send.enable(encoding);
        self
    }
}

impl<A, T> From<T> for Server<A, T> {
    fn from(served: T) -> Self {
        Server::new(served)
    }
}

impl<A, T> Clone for Server<A, T> {
    fn clone(&self) -> Self {
        Server { served: Arc::clone(&self.served), limits: self.limits, api: PhantomData }
    }
}

impl<A: Api, T> fmt::Debug for Server<A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("api", &A::NAME).finish_non_exhaustive()
    }
}

impl<A: Api, T> NamedService for Server<A, T> {
    const NAME: &'static str = A::NAME;
}

impl<A, T, B> Service<http::Request<B>> for Server<A, T>
where
    A: Serve<T>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<StdError>,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Answering {
        let call = Call { request: request.map(Body::new), limits: self.limits };
        A::serve(Arc::clone(&self.served), call)
    }
}
