//! Services ▶ typed clients over `typewright-client`.
//!
//! The type of a client carries the RPCs and nothing else, so no RPC name can clash with a
//! function of ours. What is written is rows of data; macros of the runtime make types and functions
//! of them:
//!
//! ```text
//! ::typewright_client::setters!(super::Topic {
//!     name(into String);
//!     labels(map String, String);
//! });
//! ::typewright_client::client! {
//!     /// Client of the service `google.pubsub.v1.Publisher`.
//!     PublisherClient PublisherStub = "google.pubsub.v1.Publisher";
//!     /// Creates a topic.
//!     unary PUBLISHER_CREATE_TOPIC create_topic create_topic_call [name(into String)]
//!         (super::Topic => super::Topic) = "/google.pubsub.v1.Publisher/CreateTopic";
//! }
//! ```

mod aip;
mod calls;
mod fields;
mod resources;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::fields::{Setter, asked, setters, text};
use super::docs::paragraphs;
use super::links::{Client, Links};
use super::module::{Code, Module};
use super::{Options, attributes};
use crate::diag::Diagnostics;
use crate::model::path::{self, Paths};
use crate::model::{HttpBinding, Idempotency, Method, Schema, Service};

/// What the comments of foreign authors, types that they deprecate and names of RPCs and of fields
/// trip.
const LINTS: &[&str] = &[
    "deprecated",
    "clippy::disallowed_names",
    "clippy::doc_lazy_continuation",
    "clippy::doc_overindented_list_items",
    "clippy::new_ret_no_self",
    "clippy::should_implement_trait",
    "clippy::wrong_self_convention",
    "rustdoc::invalid_html_tags",
    "rustdoc::redundant_explicit_links",
];

/// Emits a module `client` in each package that has services.
pub(super) fn emit(schema: &Schema, options: &Options) -> Result<Vec<Module>, Diagnostics> {
    let paths = Paths::new(schema);
    let links = Links::new(schema, &paths, options);
    let mut modules = Vec::new();
    let mut pages = BTreeSet::new();
    for package in schema.packages() {
        let services: Vec<&Service> =
            schema.services.iter().filter(|s| s.package == package).collect();
        if services.is_empty() {
            continue;
        }
        let at = super::beside_messages(schema, &paths, package, "client");
        let known = RefCell::default();
        let around = Around { schema, paths: &paths, links: &links, options, at: &at, known };
        let mut taken = BTreeSet::new();
        let (mut rows, mut types) = (requests(&around, &services), types(&around, &services));
        for service in &services {
            rows.push_str(&client(&around, service, &mut taken, &mut types));
        }
        rows.push_str(&resources::names(schema, package, &mut types));
        let mut lists = String::new();
        for method in services.iter().flat_map(|service| &service.methods) {
            // A message may be the page of several methods, and is made one once.
            if let Some(list) = aip::list(schema, method)
                && schema.externs.path(&method.output).is_none()
                && pages.insert(&*method.output)
            {
                lists.push_str(&list.page(&paths, &method.output, &at));
            }
        }
        if !lists.is_empty() {
            rows.push_str(&format!("\n::typewright_client::pages! {{\n{lists}}}\n"));
        }
        modules.push(Module {
            docs: format!("Typed clients of the services of package `{package}`."),
            documents: services.iter().map(|s| s.document.clone()).collect(),
            path: at,
            lints: LINTS,
            attributes: attributes(&options.client_mod_attributes, &services),
            code: Code::Text(rows),
        });
    }
    Ok(modules)
}

/// What the items of one module are made with.
struct Around<'a> {
    schema: &'a Schema,
    paths: &'a Paths<'a>,
    links: &'a Links<'a>,
    options: &'a Options,
    at: &'a [String],
    /// What was asked for already: many methods may take one message.
    known: RefCell<BTreeMap<String, Rc<Vec<Setter<'a>>>>>,
}

impl<'a> Around<'a> {
    /// The functions for the fields of a request.
    fn setters(&self, id: &str) -> Rc<Vec<Setter<'a>>> {
        let make = || Rc::new(setters(self.schema, self.paths, id, self.at));
        self.known.borrow_mut().entry(id.to_owned()).or_insert_with(make).clone()
    }

    fn docs(&self, id: String, docs: &str) -> Vec<String> {
        self.links.lines(id, docs, self.at, self.options)
    }
}

/// The types of a module that have their names already.
fn types(around: &Around<'_>, services: &[&Service]) -> BTreeSet<String> {
    let clients = services.iter().filter_map(|service| around.links.client(&service.id));
    clients.map(|client| client.name.clone()).chain(["Request".to_owned()]).collect()
}

