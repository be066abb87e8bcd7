//! An enum item ▶ [`Enum`].
use crate::diag::Diagnostics;
use crate::model::Enum;

/// Under construction.
pub fn read_enum(_item: &syn::DeriveInput) -> (Enum, Diagnostics) {
    (Enum::default(), Diagnostics::new())
}
