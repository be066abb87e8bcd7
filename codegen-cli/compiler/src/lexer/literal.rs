//! The values of tokens.

use super::is_letter;

/// The value of an integer token, unless it is greater than `max`.
pub(crate) fn integer(text: &str, max: u64) -> Option<u64> {
    let value = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => u64::from_str_radix(&text[2..], 16),
        [b'0', _, ..] => u64::from_str_radix(&text[1..], 8),
        _ => text.parse(),
    };
    value.ok().filter(|value| *value <= max)
}

/// The value of an integer or float token, `None` for a hexadecimal or octal one out of range.
pub(crate) fn float(text: &str) -> Option<f64> {
    match text.as_bytes() {
        [b'0', next, ..] if !matches!(next, b'.' | b'e' | b'E') => {
            integer(text, u64::MAX).map(|value| value as f64)
        }
        // What is left out after `e` was reported as it was read.
        _ => text.trim_end_matches(['e', 'E', '+', '-']).parse().ok(),
    }
}

/// Whether a string could stand as an identifier.
pub(crate) fn is_identifier(text: &str) -> bool {
    text.bytes().next().is_some_and(is_letter)
        && text.bytes().all(|b| is_letter(b) || b.is_ascii_digit())
}

/// Appends the value of a string token.
pub(crate) fn string(text: &str, out: &mut Vec<u8>) {
    let Some((&quote, mut rest)) = text.as_bytes().split_first() else { return };
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'\\' {
            rest = escape(rest, out);
        } else if byte != quote || !rest.is_empty() {
            out.push(byte);
        }
    }
}

/// Appends the value of an escape sequence behind its backslash; what follows it.
fn escape<'a>(text: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let Some((&first, rest)) = text.split_first() else { return text };
    let simple = match first {
        b'0'..=b'7' => {
            let (value, length) = digits(text, 8, 3);
            // `\400` and above wrap, as bytes do.
            out.push(value as u8);
            return &text[length..];
        }
        b'x' | b'X' => {
            let (value, length) = digits(rest, 16, 2);
            out.push(value as u8);
            return &rest[length..];
        }
        b'u' => return unicode(rest, 4, out),
        b'U' => return unicode(rest, 8, out),
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0b,
        other => other,
    };
    out.push(simple);
    rest
}

/// The number that up to `most` digits make, and how many there are.
fn digits(text: &[u8], radix: u32, most: usize) -> (u32, usize) {
    let value = |b: &u8| char::from(*b).to_digit(radix);
    let digits: Vec<u32> = text.iter().take(most).map_while(value).collect();
    (digits.iter().fold(0, |sum, digit| sum * radix + digit), digits.len())
}

/// Appends a code point; two escaped surrogates in a row are one.
fn unicode<'a>(text: &'a [u8], length: usize, out: &mut Vec<u8>) -> &'a [u8] {
    let (mut point, used) = digits(text, 16, length);
    let mut rest = &text[used..];
    if (0xd800..0xdc00).contains(&point) && rest.starts_with(b"\\u") {
        let (low, used) = digits(&rest[2..], 16, 4);
        if used == 4 && (0xdc00..0xe000).contains(&low) {
            point = 0x10000 + ((point - 0xd800) << 10 | (low - 0xdc00));
            rest = &rest[6..];
        }
    }
    match char::from_u32(point) {
        Some(c) => out.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        // A lone surrogate keeps the three bytes that its number has in UTF-8's scheme.
        None => out.extend([
            0xe0 | (point >> 12 & 0x0f) as u8,
            0x80 | (point >> 6 & 0x3f) as u8,
            0x80 | (point & 0x3f) as u8,
        ]),
    }
    rest
}
