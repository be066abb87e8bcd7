//! Writes the enums of each size, as strum's users write them: once for strum, once for us.

#![allow(clippy::disallowed_methods)] // cargo asks for a file

#[path = "../derives/src/words.rs"]
#[allow(dead_code)]
mod words;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../derives/src/words.rs");
    let mut source = String::new();
    for size in [10, 100, 1000] {
        let names = words::names(size);
        let body = names.join(", ");
        source += &format!("pub mod n{size} {{ pub static NAMES: [&str; {size}] = {names:?};\n");
        for (module, of) in [("ours", "strum"), ("theirs", "theirs")] {
            source += &format!(
                "pub mod {module} {{ #[derive(Clone, Copy, Debug, PartialEq, {of}::Display, \
                 {of}::EnumString, {of}::EnumIter, {of}::FromRepr)] #[strum(crate = \"{of}\")] \
                 pub enum E {{ {body} }} }}\n",
            );
        }
        source += "}\n";
    }
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    std::fs::write(format!("{out}/enums.rs"), source).expect("the folder of the build");
}
