//! Numbers and names in messages.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::Checker;
use crate::ast::{Edition, Id, Message, Range};
use crate::link::text_format::is_message_set;
use crate::option::Tree;
use crate::problem::{Mistake, Span};

/// The greatest field number.
const MAX: i32 = 0x1fff_ffff;

impl Checker<'_> {
    pub(super) fn message(&mut self, index: usize) {
        let message = &self.own.messages[index];
        let message_set = is_message_set(self.pool, Id { file: self.file, index });
        self.numbers(message);
        self.ranges(message, message_set);
        self.reserved_names(message);
        let fields = message.fields.iter().map(|field| &self.own.fields[*field]);
        let filled: HashSet<usize> = fields.filter_map(|field| field.oneof).collect();
        for (number, oneof) in message.oneofs.iter().enumerate() {
            if !filled.contains(&number) {
                self.report(oneof.name.span, "a oneof has at least one field");
            }
        }
        if self.own.edition == Edition::PROTO3 {
            if let Some(range) = message.extension_ranges.first() {
                self.report(range.range.span, "there are no extension ranges in proto3");
            }
            if message_set {
                self.report(message.name.span, "there is no `MessageSet` in proto3");
            }
        }
        self.declarations(message);
    }

    /// Finds numbers that are used twice, reserved, or for extensions.
    fn numbers(&mut self, message: &Message) {
        let mut used: HashMap<i32, usize> = HashMap::new();
        let next = OnceCell::new();
        let next = || next.get_or_init(|| next_number(message, |i| self.own.fields[i].number));
        let reserved = Ranges::new(message.reserved.ranges.iter());
        let extensions = Ranges::new(message.extension_ranges.iter().map(|e| &e.range));
        let mut found = Vec::new();
        for &index in &message.fields {
            let field = &self.own.fields[index];
            let (number, span, name) = (field.number, field.number_span, &field.name.text);
            if let Some(&first) = used.get(&number) {
                let first = &self.own.fields[first];
                let message = format!("field number {number} is used twice");
                let mistake = Mistake::new(span, message).related(
                    None,
                    first.number_span,
                    format!("`{}` has it", first.name.text),
                );
                found.push(match next() {
                    Some(next) => mistake.help(format!("the next free number is {next}")),
                    None => mistake,
                });
            } else {
                used.insert(number, index);
            }
            if message.map_entry {
                continue;
            }
            if let Some(range) = reserved.holding(number) {
                let message = format!("`{name}` uses the reserved number {number}");
                let mistake = Mistake::new(span, message);
                found.push(mistake.related(None, range.span, "it is reserved here"));
            }
            if let Some(range) = extensions.holding(number) {
                let message = format!("`{name}` uses the number {number}, which is for extensions");
                let mistake = Mistake::new(span, message);
                found.push(mistake.related(None, range.span, "the range is here"));
            }
        }
        self.mistakes.extend(found);
    }

    /// Finds ranges that make no sense or overlap.
    fn ranges(&mut self, message: &Message, message_set: bool) {
        let max = if message_set { i32::MAX } else { MAX + 1 };
        let reserved = message.reserved.ranges.iter().map(|range| (*range, "reserved"));
        let extensions = message.extension_ranges.iter().map(|e| (e.range, "extension"));
        let mut all: Vec<(Range, &str)> = reserved.chain(extensions).collect();
        for (range, kind) in &all {
            if range.start <= 0 {
                self.report(range.span, format!("the numbers of {kind} ranges are positive"));
            } else if range.end <= range.start {
                self.report(
                    range.span,
                    format!("the end of this {kind} range is before its start"),
                );
            } else if range.end > max {
                let message = format!("the numbers of {kind} ranges are at most {}", max - 1);
                self.report(range.span, message);
            }
        }
        all.sort_by_key(|(range, _)| range.start);
        // The range so far that reaches the farthest is the one that others run into.
        let mut widest: Option<(Range, &str)> = None;
        for (range, kind) in all {
            if let Some((other, other_kind)) = widest
                && range.start < other.end
            {
                let (late, early) = match range.span.start < other.span.start {
                    true => ((other, other_kind), (range, kind)),
                    false => ((range, kind), (other, other_kind)),
                };
                let message = format!("this {} range overlaps with another one", late.1);
                let mistake = Mistake::new(late.0.span, message);
                let what = format!("the {} range is here", early.1);
                self.mistakes.push(mistake.related(None, early.0.span, what));
            }
            if widest.is_none_or(|(other, _)| other.end < range.end) {
                widest = Some((range, kind));
            }
        }
    }

    fn reserved_names(&mut self, message: &Message) {
        let mut names: HashMap<&str, Span> = HashMap::new();
        for name in &message.reserved.names {
            if let Some(first) = names.insert(&name.text, name.span) {
                let mistake = format!("`{}` is reserved twice", name.text);
                let mistake = Mistake::new(name.span, mistake);
                self.mistakes.push(mistake.related(None, first, "it is reserved here"));
            }
        }
        for field in message.fields.iter().map(|index| &self.own.fields[*index]) {
            if let Some(span) = names.get(&*field.name.text) {
                let mistake = format!("the name `{}` is reserved", field.name.text);
                let mistake = Mistake::new(field.name.span, mistake);
                self.mistakes.push(mistake.related(None, *span, "it is reserved here"));
            }
        }
    }

    /// Checks the `declaration` options of extension ranges.
    fn declarations(&mut self, message: &Message) {
        let mut names = HashSet::new();
        for range in &message.extension_ranges {
            let Some(options) = self.options(range.options) else { continue };
            let declarations: Vec<Declaration> =
                options.messages(2).map(Declaration::new).collect();
            let unverified = options.number(3) == Some(1);
            let span = range.range.span;
            if unverified && !declarations.is_empty() {
                self.report(span, "a range with declarations cannot be `UNVERIFIED`");
                continue;
            }
            let mut numbers = HashSet::new();
            for Declaration { number, name, kind, reserved, .. } in declarations {
                if !holds(&range.range, number) {
                    self.report(span, format!("the declared number {number} is not in this range"));
                }
                if !numbers.insert(number) {
                    self.report(span, format!("the number {number} is declared twice"));
                }
                match (name, kind) {
                    (Some(name), Some(kind)) => {
                        if !names.insert(name.clone()) {
                            self.report(span, format!("`{name}` is declared twice"));
                        }
                        let scalar = crate::ast::Scalar::named(&kind).is_some();
                        for text in [Some(name), (!scalar).then_some(kind)].into_iter().flatten() {
                            if !text.starts_with('.') {
                                let message = format!("the declared name `{text}` lacks its dot");
                                self.report_help(span, message, format!("write `.{text}`"));
                            }
                        }
                    }
                    (None, None) if reserved => {}
                    _ => {
                        let message =
                            format!("the declaration of {number} needs `full_name` and `type`");
                        self.report(span, message);
                    }
                }
            }
        }
    }
}

