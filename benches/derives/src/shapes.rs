//! Random enums whose texts are made of their identifiers, and whose numbers are any: styles, raw
//! and foreign identifiers, what is configured out, discriminants by value and by expression.

use std::fmt::Write;

use crate::words::{self, Random};

/// A style: what we call it, what strum calls it, and the text of words by a rule too simple to be
/// wrong.
type Style = (&'static str, &'static str, fn(&[String]) -> String);

const STYLES: &[Style] = &[
    ("lowercase", "lowercase", |words| words.concat().to_lowercase()),
    ("UPPERCASE", "UPPERCASE", |words| words.concat().to_uppercase()),
    ("PascalCase", "PascalCase", |words| words.concat()),
    ("camelCase", "camelCase", |words| words[0].to_lowercase() + &words[1..].concat()),
    ("snake_case", "snake_case", |words| words.join("_").to_lowercase()),
    ("SCREAMING_SNAKE_CASE", "SCREAMING_SNAKE_CASE", |words| words.join("_").to_uppercase()),
    ("kebab-case", "kebab-case", |words| words.join("-").to_lowercase()),
    ("SCREAMING-KEBAB-CASE", "SCREAMING-KEBAB-CASE", |words| words.join("-").to_uppercase()),
    ("Title Case", "title_case", |words| words.join(" ")),
    ("Train-Case", "Train-Case", |words| words.join("-")),
];

/// Identifiers that ask for care, each with its text where no style is given.
const ODD: &[(&str, &str)] = &[
    ("r#type", "type"),
    ("r#Loop", "Loop"),
    ("Größe", "Größe"),
    ("日本", "日本"),
    ("Ελλάδα", "Ελλάδα"),
    ("_hidden", "_hidden"),
    ("X", "X"),
];

/// Integers with the least and the largest number that is drawn.
const REPRS: &[(&str, i64, i64)] = &[
    ("i8", -128, 127),
    ("u8", 0, 255),
    ("i16", -32_768, 32_767),
    ("u16", 0, 65_535),
    ("i32", -70_000, 70_000),
    ("u32", 0, 4_000_000_000),
    ("i64", i64::MIN, i64::MAX),
    ("u64", 0, i64::MAX),
];

/// A module with the enum as ours and as strum's, and what a map says of it.
pub fn module(at: usize, random: &mut Random) -> String {
    let size = [1, 2, 5, 9, 17, 40, 140][random.below(7)];
    let style = (!at.is_multiple_of(3)).then(|| STYLES[random.below(STYLES.len())]);
    let around = at % 5 == 4;
    let (repr, least, most) = REPRS[at % REPRS.len()];
    let names = names(size, style, random);
    let numbers = numbers(size, least, most, random);
    let (mut ours, mut theirs, mut known) = (String::new(), String::new(), String::new());
    for ((name, text), (number, written)) in names.iter().zip(&numbers) {
        if random.below(6) == 0 {
            let gone = format!("#[cfg(any())] Gone{number} = {number},\n").replace('-', "Minus");
            let gone = gone.replace("= Minus", "= -");
            ours += &gone;
            theirs += &gone;
        }
        let shown = if around { format!("<{text}>") } else { text.clone() };
        writeln!(ours, "{name}{written},").unwrap();
        // strum has raw identifiers with their `r#`.
        let raw = name.starts_with("r#").then(|| format!("#[strum(serialize = {text:?})] "));
        writeln!(theirs, "{}{name}{written},", raw.unwrap_or_default()).unwrap();
        writeln!(known, "({shown:?}, {number}),").unwrap();
    }
    let (mut ours_say, mut theirs_say) = (String::new(), String::new());
    if let Some((name, strums, _)) = style {
        write!(ours_say, "rename_all = {name:?}, ").unwrap();
        write!(theirs_say, "#[strum(serialize_all = {strums:?})]").unwrap();
    }
    if around {
        ours_say += "prefix = \"<\", suffix = \">\"";
        theirs_say += "#[strum(prefix = \"<\", suffix = \">\")]";
    }
    format!(
        "mod s{at} {{ pub type Number = {repr}; pub const AROUND: bool = {around};
         const BASE: Number = 7;
         pub const KNOWN: &[(&str, Number)] = &[{known}];
         pub mod ours {{ #[allow(unused_imports)] use super::BASE;
         #[derive(typewright::Stringer, Clone, Copy, Debug, PartialEq)]
         #[stringer({ours_say})] #[stringer(also(FromRepr, TryFromRepr, IntoRepr))]
         #[repr({repr})] #[allow(non_camel_case_types, uncommon_codepoints)]
         pub enum E {{ {ours} }} }}
         pub mod theirs {{ #[allow(unused_imports)] use super::BASE;
         #[derive(strum::EnumString, strum::Display, strum::EnumIter, strum::FromRepr, Clone, Copy, \
         Debug, PartialEq)] {theirs_say}
         #[repr({repr})] #[allow(non_camel_case_types, uncommon_codepoints)]
         pub enum E {{ {theirs} }} }} }}\n",
    )
}

/// Identifiers and their texts. Foreign ones only where no style is, as styles disagree about them.
fn names(size: usize, style: Option<Style>, random: &mut Random) -> Vec<(String, String)> {
    let mut all = Vec::with_capacity(size);
    for (at, name) in words::names(size).into_iter().enumerate() {
        let odd = ODD.get(at).filter(|_| style.is_none() && random.below(2) == 0);
        all.push(match (odd, style) {
            (Some((name, text)), _) => ((*name).to_owned(), (*text).to_owned()),
            (None, Some((.., spell))) => (name.clone(), spell(&words(&name))),
            (None, None) => (name.clone(), name),
        });
    }
    all
}

/// The words of `OneTwo`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in name.chars() {
        match words.last_mut() {
            Some(word) if !letter.is_uppercase() => word.push(letter),
            _ => words.push(letter.to_string()),
        }
    }
    words
}

/// Different numbers, each with how it is written: not at all where it follows the one before.
fn numbers(size: usize, least: i64, most: i64, random: &mut Random) -> Vec<(i64, String)> {
    let mut all: Vec<(i64, String)> = Vec::with_capacity(size);
    while all.len() < size {
        let next = all.last().map_or(Some(0), |(last, _)| last.checked_add(1));
        let next = next.filter(|next| *next <= most);
        let span = most.abs_diff(least);
        let drawn = match random.below(4) {
            0 => least,
            1 => most,
            2 => least.wrapping_add_unsigned(random.below(1 << 40) as u64 % span.max(1)),
            _ => next.unwrap_or(least),
        };
        let (number, text) = match (random.below(3), next) {
            (0 | 1, Some(next)) => (next, String::new()),
            _ => (drawn, written(drawn, random)),
        };
        if all.iter().all(|(other, _)| *other != number) {
            all.push((number, text));
        } else if let Some(free) = (least..=most).find(|n| all.iter().all(|(o, _)| o != n)) {
            all.push((free, written(free, random)));
        }
    }
    all
}

/// A discriminant as a number, in another radix, or as an expression.
fn written(number: i64, random: &mut Random) -> String {
    match random.below(4) {
        0 if number >= 0 => format!(" = {number:#x}"),
        1 if (8..100).contains(&number) => format!(" = BASE + {}", number - 7),
        2 if number > 0 && number.count_ones() == 1 && number < 64 => {
            format!(" = 1 << {}", number.trailing_zeros())
        }
        _ => format!(" = {number}"),
    }
}
