//! Files that want one path for some answers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::engine::{Engine, SUFFIX, Scope};
use super::manifest::Manifest;
use super::{MANIFEST, Template, answers, pairs, render};
use crate::error::{Mistake, Place};

/// Files that are written to one path where every two choices stand together; each two of them are
/// told once, with the answers. `text` is the manifest as it is written.
pub(super) fn collisions(template: &Template, manifest: &Manifest, text: &str) -> Vec<Mistake> {
    let engine = Engine::of(manifest);
    let (mut told, mut mistakes) = (BTreeSet::new(), Vec::new());
    // What templates of others make of names is for their own rules to say.
    if manifest.dialect.is_some() {
        return mistakes;
    }
    for case in pairs::cases(manifest) {
        let Ok(all) = answers::complete(&manifest.questions, &case) else { continue };
        let scope: Scope = all.into_iter().collect();
        let mut taken: BTreeMap<String, &str> = BTreeMap::new();
        for (source, _) in template.sources(manifest) {
            let path = source.strip_suffix(SUFFIX).unwrap_or(source);
            let rule = manifest.rule(path);
            // What only a source tells, or is no path, is told where it is rendered.
            for to in render::paths(&engine, rule, path, &scope).unwrap_or_default() {
                let Some(other) = taken.insert(to.to_lowercase(), source) else { continue };
                if !told.insert((other, source)) {
                    continue;
                }
                let message = match other == source {
                    true => format!("`{source}` is written to `{to}` more than once"),
                    false => format!("`{other}` and `{source}` are both written to `{to}`"),
                };
                let stored = json!(answers::stored(&manifest.questions, &case));
                let wanted = rule.map_or(path, |rule| rule.to.as_deref().unwrap_or(&rule.pattern));
                let file = |name: &str| format!("{}/{name}", template.place);
                let place = match text.find(wanted) {
                    Some(at) => Place::of(file(MANIFEST), text, at..at + wanted.len()),
                    None => Place { file: file(source), ..Place::default() },
                };
                let mistake = Mistake::new(message).note(format!("with the answers {stored}"));
                let help = "give one of them another `to`, or a `when` that leaves it out";
                mistakes.push(mistake.at(place).help(help));
            }
        }
    }
    mistakes
}
