//! Patterns of paths as in a `.gitignore`, and as `fnmatch` has them.

/// Patterns, of which the last one that matches decides.
#[derive(Debug, Default)]
pub(super) struct Patterns(Vec<Pattern>);

#[derive(Debug)]
struct Pattern {
    /// `!`: what matches is none of them after all.
    negated: bool,
    /// It matches folders, with all in them.
    folder: bool,
    /// Names and wildcards; `**` stands for any folders.
    parts: Vec<String>,
}

impl Patterns {
    pub(super) fn new<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        Self(lines.into_iter().filter_map(Pattern::new).collect())
    }

    /// Whether a path is one of them, or in a folder that is.
    pub(super) fn matches(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        let last = self.0.iter().rev().find(|pattern| pattern.matches(&parts));
        last.is_some_and(|pattern| !pattern.negated)
    }
}

impl Pattern {
    fn new(line: &str) -> Option<Self> {
        let line = line.trim_end();
        if line.starts_with('#') {
            return None;
        }
        let (negated, line) = match line.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, line.strip_prefix('\\').unwrap_or(line)),
        };
        if line.is_empty() {
            return None;
        }
        let (folder, line) = match line.strip_suffix('/') {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let anchored = line.contains('/');
        let mut parts: Vec<String> =
            line.trim_start_matches('/').split('/').map(str::to_owned).collect();
        if !anchored {
            parts.insert(0, "**".to_owned());
        }
        Some(Self { negated, folder, parts })
    }

    fn matches(&self, path: &[&str]) -> bool {
        let parts: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        // What is in a folder that matches, matches too.
        let shortest = usize::from(!path.is_empty());
        let longest = if self.folder { path.len().saturating_sub(1) } else { path.len() };
        (shortest..=longest).any(|length| folders(&parts, &path[..length]))
    }
}

/// Whether names match the parts of a pattern.
fn folders(parts: &[&str], path: &[&str]) -> bool {
    match (parts.split_first(), path.split_first()) {
        (None, _) => path.is_empty(),
        // At the end it stands for what is in the folder, and not for the folder.
        (Some((&"**", [])), _) => !path.is_empty(),
        (Some((&"**", rest)), _) => {
            folders(rest, path) || path.split_first().is_some_and(|(_, path)| folders(parts, path))
        }
        (Some((part, rest)), Some((name, path))) => {
            let (part, name): (Vec<char>, Vec<char>) =
                (part.chars().collect(), name.chars().collect());
            wildcard(&part, &name) && folders(rest, path)
        }
        (Some(_), None) => false,
    }
}

/// `fnmatch` of Python: `*` stands for anything, `/` included.
pub(super) fn fnmatch(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), path.chars().collect());
    wildcard(&pattern, &path)
}

/// `*`, `?`, `[abc]`, `[!a-z]`, without trying any place twice.
fn wildcard(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        let one = match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
                continue;
            }
            Some('?') => Some(1),
            Some('[') => class(&pattern[p..], text[t]),
            Some('\\') if pattern.get(p + 1) == Some(&text[t]) => Some(2),
            Some(c) if *c == text[t] => Some(1),
            _ => None,
        };
        match (one, star) {
            (Some(length), _) => {
                p += length;
                t += 1;
            }
            (None, Some((at, from))) => {
                star = Some((at, from + 1));
                p = at + 1;
                t = from + 1;
            }
            (None, None) => return false,
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// How long a class of characters is that holds this one; a bracket that is never closed is itself.
fn class(pattern: &[char], c: char) -> Option<usize> {
    let negated = matches!(pattern.get(1), Some('!' | '^'));
    let from = if negated { 2 } else { 1 };
    let Some(end) = (from + 1..pattern.len()).find(|at| pattern[*at] == ']') else {
        return (c == '[').then_some(1);
    };
    let members = &pattern[from..end];
    let mut at = 0;
    let mut held = false;
    while at < members.len() {
        match members.get(at..at + 3) {
            Some([low, '-', high]) => {
                held |= (*low..=*high).contains(&c);
                at += 3;
            }
            _ => {
                held |= members[at] == c;
                at += 1;
            }
        }
    }
    (held != negated).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::{Patterns, fnmatch};

    #[test]
    fn as_git_ignores() {
        for (lines, path, expected) in [
            (&["*.pyc"][..], "a/b.pyc", true),
            (&["*.py[co]"], "b.pyo", true),
            (&["/a"], "b/a", false),
            (&["a/b"], "a/b/c", true),
            (&["a/b"], "x/a/b", false),
            (&["build/"], "build", false),
            (&["build/"], "x/build/y", true),
            (&["**/x/*.txt"], "a/b/x/t.txt", true),
            (&["a/**"], "a/b/c", true),
            (&["a/**/z"], "a/z", true),
            (&["*", "!keep.txt"], "keep.txt", false),
            (&["# no", "", "\\#yes"], "#yes", true),
            (&["[!a]x"], "bx", true),
            (&[".git"], ".gitignore", false),
        ] {
            assert_eq!(
                Patterns::new(lines.iter().copied()).matches(path),
                expected,
                "{lines:?} {path}"
            );
        }
        assert!(fnmatch("*.html", "a/b.html") && !fnmatch("a/?.html", "a/bc.html"));
    }
}
