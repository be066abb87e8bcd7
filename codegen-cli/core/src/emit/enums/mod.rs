//! Enum ▶ impls: its names both ways, its values one after the other.
//!
//! What is made is data and thin impls over it; the code that does the work is in the runtime, once
//! for all enums. The impls work in any module, whatever it shadows: paths are absolute, what they
//! introduce begins with `__`, and no item is reached by a path that a variant of the same name
//! could take.

mod hash;
mod iterate;
mod parse;
mod table;
mod text;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::Enum;
use crate::model::name::ident;

/// A group of impls that a derive asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `as_str`.
    AsStr,
    /// `NAMES`.
    Names,
    /// `Display`.
    Display,
    /// `AsRef<str>`.
    AsRefStr,
    /// `FromStr` and `TryFrom<&str>`.
    FromStr,
    /// A `from_str` for constants.
    ConstFromStr,
    /// `COUNT`.
    Count,
    /// `iter` and the trait that it comes from.
    Iter,
}

/// What `#[derive(Stringer)]` gives.
pub const STRINGER: &[Part] = &[
    Part::AsStr,
    Part::Names,
    Part::Display,
    Part::AsRefStr,
    Part::FromStr,
    Part::ConstFromStr,
    Part::Count,
    Part::Iter,
];

/// The impls for an enum that was read without a mistake.
///
/// ```
/// use typewright_core::{emit::enums, source::rust::read_enum};
/// let item = syn::parse_str("enum Mode { #[stringer(alias = \"r\")] Read }").unwrap();
/// let tokens = enums::impls(&read_enum(&item).0, enums::STRINGER).to_string();
/// assert!(tokens.contains("\"Readr\""), "names and aliases are packed: {tokens}");
/// ```
pub fn impls(model: &Enum, parts: &[Part]) -> TokenStream {
    write(&Target::new(model, parts), true)
}

/// The same impls, with bodies that compile for every item and say nothing: what stands beside the
/// errors, so that code which uses the impls does not fail a second time.
pub fn fallback(model: &Enum, parts: &[Part]) -> TokenStream {
    let bare = Enum { variants: Vec::new(), ..model.clone() };
    write(&Target { taken: model, sound: false, ..Target::new(&bare, parts) }, false)
}

fn write(target: &Target<'_>, sound: bool) -> TokenStream {
    let find = sound && target.has(Part::FromStr);
    let (runtime, table) = (&target.model.rust.runtime, table::table(target.model, find));
    let (inherent, impls): (TokenStream, TokenStream) = (
        [text::inherent(target), parse::inherent(target), iterate::inherent(target)]
            .into_iter()
            .collect(),
        [text::impls(target), parse::impls(target), iterate::impls(target)].into_iter().collect(),
    );
    let (generics, item) = target.header();
    quote! {
        const _: () = {
            static __TABLE: #runtime::private::Table = #table;

            #[automatically_derived]
            #[allow(dead_code)]
            impl #generics #item {
                #inherent
            }

            #impls
        };
    }
}

/// The enum that impls are written for.
struct Target<'a> {
    model: &'a Enum,
    /// The enum whose variants must not be taken for ours.
    taken: &'a Enum,
    parts: &'a [Part],
    /// Whether the variants may be named; not beside errors.
    sound: bool,
    name: Ident,
}

impl<'a> Target<'a> {
    fn new(model: &'a Enum, parts: &'a [Part]) -> Self {
        let name = ident(&model.name, Span::call_site());
        Self { model, taken: model, parts, sound: true, name }
    }

    fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// Whether an item of the enum may have this name; a variant of that name would hide it.
    fn free(&self, name: &str) -> bool {
        self.taken.variants.iter().all(|variant| variant.name != name)
    }

    /// The parameters of an impl, and the type that it is for, with its bounds.
    fn header(&self) -> (&TokenStream, TokenStream) {
        let (rust, name) = (&self.model.rust, &self.name);
        let (parameters, bounds) = (&rust.type_generics, &rust.where_clause);
        (&rust.impl_generics, quote!(#name #parameters #bounds))
    }

    /// An impl of a trait.
    fn implement(&self, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let (generics, item) = self.header();
        quote! {
            #[automatically_derived]
            impl #generics #of for #item {
                #body
            }
        }
    }

    /// The place of `*self` among the variants.
    fn index(&self) -> TokenStream {
        if !self.sound {
            return quote!(0);
        }
        let variants = self.model.variants.iter().map(|v| ident(&v.name, Span::call_site()));
        let places = 0..self.model.variants.len();
        quote!(match *self { #(Self::#variants => #places,)* })
    }
}
