//! Random enums for the differential test, written by the build script.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::shapes;
use crate::words::{self, Random};

/// Sizes at which something changes: nothing, one, the edges of a byte, more than one chunk.
const SIZES: &[usize] = &[0, 1, 2, 3, 7, 8, 9, 16, 17, 63, 64, 65, 255, 256, 257, 1025, 5000];

/// Enums of styles and numbers.
const SHAPES: usize = 24;

/// A module an enum, through ours and strum, with its texts beside it.
pub fn enums(seed: u64) -> String {
    let mut random = Random(seed | 1);
    let mut source = String::new();
    for (at, size) in SIZES.iter().copied().chain((0..23).map(|n| 5 + n * 3)).enumerate() {
        // strum looks through all names one by one, so only small enums ignore case.
        let ignore_case = size < 100 && at % 3 == 1;
        source += &module(at, size, ignore_case, &mut random);
    }
    let modules: String = (0..SIZES.len() + 23).map(|at| format!("check!(e{at});")).collect();
    let shapes: String = (0..SHAPES).map(|at| shapes::module(at, &mut random)).collect();
    let checks: String = (0..SHAPES).map(|at| format!("check_shape!(s{at});")).collect();
    source + &shapes + &format!("fn all() {{ {modules} }} fn all_shapes() {{ {checks} }}")
}

fn module(at: usize, size: usize, ignore_case: bool, random: &mut Random) -> String {
    let mut taken = BTreeSet::new();
    let (mut ours, mut theirs, mut texts) = (String::new(), String::new(), String::new());
    for (place, name) in words::names(size).into_iter().enumerate() {
        let number =
            if random.below(9) == 0 { format!(" = {}", place + 70_000) } else { String::new() };
        // Later variants count on from the number, so it may not come back.
        let number = if place + 1 == size { number } else { String::new() };
        let mut claimed: Vec<String> = Vec::new();
        for _ in 0..[1, 1, 1, 2, 4][random.below(5)] {
            let text = text(&name, random);
            let key = if ignore_case { text.to_ascii_lowercase() } else { text.clone() };
            if taken.insert(key) {
                claimed.push(text);
            }
        }
        if claimed.is_empty() {
            let text = format!("{name} no. {place}");
            taken.insert(if ignore_case { text.to_ascii_lowercase() } else { text.clone() });
            claimed.push(text);
        }
        let (first, aliases) = claimed.split_first().expect("one at least");
        let more: String = aliases.iter().map(|a| format!(", alias = {a:?}")).collect();
        writeln!(ours, "#[stringer(rename = {first:?}{more})] {name}{number},").unwrap();
        let more: String = aliases.iter().map(|a| format!(", serialize = {a:?}")).collect();
        writeln!(theirs, "#[strum(to_string = {first:?}{more})] {name}{number},").unwrap();
        writeln!(texts, "({place}, &{claimed:?}),").unwrap();
    }
    let fold = |key: &str| if ignore_case { key.to_owned() } else { String::new() };
    format!(
        "mod e{at} {{ pub const IGNORE_CASE: bool = {ignore_case};
         pub const TEXTS: &[(usize, &[&str])] = &[{texts}];
         pub mod ours {{ #[derive(typewright::Stringer, Clone, Copy, Debug, PartialEq)] {}
         pub enum E {{ {ours} }} }}
         pub mod fast {{ #[derive(typewright::Stringer, Clone, Copy, Debug, PartialEq)] \
         #[stringer(fast)] {} pub enum E {{ {ours} }} }}
         pub mod theirs {{ #[derive(strum::EnumString, strum::Display, strum::EnumIter, Debug, \
         PartialEq)] {} pub enum E {{ {theirs} }} }} }}\n",
        fold("#[stringer(ignore_case)]"),
        fold("#[stringer(ignore_case)]"),
        fold("#[strum(ascii_case_insensitive)]"),
    )
}

/// A text that is hard on a hash: empty, long, outside of ASCII, or alike at both ends.
fn text(name: &str, random: &mut Random) -> String {
    match random.below(12) {
        0 => format!("samestart{:04}sameends", random.below(9000)),
        1 => format!("samestart{}sameends", ["a", "b", "é", "~", "_"][random.below(5)]),
        2 => "x".repeat(random.below(20)),
        3 => format!("{}{}", "long".repeat(75), random.below(100)),
        4 => format!("ß{}ŧ", name),
        5 => char::from_u32(0x20 + random.below(0x2000) as u32).unwrap_or('?').to_string(),
        6 => format!("r#{name}"),
        7 => name.to_lowercase(),
        8 => format!("{}", random.below(1000)),
        _ => name.to_owned(),
    }
}
