//! `#[strum_discriminants(..)]`: the enum of the variants without their data.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Ident, Meta, Path, Token, Visibility};

use super::variant::copied;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::StrumCompanion;

const NAME: &str = "strum_discriminants";

/// Reads what the attributes of an enum say about its companion.
pub(super) fn read(item: &DeriveInput, mistakes: &mut Diagnostics) -> StrumCompanion {
    let mut companion = StrumCompanion::default();
    for attr in &item.attrs {
        if attr.path().is_ident("repr") {
            companion.repr = attr.meta.require_list().ok().map(|list| list.tokens.clone());
        } else if attr.path().is_ident(NAME) {
            match attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) {
                Ok(entries) => {
                    for entry in entries {
                        take(&mut companion, &entry, mistakes);
                    }
                }
                Err(error) => wrong(error.span(), error.to_string(), mistakes),
            }
        }
    }
    let defaults =
        |variant: &syn::Variant| variant.attrs.iter().any(|a| a.path().is_ident("default"));
    let given = companion.derives.iter().any(|path| path.to_string().ends_with("Default"));
    if let Data::Enum(data) = &item.data
        && data.variants.iter().any(defaults)
        && !given
    {
        companion.derives.push(quote!(::core::default::Default));
    }
    companion
}

fn take(companion: &mut StrumCompanion, entry: &Meta, mistakes: &mut Diagnostics) {
    let own = ["derive", "name", "vis"].iter().find(|own| entry.path().is_ident(own));
    let Some(own) = own else {
        companion.documented |= entry.path().is_ident("doc");
        companion.attributes.push(entry.to_token_stream());
        return;
    };
    let Meta::List(list) = entry else {
        wrong(entry.span(), format!("`{own}` takes its value in parentheses"), mistakes);
        return;
    };
    let tokens = list.tokens.clone();
    let read = match *own {
        "derive" => Punctuated::<Path, Token![,]>::parse_terminated
            .parse2(tokens)
            .map(|paths| companion.derives.extend(paths.iter().map(|path| quote!(#path)))),
        "name" => syn::parse2::<Ident>(tokens).map(|name| companion.name = Some(name.to_string())),
        _ => syn::parse2::<Visibility>(tokens).map(|vis| companion.visibility = Some(quote!(#vis))),
    };
    if let Err(error) = read {
        wrong(error.span(), format!("the value of `{own}` cannot be read: {error}"), mistakes);
    }
}

/// The attributes of the same variant in the companion.
pub(super) fn variant(attrs: &[Attribute], mistakes: &mut Diagnostics) -> TokenStream {
    let mut kept = TokenStream::new();
    for attr in attrs {
        if attr.path().is_ident(NAME) {
            match attr.meta.require_list() {
                Ok(list) if !list.tokens.is_empty() => {
                    let passed = &list.tokens;
                    kept.extend(quote!(#[#passed]));
                }
                _ => wrong(attr.span(), "there is no attribute to pass on".to_owned(), mistakes),
            }
        }
        kept.extend(copied(attr));
    }
    kept
}

fn wrong(span: Span, message: String, mistakes: &mut Diagnostics) {
    let help = "write `name(Kind)`, `vis(pub)`, `derive(Hash)` or an attribute of the new enum, \
                such as `strum(serialize_all = \"snake_case\")`";
    let diagnostic = Diagnostic::new(code::INVALID_VALUE, Origin::Span(span), message);
    mistakes.push(diagnostic.help(help));
}
