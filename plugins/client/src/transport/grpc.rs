//! gRPC over anything that answers HTTP/2 requests: a connection, or a service in this process.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::uri::PathAndQuery;
use tokio_stream::{Stream, StreamExt};
use tonic::codec::{CompressionEncoding, EncodeBody};
use tonic::codegen::Service;
use tonic::{Status, body};

use super::checked::Checked;
use super::wire::{Reader, Single};
use super::{Answers, Attempt, Compression, Frame, Frames, Outgoing, Starting, Transport};
use crate::codec::BytesCodec;
use crate::{Code, Error, Metadata};

/// The header has eight digits; a longer time is as good as none.
const LONGEST: Duration = Duration::from_secs(99_999_999);

/// gRPC over an HTTP service.
#[derive(Clone)]
pub(crate) struct Grpc<S> {
    service: S,
    /// What requests name as their target.
    origin: http::Uri,
    endpoint: Arc<str>,
    compression: Option<Compression>,
}

impl<S> Grpc<S> {
    pub(crate) fn new(service: S, endpoint: Arc<str>, compression: Option<Compression>) -> Grpc<S> {
        Grpc { service, origin: http::Uri::default(), endpoint, compression }
    }

    pub(crate) fn at_origin(self, origin: http::Uri) -> Grpc<S> {
        Grpc { origin, ..self }
    }
}

static ENCODING: HeaderName = HeaderName::from_static("grpc-encoding");

/// The compressions of answers that were built in, as a header says them.
const ACCEPTED: Option<&str> = match (cfg!(feature = "gzip"), cfg!(feature = "zstd")) {
    (true, true) => Some("gzip,zstd,identity"),
    (true, false) => Some("gzip,identity"),
    (false, true) => Some("zstd,identity"),
    (false, false) => None,
};

/// A compression by its name in a header; nothing for none.
fn encoding(name: &str) -> Result<Option<CompressionEncoding>, Status> {
    match name {
        "identity" => Ok(None),
        #[cfg(feature = "gzip")]
        "gzip" => Ok(Some(CompressionEncoding::Gzip)),
        #[cfg(feature = "zstd")]
        "zstd" => Ok(Some(CompressionEncoding::Zstd)),
        other => {
            let message = format!("the answer is compressed by `{other}`, which was not built in");
            Err(Status::unimplemented(message))
        }
    }
}

impl Compression {
    fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "gzip")]
            Compression::Gzip => "gzip",
            #[cfg(feature = "zstd")]
            Compression::Zstd => "zstd",
        }
    }
}

