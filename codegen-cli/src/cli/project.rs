//! The verbs that change a project which stands.

use std::path::PathBuf;

use clap::Args;

use super::{Answers, Preview};

/// `cargo gen add`
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
The part brings files, and adds lines to files of yours: nothing else in them changes, and what is
there already is not added again. Where a place is missing or ambiguous, nothing is written and
you are told what to write where. Each question of the part is a flag too: --about TEXT is
--set about=TEXT.
Example: cargo gen add command export")]
pub(crate) struct Add {
    /// A part of the template; without one, they are listed.
    #[arg(default_value = "", hide_default_value = true)]
    pub(crate) part: String,
    /// What it will be called; with --from, the name of the first source if left out.
    pub(crate) name: Option<String>,
    /// For a part that brings sources: a .proto file, or a folder for all in it; repeat for more.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) from: Vec<PathBuf>,
    /// The project.
    #[arg(long, default_value = ".")]
    pub(crate) dir: PathBuf,
    #[command(flatten)]
    pub(crate) answers: Answers,
    #[command(flatten)]
    pub(crate) preview: Preview,
}

/// `cargo gen remove`
#[derive(Args, Debug)]
pub(crate) struct Remove {
    /// The part.
    pub(crate) part: String,
    /// What it is called.
    pub(crate) name: String,
    /// The project.
    #[arg(long, default_value = ".")]
    pub(crate) dir: PathBuf,
    /// Delete its files where they were edited, and leave lines that are no longer found.
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) preview: Preview,
}

/// `cargo gen update`
#[derive(Args, Debug)]
#[command(after_help = "\
Your changes and those of the template are merged, on the basis of what was rendered last; neither
git nor a clean tree is needed. Where both changed the same lines, markers are left and the exit
code is 3. Until the next operation, --abort brings every byte back.")]
pub(crate) struct Update {
    /// The project.
    #[arg(default_value = ".", value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Where the template is now, if it moved.
    #[arg(long)]
    pub(crate) template: Option<String>,
    #[command(flatten)]
    pub(crate) answers: Answers,
    /// Take the last update back.
    #[arg(long, conflicts_with_all = ["template", "set", "values", "dry_run", "diff", "force"])]
    pub(crate) abort: bool,
    /// Overwrite generated files that were edited.
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) preview: Preview,
}

/// `cargo gen undo`
#[derive(Args, Debug)]
pub(crate) struct Undo {
    /// The project.
    #[arg(default_value = ".", value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Overwrite files that were edited since.
    #[arg(long)]
    pub(crate) force: bool,
}
