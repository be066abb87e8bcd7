//! Tags that extensions of Jinja2 bring, written as minijinja has them. Lines and columns stay.

/// `{% now 'utc', '%Y' %}` as `{{ now('utc', '%Y')}}`.
pub(super) fn rewritten(
    text: &str,
    open: &str,
    close: &str,
    values: (&str, &str),
) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let (before, tag) = rest.split_at(at);
        let inner = &tag[open.len()..];
        let sign = if inner.starts_with(['-', '+']) { &inner[..1] } else { "" };
        let body = inner[sign.len()..].trim_start();
        let end = inner.find(close);
        match (body.strip_prefix("now"), end) {
            (Some(arguments), Some(end)) if arguments.starts_with([' ', '\t']) => {
                let arguments = &arguments[..arguments.len() - (inner.len() - end)];
                let trim = if arguments.ends_with('-') { "-" } else { "" };
                let arguments = arguments.strip_suffix('-').unwrap_or(arguments).trim();
                out.push_str(before);
                let trim_before = if sign == "-" { "-" } else { "" };
                out.push_str(&format!("{}{trim_before} now({})", values.0, shifted(arguments)));
                out.push_str(&format!("{trim}{}", values.1));
                rest = &inner[end + close.len()..];
            }
            _ => {
                // What stands between `raw` and `endraw` is text.
                let raw = body.starts_with("raw").then(|| inner.find("endraw")).flatten();
                let skip = raw.unwrap_or(0);
                out.push_str(before);
                out.push_str(open);
                out.push_str(&inner[..skip]);
                rest = &inner[skip..];
            }
        }
    }
    // Nothing was found.
    if out.is_empty() || rest.len() == text.len() {
        return None;
    }
    out.push_str(rest);
    Some(out)
}

/// Spaces of all scripts between the words of tags, as Python counts them, as plain ones.
pub(super) fn spaces(text: &str, marks: &[(&str, &str)]) -> Option<String> {
    let other = |c: char| c.is_whitespace() && !c.is_ascii();
    if !text.contains(other) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, length, close)) = next(rest, marks) {
        let (before, tag) = rest.split_at(at + length);
        let end = tag.find(close).unwrap_or(tag.len());
        let mut quote = None;
        out.push_str(before);
        out.extend(tag[..end].chars().map(|c| {
            match quote {
                None if matches!(c, '\'' | '"') => quote = Some(c),
                Some(open) if open == c => quote = None,
                _ => {}
            }
            if quote.is_none() && other(c) { ' ' } else { c }
        }));
        rest = &tag[end..];
    }
    out.push_str(rest);
    Some(out)
}

/// Where the next tag opens, how long its mark is, and what closes it.
fn next<'m>(text: &str, marks: &[(&str, &'m str)]) -> Option<(usize, usize, &'m str)> {
    let found =
        marks.iter().filter_map(|(open, close)| Some((text.find(open)?, open.len(), *close)));
    found.min()
}

/// Lines without the comments at their ends, whose line breaks stay, and statements that are lines
/// without the colon that may end them.
pub(super) fn lines(
    text: &str,
    statement: Option<&str>,
    comment: Option<&str>,
    marks: &[(&str, &str)],
) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let end = if line.ends_with('\n') { "\n" } else { "" };
        let whole = line.strip_suffix('\n').unwrap_or(line);
        // Inside of a value or a statement it is none.
        let inside = |at: usize| {
            let before = &whole[..at];
            marks.iter().any(|(open, close)| match before.rfind(open) {
                Some(opened) => !before[opened..].contains(close),
                None => false,
            })
        };
        let at = comment.and_then(|comment| {
            whole.match_indices(comment).map(|(at, _)| at).find(|at| !inside(*at))
        });
        let said = at.map_or(whole, |at| whole[..at].trim_end());
        let is_statement =
            statement.is_some_and(|statement| said.trim_start().starts_with(statement));
        let bare = said.trim_end().strip_suffix(':').filter(|_| is_statement);
        out.push_str(bare.unwrap_or(said));
        out.push_str(end);
    }
    out
}

