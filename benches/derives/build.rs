//! Writes the enums of each size, once for each tool.

#![allow(clippy::disallowed_methods)] // cargo asks for a file

#[path = "src/words.rs"]
#[allow(dead_code)]
mod words;

#[path = "src/random.rs"]
mod random;

#[path = "src/shapes.rs"]
mod shapes;

use std::fmt::Write;

const TOOLS: &[(&str, &str)] = &[
    ("ours", "#[derive(typewright::Stringer)] #[stringer(also(FromRepr))]"),
    ("ours_fast", "#[derive(typewright::Stringer)] #[stringer(only(FromStr), fast)]"),
    ("ours_folded", "#[derive(typewright::Stringer)] #[stringer(ignore_case)]"),
    (
        "strum_both",
        "#[derive(strum::Display, strum::EnumString, strum::EnumIter, \
                    strum::IntoStaticStr, strum::FromRepr)]",
    ),
    ("strum_folded", "#[derive(strum::EnumString)] #[strum(ascii_case_insensitive)]"),
    ("more", "#[derive(derive_more::Display, derive_more::FromStr)]"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/words.rs");
    println!("cargo::rerun-if-changed=src/random.rs");
    println!("cargo::rerun-if-changed=src/shapes.rs");
    println!("cargo::rerun-if-env-changed=TYPEWRIGHT_SEED");
    let seed = std::env::var("TYPEWRIGHT_SEED").ok().and_then(|seed| seed.parse().ok());
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    let mut source = String::new();
    for size in [10, 100, 1000] {
        writeln!(source, "pub mod n{size} {{ pub const N: usize = {size};").unwrap();
        source.push_str(&module(size));
        source.push_str("}\n");
    }
    std::fs::write(format!("{out}/enums.rs"), source).expect("the folder of the build");
    let random = random::enums(seed.unwrap_or(42));
    std::fs::write(format!("{out}/random.rs"), random).expect("the folder of the build");
}

fn module(size: usize) -> String {
    let names = words::names(size);
    let body = names.join(", ");
    let mut source = format!("pub static NAMES: [&str; N] = {names:?};\n");
    for (tool, derives) in TOOLS {
        writeln!(
            source,
            "pub mod {tool} {{ #[derive(Clone, Copy, Debug, PartialEq)] {derives} \
             pub enum E {{ {body} }} }}",
        )
        .unwrap();
    }
    let scattered: String = names
        .iter()
        .zip(1_u64..)
        .map(|(n, at)| format!("{n} = {}, ", at * at * 7 % 1_000_003))
        .collect();
    for (tool, derive) in [
        ("sparse", "typewright::Stringer)] #[stringer(only(FromStr, FromRepr))]"),
        ("strum_sparse", "strum::FromRepr)]"),
    ] {
        writeln!(
            source,
            "pub mod {tool} {{ #[derive(Clone, Copy, {derive} #[repr(u32)] \
             pub enum E {{ {scattered} }} }}",
        )
        .unwrap();
    }
    let arms: String = names.iter().map(|n| format!("{n:?} => Self::{n}, ")).collect();
    let texts: String = names.iter().map(|n| format!("Self::{n} => {n:?}, ")).collect();
    let entries: String = names.iter().map(|n| format!("{n:?} => E::{n}, ")).collect();
    writeln!(
        source,
        "pub mod hand {{ #[derive(Clone, Copy, Debug, PartialEq)] pub enum E {{ {body} }}
         impl E {{ pub const fn as_str(self) -> &'static str {{ match self {{ {texts} }} }} }}
         impl core::fmt::Display for E {{ fn fmt(&self, f: &mut core::fmt::Formatter<'_>) \
         -> core::fmt::Result {{ f.pad(self.as_str()) }} }}
         impl core::str::FromStr for E {{ type Err = (); fn from_str(s: &str) \
         -> Result<Self, ()> {{ Ok(match s {{ {arms} _ => return Err(()) }}) }} }}
         pub static MAP: phf::Map<&'static str, E> = phf::phf_map! {{ {entries} }}; }}",
    )
    .unwrap();
    source
}
