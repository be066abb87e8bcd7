//! Enums of many values whose numbers are their places: a value is made of its place, and its place
//! read from it, by a runtime that has proof of it. On a `match` of a thousand arms LLVM spends more
//! than on all else that is derived.

use super::Target;
use super::code::{Code, code};
use crate::model::VariantFields;

/// Values up to which a `match` costs less than the proof.
const FEW: usize = 64;

/// Whether it is such an enum.
pub(super) fn is(target: &Target<'_>) -> bool {
    let (model, rust) = (target.model, &target.rust);
    let few = model.variants.len() <= FEW || target.values.len() < model.variants.len();
    if few || model.by_match || !target.sound || !rust.impl_generics.is_empty() {
        return false;
    }
    if model.repr.as_ref().is_some_and(|repr| repr.ends_with("128")) {
        return false;
    }
    for (place, variant) in model.variants.iter().enumerate() {
        let unit = matches!(variant.fields, VariantFields::Unit) && variant.default_with.is_none();
        if !unit || variant.number != Some(place as i128) {
            return false;
        }
    }
    true
}

/// What declares the proof.
pub(super) fn declaration(target: &Target<'_>) -> Option<Code> {
    if !is(target) {
        return None;
    }
    let (name, runtime) = (&target.name, &target.rust.runtime);
    let mut values = Code::new();
    for variant in &target.values {
        // By its path: what is found below `Self` is looked for among all variants, one by one.
        values.push(&format!("{}::{},", name.as_str(), variant.name));
    }
    // No other derive gives this part to the same type.
    let derive = target.model.parts.first().map_or(0, |part| *part as usize);
    Some(code! { [runtime, derive, name, values, runtime, name, runtime, derive]
        impl #runtime::private::Listed<#derive> for #name {
            const VALUES: &'static [Self] = &[#values];
        }
        #[allow(dead_code)]
        const __DENSE: #runtime::private::Dense<#name> =
            #runtime::private::Dense::proved::<#derive>();
    })
}

/// The value at `__at`.
pub(super) fn value() -> Code {
    code!(__DENSE.value(__at))
}

/// The place of a value.
pub(super) fn place(value: &Code) -> Code {
    let value = value.borrowed();
    code!([value] __DENSE.place(#value))
}
