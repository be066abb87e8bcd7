//! Sets of flags as text, with operators, and one flag after the other.

use super::super::code::{Code, Word, code, word};
use super::bits;
use crate::emit::enums::Target;

/// `A|B|0x40`, both ways, and the bits as a number.
pub(super) fn text(target: &Target<'_>, set: &Word) -> Code {
    let (runtime, item, fold) = (&target.rust.runtime, target.item(), target.model.ignore_case);
    let formatter = code!(__f: &mut ::core::fmt::Formatter<'_>);
    let numbers = Code::each(["Binary", "Octal", "LowerHex", "UpperHex"], |form| {
        let form = word(form);
        code! { [form, set, formatter, form]
            #[automatically_derived]
            impl ::core::fmt::#form for #set {
                fn fmt(&self, #formatter) -> ::core::fmt::Result {
                    ::core::fmt::#form::fmt(&self.0, __f)
                }
            }
        }
    });
    let bits = bits(target);
    code! { [
        set, formatter, runtime, item, set, formatter, set, set, runtime, runtime, runtime,
        item, fold, bits, bits, numbers
    ]
        #[automatically_derived]
        impl ::core::fmt::Display for #set {
            fn fmt(&self, #formatter) -> ::core::fmt::Result {
                #runtime::private::show_flags::<#item>(self.0 as _, __f)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for #set {
            fn fmt(&self, #formatter) -> ::core::fmt::Result {
                ::core::fmt::Formatter::write_fmt(
                    __f,
                    ::core::format_args!(::core::concat!(::core::stringify!(#set), "({})"), self),
                )
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for #set {
            type Err = #runtime::ParseError;

            fn from_str(
                __text: &::core::primitive::str,
            ) -> ::core::result::Result<Self, #runtime::ParseError> {
                match #runtime::private::parse_flags::<#item, #fold>(__text, #bits::MAX as _) {
                    ::core::result::Result::Ok(__bits) => {
                        ::core::result::Result::Ok(Self(__bits as #bits))
                    }
                    ::core::result::Result::Err(__error) => ::core::result::Result::Err(__error),
                }
            }
        }

        #numbers
    }
}

/// The algebra as operators, of sets and of single flags.
pub(super) fn operators(target: &Target<'_>, set: &Word) -> Code {
    let item = target.item();
    let operators = [
        ("BitOr", "bitor", "union"),
        ("BitAnd", "bitand", "intersection"),
        ("BitXor", "bitxor", "symmetric_difference"),
        ("Sub", "sub", "difference"),
    ];
    let operators = Code::each(operators, |(operator, call, method)| {
        let (assign, call_assign) =
            (word(&format!("{operator}Assign")), word(&format!("{call}_assign")));
        let (operator, call, method) = (word(operator), word(call), word(method));
        code! { [set, operator, set, set, call, set, method, set, assign, set, call_assign, method]
            #[automatically_derived]
            impl<__S: ::core::convert::Into<#set>> ::core::ops::#operator<__S> for #set {
                type Output = #set;

                #[inline]
                fn #call(self, __other: __S) -> #set {
                    self.#method(::core::convert::Into::into(__other))
                }
            }

            #[automatically_derived]
            impl<__S: ::core::convert::Into<#set>> ::core::ops::#assign<__S> for #set {
                #[inline]
                fn #call_assign(&mut self, __other: __S) {
                    *self = self.#method(::core::convert::Into::into(__other));
                }
            }
        }
    });
    code! { [operators, set, item, set, set, set, set, set, set]
        #operators

        #[automatically_derived]
        impl<__S: ::core::convert::Into<#set>> ::core::ops::BitOr<__S> for #item {
            type Output = #set;

            #[inline]
            fn bitor(self, __other: __S) -> #set {
                <#set as ::core::convert::From<Self>>::from(self)
                    .union(::core::convert::Into::into(__other))
            }
        }

        #[automatically_derived]
        impl ::core::ops::Not for #set {
            type Output = #set;

            #[inline]
            fn not(self) -> #set {
                self.complement()
            }
        }
    }
}

/// Sets and single flags, one after the other.
pub(super) fn collections(target: &Target<'_>, set: &Word) -> Code {
    let (runtime, item) = (&target.rust.runtime, target.item());
    code! { [item, set, item, item, set, item, set, item, runtime, item]
        #[automatically_derived]
        impl ::core::iter::Extend<#item> for #set {
            fn extend<__I: ::core::iter::IntoIterator<Item = #item>>(&mut self, __flags: __I) {
                for __flag in __flags {
                    *self |= __flag;
                }
            }
        }

        #[automatically_derived]
        impl ::core::iter::FromIterator<#item> for #set {
            fn from_iter<__I: ::core::iter::IntoIterator<Item = #item>>(__flags: __I) -> Self {
                let mut __set = Self::EMPTY;
                ::core::iter::Extend::extend(&mut __set, __flags);
                __set
            }
        }

        #[automatically_derived]
        impl ::core::iter::IntoIterator for #set {
            type Item = #item;
            type IntoIter = #runtime::FlagIter<#item>;

            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    }
}
