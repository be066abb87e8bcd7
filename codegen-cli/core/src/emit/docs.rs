//! Comments of foreign authors ▶ rustdoc that never breaks: no doctest, no broken link, no tag.

mod rendered;
mod shape;
#[cfg(test)]
mod tests;
mod urls;

use self::urls::{before_url, shown_url, url_length};

/// Finds what a comment refers to: a link for rustdoc.
pub(super) type Link<'l> = &'l dyn Fn(&str) -> Option<String>;

/// Makes a comment safe for rustdoc, line by line: what could become a doctest is fenced as text,
/// tags are escaped, references to other items are links where `link` finds them, else code.
fn safe_comment(comment: &str, link: Link<'_>) -> String {
    let mut out = Vec::new();
    let mut state = State::new(link);
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

/// A comment as the lines of a doc attribute: what rustdoc would take for a doctest, a link or a tag
/// is fenced or escaped.
pub fn doc_lines(comment: &str) -> Vec<String> {
    linked_doc_lines(comment, &|_| None)
}

/// A comment as the lines of a doc attribute, as it is where rustdoc would stumble over it.
pub(super) fn linked_doc_lines(comment: &str, link: Link<'_>) -> Vec<String> {
    let lines = marked_doc_lines(comment, link);
    let shown: Vec<&str> =
        lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    if rendered::breaks(&shown.join("\n")) { as_written(comment) } else { lines }
}

/// A comment that nothing in it can end, as text without any markup.
fn as_written(comment: &str) -> Vec<String> {
    let safe = comment.replace(is_unsafe, "");
    let longest = safe.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines = safe.lines().map(|line| format!(" {line}").trim_end().to_owned());
    let around = |language: &str| format!(" {fence}{language}");
    std::iter::once(around("text")).chain(lines).chain([around("")]).collect()
}

/// A comment with what can be kept of its markup, and the links that there are.
fn marked_doc_lines(comment: &str, link: Link<'_>) -> Vec<String> {
    // The model's comments have lost the space behind the marker, from which indentation counts.
    let spaced: Vec<String> = comment.lines().map(|line| format!(" {line}")).collect();
    let (mut out, mut paragraph) = (Vec::new(), Vec::new());
    let mut fence: Option<Fence> = None;
    let shaped = shape::kept_apart(&shape::lists_moved(&spaced));
    for line in safe_comment(&shaped.join("\n"), link).lines() {
        let text = line.trim_start();
        let inside = fence.is_some();
        fence = match fence {
            Some(open) => (!open.is_closed_by(text)).then_some(open),
            None => Fence::opened_by(text),
        };
        if inside || fence.is_some() || text.is_empty() {
            escape_into(&mut out, &mut paragraph);
            out.push(line.to_owned());
        } else {
            paragraph.push(line.to_owned());
        }
    }
    escape_into(&mut out, &mut paragraph);
    out
}

/// Doc lines behind a first one of ours.
pub(super) fn paragraphs(lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() { lines } else { [vec![String::new()], lines].concat() }
}

fn escape_into(out: &mut Vec<String>, paragraph: &mut Vec<String>) {
    out.extend(escape(&paragraph.join("\n")).lines().map(str::to_owned));
    paragraph.clear();
}

/// Escapes the brackets of a paragraph that are no link, which rustdoc would take for one, brings
/// links together that are broken before their URL, and marks bare URLs as links.
fn escape(text: &str) -> String {
    let mut out = String::new();
    let mut links = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[', ']', 'h']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let escaped = out.ends_with('\\');
        let length = match &from[..1] {
            "`" => code_length(from),
            "[" => {
                let link = is_link(from);
                out.push_str(if link || escaped { "" } else { "\\" });
                links.extend((!escaped).then_some(link));
                1
            }
            "]" => {
                let link = !escaped && links.pop().unwrap_or(false);
                out.push_str(if link || escaped { "" } else { "\\" });
                if link {
                    out.push(']');
                    rest = before_url(&from[1..]);
                    continue;
                }
                1
            }
            _ if from.starts_with("http://") || from.starts_with("https://") => {
                let length = url_length(from);
                if !out.ends_with('<') && !out.ends_with("](") {
                    out.push_str(&shown_url(&from[..length]));
                    rest = &from[length..];
                    continue;
                }
                length
            }
            _ => 1,
        };
        let (kept, after) = from.split_at(length);
        out.push_str(kept);
        rest = after;
    }
    out + rest
}

/// How far the code at the start of `text` goes: to a run of as many backticks, or no further than
/// its own where there is none.
fn code_length(text: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let marks = run(text);
    let mut at = marks;
    while let Some(next) = text[at..].find('`') {
        at += next;
        let found = run(&text[at..]);
        at += found;
        if found == marks {
            return at;
        }
    }
    marks
}

/// Whether the bracket at the start of `text` is closed before a parenthesis: `[text](url)`. What is
/// neither a URL nor a link of ours, rustdoc would look up as a path of Rust.
fn is_link(text: &str) -> bool {
    let (mut at, mut depth) = (0, 0);
    while let Some(next) = text[at..].find(['`', '[', ']', '\\']) {
        at += next;
        match &text[at..=at] {
            "`" => at += code_length(&text[at..]) - 1,
            "\\" => at += text[at + 1..].chars().next().map_or(0, char::len_utf8),
            "[" => depth += 1,
            _ if depth > 1 => depth -= 1,
            _ => return before_url(&text[at + 1..]).strip_prefix('(').is_some_and(is_target),
        }
        at += 1;
    }
    false
}

