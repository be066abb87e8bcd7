//! Services ▶ typed clients over `typewright-client`.
//!
//! The type of a client carries the RPCs and nothing else, so no RPC name can clash with a
//! function of ours. One service expands to
//!
//! ```text
//! pub struct PublisherClient { channel: Channel }
//! impl From<Channel> for PublisherClient { .. }
//! impl PublisherClient {
//!     pub fn create_topic(&self, request: super::Topic) -> Unary<super::Topic, super::Topic> {
//!         self.channel.unary(&PUBLISHER_CREATE_TOPIC, request)
//!     }
//! }
//! static PUBLISHER_CREATE_TOPIC: Method = Method::new("/…");
//! ```

mod aip;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::linked_doc_lines;
use super::links::{Client, Links, Spot};
use super::module::{Code, Module};
use super::{Options, path_finds};
use crate::diag::Diagnostics;
use crate::model::path::{self, Paths};
use crate::model::{Idempotency, Method, Schema, Service};

/// What the comments of foreign authors, types that they deprecate and names of RPCs trip.
const LINTS: &[&str] = &[
    "deprecated",
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
        let around = Around { schema, paths: &paths, links: &links, options, at: &at };
        let mut taken = BTreeSet::new();
        let mut items: TokenStream =
            services.iter().map(|service| client(&around, service, &mut taken)).collect();
        for method in services.iter().flat_map(|service| &service.methods) {
            // A message may be the page of several methods, and is made one once.
            if let Some(list) = aip::list(schema, method)
                && schema.externs.path(&method.output).is_none()
                && pages.insert(&*method.output)
            {
                items.extend(list.page(&paths, &method.output, &at));
            }
        }
        modules.push(Module {
            docs: format!("Typed clients of the services of package `{package}`."),
            documents: services.iter().map(|s| s.document.clone()).collect(),
            path: at,
            lints: LINTS,
            attributes: attributes(&options.client_mod_attributes, &services),
            code: Code::Tokens(items),
        });
    }
    Ok(modules)
}

/// The attributes of the services, each once.
fn attributes(given: &[(String, String)], services: &[&Service]) -> Vec<String> {
    let found = |path: &str| services.iter().any(|service| path_finds(path, &service.id));
    let found = given.iter().filter(|(path, _)| found(path));
    found.map(|(_, attribute)| attribute.clone()).collect()
}

/// What the items of one module are made with.
struct Around<'a> {
    schema: &'a Schema,
    paths: &'a Paths<'a>,
    links: &'a Links<'a>,
    options: &'a Options,
    at: &'a [String],
}

impl Around<'_> {
    /// The comment of an item, unless it is to be left out.
    fn docs(&self, id: String, docs: &str) -> Vec<String> {
        if self.options.types.without_comments(&id) {
            return Vec::new();
        }
        let spot = Spot { id, module: self.at.to_vec() };
        linked_doc_lines(docs, &|name| self.links.target(name, &spot))
    }
}

fn client(around: &Around<'_>, service: &Service, taken: &mut BTreeSet<String>) -> TokenStream {
    let Some(Client { name, functions, .. }) = around.links.client(&service.id) else {
        return TokenStream::new();
    };
    let name = format_ident!("{name}");
    let headline = format!(" Client of the service `{}`.", service.id);
    let docs = paragraphs(around.docs(service.id.clone(), &service.docs));
    let attributes = attributes(&around.options.client_attributes, &[service]);
    let attributes: TokenStream = attributes.join("\n").parse().unwrap_or_default();
    let deprecated = service.deprecated.then(|| quote!(#[deprecated]));
    let unused = service.methods.is_empty().then(|| quote!(#[allow(dead_code)]));
    let (mut methods, mut statics) = (TokenStream::new(), TokenStream::new());
    for (method, function) in service.methods.iter().zip(functions) {
        let spec = path::shouty(&format!("{}_{}", service.name, method.name));
        let spec = format_ident!("{}", path::unique(spec, taken));
        let kind = kind(around.schema, around.paths, service, method, around.at);
        let docs = around.docs(format!("{}.{}", service.id, method.name), &method.docs);
        methods.extend(rpc(method, docs, function, &spec, &kind));
        let facts = facts(around.schema, method);
        statics.extend(quote! {
            static #spec: ::typewright_client::Method = ::typewright_client::Method::new #facts;
        });
    }
    quote! {
        #[doc = #headline]
        #(#[doc = #docs])*
        #deprecated
        #attributes
        #[derive(Clone, Debug)]
        pub struct #name {
            #unused
            channel: ::typewright_client::Channel,
        }

        impl From<::typewright_client::Channel> for #name {
            fn from(channel: ::typewright_client::Channel) -> Self {
                Self { channel }
            }
        }

        impl #name { #methods }

        #statics
    }
}

/// What the runtime is told about a method, from its path on.
fn facts(schema: &Schema, method: &Method) -> TokenStream {
    let path = &method.path;
    let reads = method.http.first().is_some_and(|binding| binding.verb == "GET");
    let safe = reads || method.idempotency != Idempotency::Unknown;
    let safe = safe.then(|| quote!(.idempotent()));
    let paged = aip::list(schema, method).map(|list| {
        let token = proc_macro2::Literal::u32_unsuffixed(list.token);
        quote!(.paged(#token))
    });
    let routed = aip::routing(schema, method);
    quote!((#path) #safe #paged #routed)
}

/// How a method is called: its argument and the function and type of the runtime.
struct Kind {
    argument: TokenStream,
    value: TokenStream,
    call: TokenStream,
    gives: TokenStream,
}

fn kind(
    schema: &Schema,
    paths: &Paths<'_>,
    service: &Service,
    method: &Method,
    at: &[String],
) -> Kind {
    let input = paths.message(&method.input, at);
    let output = paths.message(&method.output, at);
    let (argument, value) = if method.client_streaming {
        (quote!(requests: impl ::typewright_client::Requests<#input>), quote!(requests))
    } else {
        (quote!(request: #input), quote!(request))
    };
    let operation = aip::operation(schema, service, method);
    let (call, gives) = match (operation, method.client_streaming, method.server_streaming) {
        (Some([result, progress]), ..) => {
            let [result, progress] = [result, progress].map(|id| paths.message(&id, at));
            (quote!(long_running), quote!(LongRunning<#input, #result, #progress>))
        }
        (None, false, false) => (quote!(unary), quote!(Unary<#input, #output>)),
        (None, false, true) => (quote!(server_streaming), quote!(ServerStreaming<#input, #output>)),
        (None, true, false) => (quote!(client_streaming), quote!(ClientStreaming<#input, #output>)),
        (None, true, true) => (quote!(bidi_streaming), quote!(BidiStreaming<#input, #output>)),
    };
    Kind { argument, value, call, gives }
}

fn rpc(
    method: &Method,
    docs: Vec<String>,
    function: &str,
    spec: &proc_macro2::Ident,
    kind: &Kind,
) -> TokenStream {
    let function: TokenStream = function.parse().unwrap_or_default();
    let docs = if docs.is_empty() { vec![format!(" Calls `{}`.", method.path)] } else { docs };
    let deprecated = method.deprecated.then(|| quote!(#[deprecated]));
    let Kind { argument, value, call, gives } = kind;
    quote! {
        #(#[doc = #docs])*
        #deprecated
        pub fn #function(&self, #argument) -> ::typewright_client::#gives {
            self.channel.#call(&#spec, #value)
        }
    }
}

/// Doc lines behind a first one of ours.
fn paragraphs(lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() { lines } else { [vec![String::new()], lines].concat() }
}
