//! Line comments that name variants, as Go's stringer reads them: `And, // &`.
//!
//! Tokens carry no comments, so the text of the enum is read, of which the variants' names, commas
//! and comments matter. What is configured out stands in it, too.

use std::iter::Peekable;
use std::str::CharIndices;

use super::super::item::DataEnum;
use super::attr;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};

/// The variants that have a comment behind them, each with it; `key` asks for them.
pub(super) fn read(
    data: &DataEnum,
    key: &Origin,
    mistakes: &mut Diagnostics,
) -> Vec<(String, String)> {
    let Some(source) = data.braces.source_text() else {
        let message = "the text of this enum is not at hand, so it shows no comments";
        let help = "name the variants with `rename`";
        mistakes.push(Diagnostic::new(code::INVALID_VALUE, key.clone(), message).help(help));
        return Vec::new();
    };
    let found = comments(&source);
    let mut named = Vec::new();
    for variant in &data.variants {
        if attr::all(&variant.attrs, "stringer").iter().any(|key| key.key == "rename") {
            continue;
        }
        let name = variant.ident.to_string();
        let mut comments = found.iter().filter(|(of, _)| *of == name).map(|(_, text)| text);
        let origin = Origin::Span(variant.ident.span());
        let Some(first) = comments.next() else {
            let message = format!("`{name}` does not stand in the text of this enum");
            let help = "name it with `rename`, as a macro made it";
            mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
            continue;
        };
        if comments.any(|other| other != first) {
            let message = format!("`{name}` stands here more than once, with different comments");
            let help = "name it with `rename`";
            mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
        } else if !first.is_empty() {
            named.push((name, first.clone()));
        }
    }
    named
}

/// The names between the commas of an enum's body, each with the line comment behind it.
fn comments(body: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut depth = 0;
    // Whether a name comes next, and whether the line still belongs to the variant before it.
    let (mut wanted, mut same_line) = (true, false);
    let mut chars = body.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '/' if body[at..].starts_with("//") => {
                let text = body[at + 2..].lines().next().unwrap_or_default();
                skip(&mut chars, at + 2 + text.len());
                let docs =
                    text.starts_with('!') || text.starts_with('/') && !text.starts_with("//");
                if let Some((_, comment)) = found.last_mut()
                    && depth == 1
                    && (!wanted || same_line)
                    && comment.is_empty()
                    && !docs
                {
                    text.trim().clone_into(comment);
                }
            }
            '/' if body[at..].starts_with("/*") => skip(&mut chars, at + block(&body[at..])),
            '\n' => same_line = false,
            '"' => skip(&mut chars, at + string(&body[at..])),
            '\'' => skip(&mut chars, at + character(&body[at..])),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => (wanted, same_line) = (true, true),
            _ if char == '_' || char.is_alphanumeric() => {
                let word = word(&body[at..]);
                skip(&mut chars, at + word.len());
                let rest = &body[at + word.len()..];
                if let Some(raw) = raw_string(word, rest) {
                    skip(&mut chars, at + word.len() + raw);
                } else if wanted && depth == 1 {
                    found.push((word.to_owned(), String::new()));
                    wanted = false;
                }
            }
            _ => {}
        }
    }
    found
}

/// Goes on at this place.
fn skip(chars: &mut Peekable<CharIndices<'_>>, to: usize) {
    while chars.next_if(|(at, _)| *at < to).is_some() {}
}

/// How long the name is that the text begins with, `r#` included.
fn word(text: &str) -> &str {
    let raw = text.strip_prefix("r#").filter(|rest| !rest.starts_with(['"', '#']));
    let start = text.len() - raw.unwrap_or(text).len();
    let end = text[start..].find(|c: char| c != '_' && !c.is_alphanumeric());
    &text[..end.map_or(text.len(), |end| start + end)]
}

/// How long the raw string is that follows its prefix, if one does.
fn raw_string(prefix: &str, rest: &str) -> Option<usize> {
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    if !["r", "br", "cr"].contains(&prefix) || !rest[hashes..].starts_with('"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let inner = &rest[hashes + 1..];
    Some(hashes + 1 + inner.find(&end).map_or(inner.len(), |at| at + end.len()))
}

/// How long the block comment is that the text begins with; they nest.
fn block(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match text.get(at..at + 2) {
            Some("/*") => (depth, at) = (depth + 1, at + 2),
            Some("*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// How long the string is that the text begins with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// How long the character is that the text begins with; of a lifetime, the quote alone.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((escaped, _))) => {
            let after = escaped + text[escaped..].chars().next().map_or(0, char::len_utf8);
            text[after..].find('\'').map_or(text.len(), |end| after + end + 1)
        }
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn comments_belong_to_the_variant_before_them() {
        let body = r##"{
            // Not this one.
            And, // &
            /// Docs, with // more.
            Or /* no, /* not */ this */ , //   |
            #[stringer(alias = "a, // b", other = 'x')] // nor this
            r#Type = b'\'' as isize, //// ruler
            Pair(u8, // inside
                 'static), // both
            Named { x: &'static str, y: u8 }, // fields
            Bare,
            // nor that
            Raw = f(r#"a" // , x"#, '"'), //
            A, B, // b
            Ünïcode = '\u{2c}' as isize // last
        }"##;
        let found = comments(body);
        let found: Vec<_> = found.iter().map(|(name, text)| (&**name, &**text)).collect();
        let expected = [
            ("And", "&"),
            ("Or", "|"),
            ("r#Type", "// ruler"),
            ("Pair", "both"),
            ("Named", "fields"),
            ("Bare", ""),
            ("Raw", ""),
            ("A", ""),
            ("B", "b"),
            ("Ünïcode", "last"),
        ];
        assert_eq!(found, expected);
        for cut in (0..body.len()).filter(|cut| body.is_char_boundary(*cut)) {
            let some = comments(&body[..cut]);
            assert!(some.len() <= expected.len(), "no panic, and nothing new: {some:?}");
        }
    }
}
