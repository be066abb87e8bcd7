//! A server of `test.Worlds`, on a thread of its own.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio_stream::StreamExt;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::codegen::Service as TowerService;
use tonic::server::{Grpc, NamedService, StreamingService};
use tonic::{Request, Response, Status, Streaming};
use typewright_ops::table::{Service, Type};

use crate::schema::{WORLD, World};

pub(crate) static WORLDS: Service = Service::new(
    "
    test.Worlds
    / Worlds.
    Echo .test.World .test.World
    / Does it. And more.
    Repeat .test.World .test.World server_streaming
    / Does it. And more.
    Gather .test.World .test.World client_streaming
    / Does it. And more.
    Chat .test.World .test.World client_streaming server_streaming
    / Does it. And more.
    Config .test.World .test.World
    / Does it. And more.
    Sleep .test.World .test.World
    / Does it. And more.
    ",
    &[Type::Message(&WORLD)],
);

/// Whether a call of `Sleep` has come.
pub(crate) static SLEEPING: AtomicBool = AtomicBool::new(false);

/// Starts a server that ends with the tests, and gives its endpoint.
pub(crate) fn start() -> String {
    format!("http://{}", serve(tonic::transport::Server::builder()))
}

/// The same by TLS.
#[cfg(feature = "tls")]
pub(crate) fn start_secured(tls: tonic::transport::ServerTlsConfig) -> String {
    let server = tonic::transport::Server::builder().tls_config(tls).expect("settings of TLS");
    format!("https://{}", serve(server))
}

fn serve(mut server: tonic::transport::Server) -> std::net::SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("its address");
    listener.set_nonblocking(true).expect("a socket that tokio can use");
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            let server = server.add_service(Worlds);
            let server = server.add_service(crate::operations::Operations);
            let server = server.add_service(crate::pages::Shelf);
            server.serve_with_incoming(TcpListenerStream::new(listener)).await
        })
    });
    address
}

#[derive(Clone)]
struct Worlds;

impl NamedService for Worlds {
    const NAME: &'static str = "test.Worlds";
}

impl TowerService<http::Request<tonic::body::Body>> for Worlds {
    type Response = http::Response<tonic::body::Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<tonic::body::Body>) -> Self::Future {
        let path = request.uri().path().to_owned();
        let authority = request.uri().authority().map(ToString::to_string);
        Box::pin(async move {
            let mut grpc = Grpc::new(tonic_prost::ProstCodec::default());
            Ok(grpc.streaming(Handler(path, authority), request).await)
        })
    }
}

struct Handler(String, Option<String>);

type Answers = Pin<Box<dyn tokio_stream::Stream<Item = Result<World, Status>> + Send>>;

impl StreamingService<World> for Handler {
    type Response = World;
    type ResponseStream = Answers;
    type Future = Ready<Result<Response<Answers>, Status>>;

    fn call(&mut self, request: Request<Streaming<World>>) -> Self::Future {
        let refused = request.metadata().contains_key("x-refuse");
        let tag = request.metadata().get("x-tag").cloned();
        let requests = request.into_inner();
        let answers: Answers = match self.0.as_str() {
            _ if refused => return ready(Err(Status::not_found("no world `a`\u{1b}[31m"))),
            "/test.Worlds/Repeat" => Box::pin(requests.take(1).chain(tokio_stream::iter([
                Ok(World { must: 2, ..World::default() }),
                Err(Status::aborted("enough")),
            ]))),
            "/test.Worlds/Sleep" => {
                SLEEPING.store(true, Ordering::SeqCst);
                Box::pin(tokio_stream::pending())
            }
            "/test.Worlds/Gather" => {
                let gather = requests.collect::<Result<Vec<World>, Status>>();
                let gather = async { Ok(World { children: gather.await?, ..World::default() }) };
                Box::pin(futures_once(gather))
            }
            _ => Box::pin(requests),
        };
        let mut response = Response::new(answers);
        if let Some(tag) = tag {
            response.metadata_mut().insert("x-tag", tag);
        }
        if let Some(Ok(authority)) = self.1.as_ref().map(|name| name.parse()) {
            response.metadata_mut().insert("x-authority", authority);
        }
        ready(Ok(response))
    }
}

/// A stream of the one outcome of a future.
fn futures_once(
    outcome: impl Future<Output = Result<World, Status>> + Send + 'static,
) -> impl tokio_stream::Stream<Item = Result<World, Status>> {
    let (send, receive) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move { send.send(outcome.await).await });
    tokio_stream::wrappers::ReceiverStream::new(receive)
}
