//! Answers, checked on their way in.
//!
//! Tonic panics when the encoded details of a status are not base64. No server may end this
//! program, so such details are dropped and the rest of the status stays.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{HeaderMap, HeaderName, Request, Response};
use http_body::{Body, Frame, SizeHint};
use tonic::body;
use tonic::codegen::Service;
use tonic::metadata::MetadataMap;

static DETAILS: HeaderName = HeaderName::from_static("grpc-status-details-bin");

/// A service whose answers are checked.
#[derive(Clone, Debug)]
pub(crate) struct Checked<S>(pub(crate) S);

impl<S, B> Service<Request<body::Body>> for Checked<S>
where
    S: Service<Request<body::Body>, Response = Response<B>>,
    S::Future: Send + 'static,
{
    type Response = Response<CheckedBody<B>>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<body::Body>) -> Self::Future {
        let answer = self.0.call(request);
        Box::pin(async {
            let mut answer = answer.await?.map(CheckedBody);
            check(answer.headers_mut());
            Ok(answer)
        })
    }
}

/// The body of an answer; its trailers are checked too.
#[derive(Debug)]
pub(crate) struct CheckedBody<B>(B);

impl<B: Body + Unpin> Body for CheckedBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let mut frame = Pin::new(&mut self.0).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &mut frame
            && let Some(trailers) = frame.trailers_mut()
        {
            check(trailers);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// Drops what is damaged.
pub(super) fn check(headers: &mut HeaderMap) {
    let damaged = headers.get(&DETAILS).is_some_and(|value| {
        let alone = HeaderMap::from_iter([(DETAILS.clone(), value.clone())]);
        let metadata = MetadataMap::from_headers(alone);
        metadata.get_bin(DETAILS.as_str()).is_none_or(|value| value.to_bytes().is_err())
    });
    if damaged {
        headers.remove(&DETAILS);
    }
}
