//! The texts that tables are.

use std::collections::BTreeMap;

use crate::model::{Scalar, TextFormat};

/// The text of a table.
pub(crate) struct Text {
    lines: Vec<Line>,
    with_docs: bool,
}

enum Line {
    Words(String),
    /// What the author says about what is above, escaped.
    Docs(String),
}

impl Text {
    pub(super) fn new(with_docs: bool, head: &str) -> Self {
        let mut text = Self::empty(with_docs);
        text.lines.push(Line::Words(head.to_owned()));
        text
    }

    pub(super) fn empty(with_docs: bool) -> Self {
        Self { lines: Vec::new(), with_docs }
    }

    /// A line of words, those that are empty left out.
    pub(crate) fn line(&mut self, words: &[String]) {
        let words: Vec<&str> = words.iter().map(|word| &**word).filter(|w| !w.is_empty()).collect();
        self.lines.push(Line::Words(words.join(" ")));
    }

    /// What the author says about what is above.
    pub(crate) fn docs(&mut self, docs: &str) {
        if self.with_docs && !docs.is_empty() {
            self.lines.push(Line::Docs(escaped(docs)));
        }
    }

    fn all_docs(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match line {
            Line::Words(_) => None,
            Line::Docs(docs) => Some(&**docs),
        })
    }

    /// The text as a literal, and whether it refers to a shared one.
    pub(super) fn literal(&self, shared: &Shared<'_>) -> (String, bool) {
        let (mut text, mut shares) = (String::new(), false);
        for line in &self.lines {
            match line {
                Line::Words(words) => text.push_str(words),
                Line::Docs(docs) => match shared.0.get(&**docs) {
                    Some(number) => {
                        shares = true;
                        text.push_str(&format!("/= {number}"));
                    }
                    None => text.extend(["/ ", docs]),
                },
            }
            text.push('\n');
        }
        (raw(&text), shares)
    }
}

/// What authors say about more than one thing, by its number.
pub(super) struct Shared<'t>(BTreeMap<&'t str, usize>);

impl<'t> Shared<'t> {
    /// An API repeats itself: what it says about the filter of a list, it says two hundred times.
    pub(super) fn among(texts: impl Iterator<Item = &'t Text>) -> Self {
        /// Less is not worth a reference.
        const SHORT: usize = 24;
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        texts.flat_map(Text::all_docs).for_each(|docs| *times.entry(docs).or_default() += 1);
        let repeated = times.into_iter().filter(|(docs, times)| *times > 1 && docs.len() > SHORT);
        Self(repeated.enumerate().map(|(number, (docs, _))| (docs, number)).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them as a literal, if there are any.
    pub(super) fn literal(&self) -> Option<String> {
        let line = |(docs, number): (&&str, &usize)| format!("{number} {docs}\n");
        (!self.is_empty()).then(|| raw(&self.0.iter().map(line).collect::<String>()))
    }
}

/// A raw literal, with as many marks around it as it takes.
fn raw(lines: &str) -> String {
    let runs = lines
        .split('"')
        .skip(1)
        .map(|after| after.bytes().take_while(|byte| *byte == b'#').count() + 1);
    let marks = "#".repeat(runs.max().unwrap_or(1));
    format!("r{marks}\"\n{lines}\"{marks}")
}

/// What a raw literal cannot hold, or a reader cannot see, in the escapes of tables.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '"' | '\'' => out.push(c),
            _ => out.extend(c.escape_debug()),
        }
    }
    out
}

/// A word of a line.
pub(crate) fn word(text: &str) -> String {
    escaped(text).replace(' ', "\\u{20}")
}

/// The name that the API has for a format.
pub(super) fn format_word(format: TextFormat) -> &'static str {
    match format {
        TextFormat::Uuid4 => "UUID4",
        TextFormat::Ipv4 => "IPV4",
        TextFormat::Ipv6 => "IPV6",
        TextFormat::Ipv4OrIpv6 => "IPV4_OR_IPV6",
    }
}

/// A scalar, as it is written in a `.proto` file.
pub(super) fn scalar(scalar: Scalar) -> String {
    format!("{scalar:?}").to_lowercase()
}

/// The name that protobuf derives for JSON.
pub(super) fn camel(name: &str) -> String {
    let mut raised = false;
    let letter = |c: char| match c {
        '_' => {
            raised = true;
            None
        }
        _ => Some(if std::mem::take(&mut raised) { c.to_ascii_uppercase() } else { c }),
    };
    name.chars().filter_map(letter).collect()
}
