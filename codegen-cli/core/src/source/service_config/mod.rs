//! Service configs ▶ the model: how the owner of a service wants its methods to be called.
//!
//! The form is gRPC's
//! [service config](https://github.com/grpc/grpc/blob/master/doc/service_config.md) in JSON. Clients
//! read the same at run time; what is read here is checked against the API and goes into the
//! generated code.

mod at;
mod read;

use std::collections::BTreeMap;

use self::at::{At, Document};
use self::read::Reader;
use crate::diag::{Diagnostic, Diagnostics, Origin, code, nearest};
use crate::model::{CallDefaults, Schema, Selection};

/// Puts what the files say into the methods of the schema; `open` gives the text of each.
///
/// # Errors
/// A file that cannot be read, and every mistake in them at its place: what is no service config,
/// and what the API has no service or method for.
pub fn apply(
    schema: &mut Schema,
    files: &[String],
    selection: &Selection,
    mut open: impl FnMut(&str) -> Result<String, String>,
) -> Result<(), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut configs = Configs::default();
    for file in files {
        match open(file) {
            Ok(text) => configs.add(file, &text, &mut diagnostics),
            Err(why) => {
                let message = format!("cannot read the service config `{file}`: {why}");
                diagnostics.push(
                    Diagnostic::new(code::MISSING_FILE, Origin::None, message)
                        .help("`service_config=FILE` names a file of JSON"),
                );
            }
        }
    }
    configs.check(schema, selection, &mut diagnostics);
    diagnostics.finish()?;
    for service in &mut schema.services {
        for method in &mut service.methods {
            method.calls = configs.closest(&service.id, &method.name).cloned();
        }
    }
    Ok(())
}

/// What all files say.
#[derive(Default)]
struct Configs(BTreeMap<Name, (Origin, CallDefaults)>);

/// Full name of a service and name of a method; empty for all of them.
type Name = (String, String);

impl Configs {
    fn add(&mut self, file: &str, text: &str, diagnostics: &mut Diagnostics) {
        let root = match Document::parse(file, text) {
            Ok(root) => root,
            Err((origin, why)) => {
                let message = format!("the service config is not JSON: {why}");
                return diagnostics.push(Diagnostic::new(code::INVALID_CONFIG, origin, message));
            }
        };
        let mut found = Diagnostics::new();
        let mut reader = Reader { diagnostics: &mut found };
        for (names, defaults) in reader.config(&root) {
            for name in names {
                self.insert(&name, &defaults, &mut reader);
            }
        }
        let mut found: Vec<&Diagnostic> = found.iter().collect();
        found.sort_by_key(|diagnostic| match &diagnostic.origin {
            Origin::File(place) => Some(place.clone()),
            _ => None,
        });
        found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
    }

    fn insert(&mut self, at: &At<'_>, defaults: &CallDefaults, reader: &mut Reader<'_>) {
        let Some(name) = reader.name(at) else { return };
        if let Some((before, _)) = self.0.get(&name) {
            let twice = Diagnostic::new(code::INVALID_CONFIG, at.origin(), "is named twice");
            reader.diagnostics.push(twice.label(before.clone(), "first here"));
        } else {
            self.0.insert(name, (at.origin(), defaults.clone()));
        }
    }

    /// What holds for a method: what is said of it, of its service or of all, the closest alone.
    fn closest(&self, service: &str, method: &str) -> Option<&CallDefaults> {
        let names = [(service, method), (service, ""), ("", "")];
        names.into_iter().find_map(|(service, method)| {
            self.0.get(&(service.to_owned(), method.to_owned())).map(|(_, defaults)| defaults)
        })
    }

    /// Finds names that the API does not have; those that it has and that are not generated are
    /// right. Configs may speak of other APIs, too, so a service counts where its package is one of
    /// ours, and all of that package is there.
    fn check(&self, schema: &Schema, selection: &Selection, diagnostics: &mut Diagnostics) {
        let declared = &schema.declared;
        let package = |service: &str| service.rsplit_once('.').map_or("", |(p, _)| p).to_owned();
        let mut packages: Vec<String> = declared.keys().map(|service| package(service)).collect();
        packages.extend(schema.packages().into_iter().map(str::to_owned));
        for ((service, method), (origin, _)) in self.0.iter().filter(|_| selection.strict) {
            let (what, near) = match declared.get(service) {
                Some(methods) if !method.is_empty() && !methods.contains(method) => {
                    let names = methods.iter().map(String::as_str);
                    (format!("`{service}` has no method `{method}`"), nearest(method, names))
                }
                None if !service.is_empty() && packages.contains(&package(service)) => {
                    let names = declared.keys().map(String::as_str);
                    (format!("there is no service `{service}`"), nearest(service, names))
                }
                _ => continue,
            };
            let diagnostic = Diagnostic::new(code::INVALID_CONFIG, origin.clone(), what);
            diagnostics.push(match near {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic,
            });
        }
    }
}
