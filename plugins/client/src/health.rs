//! Whether a server is ready, by the [gRPC health checking protocol][protocol].
//!
//! [protocol]: https://github.com/grpc/grpc/blob/master/doc/health-checking.md

use bytes::Bytes;
use prost::Message;

use crate::call::Call;
use crate::channel::{decode, encode};
use crate::replay::Body;
use crate::{Channel, Error, Method, ServerStreaming, Unary};

static CHECK: Method = Method::new("/grpc.health.v1.Health/Check").idempotent();
static WATCH: Method = Method::new("/grpc.health.v1.Health/Watch").idempotent();

/// How a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// The server does not say.
    Unknown,
    /// It takes calls.
    Serving,
    /// It does not take calls now.
    NotServing,
    /// The server does not know it, which only a watch says; a check fails with
    /// [`Code::NotFound`](crate::Code::NotFound).
    ServiceUnknown,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Request {
    #[prost(string, tag = "1")]
    pub(crate) service: String,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Status {
    #[prost(int32, tag = "1")]
    pub(crate) status: i32,
}

impl Channel {
    /// Asks how a service is, by its full name; the empty name asks for the whole server.
    pub fn health(&self, service: &str) -> Unary<(), Health> {
        Call::new(self, &CHECK, Body::One(named(service)), read)
    }

    /// Asks how a service is, and hears of every change.
    pub fn watch_health(&self, service: &str) -> ServerStreaming<(), Health> {
        Call::new(self, &WATCH, Body::One(named(service)), read)
    }
}

fn named(service: &str) -> Bytes {
    encode(Request { service: service.to_owned() })
}

fn read(bytes: Bytes, channel: &Channel) -> Result<Health, Error> {
    let Status { status } = decode(bytes, channel)?;
    Ok(match status {
        1 => Health::Serving,
        2 => Health::NotServing,
        3 => Health::ServiceUnknown,
        _ => Health::Unknown,
    })
}
