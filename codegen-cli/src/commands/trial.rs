//! `cargo gen template test`: projects of a template, made to see whether they come out right.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};

use super::new;
use crate::cli::TestTemplate;
use crate::error::{CommandError, Kind, Mistake};
use crate::output::Output;
use crate::read::proto;
use crate::report::{Answer, GOOD};
use crate::settings::Settings;
use crate::stage::{self, Scratch};
use crate::template::{self, Answers, Body, CargoVerb, Given, Manifest, Template, Test};

/// The folder that projects on trial are called by.
const NAME: &str = "sample";

/// Makes a project for every two choices together, and runs the tests of the manifest.
pub(super) fn run(args: &TestTemplate, settings: &Settings) -> Result<Answer, CommandError> {
    let template = settings.template(&args.template)?;
    let manifest = template.manifest()?;
    let misfit = new::source_fits(&manifest, &args.from).into_iter().collect();
    CommandError::unless_empty(Kind::Usage, misfit)?;
    let compiled = match args.from.is_empty() {
        true => None,
        false => Some(proto::compile(&args.from, &settings.include, settings.compiler)?),
    };
    let scratch = Scratch::new()?;
    let trial = Trial {
        template: &template,
        manifest: &manifest,
        compiled: compiled.as_ref(),
        settings,
        scratch: &scratch,
        bless: args.bless.then(|| Path::new(settings.template_source(&args.template))),
    };
    let pairs = Test { answers: None, snapshot: None, cargo: None };
    let mut mistakes = Vec::new();
    let mut made = 0;
    for (at, test) in std::iter::once(&pairs).chain(&manifest.tests).enumerate() {
        match trial.run(at, test) {
            Ok(cases) => made += cases,
            Err(error) => mistakes.extend(error.mistakes),
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    let tests = manifest.tests.len();
    Ok(Answer {
        notes: format!("{GOOD}ok{GOOD:#}: {made} projects, {tests} tests of the template\n"),
        json: json!({ "verb": "template test", "ok": true, "projects": made, "tests": tests }),
        ..Answer::default()
    })
}

struct Trial<'a> {
    template: &'a Template,
    manifest: &'a Manifest,
    compiled: Option<&'a proto::Compiled>,
    settings: &'a Settings,
    scratch: &'a Scratch,
    /// The template's folder, if its snapshots are written anew.
    bless: Option<&'a Path>,
}

impl Trial<'_> {
    /// Runs one test, and gives how many projects it made.
    fn run(&self, at: usize, test: &Test) -> Result<usize, CommandError> {
        let cases = match &test.answers {
            None => template::cases(self.manifest),
            Some(answers) => {
                let map: Map<String, Value> = answers.clone().into_iter().collect();
                let file = Some((format!("tests[{at}]"), map));
                let given = Given { file, ..Given::default() };
                vec![template::resolve(self.manifest, &given, NAME)?]
            }
        };
        let mut mistakes = Vec::new();
        for (case, answers) in cases.iter().enumerate() {
            if let Err(error) = self.case(&format!("{at}-{case}"), answers, test) {
                let said = json!(template::stored(&self.manifest.questions, answers));
                let note = format!("with the answers {said}");
                let same = |mistake: &Mistake| {
                    mistakes
                        .iter()
                        .any(|m: &Mistake| m.message == mistake.message && m.place == mistake.place)
                };
                let new: Vec<Mistake> = error.mistakes.into_iter().filter(|m| !same(m)).collect();
                mistakes.extend(new.into_iter().map(|mistake| mistake.note(note.clone())));
            }
        }
        CommandError::unless_empty(Kind::Failed, mistakes)?;
        Ok(cases.len())
    }

    fn case(&self, id: &str, answers: &Answers, test: &Test) -> Result<(), CommandError> {
        let dir = self.scratch.path().join(id).join(NAME);
        let name = self.manifest.name.clone();
        let (template, manifest) = (self.template, self.manifest);
        let (_, files) =
            new::make(template, manifest, name, &dir, answers, self.compiled, self.settings)?;
        if let Some(folder) = &test.snapshot {
            self.compare(folder, &files)?;
        }
        match test.cargo {
            Some(verb) => self.cargo(verb, &dir, &files),
            None => Ok(()),
        }
    }

    /// Compares what came out with what should.
    fn compare(&self, folder: &str, files: &Output) -> Result<(), CommandError> {
        if let Some(template) = self.bless {
            let there = self.template.folder(folder).into_iter().map(|(path, _)| path);
            let gone: Vec<&str> = there.filter(|path| files.get(path).is_none()).collect();
            return mirror(&template.join(folder), files, &gone);
        }
        let expected: BTreeMap<&str, &Body> = self.template.folder(folder).into_iter().collect();
        let mut paths: Vec<&str> = files.iter().map(|(path, _)| &**path).collect();
        paths.extend(expected.keys());
        paths.sort_unstable();
        paths.dedup();
        let mut mistakes = Vec::new();
        for path in paths {
            let before = expected
                .get(path)
                .map(|body| body.bytes(&format!("{folder}/{path}")))
                .transpose()?;
            let now = files.get(path).map(|file| file.contents.bytes()).transpose()?;
            if before.as_deref() != now.as_deref() {
                let diff = stage::difference(path, before.as_deref(), now.as_deref());
                let message = format!("`{folder}/{path}` is not what comes out");
                mistakes.push(Mistake::new(message).note(diff));
            }
        }
        if let Some(last) = mistakes.last_mut() {
            last.help.push("if it is right, `--bless` writes the snapshots anew".to_owned());
        }
        CommandError::unless_empty(Kind::Failed, mistakes)
    }

    fn cargo(&self, verb: CargoVerb, dir: &Path, files: &Output) -> Result<(), CommandError> {
        mirror(dir, files, &[])?;
        let verb = match verb {
            CargoVerb::Check => "check",
            CargoVerb::Clippy => "clippy",
            CargoVerb::Test => "test",
        };
        // All projects share what they build.
        let output = Command::new("cargo")
            .args([verb, "--quiet"])
            .current_dir(dir)
            .env("CARGO_TARGET_DIR", self.scratch.path().join("target"))
            .output()
            .map_err(|e| CommandError::failed(format!("`cargo {verb}` cannot be run: {e}")))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(Mistake::new(format!("`cargo {verb}` failed")).note(said).into())
    }
}

/// Makes a folder hold these files, and no longer those of `gone`.
fn mirror(folder: &Path, files: &Output, gone: &[&str]) -> Result<(), CommandError> {
    let turn = stage::take_turn(folder)?;
    stage::plan_mirror(folder, files, gone)?.write(&turn)
}
