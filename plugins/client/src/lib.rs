//! Runtime of the typed gRPC clients that Typewright generates.
//!
//! A generated client is made of a [`Channel`] and has one method an RPC, see
//! [`guide::requests`]. The method gives a request to write and send; below it is a [`Call`], which
//! can be made without generated code as well:
//!
//! ```
//! use std::time::Duration;
//! use typewright_client::{Channel, Code, Error, Method};
//!
//! static GREET: Method = Method::new("/demo.Greeter/Greet").idempotent();
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! // Nothing listens on port 9, so the call says where it went and why it failed. Texts stand in
//! // for its messages here.
//! let channel = Channel::builder("http://127.0.0.1:9").lazy()?;
//! let answer = channel
//!     .unary::<String, String>(&GREET, "Ada".into())
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
    #[doc = include_str!("../docs/http.md")]
    pub mod http {}
    #[doc = include_str!("../docs/observing.md")]
    pub mod observing {}
    #[doc = include_str!("../docs/overhead.md")]
    #[doc = include_str!("../docs/overhead.svg")]
    pub mod overhead {}
    #[doc = include_str!("../docs/patterns.md")]
    pub mod patterns {}
    #[doc = include_str!("../docs/requests.md")]
    pub mod requests {}
    #[doc = include_str!("../docs/retries.md")]
    pub mod retries {}
    #[doc = include_str!("../docs/testing.md")]
    pub mod testing {}
    #[doc = include_str!("../docs/transport.md")]
    pub mod transport {}
}

mod attempts;
mod builder;
mod call;
mod channel;
mod code;
mod codec;
mod credentials;
mod deadline;
mod defaults;
mod error;
mod fill;
#[doc(hidden)]
pub mod generated;
mod health;
#[cfg(feature = "http-json")]
mod http;
mod interceptor;
mod metadata;
mod method;
mod observe;
mod operation;
mod paging;
mod reflection;
mod replay;
mod resource;
mod retry;
mod routing;
mod service_config;
#[cfg(feature = "serve")]
mod stand_in;
pub mod status;
mod streaming;
mod stub;
#[cfg(feature = "tracing")]
mod trace;
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
pub use reflection::Reflection;
pub use retry::{Codes, Hedging, Policy, Retry};
pub use service_config::ServiceConfig;
#[cfg(feature = "serve")]
pub use stand_in::StandIn;
pub use streaming::{Requests, Streaming, from_iter};
#[cfg(feature = "stub")]
pub use stub::Stub;
pub use stub::{Expect, Fake, Rpc, Told, Unmet};
#[cfg(feature = "tracing")]
pub use trace::{NoTraceContext, TraceContext};
pub use transport::Compression;
