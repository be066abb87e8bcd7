//! Typed properties: one constant function each.

use super::Target;
use super::code::{Code, code, word};
use crate::model::name::is_identifier;
use crate::model::{Part, Property, Variant};

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::EnumProperty) {
        return Code::new();
    }
    Code::each(&target.model.properties, |property| function(target, property))
}

/// Where each variant has a value it is one, else it is an option.
fn function(target: &Target<'_>, property: &Property) -> Code {
    let value = |variant: &Variant| {
        let own = variant.props.iter().find(|prop| prop.name == property.name);
        own.map(|prop| &prop.value)
            .or(property.default.as_ref())
            .map(|value| value.tokens.clone().into())
    };
    let name = match is_identifier(&property.name) {
        true => word(&property.name),
        false => word(&format!("r#{}", property.name)),
    };
    let docs = property.docs.clone().unwrap_or(format!(" The property `{}`.", property.name));
    let docs = Code::each(docs.lines(), |line| code!([line] #[doc = #line]));
    let visibility = property.visibility.clone().map_or(target.rust.visibility.clone(), Code::from);
    let ty = &property.ty;
    let (ty, body) = if target.taken.variants.iter().all(|variant| value(variant).is_some()) {
        (code!([ty] #ty), target.choice(&value))
    } else {
        let value = |variant: &Variant| {
            value(variant).map(|value| code!([value] ::core::option::Option::Some(#value)))
        };
        (code!([ty] ::core::option::Option<#ty>), target.choice(&value))
    };
    code! { [docs, visibility, name, ty, body]
        #docs
        #[must_use]
        #visibility const fn #name(&self) -> #ty {
            #body
        }
    }
}

pub(super) fn impls(_: &Target<'_>) -> Code {
    Code::new()
}
