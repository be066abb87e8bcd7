//! Enums of Rust files ▶ a file with their names, for builds without the derive.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use syn::parse_quote;
use typewright_core::diag::nearest;
use typewright_core::emit::enums;
use typewright_core::files::File;
use typewright_core::model::Enum;
use typewright_core::source::rust::{self, Attribute, Data, Item, Variant};

use crate::error::{CommandError, Kind, Mistake};
use crate::read::rust::RustFile;
use crate::recipe::tidy;

/// What a file of names is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stringer {
    /// The Rust files, seen from the folder.
    pub(crate) sources: Vec<String>,
    /// The enums; none means all that are plain names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) types: Vec<String>,
    /// The module that they are in, seen from the file of names.
    pub(crate) module: String,
    /// The style of their names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rename_all: Option<String>,
    /// Whether case counts when names are read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) ignore_case: bool,
    /// Whether the comments behind variants name them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) line_comments: bool,
}

impl Stringer {
    /// Makes the file; sources count from `root`.
    ///
    /// # Errors
    /// All mistakes in the enums, each at its place; a type that is not there.
    pub(crate) fn make(&self, root: &Path) -> Result<File, CommandError> {
        let mut found = Vec::new();
        let mut mistakes = Vec::new();
        let mut names = Vec::new();
        for source in &self.sources {
            let mut file = match RustFile::read(&tidy(&root.join(source))) {
                Ok(file) => file,
                Err(error) => {
                    mistakes.extend(error.mistakes);
                    continue;
                }
            };
            let syntax = std::mem::replace(&mut file.syntax, parse_quote!());
            for (modules, item) in rust::declarations(syntax) {
                let name = item.ident.to_string();
                if !self.wants(&name, &item) {
                    names.push(name);
                    continue;
                }
                match self.read(&file, item) {
                    Ok(model) => found.push((self.path(&modules), model)),
                    Err(wrong) => mistakes.extend(wrong),
                }
                names.push(name);
            }
        }
        mistakes.extend(self.missing(&names));
        if mistakes.is_empty() && found.is_empty() {
            let list = self.sources.join("`, `");
            mistakes.push(
                Mistake::new(format!("no enum of plain names is declared in `{list}`"))
                    .help("an enum that derives `Stringer` has its names already"),
            );
        }
        CommandError::unless_empty(Kind::Failed, mistakes)?;
        let documents: Vec<String> = self.sources.iter().map(|path| file_name(path)).collect();
        Ok(File::generated(enums::file(&documents.join(", "), &found)?))
    }

    fn wants(&self, name: &str, item: &Item) -> bool {
        if !self.types.is_empty() {
            return self.types.iter().any(|wanted| wanted == name);
        }
        let unit = |variant: &Variant| variant.fields.is_unit();
        matches!(&item.data, Data::Enum(data) if data.variants.iter().all(unit))
            && item.generics.params.is_empty()
            && derived(item).is_none()
    }

    /// The enum with the attributes that the derive would see.
    fn read(&self, file: &RustFile, mut item: Item) -> Result<Enum, Vec<Mistake>> {
        if let Some(derive) = derived(&item) {
            let message = format!("`{}` derives `Stringer`, which gives it its names", item.ident);
            let span = derive.pound();
            return Err(vec![
                file.mistake(span, message).help("remove the derive, or generate no file"),
            ]);
        }
        reveal(&mut item.attrs);
        if let Data::Enum(data) = &mut item.data {
            for variant in &mut data.variants {
                reveal(&mut variant.attrs);
                variant.fields.list.iter_mut().for_each(|field| reveal(&mut field.attrs));
            }
        }
        if let Some(style) = &self.rename_all {
            item.attrs.extend(Attribute::parse(&format!("#[stringer(rename_all = {style:?})]")));
        }
        if self.ignore_case {
            item.attrs.extend(Attribute::parse("#[stringer(ignore_case)]"));
        }
        if self.line_comments {
            item.attrs.extend(Attribute::parse("#[stringer(line_comments)]"));
        }
        let (model, mistakes) = rust::read_enum(&item);
        match mistakes.finish() {
            Ok(()) => Ok(model),
            Err(wrong) => Err(wrong.iter().map(|d| file.locate(d)).collect()),
        }
    }

    /// The path of a module of the source, seen from the file of names.
    fn path(&self, modules: &[String]) -> String {
        let all = std::iter::once(&self.module).chain(modules);
        all.map(String::as_str).collect::<Vec<_>>().join("::")
    }

    fn missing(&self, names: &[String]) -> Vec<Mistake> {
        let missing = self.types.iter().filter(|wanted| !names.contains(wanted));
        missing
            .map(|wanted| {
                let list = self.sources.join("`, `");
                let mistake = Mistake::new(format!("no type `{wanted}` is declared in `{list}`"));
                match nearest(wanted, names.iter().map(String::as_str)) {
                    Some(near) => mistake.help(format!("did you mean `{near}`?")),
                    None => mistake,
                }
            })
            .collect()
    }
}

/// The derive that makes the same impls.
fn derived(item: &Item) -> Option<&Attribute> {
    let last = |path: &String| path.rsplit("::").next() == Some("Stringer");
    let derives = |attr: &&Attribute| attr.paths().is_some_and(|paths| paths.iter().any(last));
    item.attrs.iter().filter(|attr| attr.is("derive")).find(derives)
}

/// Turns `#[cfg_attr(any(), stringer(…))]`, which the compiler passes over, into
/// `#[stringer(…)]`, which it would not know without the derive.
fn reveal(attrs: &mut Vec<Attribute>) {
    let hidden = |attr: &Attribute| -> Option<Vec<Attribute>> {
        let mut entries = attr.entries().filter(|_| attr.is("cfg_attr"))?.into_iter();
        let never = entries.next().filter(|never| never.is("any"))?;
        let never = never.list().is_some_and(|list| list.stream().is_empty());
        never.then(|| entries.filter(|entry| entry.is("stringer")).collect())
    };
    let found: Vec<Attribute> = attrs.iter().filter_map(hidden).flatten().collect();
    attrs.extend(found);
}

fn file_name(path: &str) -> String {
    PathBuf::from(path).file_name().unwrap_or_default().to_string_lossy().into_owned()
}
