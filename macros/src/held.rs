//! Values that do not hold what somebody relies on.

/// Ends a program that unwraps another variant than the one that is there.
///
/// # Panics
/// Always.
#[cold]
#[inline(never)]
#[track_caller]
pub fn not_held(type_name: &str, function: &str, variant: &str) -> ! {
    panic!("called `{type_name}::{function}` on `{type_name}::{variant}`")
}
