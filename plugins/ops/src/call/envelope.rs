//! A call as one document: what came before, the answers, what came after, and the status.

use std::cell::RefCell;

use serde_json::{Map, Value as Json, json};
use typewright_client::{Code, Error, Metadata, Value, is_secret};

use crate::dynamic::DynamicMessage;
use crate::json::{self, Types};
use crate::scalar;

/// What has come of a call so far.
#[derive(Debug, Default)]
pub(crate) struct Envelope(RefCell<Parts>);

#[derive(Debug, Default)]
struct Parts {
    metadata: Map<String, Json>,
    messages: Vec<Json>,
    trailers: Map<String, Json>,
}

impl Envelope {
    pub(crate) fn metadata(&self, metadata: &Metadata) {
        add(&mut self.0.borrow_mut().metadata, metadata);
    }

    pub(crate) fn message(&self, message: Json) {
        self.0.borrow_mut().messages.push(message);
    }

    pub(crate) fn trailers(&self, trailers: &Metadata) {
        add(&mut self.0.borrow_mut().trailers, trailers);
    }

    /// The document, with the error that ended the call, if one did.
    pub(crate) fn close(&self, error: Option<&Error>, types: &Types) -> Json {
        let mut parts = self.0.take();
        if let Some(error) = error {
            add(&mut parts.trailers, error.metadata());
        }
        json!({
            "metadata": parts.metadata,
            "messages": parts.messages,
            "trailers": parts.trailers,
            "status": status(error, types),
        })
    }
}

/// How a call ended.
pub(crate) fn status(error: Option<&Error>, types: &Types) -> Json {
    let code = error.map_or(Code::Ok, Error::code);
    let details: Vec<Json> = error.map_or_else(Vec::new, |error| {
        error.details().iter().map(|any| detail(any, types)).collect()
    });
    json!({
        "code": code.number(),
        "name": code.to_string(),
        "message": error.map_or("", Error::message),
        "details": details,
    })
}

/// Every key with all of its values.
fn add(into: &mut Map<String, Json>, metadata: &Metadata) {
    for (key, value) in metadata.iter() {
        let value = match value {
            _ if is_secret(key) => "***".to_owned(),
            Value::Ascii(text) => text,
            Value::Binary(bytes) => scalar::base64_text(&bytes),
        };
        let all = into.entry(key).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(values) = all {
            values.push(value.into());
        }
    }
}

/// A detail in the form that JSON has for `Any`.
fn detail(any: &typewright_client::status::Any, types: &Types) -> Json {
    let table = types.get(any.name());
    let message = table.and_then(|table| DynamicMessage::decode(table, &any.value).ok());
    let mut all = json!({ "@type": any.type_url });
    match message.map(|message| json::masked(&message, types)) {
        Some(Json::Object(fields)) => {
            if let Json::Object(all) = &mut all {
                all.extend(fields);
            }
        }
        Some(other) => all["value"] = other,
        None => all["value"] = scalar::base64_text(&any.value).into(),
    }
    all
}
