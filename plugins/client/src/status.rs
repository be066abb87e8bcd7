//! Details of errors: `google.rpc.Status` and what it carries.
//!
//! The messages are those of [`google/rpc/error_details.proto`][proto]; [AIP-193] says which error
//! has which of them.
//!
//! [proto]: https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
//! [AIP-193]: https://google.aip.dev/193
//!
//! ```
//! use typewright_client::status::{Detail, Details, RetryInfo};
//!
//! # fn wait(error: &typewright_client::Error) -> Option<std::time::Duration> {
//! let details = error.details();
//! if let Some(info) = details.field_violations().next() {
//!     eprintln!("{}: {}", info.field, info.description);
//! }
//! details.get::<RetryInfo>()?.retry_delay()
//! # }
//! ```

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use prost::Message;

/// A message that errors carry, found by its name.
///
/// The ten standard ones are here. A message of your own needs one line:
///
/// ```
/// # #[derive(Clone, PartialEq, prost::Message)]
/// # struct OutOfStock {}
/// impl typewright_client::status::Detail for OutOfStock {
///     const NAME: &'static str = "inventory.v1.OutOfStock";
/// }
/// ```
pub trait Detail: Message + Default {
    /// Its full name, `package.Message`.
    const NAME: &'static str;
}

/// The details of an error, in the server's order.
#[derive(Clone, Default, PartialEq)]
pub struct Details {
    status: Status,
    raw: Bytes,
}

/// `google.rpc.Status`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Status {
    #[prost(int32, tag = "1")]
    pub(crate) code: i32,
    #[prost(string, tag = "2")]
    pub(crate) message: String,
    #[prost(message, repeated, tag = "3")]
    pub(crate) details: Vec<Any>,
}

/// A message and its name (`google.protobuf.Any`).
#[derive(Clone, PartialEq, Message)]
pub struct Any {
    /// A URL whose last part is the message's full name.
    #[prost(string, tag = "1")]
    pub type_url: String,
    /// The message, encoded.
    #[prost(bytes = "bytes", tag = "2")]
    pub value: Bytes,
}

impl Any {
    /// The full name of the message.
    pub fn name(&self) -> &str {
        self.type_url.rsplit('/').next().unwrap_or_default()
    }

    /// The message, if it is a `T` and whole.
    pub fn get<T: Detail>(&self) -> Option<T> {
        (self.name() == T::NAME).then(|| T::decode(self.value.clone()).ok()).flatten()
    }
}

impl Details {
    /// Reads what a server attached. Bytes that are no `google.rpc.Status` carry no details.
    pub(crate) fn decode(raw: Bytes) -> Details {
        Details { status: Status::decode(raw.clone()).unwrap_or_default(), raw }
    }

    pub(crate) fn into_status(self) -> Status {
        self.status
    }

    /// The first detail that is a `T`.
    pub fn get<T: Detail>(&self) -> Option<T> {
        self.all().next()
    }

    /// All details that are a `T`.
    pub fn all<T: Detail>(&self) -> impl Iterator<Item = T> {
        self.status.details.iter().filter_map(Any::get)
    }

    /// All details, those of unknown types too.
    pub fn iter(&self) -> impl Iterator<Item = &Any> {
        self.status.details.iter()
    }

    /// What is wrong with the fields of the request, from all [`BadRequest`]s.
    pub fn field_violations(&self) -> impl Iterator<Item = FieldViolation> {
        self.all::<BadRequest>().flat_map(|bad| bad.field_violations)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.status.details.is_empty()
    }

    /// What the server attached, as it came.
    pub fn as_bytes(&self) -> &[u8] {
        &self.raw
    }
}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(Any::name)).finish()
    }
}

