//! YAML as Python writes it: the answers of a project, and what `to_yaml` gives.

use serde_json::Value;

use super::yaml;

/// Lines are folded behind this column.
const WIDTH: usize = 80;

/// A value as a document, keys in order.
pub(super) fn dump(value: &Value, indent: usize) -> String {
    let mut out = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => block(&mut out, value, 0, indent, false),
        Value::Array(list) if !list.is_empty() => block(&mut out, value, 0, indent, false),
        _ => {
            scalar(&mut out, value, 0);
            let open = matches!(value, Value::Array(_) | Value::Object(_));
            let quoted = out.starts_with(['\'', '"']);
            out.push_str(if open || quoted { "\n" } else { "\n...\n" });
        }
    }
    out
}

/// A list or map that is not empty; `inside` is whether the first line is begun already.
fn block(out: &mut String, value: &Value, depth: usize, indent: usize, inside: bool) {
    let pad = " ".repeat(depth);
    let mut begun = inside;
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|a, b| a.0.cmp(b.0));
            for (key, item) in entries {
                if !std::mem::take(&mut begun) {
                    out.push_str(&pad);
                }
                scalar(out, &Value::from(key.as_str()), depth);
                out.push(':');
                match nested(item) {
                    // The items of a list stand as far left as its key.
                    true if item.is_array() => {
                        out.push('\n');
                        block(out, item, depth, indent, false);
                    }
                    true => {
                        out.push('\n');
                        block(out, item, depth + indent, indent, false);
                    }
                    false => {
                        out.push(' ');
                        scalar(out, item, depth + indent);
                        out.push('\n');
                    }
                }
            }
        }
        Value::Array(list) => {
            for item in list {
                if !std::mem::take(&mut begun) {
                    out.push_str(&pad);
                }
                out.push('-');
                out.push_str(&" ".repeat(if nested(item) { indent.max(2) - 1 } else { 1 }));
                match nested(item) {
                    true => block(out, item, depth + indent.max(2), indent, true),
                    false => {
                        scalar(out, item, depth + indent);
                        out.push('\n');
                    }
                }
            }
        }
        _ => {}
    }
}

fn nested(value: &Value) -> bool {
    match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => false,
    }
}

/// What stands on the line of its key; further lines are indented by `depth`.
fn scalar(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
        Value::String(text) => string(out, text, depth),
        other => out.push_str(&other.to_string()),
    }
}

fn string(out: &mut String, text: &str, depth: usize) {
    let column = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
    let control = |c: char| (c.is_control() && c != '\n') || c == '\u{feff}';
    if text.chars().any(control) || (text.contains('\n') && odd_breaks(text)) {
        out.push_str(&double(text));
    } else if !text.contains('\n') && is_plain(text) {
        out.push_str(&folded(text, column, depth));
    } else {
        let quoted = text.replace('\'', "''");
        let mut body = String::new();
        for (at, line) in quoted.split('\n').enumerate() {
            // Line breaks are written once more than there are, and then the next line is indented.
            if !line.is_empty() && at > 0 {
                body.push_str(&format!("\n{}", " ".repeat(depth)));
            }
            body.push_str(&folded(line, column + 1, depth));
            body.push('\n');
        }
        body.pop();
        out.push_str(&format!("'{body}'"));
    }
}

/// Spaces beside line breaks cannot stand between single quotes.
fn odd_breaks(text: &str) -> bool {
    text.contains(" \n") || text.contains("\n ")
}

/// Breaks a long line at single spaces.
fn folded(text: &str, column: usize, depth: usize) -> String {
    let mut out = String::new();
    let mut column = column;
    let mut first = true;
    let mut before = "";
    for word in text.split(' ') {
        if !first {
            let alone = !before.is_empty() && !word.is_empty();
            if column > WIDTH && alone {
                out.push('\n');
                out.push_str(&" ".repeat(depth));
                column = depth;
            } else {
                out.push(' ');
                column += 1;
            }
        }
        out.push_str(word);
        column += word.chars().count();
        first = false;
        before = word;
    }
    out
}

fn double(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push_str("\\0"),
            '\u{1b}' => out.push_str("\\e"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{feff}' => out.push_str("\\uFEFF"),
            c if c.is_control() => out.push_str(&format!("\\x{:02X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text needs no quotes.
fn is_plain(text: &str) -> bool {
    let special = "#,[]{}&*!|>'\"%@`";
    let first = text.chars().next();
    let indicator = first.is_none_or(|c| special.contains(c))
        || (text.starts_with(['-', '?', ':']) && text[1..].starts_with([' ', '\t']))
        || matches!(text, "-" | "?" | ":" | "=" | "<<")
        || text.starts_with("---")
        || text.starts_with("...");
    let spaced = text.starts_with(' ') || text.ends_with(' ');
    let inner = text.contains(": ") || text.contains(" #") || text.ends_with(':');
    !(indicator || spaced || inner) && is_text(text)
}

/// Whether a reader takes it for a text, and for no number, date or truth.
fn is_text(text: &str) -> bool {
    let date = text.len() >= 8
        && text.is_char_boundary(4)
        && text[..4].bytes().all(|b| b.is_ascii_digit())
        && text[4..].starts_with('-')
        && text.bytes().filter(|b| *b == b'-').count() >= 2
        && text.bytes().all(|b| b.is_ascii_digit() || b" -:.TtZz+".contains(&b));
    !date && yaml::value(text).is_ok_and(|value| value.is_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::dump;

    #[test]
    fn as_python_writes_it() {
        let value = json!({
            "b": "yes", "a": "it's", "n": 3, "v": "3.10", "list": ["x", "y: z"], "none": null,
            "empty": [], "map": {"k": {"deep": true}}, "date": "2026-01-01", "text": "",
            "maps": [{"a": 1, "b": 2}],
            "multi": "a\nb c\n\nd", "sp": "a \nb", "tick": "a: b it's",
            "long": "a text that is longer than eighty characters has to be broken somewhere, at a space",
        });
        let expected = "\
a: it's
b: 'yes'
date: '2026-01-01'
empty: []
list:
- x
- 'y: z'
long: a text that is longer than eighty characters has to be broken somewhere, at
    a space
map:
    k:
        deep: true
maps:
-   a: 1
    b: 2
multi: 'a

    b c


    d'
n: 3
none: null
sp: \"a \\nb\"
text: ''
tick: 'a: b it''s'
v: '3.10'
";
        assert_eq!(dump(&value, 4), expected);
    }
}
