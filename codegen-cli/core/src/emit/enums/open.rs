//! Open enum ▶ a number with names: a transparent type with a constant a variant.

use super::code::{Code, code};
use super::serde::{self, Ways};
use super::{Target, number, table};
use crate::model::Enum;

/// The type of an open enum, and its impls.
///
/// Values without a name print as `Type(42)`, and that parses back: what Go's stringer prints.
pub fn open(model: &Enum) -> Code {
    let target = Target::new(model);
    let (attributes, visibility, name) = (&model.attributes, &target.rust.visibility, &target.name);
    let repr = number::repr(&target);
    let table = table::declaration(&target);
    let (constants, conversions) = (constants(&target), conversions(&target));
    let (names, text, serde) = (names(&target), text(&target), serde(&target));
    code! { [
        attributes, visibility, name, visibility, repr, name, constants, table, name, names,
        text, conversions, serde
    ]
        #attributes
        #[derive(::core::clone::Clone, ::core::marker::Copy)]
        #[derive(::core::cmp::PartialEq, ::core::cmp::Eq, ::core::cmp::PartialOrd, ::core::cmp::Ord)]
        #[derive(::core::hash::Hash)]
        #[repr(transparent)]
        #visibility struct #name(
            /// The number, with a name or without.
            #visibility #repr,
        );

        #[automatically_derived]
        #[allow(dead_code, non_upper_case_globals)]
        impl #name {
            #constants
        }

        const _: () = {
            #table

            #[automatically_derived]
            #[allow(dead_code)]
            impl #name {
                #names
            }

            #text
            #conversions
            #serde
        };
    }
}

/// A constant a variant: its number, or one more than that of the variant before.
fn constants(target: &Target<'_>) -> Code {
    let visibility = &target.rust.visibility;
    let mut before = None;
    let mut constants = Code::new();
    for (model, variant) in target.model.variants.iter().zip(target.variants()) {
        let attributes = &model.attributes;
        let number = match (&model.discriminant, before) {
            (Some(number), _) => number.clone().into(),
            (None, Some(before)) => code!([before] Self::#before.0 + 1),
            (None, None) => code!(0),
        };
        constants.extend(code! { [attributes, visibility, variant, number]
            #attributes #visibility const #variant: Self = Self(#number);
        });
        before = Some(variant);
    }
    constants
}

fn names(target: &Target<'_>) -> Code {
    let table = table::access();
    let (shown, constant) = target.shown("NAMES", " The names, in the order of their declaration.");
    let (shown_name, function) =
        target.shown("name", " The name of this value, if it has one; of several, the first.");
    let (count, name) = (target.model.variants.len(), &target.name);
    let places = Code::each(
        target.variants().iter().enumerate(),
        |(at, variant)| code!([name, variant, at] #name::#variant => #at,),
    );
    let names = target.free(&constant).then(|| {
        code! { [shown, constant, table, count]
            #shown const #constant: &'static [&'static ::core::primitive::str] =
                &#table.names::<#count>();
        }
    });
    let text = table::printer(target, "name");
    code! { [names, shown_name, function, count, table, text, places, count]
        #names

        #[must_use]
        #shown_name const fn #function(
            &self,
        ) -> ::core::option::Option<&'static ::core::primitive::str> {
            let __at = self.__place();
            if __at < #count {
                ::core::option::Option::Some(#table.#text(__at))
            } else {
                ::core::option::Option::None
            }
        }

        #[allow(unreachable_patterns)]
        const fn __place(self) -> ::core::primitive::usize {
            match self {
                #places
                _ => #count,
            }
        }
    }
}

fn text(target: &Target<'_>) -> Code {
    let (runtime, table) = (&target.rust.runtime, table::access());
    let (repr, ignore_case) = (number::repr(target), target.model.ignore_case);
    let show = code! { [runtime, table]
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            #runtime::private::show_open(&#table, self.__place(), &self.0, __f)
        }
    };
    let (display, debug) = (
        target.implement(&code!(::core::fmt::Display), &show),
        target.implement(&code!(::core::fmt::Debug), &show),
    );
    let result = code!([runtime] ::core::result::Result<Self, #runtime::ParseError>);
    let (name, count) = (&target.name, target.model.variants.len());
    let arms = Code::each(target.variants().iter().enumerate(), |(at, variant)| {
        let pattern = super::iterate::pattern(at, at + 1, count);
        code!([pattern, name, variant] #pattern => #name::#variant,)
    });
    let value = if count == 0 {
        code!([runtime] #runtime::private::nothing(__at))
    } else {
        code!([arms] match __at { #arms })
    };
    let parse = code! { [runtime, name, repr, table, ignore_case, name]
        #runtime::private::parse_open::<#name, #repr>(&#table, __text, #ignore_case, __value, #name)
    };
    let from_str = target.implement(
        &code!(::core::str::FromStr),
        &code! { [runtime, result, parse]
            type Err = #runtime::ParseError;

            fn from_str(__text: &::core::primitive::str) -> #result {
                #parse
            }
        },
    );
    let try_from = target.implement(
        &code!(::core::convert::TryFrom<&::core::primitive::str>),
        &code! { [runtime, result, parse]
            type Error = #runtime::ParseError;

            fn try_from(__text: &::core::primitive::str) -> #result {
                #parse
            }
        },
    );
    code! { [name, value, display, debug, from_str, try_from]
        fn __value(__at: ::core::primitive::usize) -> #name {
            #value
        }

        #display
        #debug
        #from_str
        #try_from
    }
}

fn conversions(target: &Target<'_>) -> Code {
    let (name, repr) = (&target.name, number::repr(target));
    let from = target.implement(
        &code!([repr] ::core::convert::From<#repr>),
        &code! { [repr]
            #[inline]
            fn from(__number: #repr) -> Self {
                Self(__number)
            }
        },
    );
    code! { [from, name, repr, name]
        #from

        #[automatically_derived]
        impl ::core::convert::From<#name> for #repr {
            #[inline]
            fn from(__value: #name) -> Self {
                __value.0
            }
        }
    }
}

/// serde's impls, where they are asked for: a number without a name stays what it is.
fn serde(target: &Target<'_>) -> Code {
    let (serde, name) = (target.serde(), &target.name);
    let count = target.model.variants.len();
    let number = code!([name] ::core::result::Result::<#name, ::core::convert::Infallible>::Ok);
    let ways = Ways {
        write_text: code!([serde] #serde::Serializer::collect_str(__serializer, self)),
        number: code!(self.0),
        from_text: code!([name] <#name as ::core::str::FromStr>::from_str(__text)),
        from_number: code!([number, name] #number(#name(__repr))),
        unnamed: Some(code!([count] (self.__place() == #count))),
    };
    serde::both(target, &ways)
}

#[cfg(test)]
mod tests {
    use super::open;
    use crate::model::{Enum, Variant};

    #[test]
    fn numbers_follow_the_one_before() {
        let variant = |name: &str, number: Option<&str>| Variant {
            name: name.to_owned(),
            discriminant: number.map(|number| number.parse().unwrap()),
            ..Variant::default()
        };
        let variants = vec![variant("A", None), variant("B", Some("7")), variant("C", None)];
        let model = Enum { name: "E".to_owned(), open: true, variants, ..Enum::default() };
        let tokens = open(&model).into_tokens().to_string();
        for constant in
            ["A : Self = Self (0)", "B : Self = Self (7)", "C : Self = Self (Self :: B . 0 + 1)"]
        {
            assert!(tokens.contains(constant), "{constant}: {tokens}");
        }
    }
}
