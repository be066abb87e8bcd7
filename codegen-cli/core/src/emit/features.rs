//! Packages ▶ features of the crate that holds them, and the manifest of that crate.
//!
//! Each package is behind a feature that brings those of the packages which it needs:
//!
//! ```toml
//! proto_full = ["shop-v1","stock-v1"]
//! "shop-v1" = ["stock-v1"]
//! "stock-v1" = []
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::module::FULL;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::files::File;
use crate::model::Schema;

const START: &str = "@@protoc_deletion_point(features)";
const END: &str = "@@protoc_insertion_point(features)";

/// Which packages have features, and which they bring.
pub(super) struct Features<'s> {
    needs: BTreeMap<&'s str, BTreeSet<&'s str>>,
    separator: char,
}

impl<'s> Features<'s> {
    /// The features of the packages that are generated, if they are wanted.
    pub(super) fn of(schema: &'s Schema, options: &Options) -> Option<Self> {
        let wanted = options.features.unwrap_or(options.manifest.is_some());
        let packages: BTreeSet<&str> =
            schema.packages().into_iter().filter(|package| !package.is_empty()).collect();
        let needs = |package: &'s str| {
            let below = |other: &str| package.starts_with(&format!("{other}."));
            let around = packages.iter().copied().filter(|other| below(other));
            let mut needs: BTreeSet<&str> =
                used(schema, package).into_iter().chain(around).collect();
            needs.retain(|other| *other != package && packages.contains(other));
            (package, needs)
        };
        wanted.then(|| Self {
            needs: packages.iter().copied().map(needs).collect(),
            separator: options.package_separator,
        })
    }

    /// The feature of a package; the one without a name has none.
    pub(super) fn name(&self, package: &str) -> Option<String> {
        self.needs.contains_key(package).then(|| self.spelled(package))
    }

    fn spelled(&self, package: &str) -> String {
        package.replace('.', &self.separator.to_string())
    }

    /// The lines of the manifest.
    fn lines(&self) -> String {
        let list = |packages: &mut dyn Iterator<Item = &&str>| {
            packages.map(|package| format!("\"{}\"", self.spelled(package))).collect::<Vec<_>>()
        };
        let mut out = format!("{FULL} = [{}]\n", list(&mut self.needs.keys()).join(","));
        for (package, needs) in &self.needs {
            let needs = list(&mut needs.iter()).join(",");
            out.push_str(&format!("\"{}\" = [{needs}]\n", self.spelled(package)));
        }
        out
    }
}

/// The packages of the types that a package uses.
fn used<'s>(schema: &'s Schema, package: &'s str) -> Vec<&'s str> {
    let messages = schema.messages.values().filter(|message| message.package == package);
    let fields = messages.flat_map(|message| &message.fields).flat_map(|field| {
        field.ty.id().into_iter().chain(field.referenced_types.iter().map(String::as_str))
    });
    let services = schema.services.iter().filter(|service| service.package == package);
    let methods = services.flat_map(|service| &service.methods).flat_map(|method| {
        let operation = method.operation.iter().flat_map(|o| [&*o.response, &*o.metadata]);
        [&*method.input, &*method.output].into_iter().chain(operation)
    });
    let types = fields.chain(methods).filter(|id| schema.externs.path(id).is_none());
    types.filter_map(|id| package_of(schema, id)).collect()
}

fn package_of<'s>(schema: &'s Schema, id: &str) -> Option<&'s str> {
    if let Some(message) = schema.messages.get(id) {
        return Some(&message.package);
    }
    let item = schema.enums.get(id)?;
    schema.documents.iter().find(|d| d.name == item.document).map(|d| &*d.package)
}

/// The manifest of the crate around the modules, where `gen_crate` asks for one: its template, with
/// the features in the place that is marked. `open` gives the text of the template.
///
/// # Errors
/// A template that cannot be read, or that has no place for the features.
pub fn manifest(
    schema: &Schema,
    options: &Options,
    open: impl FnOnce(&str) -> Result<String, String>,
) -> Result<Option<File>, Diagnostics> {
    let Some(path) = &options.manifest else { return Ok(None) };
    let wrong = |message: String, help: &str| {
        Diagnostics::from(Diagnostic::new(code::MISSING_FILE, Origin::None, message).help(help))
    };
    let template = open(path).map_err(|why| {
        let message = format!("cannot read the template `{path}` of the manifest: {why}");
        wrong(message, "`gen_crate=TEMPLATE` names a `Cargo.toml` with a line for the features")
    })?;
    let mut kept = Vec::new();
    let mut replaced = false;
    for line in template.lines() {
        let end = line.contains(END);
        replaced = (replaced || line.contains(START)) && !end;
        if !replaced {
            kept.push(line);
        }
    }
    if let Some(features) = Features::of(schema, options) {
        let Some(at) = kept.iter().position(|line| line.contains(END)) else {
            let message = format!("the manifest `{path}` has no place for the features");
            let help = format!("put `# {END}` below `[features]`, or give `no_features`");
            return Err(wrong(message, &help));
        };
        let lines = features.lines();
        let start = format!("# {START}\n# Made from the packages; what is changed here is lost.\n");
        let text = format!("{}\n{start}{lines}{}\n", kept[..at].join("\n"), kept[at..].join("\n"));
        return Ok(Some(File::generated(text.trim_start_matches('\n'))));
    }
    Ok(Some(File::generated(format!("{}\n", kept.join("\n")))))
}
