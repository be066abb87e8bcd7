//! Edits of foreign files: nothing breaks, nothing is added twice, nothing but the insertion
//! changes, and taking it out gives the same bytes.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Item, Pat, PatTupleStruct};

use super::{Kind, Request, apply, revert};

fn request(add: Kind, to: &str, on: &str, item: &str) -> Request {
    Request { file: "file".into(), add, to: to.into(), on: on.into(), item: item.into() }
}

/// What the body of a function has places for.
#[derive(Default)]
struct Inside {
    /// Enums that are matched on.
    enums: BTreeSet<String>,
    /// Methods that are called, and how often.
    calls: BTreeMap<String, usize>,
}

impl<'a> Visit<'a> for Inside {
    fn visit_arm(&mut self, arm: &'a syn::Arm) {
        if let Pat::Path(syn::PatPath { path, .. }) | Pat::TupleStruct(PatTupleStruct { path, .. }) =
            &arm.pat
            && let Some(of) = path.segments.iter().rev().nth(1)
        {
            self.enums.insert(of.ident.to_string());
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_method_call(&mut self, call: &'a syn::ExprMethodCall) {
        *self.calls.entry(call.method.to_string()).or_default() += 1;
        visit::visit_expr_method_call(self, call);
    }
}

/// Every kind of edit that the items of a file allow.
fn requests(file: &syn::File) -> Vec<Request> {
    let mut requests = vec![
        request(Kind::Mod, "", "", "mod zzz_new;"),
        request(Kind::Use, "", "", "use zzz::{New, new};"),
    ];
    for item in &file.items {
        match item {
            Item::Enum(item) => {
                let name = item.ident.to_string();
                requests.push(request(Kind::Variant, &name, "", "/// New.\nZzzNew { of: u8 }"));
                requests.push(request(Kind::Derive, &name, "", "zzz::New"));
            }
            Item::Struct(item) => {
                let name = item.ident.to_string();
                if matches!(item.fields, syn::Fields::Named(_)) {
                    requests.push(request(Kind::Field, &name, "", "pub(crate) zzz_new: u8"));
                }
                requests.push(request(Kind::Attribute, &name, "", "#[zzz(new)]"));
            }
            Item::Fn(item) => {
                let name = item.sig.ident.to_string();
                requests.push(request(Kind::Statement, &name, "", "zzz::new(1);"));
                let mut inside = Inside::default();
                inside.visit_item_fn(item);
                for of in inside.enums {
                    let arm = format!("{of}::ZzzNew => zzz::new(2)");
                    requests.push(request(Kind::Arm, &name, &of, &arm));
                }
                let once = inside.calls.into_iter().filter(|(_, times)| *times == 1);
                for (method, _) in once.take(3) {
                    requests.push(request(Kind::Call, &name, &method, ".zzz_new(3)"));
                }
            }
            _ => {}
        }
    }
    requests
}

/// Applies one request and checks what must hold; whether it was refused.
fn edit(name: &str, content: &str, request: &Request) -> bool {
    let Ok(insertions) = request.plan(name, content) else { return true };
    assert!(!insertions.is_empty(), "{name}: {request:?}");
    let edited = apply(content, &insertions);
    let again = request.plan(name, &edited).unwrap();
    assert!(again.is_empty(), "{name}: {request:?} is added twice");
    assert_eq!(revert(&edited, &insertions, true).as_deref(), Some(content), "{name}");
    // Insertions are all that was added.
    let added: usize = insertions.iter().map(|insertion| insertion.text.len()).sum();
    assert_eq!(edited.len(), content.len() + added, "{name}: {request:?}");
    false
}

fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() && !path.is_symlink() {
            files(&path, endings, found);
        } else if endings.contains(&ending) {
            found.push(path);
        }
    }
}

