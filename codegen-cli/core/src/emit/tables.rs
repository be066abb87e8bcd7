//! Static tables of messages and enums: what `typewright-json` and `typewright-ops` go by.
//!
//! Tables are data, so they are written as text: for an API of a thousand methods, tokens that are
//! parsed and laid out again would take four times as long. One message expands to
//!
//! ```text
//! pub static TOPIC: Message = Message {
//!     id: "google.pubsub.v1.Topic",
//!     docs: "A topic resource.",
//!     fields: &[
//!         Field { number: 1, name: "name", json: "name", kind: Kind::String, .., ..Field::NEW },
//!     ],
//!     oneofs: &[],
//! };
//! ```

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Literal;

use crate::model::path::{self, Paths};
use crate::model::{Behavior, Enum, Field, Message, Presence, Scalar, Schema, Type};

/// Messages of `google.protobuf` whose tables are part of the runtime; `Value` and `Struct` hold
/// each other, so they share the library's.
const WELL_KNOWN: [&str; 17] = [
    "Any",
    "BoolValue",
    "BytesValue",
    "DoubleValue",
    "Duration",
    "Empty",
    "FieldMask",
    "FloatValue",
    "Int32Value",
    "Int64Value",
    "ListValue",
    "StringValue",
    "Struct",
    "Timestamp",
    "UInt32Value",
    "UInt64Value",
    "Value",
];

/// The module in which the tables of a package stand for all who need them.
pub(super) fn home(schema: &Schema, paths: &Paths<'_>, package: &str) -> Vec<String> {
    super::beside_messages(schema, paths, package, "json")
}

/// The tables of one module: names are given on first use, and what was named is written once.
pub(super) struct Tables<'a> {
    pub(super) schema: &'a Schema,
    paths: &'a Paths<'a>,
    /// The crate whose library it names.
    runtime: &'static str,
    at: Vec<String>,
    package: &'a str,
    /// Whether every package has a module of its own with its tables, so that they are not
    /// repeated here.
    shared: bool,
    /// Whether what the authors wrote is part of the tables.
    docs: bool,
    homes: BTreeMap<&'a str, Vec<String>>,
    taken: BTreeSet<String>,
    names: BTreeMap<&'a str, String>,
    pending: Vec<&'a str>,
    /// Types of the library that occur, so that nothing is imported in vain.
    used: BTreeSet<&'static str>,
}

impl<'a> Tables<'a> {
    /// The tables of the module `at` in a package.
    pub(super) fn new(
        schema: &'a Schema,
        paths: &'a Paths<'a>,
        (package, at): (&'a str, &[String]),
        runtime: &'static str,
    ) -> Self {
        let (homes, taken, names, pending, used) = Default::default();
        let (at, shared, docs) = (at.to_vec(), false, true);
        Self {
            schema,
            paths,
            runtime,
            at,
            package,
            shared,
            docs,
            homes,
            taken,
            names,
            pending,
            used,
        }
    }

    /// Whether every package has its tables in its [`home`].
    pub(super) fn shared(mut self, shared: bool) -> Self {
        self.shared = shared;
        self
    }

    /// Whether what the authors wrote is part of the tables.
    pub(super) fn with_docs(mut self, docs: bool) -> Self {
        self.docs = docs;
        self
    }

    /// A name for a static that no other has.
    pub(super) fn name(&mut self, name: &str) -> String {
        path::unique(path::shouty(name), &mut self.taken)
    }

    /// Imports of what the tables so far are made of.
    pub(super) fn import(&self) -> String {
        let names: Vec<&str> = self.used.iter().copied().collect();
        let runtime = self.runtime;
        match &*names {
            [] => String::new(),
            [one] => format!("use ::{runtime}::table::{one};\n"),
            _ => format!("use ::{runtime}::table::{{{}}};\n", names.join(", ")),
        }
    }

    /// A table of this module that others may use: its name is that of the type.
    pub(super) fn public(&mut self, id: &'a str) -> (String, String) {
        let name = self.shared_name(id);
        let (kind, value) = match (self.schema.messages.get(id), self.schema.enums.get(id)) {
            (Some(message), _) => ("Message", self.message(message)),
            (None, Some(item)) => ("Enum", self.enumeration(item)),
            (None, None) => return Default::default(),
        };
        let item = format!("\n/// Table of `{id}`.\npub static {name}: {kind} = {value};\n");
        (name, item)
    }

    /// What a table is called in its [`home`], the same from wherever it is seen: prost's names of
    /// the types, two underscores between one and what is inside of it.
    pub(super) fn shared_name(&self, id: &str) -> String {
        let inside = self.paths.id(id);
        let package = self.paths.package(self.package_of(id)).to_owned();
        let inside = inside.strip_prefix(&*package).unwrap_or(&inside);
        let names = inside.split('.').filter(|part| !part.is_empty()).map(path::shouty);
        names.collect::<Vec<_>>().join("__")
    }

    fn package_of(&self, id: &str) -> &'a str {
        let document = match (self.schema.messages.get(id), self.schema.enums.get(id)) {
            (Some(message), _) => &message.document,
            (None, Some(item)) => &item.document,
            (None, None) => return "",
        };
        let declared = self.schema.documents.iter().find(|d| d.name == *document);
        declared.map_or("", |document| &document.package)
    }

