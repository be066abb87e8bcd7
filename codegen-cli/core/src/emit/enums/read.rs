//! Text as a value where it is more than a name: fields in it, values of other enums, whatever has
//! no name.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::make::{self, field_value, member, spanned};
use super::{Target, caught, flatten, parse, show, table};
use crate::model::name::{ident, unraw};
use crate::model::{Caught, DisplayText, Hole, Variant, VariantField, VariantForm};

/// `FromStr`, and `TryFrom<&str>` or `From<&str>`.
pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    let (runtime, bounds) = (&target.model.rust.runtime, bounds(target));
    let str = quote!(::core::primitive::str);
    let (function, caught) = (function(target), text(target));
    if let Some((field, Caught::Borrowed)) = caught {
        let ty = &field.ty;
        let from = from(target, ty, &bounds);
        return quote!(#function #from);
    }
    let parse = quote!(__parse(__text));
    let (error, parse, other) = match caught {
        Some(_) => {
            let never = quote!(::core::convert::Infallible);
            (never, parse, from(target, &quote!(&#str), &bounds))
        }
        None => {
            let (error, parse) = parse::fallible(target, quote!(#runtime::ParseError), &parse);
            let body = quote! {
                type Error = #error;

                #[inline]
                fn try_from(__text: &#str) -> ::core::result::Result<Self, #error> {
                    #parse
                }
            };
            let of = quote!(::core::convert::TryFrom<&#str>);
            let other = target.implement_where(&of, &bounds, &body);
            (error, parse, other)
        }
    };
    let from_str = target.implement_where(
        &quote!(::core::str::FromStr),
        &bounds,
        &quote! {
            type Err = #error;

            #[inline]
            fn from_str(__text: &#str) -> ::core::result::Result<Self, #error> {
                #parse
            }
        },
    );
    quote!(#function #from_str #other)
}

fn from(target: &Target<'_>, text: &TokenStream, bounds: &TokenStream) -> TokenStream {
    target.implement_where(
        &quote!(::core::convert::From<#text>),
        bounds,
        &quote! {
            #[inline]
            fn from(__text: #text) -> Self {
                match __parse(__text) {
                    ::core::result::Result::Ok(__value) => __value,
                    ::core::result::Result::Err(__never) => match __never {},
                }
            }
        },
    )
}

/// The variant that keeps text without a name, by its field.
fn text<'a>(target: &Target<'a>) -> Option<(&'a VariantField, Caught)> {
    target.model.variants.iter().filter(|variant| !variant.hidden()).find_map(|variant| {
        match variant.form {
            VariantForm::CatchAll(Caught::Number) => None,
            VariantForm::CatchAll(caught) => variant.fields.list().first().zip(Some(caught)),
            _ => None,
        }
    })
}

/// The bounds under which all texts can be read, each with a comma.
fn bounds(target: &Target<'_>) -> TokenStream {
    let mut bounds = TokenStream::new();
    let mut bound = |field: &VariantField, of: TokenStream| {
        let ty = &field.ty;
        if field.generic {
            bounds.extend(quote!(#ty: #of,));
        }
    };
    let runtime = &target.model.rust.runtime;
    let read = quote!(::core::str::FromStr);
    for variant in target.model.variants.iter().filter(|variant| !variant.hidden()) {
        let fields = variant.fields.list();
        let mut made: Vec<&VariantField> = Vec::new();
        match &variant.form {
            VariantForm::Format(text) if !text.holes.is_empty() && !variant.written_only => {
                for hole in &text.holes {
                    match hole.radix {
                        Some(_) => bound(&fields[hole.field], quote!(#runtime::private::Digits)),
                        None => bound(&fields[hole.field], read.clone()),
                    }
                }
                let left = |(at, _): &(usize, &VariantField)| !text.used.contains(at);
                made.extend(fields.iter().enumerate().filter(left).map(|(_, field)| field));
            }
            VariantForm::Transparent if !variant.written_only => bound(&fields[0], read.clone()),
            VariantForm::Flatten => bound(&fields[0], read.clone()),
            VariantForm::CatchAll(Caught::Text) => bound(
                &fields[0],
                quote!(for<'__t> ::core::convert::From<&'__t ::core::primitive::str>),
            ),
            _ => {}
        }
        if variant.named() && !variant.skipped() && variant.default_with.is_none() {
            made.extend(fields);
        }
        for field in made.iter().filter(|field| field.default_with.is_none()) {
            bound(field, quote!(::core::default::Default));
        }
    }
    bounds
}

/// `__parse`, which all conversions call, and one function for each text with fields in it.
fn function(target: &Target<'_>) -> TokenStream {
    let (runtime, rust) = (&target.model.rust.runtime, &target.model.rust);
    let (generics, item, bounds) =
        (&rust.impl_generics, target.item(), target.bounds(&bounds(target)));
    let caught = text(target);
    let (text, error) = match caught {
        Some((field, Caught::Borrowed)) => (field.ty.clone(), quote!(::core::convert::Infallible)),
        Some(_) => (quote!(&::core::primitive::str), quote!(::core::convert::Infallible)),
        None => (quote!(&::core::primitive::str), quote!(#runtime::ParseError)),
    };
    let mut forms = TokenStream::new();
    let mut steps = TokenStream::new();
    let mut last = TokenStream::new();
    for (at, variant) in target.model.variants.iter().enumerate().filter(|(_, v)| !v.hidden()) {
        let name = format_ident!("__read_{at}");
        match &variant.form {
            VariantForm::Format(text) if !text.holes.is_empty() && !variant.written_only => {
                let body = format(target, variant, text);
                forms.extend(quote! {
                    fn #name #generics(
                        __text: &::core::primitive::str,
                    ) -> ::core::result::Result<#item, #runtime::private::Failed> #bounds {
                        #body
                    }
                });
                steps.extend(step(&name, caught.is_none()));
            }
            VariantForm::Transparent | VariantForm::Flatten if !variant.written_only => {
                let (field, value) = (&variant.fields.list()[0], quote!(__value));
                let (made, read) = (with(target, variant, &value), at_type(target, field, "read"));
                steps.extend(quote! {
                    if let ::core::option::Option::Some(__value) = #read(__text) {
                        return ::core::result::Result::Ok(#made);
                    }
                });
            }
            VariantForm::CatchAll(_) => last.extend(keep(target, variant)),
            _ => {}
        }
    }
    let (names, numbered) = (names(target), caught::function(target));
    let failed = (caught.is_none() && !forms.is_empty())
        .then(|| quote!(let mut __failed = ::core::option::Option::None;));
    let listed = caught.is_none().then(|| {
        let none = quote!(::core::option::Option::None);
        let failed = if failed.is_some() { quote!(__failed) } else { none };
        last.extend(quote! {
            ::core::result::Result::Err(#runtime::private::unread(&__LISTED, __text, #failed))
        });
        if flatten::any(target) {
            return flatten::listed(target);
        }
        let listed = table::listed(target);
        quote!(static __LISTED: #runtime::private::Table = #listed;)
    });
    quote! {
        #listed
        #forms
        #numbered

        fn __parse #generics(__text: #text) -> ::core::result::Result<#item, #error> #bounds {
            #names
            #failed
            #steps
            #last
        }
    }
}

/// Tries a text with fields in it; the first one that fails at a field is told.
fn step(name: &Ident, told: bool) -> TokenStream {
    let failed = told.then(|| quote!(__failed = __failed.or(__at);));
    let at = if told { quote!(__at) } else { quote!(_) };
    quote! {
        match #name(__text) {
            ::core::result::Result::Ok(__value) => return ::core::result::Result::Ok(__value),
            ::core::result::Result::Err(#at) => { #failed }
        }
    }
}

/// The values that the table finds.
fn names(target: &Target<'_>) -> TokenStream {
    let known: Vec<(usize, &Variant)> =
        target.values().enumerate().filter(|(_, variant)| variant.named()).collect();
    if known.is_empty() {
        return TokenStream::new();
    }
    let (table, find) = (table::access(), parse::word(target, "find"));
    let arms = known.iter().map(|(place, variant)| {
        let value = make::value(target, variant);
        quote! {
            ::core::option::Option::Some(#place) => {
                return ::core::result::Result::Ok(#value);
            }
        }
    });
    quote! {
        match #table.#find(__text) {
            #(#arms)*
            _ => {}
        }
    }
}

/// The variant of one field with this value.
fn with(target: &Target<'_>, variant: &Variant, value: &TokenStream) -> TokenStream {
    let (name, ident) = (&target.name, ident(&variant.name, Span::call_site()));
    let member = member(&variant.fields.list()[0]);
    quote!(#name::#ident { #member: #value })
}

/// What has no name, in the variant that keeps it; a number is the value that has it.
fn keep(target: &Target<'_>, variant: &Variant) -> TokenStream {
    if let VariantForm::CatchAll(Caught::Number) = variant.form {
        let (runtime, type_name) = (&target.model.rust.runtime, unraw(&target.model.name));
        return quote! {
            if let ::core::option::Option::Some(__number) =
                #runtime::private::numbered(__text, #type_name)
            {
                return ::core::result::Result::Ok(__numbered(__number));
            }
        };
    }
    let field = &variant.fields.list()[0];
    let text = match variant.form {
        VariantForm::CatchAll(Caught::Cow) => {
            let ty = anonymous(&field.ty);
            quote!(::core::convert::From::from(
                <#ty as ::core::convert::From<&::core::primitive::str>>::from(__text).into_owned()
            ))
        }
        VariantForm::CatchAll(Caught::Borrowed) => quote!(__text),
        _ => quote!(::core::convert::From::from(__text)),
    };
    let value = with(target, variant, &text);
    quote!(::core::result::Result::Ok(#value))
}

/// A type with every lifetime left to the compiler.
fn anonymous(ty: &TokenStream) -> TokenStream {
    let mut tokens = ty.clone().into_iter();
    let mut out = TokenStream::new();
    while let Some(tree) = tokens.next() {
        match &tree {
            TokenTree::Punct(quote) if quote.as_char() == '\'' => {
                tokens.next();
                out.extend(quote!('_));
            }
            _ => out.extend([tree]),
        }
    }
    out
}

/// The body of the function that reads a text with fields in it.
fn format(target: &Target<'_>, variant: &Variant, text: &DisplayText) -> TokenStream {
    let (runtime, ignore_case) = (&target.model.rust.runtime, target.model.ignore_case);
    let fields = variant.fields.list();
    let (head, source) = (&text.head, &text.source);
    let last = text.holes.len() - 1;
    let steps = text.holes.iter().enumerate().map(|(at, hole)| {
        let field = &fields[hole.field];
        let (bound, read) = (show::bound(hole.field, field), reader(target, hole, field));
        let (name, after) = (unraw(&field.name), &hole.after);
        let step = if at == last { quote!(last) } else { quote!(field) };
        quote!(let #bound = __reader.#step(#after, #read, &(#name, #source))?;)
    });
    let members = fields.iter().enumerate().map(|(at, field)| {
        let member = member(field);
        let value = match text.holes.iter().any(|hole| hole.field == at) {
            true => {
                let bound = show::bound(at, field);
                quote!(#bound)
            }
            false => field_value(target, field),
        };
        quote!(#member: #value,)
    });
    let (name, ident) = (&target.name, ident(&variant.name, Span::call_site()));
    let mutable = (last > 0).then(|| quote!(mut));
    quote! {
        let #mutable __reader = #runtime::private::Reader::new(__text, #head, #ignore_case)?;
        #(#steps)*
        ::core::result::Result::Ok(#name::#ident { #(#members)* })
    }
}

/// What makes a field of its text.
fn reader(target: &Target<'_>, hole: &Hole, field: &VariantField) -> TokenStream {
    let runtime = &target.model.rust.runtime;
    let text = hole.padding.map(|(fill, before, behind)| {
        quote!(#runtime::private::unpadded(__field, #fill, #before, #behind))
    });
    match (hole.radix, text) {
        (None, None) => at_type(target, field, "read"),
        (None, Some(text)) => {
            let read = at_type(target, field, "read");
            quote!(|__field| #read(#text))
        }
        (Some((radix, prefix)), text) => {
            let (read, text) =
                (at_type(target, field, "digits"), text.unwrap_or_else(|| quote!(__field)));
            quote!(|__field| #read(#text, #radix, #prefix))
        }
    }
}

/// A function of the runtime; what the type lacks for it is reported at the field.
fn at_type(target: &Target<'_>, field: &VariantField, function: &str) -> TokenStream {
    let at = field.origin.span();
    let function = Ident::new(function, at);
    let runtime = &target.model.rust.runtime;
    spanned(&quote!(#runtime::private::#function), at)
}
