//! A server whose behaviour is said by the request's text.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
#[cfg(any(feature = "gzip", feature = "zstd"))]
use tonic::codec::CompressionEncoding;
use tonic::codegen::Service;
use tonic::metadata::MetadataMap;
use tonic::server::{Grpc, NamedService, StreamingService};
use tonic::transport::Server;
use tonic::{Request, Response, Status, Streaming};
use typewright_client::{BidiStreaming, Channel, ClientStreaming, Method, Requests};
use typewright_client::{ServerStreaming, Unary};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Note {
    #[prost(string, tag = "1")]
    pub(crate) text: String,
    #[prost(int32, tag = "2")]
    pub(crate) number: i32,
}

pub(crate) fn note(text: &str, number: i32) -> Note {
    Note { text: text.to_owned(), number }
}

/// As the emitter writes it.
#[derive(Clone, Debug)]
pub(crate) struct NotesClient {
    pub(crate) channel: Channel,
}

impl NotesClient {
    pub(crate) fn echo(&self, request: Note) -> Unary<Note, Note> {
        self.channel.unary(&ECHO, request)
    }

    pub(crate) fn count(&self, request: Note) -> ServerStreaming<Note, Note> {
        self.channel.server_streaming(&COUNT, request)
    }

    pub(crate) fn sum(&self, requests: impl Requests<Note>) -> ClientStreaming<Note, Note> {
        self.channel.client_streaming(&SUM, requests)
    }

    pub(crate) fn chat(&self, requests: impl Requests<Note>) -> BidiStreaming<Note, Note> {
        self.channel.bidi_streaming(&CHAT, requests)
    }
}

static ECHO: Method = Method::new("/test.Notes/Echo").idempotent();
static COUNT: Method = Method::new("/test.Notes/Count").idempotent();
static SUM: Method = Method::new("/test.Notes/Sum");
static CHAT: Method = Method::new("/test.Notes/Chat");

/// Starts a server and a client for it.
pub(crate) async fn start() -> NotesClient {
    let address = serve(Server::builder()).await;
    let channel = Channel::builder(address).user_agent("notes/1").connect().await;
    NotesClient { channel: channel.expect("a server that listens") }
}

/// Starts a server and gives its address.
pub(crate) async fn serve(server: Server) -> String {
    serve_at(server, "127.0.0.1:0").await
}

pub(crate) async fn serve_at(mut server: Server, address: &str) -> String {
    let listener = tokio::net::TcpListener::bind(address).await.expect("a free port");
    let address = listener.local_addr().expect("its address").to_string();
    let server = server
        .add_service(Notes { address: address.clone() })
        .serve_with_incoming(TcpListenerStream::new(listener));
    tokio::spawn(server);
    address
}

#[derive(Clone, Default)]
pub(crate) struct Notes {
    address: String,
}

impl Notes {
    /// A server that says that it is there.
    #[cfg(target_os = "linux")]
    pub(crate) fn at(address: &str) -> Notes {
        Notes { address: address.to_owned() }
    }
}

impl NamedService for Notes {
    const NAME: &'static str = "test.Notes";
}

impl Service<http::Request<tonic::body::Body>> for Notes {
    type Response = http::Response<tonic::body::Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<tonic::body::Body>) -> Self::Future {
        let path = request.uri().path().to_owned();
        let address = self.address.clone();
        Box::pin(async move {
            if let Some(damaged) = damaged(&path) {
                return Ok(damaged);
            }
            let grpc = Grpc::new(tonic_prost::ProstCodec::default());
            #[cfg(feature = "gzip")]
            let grpc = grpc.accept_compressed(CompressionEncoding::Gzip);
            #[cfg(feature = "gzip")]
            let grpc = grpc.send_compressed(CompressionEncoding::Gzip);
            #[cfg(feature = "zstd")]
            let grpc = grpc.accept_compressed(CompressionEncoding::Zstd);
            let mut grpc = grpc;
            Ok(grpc.streaming(Handler(path, address), request).await)
        })
    }
}