impl<S> Grpc<S> {
    /// The HTTP form of an attempt.
    fn request(&self, attempt: Attempt) -> Result<http::Request<body::Body>, Error> {
        let path = attempt.method.path;
        let path = PathAndQuery::from_maybe_shared(Bytes::from_static(path.as_bytes()));
        let path = path.map_err(|error| {
            let message = format!("method path `{}`: {error}", attempt.method.path);
            Error::new(Code::InvalidArgument, message)
        })?;
        let mut uri = self.origin.clone().into_parts();
        uri.path_and_query = Some(path);
        let body = self.body(attempt.requests, attempt.max_request_bytes)?;
        let mut request = http::Request::new(body);
        // The parts are those of a URI, but for a path that is one.
        *request.uri_mut() = http::Uri::from_parts(uri).unwrap_or_default();
        *request.method_mut() = http::Method::POST;
        *request.version_mut() = http::Version::HTTP_2;
        let headers = request.headers_mut();
        *headers = attempt.metadata.0.into_headers();
        headers.insert(header::TE, HeaderValue::from_static("trailers"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
        if let Some(timeout) = attempt.timeout.filter(|timeout| *timeout <= LONGEST) {
            headers.insert(HeaderName::from_static("grpc-timeout"), said(timeout));
        }
        if let Some(compression) = self.compression {
            let name = HeaderValue::from_static(compression.name());
            headers.insert(ENCODING.clone(), name);
        }
        if let Some(accepted) = ACCEPTED {
            let name = HeaderName::from_static("grpc-accept-encoding");
            headers.insert(name, HeaderValue::from_static(accepted));
        }
        Ok(request)
    }

    fn body(&self, mut requests: Outgoing, largest: usize) -> Result<body::Body, Error> {
        if self.compression.is_none()
            && let Some(one) = requests.take_one()
        {
            let long = || Error::new(Code::OutOfRange, "a request of more than 4 GiB");
            return Ok(body::Body::new(Single::new(&one).ok_or_else(long)?));
        }
        let encoding = self.compression.and_then(|one| encoding(one.name()).ok().flatten());
        let requests = requests.map(Ok);
        let body = EncodeBody::new_client(BytesCodec, requests, encoding, Some(largest));
        Ok(body::Body::new(body))
    }
}

/// What makes frames of an answer.
fn answers<B>(
    response: http::Response<B>,
    endpoint: Arc<str>,
    largest: usize,
) -> Result<Answers, Status>
where
    B: http_body::Body<Data = Bytes> + Unpin + Send + 'static,
    B::Error: Into<tonic::codegen::StdError> + Send,
{
    let (mut head, body) = response.into_parts();
    // A status in front of the messages is all there is.
    let only = Status::from_header_map(&head.headers);
    if let Some(status) = only.as_ref().filter(|status| status.code() != tonic::Code::Ok) {
        return Err(status.clone());
    }
    let name = head.headers.remove(&ENCODING);
    let name = name.as_ref().and_then(|name| name.to_str().ok()).unwrap_or("identity");
    let (http, limit) = (head.status, Some(largest));
    let frames: Frames = match (only, encoding(name)?) {
        (Some(_), _) => Box::pin(tokio_stream::once(Ok(Frame::Trailers(Metadata::default())))),
        (None, None) => {
            let source = Reader::new(body, http, largest);
            Box::pin(Incoming { source, endpoint, ended: false })
        }
        (None, encoding) => {
            let source = tonic::Streaming::new_response(BytesCodec, body, http, encoding, limit);
            Box::pin(Incoming { source, endpoint, ended: false })
        }
    };
    Ok(Answers { metadata: Metadata::from(head.headers), frames })
}

impl<S, B> Transport for Grpc<S>
where
    S: Service<http::Request<body::Body>, Response = http::Response<B>>,
    S: Clone + Send + Sync + 'static,
    S::Error: Into<tonic::codegen::StdError> + 'static,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Unpin + Send + 'static,
    B::Error: Into<tonic::codegen::StdError> + Send,
{
    fn start(&self, attempt: Attempt) -> Starting {
        let largest = attempt.max_response_bytes;
        let request = match self.request(attempt) {
            Ok(request) => request,
            Err(error) => return Box::pin(std::future::ready(Err(error))),
        };
        let (mut service, endpoint) = (self.service.clone(), self.endpoint.clone());
        Box::pin(async move {
            let answer = async {
                let failed = |error: S::Error| Status::from_error(error.into());
                std::future::poll_fn(|cx| service.poll_ready(cx)).await.map_err(failed)?;
                let response = service.call(request).await.map_err(failed)?;
                answers(response, endpoint.clone(), largest)
            };
            answer.await.map_err(|status| Error::from_status(status, &endpoint))
        })
    }
}

/// A time as a header says it: up to a hundredth longer. What is left differs from call to call,
/// and a header that does not can be compressed to one byte.
fn said(timeout: Duration) -> HeaderValue {
    let (unit, name) = match timeout {
        short if short < Duration::from_millis(100) => (1_000, 'u'),
        middling if middling < Duration::from_secs(90_000) => (1_000_000, 'm'),
        _ => (1_000_000_000, 'S'),
    };
    let text = format!("{}{name}", timeout.as_nanos().div_ceil(unit));
    // Digits and a letter make a header.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("99999999S"))
}

/// The frames of an answer.
struct Incoming<Source> {
    source: Source,
    endpoint: Arc<str>,
    ended: bool,
}

/// What frames come from.
trait Source {
    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Result<Frame, Status>>;
}

impl<B> Source for Reader<B>
where
    B: http_body::Body<Data = Bytes> + Unpin,
    B::Error: Into<tonic::codegen::StdError>,
{
    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Result<Frame, Status>> {
        self.poll(cx)
    }
}

impl Source for tonic::Streaming<Bytes> {
    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Result<Frame, Status>> {
        if let Some(message) = ready!(Pin::new(&mut *self).poll_next(cx)) {
            return Poll::Ready(message.map(Frame::Message));
        }
        // The trailers are there once the messages are over.
        let trailers = std::pin::pin!(self.trailers());
        let metadata = |trailers: Option<_>| trailers.map(Metadata).unwrap_or_default();
        trailers.poll(cx).map_ok(|trailers| Frame::Trailers(metadata(trailers)))
    }
}

impl<T: Source + Unpin> Stream for Incoming<T> {
    type Item = Result<Frame, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        let frame = ready!(this.source.poll_frame(cx));
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
pub struct InProcess<S>(Grpc<Checked<S>>);

impl<S> InProcess<S> {
    /// A transport to `service`.
    pub fn new(service: S) -> InProcess<S> {
        InProcess(Grpc::new(Checked(service), "this process".into(), None))
    }
}

impl<S> fmt::Debug for InProcess<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InProcess").finish()
    }
}

impl<S> Transport for InProcess<S>
where
    Grpc<Checked<S>>: Transport,
{
    fn start(&self, attempt: Attempt) -> Starting {
        self.0.start(attempt)
    }
}
