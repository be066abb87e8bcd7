//! Where the Rust types of an API live: prost's rules for names and modules, so that what we emit
//! beside its messages finds them.

use std::collections::BTreeSet;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse_str;

use super::Schema;

/// The module path of a package: `google.pubsub.v1` gives `google`, `pubsub`, `v1`.
pub fn package_modules(package: &str) -> Vec<String> {
    package.split('.').filter(|part| !part.is_empty()).map(snake).collect()
}

/// A function, module or field name: `GetTopic` gives `get_topic`, `Type` gives `r#type`.
pub fn snake(name: &str) -> String {
    sanitize(name.to_snake_case())
}

/// A type name: `HTTP_rule` gives `HttpRule`.
pub fn upper_camel(name: &str) -> String {
    sanitize(name.to_upper_camel_case())
}

/// The name of a static: `GetTopic` gives `GET_TOPIC`.
pub fn shouty(name: &str) -> String {
    sanitize(name.to_shouty_snake_case())
}

/// A name for command lines: `GetTopic` gives `get-topic`.
pub fn kebab(name: &str) -> String {
    name.to_kebab_case()
}

/// A name that is no other name of `taken`: itself, or with the first number that is free.
pub fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(name.clone()) {
        return name;
    }
    let plain = name.strip_prefix("r#").unwrap_or(&name);
    let mut number = 2;
    loop {
        let other = format!("{plain}_{number}");
        if taken.insert(other.clone()) {
            return other;
        }
        number += 1;
    }
}

/// Names that Rust reserves are escaped as prost escapes them: raw where Rust allows it, else with
/// an underscore behind; what starts with a digit gets one in front.
fn sanitize(name: String) -> String {
    const NOT_RAW: [&str; 5] = ["super", "self", "Self", "extern", "crate"];
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{name}");
    }
    if NOT_RAW.contains(&&*name) {
        return format!("{name}_");
    }
    // A plain identifier parses as one; what remains are keywords.
    if parse_str::<Ident>(&name).is_ok() && name != "gen" { name } else { format!("r#{name}") }
}

/// The Rust type of a message as seen from the module `from` (a path of module names), by prost's
/// table of well-known types and its nesting of modules.
pub fn message_type(schema: &Schema, id: &str, from: &[String]) -> TokenStream {
    if let Some(name) = id.strip_prefix("google.protobuf.") {
        return well_known(name);
    }
    let mut nesting = Vec::new();
    let mut package = "";
    let mut current = schema.messages.get(id);
    while let Some(message) = current {
        nesting.push(&*message.name);
        package = &message.package;
        current = message.parent.as_ref().and_then(|parent| schema.messages.get(parent));
    }
    let mut modules = package_modules(package);
    modules.extend(nesting.iter().skip(1).rev().map(|name| snake(name)));
    let name = nesting.first().map(|name| upper_camel(name)).unwrap_or_default();
    relative(&modules, &name, from)
}

/// An item `name` in the module `to` as seen from the module `from`.
pub fn relative(to: &[String], name: &str, from: &[String]) -> TokenStream {
    let common = to.iter().zip(from).take_while(|(a, b)| a == b).count();
    let up = vec!["super"; from.len() - common];
    let down = to[common..].iter().map(String::as_str);
    let segments = up.into_iter().chain(down).chain([name]).map(path_segment);
    quote!(#(#segments)::*)
}

fn path_segment(name: &str) -> TokenStream {
    name.parse().unwrap_or_default()
}

/// prost's mapping of the well-known types.
fn well_known(name: &str) -> TokenStream {
    match name {
        "BoolValue" => quote!(bool),
        "BytesValue" => quote!(::prost::alloc::vec::Vec<u8>),
        "DoubleValue" => quote!(f64),
        "Empty" => quote!(()),
        "FloatValue" => quote!(f32),
        "Int32Value" => quote!(i32),
        "Int64Value" => quote!(i64),
        "StringValue" => quote!(::prost::alloc::string::String),
        "UInt32Value" => quote!(u32),
        "UInt64Value" => quote!(u64),
        _ => {
            let segments: Vec<&str> = name.split('.').collect();
            let (last, outer) = segments.split_last().unwrap_or((&"", &[]));
            let outer = outer.iter().map(|part| path_segment(&snake(part)));
            let last = path_segment(&upper_camel(last));
            quote!(::prost_types::#(#outer::)*#last)
        }
    }
}
