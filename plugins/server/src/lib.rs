//! Runtime of the server traits that Typewright generates.
//!
//! The emitter `server` makes two things of a service: a trait with one async function an RPC, to
//! be implemented by who serves it, and a type that mounts an implementation on
//! [tonic](https://docs.rs/tonic). Requests, responses and statuses are tonic's, so that layers,
//! interceptors, health and reflection services are too.
//!
//! ```
//! # use prost::Message;
//! # #[derive(Clone, PartialEq, Message)]
//! # pub struct Name { #[prost(string, tag = "1")] pub name: String }
//! # /// What the emitter writes for `service Greeter`, in short.
//! # mod server {
//! #     use super::Name;
//! #     use typewright_server::{Answers, Api, Call, Request, Response, Result, Serve, Served, Streaming};
//! #     pub trait Greeter: Send + Sync + 'static {
//! #         fn hello(&self, request: Request<Name>) -> impl Future<Output = Result<Name>> + Send {
//! #             typewright_server::unimplemented(request, "/demo.Greeter/Hello")
//! #         }
//! #         fn count(&self, request: Request<Name>) -> impl Future<Output = Result<Answers<Name>>> + Send {
//! #             typewright_server::unimplemented(request, "/demo.Greeter/Count")
//! #         }
//! #         fn gather(&self, request: Request<Streaming<Name>>) -> impl Future<Output = Result<Name>> + Send {
//! #             typewright_server::unimplemented(request, "/demo.Greeter/Gather")
//! #         }
//! #         fn chat(&self, request: Request<Streaming<Name>>) -> impl Future<Output = Result<Answers<Name>>> + Send {
//! #             typewright_server::unimplemented(request, "/demo.Greeter/Chat")
//! #         }
//! #     }
//! #     pub enum GreeterApi {}
//! #     impl Api for GreeterApi { const NAME: &'static str = "demo.Greeter"; }
//! #     impl<T: Greeter> Serve<T> for GreeterApi {
//! #         fn serve(served: Served<T>, call: Call) -> typewright_server::Answering {
//! #             match call.path() {
//! #                 "/demo.Greeter/Hello" => call.unary(async move |r| <T as Greeter>::hello(&served, r).await),
//! #                 _ => call.unimplemented(),
//! #             }
//! #         }
//! #     }
//! #     pub type GreeterServer<T> = typewright_server::Server<GreeterApi, T>;
//! # }
//! use server::{Greeter, GreeterServer};
//! use typewright_server::{Request, Response, Result};
//!
//! struct Polite;
//!
//! impl Greeter for Polite {
//!     async fn hello(&self, request: Request<Name>) -> Result<Name> {
//!         let name = request.into_inner().name;
//!         Ok(Response::new(Name { name: format!("Dear {name}") }))
//!     }
//!     // RPCs that are left out answer UNIMPLEMENTED.
//! }
//!
//! # fn main() {
//! // In a program: tonic::transport::Server::builder().add_service(server)
//! let server = GreeterServer::new(Polite);
//! # let name = Name { name: "Ada".into() }.encode_to_vec().into();
//! # let answer = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! #     use typewright_client::{Channel, transport::InProcess};
//! // In a test, without a network:
//! let channel = Channel::over(InProcess::new(server)).lazy()?;
//! #     channel.raw_unary("/demo.Greeter/Hello", name).await
//! # });
//! # assert_eq!(Name::decode(answer.unwrap()).unwrap().name, "Dear Ada");
//! # }
//! ```
//!
//! # The four kinds of RPCs
//!
//! | RPC | takes | gives |
//! |---|---|---|
//! | `rpc A(X) returns (Y)` | [`Request<X>`](Request) | `Result<Y>` |
//! | `rpc B(X) returns (stream Y)` | [`Request<X>`](Request) | `Result<Answers<Y>>` |
//! | `rpc C(stream X) returns (Y)` | [`Request`]`<`[`Streaming<X>`](Streaming)`>` | `Result<Y>` |
//! | `rpc D(stream X) returns (stream Y)` | [`Request`]`<`[`Streaming<X>`](Streaming)`>` | `Result<Answers<Y>>` |
//!
//! [`Answers`] is any stream behind `Box::pin`. A dropped call drops its future and its streams.
//!
//! Messages pass through tonic as bytes: the server's core is compiled once and not once a message
//! type, and an RPC adds the code that decodes its requests and encodes its answers.

#[doc = include_str!("../docs/serving.md")]
pub mod guide {}

mod call;
mod codec;
mod server;
mod streaming;

use std::future::{Ready, ready};
use std::pin::Pin;

use tokio_stream::Stream;

pub use call::{Answering, Call};
pub use server::{Api, Serve, Served, Server};
pub use streaming::Streaming;
pub use tonic::{Code, Request, Response, Status};

/// How an RPC ends: an answer with its metadata, or a status.
pub type Result<T> = std::result::Result<Response<T>, Status>;

/// The answers of a server stream; an error ends it.
pub type Answers<T> = Pin<Box<dyn Stream<Item = std::result::Result<T, Status>> + Send>>;

/// The answer of an RPC that nobody wrote.
#[doc(hidden)]
pub fn unimplemented<R, T>(_: Request<R>, path: &str) -> Ready<Result<T>> {
    ready(Err(Status::unimplemented(format!("`{path}` is not implemented here"))))
}
