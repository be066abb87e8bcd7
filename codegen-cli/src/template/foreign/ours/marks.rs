//! A template as text and tags, whatever its marks are, and the same with our marks.

use super::words;

/// What opens and closes values, statements and comments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks<'a> {
    pub(super) value: [&'a str; 2],
    pub(super) statement: [&'a str; 2],
    /// Nothing, where comments are statements.
    pub(super) comment: Option<[&'a str; 2]>,
    /// Whether a backslash in a text hides what follows.
    pub(super) escapes: bool,
}

/// Jinja2 as it is without settings.
pub(super) const JINJA: Marks<'static> = Marks {
    value: ["{{", "}}"],
    statement: ["{%", "%}"],
    comment: Some(["{#", "#}"]),
    escapes: true,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Tag(Tag<'a>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tag<'a> {
    pub(super) sort: Sort,
    /// What becomes of the space before it.
    pub(super) before: Trim,
    /// What stands in it; of a raw block, the text between its tags.
    pub(super) body: &'a str,
    pub(super) after: Trim,
    /// Where it stands, in bytes, and where its body does.
    pub(super) at: usize,
    pub(super) from: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sort {
    Value,
    Statement,
    Comment,
    /// `{% raw %}…{% endraw %}`, with what its inner ends do to the space within.
    Raw(Trim, Trim),
}

/// The sign at an end of a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Trim {
    /// None: it depends on how the engine is set up.
    #[default]
    Usual,
    /// `-`
    All,
    /// `+`
    Nothing,
}

impl Trim {
    fn of(sign: Option<char>) -> Self {
        match sign {
            Some('-') => Self::All,
            Some('+') => Self::Nothing,
            _ => Self::Usual,
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::All => "-",
            Self::Nothing => "+",
        }
    }

    fn len(self) -> usize {
        self.sign().len()
    }
}

/// Where a tag is never closed.
#[derive(Debug, PartialEq)]
pub(super) struct Open(pub(super) usize);

/// The pieces of a text.
///
/// # Errors
/// A tag is never closed.
pub(super) fn pieces<'a>(text: &'a str, marks: &Marks<'_>) -> Result<Vec<Piece<'a>>, Open> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some((start, sort, [open, close])) = next(text, at, marks) {
        if start > at {
            pieces.push(Piece::Text(&text[at..start]));
        }
        let inside = start + open.len();
        let before = Trim::of(text[inside..].chars().next());
        // A value has no `+`: that is its own.
        let before =
            if sort == Sort::Value && before == Trim::Nothing { Trim::Usual } else { before };
        let from = inside + before.len();
        let end = match sort {
            Sort::Comment => text[from..].find(close).map(|end| from + end),
            _ => words::end(&text[from..], close, marks.escapes).map(|end| from + end),
        };
        let end = end.ok_or(Open(start))?;
        let sign = text[from..end].chars().next_back();
        let after = Trim::of(sign.filter(|sign| *sign == '-' || sort != Sort::Value));
        let body = &text[from..end - after.len()];
        let tag = Tag { sort, before, body, after, at: start, from };
        at = end + close.len();
        if sort == Sort::Statement && body.trim() == "raw" {
            let (tag, over) = raw(text, tag, at, marks).ok_or(Open(start))?;
            at = over;
            pieces.push(Piece::Tag(tag));
        } else {
            pieces.push(Piece::Tag(tag));
        }
    }
    if at < text.len() {
        pieces.push(Piece::Text(&text[at..]));
    }
    Ok(pieces)
}

/// The next mark that opens something; of those at one place the longest.
fn next<'m>(text: &str, from: usize, marks: &Marks<'m>) -> Option<(usize, Sort, [&'m str; 2])> {
    let all = [
        Some((Sort::Value, marks.value)),
        Some((Sort::Statement, marks.statement)),
        marks.comment.map(|comment| (Sort::Comment, comment)),
    ];
    let found = all
        .into_iter()
        .flatten()
        .filter_map(|(sort, pair)| Some((from + text[from..].find(pair[0])?, sort, pair)));
    found.min_by_key(|(at, _, pair)| (*at, usize::MAX - pair[0].len()))
}

/// A raw block whose first tag ends at `from`, and where the block ends.
fn raw<'a>(
    text: &'a str,
    first: Tag<'a>,
    from: usize,
    marks: &Marks<'_>,
) -> Option<(Tag<'a>, usize)> {
    let [open, close] = marks.statement;
    let mut at = from;
    loop {
        let start = at + text[at..].find(open)?;
        let inside = start + open.len();
        let before = Trim::of(text[inside..].chars().next());
        let rest = text[inside + before.len()..].trim_start();
        at = inside;
        let Some(rest) = rest.strip_prefix("endraw") else { continue };
        let rest = rest.trim_start();
        let after = Trim::of(rest.chars().next());
        let Some(rest) = rest[after.len()..].strip_prefix(close) else { continue };
        let sort = Sort::Raw(first.after, before);
        let tag = Tag { sort, body: &text[from..start], after, ..first };
        return Some((tag, text.len() - rest.len()));
    }
}

/// Writes a template with our marks, where the space around a statement goes unless a sign says that
/// it stays.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) out: String,
    /// Whether the space before a statement went there too, and the line break behind it.
    pub(super) lstrip: bool,
    pub(super) trim: bool,
    /// Whether text may hold what are marks here.
    pub(super) foreign_marks: bool,
}

