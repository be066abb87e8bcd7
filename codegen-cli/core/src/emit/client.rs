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
//! static PUBLISHER_CREATE_TOPIC: Method = Method { path: "/…", .. };
//! ```

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Options;
use super::docs::doc_lines;
use super::module::{Code, Module};
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
    "rustdoc::broken_intra_doc_links",
    "rustdoc::invalid_html_tags",
];

/// Emits a module `client` in each package that has services.
pub(super) fn emit(schema: &Schema, _options: &Options) -> Result<Vec<Module>, Diagnostics> {
    let paths = Paths::new(schema);
    let mut modules = Vec::new();
    for package in schema.packages() {
        let services: Vec<&Service> =
            schema.services.iter().filter(|s| s.package == package).collect();
        if services.is_empty() {
            continue;
        }
        let at = super::beside_messages(schema, &paths, package, "client");
        let mut taken = BTreeSet::new();
        let items = services.iter().map(|s| client(&paths, s, &at, &mut taken)).collect();
        modules.push(Module {
            docs: format!("Typed clients of the services of package `{package}`."),
            documents: services.iter().map(|s| s.document.clone()).collect(),
            path: at,
            lints: LINTS,
            code: Code::Tokens(items),
        });
    }
    Ok(modules)
}

fn client(
    paths: &Paths<'_>,
    service: &Service,
    at: &[String],
    taken: &mut BTreeSet<String>,
) -> TokenStream {
    let name = path::unique(format!("{}Client", path::upper_camel(&service.name)), taken);
    let name = format_ident!("{name}");
    let headline = format!(" Client of the service `{}`.", service.id);
    let docs = paragraphs(&service.docs);
    let deprecated = service.deprecated.then(|| quote!(#[deprecated]));
    let unused = service.methods.is_empty().then(|| quote!(#[allow(dead_code)]));
    let mut functions = BTreeSet::new();
    let (mut methods, mut statics) = (TokenStream::new(), TokenStream::new());
    for method in &service.methods {
        let function = path::unique(path::snake(&method.name), &mut functions);
        let spec = path::shouty(&format!("{}_{}", service.name, method.name));
        let spec = format_ident!("{}", path::unique(spec, taken));
        methods.extend(rpc(paths, method, &function, &spec, at));
        let (wire, safe) = (&method.path, method.idempotency != Idempotency::Unknown);
        statics.extend(quote! {
            static #spec: ::typewright_client::Method =
                ::typewright_client::Method { path: #wire, idempotent: #safe };
        });
    }
    quote! {
        #[doc = #headline]
        #(#[doc = #docs])*
        #deprecated
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

fn rpc(
    paths: &Paths<'_>,
    method: &Method,
    function: &str,
    spec: &proc_macro2::Ident,
    at: &[String],
) -> TokenStream {
    let input = paths.message(&method.input, at);
    let output = paths.message(&method.output, at);
    let function: TokenStream = function.parse().unwrap_or_default();
    let docs = doc_lines(&method.docs);
    let docs = if docs.is_empty() { vec![format!(" Calls `{}`.", method.path)] } else { docs };
    let deprecated = method.deprecated.then(|| quote!(#[deprecated]));
    let one = quote!(request: #input);
    let many = quote!(requests: impl ::typewright_client::Requests<#input>);
    let (argument, value, call, kind) = match (method.client_streaming, method.server_streaming) {
        (false, false) => (one, quote!(request), quote!(unary), quote!(Unary)),
        (false, true) => (one, quote!(request), quote!(server_streaming), quote!(ServerStreaming)),
        (true, false) => {
            (many, quote!(requests), quote!(client_streaming), quote!(ClientStreaming))
        }
        (true, true) => (many, quote!(requests), quote!(bidi_streaming), quote!(BidiStreaming)),
    };
    quote! {
        #(#[doc = #docs])*
        #deprecated
        pub fn #function(&self, #argument) -> ::typewright_client::#kind<#input, #output> {
            self.channel.#call(&#spec, #value)
        }
    }
}

/// Doc lines behind a first one of ours.
fn paragraphs(comment: &str) -> Vec<String> {
    let lines = doc_lines(comment);
    if lines.is_empty() { lines } else { [vec![String::new()], lines].concat() }
}
