//! strum's derives, as its users know them: its traits, its names, its signatures.
//!
//! What several of our derives share is used where it fits; a derive of texts names no runtime, as
//! strum's do not either, so that those work where only the macros are depended on.

mod companion;
mod iterate;
mod known;
mod number;
mod parse;
mod table;
mod text;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use super::Target;
use super::code::{Code, Word};
use crate::model::name::ident;
use crate::model::{Strum, StrumVariant, Variant, VariantFields};

impl ToTokens for Code {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.clone().into_tokens());
    }
}

impl ToTokens for Word {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        ident(self.as_str(), Span::call_site()).to_tokens(tokens);
    }
}

/// Makes the items of one derive.
type Write = fn(&Front<'_>) -> TokenStream;

/// The derives by their names.
const DERIVES: &[(&str, Write)] = &[
    ("AsRefStr", text::as_ref_str),
    ("AsStaticStr", text::as_static_str),
    ("Display", text::display),
    ("IntoStaticStr", text::into_static_str),
    ("ToString", text::to_string),
    ("EnumString", parse::enum_string),
    ("EnumIter", iterate::enum_iter),
    ("EnumCount", known::enum_count),
    ("EnumMessage", known::enum_message),
    ("EnumProperty", known::enum_property),
    ("EnumVariantNames", known::variant_names),
    ("VariantNames", known::variant_names),
    ("VariantArray", known::variant_array),
    ("EnumDiscriminants", companion::enum_discriminants),
    ("EnumIs", companion::enum_is),
    ("EnumTryAs", companion::enum_try_as),
    ("EnumTable", table::enum_table),
    ("FromRepr", number::from_repr),
];

/// The names of strum's derives.
pub fn strums() -> impl Iterator<Item = &'static str> {
    DERIVES.iter().map(|(name, _)| *name)
}

/// What one of strum's derives gives for an enum that was read without a mistake.
///
/// ```
/// use typewright_core::{emit::enums, source::rust::read_strum};
/// let item = "enum Mode { Read, #[strum(disabled)] Write }".parse().unwrap();
/// let (read, _) = read_strum(&item, "EnumCount", "::strum");
/// let tokens = enums::strum(&read, "EnumCount").to_string();
/// assert!(tokens.contains("impl :: strum :: EnumCount for Mode"), "{tokens}");
/// assert!(tokens.contains("const COUNT : :: core :: primitive :: usize = 1usize"), "{tokens}");
/// ```
pub fn strum(read: &Strum, derive: &str) -> TokenStream {
    write(&Front { target: Target::new(&read.model), read }, derive)
}

/// The same items, with bodies that compile for every item: what stands beside the errors.
pub fn strum_fallback(read: &Strum, derive: &str) -> TokenStream {
    let target = Target { sound: false, ..Target::new(&read.model) };
    write(&Front { target, read }, derive)
}

fn write(front: &Front<'_>, derive: &str) -> TokenStream {
    let write = DERIVES.iter().find(|(name, _)| *name == derive);
    write.map_or_else(TokenStream::new, |(_, write)| write(front))
}

/// The enum that a derive of strum's is written for.
struct Front<'a> {
    target: Target<'a>,
    read: &'a Strum,
}

/// A variant, all that is known of it, and how it is matched.
struct Known<'a> {
    variant: &'a Variant,
    strum: &'a StrumVariant,
    /// `Enum::Variant`.
    path: TokenStream,
    /// The same, whatever its fields hold.
    pattern: TokenStream,
}

