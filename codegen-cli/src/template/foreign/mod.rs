//! Templates that were made for other tools. They are translated in memory into a template of ours,
//! whose manifest says by `dialect` how their files are to be read; from there on they are templates
//! like any other. Nothing of them is run: hooks and tasks are told of.

pub(super) mod dialect;
pub(super) mod environment;
pub(super) mod layout;
pub(super) mod liquid;
pub(super) mod ours;
pub(super) mod python;
pub(super) mod yaml;

mod ansible;
mod cargo_generate;
pub(super) mod chance;
mod cookiecutter;
mod copier;
mod dump;
mod ignore;
mod json;
mod links;
pub(super) mod moment;
mod slug;
mod source;
mod tags;
mod translation;

use std::borrow::Cow;
use std::collections::BTreeMap;

use dialect::Tool;
pub(crate) use source::Found;
use source::Raw;

use crate::error::{CommandError, Kind, Mistake, Place};
use crate::output::Output;

/// Files by path, as a template holds them.
pub(super) type TemplateFiles = Vec<(String, Cow<'static, [u8]>)>;

/// Where a template comes from that was made for another tool.
#[derive(Debug)]
pub(crate) struct Foreign {
    pub(crate) tool: Tool,
    /// The file that it was known by.
    pub(crate) file: String,
    /// What the tool would do besides, and is not done here.
    pub(crate) notes: Vec<Mistake>,
    /// Where files stood before they were translated.
    pub(crate) origins: BTreeMap<String, String>,
    /// Where questions stand.
    pub(crate) places: BTreeMap<String, Place>,
}

/// A template that was translated, as it is written down.
#[derive(Debug)]
pub(crate) struct Imported {
    /// Its files.
    pub(crate) files: Output,
    /// What was left out.
    pub(crate) notes: Vec<Mistake>,
    /// Why it keeps its dialect; nothing, if it is one of ours in all respects.
    pub(crate) kept: Vec<Mistake>,
}

impl Foreign {
    /// What it is, in a few words.
    pub(crate) fn title(&self) -> String {
        format!("a template of {} ({})", self.tool.name(), self.file)
    }
}

/// The files by which a tool knows its templates.
const KNOWN_BY: [(&str, Tool); 5] = [
    ("copier.yml", Tool::Copier),
    ("copier.yaml", Tool::Copier),
    ("ccds.json", Tool::Cookiecutter),
    ("cookiecutter.json", Tool::Cookiecutter),
    ("cargo-generate.toml", Tool::CargoGenerate),
];

/// The files that say so where there is none of these.
const BARE: [(&str, Tool); 2] =
    [("Cargo.toml", Tool::CargoGenerate), ("Cargo.toml.liquid", Tool::CargoGenerate)];

/// Translates a template; `place` is where it is, in messages.
///
/// # Errors
/// No tool knows it; the mistakes in it, and what of it cannot be done without running its code.
pub(super) fn translate(place: &str, raw: Raw) -> Result<(TemplateFiles, Foreign), CommandError> {
    let known = KNOWN_BY.iter().find(|(file, _)| raw.holds(file));
    // A template of cargo-generate needs no file of its own.
    let bare = || {
        let asks = |(file, _): &&(&str, Tool)| {
            raw.text(file).is_some_and(|text| cargo_generate::is_one(&text))
        };
        BARE.iter().find(asks)
    };
    let known = known.or_else(bare);
    let Some((file, tool)) = known else {
        let ours = super::MANIFEST;
        let error = CommandError::failed(format!("`{place}` holds no {ours}"));
        let others: Vec<&str> = KNOWN_BY.iter().map(|(file, _)| *file).collect();
        return Err(CommandError { kind: Kind::Usage, ..error }
            .help(format!("nor a file of another tool's template: {}", others.join(", "))));
    };
    let translation = match tool {
        Tool::Cookiecutter => cookiecutter::translate(place, file, raw)?,
        Tool::Copier => copier::translate(place, file, raw)?,
        Tool::CargoGenerate => cargo_generate::translate(place, raw)?,
    };
    translation.finish(place, *tool, file)
}
