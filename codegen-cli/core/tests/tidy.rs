//! The rules of the house, read off its sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use typewright_core::diag::code;

use crate::{errors, folder};

/// Lines that a source file may have.
const LONGEST: usize = 400;

/// Files that may be longer, each with its reason; at best none.
const LONGER: &[(&str, &str)] = &[];

/// The one file that allows `unsafe`, in the module with the proofs.
const UNSAFE: &str = "macros/src/lib.rs";

/// Names that say nothing about what is inside; `gen` is a keyword.
const NAMELESS: [&str; 7] = ["util", "utils", "helper", "helpers", "common", "manager", "gen"];

/// All Rust files of the workspace but what is built or made from templates.
fn sources() -> Vec<PathBuf> {
    let root = folder::workspace();
    let parts = ["macros", "codegen-cli", "plugins", "templates", "examples", "benches"];
    let all = parts.iter().flat_map(|part| folder::files(&root.join(part), "rs"));
    let built = |path: &PathBuf| path.components().any(|c| c.as_os_str() == "target");
    let sources: Vec<PathBuf> = all.filter(|path| !built(path)).collect();
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

fn shown(path: &Path) -> String {
    path.strip_prefix(folder::workspace()).unwrap_or(path).display().to_string()
}

fn assert_none(mistakes: &[String]) {
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn files_are_short_and_named_after_what_they_hold() {
    let mut mistakes = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let (name, lines) = (shown(&path), text.lines().count());
        let code = path.components().any(|c| c.as_os_str() == "src");
        let written = !text.starts_with("// @generated");
        if code && written && lines > LONGEST && !LONGER.iter().any(|(file, _)| *file == name) {
            mistakes.push(format!("{name}: {lines} lines, {LONGEST} are allowed"));
        }
        let module = path.file_stem().unwrap().to_str().unwrap();
        let parent = path.parent().and_then(Path::file_name).unwrap().to_str().unwrap();
        for part in [module, parent] {
            if NAMELESS.contains(&part) {
                mistakes.push(format!("{name}: `{part}` says nothing about what is inside"));
            }
        }
        // Both are written in two pieces, or these lines would be found.
        if text.contains(concat!("allow(", "unsafe_code")) && name != UNSAFE {
            mistakes.push(format!("{name}: `unsafe` has its place in macros/src/dense.rs alone"));
        }
        if text.contains(concat!("todo", "!(")) {
            mistakes.push(format!("{name}: unfinished"));
        }
    }
    assert_none(&mistakes);
}

/// A path that starts at the root of its crate: `crate::model::Schema`.
type Names = Vec<String>;

/// Every `crate::` and `super::` path of a file, `use` groups taken apart. Comments are no tokens,
/// so what they mention does not count.
fn paths(tokens: TokenStream, module: &[String], found: &mut Vec<Names>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(word) if word == "mod" => {
                let inline = (tokens.get(at + 1), tokens.get(at + 2));
                if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) = inline {
                    let inner = [module, &[name.to_string()]].concat();
                    paths(body.stream(), &inner, found);
                    at += 3;
                    continue;
                }
            }
            TokenTree::Ident(word) if word == "crate" && separated(&tokens, at + 1) => {
                at = follow(&tokens, at + 3, Vec::new(), found);
                continue;
            }
            TokenTree::Ident(word) if word == "super" && separated(&tokens, at + 1) => {
                let mut outer = module.to_vec();
                outer.pop();
                at += 3;
                while matches!(&tokens.get(at), Some(TokenTree::Ident(w)) if w == "super") {
                    outer.pop();
                    at += 3;
                }
                at = follow(&tokens, at, outer, found);
                continue;
            }
            TokenTree::Group(group) => paths(group.stream(), module, found),
            _ => {}
        }
        at += 1;
    }
}

fn separated(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |i: usize| matches!(tokens.get(i), Some(TokenTree::Punct(p)) if p.as_char() == ':');
    colon(at) && colon(at + 1)
}

/// Reads the rest of a path from `at` on; gives the place behind it.
fn follow(tokens: &[TokenTree], mut at: usize, mut path: Names, found: &mut Vec<Names>) -> usize {
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) => path.push(name.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let comma = |t: &TokenTree| matches!(t, TokenTree::Punct(p) if p.as_char() == ',');
                for part in inner.split(comma).filter(|part| !part.is_empty()) {
                    follow(part, 0, path.clone(), found);
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        if !separated(tokens, at) {
            break;
        }
        at += 2;
    }
    found.push(path);
    at
}

