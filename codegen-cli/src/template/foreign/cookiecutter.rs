//! Templates of cookiecutter: `cookiecutter.json`, and a folder whose name is a template. Cookiecutter
//! Data Science reads `ccds.json` instead, whose choices may hold further values.

use serde_json::{Map, Value, json};

use super::dialect::{Dialect, Undefined};
use super::ignore::fnmatch;
use super::source::{Raw, is_binary};
use super::translation::Translation;
use crate::error::{CommandError, Mistake, Place};

/// What Cookiecutter Data Science reads. Names that nobody answers are nothing to it.
const DATA_SCIENCE: &str = "ccds.json";

/// What is done by engines here and in the tool alike.
const EXTENSIONS: [&str; 12] = [
    "jinja2.ext.do",
    "jinja2.ext.loopcontrols",
    "jinja2.ext.with_",
    "jinja2.ext.autoescape",
    "jinja2_time.TimeExtension",
    "cookiecutter.extensions.JsonifyExtension",
    "cookiecutter.extensions.RandomStringExtension",
    "cookiecutter.extensions.SlugifyExtension",
    "cookiecutter.extensions.TimeExtension",
    "cookiecutter.extensions.UUIDExtension",
    "jinja2.ext.debug",
    "jinja2.ext.i18n",
];

/// A template whose questions are read.
struct Reader {
    /// The file in messages, and its text.
    name: String,
    /// The same without the folder.
    file: String,
    text: String,
    variables: Map<String, Value>,
    out: Translation,
}

/// Translates a template.
///
/// # Errors
/// The mistakes in it, and what of it needs its code to run.
pub(super) fn translate(place: &str, file: &str, raw: Raw) -> Result<Translation, CommandError> {
    let raw = raw.follow();
    let name = format!("{place}/{file}");
    let text = raw.text(file).unwrap_or_default().into_owned();
    let variables = serde_json::from_str(&text).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        Mistake::new(message).at(Place::at(&name, &text, error.line(), error.column()))
    })?;
    let (file, out) = (file.to_owned(), Translation::default());
    let mut reader = Reader { name, file, text, variables, out };
    reader.refuse_several(place)?;
    reader.set_engine();
    reader.refuse_extensions();
    reader.questions();
    reader.files(raw)?;
    Ok(reader.out)
}

impl Reader {
    /// A mistake at a text of the file.
    fn at(&self, text: &str, message: impl Into<String>) -> Mistake {
        let quoted = Value::from(text).to_string();
        let range = self.text.find(&quoted).map(|at| at..at + quoted.len());
        Mistake::new(message).at(match range {
            Some(range) => Place::of(&self.name, &self.text, range),
            None => Place { file: self.name.clone(), ..Place::default() },
        })
    }

    /// One that holds several is a list of folders.
    fn refuse_several(&self, place: &str) -> Result<(), CommandError> {
        let folders: Vec<String> =
            match (self.variables.get("templates"), self.variables.get("template")) {
                (Some(Value::Object(map)), _) => {
                    let path = |entry: &Value| Some(entry.get("path")?.as_str()?.to_owned());
                    map.values().filter_map(path).collect()
                }
                (_, Some(Value::Array(list))) => {
                    let path = |entry: &Value| {
                        let (_, path) = entry.as_str()?.rsplit_once('(')?;
                        Some(path.trim_end_matches(')').to_owned())
                    };
                    list.iter().filter_map(path).collect()
                }
                _ => return Ok(()),
            };
        let folders: Vec<&str> = folders.iter().map(|f| f.trim_start_matches("./")).collect();
        let key = if self.variables.contains_key("templates") { "templates" } else { "template" };
        let first = folders.first().copied().unwrap_or("FOLDER");
        let message = format!("it holds several templates: {}", folders.join(", "));
        Err(self
            .at(key, message)
            .help(format!("name one of them: `{place}/{first}`, or from git `URL#REV:{first}`"))
            .into())
    }

