//! Schemas whose names are as bad as the language allows: everything that is generated from them
//! compiles.
//!
//! `TYPEWRIGHT_HOSTILE=1000` sets how many; the default is for every day.

use std::fmt::Write as _;

use typewright_core::emit::Options;
use typewright_core::source::proto::Input;

use crate::compile::{Crate, everything};

/// How many schemas are made where nobody says otherwise.
const SCHEMAS: usize = 40;

/// How many of them one crate holds: the compiler keeps a whole crate in memory.
const TOGETHER: usize = 50;

/// Names that Rust, file systems, prost or our own output give a meaning to. One schema draws from a
/// handful of them, so that they meet.
const WORDS: &[&str] = &[
    "type",
    "self",
    "Self",
    "super",
    "crate",
    "extern",
    "async",
    "await",
    "gen",
    "mod",
    "fn",
    "impl",
    "match",
    "dyn",
    "try",
    "union",
    "static",
    "macro_rules",
    "yield",
    "box",
    "raw",
    "true",
    "String",
    "Vec",
    "Option",
    "Some",
    "None",
    "Box",
    "Result",
    "Ok",
    "Err",
    "Default",
    "Clone",
    "Debug",
    "Copy",
    "Eq",
    "Message",
    "Enumeration",
    "Oneof",
    "Name",
    "Field",
    "Kind",
    "Shape",
    "Service",
    "Method",
    "Enum",
    "prost",
    "prost_types",
    "std",
    "core",
    "alloc",
    "tonic",
    "bytes",
    "serde",
    "typewright_client",
    "typewright_ops",
    "client",
    "commands",
    "server",
    "json",
    "client_2",
    "services",
    "SERVICES",
    "con",
    "aux",
    "nul",
    "COM1",
    "lib",
    "main",
    "http",
    "from",
    "into",
    "clone",
    "new",
    "connect",
    "channel",
    "request",
    "encode",
    "decode",
    "merge",
    "clear",
    "encoded_len",
    "as_str_name",
    "from_str_name",
    "is_valid",
    "try_from",
    "i32",
    "u8",
    "bool",
    "str",
    "f64",
    "unit",
    "HTTPServer",
    "HttpServer",
    "http_server",
    "HTTP_SERVER",
    "fooBar",
    "foo_bar",
    "FooBar",
    "FOO_BAR",
    "foo__bar",
    "_foo",
    "foo_",
    "Foo2",
    "foo_2",
    "a1b2",
    "A1B2",
    "X",
    "x",
    "Value",
    "value",
    "Entry",
    "Client",
    "FooClient",
    "Foo",
    "foo",
    "Unspecified",
    "UNSPECIFIED",
    "Map",
    "Any",
    "Empty",
    "google",
];

/// Numbers that look random and are the same in each run (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// What one schema draws its names from.
struct Draw<'n> {
    numbers: &'n mut Numbers,
    words: Vec<&'static str>,
}

