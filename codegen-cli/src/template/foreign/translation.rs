//! A template of ours that is being made of another.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::dialect::{Dialect, Tool};
use super::{Foreign, TemplateFiles, chance, moment};
use crate::error::{CommandError, Kind, Mistake, Place};
use crate::template::MANIFEST;
use crate::template::engine::SUFFIX;

/// The folder of files that others include.
const INCLUDES: &str = ".includes";

/// What there is of it so far.
#[derive(Debug, Default)]
pub(super) struct Translation {
    pub(super) questions: Map<String, Value>,
    pub(super) dialect: Dialect,
    pub(super) rules: Vec<Value>,
    pub(super) say: String,
    pub(super) files: TemplateFiles,
    pub(super) origins: BTreeMap<String, String>,
    /// Where questions stand.
    pub(super) places: BTreeMap<String, Place>,
    pub(super) notes: Vec<Mistake>,
    pub(super) mistakes: Vec<Mistake>,
}

impl Translation {
    /// Adds a file at the path that it has in the project.
    pub(super) fn add(
        &mut self,
        origin: &str,
        path: &str,
        bytes: Cow<'static, [u8]>,
        rendered: bool,
        executable: bool,
    ) {
        let name = match rendered {
            true => format!("{path}{SUFFIX}"),
            false => path.to_owned(),
        };
        if !rendered && name.ends_with(SUFFIX) {
            self.dialect.verbatim.push(name.clone());
        }
        if name == MANIFEST {
            let message = format!("`{origin}` would stand where the manifest of a template stands");
            self.mistakes.push(Mistake::new(message).help("call it otherwise in the template"));
        }
        if executable {
            self.rules.push(json!({ "match": path, "executable": true }));
        }
        self.origins.insert(name.clone(), origin.to_owned());
        self.files.push((name, bytes));
    }

    /// What opens and closes statements.
    fn marks(&self) -> (String, String) {
        match &self.dialect.delimiters {
            Some([_, _, open, close, ..]) => (open.clone(), close.clone()),
            None => ("{%".to_owned(), "%}".to_owned()),
        }
    }

    /// Keeps the files that others include; each with the path under which they do.
    pub(super) fn include(&mut self, candidates: &[(String, String)], texts: &[&str]) {
        let (open, close) = self.marks();
        let tags: Vec<String> =
            texts.iter().flat_map(|text| includes(text, &open, &close)).collect();
        // What a variable names may be any file.
        let any = tags.iter().any(|tag| !tag.contains(['\'', '"']));
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for (path, text) in candidates {
            let file = path.rsplit('/').next().unwrap_or(path);
            if any || tags.iter().any(|tag| tag.contains(file)) {
                known.insert(path);
                self.files.push((format!("{INCLUDES}/{path}"), text.clone().into_bytes().into()));
                self.origins.insert(format!("{INCLUDES}/{path}"), path.clone());
            }
        }
        if !known.is_empty() {
            self.dialect.includes = INCLUDES.to_owned();
        }
    }

    /// Asks for what other tools take from the clock and from chance, where a text needs it.
    pub(super) fn ask_for_the_world(&mut self, texts: &[&str]) {
        let any = |words: &[&str]| texts.iter().any(|text| words.iter().any(|w| text.contains(w)));
        let (open, _) = self.marks();
        let now = |text: &&str| {
            let mut tags = text.split(open.as_str()).skip(1);
            tags.any(|tag| tag.trim_start_matches(['-', '+']).trim_start().starts_with("now "))
        };
        let mut first = Map::new();
        if texts.iter().any(now) || any(&["strftime", "now("]) {
            let help = "The moment that dates in it are of, such as 2026-01-31 or 2026-01-31T12:00";
            first.insert(
                moment::NOW.into(),
                json!({ "type": "text", "help": help, "pattern": "^\\d{4}-\\d\\d-\\d\\d" }),
            );
        }
        if any(&["random_ascii_string", "uuid4", "|random", "| random"]) {
            let help = "Any text; what the template draws by lot follows from it";
            first.insert(chance::SEED.into(), json!({ "type": "text", "help": help }));
        }
        first.append(&mut self.questions);
        self.questions = first;
    }

    /// The template.
    pub(super) fn finish(
        self,
        place: &str,
        tool: Tool,
        file: &str,
    ) -> Result<(TemplateFiles, Foreign), CommandError> {
        CommandError::unless_empty(Kind::Failed, self.mistakes)?;
        let name = place.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or(place);
        let wrong = |e: String| CommandError::failed(format!("{place}/{file}: {e}"));
        let dialect = Dialect { tool, ..self.dialect };
        let mut manifest = json!({
            "name": name,
            "version": "0.0.0",
            "summary": format!("Translated from a template of {}", tool.name()),
            "dialect": serde_json::to_value(dialect).map_err(|e| wrong(e.to_string()))?,
            "questions": self.questions,
            "files": self.rules,
        });
        if !self.say.is_empty() {
            manifest["say"] = self.say.into();
        }
        let text = serde_saphyr::to_string(&manifest).map_err(|e| wrong(e.to_string()))?;
        let mut files = self.files;
        files.push((MANIFEST.to_owned(), text.into_bytes().into()));
        let file = file.to_owned();
        let (notes, origins, places) = (self.notes, self.origins, self.places);
        Ok((files, Foreign { tool, file, notes, origins, places }))
    }
}

/// The tags of a text that include others.
fn includes(text: &str, open: &str, close: &str) -> Vec<String> {
    let tag = |rest: &str| {
        let tag = rest.split(close).next().unwrap_or(rest);
        let word = tag.trim_start_matches(['-', '+']).trim_start();
        let starts = ["include ", "import ", "from ", "extends "];
        starts.iter().any(|start| word.starts_with(start)).then(|| word.to_owned())
    };
    text.split(open).skip(1).filter_map(tag).collect()
}
