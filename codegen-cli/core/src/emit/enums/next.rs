//! The values beside a value: `MIN`, `MAX`, `next`, `previous` and the trait behind them.

use super::code::{Code, code, word};
use super::{Target, keyed, make};
use crate::model::Part;

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::EnumNext) {
        return Code::new();
    }
    let mut items = ends(target);
    items.extend(steps(target));
    items.extend(ranges(target));
    items
}

fn steps(target: &Target<'_>) -> Code {
    let count = target.model.variants.len();
    let mut items = Code::new();
    let beside = |step: Code| target.body(&step);
    let option = code!(::core::option::Option<Self>);
    let methods = [
        (
            "next",
            " The value after this one; `None` after the last.",
            option.clone(),
            beside(code! { [count]
                let __at = __place(self) + 1;
                if __at < #count {
                    ::core::option::Option::Some(__value(__at))
                } else {
                    ::core::option::Option::None
                }
            }),
        ),
        (
            "previous",
            " The value before this one; `None` before the first.",
            option,
            beside(code! {
                match __place(self).checked_sub(1) {
                    ::core::option::Option::Some(__at) => {
                        ::core::option::Option::Some(__value(__at))
                    }
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            }),
        ),
        (
            "wrapping_next",
            " The value after this one; the first after the last.",
            code!(Self),
            beside(code! { [count]
                let __at = __place(self) + 1;
                __value(if __at < #count { __at } else { 0 })
            }),
        ),
        (
            "wrapping_previous",
            " The value before this one; the last before the first.",
            code!(Self),
            beside(code! { [count]
                match __place(self).checked_sub(1) {
                    ::core::option::Option::Some(__at) => __value(__at),
                    ::core::option::Option::None => __value(#count - 1),
                }
            }),
        ),
    ];
    for (item, docs, gives, body) in methods {
        let (shown, name) = target.shown(item, docs);
        items.extend(code! { [shown, name, gives, body]
            #[must_use]
            #[inline]
            #shown const fn #name(&self) -> #gives {
                #body
            }
        });
    }
    items
}

fn ranges(target: &Target<'_>) -> Code {
    let runtime = &target.rust.runtime;
    let mut items = Code::new();
    let ranges = [
        ("iter_from", " The values from this one to the last."),
        ("iter_to", " The values from the first to this one."),
    ];
    for (item, docs) in ranges {
        let (shown, name) = target.shown(item, docs);
        let function = word(item);
        items.extend(code! { [shown, name, runtime, runtime, function]
            #[inline]
            #shown fn #name(&self) -> #runtime::IterFrom<Self> {
                #runtime::EnumNext::#function(self)
            }
        });
    }
    items
}

/// The first value and the last one.
fn ends(target: &Target<'_>) -> Code {
    let mut items = Code::new();
    let ends = [
        ("MIN", " The first value, in the order of declaration.", target.values.first()),
        ("MAX", " The last value, in the order of declaration.", target.values.last()),
    ];
    for (constant, docs, variant) in ends {
        let (shown, name) = target.shown(constant, docs);
        if let Some(variant) = variant
            && target.free(&name)
        {
            let value = make::value(target, variant);
            items.extend(code!([shown, name, value] #shown const #name: Self = #value;));
        }
    }
    items
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    if !target.has(Part::EnumNext) {
        return Code::new();
    }
    let runtime = &target.rust.runtime;
    let count = target.model.variants.len();
    let (place, at) = (keyed::place(target), keyed::at(target));
    target.implement(
        &code!([runtime] #runtime::EnumNext),
        &code! { [count, place, at]
            const PLACES: ::core::primitive::usize = #count;

            #[inline]
            fn place(&self) -> ::core::primitive::usize {
                #place
            }

            #[inline]
            fn at_place(__at: ::core::primitive::usize) -> Self {
                #at
            }
        },
    )
}
