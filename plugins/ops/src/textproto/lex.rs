//! Text ▶ tokens.

use crate::json::Problem;

/// What a text is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Name(&'t str),
    /// As it is written, a suffix `f` included.
    Number(&'t str),
    /// What stands between quotes, unescaped.
    Text(Vec<u8>),
    Mark(char),
    End,
}

impl Token<'_> {
    /// What a message calls it.
    pub(super) fn shown(&self) -> String {
        match self {
            Token::Name(text) | Token::Number(text) => format!("`{text}`"),
            Token::Text(_) => "a text".to_owned(),
            Token::Mark(mark) => format!("`{mark}`"),
            Token::End => "the end".to_owned(),
        }
    }
}

/// A problem at a byte of the text.
pub(super) fn problem(text: &str, at: usize, message: impl Into<String>) -> Problem {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Problem { place: format!("line {line}, column {column}"), message: message.into() }
}

/// All tokens with the bytes at which they begin; the last one is the end.
pub(super) fn tokens(text: &str, start: usize) -> Result<Vec<(usize, Token<'_>)>, Problem> {
    let mut tokens = Vec::new();
    let mut at = start;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let run = |keep: fn(char) -> bool| rest.find(|c| !keep(c)).unwrap_or(rest.len());
        let (length, token) = match first {
            _ if first.is_ascii_whitespace() => (run(|c| c.is_ascii_whitespace()), None),
            '#' => (run(|c| c != '\n'), None),
            '"' | '\'' => {
                let (length, bytes) = quoted(text, at, first)?;
                (length, Some(Token::Text(bytes)))
            }
            _ if first.is_ascii_alphabetic() || first == '_' => {
                let length = run(|c| c.is_ascii_alphanumeric() || c == '_');
                (length, Some(Token::Name(&rest[..length])))
            }
            _ if first.is_ascii_digit() || first == '.' && is_fraction(rest) => {
                let length = number(rest);
                (length, Some(Token::Number(&rest[..length])))
            }
            '{' | '}' | '<' | '>' | '[' | ']' | ':' | ',' | ';' | '-' | '/' | '.' => {
                (1, Some(Token::Mark(first)))
            }
            _ => {
                let message = format!("`{}` is no part of the text format", first.escape_debug());
                return Err(problem(text, at, message));
            }
        };
        tokens.extend(token.map(|token| (at, token)));
        at += length;
    }
    tokens.push((at, Token::End));
    Ok(tokens)
}

fn is_fraction(rest: &str) -> bool {
    rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// The length of a number: digits, letters and points, and the sign of an exponent.
fn number(rest: &str) -> usize {
    let hex = rest.starts_with("0x") || rest.starts_with("0X");
    let mut before = ' ';
    let end = rest.find(|c: char| {
        let sign = "+-".contains(c) && "eE".contains(before) && !hex;
        before = c;
        !(c.is_ascii_alphanumeric() || c == '.' || sign)
    });
    end.unwrap_or(rest.len())
}

/// A text in quotes: its length with them, and its bytes.
fn quoted(text: &str, start: usize, quote: char) -> Result<(usize, Vec<u8>), Problem> {
    let mut bytes = Vec::new();
    let mut at = start + 1;
    loop {
        let rest = &text[at..];
        match rest.chars().next() {
            None | Some('\n') => return Err(problem(text, start, "the text has no end")),
            Some(c) if c == quote => return Ok((at + 1 - start, bytes)),
            Some('\\') => {
                let wrong = || problem(text, at, "this is no escape; write `\\\\` for a backslash");
                at += 1 + escape(&rest[1..], &mut bytes).ok_or_else(wrong)?;
            }
            Some(c) => {
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                at += c.len_utf8();
            }
        }
    }
}

/// What stands behind a backslash: how many bytes of text it takes, and what it says.
fn escape(rest: &str, bytes: &mut Vec<u8>) -> Option<usize> {
    let digits = |from: usize, most: usize, radix: u32| {
        let digits = rest.get(from..)?;
        let length = digits.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        u32::from_str_radix(&digits[..length], radix).ok().map(|number| (number, length))
    };
    let first = rest.chars().next()?;
    let byte = match first {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 11,
        '?' | '\\' | '\'' | '"' => u8::try_from(first).ok()?,
        '0'..='7' => {
            let (number, length) = digits(0, 3, 8)?;
            bytes.push(u8::try_from(number).ok()?);
            return Some(length);
        }
        'x' | 'X' => {
            let (number, length) = digits(1, 2, 16)?;
            bytes.push(u8::try_from(number).ok()?);
            return Some(1 + length);
        }
        'u' | 'U' => {
            let wanted = if first == 'u' { 4 } else { 8 };
            let (number, length) = digits(1, wanted, 16)?;
            let c = char::from_u32(number).filter(|_| length == wanted)?;
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return Some(1 + length);
        }
        _ => return None,
    };
    bytes.push(byte);
    Some(1)
}
