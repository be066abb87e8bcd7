//! Calls over HTTP and JSON, by the bindings of `google.api.http`, in place of gRPC.
//!
//! The transport has the bytes of messages as any other; the static tables of generated code
//! (emitter `json`) say how they are written as JSON.

mod answer;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use http::{HeaderMap, Request, Response};
use http_body::Body as _;
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use serde_json::Value;
use tokio_stream::{Stream, StreamExt};
use tonic::metadata::MetadataMap;
use typewright_json::dynamic::DynamicMessage;
use typewright_json::http::{self as binding, Binding};
use typewright_json::table::Message;
use typewright_json::{Types, Writer};

use self::answer::Objects;
use crate::error::root;
use crate::transport::dial::{Dial, Dialler};
use crate::transport::{Answers, Attempt, Frame, Starting, Transport};
use crate::{Code, Error, Metadata};

/// Bytes as they are, whatever they are called.
const RAW: &str = "google.api.HttpBody";

/// HTTP and JSON to one server.
#[derive(Clone)]
pub(crate) struct HttpJson(Arc<Inner>);

struct Inner {
    client: Client<Dialler, Whole>,
    /// Scheme, host and port, and what stands before every path.
    base: String,
    agent: HeaderValue,
    types: &'static Types,
}

/// A body that is there as a whole.
struct Whole(Bytes);

impl http_body::Body for Whole {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let data = std::mem::take(&mut self.0);
        Poll::Ready((!data.is_empty()).then(|| Ok(http_body::Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.0.len() as u64)
    }
}

impl HttpJson {
    pub(crate) fn new(
        dial: Arc<Dial>,
        base: &str,
        agent: HeaderValue,
        types: &'static Types,
    ) -> HttpJson {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(Dialler(dial));
        let base = base.trim_end_matches('/').to_owned();
        HttpJson(Arc::new(Inner { client, base, agent, types }))
    }
}

impl Transport for HttpJson {
    fn start(&self, attempt: Attempt) -> Starting {
        let this = self.0.clone();
        Box::pin(async move { this.call(attempt).await })
    }
}

/// What a method is over HTTP.
struct Form {
    http: Binding,
    output: &'static Message,
    streams: bool,
}

impl Inner {
    async fn call(self: Arc<Self>, mut attempt: Attempt) -> Result<Answers, Error> {
        let limit = attempt.max_response_bytes;
        let method = attempt.method;
        let Some(rest) = method.rest.filter(|rest| !rest.bindings.is_empty()) else {
            let message = format!("the API says no HTTP form of `{}`", method.path);
            return Err(Error::new(Code::Unimplemented, message));
        };
        let none = || Error::new(Code::Internal, "the call has no request");
        let request = attempt.requests.next().await.ok_or_else(none)?;
        let (input, output) = (self.table(rest.input)?, self.table(rest.output)?);
        let json = self.json(input, &request)?;
        let (written, http) = binding::write(rest.bindings, input, &json)
            .map_err(|unfit| Error::new(Code::InvalidArgument, unfit.to_string()))?;
        let request = self.request(written, attempt)?;
        let form = Form { http, output, streams: rest.gives_stream };
        let response = self.client.request(request).await.map_err(|error| self.unreached(error))?;
        self.answers(form, response, limit).await
    }

    fn table(&self, id: &str) -> Result<&'static Message, Error> {
        self.types.get(id).ok_or_else(|| {
            let message =
                format!("there is no table of `{id}`: generate it with the emitter `json`");
            Error::new(Code::FailedPrecondition, message)
        })
    }

    fn json(&self, table: &'static Message, request: &Bytes) -> Result<Value, Error> {
        let wrong = |why: String| {
            let message = format!("the `{}` has no form in JSON: {why}", table.id);
            Error::new(Code::InvalidArgument, message)
        };
        let message =
            DynamicMessage::decode(table, request).map_err(|error| wrong(error.to_string()))?;
        Writer::new(self.types).canonical(&message).map_err(|error| wrong(error.to_string()))
    }

    fn request(
        &self,
        written: binding::Request,
        attempt: Attempt,
    ) -> Result<Request<Whole>, Error> {
        let binding::Request { verb, target, body } = written;
        let body = body.map(|body| Bytes::from(body.to_string()));
        let mut request = Request::new(Whole(body.clone().unwrap_or_default()));
        let wrong =
            |what: &str| Error::new(Code::InvalidArgument, format!("`{what}` cannot be asked for"));
        let uri = format!("{}{target}", self.base);
        *request.uri_mut() = uri.parse().map_err(|_| wrong(&uri))?;
        *request.method_mut() = verb.parse().map_err(|_| wrong(verb))?;
        let headers = request.headers_mut();
        *headers = attempt.metadata.0.into_headers();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.entry(USER_AGENT).or_insert_with(|| self.agent.clone());
        if body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(timeout) = attempt.timeout {
            let name = HeaderName::from_static("grpc-timeout");
            let text = format!("{}m", timeout.as_millis().clamp(1, 99_999_999));
            headers.extend(HeaderValue::try_from(text).ok().map(|value| (name, value)));
        }
        Ok(request)
    }

