//! A whole Rust file ▶ its enums and structs.

use quote::{ToTokens, quote};
use syn::{DeriveInput, Fields, Meta};

use super::attr;
use crate::model::name::unraw;
use crate::model::{Attribute, Item, ItemField, ItemVariant};

/// Every enum and struct of a file with the inline modules around it, in source order.
///
/// ```
/// let file = syn::parse_file("mod shape { pub enum Kind { Round } } struct Box;").unwrap();
/// let found = typewright_core::source::rust::declarations(file);
/// assert_eq!((&*found[0].0[0], found[1].1.ident.to_string()), ("shape", "Box".to_owned()));
/// ```
pub fn declarations(file: syn::File) -> Vec<(Vec<String>, DeriveInput)> {
    let mut found = Vec::new();
    collect(file.items, &[], &mut found);
    found
}

fn collect(items: Vec<syn::Item>, modules: &[String], found: &mut Vec<(Vec<String>, DeriveInput)>) {
    for item in items {
        match item {
            syn::Item::Enum(item) => found.push((modules.to_vec(), item.into())),
            syn::Item::Struct(item) => found.push((modules.to_vec(), item.into())),
            syn::Item::Mod(module) => {
                let inner = [modules, &[module.ident.to_string()]].concat();
                collect(module.content.map_or_else(Vec::new, |(_, items)| items), &inner, found);
            }
            _ => {}
        }
    }
}

/// The enums and structs of a file for templates; `document` is what it is called.
///
/// ```
/// let file = syn::parse_file("/// A box.\nstruct Box { pub(crate) of: Vec<u8> }").unwrap();
/// let items = typewright_core::source::rust::read_items("box.rs", file);
/// assert_eq!((&*items[0].docs, &*items[0].fields[0].ty), ("A box.", "Vec<u8>"));
/// ```
pub fn read_items(document: &str, file: syn::File) -> Vec<Item> {
    let read = |(modules, input): (Vec<String>, DeriveInput)| Item {
        name: name(&input.ident),
        document: document.to_owned(),
        modules: modules.iter().map(|module| unraw(module).to_owned()).collect(),
        visibility: visibility(&input.vis),
        generics: generics(&input.generics),
        docs: attr::docs(&input.attrs),
        derives: derives(&input.attrs),
        attributes: attributes(&input.attrs),
        ..data(&input.data)
    };
    declarations(file).into_iter().map(read).collect()
}

fn data(data: &syn::Data) -> Item {
    match data {
        syn::Data::Enum(data) => Item {
            kind: "enum",
            variants: data.variants.iter().map(variant).collect(),
            ..Item::default()
        },
        syn::Data::Struct(data) => {
            Item { kind: "struct", fields: fields(&data.fields), ..Item::default() }
        }
        syn::Data::Union(_) => Item::default(),
    }
}

fn variant(variant: &syn::Variant) -> ItemVariant {
    ItemVariant {
        name: name(&variant.ident),
        docs: attr::docs(&variant.attrs),
        attributes: attributes(&variant.attrs),
        fields: fields(&variant.fields),
        discriminant: variant.discriminant.as_ref().map(|(_, value)| text(value)),
    }
}

fn fields(fields: &Fields) -> Vec<ItemField> {
    let field = |(place, field): (usize, &syn::Field)| ItemField {
        name: field.ident.as_ref().map_or_else(|| place.to_string(), name),
        ty: text(&field.ty),
        visibility: visibility(&field.vis),
        docs: attr::docs(&field.attrs),
        attributes: attributes(&field.attrs),
    };
    fields.iter().enumerate().map(field).collect()
}

fn derives(attrs: &[syn::Attribute]) -> Vec<String> {
    let mut derives = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
        // What is no list of paths is rustc's to report.
        let _ = attr.parse_nested_meta(|one| {
            derives.push(compact(&one.path.to_token_stream().to_string()));
            Ok(())
        });
    }
    derives
}

fn attributes(attrs: &[syn::Attribute]) -> Vec<Attribute> {
    let told = |attr: &&syn::Attribute| !["doc", "derive"].iter().any(|n| attr.path().is_ident(n));
    let one = |attr: &syn::Attribute| Attribute {
        path: compact(&attr.path().to_token_stream().to_string()),
        arguments: match &attr.meta {
            Meta::Path(_) => String::new(),
            Meta::List(list) => list.tokens.to_string(),
            Meta::NameValue(pair) => text(&pair.value),
        },
    };
    attrs.iter().filter(told).map(one).collect()
}

fn name(ident: &syn::Ident) -> String {
    unraw(&ident.to_string()).to_owned()
}

/// `pub(crate)`, where tokens say `pub (crate)`.
fn visibility(visibility: &syn::Visibility) -> String {
    match visibility {
        syn::Visibility::Restricted(at) => compact(&at.to_token_stream().to_string()),
        other => other.to_token_stream().to_string(),
    }
}

fn generics(generics: &syn::Generics) -> String {
    let parameters = generics.params.iter().map(|one| one.to_token_stream().to_string());
    let list = parameters.collect::<Vec<_>>().join(", ");
    if list.is_empty() { list } else { format!("<{list}>") }
}

fn compact(tokens: &str) -> String {
    tokens.replace("in ", "in\u{0}").replace(' ', "").replace('\u{0}', " ")
}

/// Rust as people write it: `Vec<u8>`, where tokens say `Vec < u8 >`.
fn text(tokens: &impl ToTokens) -> String {
    let line = |item: proc_macro2::TokenStream| {
        let file = syn::parse2::<syn::File>(item).ok()?;
        Some(prettyplease::unparse(&file))
    };
    let laid_out = line(quote!(type __T = #tokens;))
        .and_then(|text| Some(text.trim().strip_prefix("type __T = ")?.strip_suffix(';')?.into()));
    laid_out.unwrap_or_else(|| tokens.to_token_stream().to_string())
}
