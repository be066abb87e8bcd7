//! The values one after the other: `COUNT`, `iter`, the trait behind it, and the step from a place
//! to its value.

use super::code::{Code, code, word};
use super::{Target, dense, flatten, keyed, make, number, show};
use crate::model::{Part, VariantFields};

/// Values that one `match` chooses from; above it, LLVM's work on a `match` grows faster than the
/// enum, so the choice is made in two steps.
const CHUNK: usize = 1024;

pub(super) fn inherent(target: &Target<'_>) -> Code {
    let runtime = &target.rust.runtime;
    let mut items = Code::new();
    if target.has(Part::EnumCount)
        && let (shown, name) = target.shown("COUNT", " How many values there are.")
        && target.free(&name)
    {
        let count = flatten::count(target, |inner| code!([inner] <#inner>::COUNT));
        items.extend(code! { [shown, name, count]
            #shown const #name: ::core::primitive::usize = #count;
        });
    }
    let docs = " All values, in the order of their declaration.";
    if target.has(Part::EnumIter)
        && let (shown, name) = target.shown("iter", docs)
        && target.free(&name)
    {
        let bounds = make::bounds(target);
        let bounds = if bounds.is_empty() { bounds } else { code!([bounds] where #bounds) };
        items.extend(code! { [shown, name, runtime, bounds, runtime]
            #[inline]
            #shown fn #name() -> #runtime::Iter<Self> #bounds {
                <Self as #runtime::Enum>::iter()
            }
        });
    }
    if target.has(Part::VariantArray)
        && let (shown, name) = target.shown("VARIANTS", docs)
        && target.free(&name)
    {
        let values = Code::list(target.values.iter().map(|variant| make::value(target, variant)));
        items.extend(code! { [shown, name, values]
            #shown const #name: &'static [Self] = &[#values];
        });
    }
    items
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    let iterate = target.has(Part::EnumIter);
    let parses = target.parses() && (show::plain(target) || target.has(Part::Scan));
    let places = iterate || parses || number::by_place(target) || keyed::places(target);
    let count = target.values.len();
    let apart = places && count > 0 && !in_trait(target);
    let value = if apart { value(target) } else { Code::new() };
    if !iterate {
        return value;
    }
    let runtime = &target.rust.runtime;
    let at = match (flatten::any(target), count) {
        (true, _) => flatten::at(target),
        (false, 0) => code!([runtime] #runtime::private::nothing(__at)),
        _ if in_trait(target) && dense::is(target) => dense::value(),
        _ if in_trait(target) => choice(target, 0..count),
        _ => code!(__value(__at)),
    };
    let count =
        flatten::count(target, |inner| code!([inner, runtime] <#inner as #runtime::Enum>::COUNT));
    let values = target.implement_where(
        &code!([runtime] #runtime::Enum),
        &make::bounds(target),
        &code! { [count, at]
            const COUNT: ::core::primitive::usize = #count;

            #[inline]
            fn at(__at: ::core::primitive::usize) -> Self {
                #at
            }
        },
    );
    code!([value, values] #value #values)
}

/// The value at a place that is known to be one: beyond the last place it is the last value, as
/// this needs neither a check nor a panic.
///
/// For few values it is `match at { 0 => E::A, 1 => E::B, _ => E::C }`, which compiles to nothing
/// where the discriminants are the places.
fn value(target: &Target<'_>) -> Code {
    let count = target.values.len();
    if dense::is(target) {
        return function(target, "__value", &dense::value());
    }
    if count <= CHUNK {
        return function(target, "__value", &choice(target, 0..count));
    }
    let mut steps = Code::new();
    let mut arms = Code::new();
    for start in (0..count).step_by(CHUNK) {
        let (end, step) = ((start + CHUNK).min(count), start / CHUNK);
        let name = format!("__value_{step}");
        steps.extend(function(target, &name, &choice(target, start..end)));
        let (name, pattern) = (word(&name), pattern(step, end, count));
        arms.extend(code!([pattern, name] #pattern => #name(__at),));
    }
    let value = function(target, "__value", &code!([CHUNK, arms] match __at / #CHUNK { #arms }));
    code!([steps, value] #steps #value)
}

/// The value at `__at`, of those at some places.
fn choice(target: &Target<'_>, places: std::ops::Range<usize>) -> Code {
    let end = places.end;
    let mut arms = Code::new();
    for at in places {
        let variant = target.values[at];
        let place = if at + 1 == end { "_".to_owned() } else { format!("{at}usize") };
        if let (VariantFields::Unit, None) = (&variant.fields, &variant.default_with) {
            let (name, ident) = (target.name.as_str(), &variant.name);
            arms.push(&format!("{place} => {name}::{ident},"));
            continue;
        }
        arms.push(&format!("{place} =>"));
        arms.extend(make::value(target, variant));
        arms.push(",");
    }
    code!([arms] match __at { #arms })
}

/// The pattern of a place; `_` for the last one.
pub(super) fn pattern(at: usize, end: usize, last: usize) -> Code {
    if end == last { code!(_) } else { code!([at] #at) }
}

/// Parts that make values where no constant does.
fn is_plain(part: &Part) -> bool {
    matches!(part, Part::Display | Part::FromStr | Part::EnumIter)
}

/// Whether the trait makes the values itself, as nothing in constants does: one function less to
/// compile.
pub(super) fn in_trait(target: &Target<'_>) -> bool {
    let in_one = target.values.len() <= CHUNK || dense::is(target);
    in_one
        && !flatten::any(target)
        && target.has(Part::EnumIter)
        && target.model.parts.iter().all(is_plain)
}

/// What makes the value of a place.
pub(super) fn maker(target: &Target<'_>) -> Code {
    let runtime = &target.rust.runtime;
    if in_trait(target) { code!([runtime] <Self as #runtime::Enum>::at) } else { code!(__value) }
}

fn function(target: &Target<'_>, name: &str, body: &Code) -> Code {
    let (function, item, rust) = (word(name), &target.name, &target.rust);
    let (generics, parameters) = (&rust.impl_generics, &rust.type_generics);
    let bounds = target.bounds(&make::bounds(target));
    // A function for constants costs the compiler more, so it is one where constants call it.
    let called = !target.model.parts.iter().all(is_plain) && make::in_constants(target);
    let constant = called.then(|| code!(const));
    code! { [constant, function, generics, item, parameters, bounds, body]
        #[inline]
        #constant fn #function #generics(
            __at: ::core::primitive::usize,
        ) -> #item #parameters #bounds {
            #body
        }
    }
}