impl<'a> Front<'a> {
    /// All variants.
    fn variants(&self) -> impl Iterator<Item = Known<'a>> {
        let name = self.target.name.clone();
        let all = self.read.model.variants.iter().zip(&self.read.variants);
        all.map(move |(variant, strum)| {
            let of = ident(&variant.name, Span::call_site());
            let path = quote!(#name::#of);
            Known { variant, strum, pattern: quote!(#path { .. }), path }
        })
    }

    /// The variants that are not `disabled`.
    fn enabled(&self) -> impl Iterator<Item = Known<'a>> {
        self.variants().filter(|known| !known.variant.skip)
    }

    /// `match` over arms of all variants.
    fn choose(&self, value: &TokenStream, arms: &[TokenStream]) -> TokenStream {
        if self.target.sound {
            quote!(match #value { #(#arms,)* })
        } else {
            quote!(::core::unreachable!())
        }
    }

    /// `match` over arms of some variants, and what holds for the others.
    fn choose_or(
        &self,
        value: &TokenStream,
        arms: &[TokenStream],
        other: &TokenStream,
    ) -> TokenStream {
        let rest = (arms.len() < self.read.variants.len()).then(|| quote!(_ => #other,));
        if arms.is_empty() && self.target.sound && rest.is_some() {
            return other.clone();
        }
        if self.target.sound {
            quote!(match #value { #(#arms,)* #rest })
        } else {
            quote!(::core::unreachable!())
        }
    }

    /// An impl of a trait of the runtime.
    fn implement(&self, name: &str, body: &TokenStream) -> TokenStream {
        let (runtime, name) = (&self.read.model.rust.runtime, ident(name, Span::call_site()));
        self.implement_for(&quote!(#runtime::#name), body)
    }

    /// An impl of any trait.
    fn implement_for(&self, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let (of, body) = (of.clone().into(), body.clone().into());
        self.target.implement(&of, &body).into_tokens()
    }

    /// The enum as a type.
    fn item(&self) -> TokenStream {
        self.target.item().into_tokens()
    }

    /// Items of the enum itself.
    fn inherent(&self, items: &TokenStream) -> TokenStream {
        let (generics, item) = self.target.header();
        quote! {
            #[automatically_derived]
            #[allow(dead_code)]
            impl #generics #item {
                #items
            }
        }
    }
}

impl Known<'_> {
    /// The variant with each field made by its `default_with`, else its default.
    fn made(&self) -> TokenStream {
        let default = quote!(::core::default::Default::default());
        let path = &self.path;
        let value = |with: &Option<TokenStream>| {
            with.as_ref().map_or_else(|| default.clone(), |function| quote!(#function()))
        };
        match (&self.variant.fields, &self.variant.default_with) {
            (VariantFields::Unit, _) => path.clone(),
            (VariantFields::Tuple(_), Some(function)) => quote!(#path(#function())),
            (VariantFields::Tuple(fields), None) => {
                let values = fields.iter().map(|field| value(&field.default_with));
                quote!(#path(#(#values),*))
            }
            (VariantFields::Named(fields), _) => {
                let names = fields.iter().map(|field| ident(&field.name, Span::call_site()));
                let values = fields.iter().map(|field| value(&field.default_with));
                quote!(#path { #(#names: #values),* })
            }
        }
    }

    /// The variant with each field at its default.
    fn defaulted(&self) -> TokenStream {
        let default = quote!(::core::default::Default::default());
        let fields = self.variant.fields.list().iter().enumerate();
        let path = &self.path;
        match &self.variant.fields {
            VariantFields::Unit => path.clone(),
            _ => {
                let members = fields.map(|(at, field)| member(&field.name, at));
                quote!(#path { #(#members: #default),* })
            }
        }
    }

    /// A pattern that binds some of its fields, each by reference, as `__` and its place.
    fn binding(&self, places: &[usize]) -> TokenStream {
        let (path, fields) = (&self.path, self.variant.fields.list());
        let bound = places.iter().filter_map(|at| {
            let field = fields.get(*at)?;
            let (member, name) = (member(&field.name, *at), place(*at));
            // A reference is copied, so that what it refers to is seen and not the reference.
            let by = (!field.ty.to_string().starts_with('&')).then(|| quote!(ref));
            Some(quote!(#member: #by #name))
        });
        quote!(#path { #(#bound,)* .. })
    }
}

/// What a field is called in braces: its name, or its place.
fn member(name: &str, at: usize) -> TokenStream {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        let at = proc_macro2::Literal::usize_unsuffixed(at);
        quote!(#at)
    } else {
        let name = ident(name, Span::call_site());
        quote!(#name)
    }
}

/// The binding of a field.
fn place(at: usize) -> proc_macro2::Ident {
    ident(&format!("__{at}"), Span::call_site())
}

/// The name of a method of a variant: words by underscores, each number a word of its own.
fn snake(name: &str) -> String {
    use crate::model::name::{Casing, unraw};
    let mut text = String::new();
    for letter in Casing::Snake.words(unraw(name)).chars() {
        let digits = text.ends_with(|last: char| last.is_ascii_digit());
        if letter.is_ascii_digit() && !text.is_empty() && !digits {
            text.push('_');
        }
        text.push(letter);
    }
    text
}
