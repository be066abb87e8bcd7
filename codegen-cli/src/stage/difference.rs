//! What changes, for people who look at it.

use similar::TextDiff;

/// What a file is against what it would be, as a unified diff.
pub(crate) fn difference(path: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> String {
    let text =
        |bytes: Option<&[u8]>| std::str::from_utf8(bytes.unwrap_or_default()).map(str::to_owned);
    let (Ok(before), Ok(after)) = (text(old), text(new)) else {
        return format!("binary file {path} differs\n");
    };
    let name = |side: &str, there: bool| match there {
        true => format!("{side}/{path}"),
        false => "/dev/null".to_owned(),
    };
    let diff = TextDiff::from_lines(&before, &after);
    diff.unified_diff().header(&name("a", old.is_some()), &name("b", new.is_some())).to_string()
}
