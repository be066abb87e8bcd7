//! Static tables of messages and enums: what `typewright-json` and `typewright-ops` go by.
//!
//! A table is one text, which its runtime unpacks when it is first used: rustc reads a literal where
//! it would check, evaluate and relocate a struct a field, which costs more than all else that is
//! generated for a large API. One message expands to
//!
//! ```text
//! pub static TOPIC: Message = Message::new(
//!     r#"
//! google.pubsub.v1.Topic
//! / A topic resource.
//! 1 name string REQUIRED pattern=projects/{project}/topics/{topic}
//! / Identifier. The name of the topic.
//! 2 labels map<string,string>
//! "#,
//!     &[],
//! );
//! ```
//!
//! Commands that stand alone have all of a module in one static, and find them by name: then the
//! loader of a program has next to nothing to do with them, either.
//!
//! What authors say twice or more, such as about the page token of each list, is written once in
//! the module, and the tables refer to it. The grammar is told where it is read, in
//! `typewright_json::table`.

mod by_name;
mod item;
pub(super) mod text;

use std::collections::{BTreeMap, BTreeSet};

use self::by_name::ByName;
pub(super) use self::item::Types;
use self::item::{Item, TEXTS};
use self::text::{Shared, Text, camel, format_word, scalar, word};
use crate::model::path::{self, Paths};
use crate::model::{Behavior, Enum, Field, Message, Presence, Schema, Type};

/// Types of `google.protobuf` whose tables are part of the runtime; `Value` and `Struct` hold
/// each other, so they share the library's.
const WELL_KNOWN: [&str; 18] = [
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
    "NullValue",
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
    items: Vec<Item>,
    /// What is found by name, where that is how.
    by_name: Option<ByName<'a>>,
}

impl<'a> Tables<'a> {
    /// The tables of the module `at` in a package.
    pub(super) fn new(
        schema: &'a Schema,
        paths: &'a Paths<'a>,
        (package, at): (&'a str, &[String]),
        runtime: &'static str,
    ) -> Self {
        let (homes, taken, names, pending, items) = Default::default();
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
            items,
            by_name: None,
        }
    }

    /// Whether every package has its tables in its [`home`].
    pub(super) fn shared(mut self, shared: bool) -> Self {
        self.shared = shared;
        self
    }

