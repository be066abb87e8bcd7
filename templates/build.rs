//! Embeds every folder beside this file that holds a `template.yaml`.

#![allow(clippy::disallowed_methods, reason = "build output goes to OUT_DIR")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed=.");
    let mut code = String::from("&[\n");
    for (name, folder) in entries(&here)? {
        if !folder.join("template.yaml").is_file() {
            continue;
        }
        let mut files = Vec::new();
        collect(&folder, "", &mut files)?;
        writeln!(code, "    Template {{ name: {name:?}, files: &[")?;
        for (path, file) in files {
            writeln!(code, "        ({path:?}, include_bytes!({file:?})),")?;
        }
        code.push_str("    ] },\n");
    }
    code.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("templates.rs"), code)?;
    Ok(())
}

/// The content of a folder, sorted by name.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    let mut list = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        list.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    list.sort();
    Ok(list)
}

/// All files below a folder with their `/`-separated paths.
fn collect(
    folder: &Path,
    under: &str,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), Box<dyn Error>> {
    for (name, path) in entries(folder)? {
        let name = format!("{under}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else if name != "template.yaml" && !name.ends_with(".jinja") {
            // Some names, such as Cargo.toml, would keep the folder out of the package.
            return Err(format!("{}: its name must end in .jinja", path.display()).into());
        } else {
            files.push((name, path));
        }
    }
    Ok(())
}
