//! The one test binary of the crate.

mod attributes;
mod blame;
mod canary;
mod cases;
mod command;
mod engines;
mod export;
mod guide;
mod hostile;
mod hostile_texts;
mod matrix;
mod reload;
#[cfg(feature = "config")]
mod remote;
mod scoped_stacks;
mod secret_files;
#[cfg(feature = "complete")]
mod shell;
mod stacks;
mod templates;
mod tree;
mod types;
mod variants;

#[test]
fn mistakes_in_a_struct_are_compile_errors() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
