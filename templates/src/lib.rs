//! The templates that come with `cargo gen`, as data.
//!
//! Each folder of this package with a `template.yaml` is one; adding a folder adds a template, and
//! no Rust. They are a package of their own, because a package can embed only its own files. Every
//! file ends in `.jinja`: a folder that holds a `Cargo.toml` would be left out of the package.
//!
//! ```
//! let ops = typewright_templates::all().iter().find(|t| t.name == "ops-cli").unwrap();
//! assert!(ops.files.iter().any(|(path, _)| *path == "Cargo.toml.jinja"));
//! ```

/// One template.
#[derive(Debug)]
pub struct Template {
    /// What users call it: the name of its folder.
    pub name: &'static str,
    /// Its files by path, sorted, `template.yaml` among them.
    pub files: &'static [(&'static str, &'static [u8])],
}

/// All templates, sorted by name.
pub fn all() -> &'static [Template] {
    include!(concat!(env!("OUT_DIR"), "/templates.rs"))
}
