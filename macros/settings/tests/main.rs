//! The one test binary of the crate.

mod blame;
mod cases;
mod hostile;
mod templates;
mod tree;
mod types;

#[test]
fn mistakes_in_a_struct_are_compile_errors() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
