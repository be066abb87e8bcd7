//! Values as keys: the traits that `EnumTable`, `EnumMap` and `EnumSet` ask for.

use proc_macro2::Literal;

use super::Target;
use super::code::{Code, code, word};
use crate::model::Part;

/// Whether the place of a value is asked for.
pub(super) fn places(target: &Target<'_>) -> bool {
    use Part::{EnumMap, EnumNext, EnumSet, EnumTable};
    [EnumMap, EnumNext, EnumSet, EnumTable].iter().any(|part| target.has(*part))
}

/// The place of `self`.
pub(super) fn place(target: &Target<'_>) -> Code {
    target.body(&code!(__place(self)))
}

/// The value at the place `__at`.
pub(super) fn at(target: &Target<'_>) -> Code {
    let runtime = &target.rust.runtime;
    if target.model.variants.is_empty() {
        code!([runtime] #runtime::private::nothing(__at))
    } else {
        code!(__value(__at))
    }
}

/// The integer that has a bit for each value, and all of these bits.
fn bits(count: usize) -> (Code, Code) {
    let width = [8, 16, 32, 64, 128].iter().find(|width| count <= **width);
    let ones = |count: usize| if count == 0 { 0 } else { u128::MAX >> (128 - count) };
    if let Some(width) = width {
        let integer = word(&format!("u{width}"));
        let all = Literal::u128_unsuffixed(ones(count));
        return (code!([integer] ::core::primitive::#integer), code!([all] #all));
    }
    let words = count.div_ceil(64);
    let all = (0..words).map(|word| Literal::u128_unsuffixed(ones((count - word * 64).min(64))));
    let all = Code::list(all);
    (code!([words] [::core::primitive::u64; #words]), code!([all] [#all]))
}

pub(super) fn inherent(target: &Target<'_>) -> Code {
    let docs = " The set of these values.";
    if !target.has(Part::EnumSet) {
        return Code::new();
    }
    let (shown, name) = target.shown("set_of", docs);
    if !target.free(&name) {
        return Code::new();
    }
    let runtime = &target.rust.runtime;
    let count = target.model.variants.len();
    let (integer, _) = bits(count);
    let (none, add) = if count <= 128 {
        (code!(0), code!(__bits |= 1 << __place(&__values[__next]);))
    } else {
        let words = count.div_ceil(64);
        let add = code! {
            let __at = __place(&__values[__next]);
            __bits[__at / 64] |= 1 << (__at % 64);
        };
        (code!([words] [0; #words]), add)
    };
    let body = if target.sound && count > 0 {
        code! { [integer, none, add, runtime]
            let mut __bits: #integer = #none;
            let mut __next = 0;
            while __next < __values.len() {
                #add
                __next += 1;
            }
            #runtime::EnumSet::of(__bits)
        }
    } else {
        code!([runtime] #runtime::EnumSet::EMPTY)
    };
    code! { [shown, name, runtime, body]
        #[must_use]
        #shown const fn #name(__values: &[Self]) -> #runtime::EnumSet<Self> {
            #body
        }
    }
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    if !places(target) {
        return Code::new();
    }
    let (runtime, count) = (&target.rust.runtime, target.model.variants.len());
    let mut impls = place_function(target);
    let (integer, all) = bits(count);
    let keys = [
        (Part::EnumTable, code!(TableKey), code!([count] type Slots<__T> = [__T; #count];)),
        (
            Part::EnumMap,
            code!(MapKey),
            code!([count] type Slots<__V> = [::core::option::Option<__V>; #count];),
        ),
        (
            Part::EnumSet,
            code!(SetKey),
            code!([integer, integer, all] type Bits = #integer; const ALL: #integer = #all;),
        ),
    ];
    let (place, at) = (place(target), at(target));
    for (part, key, items) in keys {
        if target.has(part) {
            impls.extend(target.implement(
                &code!([runtime, key] #runtime::#key),
                &code! { [items, place, at]
                    #items

                    #[inline]
                    fn place(&self) -> ::core::primitive::usize {
                        #place
                    }

                    #[inline]
                    fn at(__at: ::core::primitive::usize) -> Self {
                        #at
                    }
                },
            ));
        }
    }
    impls
}

/// The place of a value: `match *value { E::A => 0, E::B => 1 }`, which compiles to nothing where the
/// discriminants are the places.
fn place_function(target: &Target<'_>) -> Code {
    if !places(target) || target.model.variants.is_empty() {
        return Code::new();
    }
    let (item, index) = (target.item(), target.index(&code!(*__of)));
    let rust = &target.rust;
    let (generics, bounds) = (&rust.impl_generics, &rust.where_clause);
    code! { [generics, item, bounds, index]
        #[inline]
        #[allow(clippy::multiple_bound_locations)]
        const fn __place #generics(__of: &#item) -> ::core::primitive::usize #bounds {
            #index
        }
    }
}
