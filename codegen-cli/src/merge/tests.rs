//! Generated triples with known answers, and second opinions: `git merge-file`, diff3 and gix-merge.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests prepare their folders")]

use std::path::Path;
use std::process::Command;

use super::{Merged, Sides, merge};

/// Numbers that look random and are the same each time (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// Replaces `delete` lines at `at`.
#[derive(Clone, Debug)]
struct Edit {
    at: usize,
    delete: usize,
    insert: Vec<String>,
}

fn apply(lines: &[String], edits: &[&Edit]) -> String {
    let (mut text, mut done) = (String::new(), 0);
    for edit in edits {
        text.extend(lines[done..edit.at].iter().chain(&edit.insert).map(String::as_str));
        done = edit.at + edit.delete;
    }
    text.extend(lines[done..].iter().map(String::as_str));
    text
}

struct Triple {
    base: String,
    ours: String,
    theirs: String,
    /// The merged text; `None` where both sides changed one line differently.
    expected: Option<String>,
}

/// Disjoint edits, dealt out to both sides, and in one of three triples a line that both replace.
/// Half of the lines that are inserted are copies of others, because repeats mislead diffs.
fn triple(base: &[String], numbers: &mut Numbers) -> Option<Triple> {
    let count = 2 + numbers.below(6);
    let mut edits = Vec::new();
    let mut at = numbers.below(8);
    for _ in 0..count {
        at += 8 + numbers.below((base.len() / count).max(9));
        if at + 6 >= base.len() {
            break;
        }
        let delete = numbers.below(4);
        let insert: Vec<String> = (0..numbers.below(4))
            .map(|_| match numbers.below(2) {
                0 => base[numbers.below(base.len())].clone(),
                _ => format!("new line {}\n", numbers.below(1 << 30)),
            })
            .collect();
        if delete + insert.len() > 0 {
            edits.push(Edit { at, delete, insert });
        }
    }
    let last = edits.last().filter(|_| edits.len() > 1)?;
    let clash = last.at + last.delete + 8;
    let clash = (numbers.below(3) == 0 && clash + 2 < base.len()).then_some(clash);
    let replaced = |numbers: &mut Numbers, who: &str| {
        let insert = vec![format!("{who} {}\n", numbers.below(1 << 30))];
        clash.map(|at| Edit { at, delete: 1, insert })
    };
    let clashing = [replaced(numbers, "ours"), replaced(numbers, "theirs")];
    let (mut ours, mut theirs) = (vec![&edits[0]], vec![&edits[1]]);
    for edit in &edits[2..] {
        if numbers.below(2) == 0 { &mut ours } else { &mut theirs }.push(edit);
    }
    ours.extend(&clashing[0]);
    theirs.extend(&clashing[1]);
    let all: Vec<&Edit> = edits.iter().collect();
    Some(Triple {
        base: base.concat(),
        ours: apply(base, &ours),
        theirs: apply(base, &theirs),
        expected: clash.is_none().then(|| apply(base, &all)),
    })
}

/// The sources of this program, cut into pieces of the size that templates have.
fn bases() -> Vec<Vec<String>> {
    let mut bases = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
            bases.extend(lines.chunks(120).filter(|piece| piece.len() > 60).map(<[_]>::to_vec));
        }
    }
    assert!(bases.len() > 20);
    bases
}

fn merged(triple: &Triple) -> Merged {
    let sides = Sides { base: &triple.base, ours: &triple.ours, theirs: &triple.theirs };
    merge(sides, "new")
}

#[test]
fn no_conflict_is_missed_and_nothing_is_merged_wrong() {
    let (bases, mut numbers) = (bases(), Numbers(0x9E37_79B9_7F4A_7C15));
    let (mut clean, mut conflicts, mut cautious) = (0, 0, 0);
    while clean + conflicts < 20_000 {
        let base = &bases[numbers.below(bases.len())];
        let Some(triple) = triple(base, &mut numbers) else { continue };
        let merged = merged(&triple);
        match &triple.expected {
            None => {
                assert!(merged.conflicts > 0, "missed:\n{}", merged.text);
                conflicts += 1;
            }
            Some(_) if merged.conflicts > 0 => {
                cautious += 1;
                clean += 1;
            }
            Some(expected) => {
                assert_eq!(*expected, merged.text, "of:\n{}", triple.base);
                clean += 1;
            }
        }
    }
    assert!(conflicts > 4_000);
    // Edits beside repeated lines may look as if they touched.
    assert!(cautious * 200 < clean, "{cautious} false conflicts in {clean}");
}

/// What another program makes of a triple: the text, if it merges without a conflict.
type Oracle = fn(&Path) -> Option<Option<String>>;

fn clean(output: std::io::Result<std::process::Output>) -> Option<Option<String>> {
    let output = output.ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Some(output.status.success().then_some(text))
}

/// Programs that merge, each written on its own: git, diff3 of the GNU project, and the merge of
/// gitoxide (`benches/merge`). One that is not on the `PATH` says nothing.
const ORACLES: [(&str, Oracle); 3] = [
    ("git merge-file", |folder| {
        let args = ["merge-file", "-p", "-q", "ours", "base", "theirs"];
        clean(Command::new("git").args(args).current_dir(folder).output())
    }),
    ("diff3 --merge", |folder| {
        let args = ["--merge", "ours", "base", "theirs"];
        clean(Command::new("diff3").args(args).current_dir(folder).output())
    }),
    ("gix-merge", |folder| {
        let args = ["ours", "base", "theirs"];
        clean(Command::new("gix-merge-file").args(args).current_dir(folder).output())
    }),
];

