//! The patterns of rules.

/// Whether a path matches a pattern: `*` within a name, `**` across folders.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    match (pattern.strip_prefix("**/"), pattern) {
        (Some(rest), _) => {
            matches(rest, path)
                || path.split_once('/').is_some_and(|(_, below)| matches(pattern, below))
        }
        (None, "**") => true,
        (None, _) => match (pattern.chars().next(), path.chars().next()) {
            (None, first) => first.is_none(),
            (Some('*'), first) => {
                matches(&pattern[1..], path)
                    || first.is_some_and(|c| c != '/' && matches(pattern, &path[c.len_utf8()..]))
            }
            (Some(p), Some(c)) => {
                p == c && matches(&pattern[p.len_utf8()..], &path[c.len_utf8()..])
            }
            (Some(_), None) => false,
        },
    }
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
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} on {path}");
        }
    }
}
