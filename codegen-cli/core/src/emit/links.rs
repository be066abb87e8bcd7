//! References of comments to items (`[Topic][google.pubsub.v1.Topic]`) ▶ links of rustdoc.

use std::collections::{BTreeMap, BTreeSet};

use super::docs::linked_doc_lines;
use super::{Options, beside_messages};
use crate::model::path::{self, Members, Paths, snake, upper_camel};
use crate::model::{Message, Schema, Service};

/// What items are called in Rust, as far as a comment can name them.
pub(super) struct Links<'a> {
    schema: &'a Schema,
    paths: &'a Paths<'a>,
    strip: bool,
    /// Whether each package must be the same whichever others are generated with it.
    alone: bool,
    packages: BTreeMap<&'a str, &'a str>,
    clients: BTreeMap<&'a str, Client>,
}

/// The names of a client.
pub(super) struct Client {
    /// Its module.
    pub(super) at: Vec<String>,
    /// Its type.
    pub(super) name: String,
    /// Its functions, in the order of the methods.
    pub(super) functions: Vec<String>,
}

/// Where a comment stands.
pub(super) struct Spot {
    /// The full name of the item that it is about, from which relative names are looked up.
    pub(super) id: String,
    /// The module from which rustdoc looks up its links.
    pub(super) module: Vec<String>,
}

impl<'a> Links<'a> {
    pub(super) fn new(schema: &'a Schema, paths: &'a Paths<'a>, options: &Options) -> Self {
        let packages = schema.documents.iter().filter(|d| d.generate);
        let clients = options.runs("client");
        Self {
            schema,
            paths,
            strip: !options.types.retain_enum_prefix,
            alone: !options.root,
            packages: packages.map(|d| (&*d.name, &*d.package)).collect(),
            clients: if clients { names(schema, paths) } else { BTreeMap::new() },
        }
    }

    /// The client of a service.
    pub(super) fn client(&self, service: &str) -> Option<&Client> {
        self.clients.get(service)
    }

    /// The link to what `name` means at a place, if there is such an item and rustdoc knows it.
    pub(super) fn target(&self, name: &str, spot: &Spot) -> Option<String> {
        let absolute = name.strip_prefix('.').unwrap_or(name);
        let scopes = spot.id.rmatch_indices('.').map(|(at, _)| &spot.id[..at]);
        let relative = [&*spot.id].into_iter().chain(scopes).map(|s| format!("{s}.{name}"));
        let item = [absolute.to_owned()].into_iter().chain(relative);
        let package = self.package(&spot.id);
        let near = |id: &String| {
            let elsewhere = self.schema.externs.path(id).is_some();
            !self.alone || elsewhere || self.package(id) == package
        };
        item.into_iter().filter(near).find_map(|id| self.item(&id, &spot.module))
    }

