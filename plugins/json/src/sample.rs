//! Messages that could be, to try things with.

use std::collections::BTreeMap;

use crate::dynamic::{Content, DynamicMessage, Key, Value};
use crate::table::{Field, Kind, Message, Shape};

/// How deep sample messages nest; what is deeper is left out.
const DEPTH: usize = 3;

/// A message with something in every field, always the same: texts say which field they are in, names
/// of resources and texts of a format have theirs, lists have two items and maps one, of a oneof the first
/// member is set. Tokens of further pages are empty, and an operation is done.
///
/// ```
/// use typewright_json::table::Message;
/// use typewright_json::{Types, sample, write};
///
/// static BOOK: Message = Message::new("demo.Book\n1 title string\n2 pages int32", &[]);
/// let book = write(&sample(&BOOK), &Types::default());
/// assert_eq!(book, serde_json::json!({"title": "title", "pages": 2}));
/// ```
pub fn sample(table: &'static Message) -> DynamicMessage {
    message(table, 0)
}

/// [`sample`] as the answer to a request: a field that has the name and kind of one that the request
/// has says the same, so that what is asked for by a name comes with this name.
pub fn sample_answer(table: &'static Message, request: &DynamicMessage) -> DynamicMessage {
    let mut answer = sample(table);
    for (field, content) in request.iter() {
        let same = table.fields.iter().find(|own| own.name == field.name);
        if let Some(own) = same.filter(|own| alike(own, field)) {
            answer.set(own, content.clone());
        }
    }
    answer
}

fn alike(one: &Field, other: &Field) -> bool {
    let single = |shape| matches!(shape, Shape::Implicit | Shape::Explicit | Shape::Required);
    let plain = !matches!(one.kind, Kind::Enum(_) | Kind::Message(_) | Kind::Group(_));
    plain
        && std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
        && single(one.shape)
        && single(other.shape)
}

fn message(table: &'static Message, depth: usize) -> DynamicMessage {
    let mut sample = DynamicMessage::new(table);
    match table.id {
        // An hour of a spring, and half a second: what JSON can say.
        "google.protobuf.Timestamp" => {
            put(&mut sample, "seconds", Value::Int(1_767_258_000));
            return sample;
        }
        "google.protobuf.Duration" => {
            put(&mut sample, "nanos", Value::Int(500_000_000));
            return sample;
        }
        "google.protobuf.FieldMask" => {
            if let Some(paths) = table.field("paths") {
                sample.set(paths, Content::List(vec![Value::String("name".to_owned())]));
            }
            return sample;
        }
        "google.protobuf.Value" => {
            put(&mut sample, "string_value", Value::String("value".to_owned()));
            return sample;
        }
        // Nobody knows the types that these hold.
        "google.protobuf.Any" => return sample,
        "google.longrunning.Operation" => {
            put(&mut sample, "name", Value::String("operations/name".to_owned()));
            put(&mut sample, "done", Value::Bool(true));
            return sample;
        }
        _ => {}
    }
    for field in table.fields {
        let pages_end = matches!(field.name, "next_page_token" | "page_token");
        if !pages_end && sample.conflict(field).is_none() {
            fill(&mut sample, field, depth);
        }
    }
    sample
}

fn put(message: &mut DynamicMessage, name: &str, value: Value) {
    if let Some(field) = message.table().field(name) {
        message.set(field, Content::One(value));
    }
}

fn fill(sample: &mut DynamicMessage, field: &'static Field, depth: usize) {
    let Some(one) = value(field, field.kind, depth) else { return };
    let content = match field.shape {
        Shape::Implicit | Shape::Explicit | Shape::Required => Content::One(one),
        Shape::Repeated { .. } => Content::List(vec![one.clone(), one]),
        Shape::Map(key) => Content::Map(BTreeMap::from([(self::key(key), one)])),
    };
    sample.set(field, content);
}

fn key(kind: Kind) -> Key {
    match kind {
        Kind::Bool => Key::Bool(true),
        Kind::String => Key::String("key".to_owned()),
        Kind::Uint32 | Kind::Uint64 | Kind::Fixed32 | Kind::Fixed64 => Key::Uint(1),
        _ => Key::Int(1),
    }
}

/// Numbers are those of their fields, so that two of them are told apart.
fn value(field: &'static Field, kind: Kind, depth: usize) -> Option<Value> {
    let number = field.number;
    Some(match kind {
        Kind::Double => Value::Double(f64::from(number) + 0.5),
        Kind::Float => Value::Float(0.5),
        Kind::Int32
        | Kind::Int64
        | Kind::Sint32
        | Kind::Sint64
        | Kind::Sfixed32
        | Kind::Sfixed64 => Value::Int(number.into()),
        Kind::Uint32 | Kind::Uint64 | Kind::Fixed32 | Kind::Fixed64 => Value::Uint(number.into()),
        Kind::Bool => Value::Bool(true),
        Kind::String => Value::String(field.sample_text().unwrap_or_else(|| field.name.to_owned())),
        Kind::Bytes => Value::Bytes(field.name.as_bytes().to_vec()),
        Kind::Enum(names) => {
            // The first that says something.
            let told = names.values.iter().find(|(_, number)| *number != 0);
            Value::Enum(told.or(names.values.first())?.1)
        }
        Kind::Message(_) | Kind::Group(_) if depth + 1 >= DEPTH => return None,
        Kind::Message(table) | Kind::Group(table) => Value::Message(message(table, depth + 1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Type;
    use crate::{Types, well_known, write};

    #[test]
    fn samples_of_well_known_types_have_their_form() {
        for table in well_known::ALL {
            let sample = sample(table);
            let bytes = sample.encode();
            assert_eq!(DynamicMessage::decode(table, &bytes), Ok(sample.clone()), "{}", table.id);
            assert!(!write(&sample, &Types::default()).to_string().is_empty());
        }
    }

    #[test]
    fn a_message_that_holds_itself_ends() {
        static NODE: Message = Message::new(
            "
            test.Node
            1 label string
            2 inner .test.Node?
            ",
            &[Type::Message(&NODE)],
        );
        let mut request = DynamicMessage::new(&NODE);
        request.set(&NODE.fields[0], Content::One(Value::String("mine".to_owned())));
        let answer = write(&sample_answer(&NODE, &request), &Types::default()).to_string();
        let expected = r#"{"label":"mine","inner":{"label":"label","inner":{"label":"label"}}}"#;
        assert_eq!(answer.replace(' ', ""), expected);
    }
}
