//! Conditions of cargo-generate, which are expressions of Rhai, as expressions of ours.

use std::collections::BTreeSet;

/// An expression over answers. One that was not asked is no answer, and a condition that needs it
/// does not hold.
///
/// # Errors
/// More than names, texts, `!`, `&&`, `||`, `==`, `!=`, `in` and brackets.
pub(super) fn translated(expression: &str) -> Result<String, String> {
    let mut out: Vec<String> = Vec::new();
    let mut names = BTreeSet::new();
    let mut rest = expression.trim();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            c if c.is_whitespace() => (None, c.len_utf8()),
            '"' | '`' => {
                let end = rest[1..].find(first).ok_or("a text is not closed")?;
                let text = &rest[1..=end];
                (Some(serde_json::Value::from(text).to_string()), end + 2)
            }
            '&' if rest.starts_with("&&") => (Some("and".to_owned()), 2),
            '|' if rest.starts_with("||") => (Some("or".to_owned()), 2),
            '=' if rest.starts_with("==") => (Some("==".to_owned()), 2),
            '!' if rest.starts_with("!=") => (Some("!=".to_owned()), 2),
            '!' => (Some("not".to_owned()), 1),
            '(' | ')' | '[' | ']' | ',' => (Some(first.to_string()), 1),
            c if c.is_ascii_digit() => {
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                (Some(rest[..end].to_owned()), end)
            }
            c if c.is_alphabetic() || c == '_' => {
                let part = |c: char| !(c.is_alphanumeric() || c == '_');
                let end = rest.find(part).unwrap_or(rest.len());
                let word = &rest[..end];
                let behind = rest[end..].trim_start();
                if behind.starts_with(['.', ':']) || behind.starts_with('(') && word != "in" {
                    return Err(format!("`{word}` is called, which needs a program to run"));
                }
                if !matches!(word, "true" | "false" | "in") {
                    names.insert(word.to_owned());
                }
                (Some(word.to_owned()), end)
            }
            other => return Err(format!("`{other}` is not understood")),
        };
        out.extend(token);
        rest = &rest[length..];
    }
    let known: Vec<String> = names.iter().map(|name| format!("{name} is defined")).collect();
    let expression = out.join(" ");
    Ok(match known.is_empty() {
        true => expression,
        false => format!("{} and ({expression})", known.join(" and ")),
    })
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn conditions() {
        for (from, to) in [
            ("advanced", "advanced is defined and (advanced)"),
            ("!ci", "ci is defined and (not ci)"),
            (
                "kind == \"lib\" && !x",
                "kind is defined and x is defined and (kind == \"lib\" and not x)",
            ),
            ("mcu in [\"a\", \"b\"]", "mcu is defined and (mcu in [ \"a\" , \"b\" ])"),
            ("true", "true"),
        ] {
            assert_eq!(translated(from).unwrap(), to);
        }
        for wrong in ["variable::get(\"x\")", "a.contains(\"b\")", "a + 1", "\"open"] {
            translated(wrong).unwrap_err();
        }
    }
}
