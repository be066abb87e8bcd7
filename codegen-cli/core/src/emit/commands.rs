//! Services ▶ the static tables from which `typewright-ops` makes a command-line tool.
//!
//! No code per command or field: one `static` a service, and one a message and enum. Where the
//! packages have their tables for JSON, these are used; else a package's commands hold every
//! message that its services reach, those of other packages too, so each module stands alone.

use quote::quote;

use super::Options;
use super::module::{Code, Module};
use super::tables::{Tables, flag, rows, string, text};
use crate::diag::Diagnostics;
use crate::model::path::{self, Paths};
use crate::model::{Idempotency, Method, Schema, Service};

/// A program may do without the tables.
const LINTS: &[&str] = &["dead_code"];

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
        let tables = Tables::new(schema, &paths, (package, &at), "typewright_ops");
        let mut tables = tables.shared(options.runs("json"));
        let mut items = String::new();
        for service in &services {
            let name = tables.name(&service.name);
            all.push(path::relative(&at, &name, &[]));
            items.push_str(&self::service(&mut tables, service, &name));
        }
        items.push_str(&tables.rest());
        modules.push(Module {
            docs: format!("Command tables of the services of package `{package}`."),
            documents: services.iter().map(|s| s.document.clone()).collect(),
            path: at,
            lints: LINTS,
            attributes: Vec::new(),
            code: Code::Text(format!("{}{items}", tables.import())),
        });
    }
    if options.root && !all.is_empty() {
        let docs = " The command tables of all services.";
        let of = quote!(::typewright_ops::table::Service);
        modules.push(Module::list(docs, "SERVICES", &of, &all));
    }
    Ok(modules)
}

fn service<'a>(tables: &mut Tables<'a>, service: &'a Service, name: &str) -> String {
    let id = &service.id;
    let methods: Vec<String> = service.methods.iter().map(|m| self::method(tables, m)).collect();
    let value = tables.structure(
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

fn method<'a>(tables: &mut Tables<'a>, method: &'a Method) -> String {
    let (input, output) = (tables.message_ref(&method.input), tables.message_ref(&method.output));
    tables.structure(
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
