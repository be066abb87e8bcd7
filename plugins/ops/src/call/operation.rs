//! Long-running operations ([AIP-151](https://google.aip.dev/151)).

use prost::Message as _;

use crate::dynamic::{DynamicMessage, Value};
use crate::table::{Method, OPERATION};

/// The path that tells how far an operation is.
pub(crate) const GET: &str = "/google.longrunning.Operations/GetOperation";

/// Whether the answer of a method is an operation.
pub(crate) fn starts(method: &Method) -> bool {
    method.output.id == OPERATION && !method.server_streaming
}

/// What an operation says about itself.
#[derive(Debug, PartialEq)]
pub(crate) enum State {
    Running {
        /// What to ask for.
        name: String,
    },
    Succeeded,
    /// The code of its status, and the message.
    Failed(i32, String),
}

/// Reads the state of an operation.
pub(crate) fn state(operation: &DynamicMessage) -> State {
    if operation.one("done") != Some(&Value::Bool(true)) {
        return State::Running { name: string(operation, "name") };
    }
    match operation.one("error") {
        Some(Value::Message(status)) => {
            let code = i32::try_from(status.int("code")).unwrap_or(2);
            State::Failed(code, string(status, "message"))
        }
        _ => State::Succeeded,
    }
}

fn string(message: &DynamicMessage, field: &str) -> String {
    match message.one(field) {
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    }
}

/// The request for [`GET`]: the name in its first field.
pub(crate) fn request(name: &str) -> Vec<u8> {
    // prost writes a string alone as the message that has it in field 1.
    name.to_owned().encode_to_vec()
}