    /// How a table of a message is named here.
    pub(super) fn message_ref(&mut self, id: &'a str) -> String {
        match id.strip_prefix("google.protobuf.") {
            Some(known) if WELL_KNOWN.contains(&known) => {
                format!("&::{}::well_known::{}", self.runtime, path::shouty(known))
            }
            _ => self.reference(id),
        }
    }

    fn enum_ref(&mut self, id: &'a str) -> String {
        match id {
            "google.protobuf.NullValue" => format!("&::{}::well_known::NULL_VALUE", self.runtime),
            _ => self.reference(id),
        }
    }

    fn reference(&mut self, id: &'a str) -> String {
        if let Some(name) = self.names.get(id) {
            return format!("&{name}");
        }
        // Where prost's types are, so are their tables, whichever run makes them.
        if self.shared && self.schema.externs.path(id).is_none() {
            return self.shared_reference(id);
        }
        let local = id.strip_prefix(self.package).and_then(|rest| rest.strip_prefix('.'));
        let name = self.name(&local.unwrap_or(id).replace('.', "_"));
        let reference = format!("&{name}");
        self.names.insert(id, name);
        self.pending.push(id);
        reference
    }

    fn shared_reference(&mut self, id: &'a str) -> String {
        let (package, name) = (self.package_of(id), self.shared_name(id));
        let (schema, paths) = (self.schema, self.paths);
        let home = self.homes.entry(package).or_insert_with(|| home(schema, paths, package));
        let reference = path::relative(home, &name, &self.at);
        format!("&{}", reference.to_string().replace(' ', ""))
    }

    /// The tables of everything that was named, and of what those name in turn.
    pub(super) fn rest(&mut self) -> String {
        let mut items = String::new();
        let mut next = 0;
        while let Some(id) = self.pending.get(next).copied() {
            next += 1;
            let Some(name) = self.names.get(id).cloned() else { continue };
            if let Some(message) = self.schema.messages.get(id) {
                let value = self.message(message);
                items.push_str(&format!("\nstatic {name}: Message = {value};\n"));
            } else if let Some(item) = self.schema.enums.get(id) {
                let value = self.enumeration(item);
                items.push_str(&format!("\nstatic {name}: Enum = {value};\n"));
            }
        }
        items
    }

    fn message(&mut self, message: &'a Message) -> String {
        let fields: Vec<String> = message.fields.iter().map(|f| self.field(f)).collect();
        let oneofs: Vec<String> = message.sums.iter().map(|sum| string(&sum.name)).collect();
        let oneofs = (!oneofs.is_empty()).then(|| rows(&oneofs));
        self.structure(
            "Message",
            vec![
                ("id", Some(string(&message.id))),
                ("docs", self.docs(&message.docs)),
                ("fields", Some(rows(&fields))),
                ("oneofs", oneofs),
            ],
        )
    }

