//! Flags over variables over data ▶ requests.

use std::collections::BTreeMap;
use std::ffi::OsStr;

use clap::ArgMatches;
use clap::parser::ValueSource;
use serde_json::Value as Json;

use super::{Flag, Flags, Step, form, mask, text};
use crate::dynamic::{Content, DynamicMessage, Value};
use crate::json::{self, Types};
use crate::scalar;
use crate::table::{Field, Kind, Shape};
use crate::well_known::{self, Special};

/// A flag with its texts, and what they stand behind in messages.
struct Given<'f> {
    flag: &'f Flag,
    texts: Vec<&'f str>,
    source: String,
    /// On the command line.
    typed: bool,
}

impl Flags {
    /// The request that the flags, the variables under them and the JSON under those make. Each
    /// takes the place of what lies below for its field, lists and maps as a whole.
    ///
    /// # Errors
    /// All mistakes at once: values that cannot be read, two members of one oneof, required fields
    /// that nothing sets, and those of the JSON.
    pub fn request(
        &self,
        matches: &ArgMatches,
        base: Option<&Json>,
        types: &Types,
    ) -> Result<DynamicMessage, Vec<String>> {
        let mut problems = Vec::new();
        let mut request = DynamicMessage::new(self.table);
        if let Some(json) = base {
            match json::from_value(self.table, json, types) {
                Ok(message) => request = message,
                Err(wrong) => problems.extend(wrong.iter().map(|w| format!("--data: {w}"))),
            }
        }
        let unset = self.unset(matches, &mut problems);
        for flag in &unset {
            clear(&mut request, flag);
        }
        let variables = self.flags.iter().filter_map(|flag| self.variable(flag, &mut problems));
        let variables: Vec<Given<'_>> = variables.collect();
        let typed: Vec<Given<'_>> =
            self.flags.iter().filter_map(|flag| typed(flag, matches)).collect();
        for layer in [&variables, &typed] {
            self.conflicts(layer, &mut problems);
            for given in layer.iter().filter(|given| !is_auto(given)) {
                if let Err(wrong) = apply(&mut request, given, types) {
                    problems.extend(wrong.iter().map(|w| format!("{}: {w}", given.source)));
                }
            }
        }
        let given: Vec<&Flag> = variables.iter().chain(&typed).map(|given| given.flag).collect();
        for auto in variables.iter().chain(&typed).filter(|given| is_auto(given)) {
            match mask::auto(auto.flag, &request, &given, &unset, &self.identity) {
                Ok(content) => drop(place(&mut request, &auto.flag.path, content)),
                Err(error) => problems.push(format!("{}: {error}", auto.source)),
            }
        }
        // What is missing is only certain once everything that is there could be read.
        if problems.is_empty() {
            self.required(&request, &given, base.filter(|_| unset.is_empty()), &mut problems);
        }
        if problems.is_empty() { Ok(request) } else { Err(problems) }
    }

    /// The fields that `--unset` names, as flags or as in JSON.
    fn unset(&self, matches: &ArgMatches, problems: &mut Vec<String>) -> Vec<&Flag> {
        let paths = matches.try_get_many::<String>("unset").ok().flatten().into_iter().flatten();
        let find = |path: &String| {
            let json = |flag: &&Flag| flag.path.iter().map(|s| s.field.json).eq(path.split('.'));
            let found = self.flags.iter().find(|flag| flag.name == *path);
            let found = found.or_else(|| self.flags.iter().find(json));
            if found.is_none() {
                let names = self.flags.iter().map(|flag| flag.name.as_str());
                let near = scalar::did_you_mean(path, names);
                problems.push(format!("--unset: the request has no field `{path}`{near}"));
            }
            found
        };
        paths.filter_map(find).collect()
    }

    fn variable<'f>(&'f self, flag: &'f Flag, problems: &mut Vec<String>) -> Option<Given<'f>> {
        let name = flag.variable.as_ref()?;
        let Some(text) = self.environment.get(OsStr::new(name))?.to_str() else {
            problems.push(format!("{name}: is not UTF-8"));
            return None;
        };
        Some(Given { flag, texts: vec![text], source: name.clone(), typed: false })
    }

    /// Required fields of the request and of every message in it that flags reach.
    fn required(
        &self,
        request: &DynamicMessage,
        given: &[&Flag],
        base: Option<&Json>,
        problems: &mut Vec<String>,
    ) {
        // An update says which fields it is about; the others stay as the server has them.
        let is_update = self.table.fields.iter().any(|f| is_mask(f) && request.get(f).is_some());
        for flag in &self.flags {
            let field = flag.field();
            let left = is_update && flag.path.len() > 1 && !self.identifies(flag);
            if !(field.required && !left || matches!(field.shape, Shape::Required)) {
                continue;
            }
            // A default is as good as nothing on the wire, but it was given.
            let said = given.iter().any(|other| other.steps() == flag.steps())
                || base.is_some_and(|json| mentions(json, flag));
            let Some(around) = around(request, flag) else { continue };
            if around.get(field).is_none() && !said {
                let path: Vec<&str> = flag.path.iter().map(|step| step.field.json).collect();
                problems.push(format!(
                    "--{}: is required; give the flag, or `{}` in --data",
                    flag.name,
                    path.join(".")
                ));
            }
        }
    }

