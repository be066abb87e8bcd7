//! Text as a value: `FromStr`, `TryFrom<&str>`, and `from_str` for constants.

use super::code::{Code, code};
use super::{Target, fast, iterate, make, read, show, table};
use crate::model::Part;

const DOCS: &str = " The value that the text names; as [`FromStr`](::core::str::FromStr), in \
    constants too.\n\n # Errors\n No value has this name or alias.";

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::ConstFromStr) {
        return Code::new();
    }
    let runtime = &target.rust.runtime;
    let (shown, name) = target.shown("from_str", DOCS);
    if !target.free(&name) {
        return Code::new();
    }
    let body = by_table(target);
    code! { [shown, name, runtime, body]
        #[inline]
        #shown const fn #name(
            __text: &::core::primitive::str,
        ) -> ::core::result::Result<Self, #runtime::ParseError> {
            #body
        }
    }
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    if !target.has(Part::FromStr) {
        return Code::new();
    }
    if show::parses(target) {
        return read::impls(target);
    }
    let (runtime, table) = (&target.rust.runtime, table::access());
    let result = code!([runtime] #runtime::private::Parsed<Self>);
    let body = if target.values.is_empty() {
        unknown(target)
    } else if table::mixes(target) {
        by_table(target)
    } else if fast::finds(target) {
        let (fold, value) = (target.model.ignore_case, iterate::maker(target));
        code! { [runtime, fold, table, value]
            #runtime::private::parse_fast::<_, #fold>(&__FAST, &#table, __text, #value)
        }
    } else {
        by_runtime(target)
    };
    let own = code!([runtime] #runtime::ParseError);
    let (error, body) = fallible(target, own, &body);
    let result = if target.rust.error.is_none() {
        result
    } else {
        code!([error] ::core::result::Result<Self, #error>)
    };
    let made = make::bounds(target);
    let from_str = target.implement_where(
        &code!(::core::str::FromStr),
        &made,
        &code! { [error, result, body]
            type Err = #error;

            #[inline]
            fn from_str(__text: &::core::primitive::str) -> #result {
                #body
            }
        },
    );
    let try_from = target.implement_where(
        &code!(::core::convert::TryFrom<&::core::primitive::str>),
        &made,
        &code! { [error, result]
            type Error = #error;

            #[inline]
            fn try_from(__text: &::core::primitive::str) -> #result {
                <Self as ::core::str::FromStr>::from_str(__text)
            }
        },
    );
    code!([from_str, try_from] #from_str #try_from)
}

/// The call that finds a value and makes it.
fn by_runtime(target: &Target<'_>) -> Code {
    let (runtime, table, value) = (&target.rust.runtime, table::access(), iterate::maker(target));
    let (parse, value) = match (table::has_aliases(target), iterate::in_trait(target)) {
        (true, _) => ("parse", code!([value, table], |__at| #value(#table.owner(__at)))),
        (false, true) => ("parse_at", Code::new()),
        (false, false) => ("parse", code!([value], #value)),
    };
    let parse = table::finder(target, parse);
    code!([runtime, parse, table, value] #runtime::private::#parse(&#table, __text #value))
}

/// The error of a conversion and its body, which gives an error of ours: the author's, if there is
/// one.
pub(super) fn fallible(target: &Target<'_>, own: Code, body: &Code) -> (Code, Code) {
    let Some(error) = &target.rust.error else { return (own, body.clone()) };
    let body = code! { [body, error, own]
        match #body {
            ::core::result::Result::Ok(__value) => ::core::result::Result::Ok(__value),
            ::core::result::Result::Err(__error) => {
                ::core::result::Result::Err(<#error as ::core::convert::From<#own>>::from(__error))
            }
        }
    };
    (error.clone(), body)
}

/// The value of `__text` or the error, in constants too.
fn by_table(target: &Target<'_>) -> Code {
    let unknown = unknown(target);
    if target.values.is_empty() {
        return unknown;
    }
    let (found, value) = (table::find(target), iterate::maker(target));
    code! { [found, value, unknown]
        match #found {
            ::core::option::Option::Some(__at) => ::core::result::Result::Ok(#value(__at)),
            ::core::option::Option::None => #unknown,
        }
    }
}

/// The value of `__text` or an error that can be shown, for the impls of other traits.
pub(super) fn found(target: &Target<'_>) -> Code {
    if target.has(Part::FromStr) && target.rust.error.is_none() {
        let item = target.item();
        return code!([item] <#item as ::core::str::FromStr>::from_str(__text));
    }
    by_table(target)
}

fn unknown(target: &Target<'_>) -> Code {
    let (runtime, table) = (&target.rust.runtime, table::access());
    code!([runtime, table] ::core::result::Result::Err(#runtime::private::unknown(&#table, __text)))
}
