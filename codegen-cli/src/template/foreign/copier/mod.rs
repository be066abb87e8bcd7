//! Templates of copier: `copier.yml`, whose keys are questions, and with a `_` before them settings.

mod question;

use serde_json::{Map, Value, json};
use typewright_core::diag::nearest;

use question::{plain, question};

use crate::error::{CommandError, Kind, Mistake, Place};
use crate::template::foreign::dialect::{Dialect, Undefined};
use crate::template::foreign::ignore::fnmatch;
use crate::template::foreign::source::Raw;
use crate::template::foreign::translation::Translation;
use crate::template::foreign::yaml::{self, Content, Node};

/// What is left out where the template is the whole folder.
const EXCLUDE: [&str; 8] =
    ["copier.yaml", "copier.yml", "~*", "*.py[co]", "__pycache__", ".git", ".DS_Store", ".svn"];

/// The settings that there are.
const SETTINGS: [&str; 20] = [
    "_answers_file",
    "_envops",
    "_exclude",
    "_external_data",
    "_jinja_extensions",
    "_message_after_copy",
    "_message_after_update",
    "_message_before_copy",
    "_message_before_update",
    "_migrations",
    "_min_copier_version",
    "_preserve_symlinks",
    "_secret_questions",
    "_skip_if_exists",
    "_subdirectory",
    "_tasks",
    "_templates_suffix",
    "_cleanup_on_error",
    "_conflict",
    "_vcs_ref",
];

/// Extensions whose work is done here too.
const EXTENSIONS: [&str; 7] = [
    "jinja2.ext.do",
    "jinja2.ext.loopcontrols",
    "jinja2.ext.with_",
    "jinja2.ext.debug",
    "jinja2_time.TimeExtension",
    "jinja2_ansible_filters.AnsibleCoreFiltersExtension",
    "copier_templates_extensions.TemplateExtensionLoader",
];

/// A key of the file, with the file that it stands in.
struct Key {
    file: String,
    key: Node,
    value: Node,
}

struct Reader<'a> {
    place: &'a str,
    raw: &'a Raw,
    keys: Vec<Key>,
    out: Translation,
}

/// Translates a template; `file` is its `copier.yml`, however it ends.
///
/// # Errors
/// The mistakes in it, and what of it needs its code to run.
pub(super) fn translate(place: &str, file: &str, raw: Raw) -> Result<Translation, CommandError> {
    let raw = raw.follow();
    let mut reader = Reader { place, raw: &raw, keys: Vec::new(), out: Translation::default() };
    reader.read(file, 0)?;
    reader.settings();
    reader.questions();
    let Reader { keys, mut out, .. } = reader;
    let suffix = text_of(&keys, "_templates_suffix").unwrap_or_else(|| ".jinja".to_owned());
    files(&mut out, raw, &suffix)?;
    Ok(out)
}

fn text_of(keys: &[Key], name: &str) -> Option<String> {
    let found = keys.iter().rev().find(|key| key.key.text() == Some(name))?;
    found.value.text().map(str::to_owned)
}

