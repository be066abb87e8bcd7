//! Tables of the standard details of errors, which an API need not contain to send them.
//!
//! See <https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto>.
//!
//! ```
//! use typewright_json::details;
//!
//! let info = details::table("google.rpc.ErrorInfo").unwrap();
//! assert_eq!(info.field("reason").map(|field| field.number), Some(1));
//! assert!(details::table("google.rpc.Status").is_none());
//! ```

use crate::table::{Message, Type};
use crate::well_known;

static ERROR_INFO: Message = Message::new(
    "
    google.rpc.ErrorInfo
    1 reason string
    2 domain string
    3 metadata map<string,string>
    ",
    &[],
);
static RETRY_INFO: Message = Message::new(
    "
    google.rpc.RetryInfo
    1 retry_delay .google.protobuf.Duration?
    ",
    &[Type::Message(&well_known::DURATION)],
);
static DEBUG_INFO: Message = Message::new(
    "
    google.rpc.DebugInfo
    1 stack_entries string repeated
    2 detail string
    ",
    &[],
);
static QUOTA_VIOLATION: Message = Message::new(
    "
    google.rpc.QuotaFailure.Violation
    1 subject string
    2 description string
    ",
    &[],
);
static QUOTA_FAILURE: Message = Message::new(
    "
    google.rpc.QuotaFailure
    1 violations .google.rpc.QuotaFailure.Violation repeated
    ",
    &[Type::Message(&QUOTA_VIOLATION)],
);
static PRECONDITION_VIOLATION: Message = Message::new(
    "
    google.rpc.PreconditionFailure.Violation
    1 type string
    2 subject string
    3 description string
    ",
    &[],
);
static PRECONDITION_FAILURE: Message = Message::new(
    "
    google.rpc.PreconditionFailure
    1 violations .google.rpc.PreconditionFailure.Violation repeated
    ",
    &[Type::Message(&PRECONDITION_VIOLATION)],
);
static FIELD_VIOLATION: Message = Message::new(
    "
    google.rpc.BadRequest.FieldViolation
    1 field string
    2 description string
    ",
    &[],
);
static BAD_REQUEST: Message = Message::new(
    "
    google.rpc.BadRequest
    1 field_violations .google.rpc.BadRequest.FieldViolation repeated
    ",
    &[Type::Message(&FIELD_VIOLATION)],
);
static REQUEST_INFO: Message = Message::new(
    "
    google.rpc.RequestInfo
    1 request_id string
    2 serving_data string
    ",
    &[],
);
static RESOURCE_INFO: Message = Message::new(
    "
    google.rpc.ResourceInfo
    1 resource_type string
    2 resource_name string
    3 owner string
    4 description string
    ",
    &[],
);
static LINK: Message = Message::new(
    "
    google.rpc.Help.Link
    1 description string
    2 url string
    ",
    &[],
);
static HELP: Message = Message::new(
    "
    google.rpc.Help
    1 links .google.rpc.Help.Link repeated
    ",
    &[Type::Message(&LINK)],
);
static LOCALIZED_MESSAGE: Message = Message::new(
    "
    google.rpc.LocalizedMessage
    1 locale string
    2 message string
    ",
    &[],
);

/// All of them.
pub static ALL: [&Message; 10] = [
    &ERROR_INFO,
    &RETRY_INFO,
    &DEBUG_INFO,
    &QUOTA_FAILURE,
    &PRECONDITION_FAILURE,
    &BAD_REQUEST,
    &REQUEST_INFO,
    &RESOURCE_INFO,
    &HELP,
    &LOCALIZED_MESSAGE,
];

/// The table of one, by its full name.
pub fn table(id: &str) -> Option<&'static Message> {
    ALL.into_iter().find(|message| message.id == id)
}
