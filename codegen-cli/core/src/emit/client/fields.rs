//! The fields of a request ▶ functions that set them, and which of them a call asks for.

use std::collections::BTreeSet;

use crate::model::path::{self, Members, Paths};
use crate::model::{Behavior, Field, Message, Method, Presence, Scalar, Schema, Sum, Type};

/// The functions that every request has; a field of such a name is set by another.
const OPTIONS: [&str; 15] = [
    "timeout",
    "metadata",
    "metadata_bin",
    "retry",
    "hedge",
    "once",
    "wait_for_ready",
    "into_call",
    "into_future",
    "send",
    "response",
    "pages",
    "items",
    "new",
    "option",
];

/// A function that sets a field.
pub(super) struct Setter<'s> {
    pub(super) field: &'s Field,
    /// What it is called.
    pub(super) name: String,
    /// What it takes and how that is held, in the words of the runtime: `some into super::Topic`.
    pub(super) how: String,
    /// Where it is held, if not under the name of the function.
    place: String,
}

impl Setter<'_> {
    /// As a row of the runtime's macro.
    pub(super) fn row(&self) -> String {
        format!("{}({}){};", self.name, self.how, self.place)
    }

    /// As an argument of a call.
    pub(super) fn argument(&self) -> String {
        format!("{}({}){}", self.name, self.how, self.place)
    }
}

/// The functions for the fields of a message that a client may set.
pub(super) fn setters<'s>(
    schema: &'s Schema,
    paths: &Paths<'_>,
    id: &str,
    at: &[String],
) -> Vec<Setter<'s>> {
    // The fields of a type that lives elsewhere may be held otherwise.
    let Some(message) = schema.messages.get(id).filter(|_| schema.externs.path(id).is_none())
    else {
        return Vec::new();
    };
    let members = Members::of(message);
    let sum_type = |sum: &Sum| sum_type(paths, message, &members, &sum.name, at);
    let sums: Vec<String> = message.sums.iter().map(sum_type).collect();
    let mut taken: BTreeSet<String> = OPTIONS.iter().map(ToString::to_string).collect();
    let mut setters = Vec::new();
    for field in &message.fields {
        let own = path::snake(&field.name);
        if field.behavior.contains(&Behavior::OutputOnly) {
            continue;
        }
        let Some(member) = members.field(field.number) else { continue };
        let Some(how) = how(paths, field, at) else { continue };
        let mut name = own.clone();
        if !taken.insert(name.clone()) {
            name = path::unique(format!("set_{}", own.trim_start_matches("r#")), &mut taken);
        }
        let place = match field.sum.and_then(|sum| message.sums.get(sum).zip(sums.get(sum))) {
            Some((sum, of)) => {
                let place = members.sum(&sum.name).unwrap_or(&sum.name);
                format!(" in {place} as {of}::{member}")
            }
            None if name == member => String::new(),
            None => format!(" in {member}"),
        };
        setters.push(Setter { field, name, how, place });
    }
    setters
}

/// The enum that prost makes of a oneof, in the module of its message.
fn sum_type(
    paths: &Paths<'_>,
    message: &Message,
    members: &Members,
    sum: &str,
    at: &[String],
) -> String {
    let whole = text(&paths.message(&message.id, at));
    let around = whole.rsplit_once("::").map_or(String::new(), |(around, _)| format!("{around}::"));
    let module = path::snake(paths.name(&message.id));
    format!("{around}{module}::{}", paths.sum_type(message, members, sum))
}

/// How a field is held, in the words of the runtime; nothing for what it has no word for.
fn how(paths: &Paths<'_>, field: &Field, at: &[String]) -> Option<String> {
    let one = |ty: &Type| one(paths, ty, at);
    let single = match &field.ty {
        Type::List(item) => {
            let (plain, ty) = one(item)?;
            return Some(format!("{} {ty}", if plain { "plains" } else { "list" }));
        }
        Type::Map(key, value) => {
            let key = one(&Type::Scalar(*key))?.1;
            return Some(format!("map {key}, {}", one(value)?.1));
        }
        single => single,
    };
    let (plain, ty) = one(single)?;
    let word = if plain { "plain" } else { "into" };
    let optional = field.sum.is_none() && field.presence == Presence::Explicit;
    Some(format!("{}{word} {ty}", if optional { "some " } else { "" }))
}

/// A type, and whether it is taken as it is instead of by `Into`: a number written without its type
/// would have too many to come from.
fn one(paths: &Paths<'_>, ty: &Type, at: &[String]) -> Option<(bool, String)> {
    let name = match ty {
        Type::List(_) | Type::Map(..) => return None,
        Type::Enum(_) => return Some((false, "i32".to_owned())),
        Type::Message(id) => text(&paths.message(id, at)),
        Type::Scalar(scalar) => match scalar {
            Scalar::Double => "f64",
            Scalar::Float => "f32",
            Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => "i32",
            Scalar::Int64 | Scalar::Sint64 | Scalar::Sfixed64 => "i64",
            Scalar::Uint32 | Scalar::Fixed32 => "u32",
            Scalar::Uint64 | Scalar::Fixed64 => "u64",
            Scalar::Bool => "bool",
            Scalar::String => "String",
            Scalar::Bytes => "Vec<u8>",
        }
        .to_owned(),
    };
    let plain = matches!(&*name, "f64" | "f32" | "i32" | "i64" | "u32" | "u64" | "bool" | "()");
    Some((plain, name))
}

/// The fields that a call asks for: those that the author requires, in the order of a list of
/// arguments that has just these, else those of the first list that the author gave.
pub(super) fn asked<'s, 'a>(
    method: &Method,
    setters: &'a [Setter<'s>],
    mask: Option<u32>,
) -> Vec<&'a Setter<'s>> {
    let required = |setter: &&Setter<'_>| {
        let field = setter.field;
        field.behavior.contains(&Behavior::Required) && Some(field.number) != mask
    };
    let required: Vec<_> = setters.iter().filter(required).collect();
    if method.client_streaming {
        return Vec::new();
    }
    let mut lists = method.signatures.iter().filter_map(|signature| listed(signature, setters));
    if required.is_empty() {
        return lists.next().unwrap_or_default();
    }
    lists.find(|list| names(list) == names(&required)).unwrap_or(required)
}

/// What functions are called, whatever their order.
pub(super) fn names<'a>(setters: &[&'a Setter<'_>]) -> BTreeSet<&'a str> {
    setters.iter().map(|setter| &*setter.name).collect()
}

/// The functions of the fields of a list of arguments; nothing if one of them has none.
pub(super) fn listed<'s, 'a>(
    signature: &[String],
    setters: &'a [Setter<'s>],
) -> Option<Vec<&'a Setter<'s>>> {
    let of = |name: &String| setters.iter().find(|setter| setter.field.name == *name);
    signature.iter().map(of).collect()
}

/// Tokens as people write paths.
pub(super) fn text(tokens: &proc_macro2::TokenStream) -> String {
    let mut text = tokens.to_string();
    for (spaced, tight) in [(" :: ", "::"), (":: ", "::"), (" <", "<"), ("< ", "<"), (" >", ">")] {
        text = text.replace(spaced, tight);
    }
    text
}
