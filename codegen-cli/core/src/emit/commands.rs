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

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, Spacing, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::Options;
use super::module::Module;
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
        let items = services.iter().map(|service| {
            let name = tables.name(&service.name);
            all.push(path::relative(&at, &name.to_string(), &[]));
            tables.service(service, &name)
        });
        let mut items: TokenStream = items.collect();
        items.extend(tables.rest());
        let kinds =
            used(&items, &["Enum", "Field", "Kind", "Message", "Method", "Service", "Shape"]);
        modules.push(Module {
            docs: format!("Command tables of the services of package `{package}`."),
            documents: services.iter().map(|s| s.document.clone()).collect(),
            path: at,
            lints: &[],
            items: quote! {
                use ::typewright_ops::table::{#(#kinds),*};
                #items
            },
        });
    }
    if options.root && !all.is_empty() {
        modules.push(Module {
            path: Vec::new(),
            docs: "Generated code, one module a package.".to_owned(),
            documents: BTreeSet::new(),
            lints: &[],
            items: quote! {
                /// The command tables of all services.
                pub static SERVICES: &[&::typewright_ops::table::Service] = &[#(&#all),*];
            },
        });
    }
    Ok(modules)
}

/// Those of `names` that occur as identifiers, so that nothing is imported in vain.
fn used(tokens: &TokenStream, names: &[&str]) -> Vec<Ident> {
    fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
        // What follows `::` is named by what stands before it: `Kind::Enum` is no use of `Enum`.
        let (mut half, mut inside) = (false, false);
        for token in tokens {
            match &token {
                TokenTree::Ident(ident) if !inside => _ = found.insert(ident.to_string()),
                TokenTree::Group(group) => collect(group.stream(), found),
                _ => {}
            }
            let colon = match &token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => Some(punct.spacing()),
                _ => None,
            };
            inside = half && colon.is_some();
            half = colon == Some(Spacing::Joint);
        }
    }
    let mut found = BTreeSet::new();
    collect(tokens.clone(), &mut found);
    names.iter().filter(|n| found.contains(**n)).map(|n| format_ident!("{n}")).collect()
}

/// The tables of one module: names are given on first use, and what was named is written once.
struct Tables<'a> {
    schema: &'a Schema,
    package: &'a str,
    taken: BTreeSet<String>,
    names: BTreeMap<&'a str, Ident>,
    pending: Vec<&'a str>,
}

impl<'a> Tables<'a> {
    fn new(schema: &'a Schema, package: &'a str) -> Self {
        let (taken, names, pending) = Default::default();
        Self { schema, package, taken, names, pending }
    }

    fn name(&mut self, name: &str) -> Ident {
        format_ident!("{}", path::unique(path::shouty(name), &mut self.taken))
    }

    fn service(&mut self, service: &'a Service, name: &Ident) -> TokenStream {
        let id = &service.id;
        let headline = format!(" Table of the service `{id}`.");
        let methods: Vec<TokenStream> = service.methods.iter().map(|m| self.method(m)).collect();
        let host = text("default_host", service.default_host.as_deref().unwrap_or_default());
        let (docs, deprecated) =
            (text("docs", &service.docs), flag("deprecated", service.deprecated));
        let rest = rest("Service", &[&docs, &host, &deprecated]);
        quote! {
            #[doc = #headline]
            pub static #name: Service = Service {
                id: #id,
                #docs
                #host
                #deprecated
                methods: &[#(#methods),*],
                #rest
            };
        }
    }

    fn method(&mut self, method: &'a Method) -> TokenStream {
        let (name, path) = (&method.name, &method.path);
        let (input, output) = (self.message_ref(&method.input), self.message_ref(&method.output));
        let docs = text("docs", &method.docs);
        let flags = [
            flag("client_streaming", method.client_streaming),
            flag("server_streaming", method.server_streaming),
            flag("idempotent", method.idempotency != Idempotency::Unknown),
            flag("deprecated", method.deprecated),
        ];
        let [a, b, c, d] = &flags;
        let rest = rest("Method", &[&docs, a, b, c, d]);
        quote! {
            Method {
                name: #name,
                path: #path,
                #docs
                input: #input,
                output: #output,
                #(#flags)*
                #rest
            }
        }
    }