    /// Whether what this module has of its own is found by name, instead of a static each.
    pub(super) fn by_name(mut self, by_name: bool) -> Self {
        self.by_name = by_name.then(ByName::default);
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

    /// A table of this module that others may use: its name is that of the type.
    pub(super) fn public(&mut self, id: &'a str) -> String {
        let name = self.shared_name(id);
        let head = format!("\n/// Table of `{id}`.\npub static {name}");
        if let Some(message) = self.schema.messages.get(id) {
            self.message(head, message);
        } else if let Some(item) = self.schema.enums.get(id) {
            self.enumeration(head, item);
        }
        name
    }

    /// Code after the tables so far.
    pub(super) fn code(&mut self, code: String) {
        self.items.push(Item::Code(code));
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

    /// How a table that stands elsewhere is named here.
    fn elsewhere(&mut self, id: &'a str) -> Option<String> {
        match id.strip_prefix("google.protobuf.") {
            Some(known) if WELL_KNOWN.contains(&known) => {
                Some(format!("&::{}::well_known::{}", self.runtime, path::shouty(known)))
            }
            // Where prost's types are, so are their tables, whichever run makes them.
            _ if self.shared && self.schema.externs.path(id).is_none() => {
                Some(self.shared_reference(id))
            }
            _ => None,
        }
    }

    /// How a table of this module is named here.
    fn local(&mut self, id: &'a str) -> String {
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

    fn shared_reference(&mut self, id: &'a str) -> String {
        let (package, name) = (self.package_of(id), self.shared_name(id));
        let (schema, paths) = (self.schema, self.paths);
        let home = self.homes.entry(package).or_insert_with(|| home(schema, paths, package));
        let reference = path::relative(home, &name, &self.at);
        format!("&{}", reference.to_string().replace(' ', ""))
    }

    /// All of the module: what it imports, the tables and what was between them, and the tables of
    /// everything that was named, and of what those name in turn.
    pub(super) fn module(mut self) -> String {
        let mut next = 0;
        while let Some(id) = self.pending.get(next).copied() {
            next += 1;
            let head =
                self.names.get(id).map_or_else(String::new, |name| format!("\nstatic {name}"));
            if let Some(message) = self.schema.messages.get(id) {
                self.message(head, message);
            } else if let Some(item) = self.schema.enums.get(id) {
                self.enumeration(head, item);
            }
        }
        let texts = self.items.iter().filter_map(|item| match item {
            Item::Table { text, .. } => Some(text),
            Item::Code(_) => None,
        });
        let shared = Shared::among(texts.chain(self.by_name.iter().flat_map(ByName::texts)));
        let mut used = BTreeSet::new();
        let by_name = self.by_name.is_some();
        let mut module: String =
            self.items.iter().map(|item| item.written(&shared, by_name, &mut used)).collect();
        module.extend(self.by_name.iter().map(|tables| tables.written(&shared, &mut used)));
        if let Some(literal) = shared.literal() {
            used.insert("Texts");
            module.push_str(&format!(
                "\n/// What is said more than once.\n\
                 static {TEXTS}: Texts = Texts::new(\n    {literal},\n);\n"
            ));
        }
        let (names, runtime) = (used.into_iter().collect::<Vec<_>>(), self.runtime);
        match &*names {
            [] => module,
            [one] => format!("use ::{runtime}::table::{one};\n{module}"),
            _ => format!("use ::{runtime}::table::{{{}}};\n{module}", names.join(", ")),
        }
    }

    fn message(&mut self, head: String, message: &'a Message) {
        let mut text = Text::new(self.docs, &message.id);
        text.docs(&message.docs);
        let mut types = Types::of(&message.id, self.package_of(&message.id));
        for field in &message.fields {
            let words = self.field(message, field, &mut types);
            text.line(&words);
            text.docs(&field.docs);
        }
        match &mut self.by_name {
            Some(tables) => tables.message(&message.id, text),
            None => self.table(head, "Message", text, Some(types)),
        }
    }

    /// A line of a table but for what the author says.
    fn field(&mut self, message: &Message, field: &'a Field, types: &mut Types) -> Vec<String> {
        let mut ty = self.ty(&field.ty, types);
        let shape = match (&field.ty, field.presence, field.sum) {
            (Type::Map(key, _), ..) => {
                ty = format!("map<{},{ty}>", scalar(*key));
                String::new()
            }
            (Type::List(_), ..) if field.packed => "packed".to_owned(),
            (Type::List(_), ..) => "repeated".to_owned(),
            (_, _, Some(sum)) => format!("oneof={}", message.sums[sum].name),
            (_, Presence::Implicit, None) => String::new(),
            (_, Presence::Explicit, None) => {
                ty.push('?');
                String::new()
            }
            (_, Presence::Required, None) => "required".to_owned(),
        };
        let json = (field.json_name != camel(&field.name)).then(|| word(&field.json_name));
        let mut words = vec![field.number.to_string(), field.name.clone(), ty, shape];
        words.extend(json.map(|json| format!("json={json}")));
        for (word, on) in [
            ("group", field.delimited),
            ("REQUIRED", field.behavior.contains(&Behavior::Required)),
            ("OUTPUT_ONLY", field.behavior.contains(&Behavior::OutputOnly)),
            ("redact", field.sensitive),
            ("deprecated", field.deprecated),
        ] {
            words.extend(on.then(|| word.to_owned()));
        }
        let patterns = self.schema.name_patterns(message, field);
        words.extend(patterns.iter().map(|pattern| format!("pattern={}", word(pattern))));
        let format = field.format.filter(|_| field.is_text());
        words.extend(format.map(|format| format!("format={}", format_word(format))));
        words
    }

    fn ty(&mut self, ty: &'a Type, types: &mut Types) -> String {
        match ty {
            Type::Scalar(one) => scalar(*one),
            Type::Enum(id) => self.named("Enum", id, types),
            Type::Message(id) => self.message_type(id, types),
            Type::List(one) | Type::Map(_, one) => self.ty(one, types),
        }
    }

    /// A message of which there can be a table.
    pub(super) fn known(&self, id: &str) -> Option<&'a str> {
        let schema = self.schema;
        schema.messages.get_key_value(id).map(|(id, _)| &**id)
    }

    /// How a text names a message.
    pub(super) fn message_type(&mut self, id: &'a str, types: &mut Types) -> String {
        self.named("Message", id, types)
    }

    /// How a text names a type, which it can find then.
    fn named(&mut self, kind: &'static str, id: &'a str, types: &mut Types) -> String {
        let elsewhere = self.elsewhere(id);
        match (&mut self.by_name, elsewhere) {
            (Some(tables), Some(reference)) => tables.other(id, kind, &reference),
            (Some(tables), None) => self.pending.extend(tables.want(id).then_some(id)),
            (None, elsewhere) => {
                let reference = elsewhere.unwrap_or_else(|| self.local(id));
                types.add(kind, &reference);
            }
        }
        self.type_name(id, types)
    }

    /// `..Topic` in a table of the package that has the type, unless a reader, who does not know where
    /// a package ends, might take that for another.
    fn type_name(&self, id: &str, types: &Types) -> String {
        let inside = |around: &str| id.strip_prefix(around).and_then(|rest| rest.strip_prefix('.'));
        let Some(name) = inside(&types.package) else { return format!(".{id}") };
        let scopes = types.within.match_indices('.').map(|(end, _)| &types.within[..end]);
        let mut others = scopes.filter(|scope| *scope != types.package);
        let known = |id: &String| {
            self.schema.messages.contains_key(id) || self.schema.enums.contains_key(id)
        };
        if others.any(|scope| known(&format!("{scope}.{name}"))) {
            return format!(".{id}");
        }
        format!("..{name}")
    }

    fn enumeration(&mut self, head: String, item: &'a Enum) {
        let mut text = Text::new(false, &item.id);
        for variant in &item.variants {
            let number = variant.number.unwrap_or(0).to_string();
            text.line(&[number, variant.text.clone()]);
        }
        match &mut self.by_name {
            Some(tables) => tables.enumeration(&item.id, text),
            None => self.table(head, "Enum", text, None),
        }
    }

    /// Adds a table; `head` is all before its type.
    pub(super) fn table(
        &mut self,
        head: String,
        kind: &'static str,
        text: Text,
        types: Option<Types>,
    ) {
        self.table_by("new(", head, kind, text, types);
    }

    /// Adds a table by another constructor, with what this takes before the text.
    pub(super) fn table_by(
        &mut self,
        constructor: &str,
        head: String,
        kind: &'static str,
        text: Text,
        types: Option<Types>,
    ) {
        let constructor = constructor.to_owned();
        self.items.push(Item::Table { head, kind, constructor, text, types });
    }

    /// A text whose docs are part of it if those of all are.
    pub(super) fn text(&self) -> Text {
        Text::empty(self.docs)
    }
}