/// Files of the registry, where they are, and our own, with their contents; what is large only
/// costs time. `TYPEWRIGHT_EDIT_FILES` says how many.
fn corpus(endings: &[&str]) -> Vec<(String, String)> {
    let wanted = std::env::var("TYPEWRIGHT_EDIT_FILES").ok().and_then(|count| count.parse().ok());
    let wanted = wanted.unwrap_or(60_usize).max(1);
    let mut paths = Vec::new();
    files(Path::new(env!("CARGO_MANIFEST_DIR")), endings, &mut paths);
    paths.truncate(wanted);
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registry = home.map(|home| home.join("registry/src")).filter(|folder| folder.is_dir());
    if let Some(registry) = registry {
        let mut all = Vec::new();
        files(&registry, endings, &mut all);
        let step = (all.len() / wanted).max(1);
        paths.extend(all.into_iter().step_by(step));
    }
    let read = |path: PathBuf| {
        let content = std::fs::read_to_string(&path).ok()?;
        Some((path.display().to_string(), content)).filter(|(_, content)| content.len() <= 30_000)
    };
    paths.into_iter().filter_map(read).collect()
}

/// How many requests of each file are tried: all where the corpus was asked for.
fn tries() -> usize {
    if std::env::var_os("TYPEWRIGHT_EDIT_FILES").is_some() { usize::MAX } else { 2 }
}

#[test]
fn foreign_files_survive_every_edit() {
    let (mut edits, mut refused, mut read) = (0, 0, 0);
    let mut by_kind = BTreeMap::new();
    for (place, (name, content)) in corpus(&["rs"]).into_iter().enumerate() {
        let Ok(file) = crate::read::rust::RustFile::parse(&name, &content) else {
            assert!(request(Kind::Mod, "", "", "mod a;").plan(&name, &content).is_err());
            continue;
        };
        read += 1;
        let requests = requests(&file.syntax);
        let tries = tries().min(requests.len());
        for request in requests.iter().cycle().skip(place).take(tries) {
            edits += 1;
            let no = edit(&name, &content, request);
            refused += usize::from(no);
            let (all, not) = by_kind.entry(format!("{:?}", request.add)).or_insert((0, 0));
            (*all, *not) = (*all + 1, *not + usize::from(no));
        }
    }
    println!("Rust: {read} files, {edits} edits, {refused} refused {by_kind:?}");
    assert!(read > 40, "{read} files");
    // Names that `cfg` declares twice are refused, because the place is ambiguous.
    assert!(refused * 20 < edits, "{refused} of {edits} refused");
}

/// The tables of a document by their paths, as far as a request can name them.
fn tables(table: &dyn toml_edit::TableLike, under: &str, found: &mut Vec<String>) {
    for (key, item) in table.iter().filter(|(key, _)| !key.contains('\'')) {
        let bare = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let key = if bare && !key.is_empty() { key.to_owned() } else { format!("'{key}'") };
        if let Some(inner) = item.as_table() {
            let path = if under.is_empty() { key } else { format!("{under}.{key}") };
            tables(inner, &path, found);
            found.push(path);
        }
    }
}

#[test]
fn foreign_toml_survives_every_edit() {
    let (mut edits, mut refused, mut read) = (0, 0, 0);
    for (place, (name, content)) in corpus(&["toml"]).into_iter().enumerate() {
        let Ok(document) = toml_edit::Document::parse(content.trim_start_matches('\u{feff}'))
        else {
            continue;
        };
        read += 1;
        let mut found = vec![String::new(), "zzz-new".to_owned()];
        tables(document.as_table(), "", &mut found);
        for table in found.iter().cycle().skip(place).take(tries().min(found.len())) {
            edits += 1;
            let request = request(Kind::Toml, table, "", "zzz-new = { version = \"1\" }");
            let no = edit(&name, &content, &request);
            if no && tries() > 2 {
                println!("{name}: `{table}`");
            }
            refused += usize::from(no);
        }
    }
    println!("TOML: {read} files, {edits} edits, {refused} refused");
    assert!(refused * 20 <= edits, "{refused} of {edits} refused");
}

/// The mappings of a document by their paths, as far as a request can name them.
fn mappings(
    map: &serde_json::Map<String, serde_json::Value>,
    under: &str,
    found: &mut Vec<String>,
) {
    for (key, value) in map.iter().filter(|(key, _)| !key.contains('.')) {
        if let Some(inner) = value.as_object() {
            let path = if under.is_empty() { key.clone() } else { format!("{under}.{key}") };
            mappings(inner, &path, found);
            found.push(path);
        }
    }
}

