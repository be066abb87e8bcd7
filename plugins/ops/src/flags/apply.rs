//! Flags over JSON ▶ requests.

use std::collections::BTreeMap;

use clap::ArgMatches;
use clap::parser::ValueSource;
use serde_json::Value as Json;

use super::{Flag, Flags, text};
use crate::dynamic::{Content, DynamicMessage, Value};
use crate::json::{self, Types};
use crate::table::Shape;

impl Flags {
    /// The request that the flags and the JSON under them make. A flag takes the place of what the
    /// JSON says for its field, lists and maps as a whole.
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
        let given: Vec<&Flag> = self.flags.iter().filter(|flag| typed(flag, matches)).collect();
        self.conflicts(&given, &mut problems);
        for flag in &given {
            let texts = matches.get_many::<String>(&flag.id()).into_iter().flatten();
            match text::content(flag.field(), texts.map(String::as_str), types) {
                Ok(content) => place(&mut request, flag, content),
                Err(error) => problems.push(format!("--{}: {error}", flag.name)),
            }
        }
        // What is missing is only certain once everything that is there could be read.
        if problems.is_empty() {
            self.required(&request, &given, base, &mut problems);
        }
        if problems.is_empty() { Ok(request) } else { Err(problems) }
    }

    /// Required fields of the request and of every message in it that flags reach.
    fn required(
        &self,
        request: &DynamicMessage,
        given: &[&Flag],
        base: Option<&Json>,
        problems: &mut Vec<String>,
    ) {
        for flag in &self.flags {
            let field = flag.field();
            if !(field.required || matches!(field.shape, Shape::Required)) {
                continue;
            }
            // A default is as good as nothing on the wire, but it was given.
            let said = given.iter().any(|other| other.numbers() == flag.numbers())
                || base.is_some_and(|json| mentions(json, flag));
            let Some(around) = around(request, flag) else { continue };
            if around.get(field).is_none() && !said {
                let path: Vec<&str> = flag.path.iter().map(|field| field.json).collect();
                problems.push(format!(
                    "--{}: is required; give the flag, or `{}` in --data",
                    flag.name,
                    path.join(".")
                ));
            }
        }
    }

    /// Two flags that go into two members of one oneof, at any depth.
    fn conflicts(&self, given: &[&Flag], problems: &mut Vec<String>) {
        let mut chosen: BTreeMap<(Vec<u32>, u8), (u32, &str)> = BTreeMap::new();
        for flag in given {
            let numbers = flag.numbers();
            for (depth, field) in flag.path.iter().enumerate() {
                let Some(oneof) = field.oneof else { continue };
                let mine = (field.number, flag.name.as_str());
                let first = *chosen.entry((numbers[..depth].to_vec(), oneof)).or_insert(mine);
                if first.0 != field.number {
                    let names = flag.around(self.table, depth).oneofs;
                    let name = names.get(usize::from(oneof)).copied().unwrap_or_default();
                    let both = format!("--{} and --{}", first.1, flag.name);
                    problems.push(format!("{both}: only one of `{name}` can be set"));
                    break;
                }
            }
        }
    }
}

/// Only what stands on the command line counts, not a default.
fn typed(flag: &Flag, matches: &ArgMatches) -> bool {
    let id = flag.id();
    matches.try_contains_id(&id).unwrap_or(false)
        && matches.value_source(&id) == Some(ValueSource::CommandLine)
}

fn place(request: &mut DynamicMessage, flag: &Flag, content: Content) {
    let mut message = request;
    for field in &flag.path[..flag.path.len() - 1] {
        let Some(inner) = message.child(field) else { return };
        message = inner;
    }
    message.set(flag.field(), content);
}

/// The message that holds the flag's field, if it is there.
fn around<'m>(request: &'m DynamicMessage, flag: &Flag) -> Option<&'m DynamicMessage> {
    let steps = &flag.path[..flag.path.len() - 1];
    steps.iter().try_fold(request, |message, field| match message.get(field)? {
        Content::One(Value::Message(inner)) => Some(inner),
        _ => None,
    })
}

fn mentions(json: &Json, flag: &Flag) -> bool {
    let found = flag.path.iter().try_fold(json, |json, field| {
        json.get(field.json).or_else(|| json.get(field.name)).filter(|json| !json.is_null())
    });
    found.is_some()
}
