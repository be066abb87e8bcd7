//! Comments of foreign authors ▶ rustdoc that never breaks: no doctest, no broken link, no tag.

/// Makes a comment safe for rustdoc, line by line, before prost-build or we turn it into `///`.
///
/// What could become a doctest is fenced as text, tags are escaped, references to other types are
/// set as code. URLs and lone brackets are left for the last step, because prost-build does them
/// itself: see [`escape_line`].
pub(super) fn safe_comment(comment: &str) -> String {
    let mut out = Vec::new();
    let mut state = State::default();
    for line in comment.lines() {
        state.line(line, &mut out);
    }
    state.close(&mut out);
    let mut text = out.join("\n");
    if comment.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// A comment as the lines of a doc attribute, for the items that we emit ourselves.
pub(super) fn doc_lines(comment: &str) -> Vec<String> {
    let mut fenced = false;
    let safe = safe_comment(comment);
    let lines = safe.lines().map(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        let line = if fence || fenced { line.to_owned() } else { escape_line(line) };
        if line.is_empty() { line } else { format!(" {line}") }
    });
    lines.collect()
}

/// Escapes lone brackets, which rustdoc takes for links, and marks bare URLs as links.
fn escape_line(line: &str) -> String {
    outside_code(line, |text| {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['[', ']', 'h']) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let url = from.starts_with("http://") || from.starts_with("https://");
            if url && !out.ends_with('<') && !out.ends_with("](") {
                let end = from.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(from.len());
                let (url, after) = from.split_at(end);
                let trimmed = url.trim_end_matches(['.', ',', ';', ':']);
                out.push_str(&format!("<{trimmed}>{}", &url[trimmed.len()..]));
                rest = after;
                continue;
            }
            let link = from.starts_with('[') && from.contains("](")
                || from.starts_with("](") && out.contains('[');
            if from.starts_with(['[', ']']) && !link && !out.ends_with('\\') {
                out.push('\\');
            }
            let (one, after) = from.split_at(1);
            out.push_str(one);
            rest = after;
        }
        out.push_str(rest);
        out
    })
}

#[derive(Default)]
struct State {
    /// Inside a fence of the author's.
    fence: bool,
    /// Inside a fence that we opened around indented text.
    ours: bool,
    /// Whether the line before could not be continued by an indented one.
    open: bool,
    started: bool,
    /// Column at which the text of the last list item starts.
    item: Option<usize>,
}

impl State {
    fn line(&mut self, raw: &str, out: &mut Vec<String>) {
        let line = raw.replace('\t', "    ");
        let line = line.trim_end();
        let text = line.trim_start();
        // One space behind the comment marker is not indentation.
        let indent = (line.len() - text.len()).saturating_sub(usize::from(line.starts_with(' ')));
        let first = !std::mem::replace(&mut self.started, true);
        if self.fence {
            self.fence = !text.starts_with("```");
            self.open = !self.fence;
            out.push(line.to_owned());
            return;
        }
        if text.is_empty() {
            self.open = true;
            out.push(String::new());
            return;
        }
        let code = indent >= self.item.unwrap_or(0) + 4 && (first || self.open || self.ours);
        if code && self.item.is_none() {
            if !self.ours {
                self.ours = true;
                out.push(" ```text".to_owned());
            }
            out.push(line.to_owned());
            return;
        }
        self.close(out);
        if text.starts_with("```") {
            self.fence = true;
            out.push(opened_fence(line, text));
            return;
        }
        if let Some(width) = item_marker(text) {
            self.item = Some(indent + width);
        } else if indent == 0 && self.open {
            self.item = None;
        }
        self.open = text.starts_with('#');
        let shown = match (code, self.item) {
            // Text this far right would be code inside of the item.
            (true, Some(item)) => format!("{}{text}", " ".repeat(item + 1)),
            _ => line.to_owned(),
        };
        out.push(outside_code(&shown, safe_text));
    }

    fn close(&mut self, out: &mut Vec<String>) {
        if std::mem::take(&mut self.ours) {
            let blank = out.iter().rev().take_while(|l| l.is_empty()).count();
            out.insert(out.len() - blank, " ```".to_owned());
        }
        if std::mem::take(&mut self.fence) {
            out.push(" ```".to_owned());
        }
    }
}

/// A fence without a language is Rust to rustdoc, and so is one that says so.
fn opened_fence(line: &str, text: &str) -> String {
    let language = text.trim_start_matches('`').trim();
    if language.is_empty() {
        format!("{line}text")
    } else if language.split([',', ' ']).any(|word| matches!(word, "rust" | "should_panic" | "no_run"))
    {
        format!("{line},ignore")
    } else {
        line.to_owned()
    }
}

/// How far the text of a list item stands behind its marker.
fn item_marker(text: &str) -> Option<usize> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let marker = match digits {
        0 if text.starts_with(['-', '*', '+']) => 1,
        1..=9 if text[digits..].starts_with(['.', ')']) => digits + 1,
        _ => return None,
    };
    let spaces = text[marker..].chars().take_while(|c| *c == ' ').count();
    (spaces > 0).then_some(marker + spaces.min(4))
}

/// Applies `change` to what is not between backticks.
fn outside_code(line: &str, change: impl Fn(&str) -> String) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    // With an odd number of backticks the last one opens nothing.
    let last_code = if parts.len() % 2 == 1 { parts.len() } else { parts.len() - 1 };
    let shown = parts.iter().enumerate().map(|(i, part)| {
        if i % 2 == 1 && i < last_code { (*part).to_owned() } else { change(part) }
    });
    shown.collect::<Vec<_>>().join("`")
}

/// `<tag>` is escaped, `[Name][pkg.Name]` becomes `Name` as code.
fn safe_text(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '[']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((name, after)) = reference(from) {
            out.push_str(&format!("`{name}`"));
            rest = after;
            continue;
        }
        let tag = from[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let link = from.starts_with("<http://") || from.starts_with("<https://");
        if from.starts_with('<') && tag && !link && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push_str(&from[..1]);
        rest = &from[1..];
    }
    out.push_str(rest);
    out
}

/// `[Name][pkg.Name]` at the start of `text`: the name, and what follows.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix('[')?.split_once(']')?;
    let (target, after) = rest.strip_prefix('[')?.split_once(']')?;
    let word = |s: &str| {
        s.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '-' | '/'))
    };
    (!name.is_empty() && word(name) && word(target)).then_some((name, after))
}
