//! A server on a socket whose answers come from a transport.

mod descriptors;
mod health;
mod reflection;
#[cfg(feature = "tls")]
mod tls;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_stream::{Stream, StreamExt};
use tonic::body::Body;
use tonic::server::{Grpc, StreamingService};
use tonic::{Request, Response, Status};

use self::descriptors::Files;
use crate::codec::BytesCodec;
use crate::transport::{Answers, Attempt, Frame, Outgoing, Transport};
use crate::{Code, Error, Metadata, Method};

/// A server on a socket that answers calls by a transport, such as a [`Fake`](crate::Fake), a stub, or
/// samples of an API: for clients in other processes and other languages, tools included.
///
/// It speaks gRPC over HTTP/2, in clear text or over TLS ([`StandIn::tls`]). Besides the methods that it is told of it has the
/// services of health checking (every service is `SERVING`) and, with descriptors, of reflection.
///
/// ```
/// use typewright_client::transport::{Answers, Attempt};
/// use typewright_client::{Channel, Error, Health, StandIn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let greeter = |_: Attempt| async { Ok::<_, Error>(Answers::message("good day")) };
/// let server = StandIn::of(greeter).methods(["/demo.Greeter/Greet"]);
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// let address = listener.local_addr()?.to_string();
/// tokio::spawn(server.serve(listener));
///
/// let channel = Channel::builder(address).connect().await?;
/// assert_eq!(channel.raw_unary("/demo.Greeter/Greet", "".into()).await?, "good day");
/// assert_eq!(channel.health("demo.Greeter").await?, Health::Serving);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "nobody is answered before `serve`"]
pub struct StandIn {
    transport: Arc<dyn Transport>,
    methods: BTreeMap<&'static str, &'static Method>,
    files: Files,
    #[cfg(feature = "tls")]
    tls: Option<tokio_rustls::TlsAcceptor>,
}

impl StandIn {
    /// A server that answers by `transport`, and knows no method yet.
    pub fn of(transport: impl Transport) -> StandIn {
        let transport = Arc::new(transport);
        StandIn {
            transport,
            methods: BTreeMap::new(),
            files: Files::default(),
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// Its methods, by their paths: `/demo.Greeter/Greet`. Others are `UNIMPLEMENTED`.
    pub fn methods(mut self, paths: impl IntoIterator<Item = &'static str>) -> StandIn {
        self.methods.extend(paths.into_iter().map(|path| (path, Method::named(path))));
        self
    }

    /// What reflection tells: encoded `google.protobuf.FileDescriptorProto`s, with all that they
    /// import. What is none is passed over.
    pub fn descriptors(mut self, files: impl IntoIterator<Item = Bytes>) -> StandIn {
        files.into_iter().for_each(|file| self.files.add(file));
        self
    }

    /// Serves until it is dropped.
    pub async fn serve(self, listener: TcpListener) {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // Out of files, or the client went away: others may have more luck.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            // Only makes small answers quicker.
            drop(stream.set_nodelay(true));
            let this = self.clone();
            #[cfg(feature = "tls")]
            if let Some(tls) = self.tls.clone() {
                tokio::spawn(async move {
                    // Who does not get that far has seen why.
                    if let Ok(stream) = tls.accept(stream).await {
                        this.connection(stream).await;
                    }
                });
                continue;
            }
            tokio::spawn(this.connection(stream));
        }
    }

    async fn connection<T>(self, stream: T)
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = service_fn(move |request| self.clone().answer(request));
        let builder = http2::Builder::new(TokioExecutor::new());
        // What ends a connection is its client's matter.
        drop(builder.serve_connection(TokioIo::new(stream), service).await);
    }

    async fn answer(
        self,
        request: http::Request<Incoming>,
    ) -> Result<http::Response<Body>, Infallible> {
        let path = request.uri().path().to_owned();
        let grpc = Grpc::new(BytesCodec);
        #[cfg(feature = "gzip")]
        let grpc = grpc
            .accept_compressed(tonic::codec::CompressionEncoding::Gzip)
            .send_compressed(tonic::codec::CompressionEncoding::Gzip);
        let mut grpc = grpc;
        Ok(grpc.streaming(Call { server: self, path }, request.map(Body::new)).await)
    }

    fn services(&self) -> impl Iterator<Item = &'static str> {
        let mut names: Vec<_> = self.methods.values().map(|method| method.service()).collect();
        names.dedup();
        names.into_iter()
    }

    /// Hands a call to who answers it.
    async fn start(self, path: String, mut attempt: Attempt) -> Result<Answers, Error> {
        if let Some(method) = self.methods.get(&*path) {
            attempt.method = method;
            return self.transport.start(attempt).await;
        }
        match path.as_str() {
            "/grpc.health.v1.Health/Check" => health::check(&self, attempt).await,
            "/grpc.health.v1.Health/Watch" => health::watch(&self, attempt).await,
            _ if reflection::is(&path) && !self.files.is_empty() => {
                Ok(reflection::answers(self, attempt))
            }
            _ => Err(Error::new(Code::Unimplemented, format!("there is no method `{path}`"))),
        }
    }
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandIn").field("methods", &self.methods.keys()).finish_non_exhaustive()
    }
}

/// One call that came in.
struct Call {
    server: StandIn,
    path: String,
}

type Answering = Pin<Box<dyn Stream<Item = Result<Bytes, Status>> + Send>>;

impl StreamingService<Bytes> for Call {
    type Response = Bytes;
    type ResponseStream = Answering;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Answering>, Status>> + Send>>;

    fn call(&mut self, request: Request<tonic::Streaming<Bytes>>) -> Self::Future {
        let (server, path) = (self.server.clone(), self.path.clone());
        let (metadata, _, requests) = request.into_parts();
        let attempt = Attempt {
            // The one that it is for is found by its path.
            method: Method::named(""),
            timeout: metadata.get("grpc-timeout").and_then(|told| timeout(told.to_str().ok()?)),
            metadata: Metadata(metadata),
            // A client that breaks off has nobody left to hear of it.
            requests: Outgoing::many(requests.map_while(Result::ok)),
            max_request_bytes: usize::MAX,
            max_response_bytes: usize::MAX,
        };
        Box::pin(async move {
            let answers = server.start(path, attempt).await.map_err(Error::into_status)?;
            let frames = answers.frames.map(|frame| match frame {
                Ok(Frame::Message(message)) => Ok(message),
                // Tonic takes trailers from the status that ends a stream.
                Ok(Frame::Trailers(Metadata(trailers))) => {
                    Err(Status::with_metadata(tonic::Code::Ok, "", trailers))
                }
                Err(error) => Err(error.into_status()),
            });
            let mut response = Response::new(Box::pin(frames) as Answering);
            *response.metadata_mut() = answers.metadata.0;
            Ok(response)
        })
    }
}

/// The time of the header `grpc-timeout`: digits and a unit.
fn timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(number.saturating_mul(3600)),
        "M" => Duration::from_secs(number.saturating_mul(60)),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}
