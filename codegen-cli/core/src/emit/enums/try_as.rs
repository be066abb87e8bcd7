//! What a variant holds, if a value is that variant: `try_as_…`, and `unwrap_…`.

use proc_macro2::Literal;

use super::Target;
use super::code::{Code, code, word};
use crate::model::name::{Places, unraw};
use crate::model::{Part, Variant, VariantFields};

/// The parts that give it, with their items: by value, by reference and by mutable reference.
const PARTS: [(Part, [&str; 3]); 2] = [
    (Part::EnumTryAs, ["try_as_{}", "try_as_{}_ref", "try_as_{}_mut"]),
    (Part::EnumUnwrap, ["unwrap_{}", "unwrap_{}_ref", "unwrap_{}_mut"]),
];

pub(super) fn inherent(target: &Target<'_>) -> Code {
    Code::each(PARTS, |(part, items)| {
        if !target.has(part) {
            return Code::new();
        }
        // Beside errors, only the types of the functions count, and names may come twice.
        let mut words = Places::new();
        Code::each(&target.taken.variants, |variant| {
            let holds = !variant.fields.list().is_empty();
            if holds && words.insert(variant.word(), 0).is_none() {
                functions(target, variant, part, items)
            } else {
                Code::new()
            }
        })
    })
}

/// By value, by reference and by mutable reference; several fields are a tuple.
fn functions(target: &Target<'_>, variant: &Variant, part: Part, items: [&str; 3]) -> Code {
    let plain = unraw(&variant.name);
    let holds = match variant.fields.list().len() {
        1 => "field".to_owned(),
        count => format!("{count} fields"),
    };
    let when = match (part, others(target)) {
        (Part::EnumTryAs, _) => ", if this is it.",
        (_, true) => ".\n\n# Panics\n\nThis is another variant.",
        (_, false) => ".",
    };
    let forms = [(code!(), "The"), (code!(&), "A look at the"), (code!(&mut), "Access to the")];
    Code::each(items.into_iter().zip(forms), |(item, (by, what))| {
        let docs = format!("{what} {holds} of `{plain}`{when}").replace('\n', "\n ");
        let (shown, function) = target.shown_for(item, &variant.word(), &format!(" {docs}"));
        let mut types = Vec::new();
        for field in variant.fields.list() {
            let ty = &field.ty;
            types.push(code!([by, ty] #by #ty));
        }
        let held = tuple(&types);
        if part == Part::EnumUnwrap {
            let body = unwrapped(target, variant, function.as_str());
            return code! { [shown, function, by, held, body]
                #[must_use]
                #[inline]
                #[track_caller]
                #shown fn #function(#by self) -> #held {
                    #body
                }
            };
        }
        // What a variant holds may have to be dropped, which constants cannot do.
        let constant = (!by.is_empty()).then(|| code!(const));
        let body = tried(target, variant);
        code! { [shown, constant, function, by, held, body]
            #[must_use]
            #[inline]
            #shown #constant fn #function(#by self) -> ::core::option::Option<#held> {
                #body
            }
        }
    })
}

/// Whether a value may be another variant.
fn others(target: &Target<'_>) -> bool {
    target.taken.variants.len() > 1
}

fn tried(target: &Target<'_>, variant: &Variant) -> Code {
    let none = code!(::core::option::Option::None);
    if !target.sound {
        return none;
    }
    let (pattern, held) = taken_apart(target, variant);
    let others = others(target).then(|| code!([none] _ => #none,));
    code! { [pattern, held, others]
        match self {
            #pattern => ::core::option::Option::Some(#held),
            #others
        }
    }
}

fn unwrapped(target: &Target<'_>, variant: &Variant, function: &str) -> Code {
    if !target.sound {
        return code!(::core::panic!());
    }
    let (pattern, held) = taken_apart(target, variant);
    let (runtime, function) = (&target.rust.runtime, unraw(function));
    let item = unraw(target.name.as_str());
    let others = others(target).then(|| {
        code! { [runtime, item, function]
            ref __other => #runtime::private::not_held(#item, #function, __variant(__other)),
        }
    });
    code! { [pattern, held, others]
        match self {
            #pattern => #held,
            #others
        }
    }
}

/// The pattern of a variant, and what it binds.
fn taken_apart(target: &Target<'_>, variant: &Variant) -> (Code, Code) {
    let (item, name) = (&target.name, word(&variant.name));
    let (mut bindings, mut held) = (Vec::new(), Vec::new());
    for (place, field) in variant.fields.list().iter().enumerate() {
        let bound = word(&format!("__{place}"));
        let member = match variant.fields {
            VariantFields::Named(_) => {
                let name = word(&field.name);
                code!([name] #name)
            }
            _ => {
                let place = Literal::usize_unsuffixed(place);
                code!([place] #place)
            }
        };
        bindings.push(code!([member, bound] #member: #bound));
        held.push(code!([bound] #bound));
    }
    let bindings = Code::list(bindings);
    (code!([item, name, bindings] #item::#name { #bindings }), tuple(&held))
}

/// One thing as it is, several as a tuple.
fn tuple(things: &[Code]) -> Code {
    match things {
        [one] => one.clone(),
        several => {
            let several = Code::list(several);
            code!([several] (#several))
        }
    }
}

/// What the complaint of `unwrap_…` calls a value.
pub(super) fn impls(target: &Target<'_>) -> Code {
    let holding = target.model.variants.iter().any(|variant| !variant.fields.list().is_empty());
    if !target.has(Part::EnumUnwrap) || !target.sound || !others(target) || !holding {
        return Code::new();
    }
    let arms = Code::each(&target.model.variants, |variant| {
        let (item, name, plain) = (&target.name, word(&variant.name), unraw(&variant.name));
        code!([item, name, plain] #item::#name { .. } => #plain,)
    });
    let (generics, bounds) = (&target.rust.impl_generics, &target.rust.where_clause);
    let item = target.item();
    code! { [generics, item, bounds, arms]
        #[allow(clippy::multiple_bound_locations)]
        fn __variant #generics(__of: &#item) -> &'static ::core::primitive::str #bounds {
            match *__of { #arms }
        }
    }
}
