//! Text as a value where it is more than a name: fields in it, values of other enums, whatever has
//! no name.

use proc_macro2::{TokenStream, TokenTree};

use super::code::{Code, Word, code, word};
use super::make::{self, field_value, member, spanned};
use super::{Target, caught, flatten, parse, show, table};
use crate::model::name::unraw;
use crate::model::{Caught, DisplayText, Hole, Variant, VariantField, VariantForm};

/// `FromStr`, and `TryFrom<&str>` or `From<&str>`.
pub(super) fn impls(target: &Target<'_>) -> Code {
    let (runtime, bounds) = (&target.rust.runtime, bounds(target));
    let str = code!(::core::primitive::str);
    let (function, caught) = (function(target), text(target));
    if let Some((field, Caught::Borrowed)) = caught {
        let from = from(target, &field.ty.clone().into(), &bounds);
        return code!([function, from] #function #from);
    }
    let parse = code!(__parse(__text));
    let (error, parse, other) = match caught {
        Some(_) => {
            let never = code!(::core::convert::Infallible);
            (never, parse, from(target, &code!([str] &#str), &bounds))
        }
        None => {
            let (error, parse) =
                parse::fallible(target, code!([runtime] #runtime::ParseError), &parse);
            let body = code! { [error, str, error, parse]
                type Error = #error;

                #[inline]
                fn try_from(__text: &#str) -> ::core::result::Result<Self, #error> {
                    #parse
                }
            };
            let of = code!([str] ::core::convert::TryFrom<&#str>);
            let other = target.implement_where(&of, &bounds, &body);
            (error, parse, other)
        }
    };
    let from_str = target.implement_where(
        &code!(::core::str::FromStr),
        &bounds,
        &code! { [error, str, error, parse]
            type Err = #error;

            #[inline]
            fn from_str(__text: &#str) -> ::core::result::Result<Self, #error> {
                #parse
            }
        },
    );
    code!([function, from_str, other] #function #from_str #other)
}

fn from(target: &Target<'_>, text: &Code, bounds: &Code) -> Code {
    target.implement_where(
        &code!([text] ::core::convert::From<#text>),
        bounds,
        &code! { [text]
            #[inline]
            fn from(__text: #text) -> Self {
                match __parse(__text) {
                    ::core::result::Result::Ok(__value) => __value,
                    ::core::result::Result::Err(__never) => match __never {},
                }
            }
        },
    )
}

/// The variant that keeps text without a name, by its field.
fn text<'a>(target: &Target<'a>) -> Option<(&'a VariantField, Caught)> {
    for variant in &target.model.variants {
        match variant.form {
            _ if variant.hidden() => {}
            VariantForm::CatchAll(Caught::Number) => {}
            VariantForm::CatchAll(caught) => {
                return variant.fields.list().first().zip(Some(caught));
            }
            _ => {}
        }
    }
    None
}

/// The bounds under which all texts can be read, each with a comma.
fn bounds(target: &Target<'_>) -> Code {
    let mut bounds = Code::new();
    let mut bound = |field: &VariantField, of: Code| {
        let ty = &field.ty;
        if field.generic {
            bounds.extend(code!([ty, of] #ty: #of,));
        }
    };
    let runtime = &target.rust.runtime;
    let read = code!(::core::str::FromStr);
    for variant in &target.model.variants {
        if variant.hidden() {
            continue;
        }
        let fields = variant.fields.list();
        let mut made: Vec<&VariantField> = Vec::new();
        match &variant.form {
            VariantForm::Format(text) if !text.holes.is_empty() && !variant.written_only => {
                for hole in &text.holes {
                    let of = match hole.radix {
                        Some(_) => code!([runtime] #runtime::private::Digits),
                        None => read.clone(),
                    };
                    bound(&fields[hole.field], of);
                }
                for (at, field) in fields.iter().enumerate() {
                    if !text.used.contains(&at) {
                        made.push(field);
                    }
                }
            }
            VariantForm::Transparent if !variant.written_only => bound(&fields[0], read.clone()),
            VariantForm::Flatten => bound(&fields[0], read.clone()),
            VariantForm::CatchAll(Caught::Text) => bound(
                &fields[0],
                code!(for<'__t> ::core::convert::From<&'__t ::core::primitive::str>),
            ),
            _ => {}
        }
        if variant.named() && !variant.skipped() && variant.default_with.is_none() {
            made.extend(fields);
        }
        for field in made {
            if field.default_with.is_none() {
                bound(field, code!(::core::default::Default));
            }
        }
    }
    bounds
}

/// `__parse`, which all conversions call, and one function for each text with fields in it.
fn function(target: &Target<'_>) -> Code {
    let (runtime, rust) = (&target.rust.runtime, &target.rust);
    let (generics, item, bounds) =
        (&rust.impl_generics, target.item(), target.bounds(&bounds(target)));
    let caught = text(target);
    let (text, error) = match caught {
        Some((field, Caught::Borrowed)) => {
            (field.ty.clone().into(), code!(::core::convert::Infallible))
        }
        Some(_) => (code!(&::core::primitive::str), code!(::core::convert::Infallible)),
        None => (code!(&::core::primitive::str), code!([runtime] #runtime::ParseError)),
    };
    let mut forms = Code::new();
    let mut steps = Code::new();
    let mut last = Code::new();
    for (at, variant) in target.model.variants.iter().enumerate() {
        let name = word(&format!("__read_{at}"));
        match &variant.form {
            _ if variant.hidden() => {}
            VariantForm::Format(text) if !text.holes.is_empty() && !variant.written_only => {
                let body = format(target, variant, text);
                forms.extend(code! { [name, generics, item, runtime, bounds, body]
                    fn #name #generics(
                        __text: &::core::primitive::str,
                    ) -> ::core::result::Result<#item, #runtime::private::Failed> #bounds {
                        #body
                    }
                });
                steps.extend(step(&name, caught.is_none()));
            }
            VariantForm::Transparent | VariantForm::Flatten if !variant.written_only => {
                let (field, value) = (&variant.fields.list()[0], code!(__value));
                let made = with(target, variant, &value);
                let read = code!([runtime] #runtime::private::read(__text));
                let read = spanned(&read, field.origin.span());
                steps.extend(code! { [read, made]
                    if let ::core::option::Option::Some(__value) = #read {
                        return ::core::result::Result::Ok(#made);
                    }
                });
            }
            VariantForm::CatchAll(_) => last.extend(keep(target, variant)),
            _ => {}
        }
    }
    let (names, numbered) = (names(target), caught::function(target));
    let failed = (caught.is_none() && !forms.is_empty())
        .then(|| code!(let mut __failed = ::core::option::Option::None;));
    let listed = caught.is_none().then(|| {
        let none = code!(::core::option::Option::None);
        let failed = if failed.is_some() { code!(__failed) } else { none };
        last.extend(code! { [runtime, failed]
            ::core::result::Result::Err(#runtime::private::unread(&__LISTED, __text, #failed))
        });
        listed(target)
    });
    code! { [
        listed, forms, numbered, generics, text, item, error, bounds, names, failed, steps,
        last
    ]
        #listed
        #forms
        #numbered

        fn __parse #generics(__text: #text) -> ::core::result::Result<#item, #error> #bounds {
            #names
            #failed
            #steps
            #last
        }
    }
}

/// The table that errors list, as `__LISTED`.
fn listed(target: &Target<'_>) -> Code {
    if flatten::any(target) {
        return flatten::listed(target);
    }
    let (runtime, listed) = (&target.rust.runtime, table::listed(target));
    code!([runtime, listed] static __LISTED: #runtime::private::Table = #listed;)
}

/// Tries a text with fields in it; the first one that fails at a field is told.
fn step(name: &Word, told: bool) -> Code {
    let failed = told.then(|| code!(__failed = __failed.or(__at);));
    let at = if told { code!(__at) } else { code!(_) };
    code! { [name, at, failed]
        match #name(__text) {
            ::core::result::Result::Ok(__value) => return ::core::result::Result::Ok(__value),
            ::core::result::Result::Err(#at) => { #failed }
        }
    }
}

/// The values that the table finds.
fn names(target: &Target<'_>) -> Code {
    let mut arms = Code::new();
    for (place, variant) in target.values.iter().enumerate() {
        if variant.named() {
            let value = make::value(target, variant);
            arms.extend(code! { [place, value]
                ::core::option::Option::Some(#place) => {
                    return ::core::result::Result::Ok(#value);
                }
            });
        }
    }
    if arms.is_empty() {
        return arms;
    }
    let find = table::find(target);
    code! { [find, arms]
        match #find {
            #arms
            _ => {}
        }
    }
}

/// The variant of one field with this value.
fn with(target: &Target<'_>, variant: &Variant, value: &Code) -> Code {
    let (name, ident) = (&target.name, word(&variant.name));
    let member = member(&variant.fields.list()[0]);
    code!([name, ident, member, value] #name::#ident { #member: #value })
}

/// What has no name, in the variant that keeps it; a number is the value that has it.
fn keep(target: &Target<'_>, variant: &Variant) -> Code {
    if let VariantForm::CatchAll(Caught::Number) = variant.form {
        let (runtime, type_name) = (&target.rust.runtime, unraw(&target.model.name));
        return code! { [runtime, type_name]
            if let ::core::option::Option::Some(__number) =
                #runtime::private::numbered(__text, #type_name)
            {
                return ::core::result::Result::Ok(__numbered(__number));
            }
        };
    }
    let field = &variant.fields.list()[0];
    let text = match variant.form {
        VariantForm::CatchAll(Caught::Cow) => {
            let ty = anonymous(&field.ty);
            code!([ty] ::core::convert::From::from(
                <#ty as ::core::convert::From<&::core::primitive::str>>::from(__text).into_owned()
            ))
        }
        VariantForm::CatchAll(Caught::Borrowed) => code!(__text),
        _ => code!(::core::convert::From::from(__text)),
    };
    let value = with(target, variant, &text);
    code!([value] ::core::result::Result::Ok(#value))
}

/// A type with every lifetime left to the compiler.
fn anonymous(ty: &TokenStream) -> TokenStream {
    let mut tokens = ty.clone().into_iter();
    let mut out = TokenStream::new();
    while let Some(tree) = tokens.next() {
        match &tree {
            TokenTree::Punct(quote) if quote.as_char() == '\'' => {
                tokens.next();
                out.extend(code!('_).into_tokens());
            }
            _ => out.extend([tree]),
        }
    }
    out
}

/// The body of the function that reads a text with fields in it.
fn format(target: &Target<'_>, variant: &Variant, text: &DisplayText) -> Code {
    let runtime = &target.rust.runtime;
    let ignore_case = target.model.ignore_case || variant.ignore_case;
    let fields = variant.fields.list();
    let (head, source) = (&text.head, &text.source);
    let last = text.holes.len() - 1;
    let steps = Code::each(text.holes.iter().enumerate(), |(at, hole)| {
        let field = &fields[hole.field];
        let (bound, read) = (show::bound(hole.field, field), reader(target, hole, field));
        let (name, after) = (unraw(&field.name), &hole.after);
        let step = if at == last { code!(last) } else { code!(field) };
        code! { [bound, step, after, read, name, source]
            let #bound = __reader.#step(#after, #read, &(#name, #source))?;
        }
    });
    let members = Code::each(fields.iter().enumerate(), |(at, field)| {
        let member = member(field);
        let value = match text.holes.iter().any(|hole| hole.field == at) {
            true => {
                let bound = show::bound(at, field);
                code!([bound] #bound)
            }
            false => field_value(target, field),
        };
        code!([member, value] #member: #value,)
    });
    let (name, ident) = (&target.name, word(&variant.name));
    let mutable = (last > 0).then(|| code!(mut));
    code! { [mutable, runtime, head, ignore_case, steps, name, ident, members]
        let #mutable __reader = #runtime::private::Reader::new(__text, #head, #ignore_case)?;
        #steps
        ::core::result::Result::Ok(#name::#ident { #members })
    }
}

/// What makes a field of its text; what the type lacks for it is reported at the field.
fn reader(target: &Target<'_>, hole: &Hole, field: &VariantField) -> Code {
    let runtime = &target.rust.runtime;
    let text = hole.padding.map(|(fill, before, behind)| {
        code! { [runtime, fill, before, behind]
            #runtime::private::unpadded(__field, #fill, #before, #behind)
        }
    });
    let text = text.unwrap_or_else(|| code!(__field));
    let call = match hole.radix {
        None => code!([runtime, text] #runtime::private::read(#text)),
        Some((radix, prefix)) => {
            code!([runtime, text, radix, prefix] #runtime::private::digits(#text, #radix, #prefix))
        }
    };
    let call = spanned(&call, field.origin.span());
    code!([call] |__field| #call)
}
