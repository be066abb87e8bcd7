//! Settings struct or enum ▶ impls of its schema, which layers are read through, and of its reader.

mod variants;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::model::name::{ident, unraw};
use crate::model::{Container, NumberRange, Setting, SettingFlag, SettingForm, Settings};

/// The impls for an item that was read without a mistake.
///
/// ```
/// use typewright_core::{emit::settings, source::rust::read_settings};
/// let item = "struct App { #[setting(default = 80)] port: u16 }".parse().unwrap();
/// let tokens = settings::impls(&read_settings(&item).0).to_string();
/// assert!(tokens.contains(". default (\"80\")"));
/// ```
pub fn impls(model: &Settings) -> TokenStream {
    if let Some(choice) = &model.choice {
        return variants::impls(model, choice);
    }
    let runtime = &model.rust.runtime;
    let fields = model.fields.iter().map(|setting| field(setting, runtime));
    let names = model.fields.iter().map(|s| ident(&s.name, s.origin.span()));
    let made = names.zip(read_names()).map(|(name, read)| quote!(#name: #read));
    let read = read(&model.fields, &quote!(Self { #(#made),* }), runtime);
    let impls = render(model, &quote!(#(#fields),*), &read);
    let checks = checks(model);
    quote!(#impls #checks)
}

/// The variables that hold what was read, in the order of the fields.
fn read_names() -> impl Iterator<Item = Ident> {
    (0..).map(|i: usize| format_ident!("__field_{i}"))
}

/// Reads all fields, also where one is wrong, and makes the value of them.
fn read<'a>(
    settings: impl IntoIterator<Item = &'a Setting>,
    made: &TokenStream,
    runtime: &TokenStream,
) -> TokenStream {
    let readers: Vec<_> = settings.into_iter().map(|setting| reader(setting, runtime)).collect();
    let read: Vec<_> = read_names().take(readers.len()).collect();
    quote! {
        let mut __fields = #runtime::derive::Fields::new(__value);
        #(let #read = #readers;)*
        let (#(::core::option::Option::Some(#read),)*) = (#(#read,)*) else {
            return ::core::result::Result::Err(__fields.invalid());
        };
        ::core::result::Result::Ok(#made)
    }
}

/// Impls that compile for every item: what stands beside the errors, so that code which uses the
/// struct does not fail a second time.
pub fn fallback(model: &Settings) -> TokenStream {
    let nothing = quote!(::core::result::Result::Err(::std::vec::Vec::new()));
    render(model, &TokenStream::new(), &quote!(let _ = __value; #nothing))
}

fn render(model: &Settings, fields: &TokenStream, read: &TokenStream) -> TokenStream {
    let name = ident(&model.name, model.origin.span());
    let (text, docs, rust) = (unraw(&model.name), &model.docs, &model.rust);
    let (runtime, generics) = (&rust.runtime, &rust.impl_generics);
    let (arguments, bounds) = (&rust.type_generics, &rust.where_clause);
    let profiles = model.profiles.then(|| quote!(.profiles()));
    let set = model.set.then(|| quote!(.set()));
    let kind = quote!(#runtime::Kind::Section(<Self as #runtime::Settings>::SCHEMA));
    let value = value(model, &kind, read);
    quote! {
        #[automatically_derived]
        impl #generics #runtime::Settings for #name #arguments #bounds {
            const SCHEMA: &'static #runtime::Section = {
                const FIELDS: &[#runtime::Field] = &[#fields];
                &#runtime::Section::new(#text, #docs, FIELDS) #profiles #set
            };
        }

        #value
    }
}

/// The impl of one value of the type.
fn value(model: &Settings, kind: &TokenStream, read: &TokenStream) -> TokenStream {
    let name = ident(&model.name, model.origin.span());
    let (rust, runtime) = (&model.rust, &model.rust.runtime);
    let (generics, arguments, bounds) =
        (&rust.impl_generics, &rust.type_generics, &rust.where_clause);
    quote! {
        #[automatically_derived]
        impl #generics #runtime::Setting for #name #arguments #bounds {
            const KIND: #runtime::Kind = #kind;

            fn read(
                __value: #runtime::Value<'_>,
            ) -> ::core::result::Result<Self, ::std::vec::Vec<#runtime::Invalid>> {
                #read
            }
        }
    }
}

/// What the compiler checks of the finished schema, at the place of each field.
fn checks(model: &Settings) -> TokenStream {
    let span = model.origin.span();
    let name = ident(&model.name, span);
    let each = model.fields.iter().enumerate().map(|(i, setting)| {
        let span = setting.origin.span();
        let runtime = at(&model.rust.runtime, span);
        let schema = quote_spanned!(span=> <#name as #runtime::Settings>::SCHEMA);
        quote_spanned!(span=> const _: () = #runtime::derive::check_field(#schema, #i);)
    });
    let runtime = at(&model.rust.runtime, span);
    let whole = quote_spanned! {span=>
        const _: () = #runtime::derive::check(<#name as #runtime::Settings>::SCHEMA);
    };
    quote!(#(#each)* #whole)
}

fn field(setting: &Setting, runtime: &TokenStream) -> TokenStream {
    let (key, docs, ty) = (unraw(&setting.name), &setting.docs, &setting.rust_type);
    let span = span_of(ty);
    let there = at(runtime, span);
    let around = |containers: &[Container], kind: TokenStream| {
        containers.iter().rev().fold(kind, |inner, container| match container {
            Container::Option => quote!(#runtime::Kind::Option(&#inner)),
            Container::List => quote!(#runtime::Kind::List(&#inner)),
        })
    };
    let kind = match (&setting.form, &setting.range) {
        (SettingForm::Choice(containers), _) => {
            around(containers, quote_spanned!(span=> #there::Kind::Choice(<#ty>::NAMES)))
        }
        (SettingForm::Typed, Some(range)) => {
            let NumberRange { least, greatest, containers, rust_type } = range;
            let (least, greatest) = (least.unwrap_or(i64::MIN), greatest.unwrap_or(u64::MAX));
            let number = quote_spanned!(span=> <#rust_type as #there::Setting>::KIND);
            around(containers, quote_spanned!(span=> #number.within(#least, #greatest)))
        }
        (SettingForm::Typed, None) => quote_spanned!(span=> <#ty as #there::Setting>::KIND),
    };
    let optional = |method: &str, value: Option<TokenStream>| {
        let method = ident(method, Span::call_site());
        value.map(|value| quote!(.#method(#value)))
    };
    let docs = optional("docs", (!docs.is_empty()).then(|| quote!(#docs)));
    let default = optional("default", setting.default.as_ref().map(|text| quote!(#text)));
    let flag = match &setting.flag {
        SettingFlag::Path => None,
        SettingFlag::Named(name) => Some(quote!(.flag(#name))),
        SettingFlag::None => Some(quote!(.no_flag())),
    };
    let short = optional("short", setting.short.map(|letter| quote!(#letter)));
    let env = optional("env", setting.env.as_ref().map(|name| quote!(#name)));
    let placeholder =
        optional("placeholder", setting.placeholder.as_ref().map(|text| quote!(#text)));
    let more = more(setting, &there);
    quote! {
        #runtime::Field::new(#key, #kind) #docs #default #flag #short #env #placeholder #more
    }
}

/// What few settings say of themselves.
fn more(setting: &Setting, runtime: &TokenStream) -> TokenStream {
    let text = |method: &str, value: &Option<String>| {
        let method = ident(method, Span::call_site());
        value.as_ref().map(|value| quote!(.#method(#value)))
    };
    let flag = |method: &str, on: bool| {
        let method = ident(method, Span::call_site());
        on.then(|| quote!(.#method()))
    };
    let word = |method: &str, of: &str, value: &Option<String>| {
        let (method, of) = (ident(method, Span::call_site()), ident(of, Span::call_site()));
        value.as_ref().map(|value| {
            let value = ident(variant(value), Span::call_site());
            quote!(.#method(#runtime::#of::#value))
        })
    };
    let aliases = (!setting.aliases.is_empty()).then(|| {
        let aliases = &setting.aliases;
        quote!(.aliases(&[#(#aliases),*]))
    });
    let ty = &setting.rust_type;
    let secret = match &setting.form {
        _ if setting.secret => Some(quote!(.secret())),
        SettingForm::Typed => Some(quote!(.secret_if(<#ty as #runtime::Setting>::SECRET))),
        SettingForm::Choice(_) => None,
    };
    let all = [
        secret,
        aliases,
        text("deprecated", &setting.deprecated),
        text("example", &setting.example),
        word("merge", "Merge", &setting.merge),
        word("scope", "SetBy", &setting.scope),
        flag("flatten", setting.flatten),
        flag("reload", setting.reload),
        flag("identity", setting.key),
    ];
    all.into_iter().flatten().collect()
}

/// The variant of the runtime for the word of an attribute.
fn variant(word: &str) -> &'static str {
    match word {
        "append" => "Append",
        "by-key" => "ByKey",
        "replace" => "Replace",
        "user" => "User",
        "env" => "Env",
        _ => "Any",
    }
}

/// The same tokens at another place, so that what rustc says of them stands there.
fn at(tokens: &TokenStream, span: Span) -> TokenStream {
    let span = Span::call_site().located_at(span);
    let spanned = tokens.clone().into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    spanned.collect()
}

/// Where a type stands.
fn span_of(ty: &TokenStream) -> Span {
    let call = Span::call_site();
    ty.clone().into_iter().next().map_or(call, |token| call.located_at(token.span()))
}

/// The call that makes the value of a field.
fn reader(setting: &Setting, runtime: &TokenStream) -> TokenStream {
    let (key, ty) = (unraw(&setting.name), &setting.rust_type);
    let span = span_of(ty);
    let there = at(runtime, span);
    let reader = match &setting.form {
        SettingForm::Typed => quote_spanned!(span=> <#ty as #there::Setting>::read),
        SettingForm::Choice(containers) => containers.iter().rev().fold(
            quote_spanned!(span=> #there::derive::choice::<#ty>),
            |inner, container| match container {
                Container::Option => {
                    quote_spanned!(span=> |__v| #there::derive::optional(__v, #inner))
                }
                Container::List => {
                    quote_spanned!(span=> |__v| #there::derive::list(__v, #inner))
                }
            },
        ),
    };
    let reader = match &setting.check {
        Some(check) => quote_spanned!(span=> |__v| #there::derive::checked(__v, #reader, #check)),
        None => reader,
    };
    if setting.flatten {
        return quote_spanned!(span=> __fields.beside(#reader));
    }
    quote_spanned!(span=> __fields.get(#key, #reader))
}
