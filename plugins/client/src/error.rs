//! The one error type of calls and connections.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use prost::Message as _;
use tonic::Status;

use crate::status::{Any, Detail, Details};
use crate::transport::connection::Unreached;
use crate::transport::line::Unwritten;
use crate::{Code, Metadata};

/// Why a call or a connection failed.
///
/// Mistakes of the caller (an endpoint or a metadata key that cannot be) have the code
/// [`Code::InvalidArgument`], a server that cannot be reached has [`Code::Unavailable`].
///
/// ```
/// use typewright_client::{Code, Error};
///
/// let error = Error::new(Code::NotFound, "item `x` does not exist");
/// assert_eq!(error.to_string(), "NOT_FOUND: item `x` does not exist");
/// assert!(!error.is_retryable());
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    message: String,
    details: Bytes,
    metadata: Metadata,
    source: Option<Box<dyn StdError + Send + Sync>>,
    local: bool,
    sent: Sent,
    attempts: u32,
}

impl Error {
    /// An error with a code and a message.
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        Error(Box::new(Inner {
            code,
            message: message.into(),
            details: Bytes::new(),
            metadata: Metadata::default(),
            source: None,
            local: true,
            sent: Sent::Maybe,
            attempts: 0,
        }))
    }

    /// How the call ended.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What the server or this library has to say, for people; may be empty.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The details that the server attached, typed.
    pub fn details(&self) -> Details {
        Details::decode(self.0.details.clone())
    }

    /// Metadata and trailers that came with the error.
    pub fn metadata(&self) -> &Metadata {
        &self.0.metadata
    }

    /// Whether the same call may work a moment later: only [`Code::Unavailable`], by
    /// [AIP-194](https://google.aip.dev/194). Whether it is safe to call again is another
    /// question, see [`Method::idempotent`](crate::Method::idempotent).
    pub fn is_retryable(&self) -> bool {
        self.0.code == Code::Unavailable
    }

    /// Whether the call never left this program: its endpoint, metadata or path cannot be.
    pub fn is_local(&self) -> bool {
        self.0.local && matches!(self.code(), Code::InvalidArgument | Code::FailedPrecondition)
    }

    /// The same error, about an attempt that the server cannot have seen: it could not be reached,
    /// or refused to look. For a [`Transport`](crate::transport::Transport).
    pub fn unsent(mut self) -> Error {
        self.0.sent = Sent::Never;
        self
    }

    /// Whether the server cannot have seen the call, so that calling again repeats nothing.
    pub fn is_unsent(&self) -> bool {
        self.0.sent != Sent::Maybe
    }

    /// Whether there is a connection, over which the same attempt may go well at once.
    pub(crate) fn is_unread(&self) -> bool {
        self.0.sent == Sent::Unread
    }

    /// The same error with metadata, as a server sends it. For a
    /// [`Transport`](crate::transport::Transport).
    pub fn with_metadata(mut self, metadata: Metadata) -> Error {
        self.0.metadata = metadata;
        self.0.local = false;
        self
    }

    /// The same error with one more detail, as a server sends it: for a stub, a
    /// [`Fake`](crate::Fake) or a [`Transport`](crate::transport::Transport).
    ///
    /// ```
    /// use typewright_client::status::ErrorInfo;
    /// use typewright_client::{Code, Error};
    ///
    /// let info = ErrorInfo { reason: "QUOTA".into(), ..ErrorInfo::default() };
    /// let error = Error::new(Code::ResourceExhausted, "too many").with_detail(&info);
    /// assert_eq!(error.details().get::<ErrorInfo>(), Some(info));
    /// ```
    pub fn with_detail<T: Detail>(mut self, detail: &T) -> Error {
        let mut status = Details::decode(self.0.details).into_status();
        status.code = i32::from(self.0.code.number());
        status.message.clone_from(&self.0.message);
        let type_url = format!("type.googleapis.com/{}", T::NAME);
        status.details.push(Any { type_url, value: detail.encode_to_vec().into() });
        self.0.details = status.encode_to_vec().into();
        self.0.local = false;
        self
    }

    /// How many attempts failed, the last one with this error; 0 if none was made.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    pub(crate) fn from_server(code: Code, message: String, details: Bytes) -> Error {
        let mut error = Error::new(code, message);
        error.0.local = false;
        error.0.details = details;
        error
    }

    /// The same error once more, but for what caused it.
    pub(crate) fn again(&self) -> Error {
        let Inner { code, message, details, metadata, local, sent, attempts, .. } = &*self.0;
        Error(Box::new(Inner {
            code: *code,
            message: message.clone(),
            details: details.clone(),
            metadata: metadata.clone(),
            source: None,
            local: *local,
            sent: *sent,
            attempts: *attempts,
        }))
    }

    pub(crate) fn after(mut self, attempts: u32) -> Error {
        self.0.attempts = attempts;
        self
    }

    /// The error as a server says it.
    #[cfg(feature = "serve")]
    pub(crate) fn into_status(self) -> Status {
        let Inner { code, message, details, metadata, .. } = *self.0;
        let code = tonic::Code::from_i32(code.number().into());
        Status::with_details_and_metadata(code, message, details, metadata.0)
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Error {
        self.0.source = Some(Box::new(source));
        self
    }

    /// A status of the server, or of the transport when it has a source.
    pub(crate) fn from_status(status: Status, endpoint: &str) -> Error {
        let code = Code::from_number(status.code() as i32);
        let cause = root(&status).map(ToString::to_string);
        let (code, message) = match cause {
            // Without a server's word there is no better statement than "could not be reached".
            Some(cause) => match code {
                // A server that cancels has looked, and does not mean to.
                Code::Cancelled if is_reset(&status) => {
                    (code, format!("the call was reset by {endpoint}: {cause}"))
                }
                Code::Unknown | Code::Cancelled | Code::Unavailable => {
                    (Code::Unavailable, format!("no answer from {endpoint}: {cause}"))
                }
                other => (other, format!("{} ({endpoint}: {cause})", status.message())),
            },
            None => (code, status.message().to_owned()),
        };
        let mut error = Error::new(code, message);
        error.0.local = false;
        error.0.sent = sent(&status);
        error.0.details = Bytes::copy_from_slice(status.details());
        error.0.metadata = Metadata(status.metadata().clone());
        if status.source().is_some() { error.with_source(status) } else { error }
    }
}