    fn message_ref(&mut self, id: &'a str) -> TokenStream {
        match id.strip_prefix("google.protobuf.") {
            Some(known) if WELL_KNOWN.contains(&known) => {
                let name = format_ident!("{}", path::shouty(known));
                quote!(&::typewright_ops::well_known::#name)
            }
            // `Value` and `Struct` hold each other, so they share the library's tables.
            Some("Value") => quote!(&::typewright_ops::well_known::VALUE),
            _ => self.reference(id),
        }
    }

    fn enum_ref(&mut self, id: &'a str) -> TokenStream {
        match id {
            "google.protobuf.NullValue" => quote!(&::typewright_ops::well_known::NULL_VALUE),
            _ => self.reference(id),
        }
    }

    fn reference(&mut self, id: &'a str) -> TokenStream {
        if let Some(name) = self.names.get(id) {
            return quote!(&#name);
        }
        let local = id.strip_prefix(self.package).and_then(|rest| rest.strip_prefix('.'));
        let name = self.name(&local.unwrap_or(id).replace('.', "_"));
        self.names.insert(id, name.clone());
        self.pending.push(id);
        quote!(&#name)
    }

    /// The tables of everything that was named, and of what those name in turn.
    fn rest(&mut self) -> TokenStream {
        let mut items = TokenStream::new();
        let mut next = 0;
        while let Some(id) = self.pending.get(next).copied() {
            next += 1;
            let Some(name) = self.names.get(id).cloned() else { continue };
            if let Some(message) = self.schema.messages.get(id) {
                items.extend(self.message(message, &name));
            } else if let Some(item) = self.schema.enums.get(id) {
                items.extend(enumeration(item, &name));
            }
        }
        items
    }

    fn message(&mut self, message: &'a Message, name: &Ident) -> TokenStream {
        let (id, docs) = (&message.id, text("docs", &message.docs));
        let fields: Vec<TokenStream> = message.fields.iter().map(|f| self.field(f)).collect();
        let oneofs = message.sums.iter().map(|sum| &sum.name);
        let oneofs = (!message.sums.is_empty()).then(|| quote!(oneofs: &[#(#oneofs),*],));
        let rest = rest("Message", &[&docs, &oneofs]);
        quote! {
            static #name: Message = Message {
                id: #id,
                #docs
                fields: &[#(#fields),*],
                #oneofs
                #rest
            };
        }
    }

    fn field(&mut self, field: &'a Field) -> TokenStream {
        let Field { name, json_name, .. } = field;
        let number = Literal::u32_unsuffixed(field.number);
        let (shape, kind) = (self.shape(field), self.kind(&field.ty, field.delimited));
        let oneof = field.sum.map(|i| {
            let i = Literal::usize_unsuffixed(i);
            quote!(oneof: Some(#i),)
        });
        let flags = [
            flag("required", field.behavior.contains(&Behavior::Required)),
            flag("output_only", field.behavior.contains(&Behavior::OutputOnly)),
            flag("sensitive", field.sensitive),
            flag("deprecated", field.deprecated),
        ];
        let docs = text("docs", &field.docs);
        let [a, b, c, d] = &flags;
        let rest = rest("Field", &[&shape, &oneof, a, b, c, d, &docs]);
        quote! {
            Field {
                number: #number,
                name: #name,
                json: #json_name,
                kind: #kind,
                #shape
                #oneof
                #(#flags)*
                #docs
                #rest
            }
        }
    }

    fn shape(&self, field: &Field) -> Option<TokenStream> {
        let packed = field.packed;
        let shape = match (&field.ty, field.presence) {
            (Type::Map(key, _), _) => {
                let key = scalar(*key);
                quote!(Shape::Map(#key))
            }
            (Type::List(_), _) => quote!(Shape::Repeated { packed: #packed }),
            (_, Presence::Implicit) => return None,
            (_, Presence::Explicit) => quote!(Shape::Explicit),
            (_, Presence::Required) => quote!(Shape::Required),
        };
        Some(quote!(shape: #shape,))
    }

    fn kind(&mut self, ty: &'a Type, delimited: bool) -> TokenStream {
        match ty {
            Type::Scalar(one) => scalar(*one),
            Type::Enum(id) => {
                let table = self.enum_ref(id);
                quote!(Kind::Enum(#table))
            }
            Type::Message(id) => {
                let table = self.message_ref(id);
                if delimited { quote!(Kind::Group(#table)) } else { quote!(Kind::Message(#table)) }
            }
            Type::List(one) | Type::Map(_, one) => self.kind(one, delimited),
        }
    }
}

// What equals the empty table is left out: most items have little beyond a name and a kind.

fn flag(name: &str, on: bool) -> Option<TokenStream> {
    let name = format_ident!("{name}");
    on.then(|| quote!(#name: true,))
}

fn text(name: &str, value: &str) -> Option<TokenStream> {
    let name = format_ident!("{name}");
    (!value.is_empty()).then(|| quote!(#name: #value,))
}

fn rest(table: &str, parts: &[&Option<TokenStream>]) -> Option<TokenStream> {
    let table = format_ident!("{table}");
    parts.iter().any(|part| part.is_none()).then(|| quote!(..#table::NEW))
}

fn enumeration(item: &Enum, name: &Ident) -> TokenStream {
    let id = &item.id;
    let values = item.variants.iter().map(|v| {
        let (text, number) = (&v.text, Literal::i64_unsuffixed(v.number.unwrap_or(0)));
        quote!((#text, #number))
    });
    quote!(static #name: Enum = Enum { id: #id, values: &[#(#values),*] };)
}

fn scalar(scalar: Scalar) -> TokenStream {
    let name = format_ident!("{scalar:?}");
    quote!(Kind::#name)
}
