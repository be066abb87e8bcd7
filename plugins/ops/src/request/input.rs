//! Values from files and standard input.

use std::io::Read;

use prost::bytes::{Buf, Bytes, BytesMut};
use prost::encoding::decode_varint;
use serde_json::Value as Json;

use crate::json::{self, Problem};
use crate::output::yaml;

/// Reads what `@FILE` or `@-` (standard input) names.
pub(crate) fn bytes(name: &str) -> Result<Vec<u8>, String> {
    let read = if name == "-" {
        let mut all = Vec::new();
        std::io::stdin().lock().read_to_end(&mut all).map(|_| all)
    } else {
        std::fs::read(name)
    };
    let shown = if name == "-" { "standard input" } else { name };
    read.map_err(|error| format!("cannot read `{shown}`: {error}"))
}

/// The text itself, or that of the file that it names behind an `@`.
pub(crate) fn text(text: &str) -> Result<String, String> {
    let Some(name) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
    String::from_utf8(bytes(name)?).map_err(|_| format!("`{name}` is not UTF-8"))
}

/// How requests are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// By the name of the file, else as it looks.
    Auto,
    Json,
    Yaml,
    /// The text format of protobuf.
    Text,
    /// One encoded message.
    Binary,
    /// Encoded messages, each behind its length as a varint.
    Delimited,
}

impl Form {
    /// What [`Form::named`] knows.
    pub(crate) const NAMES: [&str; 6] = ["auto", "json", "yaml", "text", "binary", "delimited"];

    pub(crate) fn named(name: &str) -> Form {
        match name {
            "json" => Form::Json,
            "yaml" => Form::Yaml,
            "text" => Form::Text,
            "binary" => Form::Binary,
            "delimited" => Form::Delimited,
            _ => Form::Auto,
        }
    }

    /// The form that the name of a file stands for, where nobody says another.
    pub(crate) fn of_file(self, data: &str) -> Form {
        let name = data.strip_prefix('@').unwrap_or_default();
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        match (self, end) {
            (Form::Auto, "json" | "ndjson" | "jsonl") => Form::Json,
            (Form::Auto, "yaml" | "yml") => Form::Yaml,
            (Form::Auto, "txtpb" | "textproto" | "textpb" | "prototxt" | "pbtxt") => Form::Text,
            (Form::Auto, "bin" | "binpb" | "pb") => Form::Binary,
            _ => self,
        }
    }
}

/// The requests in a text: JSON documents one after the other, or YAML documents with `---`
/// between them.
pub(crate) fn documents(text: &str, form: Form) -> Result<Vec<Json>, Vec<Problem>> {
    // What begins as JSON is JSON, unless it is YAML's own flow style: `{a: 1}`.
    let json = text.trim_start().starts_with(['{', '[']);
    match form {
        Form::Json => json::documents(text),
        Form::Auto if json => {
            json::documents(text).or_else(|problems| yaml::documents(text).map_err(|_| problems))
        }
        _ => yaml::documents(text),
    }
}

/// Encoded requests.
pub(crate) fn messages(bytes: Vec<u8>, form: Form) -> Result<Vec<Bytes>, String> {
    if form == Form::Binary {
        return Ok(vec![bytes.into()]);
    }
    let mut buffer = BytesMut::from(&*bytes);
    let messages: Vec<Bytes> = std::iter::from_fn(|| split(&mut buffer)).collect();
    let whole = buffer.is_empty().then_some(messages);
    whole.ok_or_else(|| "the input ends inside of a message".to_owned())
}

/// Takes a message off the front that is there as a whole.
pub(crate) fn split(buffer: &mut BytesMut) -> Option<Bytes> {
    let mut ahead = &buffer[..];
    let length = decode_varint(&mut ahead).ok()?;
    let length = usize::try_from(length).ok().filter(|length| *length <= ahead.remaining())?;
    let head = buffer.len() - ahead.remaining();
    buffer.advance(head);
    Some(buffer.split_to(length).freeze())
}
