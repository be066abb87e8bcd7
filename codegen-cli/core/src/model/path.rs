//! Where the Rust types of an API live: prost's rules for names and modules, so that what we emit
//! beside its messages finds them.

mod members;

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::TokenStream;
use quote::quote;

pub use members::Members;

use super::name::KEYWORDS;
use super::{Enum, Message, Schema, TextFormat};

/// `google.pubsub.v1` gives `google`, `pubsub`, `v1`.
fn package_modules(package: &str) -> Vec<String> {
    package.split('.').filter(|part| !part.is_empty()).map(snake).collect()
}

/// A function, module or field name: `GetTopic` gives `get_topic`, `Type` gives `r#type`.
pub fn snake(name: &str) -> String {
    sanitize(name.to_snake_case())
}

/// A type name: `HTTP_rule` gives `HttpRule`.
pub fn upper_camel(name: &str) -> String {
    sanitize(name.to_upper_camel_case())
}

/// The variant that prost makes of an enum value: with `strip` without the name of the enum, if that
/// leaves a name.
pub fn variant(enumeration: &str, value: &str, strip: bool) -> String {
    let whole = upper_camel(value);
    match whole.strip_prefix(&upper_camel(enumeration)).filter(|_| strip) {
        Some(rest) if rest.starts_with(char::is_uppercase) => rest.to_owned(),
        _ => whole,
    }
}

/// The name of a static: `GetTopic` gives `GET_TOPIC`.
pub fn shouty(name: &str) -> String {
    sanitize(name.to_shouty_snake_case())
}

/// A name for command lines: `GetTopic` gives `get-topic`.
pub fn kebab(name: &str) -> String {
    name.to_kebab_case()
}

/// A name that is no other name of `taken`: itself, or with the first number that is free. The
/// number stands apart as the words of the name do: `get_url_2`, `GET_URL_2`, `UrlClient2`.
pub fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(name.clone()) {
        return name;
    }
    // Without what keeps a name apart from a keyword: `self_` and `self_2`, as prost would have it.
    let plain = name.strip_prefix("r#").unwrap_or(&name).trim_end_matches('_');
    let camel = plain.starts_with(char::is_uppercase)
        && (plain.contains(char::is_lowercase) || plain.len() == 1);
    let gap = if camel { "" } else { "_" };
    let mut number = 2;
    loop {
        let other = format!("{plain}{gap}{number}");
        if taken.insert(other.clone()) {
            return other;
        }
        number += 1;
    }
}

/// Names that Rust reserves are escaped as prost escapes them: raw where Rust allows it, else with
/// an underscore behind; what starts with a digit gets one in front.
fn sanitize(name: String) -> String {
    const NOT_RAW: [&str; 5] = ["super", "self", "Self", "extern", "crate"];
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{name}");
    }
    if NOT_RAW.contains(&&*name) {
        return format!("{name}_");
    }
    if KEYWORDS.contains(&&*name) { format!("r#{name}") } else { name }
}

/// The plan of where the types of a schema live in Rust.
///
/// It is prost's plan, with what prost leaves to collide moved apart: a package beside a message of
/// the same name gets `_pkg` behind its own (both would be the same module), and of two types whose
/// names differ in case or underscores alone the second gets a number.
#[derive(Debug)]
pub struct Paths<'a> {
    schema: &'a Schema,
    /// What packages are called, by package; those that keep their name are not in it.
    packages: BTreeMap<&'a str, String>,
    /// What types are called, by id; those that keep their name are not in it.
    names: BTreeMap<&'a str, String>,
}

impl<'a> Paths<'a> {
    /// Plans all types of the schema.
    pub fn new(schema: &'a Schema) -> Self {
        let packages = rename_packages(schema);
        Self { schema, packages, names: rename_types(schema) }
    }