#[test]
fn foreign_yaml_survives_every_edit() {
    let (mut edits, mut refused, mut read) = (0, 0, 0);
    for (place, (name, content)) in corpus(&["yaml", "yml"]).into_iter().enumerate() {
        let Ok(map) = crate::read::yaml::<serde_json::Map<_, _>>(&name, &content) else { continue };
        read += 1;
        let mut found = vec![String::new()];
        mappings(&map, "", &mut found);
        for mapping in found.iter().cycle().skip(place).take(tries().min(found.len())) {
            edits += 1;
            let request = request(Kind::Yaml, mapping, "", "zzz_new: { on: 1 }");
            refused += usize::from(edit(&name, &content, &request));
        }
    }
    println!("YAML: {read} files, {edits} edits, {refused} refused");
    // What is in flow style, or below a key that is not written plainly, is refused.
    assert!(refused * 4 <= edits, "{refused} of {edits} refused");
}

const TRICKY: &str = "#!/usr/bin/env run\n//! Docs.\n\nuse std::fmt; // last\n\nmod one; /* here */\n\n\
    /// Command; not `enum Command`.\n#[derive(Debug)]\npub enum Command {\n\tOpen, // first\n\t\
    Close { force: bool } // no comma\n\t// the end\n}\n\nenum OneLine { A, B }\nenum Empty {}\n\n\
    struct Config {\n    path: String,\n}\n\nfn run(c: Command) -> u8 {\n    match c {\n        \
    Command::Open => 1,\n        // everything else\n        _ => 2,\n    }\n}\n\nfn main() {\n    \
    Tool::new(\"enum Command {\")\n        .about(\"x\")\n        .main()\n}\n";

#[test]
fn a_file_with_traps() {
    let cases = [
        (
            request(Kind::Variant, "Command", "", "Export"),
            "Close { force: bool }, // no comma\n\t// the end\n\tExport,\n}",
        ),
        (request(Kind::Variant, "OneLine", "", "C"), "enum OneLine { A, B, C }"),
        (request(Kind::Variant, "Empty", "", "A"), "enum Empty {\n    A,\n}"),
        (request(Kind::Mod, "", "", "mod two;"), "mod one; /* here */\nmod two;\n"),
        (request(Kind::Use, "", "", "use std::io;"), "use std::fmt; // last\nuse std::io;\n"),
        (request(Kind::Field, "Config", "", "size: u8"), "    path: String,\n    size: u8,\n}"),
        (request(Kind::Derive, "Command", "", "Clone"), "#[derive(Debug, Clone)]\npub enum"),
        (request(Kind::Derive, "Config", "", "Clone"), "\n#[derive(Clone)]\nstruct Config"),
        (
            request(Kind::Attribute, "Command", "", "#[non_exhaustive]"),
            "#[derive(Debug)]\n#[non_exhaustive]\npub enum",
        ),
        (
            request(Kind::Arm, "run", "Command", "Command::Export => 3"),
            "        // everything else\n        Command::Export => 3,\n        _ => 2,",
        ),
        (
            request(Kind::Call, "main", "main", ".with(1)"),
            "        .about(\"x\")\n        .with(1)\n        .main()",
        ),
        (
            request(Kind::Statement, "main", "", "start();"),
            "fn main() {\n    start();\n    Tool::new",
        ),
    ];
    for line_end in ["\n", "\r\n"] {
        let content = TRICKY.replace('\n', line_end);
        for (request, expected) in &cases {
            assert!(!edit("tricky", &content, request), "{request:?}");
            let edited = apply(&content, &request.plan("tricky", &content).unwrap());
            assert!(
                edited.contains(&expected.replace('\n', line_end)),
                "{request:?} in:\n{edited}"
            );
        }
    }
    let bom = format!("\u{feff}{}", &TRICKY[19..]);
    assert!(!edit("bom", &bom, &cases[0].0));
}

#[test]
fn places_that_are_missing_or_ambiguous_are_refused_with_the_edit_to_make() {
    let twice = "enum A { B }\nmod x { }\nenum A { C }\nfn run() { a().b(); a().b(); }";
    for (request, why) in [
        (request(Kind::Variant, "A", "", "D"), "`A` is declared 2 times"),
        (request(Kind::Variant, "Bx", "", "D"), "`Bx` is not declared"),
        (request(Kind::Call, "run", "b", ".c()"), "calls `.b` 2 times"),
        (request(Kind::Arm, "run", "A", "A::D => 1"), "`run` has no match on `A`"),
        (request(Kind::Variant, "A", "", "1"), "is no variant"),
        (request(Kind::Field, "A", "", "x: u8"), "`A` is not declared"),
        (request(Kind::Statement, "run", "", "let"), "is no statement"),
    ] {
        let mistake = request.plan("f.rs", twice).unwrap_err();
        assert!(mistake.message.contains(why), "{mistake:?}");
        assert!(mistake.help.iter().any(|help| help.contains("by hand")), "{mistake:?}");
    }
    assert!(request(Kind::Mod, "", "", "mod a;").plan("f.rs", "fn (").is_err());
}

