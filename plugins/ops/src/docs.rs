//! Comments of a schema as help.

/// The first sentence, on one line and without its period.
///
/// An abbreviation in it (`e.g. this`) does not end it: a sentence ends where a capital, a digit
/// or nothing follows.
pub(crate) fn first_sentence(docs: &str) -> String {
    let paragraph = docs.trim().split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.match_indices(". ").map(|(at, _)| at).find(|at| {
        let next = line[at + 2..].chars().next();
        next.is_none_or(|c| !c.is_lowercase())
    });
    line[..end.unwrap_or(line.len())].trim_end_matches('.').to_owned()
}

/// All of it, without the space at its ends.
pub(crate) fn whole(docs: &str) -> String {
    let lines: Vec<&str> =
        docs.trim().lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
}
