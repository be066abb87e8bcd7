//! Each folder of `cases/<emitter>/` holds `.proto` files and what that emitter makes of them.

use std::collections::BTreeMap;
use std::fs;

use typewright_core::emit::{self, EMITTERS, Options};
use typewright_core::files::Files;

use crate::{folder, inputs};

/// Files as text by path.
pub(crate) fn texts(files: &Files) -> BTreeMap<String, String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    files.iter().map(|(path, file)| (path.to_owned(), text(&file.contents))).collect()
}

/// `options.txt` of a case, one a line, beside the emitter that the theme names.
pub(crate) fn options(case: &inputs::Case) -> Options {
    let text = fs::read_to_string(case.path.join("options.txt")).unwrap_or_default();
    let emit = format!("emit={}", case.theme);
    let mut options = Options::of(text.lines().chain([&*emit]))
        .unwrap_or_else(|mistakes| panic!("{}/options.txt: {mistakes}", case.path.display()));
    for file in &mut options.service_configs {
        *file = case.path.join(&*file).display().to_string();
    }
    options
}

#[test]
fn every_case_gives_what_it_expects() {
    let mut differences = Vec::new();
    for case in inputs::cases().iter().filter(|c| EMITTERS.iter().any(|e| e.name == c.theme)) {
        let options = options(case);
        let schema = inputs::schema(&case.input(), &options).unwrap();
        let files = emit::emit(&schema, &options).unwrap();
        differences.extend(folder::differences(&case.path.join("expect"), &texts(&files)));
    }
    folder::assert_same(&differences);
}

#[test]
fn every_emitter_has_a_case() {
    let cases = inputs::cases();
    for emitter in EMITTERS {
        assert!(cases.iter().any(|c| c.theme == emitter.name), "no cases/{}/", emitter.name);
    }
}

/// What a reader counts behind the head of a file: lines that are neither comments nor empty.
fn lines(text: &str) -> usize {
    let code = text.split_once("::typewright_client::request!();").map_or(text, |(_, rest)| rest);
    let counts = |line: &&str| !line.is_empty() && !line.starts_with("//");
    code.lines().map(str::trim).filter(counts).count()
}

#[test]
fn a_client_takes_no_more_than_twelve_lines_an_rpc() {
    let Some(root) = inputs::published() else { return };
    let options = Options::of(["emit=client"]).unwrap();
    for set in inputs::PUBLISHED.into_iter().chain(["compute"]) {
        let schema = inputs::schema(&inputs::published_set(&root.join(set)), &options).unwrap();
        let rpcs: usize = schema.services.iter().map(|service| service.methods.len()).sum();
        let files = texts(&emit::emit(&schema, &options).unwrap());
        let clients = files.iter().filter(|(path, _)| path.ends_with("client.rs"));
        let lines: usize = clients.map(|(_, text)| lines(text)).sum();
        assert!(lines <= 12 * rpcs, "{set}: {lines} lines for {rpcs} RPCs");
    }
}
