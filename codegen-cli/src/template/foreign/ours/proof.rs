//! Whether a settled template makes the same projects: both are rendered for sampled answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use typewright_core::files::Owner;
use typewright_core::model::Schema;

use super::Names;
use crate::error::{CommandError, Mistake};
use crate::output::Output;
use crate::template::answers::{self, Answers, Given};
use crate::template::manifest::Manifest;
use crate::template::question::Kind;
use crate::template::{Context, Template, pairs};

/// How many answers are tried.
const CASES: usize = 24;

/// The name of the folder of sampled projects.
const FOLDER: &str = "sample";

/// A text with what texts may hold.
const ODD: &str = "Odd thing_2-x";

/// What differs, if anything.
pub(super) fn differs(
    (theirs, manifest): (&Template, &Manifest),
    (ours, our_manifest): (&Template, &Manifest),
    names: &Names,
) -> Result<Option<Mistake>, CommandError> {
    let cases = cases(manifest);
    if cases.is_empty() {
        let why = "no answers to it could be sampled, so that nothing shows whether it is the same";
        return Ok(Some(Mistake::new(why)));
    }
    let mut compared = 0;
    for case in cases {
        // What fails there may fail here.
        let Ok(expected) = rendered(theirs, manifest, &case) else { continue };
        let stored = answers::stored(&manifest.questions, &case);
        let secret = answers::secrets(&manifest.questions, &case);
        let mut given = Map::new();
        for (there, value) in stored.into_iter().chain(secret) {
            let here = names.question(&there).to_owned();
            let asked = our_manifest.questions.0.iter().find(|(name, _)| *name == here);
            let settable = asked.is_some_and(|(_, question)| {
                question.compute.is_none() && question.when.as_deref() != Some("false")
            });
            if settable {
                given.insert(here, value);
            }
        }
        let said = Value::Object(given.clone());
        let note = |mistake: Mistake| mistake.note(format!("with the answers {said}"));
        let given =
            Given { before: Some(("it".into(), given.into_iter().collect())), ..Given::default() };
        let made = answers::resolve(our_manifest, &given, FOLDER)
            .and_then(|answers| rendered(ours, our_manifest, &answers));
        let made = match made {
            Ok(made) => made,
            Err(error) => return Ok(Some(note(told("it would not be rendered here", &error)))),
        };
        if let Some(path) = difference(&expected, &made, manifest)? {
            return Ok(Some(note(Mistake::new(format!("`{path}` would come out otherwise")))));
        }
        compared += 1;
    }
    let never = "it cannot be rendered for any answers that were sampled";
    Ok((compared == 0).then(|| Mistake::new(never)))
}

fn told(what: &str, error: &CommandError) -> Mistake {
    let first = error.mistakes.first();
    let why = first.map_or_else(String::new, |mistake| format!(": {}", mistake.message));
    let mistake = Mistake::new(format!("{what}{why}"));
    Mistake { place: first.and_then(|first| first.place.clone()), ..mistake }
}

/// Every two choices together, and once more with texts that hold everything.
fn cases(manifest: &Manifest) -> Vec<Answers> {
    let mut cases = pairs::cases(manifest);
    cases.truncate(CASES);
    let Some(first) = cases.last().cloned() else { return cases };
    let mut map: Map<String, Value> =
        answers::stored(&manifest.questions, &first).into_iter().collect();
    for (name, question) in &manifest.questions.0 {
        if question.kind == Some(Kind::Text) && question.pattern.is_none() {
            map.insert(name.clone(), ODD.into());
            let given = |map| Given { file: Some(("it".to_owned(), map)), ..Given::default() };
            // What takes no such text keeps its own.
            if answers::resolve(manifest, &given(map.clone()), FOLDER).is_err() {
                map.remove(name);
            }
        }
    }
    let given = Given { file: Some(("it".to_owned(), map)), ..Given::default() };
    cases.extend(answers::resolve(manifest, &given, FOLDER));
    cases
}

fn rendered(
    template: &Template,
    manifest: &Manifest,
    answers: &Answers,
) -> Result<Output, CommandError> {
    let context = Context {
        answers,
        schema: &Schema::default(),
        runtimes: &BTreeMap::new(),
        owner: Owner::Merged,
        folder: FOLDER,
        source: None,
    };
    template.render(manifest, &context)
}

/// The first file that is not the same.
fn difference(
    expected: &Output,
    made: &Output,
    manifest: &Manifest,
) -> Result<Option<String>, CommandError> {
    let answers_file = manifest.dialect.as_ref().map_or("", |dialect| &dialect.answers_file);
    let mut paths: Vec<&str> =
        expected.iter().chain(made.iter()).map(|(path, _)| &**path).collect();
    paths.retain(|path| answers_file.is_empty() || *path != answers_file);
    for path in paths {
        let (Some(one), Some(other)) = (expected.get(path), made.get(path)) else {
            return Ok(Some(path.to_owned()));
        };
        let same = one.sha256 == other.sha256
            && one.executable == other.executable
            && one.owner == other.owner;
        if !same {
            return Ok(Some(path.to_owned()));
        }
    }
    Ok(None)
}
