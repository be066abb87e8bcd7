//! Services ▶ the static tables from which `typewright-ops` makes a command-line tool.
//!
//! No code per command or field: one `static` a message, enum and service. A package's tables hold
//! every message that its services reach, those of other packages too, so each module stands
//! alone. One message expands to
//!
//! ```text
//! static TOPIC: Message = Message {
//!     id: "google.pubsub.v1.Topic",
//!     docs: "A topic resource.",
//!     fields: &[
//!         Field { number: 1, name: "name", json: "name", kind: Kind::String, .., ..Field::NEW },
//!     ],
//!     oneofs: &[],
//! };
//! ```

//! Tables are data, so they are written as text: for an API of a thousand methods, tokens that are
//! parsed and laid out again would take four times as long.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Literal;
use quote::quote;

use super::Options;
use super::module::{Code, Module};
use crate::diag::Diagnostics;
use crate::model::path::{self, Paths};
use crate::model::{
    Behavior, Enum, Field, Idempotency, Message, Method, Presence, Scalar, Schema, Service, Type,
};

/// Messages of `google.protobuf` whose tables are part of `typewright-ops`.
const WELL_KNOWN: [&str; 16] = [
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
];

/// Emits a module `commands` in each package that has services, and at the root the list of all.
pub(super) fn emit(schema: &Schema, options: &Options) -> Result<Vec<Module>, Diagnostics> {
    let paths = Paths::new(schema);
    let mut modules = Vec::new();
    let mut all = Vec::new();
    for package in schema.packages() {
        let services: Vec<&Service> =
            schema.services.iter().filter(|s| s.package == package).collect();
        if services.is_empty() {
            continue;
        }
        let at = super::beside_messages(schema, &paths, package, "commands");
        let mut tables = Tables::new(schema, package);
        let mut items = String::new();
        for service in &services {
            let name = tables.name(&service.name);
            all.push(path::relative(&at, &name, &[]));
            items.push_str(&tables.service(service, &name));
        }
        items.push_str(&tables.rest());
        modules.push(Module {
            docs: format!("Command tables of the services of package `{package}`."),
            documents: services.iter().map(|s| s.document.clone()).collect(),
            path: at,
            lints: &[],
            attributes: Vec::new(),
            code: Code::Text(format!("{}{items}", import(&tables.used))),
        });
    }
    if options.root && !all.is_empty() {
        modules.push(Module {
            path: Vec::new(),
            docs: "Generated code, one module a package.".to_owned(),
            documents: BTreeSet::new(),
            lints: &[],
            attributes: Vec::new(),
            code: Code::Tokens(quote! {
                /// The command tables of all services.
                pub static SERVICES: &[&::typewright_ops::table::Service] = &[#(&#all),*];
            }),
        });
    }
    Ok(modules)
}

fn import(used: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = used.iter().copied().collect();
    match &*names {
        [one] => format!("use ::typewright_ops::table::{one};\n"),
        _ => format!("use ::typewright_ops::table::{{{}}};\n", names.join(", ")),
    }
}

/// The tables of one module: names are given on first use, and what was named is written once.
struct Tables<'a> {
    schema: &'a Schema,
    package: &'a str,
    taken: BTreeSet<String>,
    names: BTreeMap<&'a str, String>,
    pending: Vec<&'a str>,
    /// Types of the library that occur, so that nothing is imported in vain.
    used: BTreeSet<&'static str>,
}

impl<'a> Tables<'a> {
    fn new(schema: &'a Schema, package: &'a str) -> Self {
        let (taken, names, pending, used) = Default::default();
        Self { schema, package, taken, names, pending, used }
    }

    fn name(&mut self, name: &str) -> String {
        path::unique(path::shouty(name), &mut self.taken)
    }

    fn service(&mut self, service: &'a Service, name: &str) -> String {
        let id = &service.id;
        let methods: Vec<String> = service.methods.iter().map(|m| self.method(m)).collect();
        let value = self.structure(
            "Service",
            vec![
                ("id", Some(string(id))),
                ("docs", text(&service.docs)),
                ("default_host", text(service.default_host.as_deref().unwrap_or_default())),
                ("deprecated", flag(service.deprecated)),
                ("methods", Some(rows(&methods))),
            ],
        );
        format!("\n/// Table of the service `{id}`.\npub static {name}: Service = {value};\n")
    }

    fn method(&mut self, method: &'a Method) -> String {
        let (input, output) = (self.message_ref(&method.input), self.message_ref(&method.output));
        self.structure(
            "Method",
            vec![
                ("name", Some(string(&method.name))),
                ("path", Some(string(&method.path))),
                ("docs", text(&method.docs)),
                ("input", Some(input)),
                ("output", Some(output)),
                ("client_streaming", flag(method.client_streaming)),
                ("server_streaming", flag(method.server_streaming)),
                ("idempotent", flag(method.idempotency != Idempotency::Unknown)),
                ("deprecated", flag(method.deprecated)),
            ],
        )
    }

    fn message_ref(&mut self, id: &'a str) -> String {
        match id.strip_prefix("google.protobuf.") {
            Some(known) if WELL_KNOWN.contains(&known) => {
                format!("&::typewright_ops::well_known::{}", path::shouty(known))
            }
            // `Value` and `Struct` hold each other, so they share the library's tables.
            Some("Value") => "&::typewright_ops::well_known::VALUE".to_owned(),
            _ => self.reference(id),
        }
    }

    fn enum_ref(&mut self, id: &'a str) -> String {
        match id {
            "google.protobuf.NullValue" => "&::typewright_ops::well_known::NULL_VALUE".to_owned(),
            _ => self.reference(id),
        }
    }

    fn reference(&mut self, id: &'a str) -> String {
        if let Some(name) = self.names.get(id) {
            return format!("&{name}");
        }
        let local = id.strip_prefix(self.package).and_then(|rest| rest.strip_prefix('.'));
        let name = self.name(&local.unwrap_or(id).replace('.', "_"));
        let reference = format!("&{name}");
        self.names.insert(id, name);
        self.pending.push(id);
        reference
    }

    /// The tables of everything that was named, and of what those name in turn.
    fn rest(&mut self) -> String {
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
                ("docs", text(&message.docs)),
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
                ("docs", text(&field.docs)),
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

    /// A struct expression. What equals the empty table is left out: most items have little beyond a
    /// name and a kind.
    fn structure(&mut self, kind: &'static str, fields: Vec<(&str, Option<String>)>) -> String {
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

fn flag(on: bool) -> Option<String> {
    on.then(|| "true".to_owned())
}

fn text(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| string(value))
}

fn string(value: &str) -> String {
    Literal::string(value).to_string()
}

/// A slice, in one line where it is short.
fn rows(items: &[String]) -> String {
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
    code.lines().map(|line| format!("    {line}\n")).collect()
}
