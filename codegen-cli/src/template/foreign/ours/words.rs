//! The words of what stands in a tag.

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sort {
    Name,
    /// With its quotes.
    Text,
    Number,
    Mark,
    Space,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word<'a> {
    pub(super) sort: Sort,
    pub(super) text: &'a str,
    /// Where it stands, in bytes.
    pub(super) at: usize,
}

/// Marks of two characters.
const TWO: [&str; 9] = ["==", "!=", "<=", ">=", "<>", "//", "**", "..", "&&"];

/// All words of a text, which together are the text again. Names hold dashes in liquid, whose texts
/// have no escapes.
pub(super) fn words(text: &str, liquid: bool) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let while_ = |part: &dyn Fn(char) -> bool| rest.find(|c| !part(c)).unwrap_or(rest.len());
        let (sort, length) = match first {
            c if c.is_whitespace() => (Sort::Space, while_(&char::is_whitespace)),
            '\'' | '"' => (Sort::Text, quoted(rest, first, !liquid)),
            c if c.is_ascii_digit() => {
                let digits = while_(&|c| c.is_ascii_digit() || c == '_');
                let more = rest[digits..].strip_prefix('.').map_or(0, |rest| {
                    rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
                });
                (Sort::Number, if more > 0 { digits + 1 + more } else { digits })
            }
            c if c.is_alphabetic() || c == '_' => {
                let part = |c: char| c.is_alphanumeric() || c == '_' || liquid && c == '-';
                (Sort::Name, while_(&part))
            }
            _ if TWO.iter().any(|two| rest.starts_with(two)) => (Sort::Mark, 2),
            c => (Sort::Mark, c.len_utf8()),
        };
        words.push(Word { sort, text: &rest[..length], at });
        at += length;
    }
    words
}

/// How long a quoted text is, with its quotes.
fn quoted(text: &str, quote: char, escapes: bool) -> usize {
    let mut hidden = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if hidden => hidden = false,
            '\\' if escapes => hidden = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where a tag ends: at the first `close` that stands in no text and no bracket.
pub(super) fn end(text: &str, close: &str, escapes: bool) -> Option<usize> {
    let mut at = 0;
    let mut depth = 0_usize;
    while let Some(c) = text[at..].chars().next() {
        if depth == 0 && text[at..].starts_with(close) {
            return Some(at);
        }
        match c {
            '\'' | '"' => {
                at += quoted(&text[at..], c, escapes);
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// A text as a literal of Jinja.
pub(super) fn literal(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{}'", escaped.replace('\n', "\\n").replace('\r', "\\r"))
}

#[cfg(test)]
mod tests {
    use super::{end, literal, words};

    #[test]
    fn words_are_the_text() {
        for (text, liquid, expected) in [
            ("a.b|c('x\\'y')", false, vec!["a", ".", "b", "|", "c", "(", "'x\\'y'", ")"]),
            ("a-b == 'x\\'", true, vec!["a-b", " ", "==", " ", "'x\\'"]),
            ("a-b", false, vec!["a", "-", "b"]),
            ("(1..3) 1.5", true, vec!["(", "1", "..", "3", ")", " ", "1.5"]),
        ] {
            let found: Vec<&str> = words(text, liquid).iter().map(|word| word.text).collect();
            assert_eq!(found, expected);
        }
        assert_eq!(end(" {'a': '}}'} }}", "}}", true), Some(13));
        assert_eq!(literal("a'b\\"), "'a\\'b\\\\'");
    }
}
