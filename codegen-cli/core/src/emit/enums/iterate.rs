//! The values one after the other: `COUNT`, `iter`, the trait behind it, and the step from a place
//! to its value.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::{Target, flatten, keyed, make, number, show};
use crate::model::Part;
use crate::model::name::ident;

/// Values that one `match` chooses from; above it, LLVM's work on a `match` grows faster than the
/// enum, so the choice is made in two steps.
const CHUNK: usize = 1024;

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    let runtime = &target.model.rust.runtime;
    let mut items = TokenStream::new();
    let (shown, name) = target.shown("COUNT", " How many values there are.");
    if target.has(Part::EnumCount) && target.free(&name) {
        let count = flatten::count(target, |inner| quote!(<#inner>::COUNT));
        items.extend(quote! {
            #shown const #name: ::core::primitive::usize = #count;
        });
    }
    let docs = " All values, in the order of their declaration.";
    let (shown, name) = target.shown("iter", docs);
    if target.has(Part::EnumIter) && target.free(&name) {
        let bounds = make::bounds(target);
        let bounds = if bounds.is_empty() { bounds } else { quote!(where #bounds) };
        items.extend(quote! {
            #[inline]
            #shown fn #name() -> #runtime::Iter<Self> #bounds {
                #runtime::Iter::all()
            }
        });
    }
    let (shown, name) = target.shown("VARIANTS", docs);
    if target.has(Part::VariantArray) && target.free(&name) {
        let values = target.values().map(|variant| make::value(target, variant));
        items.extend(quote! {
            #shown const #name: &'static [Self] = &[#(#values),*];
        });
    }
    items
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    let iterate = target.has(Part::EnumIter);
    let parses = target.parses() && (show::plain(target) || target.has(Part::Scan));
    let places = iterate || parses || number::by_place(target) || keyed::places(target);
    let count = target.values().count();
    let value = if places && count > 0 { value(target) } else { TokenStream::new() };
    if !iterate {
        return value;
    }
    let runtime = &target.model.rust.runtime;
    let at = match (flatten::any(target), count) {
        (true, _) => flatten::at(target),
        (false, 0) => quote!(#runtime::private::nothing(__at)),
        _ => quote!(__value(__at)),
    };
    let count = flatten::count(target, |inner| quote!(<#inner as #runtime::Enum>::COUNT));
    let values = target.implement_where(
        &quote!(#runtime::Enum),
        &make::bounds(target),
        &quote! {
            const COUNT: ::core::primitive::usize = #count;

            #[inline]
            fn at(__at: ::core::primitive::usize) -> Self {
                #at
            }
        },
    );
    quote!(#value #values)
}

/// The value at a place that is known to be one: beyond the last place it is the last value, as
/// this needs neither a check nor a panic.
///
/// For few values it is `match at { 0 => E::A, 1 => E::B, _ => E::C }`, which compiles to nothing
/// where the discriminants are the places.
fn value(target: &Target<'_>) -> TokenStream {
    let count = target.values().count();
    if count <= CHUNK {
        return choice(target, "__value", 0..count);
    }
    let mut steps = TokenStream::new();
    let mut arms = TokenStream::new();
    for start in (0..count).step_by(CHUNK) {
        let (end, step) = ((start + CHUNK).min(count), start / CHUNK);
        let name = format!("__value_{step}");
        steps.extend(choice(target, &name, start..end));
        let (name, pattern) = (ident(&name, Span::call_site()), pattern(step, end, count));
        arms.extend(quote!(#pattern => #name(__at),));
    }
    let value = function(target, "__value", &quote!(match __at / #CHUNK { #arms }));
    quote!(#steps #value)
}

fn choice(target: &Target<'_>, name: &str, places: std::ops::Range<usize>) -> TokenStream {
    let end = places.end;
    let values = target.values().skip(places.start);
    let arms = places.zip(values).map(|(at, variant)| {
        let (pattern, value) = (pattern(at, at + 1, end), make::value(target, variant));
        quote!(#pattern => #value,)
    });
    function(target, name, &quote!(match __at { #(#arms)* }))
}

/// The pattern of a place; `_` for the last one.
pub(super) fn pattern(at: usize, end: usize, last: usize) -> TokenStream {
    if end == last { quote!(_) } else { quote!(#at) }
}

fn function(target: &Target<'_>, name: &str, body: &TokenStream) -> TokenStream {
    let (function, item, rust) = (ident(name, Span::call_site()), &target.name, &target.model.rust);
    let (generics, parameters) = (&rust.impl_generics, &rust.type_generics);
    let bounds = target.bounds(&make::bounds(target));
    // A function for constants costs the compiler more, so it is one where constants call it.
    let plain = |part: &Part| matches!(part, Part::Display | Part::FromStr | Part::EnumIter);
    let called = !target.model.parts.iter().all(plain) && make::in_constants(target);
    let constant = called.then(|| quote!(const));
    quote! {
        #[inline]
        #constant fn #function #generics(
            __at: ::core::primitive::usize,
        ) -> #item #parameters #bounds {
            #body
        }
    }
}
