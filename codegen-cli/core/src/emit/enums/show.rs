//! Values as text beside their names: `Display` of variants that show their fields, and the text
//! that they hold.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Target;
use super::make::member;
use crate::model::name::{ident, unraw};
use crate::model::{Caught, DisplayText, Part, Variant, VariantField, VariantForm};

/// The body of `Display` where some variant shows more than its name; `plain` shows the others.
pub(super) fn body(target: &Target<'_>, plain: &TokenStream) -> TokenStream {
    let arms = target.model.variants.iter().map(|variant| {
        let shown = match &variant.form {
            VariantForm::Name => return TokenStream::new(),
            VariantForm::Format(text) => format(target, variant, text),
            VariantForm::Transparent | VariantForm::Flatten => {
                let at = variant.fields.list()[0].origin.span();
                quote_spanned!(at=> ::core::fmt::Display::fmt(__0, __f))
            }
            VariantForm::CatchAll(Caught::Number) => {
                let (runtime, name) = (&target.model.rust.runtime, unraw(&target.model.name));
                let text = format!("{name}({{}})");
                quote!(#runtime::private::show(__f, ::core::format_args!(#text, __0)))
            }
            VariantForm::CatchAll(_) => {
                quote!(__f.pad(::core::convert::AsRef::<::core::primitive::str>::as_ref(__0)))
            }
        };
        let used = match &variant.form {
            VariantForm::Format(text) => text.used.clone(),
            _ => vec![0],
        };
        let pattern = binding(target, variant, &used);
        quote!(#pattern => #shown,)
    });
    let arms: TokenStream = arms.collect();
    let all = target.model.variants.iter().all(|v| !matches!(v.form, VariantForm::Name));
    let others = (!all).then(|| quote!(_ => #plain,));
    quote!(match self { #arms #others })
}

/// The pattern that binds fields to `__0`, `__1` and so on, in this order.
pub(super) fn binding(target: &Target<'_>, variant: &Variant, used: &[usize]) -> TokenStream {
    let (name, ident) = (&target.name, ident(&variant.name, Span::call_site()));
    let fields = used.iter().enumerate().map(|(place, field)| {
        let field = &variant.fields.list()[*field];
        let (member, bound) = (member(field), bound(place, field));
        quote!(#member: #bound,)
    });
    quote!(#name::#ident { #(#fields)* .. })
}

/// What a field is called in a body; what it lacks is reported at its type.
pub(super) fn bound(place: usize, field: &VariantField) -> Ident {
    Ident::new(&format!("__{place}"), Span::call_site().located_at(field.origin.span()))
}

fn format(target: &Target<'_>, variant: &Variant, text: &DisplayText) -> TokenStream {
    if text.holes.is_empty() {
        let text = &text.head;
        return quote!(__f.pad(#text));
    }
    let (runtime, printed) = (&target.model.rust.runtime, &text.printed);
    let fields = variant.fields.list();
    let bound = text.used.iter().enumerate().map(|(place, field)| bound(place, &fields[*field]));
    quote!(#runtime::private::show(__f, ::core::format_args!(#printed, #(#bound),*)))
}

/// The bounds under which all values can be shown, each with a comma.
pub(super) fn bounds(target: &Target<'_>) -> TokenStream {
    let mut bounds = TokenStream::new();
    for variant in &target.model.variants {
        let fields = variant.fields.list();
        let mut bound = |field: &VariantField, of: TokenStream| {
            let ty = &field.ty;
            if field.generic {
                bounds.extend(quote!(#ty: #of,));
            }
        };
        match &variant.form {
            VariantForm::Name => {}
            VariantForm::Format(text) => {
                for hole in &text.holes {
                    let of = Ident::new(hole.shown_by, Span::call_site());
                    bound(&fields[hole.field], quote!(::core::fmt::#of));
                }
            }
            VariantForm::CatchAll(Caught::Text | Caught::Cow | Caught::Borrowed) => {
                bound(&fields[0], quote!(::core::convert::AsRef<::core::primitive::str>));
            }
            _ => bound(&fields[0], quote!(::core::fmt::Display)),
        }
    }
    bounds
}

/// Whether some value has a text that its type does not know.
pub(super) fn holds_text(target: &Target<'_>) -> bool {
    target.model.variants.iter().any(holds)
}

fn holds(variant: &Variant) -> bool {
    match variant.form {
        VariantForm::CatchAll(caught) => caught != Caught::Number,
        VariantForm::Flatten => true,
        _ => false,
    }
}

/// The text of a value, which it may hold itself; `name` is the one that its type knows.
pub(super) fn text(target: &Target<'_>, value: &TokenStream, name: &TokenStream) -> TokenStream {
    if !target.sound || !holds_text(target) {
        return name.clone();
    }
    let arms = target.model.variants.iter().filter(|variant| holds(variant)).map(|variant| {
        let pattern = binding(target, variant, &[0]);
        let field = &variant.fields.list()[0];
        let (bound, ty) = (bound(0, field), &field.ty);
        let text = match variant.form {
            VariantForm::Flatten => quote!(<#ty>::as_str(#bound)),
            _ => quote!(::core::convert::AsRef::<::core::primitive::str>::as_ref(#bound)),
        };
        quote!(#pattern => #text,)
    });
    let arms: TokenStream = arms.collect();
    let others = target.model.variants.iter().any(|v| !holds(v)).then(|| quote!(_ => #name,));
    quote!(match &#value { #arms #others })
}

/// The bounds under which [`text`] compiles.
pub(super) fn text_bounds(target: &Target<'_>) -> TokenStream {
    let held = target.model.variants.iter().filter(|variant| holds(variant));
    let generic = held.map(|variant| &variant.fields.list()[0]).filter(|field| field.generic);
    let types = generic.map(|field| &field.ty);
    quote!(#(#types: ::core::convert::AsRef<::core::primitive::str>,)*)
}

/// Whether every value is written and read as its name.
pub(super) fn plain(target: &Target<'_>) -> bool {
    target.model.variants.iter().all(|variant| matches!(variant.form, VariantForm::Name))
}

/// Whether texts become values in more ways than by the table.
pub(super) fn parses(target: &Target<'_>) -> bool {
    target.has(Part::FromStr) && target.sound && !plain(target)
}
