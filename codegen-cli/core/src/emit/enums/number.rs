//! A value as its number, both ways: `repr`, `from_repr`, and conversions of its integer.

use proc_macro2::{Literal, TokenStream};

use super::code::{Code, Word, code, word};
use super::hash::{self, Hash};
use super::{Target, caught, convert};
use crate::model::{NumberEnds, Part, SerdeAs, Variant, VariantNumbers};

/// Runs of numbers that follow one another which are still told apart by a `match`.
const RUNS: usize = 8;

/// Scattered numbers that one `match` tells apart; above it, they are hashed.
const SCATTERED: usize = 128;

/// Whether numbers are turned into values by their places, or values are listed by them.
pub(super) fn by_place(target: &Target<'_>) -> bool {
    let listed = as_function(target) && rest(target).is_none();
    let made = target.has(Part::FromRepr) && !caught::is_total(target) || as_function(target);
    listed || made && !matches!(form(target), Form::Scattered)
}

/// Whether more than `from_repr` makes values of numbers, so that they share a function.
pub(super) fn as_function(target: &Target<'_>) -> bool {
    let read = target.has(Part::Deserialize) && target.model.serde_as != SerdeAs::Text;
    (read || target.has(Part::TryFromRepr)) && !caught::is_total(target)
}

/// The number of a value.
pub(super) fn of(target: &Target<'_>, value: &Code) -> Code {
    if !target.sound {
        return code!(0);
    }
    let (repr, name, item) = (repr(target), &target.name, target.item());
    let generic = !target.rust.type_generics.is_empty();
    let arms = Code::each(target.variants(), |variant| {
        let of = if generic { code!([item] <#item>) } else { code!([name] #name) };
        let cast = code!([of, variant] #of::#variant);
        code!([name, variant, cast, repr] #name::#variant => #cast as #repr,)
    });
    code!([value, arms] match #value { #arms })
}

/// The value of `__repr` or an error that can be shown, where [`as_function`] says so.
pub(super) fn found(target: &Target<'_>) -> Code {
    let (item, runtime) = (target.item(), &target.rust.runtime);
    let (error, none) = match rest(target) {
        Some(rest) => {
            let name = &target.name;
            let none = code!([name, rest] ::core::result::Result::Ok(#name::#rest));
            (code!(::core::convert::Infallible), none)
        }
        None => {
            let unknown = convert::unknown(target);
            (
                code!([runtime] #runtime::NumberError),
                code!([unknown] ::core::result::Result::Err(#unknown)),
            )
        }
    };
    code! { [item, error, none]
        match __from_repr(__repr) {
            ::core::option::Option::Some(__value) => {
                ::core::result::Result::<#item, #error>::Ok(__value)
            }
            ::core::option::Option::None => #none,
        }
    }
}

/// The variant that has all numbers which no other one has.
pub(super) fn rest(target: &Target<'_>) -> Option<Word> {
    let rest =
        target.values.iter().find(|variant| variant.numbers.iter().any(VariantNumbers::is_rest));
    rest.map(|variant| word(&variant.name))
}

pub(super) fn signed(target: &Target<'_>) -> bool {
    !target.model.repr.as_deref().is_some_and(|repr| repr.starts_with('u'))
}

/// How the discriminants lie.
enum Form {
    /// In few runs: the first number of each, and its place.
    Runs(Vec<(i128, usize)>),
    /// Anyhow, or unknown before the compiler computes them.
    Scattered,
    /// Anyhow, and many.
    Hashed(Hash),
}

fn form(target: &Target<'_>) -> Form {
    if target.values.is_empty() {
        return Form::Scattered;
    }
    let (mut runs, mut keys) = (Vec::new(), Vec::new());
    let mut next = None;
    for (at, variant) in target.values.iter().enumerate() {
        let Some(number) = variant.number else { return Form::Scattered };
        if at == 0 || next != Some(number) {
            runs.push((number, at));
        }
        next = number.checked_add(1);
        keys.push(key(target, number));
    }
    if runs.len() == 1 || runs.len() <= RUNS && runs.len() * 4 <= keys.len() {
        return Form::Runs(runs);
    }
    if keys.len() > SCATTERED && hash::unlike(&keys) {
        return Form::Hashed(Hash::of(&keys));
    }
    Form::Scattered
}

/// What is hashed of a number.
fn key(target: &Target<'_>, number: i128) -> u64 {
    if wide(target) { number as u64 ^ (number >> 64) as u64 } else { number as u64 }
}

fn wide(target: &Target<'_>) -> bool {
    target.model.repr.as_deref().is_some_and(|repr| repr.ends_with("128"))
}

/// The integer type of the discriminants.
pub(super) fn repr(target: &Target<'_>) -> Code {
    let repr = word(target.model.repr.as_deref().unwrap_or("isize"));
    code!([repr] ::core::primitive::#repr)
}

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::FromRepr) || caught::is_total(target) {
        return Code::new();
    }
    let (shown_repr, repr_name) = target.shown("repr", " The discriminant of this value.");
    let (shown_from, from_name) =
        target.shown("from_repr", " The value that has this discriminant.");
    let repr = repr(target);
    let to = of(target, &code!(*self));
    let from =
        if as_function(target) { code!(__from_repr(__repr)) } else { from_repr(target, &repr) };
    code! { [shown_repr, repr_name, repr, to, shown_from, from_name, repr, from]
        #[must_use]
        #[inline]
        #shown_repr const fn #repr_name(&self) -> #repr {
            #to
        }

        #[must_use]
        #[inline]
        #shown_from const fn #from_name(
            __repr: #repr,
        ) -> ::core::option::Option<Self> {
            #from
        }
    }
}

/// The value of `__repr`, if there is one.
pub(super) fn from_repr(target: &Target<'_>, repr: &Code) -> Code {
    let (name, count) = (&target.name, target.values.len());
    if count == 0 {
        return code! {{
            let _ = __repr;
            ::core::option::Option::None
        }};
    }
    let form = form(target);
    let mut constants = Code::new();
    let mut arms = Code::new();
    let rest = match self::rest(target) {
        Some(rest) => code!([name, rest] ::core::option::Option::Some(#name::#rest)),
        None => code!(::core::option::Option::None),
    };
    for (at, model) in target.values.iter().enumerate() {
        let variant = word(&model.name);
        let value = code!([name, variant] ::core::option::Option::Some(#name::#variant));
        if matches!(form, Form::Scattered) {
            let pattern = discriminant(
                model,
                at,
                &code!([name, variant] #name::#variant),
                repr,
                &mut constants,
            );
            arms.extend(code!([pattern, value] #pattern => #value,));
        }
        for (nth, range) in model.numbers.iter().enumerate() {
            if range.is_rest() {
                continue;
            }
            let pattern = pattern(range, &format!("__{at}_{nth}"), repr, &mut constants);
            arms.extend(code!([pattern, value] #pattern => #value,));
        }
    }
    let found = match form {
        Form::Runs(runs) => by_run(&runs, count, &rest),
        Form::Hashed(hash) => by_hash(target, &hash, &rest),
        Form::Scattered => rest,
    };
    let check = distinct(target, repr);
    if arms.is_empty() {
        return found;
    }
    code! { [constants, check, arms, found]
        #constants
        #check
        match __repr { #arms _ => #found }
    }
}

/// The discriminant of a variant as a pattern; what is no literal becomes a constant, as patterns
/// cannot hold expressions.
fn discriminant(
    variant: &Variant,
    at: usize,
    value: &Code,
    repr: &Code,
    constants: &mut Code,
) -> Code {
    if let Some(number) = variant.number {
        let number = Literal::i128_unsuffixed(number);
        return code!([number] #number);
    }
    let constant = word(&format!("__{at}"));
    constants
        .extend(code!([constant, repr, value, repr] const #constant: #repr = #value as #repr;));
    code!([constant] #constant)
}

/// Numbers as a pattern. Each end becomes a constant, so that the compiler reports at its tokens
/// what does not fit, and a misspelled name is not taken for a binding.
pub(super) fn pattern(
    range: &VariantNumbers,
    name: &str,
    repr: &Code,
    constants: &mut Code,
) -> Code {
    let mut constant = |end: &TokenStream, which: &str| {
        let constant = word(&format!("{name}{which}"));
        constants.extend(
            code!([constant, repr, end] #[allow(unused_parens)] const #constant: #repr = #end;),
        );
        constant
    };
    match &range.ends {
        NumberEnds::One(number) => {
            let number = constant(number, "");
            code!([number] #number)
        }
        NumberEnds::Open(low) => {
            let low = low.as_ref().map(|low| constant(low, ""));
            code!([low] #low..)
        }
        NumberEnds::Range { low, high, inclusive } => {
            let low = low.as_ref().map(|low| constant(low, ""));
            let high = constant(high, "_end");
            if *inclusive {
                code!([low, high] #low..=#high)
            } else {
                code!([low, high] #low..#high)
            }
        }
    }
}

fn by_run(runs: &[(i128, usize)], count: usize, rest: &Code) -> Code {
    let mut arms = Code::new();
    for (nth, (first, at)) in runs.iter().enumerate() {
        let end = runs.get(nth + 1).map_or(count, |(_, next)| *next);
        let last = Literal::i128_unsuffixed(first + (end - at) as i128 - 1);
        let first = Literal::i128_unsuffixed(*first);
        let place = code!([first] __repr.wrapping_sub(#first) as ::core::primitive::usize);
        let place = if *at == 0 { place } else { code!([place, at] #place + #at) };
        let value = code!([place] ::core::option::Option::Some(__value(#place)));
        let pattern = code!([first, last] #first..=#last);
        if runs.len() == 1 {
            return code!([pattern, value, rest] if let #pattern = __repr { #value } else { #rest });
        }
        arms.extend(code!([pattern, value] #pattern => #value,));
    }
    code!([arms, rest] match __repr { #arms _ => #rest })
}

/// The hash gives the only place at which the number may be.
fn by_hash(target: &Target<'_>, hash: &Hash, rest: &Code) -> Code {
    let (runtime, repr) = (&target.rust.runtime, repr(target));
    let key = if wide(target) {
        code!(__repr as ::core::primitive::u64 ^ (__repr >> 64) as ::core::primitive::u64)
    } else {
        code!(__repr as ::core::primitive::u64)
    };
    let (head, data) = hash.table(&[], [0; 5]);
    let data = Literal::byte_string(&data);
    code! { [runtime, head, data, key, repr, rest]
        let __at = #runtime::private::place(#head, #data, #key);
        if __value(__at) as #repr == __repr {
            ::core::option::Option::Some(__value(__at))
        } else {
            #rest
        }
    }
}

/// Lets the compiler find numbers that two variants have, where only it knows all of them.
fn distinct(target: &Target<'_>, repr: &Code) -> Code {
    let (name, variants) = (&target.name, &target.model.variants);
    let listed = variants.iter().any(|variant| !variant.numbers.is_empty());
    let known = variants.iter().all(|variant| {
        let mut others = variant.numbers.iter().filter(|range| !range.is_rest());
        variant.number.is_some() && others.all(|range| range.bounds.is_some())
    });
    if !listed || known {
        return Code::new();
    }
    let runtime = &target.rust.runtime;
    let mut claims = Code::new();
    for (model, variant) in variants.iter().zip(target.variants()) {
        let number =
            code!([name, variant, repr] #name::#variant as #repr as ::core::primitive::i128);
        claims.extend(code!([number, number] (#number, #number, true),));
        for range in &model.numbers {
            if range.is_rest() {
                continue;
            }
            let (least, most) = (code!([repr] #repr::MIN), code!([repr] #repr::MAX));
            let (low, high) = match &range.ends {
                NumberEnds::One(number) => (number.clone().into(), number.clone().into()),
                NumberEnds::Open(low) => (low.clone().map_or(least, Code::from), most),
                NumberEnds::Range { low, high, inclusive } => {
                    let last =
                        if *inclusive { code!([high] #high) } else { code!([high] (#high) - 1) };
                    (low.clone().map_or(least, Code::from), last)
                }
            };
            claims.extend(code!([repr, low, repr, high] {
                #[allow(unused_parens)]
                const __LOW: #repr = #low;
                #[allow(unused_parens)]
                const __HIGH: #repr = #high;
                (__LOW as ::core::primitive::i128, __HIGH as ::core::primitive::i128, false)
            },));
        }
    }
    let signed = signed(target);
    code!([runtime, claims, signed] const _: () = #runtime::private::distinct(&[#claims], #signed);)
}