    /// `_jinja2_env_vars` and `_new_lines`.
    fn set_engine(&mut self) {
        let mut marks = ["{{", "}}", "{%", "%}", "{#", "#}"].map(str::to_owned);
        let undefined = match self.file == DATA_SCIENCE {
            true => Undefined::Lenient,
            false => Undefined::Strict,
        };
        let mut dialect = Dialect { keep_trailing_newline: true, undefined, ..Dialect::default() };
        let mut notes = Vec::new();
        let settings = self.variables.get("_jinja2_env_vars").and_then(Value::as_object);
        for (key, value) in settings.into_iter().flatten() {
            let text = value.as_str().map(str::to_owned);
            let on = value.as_bool().unwrap_or(false);
            match key.as_str() {
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
                "newline_sequence" => {}
                _ => notes.push(self.at(key, format!("the setting `{key}` of Jinja2 is not read"))),
            }
        }
        if marks != ["{{", "}}", "{%", "%}", "{#", "#}"] {
            dialect.delimiters = Some(marks);
        }
        let newline = self.variables.get("_new_lines").and_then(Value::as_str);
        dialect.newline = newline.filter(|text| !text.is_empty()).map(str::to_owned);
        self.out.dialect = dialect;
        self.out.notes.extend(notes);
    }

    fn refuse_extensions(&mut self) {
        let list = self.variables.get("_extensions").and_then(Value::as_array);
        let names = list.into_iter().flatten().filter_map(Value::as_str);
        let unknown: Vec<Mistake> = names
            .filter(|name| !EXTENSIONS.contains(name))
            .map(|name| {
                let message =
                    format!("the extension `{name}` is code, which cargo gen does not run");
                self.at(name, message).help(
                    "render the template with cookiecutter, or take out what the extension does",
                )
            })
            .collect();
        self.out.mistakes.extend(unknown);
    }

    fn questions(&mut self) {
        let variables = std::mem::take(&mut self.variables);
        // Maps come last, because they may use all other answers.
        let (maps, others): (Vec<_>, Vec<_>) = variables
            .iter()
            .filter(|(name, _)| *name != "__prompts__")
            .partition(|(name, value)| value.is_object() && !is_private(name));
        for (name, value) in others.into_iter().chain(maps) {
            if is_private(name) {
                self.out.dialect.values.insert(name.clone(), value.clone());
                continue;
            }
            let prompt = variables.get("__prompts__").and_then(|prompts| prompts.get(name));
            if let Some(place) = self.at(name, "").place {
                self.out.places.insert(name.clone(), *place);
            }
            match question(name, value, prompt) {
                Ok(question) => drop(self.out.questions.insert(name.clone(), question)),
                Err(why) => self.out.mistakes.push(self.at(name, why)),
            }
        }
        self.variables = variables;
    }

    fn files(&mut self, raw: Raw) -> Result<(), CommandError> {
        let marks = self.out.dialect.delimiters.clone();
        let (open, close) = match &marks {
            Some([open, close, ..]) => (open.as_str(), close.as_str()),
            None => ("{{", "}}"),
        };
        let roots = raw.files.iter().filter_map(|(path, _)| Some(path.split_once('/')?.0));
        let is_root = |name: &str| {
            name.contains("cookiecutter") && name.contains(open) && name.contains(close)
        };
        let Some(root) = roots.clone().find(|name| is_root(name)).map(str::to_owned) else {
            let message =
                format!("no folder is named after an answer, as `{open}cookiecutter.slug{close}`");
            let place = Place { file: self.name.clone(), ..Place::default() };
            return Err(Mistake::new(message).at(place).into());
        };
        let odd = raw.odd(|path| path.starts_with(&format!("{root}/")));
        self.out.mistakes.extend(odd);
        let texts: Vec<&str> = raw
            .files
            .iter()
            .filter(|(path, bytes)| path.starts_with(&root) && !is_binary(path, bytes))
            .filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok())
            .chain([self.text.as_str()])
            .collect();
        self.out.ask_for_the_world(&texts);
        let candidates = raw.files.iter().filter_map(|(path, bytes)| {
            let path = path.strip_prefix("templates/").or(path.strip_prefix(&format!("{root}/")))?;
            Some((path.to_owned(), std::str::from_utf8(bytes).ok()?.to_owned()))
        });
        let candidates: Vec<(String, String)> = candidates.collect();
        self.out.include(&candidates, &texts);
        self.report_hooks(&raw);
        let list = self.variables.get("_copy_without_render").and_then(Value::as_array);
        let patterns: Vec<String> =
            list.into_iter().flatten().filter_map(|p| Some(p.as_str()?.to_owned())).collect();
        for (origin, bytes) in raw.files {
            let Some(path) = origin.strip_prefix(&root).and_then(|path| path.strip_prefix('/'))
            else {
                continue;
            };
            // A folder that is copied is copied with all in it.
            let mut prefixes: Vec<&str> =
                path.match_indices('/').map(|(at, _)| &path[..at]).collect();
            prefixes.push(path);
            let copied = prefixes.iter().any(|path| patterns.iter().any(|p| fnmatch(p, path)));
            let rendered = !copied && !is_binary(path, &bytes);
            let executable = raw.programs.contains(&origin);
            let path = path.to_owned();
            self.out.add(&origin, &path, bytes, rendered, executable);
        }
        Ok(())
    }

    fn report_hooks(&mut self, raw: &Raw) {
        let place = self.name.trim_end_matches(&self.file);
        for (path, _) in &raw.files {
            let Some(hook) = path.strip_prefix("hooks/") else { continue };
            let stem = hook.split('.').next().unwrap_or(hook);
            let when = match stem {
                "pre_prompt" => "before it asks",
                "pre_gen_project" => "before the project is made",
                "post_gen_project" => "once the project is made",
                _ => continue,
            };
            let file = format!("{place}{path}");
            let message = format!("`{path}` is not run; cookiecutter runs it {when}");
            let note = Mistake::new(message).at(Place { file, ..Place::default() });
            self.out.notes.push(note.help("read what it does, and do by hand what you need"));
        }
    }
}

