//! `cargo gen import`.

use std::path::PathBuf;

use clap::Args;

use super::Preview;

/// `cargo gen import`
#[derive(Args, Debug)]
#[command(after_help = "\
Hooks and tasks are listed, and never run. What cannot be translated is listed with its place.
Example: cargo gen import gh:owner/cookiecutter-thing --into templates/thing")]
pub(crate) struct Import {
    /// A template of cookiecutter, copier or cargo-generate: a folder, `./theirs`, or an address of
    /// git, `URL#REV:FOLDER`.
    pub(crate) template: String,
    /// The folder to make; it must not exist or be empty.
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) into: PathBuf,
    #[command(flatten)]
    pub(crate) preview: Preview,
}