impl Reader<'_> {
    /// Reads the documents of a file, and those that they include; the last of a key counts.
    fn read(&mut self, file: &str, depth: usize) -> Result<(), CommandError> {
        let text = self.raw.text(file).unwrap_or_default().into_owned();
        let name = format!("{}/{file}", self.place);
        let documents = yaml::documents(&text).map_err(|broken| {
            let at = Place::at(&name, &text, broken.line, broken.column);
            CommandError::from(Mistake::new(broken.message).at(at))
        })?;
        for document in documents {
            if document.tag.as_deref() == Some("include") {
                self.include(file, &document, depth)?;
                continue;
            }
            if document.entries().is_empty() && document.json() != Value::Null {
                let mistake = Mistake::new("expected questions and settings by name");
                return Err(mistake.at(self.at(file, &document)).into());
            }
            let Content::Map(entries) = document.content else { continue };
            for (key, value) in entries {
                self.keys.push(Key { file: file.to_owned(), key, value });
            }
        }
        Ok(())
    }

    /// `!include shared/*.yml`, of files of the template alone.
    fn include(&mut self, file: &str, node: &Node, depth: usize) -> Result<(), CommandError> {
        let pattern = node.text().unwrap_or_default().to_owned();
        let outside = pattern.starts_with('/') || pattern.split('/').any(|part| part == "..");
        let mistake = |message: String| Mistake::new(message).at(self.at(file, node));
        if outside || depth > 8 {
            let message = format!("`!include {pattern}` leads out of the template");
            return Err(mistake(message).into());
        }
        let paths = self.raw.files.iter().map(|(path, _)| path.clone());
        let found: Vec<String> = paths.filter(|path| fnmatch(&pattern, path)).collect();
        if found.is_empty() {
            let near = nearest(&pattern, self.raw.files.iter().map(|(path, _)| path.as_str()));
            let mistake = mistake(format!("`!include {pattern}`: there is no such file"));
            return Err(match near {
                Some(near) => mistake.help(format!("did you mean `{near}`?")).into(),
                None => mistake.into(),
            });
        }
        found.into_iter().try_for_each(|file| self.read(&file, depth + 1))
    }

    /// The place of a node.
    fn at(&self, file: &str, node: &Node) -> Place {
        let text = self.raw.text(file).unwrap_or_default();
        Place::at(format!("{}/{file}", self.place), &text, node.line, node.column)
    }

    /// All values of a setting; what is a list is that of all files together.
    fn setting(&self, name: &str) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| key.key.text() == Some(name))
    }

    fn last(&self, name: &str) -> Option<&Key> {
        self.setting(name).last()
    }

    fn text(&self, name: &str) -> String {
        self.last(name).map(|key| plain(&key.value.json())).unwrap_or_default()
    }

    fn list(&self, name: &str) -> Vec<String> {
        let lists = self.setting(name).map(|key| key.value.json());
        let lists = lists.flat_map(|value| value.as_array().cloned().unwrap_or_default());
        lists.map(|value| plain(&value)).collect()
    }

    fn settings(&mut self) {
        self.unknown_settings();
        let mut dialect = Dialect {
            undefined: Undefined::Lenient,
            keep_trailing_newline: true,
            root: self.text("_subdirectory"),
            keep: self.list("_skip_if_exists"),
            answers_file: ".copier-answers.yml".to_owned(),
            ..Dialect::default()
        };
        if self.last("_answers_file").is_some() {
            dialect.answers_file = self.text("_answers_file");
        }
        let whole = matches!(dialect.root.trim_end_matches('/'), "" | ".");
        dialect.exclude = match self.last("_exclude") {
            Some(_) => self.list("_exclude"),
            None if whole => EXCLUDE.iter().map(|pattern| (*pattern).to_owned()).collect(),
            None => Vec::new(),
        };
        self.engine(&mut dialect);
        self.out.dialect = dialect;
        self.out.say = self.text("_message_after_copy");
        self.extensions();
        self.tasks();
        self.external_data();
    }

    fn unknown_settings(&mut self) {
        let mut notes = Vec::new();
        for Key { file, key, value } in &self.keys {
            let name = key.text().unwrap_or_default();
            if name == "_preserve_symlinks" && value.json() == true {
                let note = Mistake::new("links become copies of what they lead to");
                notes.push(note.at(self.at(file, key)));
            }
            if name.starts_with('_') && !SETTINGS.contains(&name) {
                let note =
                    Mistake::new(format!("there is no setting `{name}`, so it says nothing"));
                let note = note.at(self.at(file, key));
                notes.push(match nearest(name, SETTINGS) {
                    Some(near) => note.help(format!("did you mean `{near}`?")),
                    None => note,
                });
            }
        }
        self.out.notes.extend(notes);
    }

    /// `_envops`
    fn engine(&mut self, dialect: &mut Dialect) {
        let mut marks = ["{{", "}}", "{%", "%}", "{#", "#}"].map(str::to_owned);
        let mut notes = Vec::new();
        let Some(Key { file, value, .. }) = self.last("_envops") else { return };
        for (key, value) in value.entries() {
            let json = value.json();
            let text = json.as_str().map(str::to_owned);
            let on = json.as_bool().unwrap_or(false);
            match key.text().unwrap_or_default() {
                "variable_start_string" => marks[0] = text.unwrap_or_default(),
                "variable_end_string" => marks[1] = text.unwrap_or_default(),
                "block_start_string" => marks[2] = text.unwrap_or_default(),
                "block_end_string" => marks[3] = text.unwrap_or_default(),
                "comment_start_string" => marks[4] = text.unwrap_or_default(),
                "comment_end_string" => marks[5] = text.unwrap_or_default(),
                "line_statement_prefix" => dialect.line_statement = text,
                "line_comment_prefix" => dialect.line_comment = text,
                "trim_blocks" => dialect.trim_blocks = on,
                "lstrip_blocks" => dialect.lstrip_blocks = on,
                "keep_trailing_newline" => dialect.keep_trailing_newline = on,
                "undefined" if text.as_deref() == Some("jinja2.StrictUndefined") => {
                    dialect.undefined = Undefined::Strict;
                }
                "undefined" | "newline_sequence" => {}
                "autoescape" if !on => {}
                other => notes.push(
                    Mistake::new(format!("the setting `{other}` of Jinja2 is not read"))
                        .at(self.at(file, key)),
                ),
            }
        }
        if marks != ["{{", "}}", "{%", "%}", "{#", "#}"] {
            dialect.delimiters = Some(marks);
        }
        self.out.notes.extend(notes);
    }

    fn extensions(&mut self) {
        let mut mistakes = Vec::new();
        for Key { file, value, .. } in self.setting("_jinja_extensions") {
            let Content::List(list) = &value.content else { continue };
            for node in list {
                let name = node.text().unwrap_or_default();
                if EXTENSIONS.contains(&name) || name.ends_with(".TemplateExtensionLoader") {
                    continue;
                }
                let message =
                    format!("the extension `{name}` is code, which cargo gen does not run");
                mistakes.push(
                    Mistake::new(message).at(self.at(file, node)).help(
                        "render the template with copier, or take out what the extension does",
                    ),
                );
            }
        }
        self.out.mistakes.extend(mistakes);
    }

    /// What it would run.
    fn tasks(&mut self) {
        let mut notes = Vec::new();
        for (setting, when) in
            [("_tasks", "once the project is made"), ("_migrations", "when a project is updated")]
        {
            for Key { file, value, .. } in self.setting(setting) {
                let Content::List(list) = &value.content else { continue };
                for node in list {
                    let json = node.json();
                    let command = json.get("command").unwrap_or(&json);
                    let words = command
                        .as_array()
                        .map(|words| words.iter().map(plain).collect::<Vec<_>>().join(" "));
                    let command = words.unwrap_or_else(|| plain(command));
                    let message = format!("`{command}` is not run; copier runs it {when}");
                    notes.push(
                        Mistake::new(message)
                            .at(self.at(file, node))
                            .help("run it by hand, if the project needs it"),
                    );
                }
            }
        }
        self.out.notes.extend(notes);
    }

    /// Files of the project that other templates left: here they are an answer.
    fn external_data(&mut self) {
        let Some(key) = self.last("_external_data") else { return };
        let (at, names) = (self.at(&key.file, &key.key), key.value.json());
        let names: Map<String, Value> = names
            .as_object()
            .into_iter()
            .flat_map(Map::keys)
            .map(|name| (name.clone(), json!({})))
            .collect();
        let help = "What other templates were answered, by name";
        let question = json!({ "type": "data", "help": help, "default": names });
        self.out.questions.insert("_external_data".into(), question);
        let message = "`_external_data` reads files of the project; here it is an answer";
        let help = "give it in a file: `--values FILE` with `_external_data: { NAME: { … } }`";
        self.out.notes.push(Mistake::new(message).at(at).help(help));
    }

    fn questions(&mut self) {
        let secrets = self.list("_secret_questions");
        let mut order: Vec<(String, Value)> = Vec::new();
        let mut mistakes = Vec::new();
        let mut places = std::collections::BTreeMap::new();
        for Key { file, key, value } in &self.keys {
            let name = key.key();
            if name.starts_with('_') {
                continue;
            }
            places.insert(name.clone(), self.at(file, key));
            let at = |node: &Node, message: String| Mistake::new(message).at(self.at(file, node));
            match question(&name, value, secrets.contains(&name), &at) {
                Ok(question) => match order.iter_mut().find(|(before, _)| *before == name) {
                    Some((_, before)) => *before = question,
                    None => order.push((name, question)),
                },
                Err(wrong) => mistakes.extend(wrong),
            }
        }
        self.out.mistakes.extend(mistakes);
        self.out.places = places;
        self.out.questions.extend(order);
        let root = self.text("_subdirectory");
        let root = if root.contains(['{', '[', '%']) { "" } else { root.trim_matches('/') };
        let files = self.raw.files.iter().filter(|(path, _)| path.starts_with(root));
        let texts = files.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
        let configs = self.keys.iter().map(|key| key.file.as_str());
        let configs: Vec<_> = configs.filter_map(|file| self.raw.text(file)).collect();
        let configs = configs.iter().map(|text| &**text);
        let texts: Vec<&str> = texts.chain(configs.take(1)).collect();
        let candidates = self.raw.files.iter().filter_map(|(path, bytes)| {
            Some((path.clone(), std::str::from_utf8(bytes).ok()?.to_owned()))
        });
        self.out.ask_for_the_world(&texts);
        let candidates: Vec<(String, String)> = candidates.collect();
        self.out.include(&candidates, &texts);
    }
}

