//! gRPC over anything that answers HTTP/2 requests: a connection, or a service in this process.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::uri::PathAndQuery;
use tokio_stream::Stream;
use tonic::client::Grpc as Client;
#[cfg(any(feature = "gzip", feature = "zstd"))]
use tonic::codec::CompressionEncoding;
use tonic::codegen::Service;
use tonic::{Status, body};

use super::checked::Checked;
use super::{Answers, Attempt, Compression, Frame, Starting, Transport};
use crate::codec::BytesCodec;
use crate::{Code, Error, Metadata};

/// The header has eight digits; a longer time is as good as none.
const LONGEST: Duration = Duration::from_secs(99_999_999);

/// gRPC over an HTTP service.
#[derive(Clone)]
pub(crate) struct Grpc<S> {
    service: Checked<S>,
    endpoint: Arc<str>,
    compression: Option<Compression>,
}

impl<S> Grpc<S> {
    pub(crate) fn new(service: S, endpoint: Arc<str>, compression: Option<Compression>) -> Grpc<S> {
        Grpc { service: Checked(service), endpoint, compression }
    }
}

/// What goes out compressed, and all that may come in so.
fn compressed<S>(grpc: Client<S>, compression: Option<Compression>) -> Client<S> {
    #[cfg(feature = "gzip")]
    let grpc = grpc.accept_compressed(CompressionEncoding::Gzip);
    #[cfg(feature = "zstd")]
    let grpc = grpc.accept_compressed(CompressionEncoding::Zstd);
    match compression {
        None => grpc,
        #[cfg(feature = "gzip")]
        Some(Compression::Gzip) => grpc.send_compressed(CompressionEncoding::Gzip),
        #[cfg(feature = "zstd")]
        Some(Compression::Zstd) => grpc.send_compressed(CompressionEncoding::Zstd),
    }
}

impl<S, B> Transport for Grpc<S>
where
    S: Service<http::Request<body::Body>, Response = http::Response<B>>,
    S: Clone + Send + Sync + 'static,
    S::Error: std::error::Error + Send + Sync + 'static,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Unpin + Send + 'static,
    B::Error: Into<tonic::codegen::StdError> + Send,
{
    fn start(&self, attempt: Attempt) -> Starting {
        let Grpc { service, endpoint, compression } = self.clone();
        Box::pin(async move {
            let path = attempt.method.path;
            let path = PathAndQuery::from_maybe_shared(Bytes::from_static(path.as_bytes()))
                .map_err(|error| {
                    let message = format!("method path `{path}`: {error}");
                    Error::new(Code::InvalidArgument, message)
                })?;
            let mut request = tonic::Request::new(attempt.requests);
            *request.metadata_mut() = attempt.metadata.0;
            if let Some(timeout) = attempt.timeout.filter(|timeout| *timeout <= LONGEST) {
                request.set_timeout(timeout);
            }
            let mut grpc = compressed(Client::new(service), compression)
                .max_encoding_message_size(attempt.max_request_bytes)
                .max_decoding_message_size(attempt.max_response_bytes);
            let answer = async {
                grpc.ready().await.map_err(|error| Status::from_error(error.into()))?;
                grpc.streaming(request, path, BytesCodec).await
            };
            let answer = answer.await.map_err(|status| Error::from_status(status, &endpoint))?;
            let (metadata, answers, _) = answer.into_parts();
            let frames = Box::pin(Incoming { answers, endpoint, ended: false });
            Ok(Answers { metadata: Metadata(metadata), frames })
        })
    }
}

/// The frames of a gRPC answer.
struct Incoming {
    answers: tonic::Streaming<Bytes>,
    endpoint: Arc<str>,
    ended: bool,
}

impl Incoming {
    /// The trailers are there once the messages are over.
    fn poll_trailers(&mut self, cx: &mut Context<'_>) -> Poll<Result<Metadata, Status>> {
        let trailers = std::pin::pin!(self.answers.trailers());
        trailers.poll(cx).map_ok(|trailers| trailers.map(Metadata).unwrap_or_default())
    }
}

impl Stream for Incoming {
    type Item = Result<Frame, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        let frame = match ready!(Pin::new(&mut this.answers).poll_next(cx)) {
            Some(message) => message.map(Frame::Message),
            None => ready!(this.poll_trailers(cx)).map(Frame::Trailers),
        };
        this.ended = !matches!(frame, Ok(Frame::Message(_)));
        Poll::Ready(Some(frame.map_err(|status| Error::from_status(status, &this.endpoint))))
    }
}

/// A gRPC service in this process, called without a network: messages are encoded and decoded as
/// on a wire, and metadata, deadlines and statuses are those of gRPC.
///
/// Give it any tonic server, such as `GreeterServer::new(..)` or a `Routes` of several:
///
/// ```
/// # use typewright_client::{Channel, transport::InProcess};
/// # fn test(server: tonic::service::Routes) -> Result<(), typewright_client::Error> {
/// let channel = Channel::over(InProcess::new(server)).lazy()?;
/// # Ok(())
/// # }
/// ```
pub struct InProcess<S>(Grpc<S>);

impl<S> InProcess<S> {
    /// A transport to `service`.
    pub fn new(service: S) -> InProcess<S> {
        InProcess(Grpc::new(service, "this process".into(), None))
    }
}

impl<S> fmt::Debug for InProcess<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InProcess").finish()
    }
}

impl<S> Transport for InProcess<S>
where
    Grpc<S>: Transport,
{
    fn start(&self, attempt: Attempt) -> Starting {
        self.0.start(attempt)
    }
}
