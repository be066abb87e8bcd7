//! `cargo gen template`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `cargo gen template`
#[derive(Debug, Subcommand)]
pub(crate) enum Template {
    /// List the built-in templates, and those that the settings name.
    List,
    /// Show what a template asks, makes and offers.
    Show(TemplateName),
    /// Find what is wrong with a template: names, rules, files and questions.
    Lint(TemplateName),
    /// Print the JSON Schema of template.yaml, for editors.
    Schema,
    /// Make projects of a template, with every two choices together, and try them.
    Test(TestTemplate),
}

/// A template.
#[derive(Args, Debug)]
pub(crate) struct TemplateName {
    /// A built-in template, or the path of a folder, `./mine`.
    pub(crate) template: String,
}

/// `cargo gen template test`
#[derive(Args, Debug)]
pub(crate) struct TestTemplate {
    /// A built-in template, or the path of a folder, `./mine`.
    pub(crate) template: String,
    /// The API for a template that needs one; repeat for more.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) from: Vec<PathBuf>,
    /// Write the snapshots anew.
    #[arg(long)]
    pub(crate) bless: bool,
}
