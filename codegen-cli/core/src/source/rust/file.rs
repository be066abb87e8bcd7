//! A whole Rust file ▶ its enums and structs.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::attr;
use super::generics::Generics;
use super::item::{Data, Field, Fields, Item, Variant};
use super::meta::Attribute;
use super::tokens::stream;
use crate::model::name::unraw;
use crate::model::{self, ItemField, ItemVariant};

/// Every enum and struct of a file with the inline modules around it, in source order.
///
/// ```
/// let file = syn::parse_file("mod shape { pub enum Kind { Round } } struct Box;").unwrap();
/// let found = typewright_core::source::rust::declarations(file);
/// assert_eq!((&*found[0].0[0], found[1].1.ident.to_string()), ("shape", "Box".to_owned()));
/// ```
pub fn declarations(file: syn::File) -> Vec<(Vec<String>, Item)> {
    let mut found = Vec::new();
    collect(file.items, &[], &mut found);
    found
}

fn collect(items: Vec<syn::Item>, modules: &[String], found: &mut Vec<(Vec<String>, Item)>) {
    for item in items {
        match item {
            syn::Item::Enum(item) => read(item.into_token_stream(), modules, found),
            syn::Item::Struct(item) => read(item.into_token_stream(), modules, found),
            syn::Item::Mod(module) => {
                let inner = [modules, &[module.ident.to_string()]].concat();
                collect(module.content.map_or_else(Vec::new, |(_, items)| items), &inner, found);
            }
            _ => {}
        }
    }
}

fn read(item: TokenStream, modules: &[String], found: &mut Vec<(Vec<String>, Item)>) {
    found.extend(Item::read(item).ok().map(|item| (modules.to_vec(), item)));
}

/// The enums and structs of a file for templates; `document` is what it is called.
///
/// ```
/// let file = syn::parse_file("/// A box.\nstruct Box { pub(crate) of: Vec<u8> }").unwrap();
/// let items = typewright_core::source::rust::read_items("box.rs", file);
/// assert_eq!((&*items[0].docs, &*items[0].fields[0].ty), ("A box.", "Vec<u8>"));
/// ```
pub fn read_items(document: &str, file: syn::File) -> Vec<model::Item> {
    let read = |(modules, input): (Vec<String>, Item)| model::Item {
        name: name(&input.ident),
        document: document.to_owned(),
        modules: modules.iter().map(|module| unraw(module).to_owned()).collect(),
        visibility: visibility(&input.visibility),
        generics: generics(&input.generics),
        docs: attr::docs(&input.attrs),
        derives: derives(&input.attrs),
        attributes: attributes(&input.attrs),
        ..data(&input.data)
    };
    declarations(file).into_iter().map(read).collect()
}

fn data(data: &Data) -> model::Item {
    match data {
        Data::Enum(data) => model::Item {
            kind: "enum",
            variants: data.variants.iter().map(variant).collect(),
            ..model::Item::default()
        },
        Data::Struct(data, _) => {
            model::Item { kind: "struct", fields: fields(data), ..model::Item::default() }
        }
        Data::Union(..) => model::Item::default(),
    }
}

fn variant(variant: &Variant) -> ItemVariant {
    ItemVariant {
        name: name(&variant.ident),
        docs: attr::docs(&variant.attrs),
        attributes: attributes(&variant.attrs),
        fields: fields(&variant.fields),
        discriminant: variant.discriminant.as_deref().map(text),
    }
}

fn fields(fields: &Fields) -> Vec<ItemField> {
    let field = |(place, field): (usize, &Field)| ItemField {
        name: field.ident.as_ref().map_or_else(|| place.to_string(), name),
        ty: text(&field.ty),
        visibility: visibility(&field.visibility),
        docs: attr::docs(&field.attrs),
        attributes: attributes(&field.attrs),
    };
    fields.list.iter().enumerate().map(field).collect()
}

fn derives(attrs: &[Attribute]) -> Vec<String> {
    // What is no list of paths is rustc's to report.
    let lists = attrs.iter().filter(|attr| attr.is("derive")).filter_map(Attribute::paths);
    lists.flatten().collect()
}

fn attributes(attrs: &[Attribute]) -> Vec<model::Attribute> {
    let told = |attr: &&Attribute| !attr.is("doc") && !attr.is("derive");
    let one = |attr: &Attribute| model::Attribute {
        path: attr.name().to_owned(),
        arguments: match (attr.list(), attr.rest()) {
            (Some(list), _) => list.stream().to_string(),
            (None, [_, value @ ..]) => text(value),
            (None, []) => String::new(),
        },
    };
    attrs.iter().filter(told).map(one).collect()
}

fn name(ident: &Ident) -> String {
    unraw(&ident.to_string()).to_owned()
}

/// `pub(crate)`, where tokens say `pub (crate)`.
fn visibility(visibility: &TokenStream) -> String {
    compact(&visibility.to_string())
}

fn generics(generics: &Generics) -> String {
    let list = generics.params.iter().map(|param| param.to_tokens().to_string());
    let list = list.collect::<Vec<_>>().join(", ");
    if list.is_empty() { list } else { format!("<{list}>") }
}

fn compact(tokens: &str) -> String {
    tokens.replace("in ", "in\u{0}").replace(' ', "").replace('\u{0}', " ")
}

/// Rust as people write it: `Vec<u8>`, where tokens say `Vec < u8 >`.
fn text(tokens: &[TokenTree]) -> String {
    let tokens = stream(tokens.to_vec());
    let line = |item: proc_macro2::TokenStream| {
        let file = syn::parse2::<syn::File>(item).ok()?;
        Some(prettyplease::unparse(&file))
    };
    let laid_out = line(quote!(type __T = #tokens;))
        .and_then(|text| Some(text.trim().strip_prefix("type __T = ")?.strip_suffix(';')?.into()));
    laid_out.unwrap_or_else(|| tokens.to_string())
}
