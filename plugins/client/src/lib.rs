//! Runtime of the typed gRPC clients that Typewright generates.
//!
//! A generated client holds a [`Channel`] and has one method an RPC. The method gives a [`Call`],
//! which takes options and is made by `.await`:
//!
//! ```
//! use std::time::Duration;
//! use typewright_client::{Channel, Code, Error, Method, Unary};
//!
//! // What is generated for `service Greeter { rpc Greet(Name) returns (Greeting); }`,
//! // with the message types that stand in for `Name` and `Greeting` here.
//! # type Name = String;
//! # type Greeting = String;
//! #[derive(Clone, Debug)]
//! pub struct GreeterClient {
//!     channel: Channel,
//! }
//! impl From<Channel> for GreeterClient {
//!     fn from(channel: Channel) -> Self {
//!         GreeterClient { channel }
//!     }
//! }
//! impl GreeterClient {
//!     pub fn greet(&self, request: Name) -> Unary<Name, Greeting> {
//!         self.channel.unary(&GREET, request)
//!     }
//! }
//! static GREET: Method = Method { path: "/demo.Greeter/Greet", idempotent: false };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! // Nothing listens on port 9, so the call says where it went and why it failed.
//! let channel = Channel::builder("http://127.0.0.1:9").lazy()?;
//! let client = GreeterClient::from(channel);
//! let answer = client
//!     .greet("Ada".into())
//!     .timeout(Duration::from_secs(2))
//!     .metadata("x-request-id", "7")
//!     .await;
//! let error = answer.unwrap_err();
//! assert_eq!(error.code(), Code::Unavailable);
//! assert!(error.message().contains("http://127.0.0.1:9"));
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `tls`, `https://` endpoints work, trusted by the roots of the system.

mod call;
mod channel;
mod code;
mod codec;
mod deadline;
mod error;
mod metadata;
mod streaming;
mod transport;

pub use call::{BidiStreaming, Call, ClientStreaming, Many, One, Response, ServerStreaming, Unary};
pub use channel::{Builder, Channel, Method};
pub use code::Code;
pub use error::Error;
pub use metadata::{Metadata, Value};
pub use streaming::{Requests, Streaming, from_iter};
