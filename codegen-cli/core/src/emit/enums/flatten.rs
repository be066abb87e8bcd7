//! Values of other enums that a variant holds, among one's own: counted, iterated and listed.

use proc_macro2::{TokenStream, TokenTree};

use super::code::{Code, code, word};
use super::{Target, show, table};
use crate::model::name::unraw;
use crate::model::{Variant, VariantForm};

/// What follows one another in the order of declaration.
pub(super) enum Run<'a> {
    /// Own values: the place of the first, and each of them.
    Own(usize, Vec<&'a Variant>),
    /// The values of an enum that a variant holds.
    Other(&'a Variant),
}

/// The runs of an enum; one where no variant holds another enum.
pub(super) fn runs<'a>(target: &Target<'a>) -> Vec<Run<'a>> {
    let mut runs = Vec::new();
    let mut place = 0;
    for variant in &target.model.variants {
        match (&variant.form, runs.last_mut()) {
            _ if variant.hidden() => continue,
            (VariantForm::Flatten, _) => runs.push(Run::Other(variant)),
            (VariantForm::CatchAll(_), _) => continue,
            (_, Some(Run::Own(_, own))) => own.push(variant),
            _ => runs.push(Run::Own(place, vec![variant])),
        }
        place += usize::from(!variant.skipped());
    }
    runs
}

/// Whether some variant holds values of another enum.
pub(super) fn any(target: &Target<'_>) -> bool {
    let flat = |variant: &Variant| matches!(variant.form, VariantForm::Flatten);
    target.model.variants.iter().any(|variant| flat(variant) && !variant.hidden())
}

/// The type of the enum that a variant holds.
fn of(variant: &Variant) -> TokenStream {
    variant.fields.list().first().map(|field| field.ty.clone()).unwrap_or_default()
}

/// How many values there are; `count` of an enum that a variant holds is what the items or traits of
/// that enum say.
pub(super) fn count(target: &Target<'_>, count: impl Fn(Code) -> Code) -> Code {
    let own = target.values.len();
    let mut others = Code::new();
    for run in runs(target) {
        if let Run::Other(variant) = run {
            let other = count(of(variant).into());
            others.extend(code!([other] + #other));
        }
    }
    code!([own, others] #own #others)
}

/// The value at the place `__at` among all: each run is tried and passed.
pub(super) fn at(target: &Target<'_>) -> Code {
    let runtime = &target.rust.runtime;
    let runs = runs(target);
    let last = runs.len().saturating_sub(1);
    let mut steps = Code::new();
    for (nth, run) in runs.iter().enumerate() {
        let (count, value) = match run {
            Run::Own(first, own) => (own_count(own), code!([first] __value(__at + #first))),
            Run::Other(variant) => {
                let (name, ty) = (&target.name, of(variant));
                let (ident, member) =
                    (word(&variant.name), super::make::member(&variant.fields.list()[0]));
                let inner = code!([ty, runtime] <#ty as #runtime::Enum>);
                (
                    code!([inner] #inner::COUNT),
                    code!([name, ident, member, inner] #name::#ident { #member: #inner::at(__at) }),
                )
            }
        };
        if nth == last {
            steps.extend(value);
        } else {
            steps.extend(code! { [count, value, count]
                if __at < #count {
                    return #value;
                }
                let __at = __at - #count;
            });
        }
    }
    steps
}

fn own_count(own: &[&Variant]) -> Code {
    let count = own.len();
    code!([count] #count)
}

/// The names of all values, as `__NAMES`.
pub(super) fn names(target: &Target<'_>) -> Code {
    let lists = lists(target, |variant| Some(variant.text.clone()));
    let runtime = &target.rust.runtime;
    let str = code!(&'static ::core::primitive::str);
    code! { [str, lists, str, runtime, runtime]
        const __NAME_LISTS: &[&[#str]] = &[#lists];
        static __NAMES: [#str; #runtime::private::count_names(__NAME_LISTS)] =
            #runtime::private::join_names(__NAME_LISTS);
    }
}

/// The table that errors list, as `__LISTED`.
pub(super) fn listed(target: &Target<'_>) -> Code {
    let lists = lists(target, table::listed_text);
    let runtime = &target.rust.runtime;
    let type_name = unraw(&target.model.name);
    let (private, str) =
        (code!([runtime] #runtime::private), code!(&'static ::core::primitive::str));
    code! { [
        str, lists, private, str, private, private, private, private, private, private,
        type_name
    ]
        const __LISTS: &[&[#str]] = &[#lists];
        const __COUNT: ::core::primitive::usize = #private::count_names(__LISTS);
        const __ALL: [#str; __COUNT] = #private::join_names(__LISTS);
        static __TEXT: [::core::primitive::u8; #private::text_len(&__ALL)] =
            #private::join_text(&__ALL);
        static __PLACES: [[::core::primitive::u8; 2]; 2 * __COUNT + 2] =
            #private::join_places(&__ALL);
        static __LISTED: #private::Table = #private::listed(#type_name, &__TEXT, &__PLACES);
    }
}

/// Lists of names, one for each run.
fn lists(target: &Target<'_>, text: fn(&Variant) -> Option<String>) -> Code {
    Code::each(runs(target), |run| match run {
        Run::Own(_, own) => {
            let mut texts = Vec::new();
            for variant in own {
                texts.extend(text(variant));
            }
            let texts = Code::list(texts);
            code!([texts] &[#texts],)
        }
        Run::Other(variant) => {
            let ty = everywhere(&of(variant));
            code!([ty] <#ty>::NAMES,)
        }
    })
}

/// A type in a constant, which knows no lifetime but `'static`.
fn everywhere(ty: &TokenStream) -> TokenStream {
    let mut tokens = ty.clone().into_iter();
    let mut out = TokenStream::new();
    while let Some(tree) = tokens.next() {
        match tree {
            TokenTree::Punct(quote) if quote.as_char() == '\'' => {
                tokens.next();
                out.extend(code!('static).into_tokens());
            }
            TokenTree::Group(group) => {
                let inner = everywhere(&group.stream());
                out.extend([TokenTree::from(proc_macro2::Group::new(group.delimiter(), inner))]);
            }
            _ => out.extend([tree]),
        }
    }
    out
}

/// The text of a value by value or reference, where the type knows it: of the enum that holds it, or
/// of the one that is held.
pub(super) fn static_text(target: &Target<'_>, value: &Code, name: &Code) -> Code {
    if !target.sound || !any(target) {
        return name.clone();
    }
    let arms = Code::each(runs(target), |run| match run {
        Run::Other(variant) => {
            let (pattern, ty) = (show::binding(target, variant, &[0]), of(variant));
            let bound = show::bound(0, &variant.fields.list()[0]);
            let at = variant.fields.list()[0].origin.span();
            let of = code! { [ty, bound]
                <&'static ::core::primitive::str as ::core::convert::From<&#ty>>::from(#bound)
            };
            let of = of.placed(at);
            code!([pattern, of] #pattern => #of,)
        }
        Run::Own(..) => Code::new(),
    });
    let all = target.model.variants.iter().all(|v| matches!(v.form, VariantForm::Flatten));
    let others = (!all).then(|| code!([name] _ => #name,));
    code!([value, arms, others] match &#value { #arms #others })
}
