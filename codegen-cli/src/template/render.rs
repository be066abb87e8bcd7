//! A whole template through the engine.

use std::borrow::Cow;
use std::collections::BTreeSet;

use minijinja::{Error, Value};
use serde_json::Map;
use typewright_core::files::{self, File, Files};

use super::engine::{Engine, SUFFIX, Scope, message};
use super::foreign::dialect::Undefined;
use super::foreign::layout::{self, Layout};
use super::manifest::{Manifest, Owner, Part, Rule};
use super::{Answers, Body, Context, RenderedPart};
use crate::edit::Request;
use crate::error::{CommandError, Kind, Mistake, Place};
use crate::lock;
use crate::output::Output;
use crate::progress::Progress;

/// How much a template may make, in bytes.
const MOST: usize = 256 << 20;

/// After so many files a template may take as much time again.
const RENEW: usize = 1000;

/// Renders the files of a template; `place` is the folder in messages.
pub(super) fn files<'a>(
    place: &str,
    files: impl Iterator<Item = &'a (String, Body)>,
    manifest: &Manifest,
    context: &Context<'_>,
) -> Result<Output, CommandError> {
    let engine = Engine::of(manifest);
    let (scope, layout) = match &manifest.dialect {
        None => (scope(manifest, context)?, None),
        Some(dialect) => {
            let scope = layout::scope(&engine, manifest, context);
            let layout = Layout::new(&engine, dialect, place, context.owner, &scope)?;
            (scope, Some(layout))
        }
    };
    let secrets = manifest.secrets();
    let (mut out, mut bytes_made) = (Output::new(), 0);
    let mut mistakes = Vec::new();
    let mut progress = Progress::new("rendered", None);
    for (at, (source, body)) in files.enumerate() {
        progress.step();
        if at % RENEW == RENEW - 1 {
            engine.renew();
        }
        let mut keep = |path: String, file: File| -> Result<(), CommandError> {
            if lock::is_record(&path) {
                let why = format!("the output path `{path}` is where cargo gen keeps records");
                return Err(Mistake::new(why).into());
            }
            bytes_made += file.contents.len();
            if bytes_made > MOST {
                let why = format!("the template makes more than {} MiB", MOST >> 20);
                return Err(Mistake::new(why).into());
            }
            out.insert(path, &file)
        };
        let read = body.file(source);
        let made = read.and_then(|(bytes, program)| match &layout {
            None => {
                let file = OneFile { place, source, bytes: &bytes, program, secrets: &secrets };
                file.make(&engine, manifest, context.owner, &scope, &mut keep)
            }
            Some(layout) => {
                let made = layout.file(source, &bytes, manifest, &scope)?;
                made.into_iter().try_for_each(|(path, file)| keep(path, file))
            }
        });
        mistakes.extend(made.err().into_iter().flat_map(|error| error.mistakes));
        if bytes_made > MOST {
            break;
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok(out)
}

/// Renders a part; see [`super::Template::part`].
pub(super) fn part(
    place: &str,
    sources: &[(String, Body)],
    (manifest, part): (&Manifest, &Part),
    answers: &Answers,
    project: &Answers,
) -> Result<RenderedPart, CommandError> {
    let engine = Engine::of(manifest);
    let mut scope: Scope = answers.clone().into_iter().collect();
    scope.insert("project".into(), project.clone().into_iter().collect::<Scope>().into());
    let mut mistakes = Vec::new();
    let mut text = |template: &str| {
        engine.text(template, &scope).unwrap_or_else(|why| {
            mistakes.push(Mistake::new(format!("{place}: in `{template}`: {why}")));
            String::new()
        })
    };
    let mut files = Vec::new();
    for file in &part.files {
        files.push((file, text(&file.to)));
    }
    let mut edits = Vec::new();
    for edit in &part.edits {
        edits.push(Request {
            file: text(&edit.file),
            add: edit.add,
            to: text(&edit.to),
            on: text(&edit.on),
            item: text(&edit.item),
        });
    }
    let say = text(&part.say);
    let mut out = Files::new();
    for (file, to) in files {
        let named =
            |(path, _): &&(String, _)| path.strip_suffix(SUFFIX).unwrap_or(path) == file.from;
        let Some((source, body)) = sources.iter().find(named) else {
            mistakes.push(Mistake::new(format!(
                "{place}: a part names `{}`, which is no file",
                file.from
            )));
            continue;
        };
        let (bytes, executable) = body.file(source)?;
        let made = match source.ends_with(SUFFIX) {
            true => {
                engine.render(&format!("{place}/{source}"), &bytes, &scope).map(String::into_bytes)
            }
            false => Ok(bytes.into_owned()),
        };
        match made {
            Ok(contents) => {
                let owner = files::Owner::Merged;
                let file = File { contents, owner, executable };
                mistakes.extend(out.insert(to, file).err().map(|d| Mistake::from(&d)));
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    // Edits stay inside of the project too.
    for edit in &edits {
        let refused = lock::stays_inside(&edit.file).err();
        mistakes.extend(refused.map(|d| Mistake::from(&d)));
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok(RenderedPart { files: out, edits, say })
}

/// Everything that templates see: the answers, `schema` and `typewright`.
fn scope(manifest: &Manifest, context: &Context<'_>) -> Result<Scope, CommandError> {
    let json = |value: serde_json::Result<serde_json::Value>| {
        value.map_err(|e| CommandError::failed(format!("the schema cannot be shown: {e}")))
    };
    let mut scope: Map<_, _> = context.answers.clone().into_iter().collect();
    if manifest.undefined == Undefined::Lenient {
        // What was not asked is nothing too.
        scope.retain(|_, value| !value.is_null());
    }
    scope.insert("schema".into(), json(serde_json::to_value(context.schema))?);
    scope.insert("typewright".into(), json(serde_json::to_value(context.runtimes))?);
    Ok(scope)
}

/// A file of a template.
struct OneFile<'a> {
    /// The folder in messages.
    place: &'a str,
    source: &'a str,
    bytes: &'a [u8],
    /// Whether it can be run where it lies.
    program: bool,
    /// The questions whose answers are not kept.
    secrets: &'a BTreeSet<String>,
}

impl OneFile<'_> {
    /// Keeps what becomes of it: nothing where a rule leaves it out, several files where a rule
    /// repeats it.
    fn make(
        &self,
        engine: &Engine,
        manifest: &Manifest,
        owner: files::Owner,
        scope: &Scope,
        keep: &mut dyn FnMut(String, File) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let name = format!("{}/{}", self.place, self.source);
        let whole =
            |why: String| Mistake::new(why).at(Place { file: name.clone(), ..Place::default() });
        let (path, is_template) = match self.source.strip_suffix(SUFFIX) {
            Some(path) => (path, true),
            None => (self.source, false),
        };
        let rule = manifest.rule(path);
        let to = rule.and_then(|rule| rule.to.as_deref()).unwrap_or(path);
        let owner = match rule.and_then(|rule| rule.owner) {
            Some(Owner::Generated) => files::Owner::Generated,
            Some(Owner::Merged) => files::Owner::Merged,
            Some(Owner::User) => files::Owner::User,
            Some(Owner::Block) => files::Owner::Block,
            None => owner,
        };
        let other = rule.and_then(|rule| rule.delimiters.as_ref());
        let other = other.map(|delimiters| Engine::between(manifest, Some(delimiters)));
        let body = other.as_ref().unwrap_or(engine);
        if owner != files::Owner::User && is_template {
            refuse_secrets(body, &name, self.bytes, self.secrets)?;
        }
        for scope in scopes(engine, rule, scope).map_err(whole)? {
            if let Some(when) = rule.and_then(|rule| rule.when.as_deref())
                && !engine
                    .holds(when, &scope)
                    .map_err(|e| whole(format!("in `when: {when}`: {e}")))?
            {
                continue;
            }
            let to =
                engine.text(to, &scope).map_err(|e| whole(format!("in the path `{to}`: {e}")))?;
            let contents = match is_template {
                true => body.render(&name, self.bytes, &scope)?.into_bytes(),
                false => self.bytes.to_vec(),
            };
            let executable = rule.and_then(|rule| rule.executable).unwrap_or(self.program);
            keep(to, File { contents, owner, executable })?;
        }
        Ok(())
    }
}

/// The paths that a file of the template, called `path` without its ending, is written to.
pub(super) fn paths(
    engine: &Engine,
    rule: Option<&Rule>,
    path: &str,
    scope: &Scope,
) -> Result<Vec<String>, String> {
    let to = rule.and_then(|rule| rule.to.as_deref()).unwrap_or(path);
    let when = rule.and_then(|rule| rule.when.as_deref());
    let mut paths = Vec::new();
    for scope in scopes(engine, rule, scope)? {
        if when.map_or(Ok(true), |when| engine.holds(when, &scope))? {
            paths.push(engine.text(to, &scope)?);
        }
    }
    Ok(paths)
}

/// What a file of the template sees: once, or once for each that its rule says.
fn scopes<'a>(
    engine: &Engine,
    rule: Option<&Rule>,
    scope: &'a Scope,
) -> Result<Vec<Cow<'a, Scope>>, String> {
    let Some(each) = rule.and_then(|rule| rule.for_each.as_ref()) else {
        return Ok(vec![Cow::Borrowed(scope)]);
    };
    let wrong =
        |e: Error| format!("in `for_each: {} in {}`: {}", each.name, each.list, message(&e));
    let list = engine.value(&each.list, scope).map_err(wrong)?;
    let with = |value: Value| {
        let mut scope = scope.clone();
        let json = serde_json::to_value(&value).map_err(|e| e.to_string())?;
        scope.insert(each.name.clone(), json);
        Ok(Cow::Owned(scope))
    };
    list.try_iter().map_err(wrong)?.map(with).collect()
}

/// A secret may only be where it is written once and never looked at again.
fn refuse_secrets(
    engine: &Engine,
    name: &str,
    bytes: &[u8],
    secrets: &BTreeSet<String>,
) -> Result<(), Mistake> {
    if secrets.is_empty() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(bytes);
    let used: BTreeSet<String> = engine.names(&text).intersection(secrets).cloned().collect();
    let Some(secret) = used.first() else { return Ok(()) };
    let at = text.find(secret.as_str()).unwrap_or(0);
    let message = format!("the secret `{secret}` would be kept with the last rendering");
    Err(Mistake::new(message)
        .at(Place::of(name, &text, at..at + secret.len()))
        .help("give the file to the user: `{ match: FILE, owner: user }`"))
}
