//! The patterns of rules.

/// Whether a path matches a pattern: `*` within a name, `**` across folders.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let path: Vec<&str> = path.split('/').collect();
    // Where the names matched so far may end, so that no pattern takes long.
    let mut ends = vec![true];
    ends.resize(path.len() + 1, false);
    let mut names = pattern.split('/').peekable();
    while let Some(name) = names.next() {
        let mut next = vec![false; ends.len()];
        for (at, _) in ends.iter().enumerate().filter(|(_, end)| **end) {
            if name == "**" {
                let least = at + usize::from(names.peek().is_none());
                next.iter_mut().skip(least).for_each(|end| *end = true);
            } else if path.get(at).is_some_and(|there| matches_name(name, there)) {
                next[at + 1] = true;
            }
        }
        ends = next;
    }
    ends.last() == Some(&true)
}

/// `*` stands for any characters. The last one takes more where what follows does not match, which
/// is enough: those before it never have to.
fn matches_name(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        if pattern.get(p) == Some(&b'*') {
            star = Some((p, n));
            p += 1;
        } else if pattern.get(p) == Some(&name[n]) {
            (p, n) = (p + 1, n + 1);
        } else if let Some((at, from)) = star {
            star = Some((at, from + 1));
            (p, n) = (at + 1, from + 1);
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, path, expected) in [
            ("Cargo.toml", "Cargo.toml", true),
            ("Cargo.toml", "x/Cargo.toml", false),
            ("**", "a/b/c.rs", true),
            ("src/**", "src/a/b.rs", true),
            ("src/**", "tests/a.rs", false),
            ("**/*.rs", "a/b/c.rs", true),
            ("**/*.rs", "c.rs", true),
            ("src/*.rs", "src/a/b.rs", false),
            ("src/*", "src/ä.rs", true),
            ("src/**/x", "src/x", true),
            ("src/**/x", "src/a/b/x", true),
            ("src/**", "src", false),
            ("*a*b", "aab", true),
            ("*a*b", "aba", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} on {path}");
        }
    }
}