/// Whether a number is in a range of a message.
pub(super) fn holds(range: &Range, number: i32) -> bool {
    (range.start..range.end).contains(&number)
}

/// Ranges in the order of their numbers, so that the one that holds a number is found quickly.
struct Ranges(Vec<Range>);

impl Ranges {
    fn new<'a>(ranges: impl Iterator<Item = &'a Range>) -> Self {
        let mut ranges: Vec<Range> = ranges.copied().collect();
        ranges.sort_by_key(|range| range.start);
        Self(ranges)
    }

    /// The range that holds a number; where ranges overlap, which is a mistake of its own, perhaps
    /// none.
    fn holding(&self, number: i32) -> Option<&Range> {
        let behind = self.0.partition_point(|range| range.start <= number);
        self.0[..behind].last().filter(|range| holds(range, number))
    }
}

/// What an extension range says that one of its numbers is.
pub(super) struct Declaration {
    pub(super) number: i32,
    pub(super) name: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) reserved: bool,
    pub(super) repeated: bool,
}

impl Declaration {
    pub(super) fn new(tree: &Tree) -> Self {
        Self {
            number: tree.number(1).map_or(0, |number| number as i32),
            name: tree.text(2),
            kind: tree.text(3),
            reserved: tree.number(5) == Some(1),
            repeated: tree.number(6) == Some(1),
        }
    }
}

/// The first number behind all that a message uses or keeps.
fn next_number(message: &Message, number: impl Fn(usize) -> i32) -> Option<i32> {
    let fields = message.fields.iter().map(|field| number(*field));
    let reserved = message.reserved.ranges.iter().map(|range| range.end - 1);
    let extensions = message.extension_ranges.iter().map(|e| e.range.end - 1);
    let last = fields.chain(reserved).chain(extensions).max()?;
    let next = last.checked_add(1)?;
    let next = if (19_000..20_000).contains(&next) { 20_000 } else { next };
    (next <= MAX).then_some(next)
}
