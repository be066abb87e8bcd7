//! Enum ▶ impls: its names both ways, its values one after the other.
//!
//! What is made is data and thin impls over it; the code that does the work is in the runtime, once
//! for all enums. The impls work in any module, whatever it shadows: paths are absolute, what they
//! introduce begins with `__`, and no item is reached by a path that a variant of the same name
//! could take.

mod caught;
mod clap;
mod companion;
mod convert;
mod discriminants;
mod fast;
#[cfg(feature = "tools")]
mod file;
mod flags;
mod flatten;
mod hash;
mod iterate;
mod keyed;
mod kind;
mod locale;
mod make;
mod message;
mod next;
mod number;
mod open;
mod parse;
mod property;
mod read;
mod scan;
mod serde;
mod show;
#[cfg(feature = "strum-compat")]
mod strum;
mod table;
mod text;
mod try_as;

pub use open::open;
#[cfg(feature = "strum-compat")]
pub use strum::{strum, strum_fallback, strums};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::name::ident;
use crate::model::{Enum, Part, SerdeAs, Variant, VariantFields};

#[cfg(feature = "tools")]
pub use file::file;

/// Makes tokens for an enum.
type Write = fn(&Target<'_>) -> TokenStream;

/// A family a file: its items of the enum itself, and its impls of traits.
const FAMILIES: &[(Write, Write)] = &[
    (text::inherent, text::impls),
    (parse::inherent, parse::impls),
    (iterate::inherent, iterate::impls),
    (number::inherent, convert::impls),
    (caught::inherent, caught::impls),
    (kind::inherent, kind::impls),
    (try_as::inherent, try_as::impls),
    (discriminants::inherent, discriminants::impls),
    (next::inherent, next::impls),
    (keyed::inherent, keyed::impls),
    (message::inherent, message::impls),
    (property::inherent, property::impls),
    (scan::inherent, scan::impls),
    (nothing, flags::impls),
    (locale::inherent, locale::impls),
    (serde::inherent, serde::impls),
    (clap::inherent, clap::impls),
];

/// The impls for an enum that was read without a mistake.
///
/// ```
/// use typewright_core::{emit::enums, source::rust::read_enum};
/// let item = syn::parse_str("enum Mode { #[stringer(alias = \"r\")] Read }").unwrap();
/// let tokens = enums::impls(&read_enum(&item).0).to_string();
/// assert!(tokens.contains("\"Readr"), "names and aliases are packed: {tokens}");
/// ```
pub fn impls(model: &Enum) -> TokenStream {
    write(&Target::new(model))
}

/// The same impls, with bodies that compile for every item and say nothing: what stands beside the
/// errors, so that code which uses the impls does not fail a second time.
pub fn fallback(model: &Enum) -> TokenStream {
    let bare = Enum { variants: Vec::new(), ..model.clone() };
    write(&Target { taken: model, sound: false, ..Target::new(&bare) })
}

fn nothing(_: &Target<'_>) -> TokenStream {
    TokenStream::new()
}

fn write(target: &Target<'_>) -> TokenStream {
    let (kinds, flags) = (discriminants::declaration(target), flags::declaration(target));
    let table = table::declaration(target);
    let (inherent, impls): (TokenStream, TokenStream) = (
        FAMILIES.iter().map(|(inherent, _)| inherent(target)).collect(),
        FAMILIES.iter().map(|(_, impls)| impls(target)).collect(),
    );
    let (generics, item) = target.header();
    let inherent = if inherent.is_empty() {
        inherent
    } else {
        let lifetimes = (!generics.is_empty()).then(|| quote!(#[allow(single_use_lifetimes)]));
        quote! {
            #lifetimes
            #[allow(dead_code)]
            impl #generics #item {
                #inherent
            }
        }
    };
    quote! {
        #kinds
        #flags

        const _: () = {
            #table
            #inherent
            #impls
        };
    }
}

/// The enum that impls are written for.
struct Target<'a> {
    model: &'a Enum,
    /// The enum whose variants must not be taken for ours.
    taken: &'a Enum,
    /// Whether the variants may be named; not beside errors.
    sound: bool,
    name: Ident,
}

impl<'a> Target<'a> {
    fn new(model: &'a Enum) -> Self {
        let name = ident(&model.name, Span::call_site());
        Self { model, taken: model, sound: true, name }
    }

    fn has(&self, part: Part) -> bool {
        self.model.parts.contains(&part)
    }

    /// Whether texts are needed for one of these parts, or, if none is named, for any.
    fn reads_texts(&self, of: &[Part]) -> bool {
        // What has more than names goes through `Display` and `FromStr`.
        let elsewhere = self.model.serde_as == SerdeAs::Number || !show::plain(self);
        self.model.parts.iter().any(|part| {
            let text = !(elsewhere && matches!(part, Part::Serialize | Part::Deserialize));
            text && part.reads_texts() && (of.is_empty() || of.contains(part))
        })
    }

    /// Whether texts become values.
    fn parses(&self) -> bool {
        use Part::{ConstFromStr, Deserialize, Flags, FromStr, Scan, ValueEnum};
        self.reads_texts(&[ConstFromStr, Deserialize, Flags, FromStr, Scan, ValueEnum])
    }

    /// Whether an item of the enum may have this name; a variant of that name would hide it.
    fn free(&self, name: &Ident) -> bool {
        self.taken.variants.iter().all(|variant| name != &variant.name)
    }

    /// What stands before an item of the enum, and its name: as its author says, else as visible as
    /// the enum, documented by `docs`, under the name that it has in [`Part::ITEMS`].
    fn shown(&self, item: &str, docs: &str) -> (TokenStream, Ident) {
        self.shown_for(item, "", docs)
    }

    /// The same for an item that is made for each variant; `word` stands for `{}` in its name.
    fn shown_for(&self, item: &str, word: &str, docs: &str) -> (TokenStream, Ident) {
        let (shown, name) = self.shown_with(item, &self.model.rust.visibility, docs);
        let name = name.replace("{}", word);
        // A pattern may leave a keyword; those that cannot be raw stand beside an error.
        let name = match &*name {
            "self" | "Self" | "super" | "crate" | "_" => format!("{name}_"),
            _ if syn::parse_str::<Ident>(&name).is_ok() => name,
            _ => format!("r#{name}"),
        };
        (shown, ident(&name, Span::call_site()))
    }

    /// The same for an item that has a visibility of its own where its author says nothing.
    fn shown_as(&self, item: &str, visibility: &TokenStream, docs: &str) -> (TokenStream, Ident) {
        let (shown, name) = self.shown_with(item, visibility, docs);
        (shown, ident(name, Span::call_site()))
    }

    fn shown_with<'b>(
        &'b self,
        item: &'b str,
        visibility: &TokenStream,
        docs: &str,
    ) -> (TokenStream, &'b str) {
        let setting = self.model.items.iter().find(|setting| setting.item == item);
        let name = setting.and_then(|setting| setting.name.as_deref()).unwrap_or(item);
        let docs = setting.and_then(|setting| setting.docs.as_deref()).unwrap_or(docs);
        let docs: TokenStream = docs.lines().map(|line| quote!(#[doc = #line])).collect();
        let visible = setting.and_then(|setting| setting.visibility.as_ref());
        let visibility = visible.unwrap_or(visibility);
        (quote!(#docs #visibility), name)
    }

    /// The parameters of an impl, and the type that it is for, with its bounds.
    fn header(&self) -> (&TokenStream, TokenStream) {
        let (rust, name) = (&self.model.rust, &self.name);
        let (parameters, bounds) = (&rust.type_generics, &rust.where_clause);
        (&rust.impl_generics, quote!(#name #parameters #bounds))
    }

    /// The bounds of the enum, and more; each ends in a comma.
    fn bounds(&self, more: &TokenStream) -> TokenStream {
        let own = &self.model.rust.where_clause;
        if own.is_empty() && !more.is_empty() { quote!(where #more) } else { quote!(#own #more) }
    }

    /// Bounds of an item of the enum's own impl, beside those of the enum.
    fn more(&self, bounds: &TokenStream) -> TokenStream {
        if bounds.is_empty() { TokenStream::new() } else { quote!(where #bounds) }
    }

    /// An impl of a trait.
    fn implement(&self, of: &TokenStream, body: &TokenStream) -> TokenStream {
        self.implement_where(of, &TokenStream::new(), body)
    }

    /// An impl of a trait under more bounds than the enum has.
    fn implement_where(
        &self,
        of: &TokenStream,
        more: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let (generics, item) = (&self.model.rust.impl_generics, self.item());
        let bounds = self.bounds(more);
        quote! {
            #[automatically_derived]
            impl #generics #of for #item #bounds {
                #body
            }
        }
    }

    /// The enum as a type.
    fn item(&self) -> TokenStream {
        let (name, parameters) = (&self.name, &self.model.rust.type_generics);
        quote!(#name #parameters)
    }

    /// The identifiers of the variants.
    fn variants(&self) -> impl Iterator<Item = Ident> {
        self.model.variants.iter().map(|v| ident(&v.name, Span::call_site()))
    }

    /// The body of a method of a value: what it is where there are values, else what compiles.
    fn body(&self, body: &TokenStream) -> TokenStream {
        match (self.sound, self.model.variants.is_empty()) {
            (false, _) => quote!(::core::unreachable!()),
            (true, true) => quote!(match *self {}),
            (true, false) => body.clone(),
        }
    }

    /// The body of a method that has an answer for some variants, and `None` for the others.
    fn choice(&self, answer: impl Fn(&Variant) -> Option<TokenStream>) -> TokenStream {
        let none = quote!(::core::option::Option::None);
        let mut arms = TokenStream::new();
        let mut all = true;
        for variant in &self.model.variants {
            let pattern = self.pattern(variant);
            match answer(variant) {
                Some(answer) => arms.extend(quote!(#pattern => #answer,)),
                None => all = false,
            }
        }
        if arms.is_empty() && !all {
            return none;
        }
        let others = if all { TokenStream::new() } else { quote!(_ => #none,) };
        self.body(&quote!(match *self { #arms #others }))
    }

    /// The variants that are values; the others have a name and nothing else.
    fn values(&self) -> impl Iterator<Item = &'a Variant> {
        self.model.variants.iter().filter(|variant| !variant.skipped())
    }

    /// What a variant is matched by, whatever it holds.
    fn pattern(&self, variant: &Variant) -> TokenStream {
        let (name, ident) = (&self.name, ident(&variant.name, Span::call_site()));
        match variant.fields {
            VariantFields::Unit => quote!(#name::#ident),
            _ => quote!(#name::#ident { .. }),
        }
    }

    /// The place of a value among all values, and of its name among the texts of the table; what is
    /// no value has its name behind the texts that are found.
    fn index(&self, value: &TokenStream) -> TokenStream {
        let mut place = 0;
        let mut behind = table::found(self);
        let arms = self.model.variants.iter().map(|variant| {
            let next = if variant.skipped() { &mut behind } else { &mut place };
            let (pattern, index) = (self.pattern(variant), *next);
            *next += 1;
            quote!(#pattern => #index,)
        });
        quote!(match #value { #(#arms)* })
    }
}
