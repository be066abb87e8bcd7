//! The tables of what errors carry by convention, so that it is shown by name.
//!
//! See <https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto>.

use crate::table::{Message, Type};

/// All that are not shown in a way of their own.
pub(crate) static STANDARD: [&Message; 6] = [
    &ERROR_INFO,
    &DEBUG_INFO,
    &QUOTA_FAILURE,
    &PRECONDITION_FAILURE,
    &REQUEST_INFO,
    &RESOURCE_INFO,
];

static ERROR_INFO: Message = Message::new(
    "
    google.rpc.ErrorInfo
    1 reason string
    2 domain string
    3 metadata map<string,string>
    ",
    &[],
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