/// `'%s of %s' % (a, b)` as `'%s of %s'|format(a, b)`: formats of Python, which minijinja has as a
/// filter.
pub(super) fn formats(text: &str, marks: &[(&str, &str)]) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some((at, length, close)) = next(rest, marks) {
        let (before, tag) = rest.split_at(at + length);
        let end = tag.find(close).unwrap_or(tag.len());
        out.push_str(before);
        match formatted(&tag[..end]) {
            Some(inner) => {
                changed = true;
                out.push_str(&inner);
            }
            None => out.push_str(&tag[..end]),
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    changed.then_some(out)
}

fn formatted(inner: &str) -> Option<String> {
    let mut quote: Option<char> = None;
    for (at, c) in inner.char_indices() {
        match quote {
            Some(open) if open == c => {
                quote = None;
                let Some(behind) = inner[at + 1..].trim_start().strip_prefix('%') else { continue };
                let before = &inner[..=at];
                let operand = behind.trim_start();
                let (arguments, rest) = match operand.starts_with('(') {
                    true => operand.split_at(operand.find(')')? + 1),
                    false => {
                        let part = |c: char| !(c.is_alphanumeric() || "_.[]'\"".contains(c));
                        operand.split_at(operand.find(part).unwrap_or(operand.len()))
                    }
                };
                let arguments = arguments.trim_start_matches('(').trim_end_matches(')');
                let rest = formatted(rest).unwrap_or_else(|| rest.to_owned());
                return Some(format!("{before}|format({arguments}){rest}"));
            }
            Some(_) => {}
            None if matches!(c, '\'' | '"') => quote = Some(c),
            None => {}
        }
    }
    None
}

/// `zone + 'days=2', format` as `zone, '+', 'days=2', format`.
fn shifted(arguments: &str) -> String {
    let mut quote = None;
    for (at, c) in arguments.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '+' | '-') => {
                let (zone, offset) = (&arguments[..at], &arguments[at + 1..]);
                return format!("{zone}, '{c}', {offset}");
            }
            _ => {}
        }
    }
    arguments.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{formats, rewritten, spaces};

    #[test]
    fn spaces_of_python() {
        let marks = [("{{", "}}"), ("{%", "%}")];
        let text = "a\u{a0}{{\u{a0}b ~ '\u{a0}' }}\u{3000}{%\u{3000}set c = 1 %}";
        let expected = "a\u{a0}{{ b ~ '\u{a0}' }}\u{3000}{% set c = 1 %}";
        assert_eq!(spaces(text, &marks).as_deref(), Some(expected));
        assert_eq!(spaces("{{ b }}", &marks), None);
    }

    #[test]
    fn formats_of_python() {
        let marks = [("{{", "}}"), ("{%", "%}")];
        let text = "50 % {{ '%s-%d' % (a, 1) }} {% set x = \"%s\" % name.first %} {{ a % 2 }}";
        let expected =
            "50 % {{ '%s-%d'|format(a, 1) }} {% set x = \"%s\"|format(name.first) %} {{ a % 2 }}";
        assert_eq!(formats(text, &marks).as_deref(), Some(expected));
        assert_eq!(formats("{{ a % 2 }}", &marks), None);
    }

    #[test]
    fn tags_of_extensions() {
        let text = |text: &str| rewritten(text, "{%", "%}", ("{{", "}}"));
        for (from, to) in [
            ("(c) {% now 'utc', '%Y' %}.", "(c) {{ now('utc', '%Y')}}."),
            ("{%- now 'utc' + 'days=1', '%d' -%}x", "{{- now('utc' , '+',  'days=1', '%d')-}}x"),
            ("{% raw %}{% now 'x' %}{% endraw %}", "{% raw %}{% now 'x' %}{% endraw %}"),
            ("{% if a %}{% now 'utc' %}{% endif %}", "{% if a %}{{ now('utc')}}{% endif %}"),
        ] {
            assert_eq!(text(from).as_deref(), Some(to));
        }
        assert_eq!(text("{{ plain }}"), None);
        assert_eq!(text("{% nowhere %}").as_deref(), Some("{% nowhere %}"));
    }
}
