//! Numbers without a name, kept: `from_repr` and the conversions of an enum that knows all numbers.

use proc_macro2::Literal;

use super::code::{Code, code, word};
use super::make::member;
use super::{Target, number, show};
use crate::model::{Caught, Part, SerdeAs, Variant, VariantForm};

/// The variant that keeps numbers without a name, with the type of its field.
fn variant<'a>(target: &Target<'a>) -> Option<(&'a Variant, Code)> {
    let keeps = |form: &VariantForm| matches!(form, VariantForm::CatchAll(Caught::Number));
    let variant = target.model.variants.iter().find(|v| !v.hidden() && keeps(&v.form))?;
    Some((variant, variant.fields.list().first()?.ty.clone().into()))
}

/// Whether every number is a value.
pub(super) fn is_total(target: &Target<'_>) -> bool {
    variant(target).is_some()
}

fn of_numbers(target: &Target<'_>) -> bool {
    use Part::{Deserialize, FromRepr, IntoRepr, TryFromRepr};
    let read = target.has(Deserialize) && target.model.serde_as != SerdeAs::Text;
    read || [FromRepr, IntoRepr, TryFromRepr].iter().any(|part| target.has(*part))
}

/// What values without a name match.
pub(super) fn pattern(target: &Target<'_>) -> Option<Code> {
    variant(target).map(|(keeper, _)| target.pattern(keeper))
}

/// The name of the integer that is kept, without a path.
pub(super) fn integer(target: &Target<'_>) -> Option<String> {
    let (_, ty) = variant(target)?;
    ty.into_tokens().into_iter().last().map(|last| last.to_string())
}

/// `__numbered`, which makes the value of a number: the one that has it, else the one that keeps it.
pub(super) fn function(target: &Target<'_>) -> Code {
    let Some((keeper, ty)) = variant(target) else { return Code::new() };
    let (constants, known) = discriminants(target, &ty);
    let (name, item, rust) = (&target.name, target.item(), &target.rust);
    let mut ranges = Code::new();
    let mut arms = Code::new();
    for (at, (variant, number)) in known.iter().enumerate() {
        let value = word(&variant.name);
        arms.extend(code!([number, name, value] #number => #name::#value,));
        for (nth, range) in variant.numbers.iter().enumerate() {
            if range.is_rest() {
                continue;
            }
            let range = number::pattern(range, &format!("__{at}_{nth}"), &ty, &mut ranges);
            arms.extend(code!([range, name, value] #range => #name::#value,));
        }
    }
    let (kept, member) = (word(&keeper.name), member(&keeper.fields.list()[0]));
    let (generics, bounds) = (&rust.impl_generics, &rust.where_clause);
    code! { [generics, ty, item, bounds, constants, ranges, arms, name, kept, member]
        #[allow(dead_code, unreachable_patterns)]
        const fn __numbered #generics(__number: #ty) -> #item #bounds {
            #constants
            #ranges
            match __number {
                #arms
                _ => #name::#kept { #member: __number },
            }
        }
    }
}

/// The number of each variant without fields, as a pattern, and the constants behind the patterns.
fn discriminants<'a>(target: &Target<'a>, ty: &Code) -> (Code, Vec<(&'a Variant, Code)>) {
    let mut constants = Code::new();
    let mut known = Vec::new();
    let mut before: Option<Code> = None;
    for (at, variant) in target.model.variants.iter().enumerate() {
        let number = match (variant.number, &variant.discriminant, &before) {
            (Some(number), _, _) => {
                let number = Literal::i128_unsuffixed(number);
                code!([number] #number)
            }
            (None, stated, before) => {
                let constant = word(&format!("__NUMBER_{at}"));
                let value = match (stated, before) {
                    (Some(stated), _) => stated.clone().into(),
                    (None, Some(before)) => code!([before] #before + 1),
                    (None, None) => code!(0),
                };
                constants.extend(code!([constant, ty, value] const #constant: #ty = #value;));
                code!([constant] #constant)
            }
        };
        before = Some(number.clone());
        if variant.fields.list().is_empty() && !variant.hidden() {
            known.push((variant, number));
        }
    }
    (constants, known)
}

/// The number of a value.
pub(super) fn number(target: &Target<'_>, value: &Code) -> Code {
    let Some((keeper, ty)) = variant(target) else { return Code::new() };
    let (constants, known) = discriminants(target, &ty);
    let arms = Code::each(&known, |(variant, number)| {
        let pattern = target.pattern(variant);
        code!([pattern, number] #pattern => #number,)
    });
    let pattern = show::binding(target, keeper, &[0]);
    code! { [constants, value, arms, pattern]{
        #constants
        match &#value { #arms #pattern => *__0, }
    }}
}

pub(super) fn inherent(target: &Target<'_>) -> Code {
    let Some((_, ty)) = variant(target).filter(|_| target.has(Part::FromRepr)) else {
        return Code::new();
    };
    let (shown_repr, repr) = target.shown("repr", " The number of this value.");
    let (shown_from, from_repr) = target.shown("from_repr", " The value of a number.");
    let number = number(target, &code!(*self));
    code! { [shown_repr, repr, ty, number, shown_from, from_repr, ty]
        #[must_use]
        #shown_repr const fn #repr(&self) -> #ty {
            #number
        }

        #[must_use]
        #shown_from const fn #from_repr(__number: #ty) -> Self {
            __numbered(__number)
        }
    }
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    let Some((_, ty)) = variant(target).filter(|_| of_numbers(target)) else {
        return Code::new();
    };
    let function = if show::parses(target) { Code::new() } else { function(target) };
    let from = target.has(Part::TryFromRepr).then(|| {
        let body = code! { [ty]
            #[inline]
            fn from(__number: #ty) -> Self {
                __numbered(__number)
            }
        };
        target.implement(&code!([ty] ::core::convert::From<#ty>), &body)
    });
    let into = target.has(Part::IntoRepr).then(|| {
        let (item, number) = (target.item(), number(target, &code!(__value)));
        let rust = &target.rust;
        let (generics, bounds) = (&rust.impl_generics, &rust.where_clause);
        code! { [generics, item, ty, bounds, item, number]
            #[automatically_derived]
            impl #generics ::core::convert::From<#item> for #ty #bounds {
                #[inline]
                fn from(__value: #item) -> Self {
                    #number
                }
            }
        }
    });
    code!([function, from, into] #function #from #into)
}
