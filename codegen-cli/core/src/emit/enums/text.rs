//! A value as text: `as_str`, `NAMES`, `Display`, `AsRef<str>`.

use super::code::{Code, code};
use super::{Target, flatten, show, table};
use crate::model::Part;

pub(super) fn inherent(target: &Target<'_>) -> Code {
    let mut items = Code::new();
    let docs = " The texts of all values, in the order of their declaration.";
    if target.has(Part::VariantNames)
        && let (shown, name) = target.shown("NAMES", docs)
        && target.free(&name)
    {
        let (count, table) = (target.values.len(), table::access());
        let names = match flatten::any(target) {
            true => code!(&__NAMES),
            false => code!([table, count] &#table.names::<#count>()),
        };
        items.extend(code! { [shown, name, names]
            #shown const #name: &'static [&'static ::core::primitive::str] = #names;
        });
    }
    if target.has(Part::AsStr) {
        let body = show::text(target, &code!(*self), &as_str(target, &code!(*self)));
        let (shown, name) = target.shown("as_str", " The text that stands for this value.");
        let (constant, lifetime) = match show::holds_text(target) {
            true => (Code::new(), Code::new()),
            false => (code!(const), code!('static)),
        };
        let bounds = target.more(&show::text_bounds(target));
        items.extend(code! { [shown, constant, name, lifetime, bounds, body]
            #[must_use]
            #[inline]
            #shown #constant fn #name(&self) -> &#lifetime ::core::primitive::str #bounds {
                #body
            }
        });
    }
    items
}

/// The text of a value.
pub(super) fn as_str(target: &Target<'_>, value: &Code) -> Code {
    if !target.sound {
        return code!("");
    }
    if target.model.variants.is_empty() {
        return code!([value] match #value {});
    }
    let (table, name) = (table::access(), table::printer(target, "name"));
    let index = target.index(value);
    code!([table, name, index] #table.#name(#index))
}

/// The body of `Display`. Where there is no `as_str`, a call into the runtime, as it is less to
/// compile.
fn display(target: &Target<'_>) -> Code {
    if target.has(Part::AsStr) && target.sound {
        let (_, as_str) = target.shown("as_str", "");
        return code!([as_str] __f.pad(self.#as_str()));
    }
    if target.model.variants.is_empty() {
        return if target.sound { code!(match *self {}) } else { code!(__f.pad("")) };
    }
    let (table, show) = (table::access(), table::printer(target, "show"));
    let index = target.index(&code!(*self));
    // A table with upper halves of places is asked for all of them.
    let places = match target.wide.get() {
        true => Code::new(),
        false => {
            let at = target.places.get();
            code!([at] #at,)
        }
    };
    code!([table, show, places, index] #table.#show(#places #index, __f))
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    let texts = target.has(Part::AsRefStr) || target.has(Part::PartialEqStr);
    let text = match target.has(Part::AsStr) {
        _ if !texts => Code::new(),
        true => {
            let (_, as_str) = target.shown("as_str", "");
            code!([as_str] self.#as_str())
        }
        false => show::text(target, &code!(*self), &as_str(target, &code!(*self))),
    };
    let mut impls = Code::new();
    if target.has(Part::VariantNames) && flatten::any(target) {
        impls.extend(flatten::names(target));
    }
    if target.has(Part::Display) {
        let plain = display(target);
        let display = if show::plain(target) { plain } else { show::body(target, &plain) };
        impls.extend(target.implement_where(
            &code!(::core::fmt::Display),
            &show::bounds(target),
            &code! { [display]
                #[inline]
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #display
                }
            },
        ));
    }
    if target.has(Part::AsRefStr) {
        impls.extend(target.implement_where(
            &code!(::core::convert::AsRef<::core::primitive::str>),
            &show::text_bounds(target),
            &code! { [text]
                #[inline]
                fn as_ref(&self) -> &::core::primitive::str {
                    #text
                }
            },
        ));
    }
    if target.has(Part::PartialEqStr) {
        impls.extend(equal(target, &text));
    }
    if target.has(Part::IntoStaticStr) {
        impls.extend(into_static_str(target));
    }
    impls
}

/// Comparison with `str` and `&str`, from both sides.
fn equal(target: &Target<'_>, text: &Code) -> Code {
    let (generics, bounds, item) =
        (&target.rust.impl_generics, &target.rust.where_clause, target.item());
    let str = code!(::core::primitive::str);
    let compare = code!([str] <#str as ::core::cmp::PartialEq>::eq);
    let mut impls = Code::new();
    for (of, their) in [(str.clone(), code!(__text)), (code!([str] &#str), code!(*__text))] {
        impls.extend(target.implement(
            &code!([of] ::core::cmp::PartialEq<#of>),
            &code! { [of, compare, text, their]
                #[inline]
                fn eq(&self, __text: &#of) -> ::core::primitive::bool {
                    #compare(#text, #their)
                }
            },
        ));
        impls.extend(code! { [generics, item, of, bounds, item, item, of]
            #[automatically_derived]
            impl #generics ::core::cmp::PartialEq<#item> for #of #bounds {
                #[inline]
                fn eq(&self, __value: &#item) -> ::core::primitive::bool {
                    <#item as ::core::cmp::PartialEq<#of>>::eq(__value, self)
                }
            }
        });
    }
    impls
}

/// `From<E>` and `From<&E>` for `&'static str`.
fn into_static_str(target: &Target<'_>) -> Code {
    let (generics, bounds) = (&target.rust.impl_generics, &target.rust.where_clause);
    let item = target.item();
    let from = |item: &Code, value: &Code| {
        let text = flatten::static_text(target, value, &as_str(target, value));
        code! { [generics, item, bounds, item, text]
            #[automatically_derived]
            impl #generics ::core::convert::From<#item> for &'static ::core::primitive::str
            #bounds
            {
                #[inline]
                fn from(__value: #item) -> Self {
                    #text
                }
            }
        }
    };
    let (owned, borrowed) =
        (from(&item, &code!(__value)), from(&code!([item] &#item), &code!(*__value)));
    code!([owned, borrowed] #owned #borrowed)
}
