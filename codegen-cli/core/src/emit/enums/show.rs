//! Values as text beside their names: `Display` of variants that show their fields, and the text
//! that they hold.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use super::Target;
use super::code::{Code, code, word};
use super::make::member;
use crate::model::name::unraw;
use crate::model::{Caught, DisplayText, Part, Variant, VariantField, VariantForm};

/// The body of `Display` where some variant shows more than its name; `plain` shows the others.
pub(super) fn body(target: &Target<'_>, plain: &Code) -> Code {
    let arms = Code::each(&target.model.variants, |variant| {
        let shown = match &variant.form {
            VariantForm::Name => return Code::new(),
            VariantForm::Format(text) => format(target, variant, text),
            VariantForm::Transparent | VariantForm::Flatten => {
                let at = variant.fields.list()[0].origin.span();
                code!(::core::fmt::Display::fmt(__0, __f)).placed(at).into()
            }
            VariantForm::CatchAll(Caught::Number) => {
                let (runtime, name) = (&target.rust.runtime, unraw(&target.model.name));
                let text = format!("{name}({{}})");
                code! { [runtime, text]
                    #runtime::private::show(__f, ::core::format_args!(#text, __0))
                }
            }
            VariantForm::CatchAll(_) => {
                code!(__f.pad(::core::convert::AsRef::<::core::primitive::str>::as_ref(__0)))
            }
        };
        let used = match &variant.form {
            VariantForm::Format(text) => text.used.clone(),
            _ => vec![0],
        };
        let pattern = binding(target, variant, &used);
        code!([pattern, shown] #pattern => #shown,)
    });
    let all = target.model.variants.iter().all(|v| !matches!(v.form, VariantForm::Name));
    let others = (!all).then(|| code!([plain] _ => #plain,));
    code!([arms, others] match self { #arms #others })
}

/// The pattern that binds fields to `__0`, `__1` and so on, in this order.
pub(super) fn binding(target: &Target<'_>, variant: &Variant, used: &[usize]) -> Code {
    let (name, ident) = (&target.name, word(&variant.name));
    let fields = Code::each(used.iter().enumerate(), |(place, field)| {
        let field = &variant.fields.list()[*field];
        let (member, bound) = (member(field), bound(place, field));
        code!([member, bound] #member: #bound,)
    });
    code!([name, ident, fields] #name::#ident { #fields .. })
}

/// What a field is called in a body; what it lacks is reported at its type.
pub(super) fn bound(place: usize, field: &VariantField) -> TokenStream {
    let at = Span::call_site().located_at(field.origin.span());
    TokenTree::from(Ident::new(&format!("__{place}"), at)).into()
}

fn format(target: &Target<'_>, variant: &Variant, text: &DisplayText) -> Code {
    if text.holes.is_empty() {
        let text = &text.head;
        return code!([text] __f.pad(#text));
    }
    let (runtime, printed) = (&target.rust.runtime, &text.printed);
    let fields = variant.fields.list();
    let bound = text.used.iter().enumerate().map(|(place, field)| bound(place, &fields[*field]));
    let bound = Code::list(bound);
    code! { [runtime, printed, bound]
        #runtime::private::show(__f, ::core::format_args!(#printed, #bound))
    }
}

/// The bounds under which all values can be shown, each with a comma.
pub(super) fn bounds(target: &Target<'_>) -> Code {
    let mut bounds = Code::new();
    for variant in &target.model.variants {
        let fields = variant.fields.list();
        let mut bound = |field: &VariantField, of: Code| {
            let ty = &field.ty;
            if field.generic {
                bounds.extend(code!([ty, of] #ty: #of,));
            }
        };
        match &variant.form {
            VariantForm::Name => {}
            VariantForm::Format(text) => {
                for hole in &text.holes {
                    let of = word(hole.shown_by);
                    bound(&fields[hole.field], code!([of] ::core::fmt::#of));
                }
            }
            VariantForm::CatchAll(Caught::Text | Caught::Cow | Caught::Borrowed) => {
                bound(&fields[0], code!(::core::convert::AsRef<::core::primitive::str>));
            }
            _ => bound(&fields[0], code!(::core::fmt::Display)),
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
pub(super) fn text(target: &Target<'_>, value: &Code, name: &Code) -> Code {
    if !target.sound || !holds_text(target) {
        return name.clone();
    }
    let arms = Code::each(&target.model.variants, |variant| {
        if !holds(variant) {
            return Code::new();
        }
        let pattern = binding(target, variant, &[0]);
        let field = &variant.fields.list()[0];
        let (bound, ty) = (bound(0, field), &field.ty);
        let text = match variant.form {
            VariantForm::Flatten => code!([ty, bound] <#ty>::as_str(#bound)),
            _ => code!([bound] ::core::convert::AsRef::<::core::primitive::str>::as_ref(#bound)),
        };
        code!([pattern, text] #pattern => #text,)
    });
    let others = target.model.variants.iter().any(|v| !holds(v)).then(|| code!([name] _ => #name,));
    code!([value, arms, others] match &#value { #arms #others })
}

/// The bounds under which [`text`] compiles.
pub(super) fn text_bounds(target: &Target<'_>) -> Code {
    Code::each(&target.model.variants, |variant| {
        match variant.fields.list().first().filter(|field| holds(variant) && field.generic) {
            Some(field) => {
                let ty = &field.ty;
                code!([ty] #ty: ::core::convert::AsRef<::core::primitive::str>,)
            }
            None => Code::new(),
        }
    })
}

/// Whether every value is written and read as its name.
pub(super) fn plain(target: &Target<'_>) -> bool {
    target.model.variants.iter().all(|variant| matches!(variant.form, VariantForm::Name))
}

/// Whether texts become values in more ways than by the table.
pub(super) fn parses(target: &Target<'_>) -> bool {
    target.has(Part::FromStr) && target.sound && !plain(target)
}
