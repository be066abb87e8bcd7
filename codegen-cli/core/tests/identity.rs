//! Messages are those of prost-build, token for token: what differs is comments, and the modules
//! that are declared beside them.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use prost::Message as _;
use prost_build::Module;
use prost_types::{FileDescriptorProto, FileDescriptorSet};
use typewright_core::emit::{self, Options};
use typewright_core::source::proto::Input;

use crate::{cases, folder, inputs};

/// Without documentation, attributes of whole files, and modules that are files of their own.
fn bare(tokens: TokenStream) -> Vec<TokenTree> {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match (&token, rest.peek()) {
            (TokenTree::Punct(punct), Some(next)) if punct.as_char() == '#' => {
                let inner = matches!(next, TokenTree::Punct(p) if p.as_char() == '!');
                let text = next.to_string().replace(' ', "");
                if inner {
                    rest.next();
                }
                if inner || text.starts_with("[doc=") {
                    rest.next();
                    continue;
                }
            }
            (TokenTree::Punct(punct), _) if punct.as_char() == ';' => {
                let mut end = out.iter().rev().map(ToString::to_string);
                if end.next().is_some() && end.next().as_deref() == Some("mod") {
                    out.truncate(out.len() - 3);
                    continue;
                }
            }
            (TokenTree::Group(group), _) => {
                let inside = bare(group.stream()).into_iter().collect();
                let mut inside = Group::new(group.delimiter(), inside);
                inside.set_span(group.span());
                out.push(inside.into());
                continue;
            }
            _ => {}
        }
        out.push(token);
    }
    out
}

/// Item by item, so that a difference has a place. Both sides are laid out alike first, which sets
/// commas and braces that mean nothing.
fn lines(text: &str) -> Vec<String> {
    let text = prettyplease::unparse(&syn::parse_file(text).unwrap());
    let mut lines = vec![String::new()];
    for token in bare(text.parse().unwrap()) {
        let ends = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        lines.last_mut().unwrap().push_str(&format!("{token} "));
        if ends {
            lines.push(String::new());
        }
    }
    lines
}

/// What prost-build itself makes of the files, by package.
fn theirs(input: &Input) -> BTreeMap<String, String> {
    let files = input.files.iter().map(|bytes| FileDescriptorProto::decode(&**bytes).unwrap());
    let mut files: Vec<FileDescriptorProto> = files.collect();
    // Compilers give them in orders of their own, and the output must not show which it was.
    files.sort_by(|a, b| a.name().cmp(b.name()));
    let packages: Vec<String> = files.iter().map(|file| file.package().to_owned()).collect();
    let set = FileDescriptorSet { file: files };
    let module = |file: &FileDescriptorProto| Module::from_protobuf_package_name(file.package());
    let requests = set.file.into_iter().map(|mut file| {
        file.service.clear();
        (module(&file), file)
    });
    let made = prost_build::Config::new().generate(requests.collect()).unwrap();
    let text = |package: String| {
        let module = Module::from_protobuf_package_name(&package);
        let text = made.get(&module).cloned().unwrap_or_default();
        (package, text)
    };
    packages.into_iter().map(text).collect()
}

fn assert_identical(what: &str, input: &Input) {
    let options = Options::parse("emit=messages").unwrap();
    let schema = inputs::schema(input, &options).unwrap();
    let files = cases::texts(&emit::emit(&schema, &options).unwrap());
    let theirs = theirs(input);
    let mut compared = 0;
    for package in schema.packages().into_iter().filter(|package| !package.is_empty()) {
        let path = package.replace('.', "/");
        let ours =
            files.get(&format!("{path}/mod.rs")).or_else(|| files.get(&format!("{path}.rs")));
        let (ours, theirs) = (lines(ours.unwrap()), lines(&theirs[package]));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours, theirs, "{what}: {package}");
            compared += 1;
        }
        assert_eq!(ours.len(), theirs.len(), "{what}: {package}");
    }
    assert!(compared > 3, "{what}: only {compared} items");
}

#[test]
fn messages_are_those_of_prost_build() {
    for case in ["scalars", "shapes", "packages", "deprecated", "proto2", "comments"] {
        let root = folder::tests().join("cases/messages").join(case);
        assert_identical(case, &inputs::compile(&root, inputs::protos(&root)));
    }
    let Some(root) = inputs::published() else { return };
    let mut compared = 0;
    for set in inputs::PUBLISHED {
        let input = inputs::published_set(&root.join(set));
        // prost-build itself knows no editions.
        let file = |bytes: &Vec<u8>| FileDescriptorProto::decode(&**bytes).unwrap();
        if input.files.iter().map(file).all(|file| file.syntax() != "editions") {
            assert_identical(set, &input);
            compared += 1;
        }
    }
    assert!(compared >= 3, "only {compared} sets are without editions");
}