/// `_name` is not asked and not rendered; `__name` is rendered.
fn is_private(name: &str) -> bool {
    name.starts_with('_') && !name.starts_with("__")
}

/// Of choices below a choice, the first.
fn first(value: &Value) -> Value {
    value.as_array().and_then(|list| list.first()).unwrap_or(value).clone()
}

/// The question that a variable stands for.
fn question(name: &str, value: &Value, prompt: Option<&Value>) -> Result<Value, String> {
    let help = match prompt {
        Some(Value::Object(labels)) => labels.get("__prompt__").and_then(Value::as_str),
        other => other.and_then(Value::as_str),
    };
    let help = help.filter(|help| !help.is_empty()).unwrap_or(name);
    let computed = name.starts_with("__");
    let mut question = match value {
        Value::String(text) => json!({ "type": "text", "default": text }),
        Value::Number(number) => json!({ "type": "text", "default": number.to_string() }),
        Value::Bool(on) => json!({ "type": "bool", "default": on }),
        Value::Array(list) if computed => json!({ "type": "data", "default": list }),
        Value::Null => json!({ "type": "data", "default": "null" }),
        Value::Object(_) => json!({ "type": "data", "default": value }),
        Value::Array(list) => {
            let Some(head) = list.first() else {
                return Err(format!("`{name}` has no choices"));
            };
            let text = |value: &Value| match value {
                Value::Number(number) => number.to_string().into(),
                Value::Object(own) => own.iter().map(|(k, v)| (k.clone(), first(v))).collect(),
                other => other.clone(),
            };
            let labels = prompt.and_then(Value::as_object);
            // A choice with values of its own is called by its one key.
            let key = |value: &Value| Some(value.as_object()?.keys().next()?.clone());
            let label = |value: &Value| match key(value) {
                Some(key) => Some(key),
                None => Some(labels?.get(value.as_str()?)?.as_str()?.to_owned()),
            };
            let choices: Vec<Value> = list.iter().map(text).collect();
            let choices: Value = match choices.iter().any(|choice| label(choice).is_some()) {
                false => choices.into(),
                true => choices
                    .iter()
                    .map(|choice| match label(choice) {
                        Some(label) if choice.is_object() => json!([label, { "value": choice }]),
                        Some(label) => json!([label, choice]),
                        None => json!([choice.as_str().unwrap_or_default(), choice]),
                    })
                    .collect(),
            };
            json!({ "type": "choice", "choices": choices, "default": text(head) })
        }
    };
    question["help"] = help.into();
    if computed {
        question["when"] = "false".into();
        question["unasked"] = "default".into();
    }
    Ok(question)
}