    fn unreached(&self, error: hyper_util::client::legacy::Error) -> Error {
        let cause = root(&error).map_or_else(|| error.to_string(), ToString::to_string);
        let never = error.is_connect();
        let message = format!("no answer from {}: {cause}", self.base);
        let error = Error::new(Code::Unavailable, message).with_source(error);
        if never { error.unsent() } else { error }
    }

    async fn answers(
        self: Arc<Self>,
        form: Form,
        response: Response<Incoming>,
        limit: usize,
    ) -> Result<Answers, Error> {
        let (head, body) = response.into_parts();
        let metadata = Metadata(MetadataMap::from_headers(head.headers.clone()));
        if !head.status.is_success() {
            let body = self.whole(body, limit).await?;
            return Err(answer::error(self.types, head.status, &body).with_metadata(metadata));
        }
        if form.streams && form.output.id != RAW {
            let frames = Answering { this: self, form, body, objects: Objects::default(), limit };
            return Ok(Answers { metadata, frames: Box::pin(frames) });
        }
        let body = self.whole(body, limit).await?;
        let message = self.message(&form, &head.headers, body)?;
        let frames = [Frame::Message(message), Frame::Trailers(Metadata::default())];
        Ok(Answers { metadata, ..Answers::from_frames(frames.map(Ok)) })
    }

    fn message(&self, form: &Form, headers: &HeaderMap, body: Bytes) -> Result<Bytes, Error> {
        if form.output.id == RAW {
            let ty = headers.get(CONTENT_TYPE).and_then(|ty| ty.to_str().ok()).unwrap_or_default();
            return Ok(answer::raw(ty, body));
        }
        let body = if body.trim_ascii().is_empty() { Bytes::from_static(b"{}") } else { body };
        let value = serde_json::from_slice(&body).map_err(|error| {
            Error::new(Code::Internal, format!("the answer is not JSON: {error}"))
        })?;
        answer::message(self.types, form.output, form.http.response_body, value)
    }

    async fn whole(&self, mut body: Incoming, limit: usize) -> Result<Bytes, Error> {
        let mut whole = Vec::new();
        while let Some(data) = std::future::poll_fn(|cx| self.poll_data(cx, &mut body)).await {
            whole.extend_from_slice(&data?);
            if whole.len() > limit {
                return Err(large(limit));
            }
        }
        Ok(whole.into())
    }

    fn poll_data(
        &self,
        cx: &mut Context<'_>,
        body: &mut Incoming,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let part = ready!(Pin::new(&mut *body).poll_frame(cx));
            match part.map(|part| part.map(http_body::Frame::into_data)) {
                None => return Poll::Ready(None),
                Some(Ok(Ok(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Err(_))) => {}
                Some(Err(error)) => {
                    let message = format!("the answer of {} broke off: {error}", self.base);
                    let error = Error::new(Code::Unavailable, message).with_source(error);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

fn large(limit: usize) -> Error {
    Error::new(Code::OutOfRange, format!("an answer of more than {limit} bytes"))
}

/// Answers that come one by one: the items of an array, or objects one after the other, which
/// gateways wrap as `{"result": ..}` or `{"error": ..}`.
struct Answering {
    this: Arc<Inner>,
    form: Form,
    body: Incoming,
    objects: Objects,
    limit: usize,
}

impl Answering {
    fn message(&self, object: &[u8]) -> Result<Frame, Error> {
        let mut value: Value = serde_json::from_slice(object).map_err(|error| {
            Error::new(Code::Internal, format!("the answer is not JSON: {error}"))
        })?;
        let own = |name: &str| self.form.output.field(name).is_some();
        if value.get("error").is_some() && !own("error") {
            let status = http::StatusCode::INTERNAL_SERVER_ERROR;
            return Err(answer::error(self.this.types, status, object));
        }
        if let Some(result) = value.get_mut("result").filter(|_| !own("result")) {
            value = result.take();
        }
        let Form { output, http, .. } = &self.form;
        answer::message(self.this.types, output, http.response_body, value).map(Frame::Message)
    }
}

impl Stream for Answering {
    type Item = Result<Frame, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(object) = this.objects.next() {
                return Poll::Ready(Some(this.message(&object)));
            }
            if this.objects.waiting() > this.limit {
                return Poll::Ready(Some(Err(large(this.limit))));
            }
            match ready!(this.this.poll_data(cx, &mut this.body)) {
                Some(Ok(data)) => this.objects.add(&data),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if this.objects.is_inside() => {
                    let message = "the answer broke off inside of a message";
                    return Poll::Ready(Some(Err(Error::new(Code::Unavailable, message))));
                }
                None => return Poll::Ready(None),
            }
        }
    }
}
