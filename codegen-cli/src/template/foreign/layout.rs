//! What becomes of the files of a template that was made for another tool: which, where, and how.

use typewright_core::files::{self, File};

use super::dialect::{Dialect, Paths, Tool};
use super::environment::{COMMIT, FOLDER, HASH, SOURCE, UNASKED};
use super::ignore::Patterns;
use crate::error::{Mistake, Place};
use crate::lock;
use crate::template::engine::{Engine, SUFFIX, Scope};
use crate::template::manifest::Manifest;
use crate::template::{Context, manifest};

/// The conventions of a tool, for one project.
pub(in crate::template) struct Layout<'a> {
    engine: &'a Engine,
    dialect: &'a Dialect,
    place: &'a str,
    /// The folder that becomes the project, with `/` behind it.
    root: String,
    exclude: Patterns,
    keep: Patterns,
    leave_out: Patterns,
    copy: Patterns,
    /// Whether only some files are rendered, and which.
    only: Option<Patterns>,
    owner: files::Owner,
}

/// Everything that templates of other tools see, before the tool's own names.
pub(in crate::template) fn scope(
    engine: &Engine,
    manifest: &Manifest,
    context: &Context<'_>,
) -> Scope {
    let mut scope: Scope = context.answers.clone().into_iter().collect();
    // What was not asked is no answer that the tool would write down.
    let asked = |when: &String| engine.asks(when, &scope).unwrap_or(true);
    let questions = manifest.questions.0.iter();
    let unasked = questions.filter(|(_, q)| q.when.as_ref().is_some_and(|when| !asked(when)));
    let unasked: Vec<String> = unasked.map(|(name, _)| name.clone()).collect();
    scope.insert(UNASKED.into(), unasked.into());
    scope.insert(FOLDER.into(), context.folder.into());
    if let Some(source) = context.source {
        scope.insert(SOURCE.into(), source.name.clone().into());
        let described = source.described.as_ref().or(source.commit.as_ref());
        for (name, value) in [(COMMIT, described), (HASH, source.commit.as_ref())] {
            scope.extend(value.map(|value| (name.to_owned(), value.as_str().into())));
        }
    }
    scope
}

impl<'a> Layout<'a> {
    pub(in crate::template) fn new(
        engine: &'a Engine,
        dialect: &'a Dialect,
        place: &'a str,
        owner: files::Owner,
        scope: &Scope,
    ) -> Result<Self, Mistake> {
        let text = |template: &String| {
            let wrong = |why| Mistake::new(format!("{place}: in `{template}`: {why}"));
            engine.text(template, scope).map_err(wrong)
        };
        let patterns = |templates: &[String]| {
            let lines: Vec<String> = templates.iter().map(text).collect::<Result<_, _>>()?;
            Ok::<_, Mistake>(Patterns::new(lines.iter().flat_map(|text| text.lines())))
        };
        let mut root = text(&dialect.root)?.trim_matches('/').to_owned();
        if !root.is_empty() && root != "." {
            lock::stays_inside(&root).map_err(|d| Mistake::from(&d))?;
            root.push('/');
        }
        let only = dialect.only.iter().any(|paths| holds(engine, paths, scope));
        Ok(Self {
            engine,
            dialect,
            place,
            root: root.trim_start_matches("./").to_owned(),
            exclude: patterns(&dialect.exclude)?,
            keep: patterns(&dialect.keep)?,
            leave_out: active(engine, &dialect.leave_out, scope),
            copy: active(engine, &dialect.copy, scope),
            only: only.then(|| active(engine, &dialect.only, scope)),
            owner,
        })
    }

    /// What one file of the template becomes.
    pub(in crate::template) fn file(
        &self,
        source: &str,
        bytes: &[u8],
        manifest: &Manifest,
        scope: &Scope,
    ) -> Result<Vec<(String, File)>, Mistake> {
        let Some(inside) = source.strip_prefix(&self.root) else { return Ok(Vec::new()) };
        let rendered = manifest.is_template(source);
        let path = if rendered { inside.strip_suffix(SUFFIX).unwrap_or(inside) } else { inside };
        if self.leave_out.matches(path) {
            return Ok(Vec::new());
        }
        let listed = self.only.as_ref().is_none_or(|only| only.matches(path));
        let rendered = rendered && listed && !(self.only.is_none() && self.copy.matches(path));
        let name = format!("{}/{}", self.place, manifest.origin(source));
        let whole = |why: String| {
            Mistake::new(format!("in the path `{path}`: {why}"))
                .at(Place { file: name.clone(), ..Place::default() })
        };
        let rule = manifest.rule(source.strip_suffix(SUFFIX).unwrap_or(source));
        let rule = rule.or_else(|| manifest.rule(source));
        let mut made = Vec::new();
        for (to, scope) in self.paths(path, scope).map_err(whole)? {
            if self.exclude.matches(&to) {
                continue;
            }
            let contents = match rendered {
                true => self.contents(&name, bytes, &scope)?,
                false => bytes.to_vec(),
            };
            let owner = match rule.and_then(|rule| rule.owner) {
                Some(manifest::Owner::User) => files::Owner::User,
                Some(manifest::Owner::Block) => files::Owner::Block,
                Some(manifest::Owner::Generated) => files::Owner::Generated,
                Some(manifest::Owner::Merged) => files::Owner::Merged,
                None if self.keep.matches(&to) || rendered && self.tells(bytes) => {
                    files::Owner::User
                }
                None => self.owner,
            };
            let executable = rule.and_then(|rule| rule.executable) == Some(true);
            made.push((to, File { contents, owner, executable }));
        }
        Ok(made)
    }