macro_rules! details {
    ($($(#[$docs:meta])* $name:ident { $($(#[$field:meta])* $id:ident: $ty:ty,)* })*) => {
        $(
            $(#[$docs])*
            #[derive(Clone, PartialEq, Message)]
            pub struct $name { $($(#[$field])* pub $id: $ty,)* }
        )*
    };
}

macro_rules! standard {
    ($($name:ident)*) => {
        $(impl Detail for $name {
            const NAME: &'static str = concat!("google.rpc.", stringify!($name));
        })*
    };
}

standard! {
    ErrorInfo RetryInfo DebugInfo QuotaFailure PreconditionFailure BadRequest RequestInfo
    ResourceInfo Help LocalizedMessage
}

details! {
    /// Why the call failed, for programs.
    ErrorInfo {
        /// The reason, such as `API_DISABLED`.
        #[prost(string, tag = "1")] reason: String,
        /// Who defines the reason, such as `pubsub.googleapis.com`.
        #[prost(string, tag = "2")] domain: String,
        /// More about it, by name.
        #[prost(map = "string, string", tag = "3")] metadata: HashMap<String, String>,
    }

    /// When to try again.
    RetryInfo {
        /// See [`RetryInfo::retry_delay`].
        #[prost(message, optional, tag = "1")] delay: Option<Span>,
    }

    /// A time span (`google.protobuf.Duration`).
    Span {
        /// Whole seconds.
        #[prost(int64, tag = "1")] seconds: i64,
        /// Nanoseconds, of the same sign.
        #[prost(int32, tag = "2")] nanos: i32,
    }

    /// Where in the server it happened.
    DebugInfo {
        /// The stack, innermost first.
        #[prost(string, repeated, tag = "1")] stack_entries: Vec<String>,
        /// More about it.
        #[prost(string, tag = "2")] detail: String,
    }

    /// Which quota is used up.
    QuotaFailure {
        /// All quotas that are.
        #[prost(message, repeated, tag = "1")] violations: Vec<QuotaViolation>,
    }

    /// A quota that is used up.
    QuotaViolation {
        /// Whose quota, such as `project:7`.
        #[prost(string, tag = "1")] subject: String,
        /// What for.
        #[prost(string, tag = "2")] description: String,
    }

    /// What would have to hold for the call to go well.
    PreconditionFailure {
        /// All that does not hold.
        #[prost(message, repeated, tag = "1")] violations: Vec<PreconditionViolation>,
    }

    /// Something that does not hold.
    PreconditionViolation {
        /// Its kind, by the service: `TOS`.
        #[prost(string, tag = "1")] r#type: String,
        /// What it is about.
        #[prost(string, tag = "2")] subject: String,
        /// How to make it hold.
        #[prost(string, tag = "3")] description: String,
    }

    /// What is wrong with the request.
    BadRequest {
        /// All fields that are wrong.
        #[prost(message, repeated, tag = "1")] field_violations: Vec<FieldViolation>,
    }

    /// A field that is wrong.
    FieldViolation {
        /// Its path: `item.tags[2]`.
        #[prost(string, tag = "1")] field: String,
        /// What is wrong with it.
        #[prost(string, tag = "2")] description: String,
        /// The same for programs, such as `TOO_LONG`.
        #[prost(string, tag = "3")] reason: String,
    }

    /// Names the call in the server's logs.
    RequestInfo {
        /// The name.
        #[prost(string, tag = "1")] request_id: String,
        /// What the server wants to hear with a report.
        #[prost(string, tag = "2")] serving_data: String,
    }

    /// The resource that the error is about.
    ResourceInfo {
        /// Its type.
        #[prost(string, tag = "1")] resource_type: String,
        /// Its name.
        #[prost(string, tag = "2")] resource_name: String,
        /// Whose it is.
        #[prost(string, tag = "3")] owner: String,
        /// What happened to it.
        #[prost(string, tag = "4")] description: String,
    }

    /// Where to read more.
    Help {
        /// Pages.
        #[prost(message, repeated, tag = "1")] links: Vec<Link>,
    }

    /// A page to read.
    Link {
        /// What it says.
        #[prost(string, tag = "1")] description: String,
        /// Where it is.
        #[prost(string, tag = "2")] url: String,
    }

    /// The message in the language of the user.
    LocalizedMessage {
        /// The language, by BCP 47: `de-CH`.
        #[prost(string, tag = "1")] locale: String,
        /// The message.
        #[prost(string, tag = "2")] message: String,
    }
}

impl RetryInfo {
    /// How long to wait before the next call at least; nothing if the server did not say or said
    /// a time in the past.
    pub fn retry_delay(&self) -> Option<Duration> {
        let Span { seconds, nanos } = self.delay.as_ref()?;
        Some(Duration::new(u64::try_from(*seconds).ok()?, u32::try_from(*nanos).ok()?))
    }
}