    fn field(&mut self, field: &'a Field) -> String {
        let (shape, kind) = (self.shape(field), self.kind(&field.ty, field.delimited));
        self.structure(
            "Field",
            vec![
                ("number", Some(field.number.to_string())),
                ("name", Some(string(&field.name))),
                ("json", Some(string(&field.json_name))),
                ("kind", Some(kind)),
                ("shape", shape),
                ("oneof", field.sum.map(|i| format!("Some({i})"))),
                ("required", flag(field.behavior.contains(&Behavior::Required))),
                ("output_only", flag(field.behavior.contains(&Behavior::OutputOnly))),
                ("sensitive", flag(field.sensitive)),
                ("deprecated", flag(field.deprecated)),
                ("docs", self.docs(&field.docs)),
            ],
        )
    }

    fn shape(&mut self, field: &Field) -> Option<String> {
        let shape = match (&field.ty, field.presence) {
            (Type::Map(key, _), _) => format!("Map({})", self.scalar(*key)),
            (Type::List(_), _) => format!("Repeated {{ packed: {} }}", field.packed),
            (_, Presence::Implicit) => return None,
            (_, Presence::Explicit) => "Explicit".to_owned(),
            (_, Presence::Required) => "Required".to_owned(),
        };
        self.used.insert("Shape");
        Some(format!("Shape::{shape}"))
    }

    fn kind(&mut self, ty: &'a Type, delimited: bool) -> String {
        match ty {
            Type::Scalar(one) => self.scalar(*one),
            Type::Enum(id) => {
                self.used.insert("Kind");
                format!("Kind::Enum({})", self.enum_ref(id))
            }
            Type::Message(id) => {
                self.used.insert("Kind");
                let kind = if delimited { "Group" } else { "Message" };
                format!("Kind::{kind}({})", self.message_ref(id))
            }
            Type::List(one) | Type::Map(_, one) => self.kind(one, delimited),
        }
    }

    fn scalar(&mut self, scalar: Scalar) -> String {
        self.used.insert("Kind");
        format!("Kind::{scalar:?}")
    }

    fn enumeration(&mut self, item: &Enum) -> String {
        let value = |name: &str, number: i128| format!("({}, {number})", string(name));
        let values: Vec<String> =
            item.variants.iter().map(|v| value(&v.text, v.number.unwrap_or(0))).collect();
        let values = Some(rows(&values));
        self.structure("Enum", vec![("id", Some(string(&item.id))), ("values", values)])
    }

    fn docs(&self, docs: &str) -> Option<String> {
        text(docs).filter(|_| self.docs)
    }

    /// A struct expression. What equals the empty table is left out: most items have little beyond a
    /// name and a kind.
    pub(super) fn structure(
        &mut self,
        kind: &'static str,
        fields: Vec<(&str, Option<String>)>,
    ) -> String {
        self.used.insert(kind);
        let whole = fields.iter().all(|(_, value)| value.is_some());
        let mut out = format!("{kind} {{\n");
        for (name, value) in fields {
            let Some(value) = value else { continue };
            out.push_str(&indented(&format!("{name}: {value},\n")));
        }
        if !whole {
            out.push_str(&format!("    ..{kind}::NEW\n"));
        }
        out.push('}');
        out
    }
}

pub(super) fn flag(on: bool) -> Option<String> {
    on.then(|| "true".to_owned())
}

/// A string, left out where it is empty.
pub(super) fn text(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| string(value))
}

pub(super) fn string(value: &str) -> String {
    Literal::string(value).to_string()
}

/// A slice, in one line where it is short.
pub(super) fn rows(items: &[String]) -> String {
    /// So that it fits beside its name and the indentation around it.
    const SHORT: usize = 72;
    let line = format!("&[{}]", items.join(", "));
    if line.len() <= SHORT && !line.contains('\n') {
        return line;
    }
    let items: String = items.iter().map(|item| indented(&format!("{item},\n"))).collect();
    format!("&[\n{items}]")
}

/// Lines of code one level deeper; a literal holds no line break of its own.
fn indented(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + code.len() / 4);
    for line in code.lines() {
        out.extend(["    ", line, "\n"]);
    }
    out
}