#[test]
fn toml_keeps_every_other_byte() {
    let toml = "# top\n[package]\nname = \"x\"   # odd\n\n[dependencies]\na = \"1\"\nb = { version = \"2\", \
        features = [\n  \"x\", # why\n] } # b\n\n[profile.dev]\ndebug = 1\n";
    for (to, item, expected) in [
        ("dependencies", "c = \"3\"", "] } # b\nc = \"3\"\n\n[profile.dev]"),
        ("package", "publish = false", "name = \"x\"   # odd\npublish = false\n"),
        ("profile.dev", "opt-level = 1", "debug = 1\nopt-level = 1\n"),
        ("features", "x = []", "debug = 1\n\n[features]\nx = []\n"),
        ("profile", "x = 1", "debug = 1\n\n[profile]\nx = 1\n"),
        ("target.'cfg(unix)'", "x = 1", "debug = 1\n\n[target.'cfg(unix)']\nx = 1\n"),
    ] {
        let request = request(Kind::Toml, to, "", item);
        for line_end in ["\n", "\r\n"] {
            let content = toml.replace('\n', line_end);
            assert!(!edit("Cargo.toml", &content, &request));
            let edited = apply(&content, &request.plan("Cargo.toml", &content).unwrap());
            assert!(edited.contains(&expected.replace('\n', line_end)), "{edited}");
        }
    }
    let there = request(Kind::Toml, "dependencies", "", "a = \"9\"");
    assert!(there.plan("Cargo.toml", toml).unwrap().is_empty());
    let value = request(Kind::Toml, "dependencies.b", "", "x = 1").plan("Cargo.toml", toml);
    assert!(value.unwrap_err().message.contains("no table of its own"));
    assert!(request(Kind::Toml, "", "", "x = 1").plan("Cargo.toml", "[a\n").is_err());
}

#[test]
fn yaml_keeps_every_other_byte() {
    let yaml = "# top\nserver:\n  port: 1  # odd\n\n  log:\n    level: info\n\nname: |\n  server:\n    x: 1\n";
    for (to, item, expected) in [
        ("server", "host: a", "    level: info\n  host: a\n"),
        ("server.log", "file: b", "    level: info\n    file: b\n"),
        ("", "more: {a: 1}", "    x: 1\nmore: {a: 1}\n"),
    ] {
        let request = request(Kind::Yaml, to, "", item);
        assert!(!edit("c.yaml", yaml, &request), "{to}");
        let edited = apply(yaml, &request.plan("c.yaml", yaml).unwrap());
        assert!(edited.contains(expected), "{edited}");
    }
    assert!(request(Kind::Yaml, "server", "", "port: 2").plan("c.yaml", yaml).unwrap().is_empty());
    let flow = request(Kind::Yaml, "a", "", "y: 2").plan("c.yaml", "a: {x: 1}\n");
    assert!(flow.unwrap_err().message.contains("block style"));
    assert!(request(Kind::Yaml, "b", "", "y: 2").plan("c.yaml", "a: 1\n").is_err());
    assert!(!edit("c.yaml", "", &request(Kind::Yaml, "", "", "y: 2")));
}

#[test]
fn what_was_added_is_taken_out_after_the_user_edited_around_it() {
    let request = request(Kind::Variant, "Command", "", "Export");
    let insertions = request.plan("f", TRICKY).unwrap();
    let edited = apply(TRICKY, &insertions).replace("path: String", "path: PathBuf");
    let reverted = revert(&edited, &insertions, false).unwrap();
    assert!(!reverted.contains("Export") && reverted.contains("path: PathBuf"));
    syn::parse_file(&reverted).unwrap();
    let gone = edited.replace("Export", "Changed");
    assert_eq!(revert(&gone, &insertions, false), None);
}
