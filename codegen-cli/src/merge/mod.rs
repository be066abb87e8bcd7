//! Three-way merge of text: what changed on either side since a common base.
//!
//! Hunks of both sides that overlap or touch form a region. A region that one side left alone takes
//! the other's lines, one that both changed alike takes them once, and any other is a conflict:
//! nothing is guessed (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007).

use std::fmt::Write as _;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};

/// The three sides of a merge, each with what its part of a conflict is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sides<'a> {
    pub(crate) base: &'a str,
    pub(crate) ours: &'a str,
    pub(crate) theirs: &'a str,
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    /// The text, with markers around each conflict.
    pub(crate) text: String,
    /// How many conflicts there are.
    pub(crate) conflicts: usize,
}

/// How conflicts start and end; the parts are named after it.
pub(crate) const OURS: &str = "<<<<<<<";
const BASE: &str = "|||||||";
const MIDDLE: &str = "=======";
pub(crate) const THEIRS: &str = ">>>>>>>";

/// Merges; `name` is what the other side is called in markers.
pub(crate) fn merge(sides: Sides<'_>, name: &str) -> Merged {
    // Line ends are one more thing that each side may change, and not a reason for conflicts. Where
    // they differ within one text, each is what somebody wants.
    let ends = [sides.base, sides.ours, sides.theirs].map(LineEnds::of);
    if ends.contains(&LineEnds::Mixed) || ends == [LineEnds::Plain; 3] {
        return merge_lines(sides, name);
    }
    let [base, ours, theirs] =
        [sides.base, sides.ours, sides.theirs].map(|t| t.replace("\r\n", "\n"));
    let plain = merge_lines(Sides { base: &base, ours: &ours, theirs: &theirs }, name);
    let end = if ends[1] == ends[0] { ends[2] } else { ends[1] };
    let text = if end == LineEnds::Crlf { plain.text.replace('\n', "\r\n") } else { plain.text };
    Merged { text, ..plain }
}

/// How the lines of a text end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    Plain,
    Crlf,
    Mixed,
}

impl LineEnds {
    fn of(text: &str) -> Self {
        match (text.matches('\n').count(), text.matches("\r\n").count()) {
            (_, 0) => Self::Plain,
            (all, crlf) if crlf == all => Self::Crlf,
            _ => Self::Mixed,
        }
    }
}

/// One side against the base.
struct Side<'a> {
    lines: Vec<&'a str>,
    hunks: Vec<Hunk>,
    /// How many hunks were taken.
    taken: usize,
    /// How many lines the side has more than the base, up to there.
    drift: i64,
}

impl<'a> Side<'a> {
    fn new(base: &'a str, text: &'a str) -> Self {
        let input = InternedInput::new(base, text);
        let mut diff = Diff::compute(Algorithm::Histogram, &input);
        diff.postprocess_lines(&input);
        let lines = text.split_inclusive('\n').collect();
        Self { lines, hunks: diff.hunks().collect(), taken: 0, drift: 0 }
    }

    /// Where the next hunk starts in the base.
    fn next(&self) -> Option<u32> {
        self.hunks.get(self.taken).map(|hunk| hunk.before.start)
    }

    /// Takes the hunks that start up to `end`, and gives where the last of them ends.
    fn grow(&mut self, mut end: u32) -> u32 {
        while let Some(hunk) = self.hunks.get(self.taken).filter(|h| h.before.start <= end) {
            end = end.max(hunk.before.end);
            self.taken += 1;
        }
        end
    }

    /// The lines that stand for a region of the base, whose hunks start at `first`.
    fn lines_of(&mut self, region: &Range<u32>, first: usize) -> Vec<&'a str> {
        let start = i64::from(region.start) + self.drift;
        if let Some(last) = self.hunks[first..self.taken].last() {
            self.drift = i64::from(last.after.end) - i64::from(last.before.end);
        }
        let end = i64::from(region.end) + self.drift;
        let at = |n: i64| usize::try_from(n).unwrap_or(0).min(self.lines.len());
        self.lines[at(start)..at(end)].to_vec()
    }
}

fn merge_lines(sides: Sides<'_>, name: &str) -> Merged {
    let base: Vec<&str> = sides.base.split_inclusive('\n').collect();
    let mut ours = Side::new(sides.base, sides.ours);
    let mut theirs = Side::new(sides.base, sides.theirs);
    let mut merged = Merged { text: String::new(), conflicts: 0 };
    let mut at = 0;
    while let Some(start) = [ours.next(), theirs.next()].into_iter().flatten().min() {
        let first = (ours.taken, theirs.taken);
        let mut end = start;
        loop {
            let grown = theirs.grow(ours.grow(end));
            let settled =
                grown == end && [ours.next(), theirs.next()].iter().flatten().all(|n| *n > end);
            end = grown;
            if settled {
                break;
            }
        }
        let region = start..end;
        merged.text.extend(base[at..start as usize].iter().copied());
        let (our_lines, their_lines) =
            (ours.lines_of(&region, first.0), theirs.lines_of(&region, first.1));
        if ours.taken == first.0 {
            merged.text.extend(their_lines);
        } else if theirs.taken == first.1 || our_lines == their_lines {
            merged.text.extend(our_lines);
        } else {
            let old = &base[start as usize..end as usize];
            conflict(&mut merged, old, &our_lines, &their_lines, name);
        }
        at = end as usize;
    }
    merged.text.extend(base[at..].iter().copied());
    merged
}

/// Writes a conflict, without the lines at its ends that both sides share.
fn conflict(out: &mut Merged, base: &[&str], ours: &[&str], theirs: &[&str], name: &str) {
    let shared =
        |a: &mut dyn Iterator<Item = (&&str, &&str)>| a.take_while(|(x, y)| x == y).count();
    let head = shared(&mut ours.iter().zip(theirs));
    let (our_rest, their_rest) = (&ours[head..], &theirs[head..]);
    let tail = shared(&mut our_rest.iter().rev().zip(their_rest.iter().rev()));
    out.text.extend(ours[..head].iter().copied());
    let part = |text: &mut String, marker: &str, label: &str, lines: &[&str]| {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let _ = writeln!(text, "{}", format!("{marker} {label}").trim_end());
        text.extend(lines.iter().copied());
    };
    part(&mut out.text, OURS, "yours", &our_rest[..our_rest.len() - tail]);
    part(&mut out.text, BASE, "before", base);
    part(&mut out.text, MIDDLE, "", &their_rest[..their_rest.len() - tail]);
    part(&mut out.text, THEIRS, name, &our_rest[our_rest.len() - tail..]);
    out.conflicts += 1;
}

#[cfg(test)]
mod tests;
