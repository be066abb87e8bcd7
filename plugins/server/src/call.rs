//! One call: bytes ▶ requests ▶ the implementation ▶ answers ▶ bytes.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use tokio_stream::StreamExt;
use tonic::body::Body;
use tonic::server::{Grpc, StreamingService};
use tonic::{Request, Response, Status};

use crate::codec::{BytesCodec, decoded, encoded};
use crate::server::Limits;
use crate::{Answers, Result, Streaming};

/// The HTTP response of a call, soon.
pub type Answering =
    Pin<Box<dyn Future<Output = std::result::Result<http::Response<Body>, Infallible>> + Send>>;

type Incoming = Request<tonic::Streaming<Bytes>>;
type Outgoing = Pin<Box<dyn Future<Output = Result<Answers<Bytes>>> + Send>>;

/// A call that waits for its implementation.
///
/// Generated code looks at the path and hands the call to the RPC of that path.
#[derive(Debug)]
pub struct Call {
    pub(crate) request: http::Request<Body>,
    pub(crate) limits: Limits,
}

impl Call {
    /// What is called: `/demo.Greeter/Hello`.
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// Answers one request with one message.
    pub fn unary<X, Y, F, Fut>(self, serve: F) -> Answering
    where
        X: prost::Message + Default + 'static,
        Y: prost::Message + 'static,
        F: FnOnce(Request<X>) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Y>> + Send,
    {
        self.run(move |requests| {
            Box::pin(async move { one(serve(single(requests).await?).await?) })
        })
    }

    /// Answers one request with a stream.
    pub fn server_streaming<X, Y, F, Fut>(self, serve: F) -> Answering
    where
        X: prost::Message + Default + 'static,
        Y: prost::Message + 'static,
        F: FnOnce(Request<X>) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Answers<Y>>> + Send,
    {
        self.run(move |requests| {
            Box::pin(async move { many(serve(single(requests).await?).await?) })
        })
    }

    /// Answers a stream of requests with one message.
    pub fn client_streaming<X, Y, F, Fut>(self, serve: F) -> Answering
    where
        X: prost::Message + Default + 'static,
        Y: prost::Message + 'static,
        F: FnOnce(Request<Streaming<X>>) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Y>> + Send,
    {
        self.run(move |requests| {
            Box::pin(async move { one(serve(requests.map(Streaming::new)).await?) })
        })
    }

    /// Answers a stream of requests with a stream.
    pub fn bidi_streaming<X, Y, F, Fut>(self, serve: F) -> Answering
    where
        X: prost::Message + Default + 'static,
        Y: prost::Message + 'static,
        F: FnOnce(Request<Streaming<X>>) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Answers<Y>>> + Send,
    {
        self.run(move |requests| {
            Box::pin(async move { many(serve(requests.map(Streaming::new)).await?) })
        })
    }

    /// Answers that there is no such RPC.
    pub fn unimplemented(self) -> Answering {
        let status = Status::unimplemented(format!("there is no RPC `{}`", self.path()));
        Box::pin(async move { Ok(status.into_http()) })
    }

    /// The part that knows no message type, and is compiled once.
    fn run(self, serve: impl FnOnce(Incoming) -> Outgoing + Send + 'static) -> Answering {
        let handler = Handler(Some(Box::new(serve)));
        let Limits { accept, send, max_request_bytes, max_response_bytes } = self.limits;
        Box::pin(async move {
            let mut grpc = Grpc::new(BytesCodec)
                .apply_compression_config(accept, send)
                .apply_max_message_size_config(max_request_bytes, max_response_bytes);
            Ok(grpc.streaming(handler, self.request).await)
        })
    }
}

struct Handler(Option<Box<dyn FnOnce(Incoming) -> Outgoing + Send>>);

impl StreamingService<Bytes> for Handler {
    type Response = Bytes;
    type ResponseStream = Answers<Bytes>;
    type Future = Outgoing;

    fn call(&mut self, requests: Incoming) -> Outgoing {
        match self.0.take() {
            Some(serve) => serve(requests),
            None => Box::pin(async { Err(Status::internal("the call was answered already")) }),
        }
    }
}

/// The one request.
async fn single<X: prost::Message + Default>(
    requests: Incoming,
) -> std::result::Result<Request<X>, Status> {
    let (metadata, extensions, mut requests) = requests.into_parts();
    let bytes = requests.message().await?;
    let bytes = bytes.ok_or_else(|| Status::internal("the request is missing"))?;
    if requests.message().await?.is_some() {
        return Err(Status::internal("there is a second request, where one is due"));
    }
    Ok(Request::from_parts(metadata, extensions, decoded(bytes)?))
}

fn one<Y: prost::Message>(response: Response<Y>) -> Result<Answers<Bytes>> {
    Ok(response
        .map(|message| -> Answers<Bytes> { Box::pin(tokio_stream::once(Ok(encoded(&message)))) }))
}

fn many<Y: prost::Message + 'static>(response: Response<Answers<Y>>) -> Result<Answers<Bytes>> {
    Ok(response.map(|answers| -> Answers<Bytes> {
        Box::pin(answers.map(|message| message.map(|message| encoded(&message))))
    }))
}
