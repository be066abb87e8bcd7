//! Services ▶ traits for who serves them, and what mounts an implementation on tonic.
//!
//! One service expands to
//!
//! ```text
//! pub trait Publisher: Send + Sync + 'static {
//!     fn create_topic(&self, request: Request<super::Topic>)
//!         -> impl Future<Output = Result<super::Topic>> + Send { unimplemented(..) }
//! }
//! pub type PublisherServer<T> = ::typewright_server::Server<PublisherApi, T>;
//! pub enum PublisherApi {}
//! impl ::typewright_server::Api for PublisherApi { const NAME: &'static str = "…"; }
//! impl<T: Publisher> ::typewright_server::Serve<T> for PublisherApi { .. }
//! ```
//!
//! The trait has the RPCs and nothing else, and is called by its name, so no RPC name can clash.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::paragraphs;
use super::links::Links;
use super::module::{Code, Module};
use super::{Options, attributes};
use crate::diag::Diagnostics;
use crate::model::path::{self, Paths};
use crate::model::{Method, Schema, Service};

/// What the comments of foreign authors, types that they deprecate and names of RPCs trip, and
/// services that a program does not serve.
const LINTS: &[&str] = &[
    "dead_code",
    "deprecated",
    "clippy::doc_lazy_continuation",
    "clippy::doc_overindented_list_items",
    "clippy::new_ret_no_self",
    "clippy::wrong_self_convention",
    "rustdoc::invalid_html_tags",
    "rustdoc::redundant_explicit_links",
];

/// Emits a module `server` in each package that has services.
pub(super) fn emit(schema: &Schema, options: &Options) -> Result<Vec<Module>, Diagnostics> {
    let paths = Paths::new(schema);
    let links = Links::new(schema, &paths, options);
    let mut modules = Vec::new();
    for package in schema.packages() {
        let services: Vec<&Service> =
            schema.services.iter().filter(|s| s.package == package).collect();
        if services.is_empty() {
            continue;
        }
        let at = super::beside_messages(schema, &paths, package, "server");
        // What the implementation is called.
        let mut taken = BTreeSet::from(["T".to_owned()]);
        let around = Around { paths: &paths, links: &links, options, at: &at };
        let items = services.iter().map(|service| server(&around, service, &mut taken)).collect();
        modules.push(Module {
            docs: format!("Servers of the services of package `{package}`."),
            documents: services.iter().map(|s| s.document.clone()).collect(),
            path: at,
            lints: LINTS,
            attributes: attributes(&options.server_mod_attributes, &services),
            code: Code::Tokens(items),
        });
    }
    Ok(modules)
}

/// What the items of one module are made with.
struct Around<'a> {
    paths: &'a Paths<'a>,
    links: &'a Links<'a>,
    options: &'a Options,
    at: &'a [String],
}

impl Around<'_> {
    fn docs(&self, id: String, docs: &str) -> Vec<String> {
        self.links.lines(id, docs, self.at, self.options)
    }
}

fn server(around: &Around<'_>, service: &Service, taken: &mut BTreeSet<String>) -> TokenStream {
    let name = path::unique(path::upper_camel(&service.name), taken);
    let name: TokenStream = name.parse().unwrap_or_default();
    let named = |word: &str| path::upper_camel(&format!("{}_{word}", service.name));
    let server = format_ident!("{}", path::unique(named("Server"), taken));
    let api = format_ident!("{}", path::unique(named("Api"), taken));
    let id = &service.id;
    let docs = [format!(" What a server of `{id}` does.")];
    let docs = docs.into_iter().chain(paragraphs(around.docs(id.clone(), &service.docs)));
    let attributes = attributes(&around.options.server_attributes, &[service]);
    let attributes: TokenStream = attributes.join("\n").parse().unwrap_or_default();
    let deprecated = service.deprecated.then(|| quote!(#[deprecated]));
    let mut functions = BTreeSet::new();
    let (mut rpcs, mut arms) = (TokenStream::new(), TokenStream::new());
    for method in &service.methods {
        let function: TokenStream =
            path::unique(path::snake(&method.name), &mut functions).parse().unwrap_or_default();
        rpcs.extend(rpc(around, &format!("{id}.{}", method.name), method, &function));
        arms.extend(arm(method, &name, &function));
    }
    let served = if service.methods.is_empty() { quote!(_) } else { quote!(served) };
    let serve = match arms.is_empty() {
        true => quote!(call.unimplemented()),
        false => quote!(match call.path() { #arms _ => call.unimplemented(), }),
    };
    let mounts = format!(" Mounts an implementation of [`{name}`] on tonic.");
    // Servers are found by the paths of their RPCs, which may leave out the package.
    let path =
        service.methods.first().and_then(|method| method.path.strip_prefix('/')?.rsplit_once('/'));
    let facts = api_of(&api, id, path.map_or(id.as_str(), |(service, _)| service));
    quote! {
        #(#[doc = #docs])*
        #deprecated
        #attributes
        pub trait #name: ::core::marker::Send + ::core::marker::Sync + 'static { #rpcs }

        #[doc = #mounts]
        pub type #server<T> = ::typewright_server::Server<#api, T>;

        #facts

        impl<T: #name> ::typewright_server::Serve<T> for #api {
            fn serve(
                #served: ::typewright_server::Served<T>,
                call: ::typewright_server::Call,
            ) -> ::typewright_server::Answering {
                #serve
            }
        }
    }
}

fn api_of(api: &Ident, id: &str, name: &str) -> TokenStream {
    let docs = format!(" The service `{id}`.");
    quote! {
        #[doc = #docs]
        #[derive(Clone, Copy, Debug)]
        pub enum #api {}

        impl ::typewright_server::Api for #api {
            const NAME: &'static str = #name;
        }
    }
}

fn rpc(around: &Around<'_>, id: &str, method: &Method, function: &TokenStream) -> TokenStream {
    let Around { paths, at, .. } = around;
    let path = &method.path;
    let docs = around.docs(id.to_owned(), &method.docs);
    let docs = if docs.is_empty() { vec![format!(" Answers `{path}`.")] } else { docs };
    let deprecated = method.deprecated.then(|| quote!(#[deprecated]));
    let (input, output) = (paths.message(&method.input, at), paths.message(&method.output, at));
    let input = match method.client_streaming {
        true => quote!(::typewright_server::Streaming<#input>),
        false => input,
    };
    let output = match method.server_streaming {
        true => quote!(::typewright_server::Answers<#output>),
        false => output,
    };
    quote! {
        #(#[doc = #docs])*
        #deprecated
        fn #function(
            &self,
            request: ::typewright_server::Request<#input>,
        ) -> impl ::core::future::Future<Output = ::typewright_server::Result<#output>>
               + ::core::marker::Send {
            ::typewright_server::unimplemented(request, #path)
        }
    }
}

fn arm(method: &Method, name: &TokenStream, function: &TokenStream) -> TokenStream {
    let path = &method.path;
    let kind = match (method.client_streaming, method.server_streaming) {
        (false, false) => quote!(unary),
        (false, true) => quote!(server_streaming),
        (true, false) => quote!(client_streaming),
        (true, true) => quote!(bidi_streaming),
    };
    quote! {
        #path => call.#kind(
            async move |request| <T as #name>::#function(&served, request).await
        ),
    }
}
