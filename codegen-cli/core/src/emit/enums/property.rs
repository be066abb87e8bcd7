//! Typed properties: one constant function each.

use proc_macro2::Ident;

use super::Target;
use super::code::{Code, code, word};
use crate::model::{Part, Property, Variant};

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::EnumProperty) {
        return Code::new();
    }
    target.model.properties.iter().map(|property| function(target, property)).collect()
}

/// Where each variant has a value it is one, else it is an option.
fn function(target: &Target<'_>, property: &Property) -> Code {
    let value = |variant: &Variant| {
        let own = variant.props.iter().find(|prop| prop.name == property.name);
        own.map(|prop| &prop.value)
            .or(property.default.as_ref())
            .map(|value| value.tokens.clone().into())
    };
    let name = match syn::parse_str::<Ident>(&property.name) {
        Ok(_) => word(&property.name),
        Err(_) => word(&format!("r#{}", property.name)),
    };
    let docs = property.docs.clone().unwrap_or(format!(" The property `{}`.", property.name));
    let docs: Code = docs.lines().map(|line| code!(#[doc = #line])).collect();
    let visibility = property.visibility.clone().map_or(target.rust.visibility.clone(), Code::from);
    let ty = &property.ty;
    let (ty, body) = if target.taken.variants.iter().all(|variant| value(variant).is_some()) {
        (code!(#ty), target.choice(value))
    } else {
        let value = |variant: &Variant| {
            value(variant).map(|value| code!(::core::option::Option::Some(#value)))
        };
        (code!(::core::option::Option<#ty>), target.choice(value))
    };
    code! {
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
