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

/// Files of cases that fail, of all kinds of derives.
#[test]
fn there_are_at_least_eighty() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui/stringer");
    let files = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    let told = files.filter(|file| file.path().extension().is_some_and(|end| end == "stderr"));
    assert!(told.count() >= 80);
}
