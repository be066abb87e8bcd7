//! Comments of a schema as help.

/// The first sentence, on one line and without its period.
///
/// An abbreviation in it (`e.g. this`) does not end it: a sentence ends where a capital, a digit
/// or nothing follows.
pub(crate) fn first_sentence(docs: &str) -> String {
    let paragraph = docs.trim().split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = line.as_str();
    loop {
        let (sentence, next) = split(rest);
        // What a comment by the rules of API design begins with is a note of its own in help.
        let behavior = BEHAVIORS.iter().any(|word| word.eq_ignore_ascii_case(sentence));
        if !behavior || next.is_empty() {
            return sentence.to_owned();
        }
        rest = next;
    }
}

/// First words of comments on fields, by [AIP-203](https://google.aip.dev/203).
const BEHAVIORS: [&str; 8] = [
    "Required",
    "Optional",
    "Output only",
    "Input only",
    "Immutable",
    "Identifier",
    "Unordered list",
    "Non empty default",
];

/// The first sentence without its period, and what follows it.
fn split(line: &str) -> (&str, &str) {
    let end = line.match_indices(". ").map(|(at, _)| at).find(|at| {
        let next = line[at + 2..].chars().next();
        next.is_none_or(|c| !c.is_lowercase())
    });
    match end {
        Some(at) => (&line[..at], &line[at + 2..]),
        None => (line.trim_end_matches('.'), ""),
    }
}

/// All of it, without the space at its ends.
pub(crate) fn whole(docs: &str) -> String {
    let lines: Vec<&str> =
        docs.trim().lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
}
