//! Messages ▶ their tables and what `typewright-json` makes of these: canonical JSON.
//!
//! Each package gets a module `json` with one table a message and enum, and one line that ties the
//! message to it:
//!
//! ```text
//! pub static TOPIC: Message = Message::new(..);
//!
//! impl ::typewright_json::Json for super::Topic {
//!     fn table() -> &'static Message {
//!         &TOPIC
//!     }
//! }
//! ```

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Options;
use super::module::{Code, Module};
use super::tables::{Tables, home};
use crate::diag::Diagnostics;
use crate::model::path::{self, Paths};
use crate::model::{Enum, Message, Schema};

/// What types that their authors deprecate trip, and tables that a program does not need.
const LINTS: &[&str] = &["dead_code", "deprecated"];

/// Emits a module `json` in each package that has messages, and at the root the list of all.
pub(super) fn emit(schema: &Schema, options: &Options) -> Result<Vec<Module>, Diagnostics> {
    let paths = Paths::new(schema);
    let mut modules = Vec::new();
    let mut all = Vec::new();
    let rules = options.json.expression().map_or_else(String::new, |rules| {
        format!("    const RULES: ::typewright_json::Rules = {rules};\n\n")
    });
    for package in schema.packages() {
        let (messages, enums) = types(schema, package);
        if messages.is_empty() && enums.is_empty() {
            continue;
        }
        let at = home(schema, &paths, package);
        let tables = Tables::new(schema, &paths, (package, &at), "typewright_json");
        // What authors wrote is for the help of commands.
        let mut tables = tables.shared(true).with_docs(options.runs("commands"));
        for message in &messages {
            let name = tables.public(&message.id);
            let ty = plain(&paths.message(&message.id, &at));
            tables.code(format!(
                "\nimpl ::typewright_json::Json for {ty} {{\n\
                 {rules}    fn table() -> &'static ::typewright_json::table::Message {{\n        \
                 &{name}\n    }}\n}}\n"
            ));
            all.push(path::relative(&at, &name, &[]));
        }
        for item in &enums {
            tables.public(&item.id);
        }
        modules.push(Module {
            docs: format!("JSON of the messages of package `{package}`."),
            documents: documents(&messages, &enums),
            path: at,
            lints: LINTS,
            attributes: Vec::new(),
            code: Code::Text(tables.module()),
        });
    }
    if options.root && !all.is_empty() {
        let docs = " The tables of all messages, for what an `Any` may hold.";
        let of = quote!(::typewright_json::table::Message);
        modules.push(Module::list(docs, "MESSAGES", &of, &all));
    }
    Ok(modules)
}

/// Adds serde's traits to the modules `json`.
pub(super) fn emit_serde(schema: &Schema, options: &Options) -> Result<Vec<Module>, Diagnostics> {
    let paths = Paths::new(schema);
    let rules = options.json.expression().map(|rules| format!(", {rules}")).unwrap_or_default();
    let mut modules = Vec::new();
    for package in schema.packages() {
        let (messages, enums) = types(schema, package);
        if messages.is_empty() && enums.is_empty() {
            continue;
        }
        let at = home(schema, &paths, package);
        let tables = Tables::new(schema, &paths, (package, &at), "typewright_json");
        let mut code = String::new();
        for message in &messages {
            let ty = plain(&paths.message(&message.id, &at));
            code.push_str(&format!("::typewright_json::serde_message!({ty});\n"));
        }
        for item in &enums {
            let ty = plain(&paths.enum_type(&item.id, &at));
            let table = tables.shared_name(&item.id);
            code.push_str(&format!("::typewright_json::serde_enum!({ty}, {table}{rules});\n"));
        }
        modules.push(Module {
            docs: format!("JSON of the messages of package `{package}`."),
            documents: documents(&messages, &enums),
            path: at,
            lints: &[],
            attributes: Vec::new(),
            code: Code::Text(code),
        });
    }
    Ok(modules)
}

/// The messages and enums that are generated for a package.
fn types<'s>(schema: &'s Schema, package: &str) -> (Vec<&'s Message>, Vec<&'s Enum>) {
    let here = schema.documents.iter().filter(|d| d.generate && d.package == package);
    let here: BTreeSet<&str> = here.map(|document| &*document.name).collect();
    let messages = schema.messages.values().filter(|m| here.contains(&*m.document));
    let enums = schema.enums.values().filter(|e| here.contains(&*e.document));
    (messages.collect(), enums.collect())
}

fn documents(messages: &[&Message], enums: &[&Enum]) -> BTreeSet<String> {
    let messages = messages.iter().map(|message| &message.document);
    messages.chain(enums.iter().map(|item| &item.document)).cloned().collect()
}

/// A path as people write it.
fn plain(path: &TokenStream) -> String {
    path.to_string().replace(' ', "")
}