    /// An enum of the schema.
    pub fn enumeration(&self, id: &str) -> Option<&'a Enum> {
        self.schema.enums.get(id)
    }

    /// What the text of a field of the schema must look like, by its number.
    pub fn format(&self, message: &str, number: i32) -> Option<TextFormat> {
        let message = self.schema.messages.get(message)?;
        let mut formats = message.fields.iter().filter_map(|f| Some((f.number, f.format?)));
        formats.find(|(n, _)| i32::try_from(*n) == Ok(number)).map(|(_, format)| format)
    }

    /// What the members of a message of the schema are called.
    pub fn members(&self, id: &str) -> Option<Members> {
        self.schema.messages.get(id).map(Members::of)
    }

    /// The enum that prost makes of a sum, in the module of its message with these members.
    pub fn sum_type(&self, message: &Message, members: &Members, sum: &str) -> String {
        let name = upper_camel(members.sum(sum).unwrap_or(sum).trim_start_matches("r#"));
        let Schema { messages, enums, .. } = self.schema;
        let (start, end) = (format!("{}.", message.id), format!("{}/", message.id));
        let messages = messages.range(start.clone()..end.clone()).map(|(id, _)| id);
        let types = messages.chain(enums.range(start..end).map(|(id, _)| id));
        let mut types = types.filter(|id| scope(id) == message.id);
        let clash = types.any(|id| upper_camel(self.name(id)) == name);
        if clash { format!("{name}OneOf") } else { name }
    }

    /// Whether every package and type keeps its name.
    pub fn is_plain(&self) -> bool {
        self.packages.is_empty() && self.names.is_empty()
    }

    /// The package under which prost should see the package.
    pub fn package<'p>(&'p self, package: &'p str) -> &'p str {
        self.packages.get(package).map_or(package, String::as_str)
    }

    /// The name under which prost should see a message or enum.
    pub fn name<'p>(&'p self, id: &'p str) -> &'p str {
        self.names.get(id).map_or_else(|| last(id), String::as_str)
    }

    /// The full name under which prost should see a message or enum.
    pub fn id(&self, id: &str) -> String {
        let around = match self.schema.messages.get(id).and_then(|m| m.parent.as_deref()) {
            Some(parent) => self.id(parent),
            None => {
                let outer = id.strip_suffix(last(id)).unwrap_or_default().trim_end_matches('.');
                match self.schema.messages.contains_key(outer) {
                    true => self.id(outer),
                    false => self.package(outer).to_owned(),
                }
            }
        };
        let name = self.name(id);
        if around.is_empty() { name.to_owned() } else { format!("{around}.{name}") }
    }

    /// The modules of a package, from the root of the output.
    pub fn modules(&self, package: &str) -> Vec<String> {
        package_modules(self.package(package))
    }

    /// The Rust type of a message as seen from the module `from`.
    pub fn message(&self, id: &str, from: &[String]) -> TokenStream {
        if let Some(elsewhere) = self.schema.externs.tokens(id) {
            return elsewhere;
        }
        self.declared(id, self.schema.messages.get(id).map_or("", |m| &m.package), from)
    }

    /// The Rust type of an enum that is generated, as seen from the module `from`.
    pub fn enum_type(&self, id: &str, from: &[String]) -> TokenStream {
        let document = self.schema.enums.get(id).map(|e| &e.document);
        let document = self.schema.documents.iter().find(|d| Some(&d.name) == document);
        self.declared(id, document.map_or("", |d| &d.package), from)
    }

    fn declared(&self, id: &str, package: &str, from: &[String]) -> TokenStream {
        let mut modules = self.modules(package);
        let inside = self.id(id);
        let inside = inside.strip_prefix(self.package(package)).unwrap_or(&inside);
        let mut names: Vec<&str> = inside.split('.').filter(|part| !part.is_empty()).collect();
        let name = names.pop().map(upper_camel).unwrap_or_default();
        modules.extend(names.into_iter().map(snake));
        relative(&modules, &name, from)
    }
}

fn last(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// The scope of an item: its full name without its own.
fn scope(id: &str) -> &str {
    id.rsplit_once('.').map_or("", |(scope, _)| scope)
}

/// Messages for which prost makes a module, because they hold types or a sum.
fn has_module(schema: &Schema, message: &Message) -> bool {
    let inside = format!("{}.", message.id);
    let holds = |id: Option<&String>| id.is_some_and(|id| id.starts_with(&inside));
    !message.sums.is_empty()
        || holds(schema.messages.range(inside.clone()..).next().map(|(id, _)| id))
        || holds(schema.enums.range(inside.clone()..).next().map(|(id, _)| id))
}

fn rename_packages(schema: &Schema) -> BTreeMap<&str, String> {
    let modules = schema.messages.values().filter(|m| m.parent.is_none() && has_module(schema, m));
    let taken: BTreeSet<(&str, String)> = modules.map(|m| (&*m.package, snake(&m.name))).collect();
    let mut renamed = BTreeMap::new();
    for package in schema.packages() {
        let mut parts: Vec<String> = package.split('.').map(str::to_owned).collect();
        let mut start = 0;
        for part in &mut parts {
            let parent = package[..start].trim_end_matches('.');
            start += part.len() + 1;
            while taken.contains(&(parent, snake(part))) || !is_file_name(part) {
                part.push_str("_pkg");
            }
        }
        let name = parts.join(".");
        if name != package {
            renamed.insert(package, name);
        }
    }
    renamed
}

/// Whether a module can be a file of this name: `mod.rs` is its parent, and Windows keeps some names
/// for devices.
fn is_file_name(part: &str) -> bool {
    let module = snake(part);
    let port = module.strip_prefix("com").or(module.strip_prefix("lpt"));
    let port = port.is_some_and(|n| n.len() == 1 && n.bytes().all(|c| c.is_ascii_digit()));
    !port && !matches!(&*module, "r#mod" | "aux" | "con" | "nul" | "prn")
}

fn rename_types(schema: &Schema) -> BTreeMap<&str, String> {
    let mut taken: BTreeSet<(&str, String)> = BTreeSet::new();
    let mut renamed = BTreeMap::new();
    for id in schema.messages.keys().chain(schema.enums.keys()) {
        let mut name = last(id).to_owned();
        let mut number = 2;
        while !taken.insert((scope(id), upper_camel(&name))) {
            name = format!("{}{number}", last(id));
            number += 1;
        }
        if name != last(id) {
            renamed.insert(id.as_str(), name);
        }
    }
    renamed
}

/// An item `name` in the module `to` as seen from the module `from`.
pub fn relative(to: &[String], name: &str, from: &[String]) -> TokenStream {
    let common = to.iter().zip(from).take_while(|(a, b)| a == b).count();
    let up = vec!["super"; from.len() - common];
    let down = to[common..].iter().map(String::as_str);
    let segments = up.into_iter().chain(down).chain([name]).map(path_segment);
    quote!(#(#segments)::*)
}

fn path_segment(name: &str) -> TokenStream {
    name.parse().unwrap_or_default()
}
