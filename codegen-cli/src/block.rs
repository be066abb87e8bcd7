//! Files with the owner `block`: regions between two marks are ours, the rest is the user's.
//!
//! ```text
//! <!-- cargo-gen:begin commands -->
//! | command | what it does |
//! <!-- cargo-gen:end commands -->
//! ```
//!
//! A mark is a line with `cargo-gen:begin NAME` or `cargo-gen:end NAME` in it, in whatever comment the
//! language of the file has.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::error::{CommandError, Kind, Mistake, Place};
use crate::lock::Digest;

const BEGIN: &str = "cargo-gen:begin";
const END: &str = "cargo-gen:end";

/// The bytes between the marks, by name.
type Regions<'a> = BTreeMap<&'a str, Region<'a>>;

struct Region<'a> {
    inside: Range<usize>,
    /// The lines of the marks.
    marks: (&'a str, &'a str),
}

/// What tells one state of the regions from another. Line ends do not count.
///
/// # Errors
/// The content has no region, or its marks are damaged; `file` is its name in messages.
pub(crate) fn digest(file: &str, contents: &[u8]) -> Result<Digest, CommandError> {
    let text = text(file, contents)?;
    let regions = regions(file, text)?;
    if regions.is_empty() {
        let message = format!("`{file}` has no region that could be generated");
        return Err(Mistake::new(message)
            .help(format!("mark one by the lines `{BEGIN} NAME` and `{END} NAME`, in comments"))
            .into());
    }
    Ok(digest_of(text, regions.iter()))
}

/// A file of the user with the regions of what was made.
pub(crate) struct Filled {
    pub(crate) contents: Vec<u8>,
    /// The digest of the regions as they were.
    pub(crate) before: Digest,
    /// Whether there was nothing in any of them.
    pub(crate) empty: bool,
}

/// Puts the regions of `made` into what is there.
///
/// # Errors
/// Marks that are damaged or gone, each at its place.
pub(crate) fn fill(file: &str, there: &[u8], made: &[u8]) -> Result<Filled, CommandError> {
    let (there, made) = (text(file, there)?, text(file, made)?);
    let (old, new) = (regions(file, there)?, regions(file, made)?);
    let missing = new.iter().filter(|(name, _)| !old.contains_key(*name));
    let mistakes = missing.map(|(name, region)| {
        let (begin, end) = region.marks;
        let place = Place { file: file.to_owned(), ..Place::default() };
        Mistake::new(format!("the region `{name}` is gone"))
            .at(place)
            .help(format!("put these lines where it belongs:\n{begin}\n{end}"))
    });
    CommandError::unless_empty(Kind::Failed, mistakes.collect())?;
    let ours = || old.iter().filter(|(name, _)| new.contains_key(*name));
    let mut inside: Vec<_> = ours().map(|(name, region)| (&region.inside, *name)).collect();
    inside.sort_by_key(|(range, _)| range.start);
    let (mut filled, mut done) = (String::with_capacity(there.len() + made.len()), 0);
    for (range, name) in inside {
        filled.push_str(&there[done..range.start]);
        let text = made[new[name].inside.clone()].replace("\r\n", "\n");
        filled.push_str(&if there.contains("\r\n") { text.replace('\n', "\r\n") } else { text });
        done = range.end;
    }
    filled.push_str(&there[done..]);
    let empty = ours().all(|(_, region)| there[region.inside.clone()].trim().is_empty());
    Ok(Filled { contents: filled.into_bytes(), before: digest_of(there, ours()), empty })
}

fn text<'a>(file: &str, contents: &'a [u8]) -> Result<&'a str, CommandError> {
    std::str::from_utf8(contents)
        .map_err(|_| CommandError::failed(format!("`{file}` has a block, and is not UTF-8 text")))
}

fn digest_of<'a>(
    text: &str,
    regions: impl Iterator<Item = (&'a &'a str, &'a Region<'a>)>,
) -> Digest {
    let mut all = String::new();
    for (name, region) in regions {
        let inside = text[region.inside.clone()].replace("\r\n", "\n");
        all.push_str(&format!("{name} {}\n{inside}", inside.len()));
    }
    Digest::of(all.as_bytes())
}

