//! The tables of what errors carry by convention, so that it is shown by name.
//!
//! See <https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto>.

use crate::table::{Field, Kind, Message, Shape};

const fn field(number: u32, name: &'static str, json: &'static str, kind: Kind) -> Field {
    Field { number, name, json, kind, ..Field::NEW }
}

const fn text(number: u32, name: &'static str, json: &'static str) -> Field {
    field(number, name, json, Kind::String)
}

const MANY: Shape = Shape::Repeated { packed: false };

/// All that are not shown in a way of their own.
pub(crate) static STANDARD: [&Message; 6] = [
    &Message {
        id: "google.rpc.ErrorInfo",
        fields: &[
            text(1, "reason", "reason"),
            text(2, "domain", "domain"),
            Field { shape: Shape::Map(Kind::String), ..text(3, "metadata", "metadata") },
        ],
        ..Message::NEW
    },
    &Message {
        id: "google.rpc.DebugInfo",
        fields: &[
            Field { shape: MANY, ..text(1, "stack_entries", "stackEntries") },
            text(2, "detail", "detail"),
        ],
        ..Message::NEW
    },
    &Message {
        id: "google.rpc.QuotaFailure",
        fields: &[Field {
            shape: MANY,
            ..field(1, "violations", "violations", Kind::Message(&QUOTA))
        }],
        ..Message::NEW
    },
    &Message {
        id: "google.rpc.PreconditionFailure",
        fields: &[Field {
            shape: MANY,
            ..field(1, "violations", "violations", Kind::Message(&PRECONDITION))
        }],
        ..Message::NEW
    },
    &Message {
        id: "google.rpc.RequestInfo",
        fields: &[text(1, "request_id", "requestId"), text(2, "serving_data", "servingData")],
        ..Message::NEW
    },
    &Message {
        id: "google.rpc.ResourceInfo",
        fields: &[
            text(1, "resource_type", "resourceType"),
            text(2, "resource_name", "resourceName"),
            text(3, "owner", "owner"),
            text(4, "description", "description"),
        ],
        ..Message::NEW
    },
];

static QUOTA: Message = Message {
    id: "google.rpc.QuotaFailure.Violation",
    fields: &[text(1, "subject", "subject"), text(2, "description", "description")],
    ..Message::NEW
};

static PRECONDITION: Message = Message {
    id: "google.rpc.PreconditionFailure.Violation",
    fields: &[
        text(1, "type", "type"),
        text(2, "subject", "subject"),
        text(3, "description", "description"),
    ],
    ..Message::NEW
};
