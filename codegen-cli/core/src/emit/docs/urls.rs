//! URLs in comments.

/// What stands behind a closing bracket, without a gap before a URL in parentheses.
pub(super) fn before_url(text: &str) -> &str {
    let rest = text.trim_start();
    let url = rest.starts_with("(http://") || rest.starts_with("(https://");
    if url { rest } else { text }
}

/// A bare URL; as code where it has places to fill in, and leads nowhere.
pub(super) fn shown_url(url: &str) -> String {
    let code = url.contains(['{', '}', '*']) && !url.contains('`');
    if code { format!("`{url}`") } else { format!("<{url}>") }
}

/// How far the URL at the start of `text` goes: not over the end of a sentence or of the parenthesis
/// around it.
pub(super) fn url_length(text: &str) -> usize {
    let mut depth = 0;
    let ends = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth < 0 || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\')
    };
    let length = text.find(ends).unwrap_or(text.len());
    text[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']).len()
}