impl Writer {
    pub(super) fn text(&mut self, text: &str, next: Option<&Piece<'_>>) {
        if !self.foreign_marks {
            self.out.push_str(text);
            return;
        }
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let tag = matches!(next, Some(Piece::Tag(_))) && at + 1 == rest.len();
            self.out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            match rest.chars().next().filter(|c| "{%#".contains(*c)) {
                Some(c) => {
                    self.out.push_str(&format!("{{{{ '{{{c}' }}}}"));
                    rest = &rest[1..];
                }
                None if tag => self.out.push_str("{{ '{' }}"),
                None => self.out.push('{'),
            }
        }
        self.out.push_str(rest);
    }

    pub(super) fn value(&mut self, before: Trim, body: &str, after: Trim) {
        let (before, after) = (before.sign(), after.sign());
        self.out.push_str(&format!("{{{{{before} {} {after}}}}}", body.trim()));
    }

    pub(super) fn statement(
        &mut self,
        before: Trim,
        body: &str,
        after: Trim,
        next: Option<&Piece<'_>>,
    ) {
        let (before, after) = (self.before(before).sign(), self.after(after, next).sign());
        self.out.push_str(&format!("{{%{before} {} {after}%}}", body.trim()));
    }

    pub(super) fn comment(
        &mut self,
        before: Trim,
        body: &str,
        after: Trim,
        next: Option<&Piece<'_>>,
    ) {
        let (before, after) = (self.before(before).sign(), self.after(after, next).sign());
        let body = body.replace("#}", "# }");
        self.out.push_str(&format!("{{#{before} {} {after}#}}", body.trim()));
    }

    /// A raw block; what its inner ends do to the space within is done here.
    pub(super) fn raw(&mut self, tag: &Tag<'_>, next: Option<&Piece<'_>>) {
        let Sort::Raw(inner, over) = tag.sort else { return };
        let mut text = tag.body;
        text = match inner {
            Trim::All => text.trim_start(),
            Trim::Usual if self.trim => {
                let text = text.strip_prefix('\r').unwrap_or(text);
                text.strip_prefix('\n').unwrap_or(text)
            }
            _ => text,
        };
        text = match over {
            Trim::All => text.trim_end(),
            Trim::Usual if self.lstrip => text.trim_end_matches([' ', '\t']),
            _ => text,
        };
        let (before, after) = (self.before(tag.before).sign(), self.after(tag.after, next).sign());
        let start = if text.starts_with(['\r', '\n']) { "+" } else { "" };
        let end = if text.ends_with([' ', '\t']) { "+" } else { "" };
        self.out.push_str(&format!("{{%{before} raw {start}%}}{text}{{%{end} endraw {after}%}}"));
    }

    fn before(&self, trim: Trim) -> Trim {
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        let strips = !line.is_empty() && line.trim().is_empty();
        if trim == Trim::Usual && !self.lstrip && strips { Trim::Nothing } else { trim }
    }

    fn after(&self, trim: Trim, next: Option<&Piece<'_>>) -> Trim {
        let breaks = matches!(next, Some(Piece::Text(text)) if text.starts_with(['\r', '\n']));
        if trim == Trim::Usual && !self.trim && breaks { Trim::Nothing } else { trim }
    }
}

#[cfg(test)]
mod tests {
    use super::{JINJA, Piece, Sort, Trim, pieces};

    #[test]
    fn tags_and_texts() {
        let text = "a{{- '}}' -}}b{%+ if x %}{# c -#}{% raw -%} {{ }} {%- endraw %}d";
        let found = pieces(text, &JINJA).unwrap();
        let tags: Vec<_> = found
            .iter()
            .filter_map(|piece| match piece {
                Piece::Tag(tag) => Some((tag.sort, tag.before, tag.body, tag.after)),
                Piece::Text(_) => None,
            })
            .collect();
        let (all, usual) = (Trim::All, Trim::Usual);
        assert_eq!(
            tags,
            [
                (Sort::Value, all, " '}}' ", all),
                (Sort::Statement, Trim::Nothing, " if x ", usual),
                (Sort::Comment, usual, " c ", all),
                (Sort::Raw(all, all), usual, " {{ }} ", usual),
            ]
        );
        assert_eq!(pieces("a {{ b", &JINJA).unwrap_err().0, 2);
    }
}
