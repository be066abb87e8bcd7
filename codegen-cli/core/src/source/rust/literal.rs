//! The values of literals, from what their authors wrote.

use std::str::Chars;

use proc_macro2::{Span, TokenStream, TokenTree};

use super::tokens::trees;

/// A literal, with its value where somebody asks for that.
pub(super) enum Literal {
    Text(String),
    Bytes,
    CText,
    Byte(u8),
    Char,
    Bool(bool),
    /// A value that needs more than 128 bits is none.
    Integer {
        value: Option<u128>,
        suffix: String,
    },
    Float {
        suffix: String,
    },
}

/// The literal that a token is; `true` and `false` are words.
pub(super) fn of(tree: &TokenTree) -> Option<Literal> {
    match tree {
        TokenTree::Literal(literal) => read(&literal.to_string()),
        TokenTree::Ident(word) if word == "true" => Some(Literal::Bool(true)),
        TokenTree::Ident(word) if word == "false" => Some(Literal::Bool(false)),
        _ => None,
    }
}

/// The text that a token is.
pub(super) fn text(tree: &TokenTree) -> Option<String> {
    match tree {
        TokenTree::Literal(literal) => match read(&literal.to_string()) {
            Some(Literal::Text(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The tokens of a text that holds code; what is wrong with them is shown at the text.
pub(super) fn code(text: &str, at: Span) -> Option<Vec<TokenTree>> {
    let stream: TokenStream = text.parse().ok()?;
    let mut moved = trees(stream);
    for tree in &mut moved {
        place(tree, at);
    }
    Some(moved)
}

fn place(tree: &mut TokenTree, at: Span) {
    if let TokenTree::Group(group) = tree {
        let mut inner = trees(group.stream());
        for tree in &mut inner {
            place(tree, at);
        }
        *group = proc_macro2::Group::new(group.delimiter(), super::tokens::stream(inner));
    }
    tree.set_span(at);
}

fn read(source: &str) -> Option<Literal> {
    let bytes = source.as_bytes();
    Some(match (bytes.first()?, bytes.get(1)) {
        (b'"' | b'r', _) => Literal::Text(quoted(source)?),
        (b'\'', _) => Literal::Char,
        (b'b', Some(b'\'')) => {
            let value = u32::from(character(&source[2..])?);
            Literal::Byte(u8::try_from(value).ok()?)
        }
        (b'b', _) => Literal::Bytes,
        (b'c', _) => Literal::CText,
        _ => number(source)?,
    })
}

/// The text between quotes, raw or not.
fn quoted(source: &str) -> Option<String> {
    let Some(raw) = source.strip_prefix('r') else {
        let end = source.rfind('"')?;
        return unescape(source.get(1..end)?);
    };
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    let end = raw.rfind('"')?;
    Some(raw.get(hashes + 1..end)?.to_owned())
}

fn unescape(text: &str) -> Option<String> {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '\r']) {
        value.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        if rest[at..].starts_with('\r') {
            chars.next();
            // The end of a line is a line feed, whatever the file has.
            if !chars.as_str().starts_with('\n') {
                value.push('\r');
            }
        } else if rest[at + 1..].starts_with(['\n', '\r']) {
            chars.next();
            rest = chars.as_str().trim_start_matches([' ', '\t', '\n', '\r']);
            continue;
        } else {
            value.push(escaped(&mut chars)?);
        }
        rest = chars.as_str();
    }
    value.push_str(rest);
    Some(value)
}

/// The character in front of the closing quote.
fn character(source: &str) -> Option<char> {
    let mut chars = source.chars();
    match source.starts_with('\\') {
        true => escaped(&mut chars),
        false => chars.next(),
    }
}

/// What stands behind a backslash, which is passed as well.
fn escaped(chars: &mut Chars<'_>) -> Option<char> {
    chars.next();
    Some(match chars.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'x' => {
            let value = u32::from_str_radix(chars.as_str().get(..2)?, 16).ok()?;
            chars.next();
            chars.next();
            char::from_u32(value)?
        }
        'u' => {
            let (digits, behind) = chars.as_str().strip_prefix('{')?.split_once('}')?;
            *chars = behind.chars();
            char::from_u32(u32::from_str_radix(&digits.replace('_', ""), 16).ok()?)?
        }
        other => other,
    })
}

fn number(source: &str) -> Option<Literal> {
    let (radix, digits) = match source.get(..2) {
        Some("0x") => (16, &source[2..]),
        Some("0o") => (8, &source[2..]),
        Some("0b") => (2, &source[2..]),
        _ => (10, source),
    };
    let bytes = digits.as_bytes();
    let counts = |byte: u8| byte == b'_' || char::from(byte).is_digit(radix.max(10));
    let mut end = 0;
    while end < bytes.len() && counts(bytes[end]) {
        end += 1;
    }
    let mut float = false;
    if radix == 10 && bytes.get(end) == Some(&b'.') {
        float = true;
        end += 1;
        while end < bytes.len() && counts(bytes[end]) {
            end += 1;
        }
    }
    if radix == 10 && matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(|byte| counts(*byte)) {
            float = true;
            end += 1 + sign;
            while end < bytes.len() && counts(bytes[end]) {
                end += 1;
            }
        }
    }
    let suffix = digits[end..].to_owned();
    let digits = digits[..end].replace('_', "");
    if float || matches!(&*suffix, "f32" | "f64") {
        return Some(Literal::Float { suffix });
    }
    Some(Literal::Integer { value: u128::from_str_radix(&digits, radix).ok(), suffix })
}

impl Literal {
    /// The lowest number of all, where this is what its minus stands before.
    pub(super) fn lowest(&self) -> Option<i128> {
        match self {
            Literal::Integer { value: Some(value), .. } if *value == i128::MIN.unsigned_abs() => {
                Some(i128::MIN)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenTree;

    use super::{Literal, of};

    fn shown(source: &str) -> String {
        let tree: TokenTree = source.parse::<proc_macro2::Literal>().unwrap().into();
        match of(&tree).unwrap() {
            Literal::Text(text) => format!("{text:?}"),
            Literal::Bytes => "bytes".to_owned(),
            Literal::CText => "c".to_owned(),
            Literal::Byte(byte) => format!("byte {byte}"),
            Literal::Char => "char".to_owned(),
            Literal::Bool(bool) => format!("{bool}"),
            Literal::Integer { value, suffix } => format!("{value:?} {suffix}"),
            Literal::Float { suffix } => format!("float {suffix}"),
        }
    }

    #[test]
    fn every_literal_has_its_value() {
        for (source, expected) in [
            ("\"a\"", "\"a\""),
            (r#""\n\r\t\0\\\'\"\x41\u{1_F600}""#, r#""\n\r\t\0\\'\"A😀""#),
            ("\"a\\\n   b\\\r\n\t c\r\nd\"", "\"abc\\nd\""),
            ("r\"a\\n\"", r#""a\\n""#),
            ("r##\"a\"#b\"##", r##""a\"#b""##),
            ("b\"\\xff\"", "bytes"),
            ("br#\"a\"#", "bytes"),
            ("c\"a\"", "c"),
            ("cr\"a\"", "c"),
            ("b'a'", "byte 97"),
            (r"b'\xff'", "byte 255"),
            (r"b'\\'", "byte 92"),
            ("'ß'", "char"),
            (r"'\''", "char"),
            (r"'\u{2c}'", "char"),
            ("0", "Some(0) "),
            ("1_000u16", "Some(1000) u16"),
            ("0xdead_beefi64", "Some(3735928559) i64"),
            ("0x_E0u8", "Some(224) u8"),
            ("0o17", "Some(15) "),
            ("0b1_01usize", "Some(5) usize"),
            ("340282366920938463463374607431768211456", "None "),
            ("1.5", "float "),
            ("1.", "float "),
            ("1_0e-3_f64", "float f64"),
            ("1E6", "float "),
            ("2f32", "float f32"),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }
}
