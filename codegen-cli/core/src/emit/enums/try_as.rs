//! What a variant holds, if a value is that variant: `try_as_…`.

use proc_macro2::Literal;

use super::Target;
use super::code::{Code, Word, code, word};
use crate::model::name::{Places, unraw};
use crate::model::{Part, Variant, VariantFields};

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::EnumTryAs) {
        return Code::new();
    }
    // Beside errors, only the types of the functions count, and names may come twice.
    let mut words = Places::new();
    let variants = target.taken.variants.iter();
    let holding = variants.filter(|variant| !variant.fields.list().is_empty());
    let first = holding.filter(|variant| words.insert(variant.word(), 0).is_none());
    first.map(|variant| functions(target, variant)).collect()
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
    let functions = forms.into_iter().map(|(item, by, docs)| {
        let (shown, function) = target.shown_for(item, &word, &docs);
        let types = variant.fields.list().iter().map(|field| {
            let ty = &field.ty;
            code!(#by #ty)
        });
        let gives = tuple(&types.collect::<Vec<_>>());
        // What a variant holds may have to be dropped, which constants cannot do.
        let constant = (!by.is_empty()).then(|| code!(const));
        let body = body(target, variant);
        code! {
            #[must_use]
            #[inline]
            #shown #constant fn #function(#by self) -> ::core::option::Option<#gives> {
                #body
            }
        }
    });
    functions.collect()
}

fn body(target: &Target<'_>, variant: &Variant) -> Code {
    let none = code!(::core::option::Option::None);
    if !target.sound {
        return none;
    }
    let (item, name) = (&target.name, word(&variant.name));
    let fields = variant.fields.list();
    let bound: Vec<Word> = (0..fields.len()).map(|place| word(&format!("__{place}"))).collect();
    let members = fields.iter().enumerate().map(|(place, field)| match variant.fields {
        VariantFields::Named(_) => {
            let name = word(&field.name);
            code!(#name)
        }
        _ => {
            let place = Literal::usize_unsuffixed(place);
            code!(#place)
        }
    });
    let bindings = members.zip(&bound).map(|(member, bound)| code!(#member: #bound));
    let bindings = Code::list(bindings);
    let held = tuple(&bound.iter().map(|bound| code!(#bound)).collect::<Vec<_>>());
    let others = (target.model.variants.len() > 1).then(|| code!(_ => #none,));
    code! {
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
            code!((#several))
        }
    }
}

pub(super) fn impls(_: &Target<'_>) -> Code {
    Code::new()
}
