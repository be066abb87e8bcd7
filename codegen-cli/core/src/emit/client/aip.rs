//! Patterns of APIs that the runtime knows how to follow: lists in pages (AIP-158), long-running
//! operations (AIP-151), requests that say where to go (AIP-4222).

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::path::{self, Paths};
use crate::model::{
    Field, Message, Method, Presence, RoutingParameter, Scalar, Schema, Service, Type,
};

/// A method that answers in pages.
pub(super) struct List<'s> {
    /// The number of the field of the request that says which page.
    pub(super) token: u32,
    next: &'s Field,
    items: &'s Field,
}

/// The pages of a method, if it has any: the request has a `page_token`, the answer has a
/// `next_page_token`, and the items are its repeated field of the lowest number.
pub(super) fn list<'s>(schema: &'s Schema, method: &Method) -> Option<List<'s>> {
    if method.client_streaming || method.server_streaming {
        return None;
    }
    let token = text(schema.messages.get(&method.input)?, "page_token")?.number;
    let answer = schema.messages.get(&method.output)?;
    let next = text(answer, "next_page_token")?;
    let lists = answer.fields.iter().filter(|field| matches!(field.ty, Type::List(_)));
    let items = lists.min_by_key(|field| field.number)?;
    item(items)?;
    // Of two fields that are the same name in Rust, one goes by another.
    let alone = |field: &Field| {
        let same = |other: &&Field| path::snake(&other.name) == path::snake(&field.name);
        answer.fields.iter().filter(same).count() == 1
    };
    (alone(next) && alone(items)).then_some(List { token, next, items })
}

/// The id of the message that a list is of; empty for texts.
fn item(items: &Field) -> Option<&str> {
    let Type::List(one) = &items.ty else { return None };
    match &**one {
        Type::Message(id) => Some(id),
        Type::Scalar(Scalar::String) => Some(""),
        _ => None,
    }
}

fn text<'m>(message: &'m Message, name: &str) -> Option<&'m Field> {
    let field = message.fields.iter().find(|field| field.name == name)?;
    (field.ty == Type::Scalar(Scalar::String) && field.sum.is_none()).then_some(field)
}

impl List<'_> {
    /// Makes the answer a page.
    pub(super) fn page(&self, paths: &Paths<'_>, answer: &str, at: &[String]) -> TokenStream {
        let name = |field: &Field| path::snake(&field.name).parse::<TokenStream>();
        let (Ok(next), Ok(items)) = (name(self.next), name(self.items)) else {
            return TokenStream::new();
        };
        let answer = paths.message(answer, at);
        let item = match item(self.items) {
            Some(id) if !id.is_empty() => paths.message(id, at),
            _ => quote!(::std::string::String),
        };
        let token = match self.next.presence {
            Presence::Explicit => quote!(self.#next.as_deref().unwrap_or_default()),
            Presence::Implicit | Presence::Required => quote!(&self.#next),
        };
        quote! {
            impl ::typewright_client::Page for #answer {
                type Item = #item;
                fn next_page_token(&self) -> &str {
                    #token
                }
                fn into_items(self) -> ::std::vec::Vec<Self::Item> {
                    self.#items
                }
            }
        }
    }
}

/// The result and the progress of the operation that a method starts, if it starts one.
pub(super) fn operation(
    schema: &Schema,
    service: &Service,
    method: &Method,
) -> Option<[String; 2]> {
    let operation = method.operation.as_ref()?;
    let streams = method.client_streaming || method.server_streaming;
    if streams || method.output != "google.longrunning.Operation" {
        return None;
    }
    let id = |name: &str| {
        let near = format!("{}.{name}", service.package);
        let known =
            |id: &str| schema.messages.contains_key(id) || schema.externs.path(id).is_some();
        [near, name.to_owned()].into_iter().find(|id| known(id))
    };
    Some([id(&operation.response)?, id(&operation.metadata)?])
}

/// Which fields of a request say where it goes: those that its author names, else the parameters of
/// the path of its HTTP form.
pub(super) fn routing(schema: &Schema, method: &Method) -> Option<TokenStream> {
    if method.client_streaming {
        return None;
    }
    match &method.routing {
        Some(parameters) => named_routing(schema, method, parameters),
        None => path_routing(schema, method),
    }
}

fn named_routing(
    schema: &Schema,
    method: &Method,
    parameters: &[RoutingParameter],
) -> Option<TokenStream> {
    let routes: Vec<TokenStream> = parameters
        .iter()
        .filter_map(|RoutingParameter { field, template }| {
            let numbers = numbers(schema, &method.input, field)?;
            let numbers = numbers.into_iter().map(Literal::u32_unsuffixed);
            let template = match &**template {
                "" => format!("{{{field}=**}}"),
                other => other.to_owned(),
            };
            Some(quote!((&[#(#numbers),*], #template)))
        })
        .collect();
    (!routes.is_empty()).then(|| quote!(.routed_by(&[#(#routes),*])))
}

fn path_routing(schema: &Schema, method: &Method) -> Option<TokenStream> {
    let binding = method.http.first()?;
    let variables = binding.path.split('{').skip(1);
    let names = variables.filter_map(|rest| rest.split(['=', '}']).next());
    let parameters: Vec<TokenStream> = names
        .filter_map(|name| {
            let numbers = numbers(schema, &method.input, name)?;
            let numbers = numbers.into_iter().map(Literal::u32_unsuffixed);
            Some(quote!((#name, &[#(#numbers),*])))
        })
        .collect();
    (!parameters.is_empty()).then(|| quote!(.routed(&[#(#parameters),*])))
}

/// The numbers of the fields of a path such as `topic.name` that ends in a text.
fn numbers(schema: &Schema, message: &str, path: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    let mut parts = path.split('.').peekable();
    let mut message = schema.messages.get(message)?;
    while let Some(part) = parts.next() {
        let field = message.fields.iter().find(|field| field.name == part)?;
        numbers.push(field.number);
        match (&field.ty, parts.peek()) {
            (Type::Message(id), Some(_)) => message = schema.messages.get(id)?,
            (Type::Scalar(Scalar::String), None) => return Some(numbers),
            _ => return None,
        }
    }
    None
}
