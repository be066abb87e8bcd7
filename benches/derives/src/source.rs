//! The code that is compiled, once for each tool.

use std::fmt::Write;

use crate::words;

/// Nothing derived; ours, as much as strum's three derives give; strum; the rest; all of ours.
pub const TOOLS: [&str; 6] = ["none", "ours", "strum", "derive_more", "hand", "ours-all"];

/// One enum, with a caller of each thing that is derived.
pub fn one(tool: &'static str, size: usize) -> (&'static str, String) {
    (tool, item(tool, "E", &words::names(size)) + &uses(tool, "E", ""))
}

/// Many enums of different names, each with its callers.
pub fn many(tool: &'static str, enums: usize, size: usize) -> (&'static str, String) {
    let names = words::names(400);
    let mut source = String::new();
    for at in 0..enums {
        let body: Vec<String> =
            (0..size).map(|v| names[(at * 7 + v * 11) % names.len()].clone()).collect();
        source += &item(tool, &format!("E{at}"), &body);
        source += &uses(tool, &format!("E{at}"), &at.to_string());
    }
    (tool, source)
}

/// A program that calls what [`one`] has; without a tool, it counts its arguments.
pub fn main(tool: &str) -> String {
    let body = match tool {
        "none" => "n += text.len();",
        "derive_more" | "hand" => "if let Some(e) = parse(text) { n += show(&e).len(); }",
        _ => "if let Some(e) = parse(text) { n += show(&e).len(); } n += count();",
    };
    format!(
        "fn main() {{ let all: Vec<String> = std::env::args().collect(); let mut n = 0; \
         for text in &all {{ {body} }} println!(\"{{n}}\"); }}",
    )
}

fn item(tool: &str, name: &str, names: &[String]) -> String {
    let derives = match tool {
        "ours" | "ours-all" => ", typewright::Stringer",
        "strum" => ", strum::Display, strum::EnumString, strum::EnumIter",
        "derive_more" => ", derive_more::Display, derive_more::FromStr",
        _ => "",
    };
    let only = match tool {
        "ours" => "#[stringer(only(Display, FromStr, EnumIter))]",
        _ => "",
    };
    let mut source = format!(
        "#[derive(Clone, Copy{derives})] {only} pub enum {name} {{ {} }}\n",
        names.join(",\n")
    );
    if tool == "hand" {
        let (mut texts, mut arms) = (String::new(), String::new());
        for variant in names {
            write!(texts, "{name}::{variant} => {variant:?},").expect("a string");
            write!(arms, "{variant:?} => {name}::{variant},").expect("a string");
        }
        write!(
            source,
            "impl core::fmt::Display for {name} {{ fn fmt(&self, f: &mut core::fmt::Formatter<'_>) \
             -> core::fmt::Result {{ f.pad(match self {{ {texts} }}) }} }}
             impl core::str::FromStr for {name} {{ type Err = (); fn from_str(s: &str) \
             -> Result<Self, ()> {{ Ok(match s {{ {arms} _ => return Err(()) }}) }} }}\n",
        )
        .expect("a string");
    }
    source
}

fn uses(tool: &str, name: &str, suffix: &str) -> String {
    let values = match tool {
        "none" => return String::new(),
        "ours" | "ours-all" => format!("{name}::iter()"),
        "strum" => format!("<{name} as strum::IntoEnumIterator>::iter()"),
        _ => String::new(),
    };
    let mut source = format!(
        "#[inline(never)] pub fn parse{suffix}(s: &str) -> Option<{name}> {{ s.parse().ok() }}
         #[inline(never)] pub fn show{suffix}(e: &{name}) -> String {{ e.to_string() }}\n",
    );
    if !values.is_empty() {
        writeln!(
            source,
            "#[inline(never)] pub fn count{suffix}() -> usize \
             {{ {values}.map(|e: {name}| e as usize).sum() }}",
        )
        .expect("a string");
    }
    source
}