    /// Whether a file names a secret; such a file is the user's alone, and no rendering is kept.
    fn tells(&self, bytes: &[u8]) -> bool {
        let secrets = &self.dialect.secrets;
        let text = String::from_utf8_lossy(bytes);
        secrets.iter().any(|secret| text.contains(secret.as_str()))
            && !self.engine.names(&text).is_disjoint(&secrets.iter().cloned().collect())
    }

    fn contents(&self, name: &str, bytes: &[u8], scope: &Scope) -> Result<Vec<u8>, Mistake> {
        let text = self.engine.render(name, bytes, scope)?;
        if self.dialect.tool != Tool::Cookiecutter {
            return Ok(text.into_bytes());
        }
        // Lines end as the first one of the template does, or as the template says.
        let first = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let detected = match first.map(|at| &bytes[at..]) {
            Some([b'\r', b'\n', ..]) => "\r\n",
            Some([b'\r', ..]) => "\r",
            _ => "\n",
        };
        let newline = self.dialect.newline.as_deref().unwrap_or(detected);
        Ok(match newline {
            "\n" => text.into_bytes(),
            other => text.replace('\n', other).into_bytes(),
        })
    }

    /// Where it goes, each with what it sees there.
    fn paths(&self, path: &str, scope: &Scope) -> Result<Vec<(String, Scope)>, String> {
        match self.dialect.tool {
            Tool::Cookiecutter => {
                let to = self.engine.text(path, scope)?;
                let named = !to.is_empty() && !to.ends_with('/');
                Ok(if named { vec![(to, scope.clone())] } else { Vec::new() })
            }
            Tool::Copier => {
                let parts: Vec<&str> = path.split('/').collect();
                let mut found = Vec::new();
                self.parts(&parts, "", scope, &mut found)?;
                Ok(found)
            }
            Tool::CargoGenerate => {
                let part = |part| Ok(sanitized(&self.engine.text(part, scope)?));
                let parts: Vec<String> =
                    path.split('/').map(part).collect::<Result<_, String>>()?;
                Ok(vec![(parts.join("/"), scope.clone())])
            }
        }
    }

    /// What opens and closes statements.
    fn marks(&self) -> (&str, &str) {
        match &self.dialect.delimiters {
            Some([_, _, open, close, ..]) => (open, close),
            None => ("{%", "%}"),
        }
    }

    /// Each part of a path by itself: an empty one leaves the file out, and `yield` repeats it.
    fn parts(
        &self,
        parts: &[&str],
        before: &str,
        scope: &Scope,
        found: &mut Vec<(String, Scope)>,
    ) -> Result<(), String> {
        let Some((part, rest)) = parts.split_first() else {
            found.push((before.to_owned(), scope.clone()));
            return Ok(());
        };
        let join = |part: &str| match before {
            "" => part.to_owned(),
            before => format!("{before}/{part}"),
        };
        let Some((bare, name, list)) = repeated(part, self.marks()) else {
            let part = self.engine.text(part, scope)?;
            return match part.is_empty() {
                true => Ok(()),
                false => self.parts(rest, &join(&part), scope, found),
            };
        };
        let wrong = |error| crate::template::engine::message(&error);
        let list = self.engine.value(&list, scope).map_err(wrong)?;
        for item in list.try_iter().map_err(wrong)? {
            let mut scope = scope.clone();
            scope.insert(name.clone(), serde_json::to_value(&item).map_err(|e| e.to_string())?);
            let part = self.engine.text(&bare, &scope)?;
            if !part.is_empty() {
                self.parts(rest, &join(&part), &scope, found)?;
            }
            if found.len() > MOST {
                return Err(format!("more than {MOST} files"));
            }
        }
        Ok(())
    }
}

/// A name of a file, whatever was answered.
pub(super) fn sanitized(name: &str) -> String {
    if !name.is_empty() && name.chars().all(|c| c == '.') {
        return "_".to_owned();
    }
    let odd = |c: char| c.is_control() || "/?<>\\:*|\"".contains(c);
    name.chars().map(|c| if odd(c) { '_' } else { c }).collect()
}

/// How many files one file of a template may become.
const MOST: usize = 10_000;

/// `{% yield x from LIST %}BODY{% endyield %}` without its tags, `x` and the list.
pub(super) fn repeated(
    part: &str,
    (open, close): (&str, &str),
) -> Option<(String, String, String)> {
    let (before, tag) = part.split_once(open)?;
    let (inner, rest) = tag.split_once(close)?;
    let inner = inner.trim_matches(['-', '+', ' ']);
    let (name, list) = inner.strip_prefix("yield ")?.split_once(" from ")?;
    let (body, over) = rest.rsplit_once(open)?;
    let (word, behind) = over.split_once(close)?;
    let ends = word.trim_matches(['-', '+', ' ']) == "endyield";
    ends.then(|| {
        (format!("{before}{body}{behind}"), name.trim().to_owned(), list.trim().to_owned())
    })
}

fn holds(engine: &Engine, paths: &Paths, scope: &Scope) -> bool {
    // What cannot be decided, because nobody was asked, does not hold.
    paths.when.as_ref().is_none_or(|when| engine.holds(when, scope).unwrap_or(false))
}

fn active(engine: &Engine, all: &[Paths], scope: &Scope) -> Patterns {
    let active = all.iter().filter(|paths| holds(engine, paths, scope));
    let lines: Vec<&String> = active.flat_map(|paths| &paths.paths).collect();
    Patterns::new(lines.into_iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::repeated;

    #[test]
    fn repeated_parts() {
        let found = repeated("{% yield x from xs %}{{ x }}{% endyield %}.txt", ("{%", "%}"));
        let expected = ("{{ x }}.txt", "x", "xs");
        let found = found.as_ref().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()));
        assert_eq!(found, Some(expected));
        assert_eq!(repeated("{% if a %}b{% endif %}", ("{%", "%}")), None);
    }
}
