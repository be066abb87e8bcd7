//! A value from its integer and back by the standard conversions: `TryFrom`, `From`.

use super::code::{Code, code};
use super::number::{as_function, found, from_repr, repr, rest, signed};
use super::{Target, caught, parse};
use crate::model::Part;

pub(super) fn impls(target: &Target<'_>) -> Code {
    let mut items = Code::new();
    if caught::is_total(target) {
        return items;
    }
    if as_function(target) {
        items.extend(function(target));
    }
    if target.has(Part::TryFromRepr) {
        items.extend(try_from(target));
    }
    if target.has(Part::IntoRepr) {
        items.extend(into(target));
    }
    items
}

/// `from_repr` as a function of the block, which no variant hides.
fn function(target: &Target<'_>) -> Code {
    let (repr, item) = (repr(target), target.item());
    let body = from_repr(target, &repr);
    code! { [repr, item, body]
        #[inline]
        const fn __from_repr(__repr: #repr) -> ::core::option::Option<#item> {
            #body
        }
    }
}

/// `TryFrom` of the integer, or `From` where every number is a value.
fn try_from(target: &Target<'_>) -> Code {
    let (runtime, repr) = (&target.rust.runtime, repr(target));
    if let Some(rest) = rest(target) {
        let name = &target.name;
        return target.implement(
            &code!([repr] ::core::convert::From<#repr>),
            &code! { [repr, name, rest]
                #[inline]
                fn from(__repr: #repr) -> Self {
                    match __from_repr(__repr) {
                        ::core::option::Option::Some(__value) => __value,
                        ::core::option::Option::None => #name::#rest,
                    }
                }
            },
        );
    }
    let own = code!([runtime] #runtime::NumberError);
    let (error, found) = parse::fallible(target, own, &found(target));
    target.implement(
        &code!([repr] ::core::convert::TryFrom<#repr>),
        &code! { [error, repr, error, found]
            type Error = #error;

            #[inline]
            fn try_from(__repr: #repr) -> ::core::result::Result<Self, #error> {
                #found
            }
        },
    )
}

/// The error of the number `__repr`.
pub(super) fn unknown(target: &Target<'_>) -> Code {
    let (runtime, repr) = (&target.rust.runtime, repr(target));
    let type_name = crate::model::name::unraw(&target.model.name);
    let count = target.values.len();
    let number = if count == 0 {
        code!(::core::option::Option::None)
    } else {
        code! { [count, repr]
            if __at < #count {
                ::core::option::Option::Some(__value(__at) as #repr as ::core::primitive::i128)
            } else {
                ::core::option::Option::None
            }
        }
    };
    let signed = signed(target);
    code! { [runtime, type_name, signed, number]
        #runtime::private::unknown_number(
            #type_name,
            #signed,
            __repr as ::core::primitive::i128,
            |__at| #number,
        )
    }
}

/// `From` of the enum for its integer.
fn into(target: &Target<'_>) -> Code {
    let (item, repr) = (target.item(), repr(target));
    let (generics, bounds) = (&target.rust.impl_generics, &target.rust.where_clause);
    let number = match (target.sound, target.model.variants.is_empty()) {
        (false, _) => code!(0),
        (true, true) => code!(match __value {}),
        (true, false) => code!(__value as Self),
    };
    code! { [generics, item, repr, bounds, item, number]
        #[automatically_derived]
        impl #generics ::core::convert::From<#item> for #repr #bounds {
            #[inline]
            fn from(__value: #item) -> Self {
                #number
            }
        }
    }
}
