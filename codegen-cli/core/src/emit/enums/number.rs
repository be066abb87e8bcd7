//! A value as its number, both ways: `repr`, `from_repr`, and conversions of its integer.

use proc_macro2::{Literal, TokenStream};

use super::code::{Code, Word, code, word};
use super::hash::{self, Hash};
use super::{Target, caught, convert, table};
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
    let arms = target.variants().map(|variant| {
        let cast = if generic { code!(<#item>::#variant) } else { code!(#name::#variant) };
        code!(#name::#variant => #cast as #repr,)
    });
    let arms: Code = arms.collect();
    code!(match #value { #arms })
}

/// The value of `__repr` or an error that can be shown, where [`as_function`] says so.
pub(super) fn found(target: &Target<'_>) -> Code {
    let (item, runtime) = (target.item(), &target.rust.runtime);
    let (error, none) = match rest(target) {
        Some(rest) => {
            let name = &target.name;
            let none = code!(::core::result::Result::Ok(#name::#rest));
            (code!(::core::convert::Infallible), none)
        }
        None => {
            let unknown = convert::unknown(target);
            (code!(#runtime::NumberError), code!(::core::result::Result::Err(#unknown)))
        }
    };
    code! {
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
    let rest = target.values().find(|variant| variant.numbers.iter().any(VariantNumbers::is_rest));
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
    let numbers: Option<Vec<i128>> = target.values().map(|v| v.number).collect();
    let Some(numbers) = numbers.filter(|numbers| !numbers.is_empty()) else {
        return Form::Scattered;
    };
    let mut runs = vec![(numbers[0], 0)];
    for (at, pair) in numbers.windows(2).enumerate() {
        if pair[0].checked_add(1) != Some(pair[1]) {
            runs.push((pair[1], at + 1));
        }
    }
    if runs.len() == 1 || runs.len() <= RUNS && runs.len() * 4 <= numbers.len() {
        return Form::Runs(runs);
    }
    let keys: Vec<u64> = numbers.iter().map(|number| key(target, *number)).collect();
    if numbers.len() > SCATTERED && hash::unlike(&keys) {
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
    code!(::core::primitive::#repr)
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
    code! {
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
    let (name, count) = (&target.name, target.values().count());
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
        Some(rest) => code!(::core::option::Option::Some(#name::#rest)),
        None => code!(::core::option::Option::None),
    };
    for (at, model) in target.values().enumerate() {
        let variant = word(&model.name);
        let value = code!(::core::option::Option::Some(#name::#variant));
        if matches!(form, Form::Scattered) {
            let pattern = discriminant(model, at, &code!(#name::#variant), repr, &mut constants);
            arms.extend(code!(#pattern => #value,));
        }
        for (nth, range) in model.numbers.iter().enumerate().filter(|(_, one)| !one.is_rest()) {
            let pattern = pattern(range, &format!("__{at}_{nth}"), repr, &mut constants);
            arms.extend(code!(#pattern => #value,));
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
    code! {
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
        return code!(#number);
    }
    let constant = word(&format!("__{at}"));
    constants.extend(code!(const #constant: #repr = #value as #repr;));
    code!(#constant)
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
        constants.extend(code!(#[allow(unused_parens)] const #constant: #repr = #end;));
        constant
    };
    match &range.ends {
        NumberEnds::One(number) => {
            let number = constant(number, "");
            code!(#number)
        }
        NumberEnds::Open(low) => {
            let low = low.as_ref().map(|low| constant(low, ""));
            code!(#low..)
        }
        NumberEnds::Range { low, high, inclusive } => {
            let low = low.as_ref().map(|low| constant(low, ""));
            let high = constant(high, "_end");
            if *inclusive { code!(#low..=#high) } else { code!(#low..#high) }
        }
    }
}

fn by_run(runs: &[(i128, usize)], count: usize, rest: &Code) -> Code {
    let ends = runs.iter().skip(1).map(|(_, at)| *at).chain([count]);
    let arms: Vec<_> = runs
        .iter()
        .zip(ends)
        .map(|((first, at), end)| {
            let last = Literal::i128_unsuffixed(first + (end - at) as i128 - 1);
            let first = Literal::i128_unsuffixed(*first);
            let place = code!(__repr.wrapping_sub(#first) as ::core::primitive::usize);
            let place = if *at == 0 { place } else { code!(#place + #at) };
            let value = code!(::core::option::Option::Some(__value(#place)));
            (code!(#first..=#last), value)
        })
        .collect();
    if let [(pattern, value)] = &arms[..] {
        return code!(if let #pattern = __repr { #value } else { #rest });
    }
    let arms: Code = arms.iter().map(|(pattern, value)| code!(#pattern => #value,)).collect();
    code!(match __repr { #arms _ => #rest })
}

/// The hash gives the only place at which the number may be.
fn by_hash(target: &Target<'_>, hash: &Hash, rest: &Code) -> Code {
    let (runtime, repr) = (&target.rust.runtime, repr(target));
    let key = if wide(target) {
        code!(__repr as ::core::primitive::u64 ^ (__repr >> 64) as ::core::primitive::u64)
    } else {
        code!(__repr as ::core::primitive::u64)
    };
    let (hash, data) = table::hash(&code!(#runtime::private), hash);
    let data = Literal::byte_string(&data);
    code! {
        static __HASH: #runtime::private::Hash = #hash;
        let __at = __HASH.place(#data, #key);
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
        let number = code!(#name::#variant as #repr as ::core::primitive::i128);
        claims.extend(code!((#number, #number, true),));
        for range in model.numbers.iter().filter(|range| !range.is_rest()) {
            let (least, most) = (code!(#repr::MIN), code!(#repr::MAX));
            let (low, high) = match &range.ends {
                NumberEnds::One(number) => (number.clone().into(), number.clone().into()),
                NumberEnds::Open(low) => (low.clone().map_or(least, Code::from), most),
                NumberEnds::Range { low, high, inclusive } => {
                    let last = if *inclusive { code!(#high) } else { code!((#high) - 1) };
                    (low.clone().map_or(least, Code::from), last)
                }
            };
            claims.extend(code!({
                #[allow(unused_parens)]
                const __LOW: #repr = #low;
                #[allow(unused_parens)]
                const __HIGH: #repr = #high;
                (__LOW as ::core::primitive::i128, __HIGH as ::core::primitive::i128, false)
            },));
        }
    }
    let signed = signed(target);
    code!(const _: () = #runtime::private::distinct(&[#claims], #signed);)
}
