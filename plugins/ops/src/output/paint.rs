//! Colour for people: what stands out in data and messages.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::settings::Output;

const KEY: Style = AnsiColor::Blue.on_default().bold();
const TEXT: Style = AnsiColor::Green.on_default();
const NUMBER: Style = AnsiColor::Cyan.on_default();
const WORD: Style = AnsiColor::Yellow.on_default();
const HEADING: Style = Style::new().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// First words of lines on standard error.
const MARKS: [(&str, Style); 5] = [
    ("error:", BAD),
    ("warning:", AnsiColor::Yellow.on_default().bold()),
    ("help:", AnsiColor::Cyan.on_default().bold()),
    ("<", AnsiColor::Magenta.on_default()),
    (">", AnsiColor::Magenta.on_default()),
];

/// Paints, or leaves everything as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paint {
    pub(crate) on: bool,
}

impl Paint {
    /// A line of column names.
    pub(crate) fn heading(self, text: &str) -> String {
        self.styled(HEADING, text)
    }

    /// What a value is called.
    pub(crate) fn key(self, text: &str) -> String {
        self.styled(KEY, text)
    }

    /// How something ended: `ok`, `warn` or `fail`.
    pub(crate) fn outcome(self, word: &str) -> String {
        let style = match word {
            "ok" => AnsiColor::Green,
            "warn" => AnsiColor::Yellow,
            _ => AnsiColor::Red,
        };
        self.styled(style.on_default().bold(), word)
    }

    /// Data in a format that has colours.
    pub(crate) fn document(self, text: String, output: Output) -> String {
        match output {
            _ if !self.on => text,
            Output::Yaml => yaml(&text),
            Output::Csv => text,
            Output::Text => fields(&text),
            _ => json(&text),
        }
    }

    /// Lines for people, of which some begin with a word that says what they are.
    pub(crate) fn message(self, text: &str) -> String {
        if !self.on {
            return text.to_owned();
        }
        let painted = text.split('\n').map(|line| {
            let words = line.trim_start();
            let mark = MARKS.iter().find(|(mark, _)| {
                let rest = words.strip_prefix(mark);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            });
            let Some((mark, style)) = mark else { return line.to_owned() };
            let indent = &line[..line.len() - words.len()];
            format!("{indent}{}{}", self.styled(*style, mark), &words[mark.len()..])
        });
        painted.collect::<Vec<_>>().join("\n")
    }

    /// A text that clap styled.
    pub(crate) fn styled_text(self, text: &clap::builder::StyledStr) -> String {
        if self.on { text.ansi().to_string() } else { text.to_string() }
    }

    fn styled(self, style: Style, text: &str) -> String {
        if self.on { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// Paints JSON that is well-formed; every byte of it stays.
fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, style) = match first {
            '"' => {
                let length = string(rest);
                let key = rest[length..].starts_with(':');
                (length, Some(if key { KEY } else { TEXT }))
            }
            '-' | '0'..='9' => {
                (run(rest, |c| c.is_ascii_alphanumeric() || "+-.".contains(c)), Some(NUMBER))
            }
            'a'..='z' => (run(rest, |c| c.is_ascii_lowercase()), Some(WORD)),
            _ => (first.len_utf8(), None),
        };
        let (piece, behind) = rest.split_at(length);
        match style {
            Some(style) => drop(write!(out, "{style}{piece}{style:#}")),
            None => out.push_str(piece),
        }
        rest = behind;
    }
    out
}

/// The text format: names of fields, then values as JSON has them.
fn fields(text: &str) -> String {
    let line = |line: &str| {
        let words = line.trim_start();
        let (indent, key) = (line.len() - words.len(), run(words, |c| !":{} ".contains(c)));
        let (key, value) = words.split_at(key);
        let key = if key.is_empty() { String::new() } else { format!("{KEY}{key}{KEY:#}") };
        format!("{}{key}{}\n", &line[..indent], json(value))
    };
    text.lines().map(line).collect()
}

/// The bytes of the string that a text begins with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

/// Paints the keys of YAML.
fn yaml(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let at = run(line, |c| c == ' ' || c == '-');
        let (indent, rest) = line.split_at(at);
        let end = rest.find(": ").or_else(|| rest.trim_end().strip_suffix(':').map(str::len));
        match end {
            Some(end) => format!("{indent}{KEY}{}{KEY:#}{}", &rest[..end], &rest[end..]),
            None => line.to_owned(),
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its colours taken away.
    fn plain(text: &str) -> String {
        let mut pieces = text.split('\u{1b}');
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces
            .fold(first, |all, piece| all + piece.split_once('m').map_or("", |(_, behind)| behind))
    }

    #[test]
    fn paint_adds_colours_and_nothing_else() {
        let on = Paint { on: true };
        let text = "{\"a\": [1, -2.5e+3, \"x\\\"\\\\\", true, null, \"é: \"], \"b\":{}}\n";
        let painted = on.document(text.to_owned(), Output::Json);
        assert_eq!(plain(&painted), text);
        assert!(painted.starts_with(&format!("{{{KEY}\"a\"{KEY:#}: [{NUMBER}1{NUMBER:#}")));
        let text = "a:\n- b: x: y\n  c:\n- z\n'k k': |-\n  text\n";
        let painted = on.document(text.to_owned(), Output::Yaml);
        assert_eq!(plain(&painted), text);
        assert!(painted.contains(&format!("- {KEY}b{KEY:#}: x: y")), "{painted}");
        let text = "error: no\n  help: see\nerrors: many\n\n> a";
        let painted = on.message(text);
        assert_eq!(plain(&painted), text);
        assert!(painted.starts_with(&format!("{BAD}error:{BAD:#} no\n  ")), "{painted}");
        assert!(painted.contains("\nerrors: many\n"), "{painted}");
        assert_eq!(Paint::default().message(text), text);
    }
}