/// The type of requests, and the functions that set their fields.
fn requests(around: &Around<'_>, services: &[&Service]) -> String {
    let methods = services.iter().flat_map(|service| &service.methods);
    let single: Vec<&Method> = methods.filter(|method| !method.client_streaming).collect();
    if single.is_empty() {
        return String::new();
    }
    let mut out = "::typewright_client::request!();\n".to_owned();
    let mut done = BTreeSet::new();
    for method in single {
        if !done.insert(&method.input) {
            continue;
        }
        let setters = around.setters(&method.input);
        if !setters.is_empty() {
            let message = text(&around.paths.message(&method.input, around.at));
            let rows = packed(setters.iter().map(Setter::row), "    ", " ");
            out.push_str(&format!("\n::typewright_client::setters!({message} {{\n{rows}\n}});\n"));
        }
    }
    out
}

fn client(
    around: &Around<'_>,
    service: &Service,
    taken: &mut BTreeSet<String>,
    types: &mut BTreeSet<String>,
) -> String {
    let Some(Client { name, functions, .. }) = around.links.client(&service.id) else {
        return String::new();
    };
    let stub = path::unique(path::upper_camel(&format!("{}_Stub", service.name)), types);
    let headline = format!(" Client of the service `{}`.", service.id);
    let docs = paragraphs(around.docs(service.id.clone(), &service.docs));
    let mut out = "\n::typewright_client::client! {\n".to_owned();
    push_docs(&mut out, [vec![headline], docs, reached(service)].concat(), service.deprecated);
    for attribute in attributes(&around.options.client_attributes, &[service]) {
        out.push_str(&format!("    {attribute}\n"));
    }
    out.push_str(&format!("    {name} {stub} = \"{}\";\n", service.id));
    let mut calls: BTreeSet<String> = functions.iter().cloned().collect();
    let mut variants = Vec::new();
    for (method, function) in service.methods.iter().zip(functions) {
        let spec = path::shouty(&format!("{}_{}", service.name, method.name));
        let spec = path::unique(spec, taken);
        let call = format!("{}_call", function.trim_start_matches("r#").trim_end_matches('_'));
        let call = path::unique(call, &mut calls);
        out.push('\n');
        let docs = around.docs(format!("{}.{}", service.id, method.name), &method.docs);
        let docs = if docs.is_empty() { vec![format!(" Calls `{}`.", method.path)] } else { docs };
        push_docs(&mut out, docs, method.deprecated);
        out.push_str(&row(around, service, method, [&spec, function, &call]));
        variants.push((method, spec, function));
    }
    let variants: String = variants
        .into_iter()
        .map(|(method, spec, function)| {
            signatures(around, service, method, [&spec, function], &mut calls)
        })
        .collect();
    out.push_str("}\n");
    if !variants.is_empty() {
        out.push_str(&format!("\n::typewright_client::signatures!({name} {{\n{variants}}});\n"));
    }
    out
}

/// Who serves it by its author's statement, and what a token must be allowed to do.
fn reached(service: &Service) -> Vec<String> {
    let plain = |text: &&String| text.chars().all(|c| c.is_ascii_graphic() && c != '`');
    let hosts = service.default_host.iter().filter(plain).map(|host| format!(" Host: `{host}`."));
    let scopes = service.oauth_scopes.iter().filter(plain);
    let scopes: Vec<String> = scopes.map(|scope| format!("`{scope}`")).collect();
    let scopes = (!scopes.is_empty()).then(|| format!(" OAuth scopes: {}.", scopes.join(", ")));
    hosts.chain(scopes).flat_map(|line| [String::new(), line]).collect()
}

/// The lists of arguments of a method that are not what it asks for anyway.
fn signatures(
    around: &Around<'_>,
    service: &Service,
    method: &Method,
    [spec, function]: [&str; 2],
    taken: &mut BTreeSet<String>,
) -> String {
    let Around { schema, paths, at, .. } = around;
    let name = |id: &str| text(&paths.message(id, at));
    let (kind, many, output) = match schema.operation(service, method) {
        _ if method.client_streaming => return String::new(),
        Some([result, progress]) => {
            let (result, progress) = (name(&result), name(&progress));
            let output = format!("::typewright_client::Operation<{result}, {progress}>");
            ("long_running", "One", output)
        }
        None if method.server_streaming => ("server_streaming", "Many", name(&method.output)),
        None => ("unary", "One", name(&method.output)),
    };
    let setters = around.setters(&method.input);
    let mask = aip::masked(schema, method).map(|masked| masked.mask);
    let mut known = BTreeSet::from([fields::names(&asked(method, &setters, mask))]);
    let mut rows = String::new();
    for signature in &method.signatures {
        let Some(listed) = fields::listed(signature, &setters) else { continue };
        // The same in another order would be the same function.
        if listed.is_empty() || !known.insert(fields::names(&listed)) {
            continue;
        }
        let words = listed.iter().map(|setter| setter.name.trim_start_matches("r#"));
        let words = words.collect::<Vec<_>>();
        let plain = function.trim_start_matches("r#").trim_end_matches('_');
        let variant = path::unique(format!("{plain}_by_{}", words.join("_and_")), taken);
        let arguments: Vec<String> = listed.into_iter().map(Setter::argument).collect();
        rows.push_str(&format!(
            "    {variant} [{}] =\n        {kind} {spec} {function} ({} => {output}, {many});\n",
            arguments.join(", "),
            name(&method.input)
        ));
    }
    rows
}