/// What a server can have seen of an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    Maybe,
    /// The connection closed before it went out, or the server refused the stream or went away
    /// before reading it ([RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)).
    Unread,
    /// No connection came about.
    Never,
}

fn sent(status: &Status) -> Sent {
    let mut cause = status.source();
    while let Some(error) = cause {
        if error.is::<Unreached>() {
            return Sent::Never;
        }
        // A GOAWAY ends those streams alone that came behind the last one it looked at.
        let ignored = error.downcast_ref::<h2::Error>().is_some_and(|error| {
            error.reason() == Some(h2::Reason::REFUSED_STREAM)
                || (error.is_go_away() && error.is_remote())
        });
        if ignored || error.is::<Unwritten>() {
            return Sent::Unread;
        }
        cause = error.source();
    }
    Sent::Maybe
}

/// Whether the server ended the stream, and not the connection.
fn is_reset(status: &Status) -> bool {
    let mut cause = status.source();
    while let Some(error) = cause {
        if error.downcast_ref::<h2::Error>().is_some_and(|e| e.is_reset() && e.is_remote()) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The innermost cause: the outer ones of the transport only say "transport error".
pub(crate) fn root<'e>(
    error: &'e (dyn StdError + 'static),
) -> Option<&'e (dyn StdError + 'static)> {
    let mut cause = error.source()?;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    Some(cause)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code().name())?;
        if !self.message().is_empty() {
            write!(f, ": {}", self.message())?;
        }
        if self.attempts() > 1 { write!(f, " ({} attempts)", self.attempts()) } else { Ok(()) }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