/// Whether a link leads out of the crate, or is one that we made.
fn is_target(text: &str) -> bool {
    let target = text.split_once(')').map_or(text, |(target, _)| target);
    target.contains(['/', '.', '#', '@']) || target.contains("::")
}

/// The marker around a block of code: three or more backticks or tildes.
#[derive(Clone, Copy)]
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn opened_by(text: &str) -> Option<Self> {
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let rest = text.trim_start_matches(mark);
        let length = text.len() - rest.len();
        // A backtick further on makes it code within the line.
        (length >= 3 && !(mark == '`' && rest.contains('`'))).then_some(Self { mark, length })
    }

    fn is_closed_by(self, text: &str) -> bool {
        let rest = text.trim_start_matches(self.mark);
        text.len() - rest.len() >= self.length && rest.trim().is_empty()
    }
}

/// What rustc refuses in comments: bare carriage returns, marks that turn the direction of text.
fn is_unsafe(c: char) -> bool {
    matches!(c, '\r' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

struct State<'l> {
    link: Link<'l>,
    /// Inside a fence of the author's.
    fence: Option<Fence>,
    /// How far that was moved to the left, and the column at which it stands now.
    moved: (usize, usize),
    /// Inside a fence that we opened around indented text.
    ours: bool,
    /// Whether the line before could not be continued by an indented one.
    open: bool,
    started: bool,
    /// Column at which the text of the last list item starts.
    item: Option<usize>,
}

impl<'l> State<'l> {
    fn new(link: Link<'l>) -> Self {
        let (fence, moved, item) = (None, (0, 0), None);
        Self { link, fence, moved, ours: false, open: false, started: false, item }
    }

    fn line(&mut self, raw: &str, out: &mut Vec<String>) {
        let line = raw.replace('\t', "    ").replace(is_unsafe, "");
        let line = line.trim_end();
        let text = line.trim_start();
        // One space behind the comment marker is not indentation.
        let indent = (line.len() - text.len()).saturating_sub(usize::from(line.starts_with(' ')));
        let first = !std::mem::replace(&mut self.started, true);
        if let Some(fence) = self.fence {
            self.fence = (!fence.is_closed_by(text)).then_some(fence);
            self.open = self.fence.is_none();
            // What stands left of the fence would end the list item that the fence is in, and an end
            // far to the right would end nothing.
            let (moved, at) = self.moved;
            let column = if self.open { at } else { indent.saturating_sub(moved).max(at) };
            out.push(placed(line, indent, column));
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
        if let Some(fence) = Fence::opened_by(text) {
            self.fence = Some(fence);
            // As far right as this, it would be code that is indented.
            let base = self.item.filter(|item| *item <= indent).unwrap_or(0);
            let column = if indent >= base + 4 { base } else { indent };
            self.moved = (indent - column, column);
            out.push(opened_fence(&placed(line, indent, column), &text[fence.length..]));
            return;
        }
        if let Some(width) = item_marker(text) {
            let column = indent + width;
            self.item = Some(column);
            if let Some(fence) = Fence::opened_by(text[width..].trim_start()) {
                (self.fence, self.moved) = (Some(fence), (0, column));
                let language = text[width..].trim_start().trim_start_matches(fence.mark);
                out.push(opened_fence(line, language));
                return;
            }
        } else if indent == 0 && self.open {
            self.item = None;
        }
        self.open = text.starts_with('#');
        let shown = match (code, self.item) {
            // Text this far right would be code inside of the item.
            (true, Some(item)) => format!("{}{text}", " ".repeat(item + 1)),
            _ => line.to_owned(),
        };
        out.push(outside_code(&shown, |text| safe_text(text, self.link)));
    }

    fn close(&mut self, out: &mut Vec<String>) {
        if std::mem::take(&mut self.ours) {
            let blank = out.iter().rev().take_while(|l| l.is_empty()).count();
            out.insert(out.len() - blank, " ```".to_owned());
        }
        if let Some(Fence { mark, length }) = self.fence.take() {
            let column = " ".repeat(self.moved.1 + 1);
            out.push(format!("{column}{}", String::from(mark).repeat(length)));
        }
    }
}

/// A line of this indentation with its text in a column.
fn placed(line: &str, indent: usize, column: usize) -> String {
    let text = line.trim_start();
    match indent == column || text.is_empty() {
        true => line.to_owned(),
        false => format!("{}{text}", " ".repeat(column + 1)),
    }
}

/// A fence without a language is Rust to rustdoc, and so is one that says so.
fn opened_fence(line: &str, language: &str) -> String {
    let language = language.trim();
    if language.is_empty() {
        format!("{line}text")
    } else if language
        .split([',', ' '])
        .any(|word| matches!(word, "rust" | "should_panic" | "no_run"))
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

/// `<tag>` is escaped, `[Name][pkg.Name]` becomes a link, or `Name` as code.
fn safe_text(text: &str, link: Link<'_>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '[']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((name, target, after)) = reference(from) {
            match link(target) {
                Some(target) => out.push_str(&format!("[`{name}`]({target})")),
                None => out.push_str(&format!("`{name}`")),
            }
            rest = after;
            continue;
        }
        let tag = from[1..]
            .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
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

/// `[Name][pkg.Name]` or `[pkg.Name][]` at the start of `text`: the name, what it refers to, and what
/// follows.
fn reference(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.strip_prefix('[')?.split_once(']')?;
    let (target, after) = rest.strip_prefix('[')?.split_once(']')?;
    let word = |s: &str| {
        s.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '-' | '/'))
    };
    let target = if target.is_empty() { name } else { target };
    (!name.is_empty() && word(name) && word(target)).then_some((name, target, after))
}
