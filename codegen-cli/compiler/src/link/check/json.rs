//! Names in JSON.

use std::collections::HashMap;

use super::Checker;
use crate::ast::{Field, Message};
use crate::link::features::{ALLOW, Feature};
use crate::problem::Mistake;
use crate::text::json_name;

/// The name of a field in JSON.
struct JsonName<'a> {
    field: &'a Field,
    text: String,
    is_custom: bool,
}

impl<'a> JsonName<'a> {
    fn new(field: &'a Field, use_custom: bool) -> Self {
        let default = json_name(&field.name.text);
        match &field.json_name {
            Some(custom) if use_custom && custom.text != default => {
                Self { field, text: custom.text.clone(), is_custom: true }
            }
            _ => Self { field, text: default, is_custom: false },
        }
    }
}

impl Checker<'_> {
    /// Finds fields of one name, among the default ones and among those that count.
    pub(super) fn json_names(&mut self, message: &Message) {
        // Number 11 is `deprecated_legacy_json_field_conflicts`.
        if self.is_on(message.options, 11) {
            return;
        }
        let strict = message.features.get(Feature::JsonFormat) == ALLOW;
        for use_custom in [false, true] {
            let mut seen: HashMap<String, JsonName<'_>> = HashMap::new();
            for index in &message.fields {
                let name = JsonName::new(&self.own.fields[*index], use_custom);
                if name.is_custom && name.text.starts_with('[') && name.text.ends_with(']') {
                    let message = "a JSON name does not start with `[` and end with `]`";
                    let span = name.field.json_name.as_ref().map(|name| name.span);
                    self.report(span.unwrap_or_default(), message);
                    continue;
                }
                let Some(first) = seen.get(&name.text) else {
                    seen.insert(name.text.clone(), name);
                    continue;
                };
                // Fields of one name, and those with default names, are found elsewhere.
                let found = use_custom && !name.is_custom && !first.is_custom;
                if found || name.field.name.text == first.field.name.text {
                    continue;
                }
                let what = |custom| if custom { "its custom" } else { "the default" };
                let text = format!(
                    "`{}` has the JSON name `{}`, which `{}` has already",
                    name.field.name.text, name.text, first.field.name.text
                );
                let other = format!("{} JSON name is the same", what(first.is_custom));
                let mistake = Mistake::new(name.field.name.span, text).related(
                    None,
                    first.field.name.span,
                    other,
                );
                let only_custom = name.is_custom && first.is_custom;
                if strict || only_custom { &mut self.mistakes } else { &mut self.warnings }
                    .push(mistake);
            }
        }
    }
}