fn push_docs(out: &mut String, lines: Vec<String>, deprecated: bool) {
    for line in lines {
        out.push_str(format!("    ///{line}").trim_end());
        out.push('\n');
    }
    if deprecated {
        out.push_str("    #[deprecated]\n");
    }
}

/// A method, as the runtime's macro reads it.
fn row(
    around: &Around<'_>,
    service: &Service,
    method: &Method,
    [spec, function, call]: [&str; 3],
) -> String {
    let Around { schema, paths, at, .. } = around;
    let name = |id: &str| text(&paths.message(id, at));
    let operation = schema.operation(service, method);
    let kind = match (&operation, method.client_streaming, method.server_streaming) {
        (Some(_), ..) => "long_running",
        (None, false, false) => "unary",
        (None, false, true) => "server_streaming",
        (None, true, false) => "client_streaming",
        (None, true, true) => "bidi_streaming",
    };
    let behind = operation
        .map(|[result, progress]| format!("; {}, {}", name(&result), name(&progress)))
        .unwrap_or_default();
    let setters = around.setters(&method.input);
    let mask = aip::masked(schema, method);
    let arguments = asked(method, &setters, mask.as_ref().map(|masked| masked.mask));
    let arguments: Vec<String> = arguments.into_iter().map(Setter::argument).collect();
    let (arguments, path) = (arguments.join(", "), &method.path);
    let (input, output) = (name(&method.input), name(&method.output));
    let types = format!("        ({input} => {output}{behind}) =");
    let gap = if types.len() + path.len() < 96 { " " } else { "\n        " };
    let facts = facts(schema, method, mask);
    format!("    {kind} {spec} {function} {call} [{arguments}]\n{types}{gap}\"{path}\"{facts};\n")
}

/// What the runtime is told about a method, behind its path.
fn facts(schema: &Schema, method: &Method, mask: Option<aip::Masked<'_>>) -> String {
    let reads = method.http.first().is_some_and(|binding| binding.verb == "GET");
    let safe = reads || method.idempotency != Idempotency::Unknown;
    let mut facts = Vec::new();
    facts.extend(safe.then(|| ".idempotent()".to_owned()));
    facts.extend(aip::list(schema, method).map(|list| format!(".paged({})", list.token)));
    facts.extend(aip::request_id(schema, method).map(|number| format!(".identified({number})")));
    facts.extend(mask.map(|masked| masked.fact()));
    facts.extend(aip::routing(schema, method));
    facts.extend(http(method));
    facts.extend(method.calls.iter().flat_map(calls::facts));
    match packed(facts, "        ", "") {
        none if none.is_empty() => none,
        lines => format!("\n{lines}"),
    }
}

/// Lines with as many of the texts on each as there is room for.
fn packed(texts: impl IntoIterator<Item = String>, indent: &str, between: &str) -> String {
    const ROOM: usize = 100;
    let mut lines: Vec<String> = Vec::new();
    for text in texts {
        // What has lines of its own is not put beside others, nor are others beside it.
        let fits = |line: &&mut String| {
            let room = line.len() + between.len() + text.len() <= ROOM;
            room && !text.contains('\n') && !line.contains('\n')
        };
        match lines.last_mut().filter(fits) {
            Some(line) => line.extend([between, &text]),
            None => lines.push(format!("{indent}{text}")),
        }
    }
    lines.join("\n")
}

/// The forms of a method over HTTP and JSON.
fn http(method: &Method) -> Option<String> {
    if method.client_streaming || method.http.is_empty() {
        return None;
    }
    let form = |binding: &HttpBinding| {
        let HttpBinding { verb, path, body, response_body } = binding;
        format!("{:?}", [verb, path, body, response_body])
    };
    let forms: Vec<String> = method.http.iter().map(form).collect();
    let Method { input, output, server_streaming, .. } = method;
    Some(format!(".http({input:?}, {output:?}, {server_streaming}, &[{}])", forms.join(", ")))
}