/// The files of the template.
fn files(out: &mut Translation, raw: Raw, suffix: &str) -> Result<(), CommandError> {
    let root = out.dialect.root.trim_matches('/').to_owned();
    let fixed = !root.contains(['{', '%', '[']) && root != ".";
    let inside = |path: &str| !fixed || root.is_empty() || path.starts_with(&format!("{root}/"));
    out.mistakes.extend(raw.odd(inside));
    let names: std::collections::BTreeSet<String> =
        raw.files.iter().map(|(path, _)| path.clone()).collect();
    if fixed && !root.is_empty() && !names.iter().any(|path| inside(path)) {
        let message = format!("`_subdirectory` names `{root}`, which is no folder of the template");
        let folders = names.iter().filter_map(|path| Some(path.split_once('/')?.0));
        let mistake = Mistake::new(message);
        let mistake = match nearest(&root, folders) {
            Some(near) => mistake.help(format!("did you mean `{near}`?")),
            None => mistake,
        };
        return Err(CommandError { kind: Kind::Failed, mistakes: vec![mistake] });
    }
    for (origin, bytes) in raw.files {
        if !inside(&origin) {
            continue;
        }
        let executable = raw.programs.contains(&origin);
        let is_text = suffix.is_empty() && std::str::from_utf8(&bytes).is_ok();
        let (path, rendered) = match origin.strip_suffix(suffix) {
            Some(path) if !suffix.is_empty() => (path, true),
            _ => (origin.as_str(), is_text),
        };
        // A file gives way to the template of the same name.
        if !rendered && !suffix.is_empty() && names.contains(&format!("{origin}{suffix}")) {
            continue;
        }
        let path = match fixed && !root.is_empty() {
            true => path[root.len() + 1..].to_owned(),
            false => path.to_owned(),
        };
        out.add(&origin, &path, bytes, rendered, executable);
    }
    if fixed {
        out.dialect.root = String::new();
    }
    Ok(())
}
