//! What mistakes look like: each file of `ui/<derive>/` fails with exactly the text beside it.
//!
//! `TRYBUILD=overwrite cargo test -p typewright` writes the texts anew; read the difference.

#[test]
fn stringer() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/stringer/pass/*.rs");
    cases.compile_fail("tests/ui/stringer/*.rs");
}

#[cfg(feature = "strum-compat")]
#[test]
fn strum() {
    trybuild::TestCases::new().compile_fail("tests/ui/strum/*.rs");
}