    /// The package of an item, by its full name alone.
    fn package(&self, id: &str) -> Option<&str> {
        let around = |package: &&str| {
            id.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let packages = self.schema.documents.iter().map(|document| &*document.package);
        packages.filter(around).max_by_key(|package| package.len())
    }

    fn item(&self, id: &str, from: &[String]) -> Option<String> {
        if let Some(ty) = self.declared(id, from) {
            return Some(ty);
        }
        if let Some(client) = self.clients.get(id) {
            return Some(link("struct", &client.at, &client.name, None, from));
        }
        let (outer, name) = id.rsplit_once('.')?;
        if let Some(message) = self.schema.messages.get(outer) {
            let fields = message.fields.iter().map(|field| &field.name);
            fields.chain(message.sums.iter().map(|sum| &sum.name)).find(|n| *n == name)?;
            let ty = self.declared(outer, from)?;
            return Some(self.member(message, name, from).unwrap_or(ty));
        }
        if let Some(item) = self.schema.enums.get(outer) {
            let ty = self.declared(outer, from)?;
            let given: Vec<(&str, Option<i128>)> =
                item.variants.iter().map(|v| (v.text.as_str(), v.number)).collect();
            let number = given.iter().find(|(text, _)| *text == name)?.1;
            let (first, _) = given.iter().find(|(_, n)| *n == number)?;
            let spelled = |text: &str| path::variant(self.paths.name(outer), text, self.strip);
            let value = spelled(first);
            let alone = given.iter().filter(|(text, _)| spelled(text) == value).count() == 1;
            let (module, ty_name) = self.place(outer)?;
            let variant = alone.then(|| link("variant", &module, &ty_name, Some(&value), from));
            return Some(variant.unwrap_or(ty));
        }
        let service = self.schema.services.iter().find(|service| service.id == outer)?;
        let client = self.clients.get(outer)?;
        let at = service.methods.iter().position(|method| method.name == name)?;
        Some(link(
            "method",
            &client.at,
            &client.name,
            client.functions.get(at).map(String::as_str),
            from,
        ))
    }

    /// A field or a oneof of a message.
    fn member(&self, message: &Message, name: &str, from: &[String]) -> Option<String> {
        let (module, ty) = self.place(&message.id)?;
        let members = Members::of(message);
        let field = message.fields.iter().find(|field| field.name == name);
        let Some(field) = field else {
            return Some(link("field", &module, &ty, Some(members.sum(name)?), from));
        };
        let own = members.field(field.number)?;
        let Some(sum) = field.sum.and_then(|sum| message.sums.get(sum)) else {
            return Some(link("field", &module, &ty, Some(own), from));
        };
        let inside = [&*module, &[snake(self.paths.name(&message.id))]].concat();
        let sum = self.paths.sum_type(message, &members, &sum.name);
        Some(link("variant", &inside, &sum, Some(own), from))
    }

    /// A message or enum that is generated, or that lives elsewhere under a plain path.
    fn declared(&self, id: &str, from: &[String]) -> Option<String> {
        let message = self.schema.messages.contains_key(id);
        if !message && !self.schema.enums.contains_key(id) {
            return None;
        }
        if let Some(path) = self.schema.externs.path(id) {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
            // What prost re-exports is no dependency of the crate around the generated code.
            let known = path.chars().all(plain) && !path.starts_with("::prost::");
            return known.then_some(path);
        }
        let (module, name) = self.place(id)?;
        Some(link(if message { "struct" } else { "enum" }, &module, &name, None, from))
    }

    /// The module and the name of a type that is generated.
    fn place(&self, id: &str) -> Option<(Vec<String>, String)> {
        let message = self.schema.messages.get(id).map(|m| &*m.document);
        let document = message.or_else(|| self.schema.enums.get(id).map(|e| &*e.document))?;
        let package = self.packages.get(document)?;
        let planned = self.paths.id(id);
        let inside = planned.strip_prefix(self.paths.package(package))?;
        let mut names: Vec<&str> = inside.split('.').filter(|part| !part.is_empty()).collect();
        let name = upper_camel(names.pop()?);
        let modules = self.paths.modules(package).into_iter();
        Some((modules.chain(names.into_iter().map(snake)).collect(), name))
    }

    /// The comment of an item that stands in the module `at`, unless it is to be left out.
    pub(super) fn lines(
        &self,
        id: String,
        docs: &str,
        at: &[String],
        options: &Options,
    ) -> Vec<String> {
        if options.types.without_comments(&id) {
            return Vec::new();
        }
        let spot = Spot { id, module: at.to_vec() };
        linked_doc_lines(docs, &|name| self.target(name, &spot))
    }
}

/// `struct@super::v1::Topic`; rustdoc knows no raw identifiers, and needs none.
fn link(kind: &str, module: &[String], ty: &str, inside: Option<&str>, from: &[String]) -> String {
    let common = module.iter().zip(from).take_while(|(a, b)| a == b).count();
    let up = vec!["super"; from.len() - common];
    let down = module[common..].iter().map(String::as_str).chain([ty]);
    let names = up.into_iter().chain(down).chain(inside);
    let plain = names.map(|name| name.strip_prefix("r#").unwrap_or(name));
    format!("{kind}@{}", plain.collect::<Vec<_>>().join("::"))
}

/// The names of all clients, by service.
fn names<'a>(schema: &'a Schema, paths: &Paths<'_>) -> BTreeMap<&'a str, Client> {
    let mut clients = BTreeMap::new();
    for package in schema.packages() {
        let services: Vec<&Service> =
            schema.services.iter().filter(|s| s.package == package).collect();
        if services.is_empty() {
            continue;
        }
        let at = beside_messages(schema, paths, package, "client");
        let mut taken = BTreeSet::new();
        for service in services {
            let name = path::unique(upper_camel(&format!("{}_Client", service.name)), &mut taken);
            let mut functions = BTreeSet::new();
            let function = |name: &String| path::unique(snake(name), &mut functions);
            let functions = service.methods.iter().map(|m| &m.name).map(function).collect();
            clients.insert(&*service.id, Client { at: at.clone(), name, functions });
        }
    }
    clients
}