/// `src/source/proto/lower.rs` is the module `source`, `proto`, `lower`.
fn module_of(path: &Path, src: &Path) -> Names {
    let path = path.strip_prefix(src).unwrap().with_extension("");
    let mut names: Names = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if names.last().is_some_and(|last| last == "mod" || last == "lib") {
        names.pop();
    }
    names
}

/// What is wrong about a module of ours naming this path, if anything.
fn breach(module: &[String], path: &[String]) -> Option<&'static str> {
    let at = |names: &[String], i: usize| names.get(i).cloned().unwrap_or_default();
    let (room, target) = (at(module, 0), at(path, 0));
    let allowed: &[&str] = match &*room {
        "source" => &["source", "model", "diag"],
        "emit" => &["emit", "model", "diag", "files"],
        "model" => &["model", "diag"],
        "files" => &["files", "diag"],
        "diag" => &["diag"],
        _ => return None,
    };
    const ROOMS: [&str; 5] = ["source", "emit", "model", "files", "diag"];
    if ROOMS.contains(&&*target) && !allowed.contains(&&*target) {
        return Some("is behind a wall");
    }
    let sibling = room == target && at(path, 1) != at(module, 1) && module.len() > 1;
    // An item of the parent itself is no sibling; modules are what has a file.
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(&room).join(at(path, 1));
    let is_module = src.is_dir() || src.with_extension("rs").is_file();
    // The list of emitters sits in `emit/mod.rs`; layout, comments, names and tables serve them.
    let list = room == "emit" && at(module, 1) == "api";
    let shared =
        room == "emit" && ["docs", "links", "module", "rename", "tables"].contains(&&*at(path, 1));
    let walled = room == "source" || room == "emit";
    (walled && sibling && is_module && !list && !shared).then_some("is a sibling")
}

#[test]
fn rooms_keep_to_their_walls() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut mistakes = Vec::new();
    let mut seen = 0;
    for file in folder::files(&src, "rs") {
        let module = module_of(&file, &src);
        let tokens: TokenStream = fs::read_to_string(&file).unwrap().parse().unwrap();
        let mut named = Vec::new();
        paths(tokens, &module, &mut named);
        seen += named.len();
        let inner = file.file_name().is_some_and(|name| name == "mod.rs") && module.len() == 1;
        let module = if inner { [&*module, &["api".to_owned()]].concat() } else { module };
        for path in named {
            if let Some(why) = breach(&module, &path) {
                mistakes.push(format!("{}: `{}` {why}", shown(&file), path.join("::")));
            }
        }
    }
    assert!(seen > 50, "only {seen} paths were read");
    assert_none(&mistakes);
}

#[test]
fn walls_are_noticed() {
    let names = |text: &str| text.split("::").map(str::to_owned).collect::<Names>();
    let breach = |module, path| breach(&names(module), &names(path));
    assert_eq!(breach("source::proto", "emit::Options"), Some("is behind a wall"));
    assert_eq!(breach("emit::client", "source::proto::read"), Some("is behind a wall"));
    assert_eq!(breach("model::api", "files::File"), Some("is behind a wall"));
    assert_eq!(breach("source::proto::lower", "source::rust"), Some("is a sibling"));
    assert_eq!(breach("emit::client", "emit::messages::emit"), Some("is a sibling"));
    assert_eq!(breach("emit::client", "emit::docs::linked_doc_lines"), None);
    assert_eq!(breach("source::proto::lower", "source::proto::descriptor"), None);
    let mut found = Vec::new();
    let text =
        "use super::{a::B, c::{D, e}}; mod inner { use super::super::x; } fn f() { crate::y() }";
    paths(text.parse().unwrap(), &names("emit::client"), &mut found);
    let found: Vec<String> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["emit::a::B", "emit::c::D", "emit::c::e", "emit::x", "y"]);
}

