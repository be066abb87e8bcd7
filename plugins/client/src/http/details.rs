//! The tables of the standard details of errors (`google/rpc/error_details.proto`), which an API
//! need not contain to send them.

use typewright_json::table::{Field, Kind, Message, Shape};
use typewright_json::well_known;

const MANY: Shape = Shape::Repeated { packed: false };

const fn text(number: u32, name: &'static str, json: &'static str) -> Field {
    Field { number, name, json, kind: Kind::String, ..Field::NEW }
}

const fn list(number: u32, name: &'static str, json: &'static str, of: &'static Message) -> Field {
    Field { number, name, json, kind: Kind::Message(of), shape: MANY, ..Field::NEW }
}

const fn message(id: &'static str, fields: &'static [Field]) -> Message {
    Message { id, fields, ..Message::NEW }
}

static ERROR_INFO: Message = message(
    "google.rpc.ErrorInfo",
    &[
        text(1, "reason", "reason"),
        text(2, "domain", "domain"),
        Field { shape: Shape::Map(Kind::String), ..text(3, "metadata", "metadata") },
    ],
);
static RETRY_INFO: Message = message(
    "google.rpc.RetryInfo",
    &[Field {
        shape: Shape::Explicit,
        ..list(1, "retry_delay", "retryDelay", &well_known::DURATION)
    }],
);
static DEBUG_INFO: Message = message(
    "google.rpc.DebugInfo",
    &[
        Field { shape: MANY, ..text(1, "stack_entries", "stackEntries") },
        text(2, "detail", "detail"),
    ],
);
static QUOTA_VIOLATION: Message = message(
    "google.rpc.QuotaFailure.Violation",
    &[text(1, "subject", "subject"), text(2, "description", "description")],
);
static QUOTA_FAILURE: Message =
    message("google.rpc.QuotaFailure", &[list(1, "violations", "violations", &QUOTA_VIOLATION)]);
static PRECONDITION_VIOLATION: Message = message(
    "google.rpc.PreconditionFailure.Violation",
    &[
        text(1, "type", "type"),
        text(2, "subject", "subject"),
        text(3, "description", "description"),
    ],
);
static PRECONDITION_FAILURE: Message = message(
    "google.rpc.PreconditionFailure",
    &[list(1, "violations", "violations", &PRECONDITION_VIOLATION)],
);
static FIELD_VIOLATION: Message = message(
    "google.rpc.BadRequest.FieldViolation",
    &[text(1, "field", "field"), text(2, "description", "description")],
);
static BAD_REQUEST: Message = message(
    "google.rpc.BadRequest",
    &[list(1, "field_violations", "fieldViolations", &FIELD_VIOLATION)],
);
static REQUEST_INFO: Message = message(
    "google.rpc.RequestInfo",
    &[text(1, "request_id", "requestId"), text(2, "serving_data", "servingData")],
);
static RESOURCE_INFO: Message = message(
    "google.rpc.ResourceInfo",
    &[
        text(1, "resource_type", "resourceType"),
        text(2, "resource_name", "resourceName"),
        text(3, "owner", "owner"),
        text(4, "description", "description"),
    ],
);
static LINK: Message = message(
    "google.rpc.Help.Link",
    &[text(1, "description", "description"), text(2, "url", "url")],
);
static HELP: Message = message("google.rpc.Help", &[list(1, "links", "links", &LINK)]);
static LOCALIZED_MESSAGE: Message = message(
    "google.rpc.LocalizedMessage",
    &[text(1, "locale", "locale"), text(2, "message", "message")],
);

/// The table of a standard detail.
pub(super) fn table(id: &str) -> Option<&'static Message> {
    let all = [
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
    all.into_iter().find(|message| message.id == id)
}
