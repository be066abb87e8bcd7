//! An enum of settings. Its variants share one section: the tag comes first, then the fields, each
//! of which says of which variants it is.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{at, field, read, read_names, value};
use crate::model::name::{ident, unraw};
use crate::model::{Setting, Settings, SettingsContent, SettingsEnum, SettingsVariant};

pub(super) fn impls(model: &Settings, choice: &SettingsEnum) -> TokenStream {
    let runtime = &model.rust.runtime;
    let keys: Vec<&str> = choice.variants.iter().map(|variant| &*variant.key).collect();
    let names = quote!(#runtime::Kind::Choice(&[#(#keys),*]));
    let is_unit = |variant: &SettingsVariant| matches!(variant.content, SettingsContent::Unit);
    let (kind, checks) = if choice.tag.is_none() && choice.variants.iter().all(is_unit) {
        (names, TokenStream::new())
    } else {
        let fields = fields(choice, runtime);
        let (name, docs) = (unraw(&model.name), &model.docs);
        let (key, about) = (choice.tag.as_deref().unwrap_or_default(), about(model, choice));
        let default = choice.variants.iter().find(|variant| variant.default).map(|variant| {
            let key = &variant.key;
            quote!(.default(#key))
        });
        let kind = quote!({
            const FIELDS: &[#runtime::Field] =
                &[#runtime::Field::new(#key, #names).docs(#about) #default, #(#fields),*];
            #runtime::Kind::Section(&#runtime::Section::new(#name, #docs, FIELDS).tag(#key))
        });
        (kind, checks(model, choice))
    };
    let tag = choice.tag.as_deref();
    let arms = choice.variants.iter().map(|variant| arm(variant, tag, runtime));
    let chosen = match &choice.tag {
        _ if checks.is_empty() => quote!(__value.text()),
        tag => {
            let key = tag.as_deref().unwrap_or_default();
            quote!(__value.get(#key).text())
        }
    };
    let read = quote! {
        match #chosen {
            #(#arms)*
            __other => ::core::result::Result::Err(#runtime::derive::no_variant(__other)),
        }
    };
    let impls = value(model, &kind, &read);
    quote!(#impls #checks)
}

/// What the docs say of each variant, under those of the enum.
fn about(model: &Settings, choice: &SettingsEnum) -> String {
    let mut about = model.docs.clone();
    for variant in choice.variants.iter().filter(|variant| !variant.docs.is_empty()) {
        let lines: Vec<&str> = variant.docs.lines().map(str::trim).collect();
        let end = if about.is_empty() { "" } else { "\n" };
        about.push_str(&format!("{end}`{}`: {}", variant.key, lines.join(" ")));
    }
    about
}

/// The fields of all variants, one after the other.
fn fields(choice: &SettingsEnum, runtime: &TokenStream) -> Vec<TokenStream> {
    let mut seen = BTreeSet::new();
    let mut fields = Vec::new();
    for variant in &choice.variants {
        let (key, docs) = (&variant.key, &variant.docs);
        match &variant.content {
            SettingsContent::Unit => {}
            SettingsContent::One(setting) => {
                let field = field(setting, runtime);
                fields.push(quote!(#field.of(&[#key])));
            }
            SettingsContent::Fields(settings) if choice.tag.is_none() => {
                let (name, inner) = (unraw(&variant.name), settings.iter());
                let inner = inner.map(|setting| field(setting, runtime));
                fields.push(quote! {
                    #runtime::Field::new(#key, #runtime::Kind::Section({
                        const FIELDS: &[#runtime::Field] = &[#(#inner),*];
                        &#runtime::Section::new(#name, #docs, FIELDS)
                    }))
                    .docs(#docs)
                    .of(&[#key])
                });
            }
            SettingsContent::Fields(settings) => {
                for setting in settings.iter().filter(|setting| seen.insert(&setting.name)) {
                    let (field, of) = (field(setting, runtime), owners(choice, setting));
                    fields.push(quote!(#field.of(&[#(#of),*])));
                }
            }
        }
    }
    fields
}

/// The variants that have a setting of that name.
fn owners<'a>(choice: &'a SettingsEnum, setting: &Setting) -> Vec<&'a str> {
    let has = |variant: &&SettingsVariant| match &variant.content {
        SettingsContent::Fields(fields) => fields.iter().any(|field| field.name == setting.name),
        _ => false,
    };
    choice.variants.iter().filter(has).map(|variant| &*variant.key).collect()
}

/// How one variant is read.
fn arm(variant: &SettingsVariant, tag: Option<&str>, runtime: &TokenStream) -> TokenStream {
    let (key, name) = (&variant.key, ident(&variant.name, variant.origin.span()));
    let content = match &variant.content {
        SettingsContent::Unit => quote!(::core::result::Result::Ok(Self::#name)),
        SettingsContent::One(setting) => {
            let value = read_names().next();
            read([&**setting], &quote!(Self::#name(#value)), runtime)
        }
        SettingsContent::Fields(settings) => {
            let names = settings.iter().map(|s| ident(&s.name, s.origin.span()));
            let made = names.zip(read_names()).map(|(name, read)| quote!(#name: #read));
            let read = read(settings, &quote!(Self::#name { #(#made),* }), runtime);
            match tag {
                Some(_) => read,
                None => quote!(#runtime::derive::variant(__value, #key, |__value| { #read })),
            }
        }
    };
    quote!(::core::option::Option::Some(#key) => { #content })
}

/// What the compiler checks of the finished schema, at the place of each field.
fn checks(model: &Settings, choice: &SettingsEnum) -> TokenStream {
    let settings = choice.variants.iter().flat_map(|variant| {
        let settings = match &variant.content {
            SettingsContent::Unit => &[],
            SettingsContent::One(setting) => std::slice::from_ref(&**setting),
            SettingsContent::Fields(settings) => &settings[..],
        };
        settings.iter().map(|setting| (&variant.key, setting))
    });
    let each = settings.map(|(key, setting)| {
        let span = setting.origin.span();
        let runtime = at(&model.rust.runtime, span);
        let field = field(setting, &model.rust.runtime);
        quote_spanned!(span=> const _: () = #runtime::derive::check_one(&#field.of(&[#key]));)
    });
    let span = model.origin.span();
    let (runtime, name) = (at(&model.rust.runtime, span), ident(&model.name, span));
    let whole = quote_spanned! {span=>
        const _: () =
            #runtime::derive::check(#runtime::derive::section(<#name as #runtime::Setting>::KIND));
    };
    quote!(#(#each)* #whole)
}