/// A status whose details are not what they should be: in the head of the answer, or behind it.
fn damaged(path: &str) -> Option<http::Response<tonic::body::Body>> {
    let status = [("grpc-status", "5"), ("grpc-status-details-bin", "~~~")];
    let status = status.map(|(name, value)| {
        (http::HeaderName::from_static(name), http::HeaderValue::from_static(value))
    });
    let status: http::HeaderMap = status.into_iter().collect();
    let mut response = match path {
        "/test.Notes/DamagedHead" => http::Response::new(tonic::body::Body::empty()),
        "/test.Notes/DamagedTail" => {
            http::Response::new(tonic::body::Body::new(Tail(Some(status.clone()))))
        }
        _ => return None,
    };
    if path.ends_with("Head") {
        *response.headers_mut() = status;
    }
    let grpc = http::HeaderValue::from_static("application/grpc");
    response.headers_mut().insert("content-type", grpc);
    Some(response)
}

/// A body of trailers only.
struct Tail(Option<http::HeaderMap>);

impl http_body::Body for Tail {
    type Data = bytes::Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|trailers| Ok(http_body::Frame::trailers(trailers))))
    }
}

/// On the wire all four kinds of methods are streams.
struct Handler(String, String);

impl StreamingService<Note> for Handler {
    type Response = Note;
    type ResponseStream = ReceiverStream<Result<Note, Status>>;
    type Future = Ready<Result<Response<Self::ResponseStream>, Status>>;

    fn call(&mut self, request: Request<Streaming<Note>>) -> Self::Future {
        if self.0 == "/test.Notes/Missing" {
            return ready(Err(Status::unimplemented("no such method")));
        }
        let (send, receive) = mpsc::channel(4);
        let (head, _, requests) = request.into_parts();
        let mut response = Response::new(ReceiverStream::new(receive));
        let seen = [
            ("x-tag", "x-tag"),
            ("traceparent", "x-traceparent"),
            ("user-agent", "user-agent"),
            ("grpc-timeout", "grpc-timeout"),
            ("grpc-encoding", "x-encoding"),
            ("grpc-accept-encoding", "x-accepted"),
        ];
        for (name, told) in seen {
            if let Some(value) = head.get(name) {
                response.metadata_mut().insert(told, value.clone());
            }
        }
        response.metadata_mut().insert("x-address", self.1.parse().expect("an address"));
        if let Some(value) = head.get_bin("x-tag-bin") {
            response.metadata_mut().insert_bin("x-tag-bin", value.clone());
        }
        tokio::spawn(answer(self.0.clone(), requests, send));
        ready(Ok(response))
    }
}

async fn answer(
    path: String,
    mut requests: Streaming<Note>,
    send: mpsc::Sender<Result<Note, Status>>,
) {
    let mut sum = 0;
    while let Ok(Some(request)) = requests.message().await {
        sum += request.number;
        match (path.as_str(), request.text.as_str()) {
            (_, "sleep") => tokio::time::sleep(Duration::from_secs(60)).await,
            (_, "details") => drop(send.send(Err(crate::status::detailed())).await),
            (_, "refuse") => drop(send.send(Err(refusal())).await),
            (_, "nothing") => return,
            ("/test.Notes/Sum", _) => {}
            ("/test.Notes/Count", _) => {
                for number in 0..request.number {
                    drop(send.send(Ok(note("count", number))).await);
                }
            }
            (_, "twice") => {
                drop(send.send(Ok(request.clone())).await);
                drop(send.send(Ok(request)).await);
            }
            _ => drop(send.send(Ok(request)).await),
        }
    }
    if path == "/test.Notes/Sum" {
        drop(send.send(Ok(note("sum", sum))).await);
    }
    let mut trailers = MetadataMap::new();
    trailers.insert("x-sum", sum.into());
    drop(send.send(Err(Status::with_metadata(tonic::Code::Ok, "", trailers))).await);
}

fn refusal() -> Status {
    let mut metadata = MetadataMap::new();
    metadata.insert("x-why", tonic::metadata::MetadataValue::from_static("because"));
    let details = bytes::Bytes::from_static(&[8, 9]);
    let message = "refused: größer";
    Status::with_details_and_metadata(tonic::Code::FailedPrecondition, message, details, metadata)
}
