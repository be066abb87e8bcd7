//! What a set of flags can do, in constants too.

use super::super::code::{Code, Word, code, word};
use super::bits;
use crate::emit::enums::{Target, companion};
use crate::model::name::unraw;

/// Methods of the set, which no constant of a variant may hide.
const METHODS: [&str; 22] = [
    "bits",
    "from_bits",
    "from_bits_retain",
    "from_bits_truncate",
    "is_empty",
    "is_all",
    "contains",
    "intersects",
    "union",
    "intersection",
    "difference",
    "symmetric_difference",
    "complement",
    "unnamed",
    "insert",
    "remove",
    "toggle",
    "set",
    "iter",
    "EMPTY",
    "ALL",
    "fmt",
];

pub(super) fn inherent(target: &Target<'_>, set: &Word) -> Code {
    let (visibility, bits) = (companion::visibility(target, &target.model.flags), bits(target));
    let constants = constants(target, &visibility);
    let (numbers, questions, algebra, changes) = (
        numbers(&visibility, &bits),
        questions(&visibility),
        algebra(&visibility),
        changes(target, &visibility),
    );
    code! { [set, constants, numbers, questions, algebra, changes]
        #[automatically_derived]
        #[allow(dead_code, non_upper_case_globals)]
        impl #set {
            #constants
            #numbers
            #questions
            #algebra
            #changes
        }
    }
}

/// A constant for each variant, `EMPTY` and `ALL`.
fn constants(target: &Target<'_>, visibility: &Code) -> Code {
    let name = &target.name;
    let mut constants = Code::new();
    for model in &target.taken.variants {
        let variant = word(&model.name);
        if METHODS.contains(&&*model.name) {
            continue;
        }
        let docs = if model.docs.is_empty() {
            let docs = format!(" The flag `{}`.", unraw(&model.name));
            code!([docs] #[doc = #docs])
        } else {
            Code::each(model.docs.lines(), super::super::doc)
        };
        let deprecated = model.deprecated.then(|| code!(#[deprecated]));
        let value =
            if target.sound { code!([name, variant] __bits(&#name::#variant)) } else { code!(0) };
        constants.extend(code! { [docs, deprecated, visibility, variant, value]
            #docs
            #deprecated
            #[allow(deprecated)]
            #visibility const #variant: Self = Self(#value);
        });
    }
    let all = if target.model.variants.is_empty() {
        code!(0)
    } else {
        let bits = |variant: &Word| code!([name, variant] __bits(&#name::#variant));
        Code::joined("|", target.variants().iter().map(bits))
    };
    code! { [constants, visibility, visibility, all]
        #constants

        /// No bit.
        #visibility const EMPTY: Self = Self(0);

        /// All bits that have a name.
        #visibility const ALL: Self = Self(#all);
    }
}

/// The set as a number.
fn numbers(visibility: &Code, bits: &Code) -> Code {
    code! { [visibility, bits, visibility, bits, visibility, bits, visibility, bits, visibility]
        /// The bits.
        #[must_use]
        #[inline]
        #visibility const fn bits(self) -> #bits {
            self.0
        }

        /// The set of these bits, if all of them have names.
        #[must_use]
        #visibility const fn from_bits(__bits: #bits) -> ::core::option::Option<Self> {
            if __bits & !Self::ALL.0 == 0 {
                ::core::option::Option::Some(Self(__bits))
            } else {
                ::core::option::Option::None
            }
        }

        /// The set of these bits, with names and without.
        #[must_use]
        #[inline]
        #visibility const fn from_bits_retain(__bits: #bits) -> Self {
            Self(__bits)
        }

        /// The set of those of the bits that have names.
        #[must_use]
        #visibility const fn from_bits_truncate(__bits: #bits) -> Self {
            Self(__bits & Self::ALL.0)
        }

        /// Those of its bits that have no name.
        #[must_use]
        #visibility const fn unnamed(self) -> Self {
            Self(self.0 & !Self::ALL.0)
        }
    }
}

fn questions(visibility: &Code) -> Code {
    code! { [visibility, visibility, visibility, visibility]
        /// Whether no bit is set.
        #[must_use]
        #visibility const fn is_empty(self) -> ::core::primitive::bool {
            self.0 == 0
        }

        /// Whether all bits that have a name are set.
        #[must_use]
        #visibility const fn is_all(self) -> ::core::primitive::bool {
            self.0 & Self::ALL.0 == Self::ALL.0
        }

        /// Whether all bits of the other set are set.
        #[must_use]
        #[inline]
        #visibility const fn contains(self, __other: Self) -> ::core::primitive::bool {
            self.0 & __other.0 == __other.0
        }

        /// Whether any bit of the other set is set.
        #[must_use]
        #[inline]
        #visibility const fn intersects(self, __other: Self) -> ::core::primitive::bool {
            self.0 & __other.0 != 0
        }
    }
}

fn algebra(visibility: &Code) -> Code {
    let both = [
        ("union", " The bits of either set.", code!(self.0 | __other.0)),
        ("intersection", " The bits of both sets.", code!(self.0 & __other.0)),
        ("difference", " The bits that the other set does not have.", code!(self.0 & !__other.0)),
        ("symmetric_difference", " The bits of one of the sets.", code!(self.0 ^ __other.0)),
    ];
    let both = Code::each(both, |(name, docs, bits)| {
        let name = word(name);
        code! { [docs, visibility, name, bits]
            #[doc = #docs]
            #[must_use]
            #[inline]
            #visibility const fn #name(self, __other: Self) -> Self {
                Self(#bits)
            }
        }
    });
    code! { [both, visibility]
        #both

        /// The bits that have a name and are not set.
        #[must_use]
        #visibility const fn complement(self) -> Self {
            Self(!self.0 & Self::ALL.0)
        }
    }
}

fn changes(target: &Target<'_>, visibility: &Code) -> Code {
    let (runtime, item) = (&target.rust.runtime, target.item());
    let changes = [
        ("insert", " Sets the bits of the other set.", code!(|= __other.0)),
        ("remove", " Clears the bits of the other set.", code!(&= !__other.0)),
        ("toggle", " Turns the bits of the other set over.", code!(^= __other.0)),
    ];
    let changes = Code::each(changes, |(name, docs, change)| {
        let name = word(name);
        code! { [docs, visibility, name, change]
            #[doc = #docs]
            #[inline]
            #visibility const fn #name(&mut self, __other: Self) {
                self.0 #change;
            }
        }
    });
    code! { [changes, visibility, visibility, runtime, item, runtime]
        #changes

        /// Sets the bits of the other set, or clears them.
        #visibility const fn set(&mut self, __other: Self, __on: ::core::primitive::bool) {
            if __on {
                self.insert(__other);
            } else {
                self.remove(__other);
            }
        }

        /// The flags that are set, in the order of declaration; one whose bits others have is left
        /// out.
        #visibility fn iter(self) -> #runtime::FlagIter<#item> {
            #runtime::private::flags(self.0 as _)
        }
    }
}
