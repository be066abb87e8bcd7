//! Names of resources: whether a text is one, and what was meant if it is none.

use typewright_client::generated::read;

use crate::scalar;
use crate::table::Field;

/// So many forms are shown where a resource has many.
const SHOWN: usize = 4;

/// What a name in the field looks like; nothing where it is no name.
pub(super) fn forms(field: &Field) -> Option<String> {
    if field.patterns.is_empty() {
        return None;
    }
    let shown = field.patterns.iter().take(SHOWN).copied();
    let more = (field.patterns.len() > SHOWN).then_some("…");
    Some(shown.chain(more).collect::<Vec<_>>().join(", "))
}

/// Whether the name has one of the forms; behind the host of its API
/// ([AIP-122](https://google.aip.dev/122#full-resource-names)), too.
pub(super) fn fits(field: &Field, name: &str) -> bool {
    let full = name.strip_prefix("//").and_then(|name| name.split_once('/'));
    let name = full.map_or(name, |(_, name)| name);
    field.patterns.is_empty() || field.patterns.iter().any(|pattern| read(pattern, name).is_ok())
}

/// What is wrong about a name that does not fit.
pub(super) fn problem(field: &Field, name: &str) -> String {
    let forms = forms(field).unwrap_or_default();
    let is =
        if field.patterns.len() > 1 { "is of none of the forms" } else { "is not of the form" };
    if field.sensitive {
        return format!("the value {is} {forms}");
    }
    let candidates: Vec<String> =
        field.patterns.iter().filter_map(|pattern| fitted(pattern, name)).collect();
    let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
    let then = match scalar::nearest(name, &candidates) {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => "; --data takes any text".to_owned(),
    };
    format!("`{name}` {is} {forms}{then}")
}

/// The name with the words of the pattern in place of its own, where it has as many segments.
fn fitted(pattern: &str, name: &str) -> Option<String> {
    let (words, segments) = (pattern.split('/'), name.trim_matches('/').split('/'));
    if words.clone().count() != segments.clone().count() {
        return None;
    }
    let one = |(word, segment)| if str::contains(word, '{') { segment } else { word };
    let name = words.zip(segments).map(one).collect::<Vec<_>>().join("/");
    read(pattern, &name).is_ok().then_some(name)
}