/// How the outcomes of an oracle and ours go together.
#[derive(Debug, Default)]
struct Tally {
    same: usize,
    both_conflict: usize,
    /// The oracle merges, and we ask.
    we_ask: usize,
    /// We merge, as is right, and the oracle asks.
    it_asks: usize,
    /// Both merge, and only ours is right.
    it_is_wrong: usize,
    /// The oracle merges what both sides changed.
    it_misses: usize,
}

/// `TYPEWRIGHT_MERGE_TRIPLES` says how many triples are shown to the oracles.
#[test]
fn oracles_agree_or_are_wrong() {
    let wanted = std::env::var("TYPEWRIGHT_MERGE_TRIPLES").ok().and_then(|n| n.parse().ok());
    let wanted = wanted.unwrap_or(200_usize);
    let (bases, mut numbers) = (bases(), Numbers(0x9E37_79B9_7F4A_7C15));
    let folder = tempfile::tempdir().unwrap();
    let mut tallies = ORACLES.map(|_| Tally::default());
    let mut compared = 0;
    while compared < wanted {
        let base = &bases[numbers.below(bases.len())];
        let Some(triple) = triple(base, &mut numbers) else { continue };
        let sides = [("base", &triple.base), ("ours", &triple.ours), ("theirs", &triple.theirs)];
        for (name, text) in sides {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let ours = merged(&triple);
        let ours = (ours.conflicts == 0).then_some(ours.text);
        for ((name, oracle), tally) in ORACLES.iter().zip(&mut tallies) {
            let Some(other) = oracle(folder.path()) else { continue };
            match (&ours, &other) {
                (None, None) => tally.both_conflict += 1,
                (None, Some(_)) if triple.expected.is_none() => tally.it_misses += 1,
                (None, Some(_)) => tally.we_ask += 1,
                // That ours is right where it merges, the test above says of the same triples.
                (Some(ours), other) => {
                    assert_eq!(Some(ours), triple.expected.as_ref(), "{name}");
                    match other {
                        None => tally.it_asks += 1,
                        Some(other) if other == ours => tally.same += 1,
                        Some(_) => tally.it_is_wrong += 1,
                    }
                }
            }
        }
        compared += 1;
    }
    for ((name, _), tally) in ORACLES.iter().zip(&tallies) {
        println!("{name} over {compared} triples: {tally:?}");
        let answered = tally.same + tally.both_conflict + tally.we_ask + tally.it_asks;
        let answered = answered + tally.it_is_wrong + tally.it_misses;
        // One that some machine lacks is there where it must be.
        let needed = *name == "gix-merge" && std::env::var_os("TYPEWRIGHT_REQUIRE_GIX").is_some();
        assert!(answered == compared || answered == 0 && !needed, "{name}: {tally:?}");
        // Edits beside lines that repeat look as if they touched; to ask there loses nothing.
        assert!(tally.we_ask * 100 <= compared, "{name}: {tally:?}");
    }
}

#[test]
fn conflicts_name_their_sides_and_show_no_more_than_differs() {
    let sides = Sides { base: "a\nb\nc\n", ours: "a\nx\nmine\nc\n", theirs: "a\nx\ntheirs\nc\n" };
    let expected =
        "a\nx\n<<<<<<< yours\nmine\n||||||| before\nb\n=======\ntheirs\n>>>>>>> new\nc\n";
    assert_eq!(merge(sides, "new"), Merged { text: expected.into(), conflicts: 1 });
}

#[test]
fn ends_without_a_line_end_and_line_ends_are_merged() {
    let clean = |base, ours, theirs| {
        let merged = merge(Sides { base, ours, theirs }, "new");
        assert_eq!(merged.conflicts, 0, "{merged:?}");
        merged.text
    };
    assert_eq!(clean("a\n\nb", "A\n\nb", "a\n\nb\n"), "A\n\nb\n");
    assert_eq!(clean("a\n\nb\n", "a\r\n\r\nb\r\n", "A\n\nb\n"), "A\r\n\r\nb\r\n");
    assert_eq!(clean("a\n\nb\n", "A\n\nb\n", "a\r\n\r\nb\r\n"), "A\r\n\r\nb\r\n");
    assert_eq!(clean("", "", "a\n"), "a\n");
    // A line that ends otherwise stays as it is, and so do all others.
    let (base, ours) = ("a\r\n\r\nb\r\n\r\nc\r\n", "a\r\n\r\nb\r\n\r\nc\r\nmine\n");
    let theirs = "A\r\n\r\nb\r\n\r\nc\r\n";
    assert_eq!(clean(base, ours, theirs), "A\r\n\r\nb\r\n\r\nc\r\nmine\n");
    assert_eq!(clean("a\n\nb\r\n", "A\n\nb\r\n", "a\n\nb\n"), "A\n\nb\n");
    let marked = merge(Sides { base: "a", ours: "b", theirs: "c" }, "new").text;
    assert_eq!(marked, "<<<<<<< yours\nb\n||||||| before\na\n=======\nc\n>>>>>>> new\n");
}
