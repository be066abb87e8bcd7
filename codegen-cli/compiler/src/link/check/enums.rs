//! Enums.

use std::collections::{HashMap, HashSet};

use super::Checker;
use crate::ast::{Edition, Enum, EnumValue};
use crate::link::features::{Feature, OPEN};
use crate::problem::{Mistake, Span};

impl Checker<'_> {
    pub(super) fn enumeration(&mut self, enumeration: &Enum) {
        let Some(first) = enumeration.values.first() else {
            return self.report(enumeration.name.span, "an enum has at least one value");
        };
        if enumeration.features.get(Feature::EnumType) == OPEN && first.number != 0 {
            let message = "the first value of an open enum is 0";
            let name = screaming(&enumeration.name.text);
            self.report_help(first.number_span, message, format!("add `{name}_UNSPECIFIED = 0;`"));
        }
        self.aliases(enumeration);
        self.similar_names(enumeration);
        self.enum_reserved(enumeration);
    }

    fn aliases(&mut self, enumeration: &Enum) {
        // Number 2 is `allow_alias`.
        let written = self.options(enumeration.options).and_then(|tree| tree.number(2));
        let allowed = written == Some(1);
        let numbers: HashSet<i64> = enumeration.values.iter().map(|v| v.number.into()).collect();
        let mut used: HashMap<i32, &EnumValue> = HashMap::new();
        let mut twice = false;
        for value in &enumeration.values {
            let Some(first) = used.get(&value.number) else {
                used.insert(value.number, value);
                continue;
            };
            twice = true;
            if !allowed {
                let message = format!("the number {} is used twice", value.number);
                let mut next = i64::from(value.number) + 1;
                while numbers.contains(&next) {
                    next += 1;
                }
                let help = format!(
                    "the next free number is {next}; if both are meant to be the same, set \
                     `option allow_alias = true;`"
                );
                let what = format!("`{}` has it", first.name.text);
                let mistake = Mistake::new(value.number_span, message).help(help);
                self.mistakes.push(mistake.related(None, first.number_span, what));
            }
        }
        let name = enumeration.name.span;
        if written == Some(0) {
            self.report(name, "`allow_alias = false` has no effect: leave it out");
        } else if allowed && !twice {
            self.report(name, "`allow_alias` is set, but no two values have the same number");
        }
    }

    /// Finds values that are the same name in languages that leave the prefix out.
    fn similar_names(&mut self, enumeration: &Enum) {
        let mut seen: HashMap<String, &EnumValue> = HashMap::new();
        // Number 6 is `deprecated_legacy_json_field_conflicts`.
        let legacy = self.is_on(enumeration.options, 6) && self.own.edition == Edition::PROTO2;
        for value in &enumeration.values {
            let name = pascal(without_prefix(&value.name.text, &enumeration.name.text));
            let Some(first) = seen.get(&name) else {
                seen.insert(name, value);
                continue;
            };
            if first.name.text == value.name.text || first.number == value.number {
                continue;
            }
            let message = format!(
                "`{}` is the same name as `{}` when case and the prefix are left out",
                value.name.text, first.name.text
            );
            let mistake = Mistake::new(value.name.span, message);
            let mistake = mistake.related(None, first.name.span, "it is declared here");
            if legacy { &mut self.warnings } else { &mut self.mistakes }.push(mistake);
        }
    }

    fn enum_reserved(&mut self, enumeration: &Enum) {
        let mut ranges = enumeration.reserved.ranges.clone();
        ranges.sort_by_key(|range| range.start);
        for range in &ranges {
            if range.end < range.start {
                self.report(range.span, "the end of this reserved range is before its start");
            }
        }
        for pair in ranges.windows(2) {
            if pair[1].start <= pair[0].end {
                let mistake =
                    Mistake::new(pair[1].span, "this reserved range overlaps with another one");
                self.mistakes.push(mistake.related(None, pair[0].span, "the range is here"));
            }
        }
        let mut names: HashMap<&str, Span> = HashMap::new();
        for name in &enumeration.reserved.names {
            if let Some(first) = names.insert(&name.text, name.span) {
                let mistake = Mistake::new(name.span, format!("`{}` is reserved twice", name.text));
                self.mistakes.push(mistake.related(None, first, "it is reserved here"));
            }
        }
        for value in &enumeration.values {
            let (name, number) = (&value.name.text, value.number);
            let mut all = ranges.iter();
            if let Some(range) = all.find(|range| (range.start..=range.end).contains(&number)) {
                let message = format!("`{name}` uses the reserved number {number}");
                let mistake = Mistake::new(value.number_span, message);
                self.mistakes.push(mistake.related(None, range.span, "it is reserved here"));
            }
            if let Some(span) = names.get(&**name) {
                let mistake =
                    Mistake::new(value.name.span, format!("the name `{name}` is reserved"));
                self.mistakes.push(mistake.related(None, *span, "it is reserved here"));
            }
        }
    }
}

/// The name of a value without that of its enum before it, in whatever case; the whole name where
/// nothing would be left.
fn without_prefix<'a>(value: &'a str, name: &str) -> &'a str {
    let wanted: Vec<u8> =
        name.bytes().filter(|b| *b != b'_').map(|b| b.to_ascii_lowercase()).collect();
    let mut matched = 0;
    let mut end = 0;
    for (index, byte) in value.bytes().enumerate() {
        if matched == wanted.len() {
            break;
        }
        if byte != b'_' {
            if byte.to_ascii_lowercase() != wanted[matched] {
                return value;
            }
            matched += 1;
        }
        end = index + 1;
    }
    if matched < wanted.len() {
        return value;
    }
    match value[end..].trim_start_matches('_') {
        "" => value,
        rest => rest,
    }
}

/// `FOO_BAR` ▶ `FooBar`
fn pascal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut capital = true;
    for c in name.chars() {
        match c {
            '_' => capital = true,
            c if capital => {
                out.push(c.to_ascii_uppercase());
                capital = false;
            }
            c => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// `FooBar` ▶ `FOO_BAR`
fn screaming(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && lower {
            out.push('_');
        }
        lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(c.to_ascii_uppercase());
    }
    out
}
