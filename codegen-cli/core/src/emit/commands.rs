//! Services ▶ the static tables from which `typewright-ops` makes a command-line tool.
//!
//! No code per command or field: one `static` a service, and one for all messages and enums. Where
//! the packages have their tables for JSON, these are used; else a package's commands hold every
//! message that its services reach, those of other packages too, so each module stands alone.

use quote::quote;

use super::Options;
use super::module::{Code, Module};
use super::tables::text::word;
use super::tables::{Tables, Types};
use crate::diag::Diagnostics;
use crate::model::path::{self, Paths};
use crate::model::{HttpBinding, Idempotency, Method, Schema, Service};

/// What is said first of services is called so: no name of a service becomes one that ends like this.
const HEADS: &str = "HEADS__";

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
        let shared = options.runs("json");
        let mut tables = tables.shared(shared).by_name(!shared);
        // Whoever lists services reads what is said of each; so that stands in one place.
        let listed = services.len() > 1;
        if listed {
            heads(&mut tables, &services);
        }
        for (number, service) in services.iter().enumerate() {
            let name = tables.name(&service.name);
            all.push(path::relative(&at, &name, &[]));
            self::service(&mut tables, service, &name, listed.then_some(number));
        }
        modules.push(Module {
            docs: format!("Command tables of the services of package `{package}`."),
            documents: services.iter().map(|s| s.document.clone()).collect(),
            path: at,
            lints: LINTS,
            attributes: Vec::new(),
            code: Code::Text(tables.module()),
        });
    }
    if options.root && !all.is_empty() {
        let docs = " The command tables of all services.";
        let of = quote!(::typewright_ops::table::Service);
        modules.push(Module::list(docs, "SERVICES", &of, &all));
    }
    Ok(modules)
}

/// What is said first of each service.
fn heads(tables: &mut Tables<'_>, services: &[&Service]) {
    let mut text = tables.text();
    for service in services {
        text.line(&head(service, service.methods.iter().any(Method::answers_operation)));
        text.docs(&service.docs);
    }
    let head = format!("\n/// What is said first of each service.\nstatic {HEADS}");
    tables.table(head, "Heads", text, None);
}

/// The first line of a service.
fn head(service: &Service, operations: bool) -> Vec<String> {
    let mut words = vec![service.id.clone()];
    words.extend(service.default_host.iter().map(|host| format!("host={}", word(host))));
    words.extend(operations.then(|| "operations".to_owned()));
    words.extend(service.deprecated.then(|| "deprecated".to_owned()));
    words
}

fn service<'a>(tables: &mut Tables<'a>, service: &'a Service, name: &str, listed: Option<usize>) {
    let id = &service.id;
    let (mut text, mut types) = (tables.text(), Types::of(id, &service.package));
    if listed.is_none() {
        text.line(&head(service, false));
        text.docs(&service.docs);
    }
    for method in &service.methods {
        let words = self::method(tables, service, method, &mut types);
        text.line(&words);
        text.docs(&method.docs);
        for binding in bindings(method) {
            text.line(&binding);
        }
    }
    let head = format!("\n/// Table of the service `{id}`.\npub static {name}");
    let constructor = listed.map(|number| format!("listed(\n    &{HEADS},\n    {number},"));
    let constructor = constructor.as_deref().unwrap_or("new(");
    tables.table_by(constructor, head, "Service", text, Some(types));
}

/// The line of a method.
fn method<'a>(
    tables: &mut Tables<'a>,
    service: &Service,
    method: &'a Method,
    types: &mut Types,
) -> Vec<String> {
    let mut words = vec![method.name.clone()];
    words.extend([&method.input, &method.output].map(|id| tables.message_type(id, types)));
    for (word, on) in [
        ("client_streaming", method.client_streaming),
        ("server_streaming", method.server_streaming),
        ("idempotent", method.idempotency != Idempotency::Unknown),
        ("deprecated", method.deprecated),
    ] {
        words.extend(on.then(|| word.to_owned()));
    }
    let held = tables.schema.operation(service, method);
    let held = held.and_then(|[result, progress]| {
        let [result, progress] = [tables.known(&result)?, tables.known(&progress)?];
        Some([tables.message_type(result, types), tables.message_type(progress, types)])
    });
    words.extend(held.map(|[result, progress]| format!("operation={result},{progress}")));
    words
}

/// The lines that say how a method is called by HTTP.
fn bindings(method: &Method) -> impl Iterator<Item = Vec<String>> {
    let bindings = method.http.iter().filter(|_| !method.client_streaming);
    bindings.map(|HttpBinding { verb, path, body, response_body }| {
        let body = if body.is_empty() && !response_body.is_empty() { "-" } else { &**body };
        let mut words = vec![">".to_owned()];
        words.extend([&**verb, path, body, response_body].map(word));
        words
    })
}
