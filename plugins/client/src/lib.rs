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
//! static GREET: Method = Method::new("/demo.Greeter/Greet");
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
//! Every attempt of every call goes through a [`transport`], which sees bytes: it is compiled once
//! and not once a message type. The [`guide`] has a page for each subject.
//!
//! With the feature `tls`, `https://` endpoints work, trusted by the roots of the system.

/// How to use it, a page a subject.
#[cfg(doc)]
pub mod guide {
    #[doc = include_str!("../docs/calls.md")]
    pub mod calls {}
    #[doc = include_str!("../docs/connections.md")]
    pub mod connections {}
    #[doc = include_str!("../docs/credentials.md")]
    pub mod credentials {}
    #[doc = include_str!("../docs/errors.md")]
    pub mod errors {}
    #[doc = include_str!("../docs/patterns.md")]
    pub mod patterns {}
    #[doc = include_str!("../docs/retries.md")]
    pub mod retries {}
    #[doc = include_str!("../docs/testing.md")]
    pub mod testing {}
}

mod attempts;
mod builder;
mod call;
mod channel;
mod code;
mod codec;
mod credentials;
mod deadline;
mod error;
mod health;
mod interceptor;
mod metadata;
mod method;
mod operation;
mod paging;
mod replay;
mod retry;
mod routing;
mod service_config;
pub mod status;
mod streaming;
pub mod transport;

pub use builder::Builder;
pub use call::{BidiStreaming, Call, ClientStreaming, Many, One, Response, ServerStreaming, Unary};
pub use channel::Channel;
pub use code::Code;
pub use credentials::Credentials;
pub use error::Error;
pub use health::Health;
pub use interceptor::{Interceptor, Next};
pub use metadata::{Metadata, Value, is_secret};
pub use method::Method;
pub use operation::{LongRunning, Operation};
pub use paging::{Items, Page, Pages};
pub use retry::{Codes, Hedging, Policy, Retry};
pub use service_config::ServiceConfig;
pub use streaming::{Requests, Streaming, from_iter};
pub use transport::Compression;
