//! What a variant holds, if a value is that variant: `try_as_…`.

use proc_macro2::Literal;

use super::Target;
use super::code::{Code, code, word};
use crate::model::name::{Places, unraw};
use crate::model::{Part, Variant, VariantFields};

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::EnumTryAs) {
        return Code::new();
    }
    // Beside errors, only the types of the functions count, and names may come twice.
    let mut words = Places::new();
    Code::each(&target.taken.variants, |variant| {
        let holds = !variant.fields.list().is_empty();
        if holds && words.insert(variant.word(), 0).is_none() {
            functions(target, variant)
        } else {
            Code::new()
        }
    })
}

/// By value, by reference and by mutable reference; several fields are a tuple.
fn functions(target: &Target<'_>, variant: &Variant) -> Code {
    let plain = unraw(&variant.name);
    let word = variant.word();
    let holds = match variant.fields.list().len() {
        1 => "field".to_owned(),
        count => format!("{count} fields"),
    };
    let forms = [
        ("try_as_{}", code!(), format!(" The {holds} of `{plain}`, if this is it.")),
        ("try_as_{}_ref", code!(&), format!(" A look at the {holds} of `{plain}`, if this is it.")),
        (
            "try_as_{}_mut",
            code!(&mut),
            format!(" Access to the {holds} of `{plain}`, if this is it."),
        ),
    ];
    Code::each(forms, |(item, by, docs)| {
        let (shown, function) = target.shown_for(item, &word, &docs);
        let mut types = Vec::new();
        for field in variant.fields.list() {
            let ty = &field.ty;
            types.push(code!([by, ty] #by #ty));
        }
        let gives = tuple(&types);
        // What a variant holds may have to be dropped, which constants cannot do.
        let constant = (!by.is_empty()).then(|| code!(const));
        let body = body(target, variant);
        code! { [shown, constant, function, by, gives, body]
            #[must_use]
            #[inline]
            #shown #constant fn #function(#by self) -> ::core::option::Option<#gives> {
                #body
            }
        }
    })
}

fn body(target: &Target<'_>, variant: &Variant) -> Code {
    let none = code!(::core::option::Option::None);
    if !target.sound {
        return none;
    }
    let (item, name) = (&target.name, word(&variant.name));
    let fields = variant.fields.list();
    let (mut bindings, mut held) = (Vec::new(), Vec::new());
    for (place, field) in fields.iter().enumerate() {
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
    let (bindings, held) = (Code::list(bindings), tuple(&held));
    let others = (target.model.variants.len() > 1).then(|| code!([none] _ => #none,));
    code! { [item, name, bindings, held, others]
        match self {
            #item::#name { #bindings } => ::core::option::Option::Some(#held),
            #others
        }
    }
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

pub(super) fn impls(_: &Target<'_>) -> Code {
    Code::new()
}