#[test]
fn the_engine_touches_nothing_outside() {
    const OUTSIDE: [&str; 6] =
        ["std::fs", "std::env", "std::io", "std::time", "std::net", "std::process"];
    const PRINTING: [&str; 5] = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut mistakes = Vec::new();
    for file in folder::files(&src, "rs") {
        let text = fs::read_to_string(&file).unwrap();
        let code =
            text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (i, line) in code {
            for word in OUTSIDE.iter().chain(&PRINTING).filter(|word| line.contains(**word)) {
                mistakes.push(format!("{}:{}: `{word}`", shown(&file), i + 1));
            }
        }
    }
    assert_none(&mistakes);
}

/// The case is a file or folder whose name starts with the code, underscores for hyphens or not.
#[test]
fn every_code_has_a_case() {
    let root = folder::workspace();
    let places = [
        "macros/tests/ui",
        "macros/settings/tests",
        "codegen-cli/core/tests/cases/errors",
        "codegen-cli/tests",
    ];
    let mut names = BTreeSet::new();
    for place in places {
        collect_names(&root.join(place), &mut names);
    }
    let mut mistakes = Vec::new();
    for code in code::ALL {
        if !names.iter().any(|name| name.starts_with(&code.to_string())) {
            mistakes.push(format!("`{code}` has no case in {}", places.join(", ")));
        }
    }
    assert_none(&mistakes);
}

fn collect_names(folder: &Path, names: &mut BTreeSet<String>) {
    for path in folder::entries(folder) {
        names.insert(path.file_name().unwrap().to_str().unwrap().replace('_', "-"));
        if path.is_dir() {
            collect_names(&path, names);
        }
    }
}

/// A folder that no test reads would look like a test and be none.
#[test]
fn every_case_folder_is_run() {
    let cases = folder::tests().join("cases");
    let mut mistakes = Vec::new();
    for theme in folder::folders(&cases) {
        let name = theme.file_name().unwrap().to_str().unwrap();
        let emitter = typewright_core::emit::EMITTERS.iter().any(|e| e.name == name);
        if name != "errors" && !emitter {
            mistakes.push(format!("{}: no test reads it", shown(&theme)));
        }
        for case in folder::folders(&theme).iter().filter(|_| emitter) {
            if folder::files(case, "proto").is_empty() {
                mistakes.push(format!("{}: it has no input", shown(case)));
            }
        }
    }
    for case in folder::files(&cases.join("errors"), "txt") {
        let case = case.parent().unwrap().strip_prefix(cases.join("errors")).unwrap().to_owned();
        if !errors::names().any(|name| Path::new(name) == case) {
            mistakes.push(format!("cases/errors/{}: no row in errors.rs", case.display()));
        }
    }
    assert_none(&mistakes);
}

/// The places of a text of `code!`, and whether the list in front of it names just these, in order.
fn listed(text: TokenStream, places: &mut Vec<String>, mistakes: &mut Vec<String>) {
    let trees: Vec<TokenTree> = text.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let before = |back: usize| at.checked_sub(back).map(|at| trees[at].to_string());
        match tree {
            TokenTree::Ident(name) if before(1).as_deref() == Some("#") => {
                places.push(name.to_string());
            }
            TokenTree::Group(group)
                if before(1).as_deref() == Some("!") && before(2).as_deref() == Some("code") =>
            {
                let mut inside = group.stream().into_iter().peekable();
                let list = inside.next_if(
                    |first| matches!(first, TokenTree::Group(g) if g.delimiter() == Delimiter::Bracket),
                );
                let list = list.map_or_else(String::new, |list| list.to_string().replace(' ', ""));
                let mut found = Vec::new();
                listed(inside.collect(), &mut found, mistakes);
                let found = found.join(",");
                if list.trim_matches(['[', ']', ',']) != found {
                    mistakes.push(format!("code!({list} ..) has the places [{found}]"));
                }
            }
            TokenTree::Group(group) => listed(group.stream(), places, mistakes),
            _ => {}
        }
    }
}

#[test]
fn values_of_code_are_those_of_its_places() {
    let mut mistakes = Vec::new();
    for path in sources().iter().filter(|path| !path.ends_with("enums/code.rs")) {
        let text = fs::read_to_string(path).unwrap();
        if text.contains("code!") {
            listed(text.parse().unwrap(), &mut Vec::new(), &mut mistakes);
        }
    }
    assert_none(&mistakes);
    listed("code!([a] #a #b)".parse().unwrap(), &mut Vec::new(), &mut mistakes);
    assert_eq!(mistakes, ["code!([a] ..) has the places [a,b]"], "what is missing is noticed");
}