impl Draw<'_> {
    /// Some names, each once as the compiler compares them.
    fn names(&mut self, most: usize) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for _ in 0..self.numbers.below(most + 1) {
            let word = self.words[self.numbers.below(self.words.len())];
            if !names.iter().any(|name| name == word) {
                names.push(word.to_owned());
            }
        }
        names
    }

    fn scalar(&mut self) -> &'static str {
        ["string", "bytes", "int32", "double", "bool", "google.protobuf.Any"][self.numbers.below(6)]
    }

    fn message(&mut self, name: &str, depth: usize, types: &[String]) -> String {
        let mut out =
            format!("message {name} {{\noption deprecated_legacy_json_field_conflicts = true;\n");
        let mut used: Vec<String> = Vec::new();
        if depth < 3 {
            for nested in self.names(2) {
                out.push_str(&self.message(&nested, depth + 1, types));
                used.push(nested);
            }
        }
        let mut items = self.names(1);
        items.retain(|name| !used.contains(name));
        for item in items {
            out.push_str(&self.enumeration(&item, true));
            used.push(item);
        }
        let mut number = 0;
        let mut field = |draw: &mut Self, name: &str, label: &str, out: &mut String| {
            number += 1;
            let ty = match types.len() {
                0 => draw.scalar().to_owned(),
                count => match draw.numbers.below(2) {
                    0 => draw.scalar().to_owned(),
                    _ => types[draw.numbers.below(count)].clone(),
                },
            };
            match (label, draw.numbers.below(4)) {
                ("optional", 0) => writeln!(out, "map<string, {ty}> {name} = {number};").unwrap(),
                _ => writeln!(out, "{label} {ty} {name} = {number};").unwrap(),
            }
        };
        for name in self.names(5) {
            if !used.contains(&name) {
                let label = ["optional", "repeated", "required"][self.numbers.below(3)];
                field(self, &name, label, &mut out);
                used.push(name);
            }
        }
        for oneof in self.names(2) {
            if used.contains(&oneof) {
                continue;
            }
            used.push(oneof.clone());
            let members: Vec<String> =
                self.names(4).into_iter().filter(|name| !used.contains(name)).collect();
            if members.is_empty() {
                continue;
            }
            writeln!(out, "oneof {oneof} {{").unwrap();
            for member in members {
                field(self, &member, "", &mut out);
                used.push(member);
            }
            out.push_str("}\n");
        }
        out + "}\n"
    }

    /// Values are named in the scope around the enum, so a nested one takes all of their names.
    fn enumeration(&mut self, name: &str, nested: bool) -> String {
        let mut out =
            format!("enum {name} {{\noption deprecated_legacy_json_field_conflicts = true;\n");
        let prefix = if nested { format!("{name}_") } else { format!("{}_", name.to_uppercase()) };
        let mut values = self.names(5);
        values.push("zero".to_owned());
        for (i, value) in values.iter().enumerate() {
            writeln!(out, "{prefix}{value} = {i};").unwrap();
        }
        out + "}\n"
    }

    fn file(&mut self, package: &str, foreign: &[String], import: &str) -> (String, Vec<String>) {
        let mut out = format!("syntax = \"proto2\";\npackage {package};\n{import}");
        out.push_str("import \"google/protobuf/any.proto\";\n");
        let (messages, mut used) = (self.names(4), Vec::new());
        let own: Vec<String> = messages.iter().map(|name| format!(".{package}.{name}")).collect();
        let types: Vec<String> = own.iter().chain(foreign).cloned().collect();
        for name in &messages {
            out.push_str(&self.message(name, 0, &types));
            used.push(name.clone());
        }
        let mut enums = self.names(2);
        enums.retain(|name| !used.contains(name));
        for name in enums {
            out.push_str(&self.enumeration(&name, false));
            used.push(name);
        }
        for name in self.names(2) {
            if used.contains(&name) || types.is_empty() {
                continue;
            }
            writeln!(out, "service {name} {{").unwrap();
            used.push(name);
            for rpc in self.names(6) {
                let [input, output] = [(), ()].map(|()| &types[self.numbers.below(types.len())]);
                let [there, back] = [(), ()].map(|()| ["", "stream "][self.numbers.below(2)]);
                writeln!(out, "rpc {rpc}({there}{input}) returns ({back}{output});").unwrap();
            }
            out.push_str("}\n");
        }
        (out, own)
    }
}

/// Two files, of which the second uses the first, in packages that are named alike.
fn schema(numbers: &mut Numbers) -> [(&'static str, String); 2] {
    let words = (0..8).map(|_| WORDS[numbers.below(WORDS.len())]).collect();
    let mut draw = Draw { numbers, words };
    let first = [draw.names(2), vec!["p".to_owned()]].concat().join(".");
    let mut second = draw.names(2);
    if draw.numbers.below(2) == 0 {
        second.insert(0, first.clone());
    }
    let second = if second.is_empty() { "q".to_owned() } else { second.join(".") };
    let (a, types) = draw.file(&first, &[], "");
    let (b, _) = draw.file(&second, &types, "import \"a.proto\";\n");
    [("a.proto", a), ("b.proto", b)]
}

fn compiled(files: &[(&str, String)]) -> Option<Input> {
    let text = |name: &str| files.iter().find(|(n, _)| *n == name).map(|(_, text)| text.clone());
    let compiled =
        typewright_compiler::compile(&["a.proto", "b.proto"], &mut |name| Ok(text(name)));
    let files = compiled.ok()?.files.into_iter().map(|file| file.descriptor).collect();
    Some(Input { files, generate: vec!["a.proto".to_owned(), "b.proto".to_owned()] })
}

#[test]
fn hostile_names_compile() {
    let wanted = std::env::var("TYPEWRIGHT_HOSTILE").ok().and_then(|n| n.parse().ok());
    let wanted = wanted.unwrap_or(SCHEMAS);
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let mut refused = 0;
    for first in (1..=wanted).step_by(TOGETHER) {
        let mut generated = Crate::new("hostile-names");
        for number in first..(first + TOGETHER).min(wanted + 1) {
            let input = loop {
                // What the language itself does not allow is no schema.
                match compiled(&schema(&mut numbers)) {
                    Some(input) => break input,
                    None => refused += 1,
                }
                assert!(refused < 100 + 20 * wanted, "{refused} of {number} are no schemas");
            };
            let options = if number % 2 == 0 { everything() } else { Options::default() };
            generated.add(&format!("schema_{number}"), &input, &options);
        }
        generated.check_only();
    }
}