    /// Whether the field says which resource the request is about.
    fn identifies(&self, flag: &Flag) -> bool {
        let names: Vec<&str> = flag.path.iter().map(|step| step.field.name).collect();
        self.identity.contains(&names.join("."))
    }

    /// Two flags that go into two members of one oneof, at any depth.
    fn conflicts(&self, given: &[Given<'_>], problems: &mut Vec<String>) {
        let mut chosen: BTreeMap<(Vec<_>, usize), (u32, &str)> = BTreeMap::new();
        for Given { flag, source, .. } in given {
            let steps = flag.steps();
            for (depth, step) in flag.path.iter().enumerate() {
                let Some(oneof) = step.field.oneof else { continue };
                let mine = (step.field.number, source.as_str());
                let first = *chosen.entry((steps[..depth].to_vec(), oneof)).or_insert(mine);
                if first.0 != step.field.number {
                    let names = flag.around(self.table, depth).oneofs;
                    let name = names.get(oneof).copied().unwrap_or_default();
                    let both = format!("{} and {source}", first.1);
                    problems.push(format!("{both}: only one of `{name}` can be set"));
                    break;
                }
            }
        }
    }
}

/// Only what stands on the command line counts, not a default.
fn typed<'f>(flag: &'f Flag, matches: &'f ArgMatches) -> Option<Given<'f>> {
    let id = flag.id();
    let given = matches.try_contains_id(&id).unwrap_or(false)
        && matches.value_source(&id) == Some(ValueSource::CommandLine);
    let texts = given.then(|| matches.get_many::<String>(&id)).flatten()?;
    Some(Given {
        flag,
        texts: texts.map(String::as_str).collect(),
        source: format!("--{}", flag.name),
        typed: true,
    })
}

fn is_auto(given: &Given<'_>) -> bool {
    is_mask(given.flag.field()) && given.texts == ["auto"]
}

fn is_mask(field: &Field) -> bool {
    let special = |table| well_known::special(table) == Some(Special::FieldMask);
    matches!(field.kind, Kind::Message(table) if special(table))
}

fn apply(
    request: &mut DynamicMessage,
    given: &Given<'_>,
    types: &Types,
) -> Result<(), Vec<String>> {
    let Some(content) = content(given, types).map_err(|problem| vec![problem])? else {
        return Ok(());
    };
    form::check(given.flag.field(), &content)?;
    place(request, &given.flag.path, content).map_err(|problem| vec![problem])
}

fn content(given: &Given<'_>, types: &Types) -> Result<Option<Content>, String> {
    let (field, shape) = (given.flag.field(), given.flag.shape());
    match (shape, &given.texts[..]) {
        // A variable is one text, so a list in it is JSON.
        (Shape::Repeated { .. }, [text]) if !given.typed && text.starts_with('[') => {
            json::read_content_text(field, text, types)
        }
        (_, texts) => text::content(field, shape, texts.iter().copied(), types).map(Some),
    }
}

/// Puts the content at the end of the path, making what is not there.
fn place(message: &mut DynamicMessage, path: &[Step], content: Content) -> Result<(), String> {
    let [step, rest @ ..] = path else { return Ok(()) };
    if let Some(index) = step.index {
        let mut list = match message.get(step.field) {
            Some(Content::List(list)) => list.clone(),
            _ => Vec::new(),
        };
        if index > list.len() {
            return Err(format!("there is no item {index} before item {}", list.len()));
        }
        if index == list.len() {
            list.push(Value::default_of(step.field.kind));
        }
        match (&mut list[index], content) {
            (Value::Message(inner), content) if !rest.is_empty() => place(inner, rest, content)?,
            (item, Content::One(value)) => *item = value,
            _ => {}
        }
        message.set(step.field, Content::List(list));
        return Ok(());
    }
    if rest.is_empty() {
        message.set(step.field, content);
        return Ok(());
    }
    message.child(step.field).map_or(Ok(()), |inner| place(inner, rest, content))
}

fn clear(request: &mut DynamicMessage, flag: &Flag) {
    let mut message = request;
    for step in &flag.path[..flag.path.len() - 1] {
        // Looks before it opens: to open a message makes it.
        if message.get(step.field).is_none() {
            return;
        }
        let Some(inner) = message.child(step.field) else { return };
        message = inner;
    }
    message.clear(flag.field());
}

/// The message that holds the flag's field, if it is there.
fn around<'m>(request: &'m DynamicMessage, flag: &Flag) -> Option<&'m DynamicMessage> {
    let steps = &flag.path[..flag.path.len() - 1];
    steps.iter().try_fold(request, |message, step| match message.get(step.field)? {
        Content::One(Value::Message(inner)) => Some(inner),
        _ => None,
    })
}

fn mentions(json: &Json, flag: &Flag) -> bool {
    let found = flag.path.iter().try_fold(json, |json, step| {
        let field = step.field;
        json.get(field.json).or_else(|| json.get(field.name)).filter(|json| !json.is_null())
    });
    found.is_some()
}