/// Finds the regions of a text.
fn regions<'a>(file: &str, text: &'a str) -> Result<Regions<'a>, CommandError> {
    let mut regions = Regions::new();
    let mut mistakes = Vec::new();
    let mut open: Option<(&str, usize, &str, Range<usize>)> = None;
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let (line, start) = (whole.trim_end_matches(['\n', '\r']), at);
        at += whole.len();
        let span = start..start + line.len();
        let mut wrong = |message: String, help: String| {
            let place = Place::of(file, text, span.clone());
            mistakes.push(Mistake::new(message).at(place).help(help));
        };
        if let Some(name) = mark(line, BEGIN) {
            if name.is_empty() {
                wrong(format!("`{BEGIN}` without a name"), "write one behind it".to_owned());
            } else if let Some((other, ..)) = &open {
                let help = format!("put `{END} {other}` above it");
                wrong(format!("the region `{name}` begins inside of `{other}`"), help);
            } else if regions.contains_key(name) {
                let help = "keep one of them".to_owned();
                wrong(format!("the region `{name}` is there twice"), help);
            }
            open = Some((name, at, line, span));
        } else if let Some(name) = mark(line, END) {
            match open.take() {
                Some((begun, from, begin, _)) if begun == name => {
                    let region = Region { inside: from..start, marks: (begin, line) };
                    regions.insert(name, region);
                }
                Some((begun, ..)) => {
                    let help = format!("write `{END} {begun}`");
                    wrong(format!("the region `{begun}` ends as `{name}`"), help);
                }
                None => {
                    let help = format!("put `{BEGIN} {name}` above it, or remove the line");
                    wrong(format!("the region `{name}` ends and has not begun"), help);
                }
            }
        }
    }
    if let Some((name, _, _, span)) = open {
        let place = Place::of(file, text, span);
        let mistake = Mistake::new(format!("the region `{name}` has no end")).at(place);
        mistakes.push(mistake.help(format!("put `{END} {name}` below what is generated")));
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok(regions)
}

/// The name behind a mark, if the line has it.
fn mark<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(mark)?;
    let name = rest.trim_start();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    Some(&name[..name.find(|c| !is_name(c)).unwrap_or(name.len())])
}

#[cfg(test)]
mod tests {
    use super::{digest, fill};

    const MADE: &str = "# made\n<!-- cargo-gen:begin a -->\nnew\n<!-- cargo-gen:end a -->\nmore\n";

    #[test]
    fn only_what_stands_between_the_marks_is_ours() {
        let there = "mine\n// cargo-gen:begin a\nold\nolder\n// cargo-gen:end a\nmine too";
        let filled = fill("f", there.as_bytes(), MADE.as_bytes()).unwrap();
        let expected = "mine\n// cargo-gen:begin a\nnew\n// cargo-gen:end a\nmine too";
        assert_eq!(String::from_utf8(filled.contents).unwrap(), expected);
        assert!(!filled.empty);
        assert_eq!(filled.before, digest("f", there.as_bytes()).unwrap());
        let crlf = there.replace('\n', "\r\n");
        assert_eq!(filled.before, digest("f", crlf.as_bytes()).unwrap());
        let filled = fill("f", crlf.as_bytes(), MADE.as_bytes()).unwrap();
        assert_eq!(filled.contents, expected.replace('\n', "\r\n").as_bytes());
    }

    #[test]
    fn damaged_marks_are_told_at_their_places() {
        for (there, line, message) in [
            ("x\n# cargo-gen:begin a\n", 2, "the region `a` has no end"),
            ("# cargo-gen:end a\n", 1, "the region `a` ends and has not begun"),
            ("# cargo-gen:begin a\n# cargo-gen:end b\n", 2, "the region `a` ends as `b`"),
            ("# cargo-gen:begin a\n# cargo-gen:begin b\n# cargo-gen:end b\n", 2, "inside of `a`"),
            ("# cargo-gen:begin\n", 1, "without a name"),
            ("nothing\n", 0, "the region `a` is gone"),
        ] {
            let Err(error) = fill("f", there.as_bytes(), MADE.as_bytes()) else {
                panic!("{there} is no mistake")
            };
            let mistake = &error.mistakes[0];
            assert!(mistake.message.contains(message), "{mistake:?}");
            assert_eq!(mistake.place.as_ref().unwrap().line, line, "{mistake:?}");
            assert!(!mistake.help.is_empty(), "{mistake:?}");
        }
        assert!(digest("f", b"no mark").is_err());
        assert!(fill("f", b"\xff", MADE.as_bytes()).is_err());
    }
}
