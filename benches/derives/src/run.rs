//! Run time: nanoseconds an operation, the least of many repetitions.

use std::fmt::{Display, Write};
use std::str::FromStr;

use crate::gate::Row;
use crate::time::{Count, OPERATIONS, time};
use crate::words::Random;

mod enums {
    #![allow(dead_code)]
    include!(concat!(env!("OUT_DIR"), "/enums.rs"));
}

fn parse<E: FromStr>(texts: &[String]) -> f64 {
    time(texts, |text| text.parse::<E>().ok())
}

fn values<E: FromStr>(texts: &[String]) -> Vec<E> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

fn display<E: FromStr + Display>(texts: &[String]) -> f64 {
    let mut sink = Count(0);
    time(&values::<E>(texts), |value| write!(sink, "{value}"))
}

fn to_string<E: FromStr + Display>(texts: &[String]) -> f64 {
    time(&values::<E>(texts), ToString::to_string)
}

/// What is parsed: names, one name again and again, almost names, something else, wrong case.
struct Inputs {
    random: Vec<String>,
    repeated: Vec<String>,
    near: Vec<String>,
    far: Vec<String>,
    mixed: Vec<String>,
    mixed_miss: Vec<String>,
}

impl Inputs {
    fn of(names: &[&str]) -> Self {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let picks: Vec<&str> = (0..OPERATIONS).map(|_| names[random.below(names.len())]).collect();
        let mut mix = |name: &&str| -> String {
            let flip = |c: char| {
                if random.below(2) == 0 { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
            };
            name.chars().map(flip).collect()
        };
        let mixed: Vec<String> = picks.iter().map(&mut mix).collect();
        Self {
            repeated: vec![names[names.len() / 2].to_owned(); OPERATIONS],
            near: picks.iter().map(|n| format!("{}~", &n[..n.len() - 1])).collect(),
            far: picks
                .iter()
                .enumerate()
                .map(|(i, n)| format!("{}{i}", n.to_lowercase()))
                .collect(),
            mixed_miss: mixed.iter().map(|n| format!("{}~", &n[..n.len() - 1])).collect(),
            random: picks.into_iter().map(str::to_owned).collect(),
            mixed,
        }
    }
}

macro_rules! rows {
    ($rows:expr, $size:ident, [$random:expr, $fast:expr, $folded:expr]) => {{
        use enums::$size::{N, NAMES, hand, more, ours, ours_fast, ours_folded, strum_both};
        use enums::$size::{sparse, strum_folded, strum_sparse};
        let inputs = Inputs::of(&NAMES);
        let mut row = |what, costs, limit, at_most| {
            $rows.push(Row { what, size: N, unit: "ns", costs, limit, at_most });
        };
        let all = |texts: &[String]| {
            vec![
                ("ours", parse::<ours::E>(texts)),
                ("strum", parse::<strum_both::E>(texts)),
                ("match", parse::<hand::E>(texts)),
                ("derive_more", parse::<more::E>(texts)),
                ("phf", time(texts, |text| hand::MAP.get(text).copied())),
            ]
        };
        row("FromStr, random names", all(&inputs.random), Some($random), Some(5.0));
        let fast = vec![
            ("ours", parse::<ours_fast::E>(&inputs.random)),
            ("strum", parse::<strum_both::E>(&inputs.random)),
        ];
        row("FromStr with `fast`, random names", fast, Some($fast), Some(4.0));
        row("FromStr, one name", all(&inputs.repeated), None, None);
        row("FromStr, one letter wrong", all(&inputs.near), None, None);
        row("FromStr, something else", all(&inputs.far), None, None);
        let folded = |texts: &[String]| {
            vec![
                ("ours", parse::<ours_folded::E>(texts)),
                ("strum", parse::<strum_folded::E>(texts)),
                ("derive_more", parse::<more::E>(texts)),
            ]
        };
        row("FromStr, any case", folded(&inputs.mixed), Some($folded), None);
        row("FromStr, any case, unknown", folded(&inputs.mixed_miss), None, None);
        let shown = vec![
            ("ours", display::<ours::E>(&inputs.random)),
            ("strum", display::<strum_both::E>(&inputs.random)),
            ("match", display::<hand::E>(&inputs.random)),
            ("derive_more", display::<more::E>(&inputs.random)),
        ];
        row("Display into a writer", shown, Some(0.5), None);
        let owned = vec![
            ("ours", to_string::<ours::E>(&inputs.random)),
            ("strum", to_string::<strum_both::E>(&inputs.random)),
            ("match", to_string::<hand::E>(&inputs.random)),
            ("derive_more", to_string::<more::E>(&inputs.random)),
        ];
        row("to_string", owned, None, None);
        let texts = vec![
            ("ours", time(&values::<ours::E>(&inputs.random), |e| e.as_str().len())),
            ("strum", time(&values::<strum_both::E>(&inputs.random), |e| <&str>::from(e).len())),
            ("match", time(&values::<hand::E>(&inputs.random), |e| e.as_str().len())),
        ];
        row("as_str", texts, None, None);
        let numbers: Vec<u16> =
            values::<ours::E>(&inputs.random).iter().map(|e| *e as u16).collect();
        let from_repr = vec![
            ("ours", time(&numbers, |n| ours::E::from_repr(*n as isize))),
            ("strum", time(&numbers, |n| strum_both::E::from_repr(*n as usize))),
        ];
        // One comparison and one conditional move for both; LLVM makes one function of the two.
        row("from_repr", from_repr, None, None);
        let numbers: Vec<u32> =
            values::<sparse::E>(&inputs.random).iter().map(|e| *e as u32).collect();
        let from_repr = vec![
            ("ours", time(&numbers, |n| sparse::E::from_repr(*n))),
            ("strum", time(&numbers, |n| strum_sparse::E::from_repr(*n))),
        ];
        let limit = (N == 1000).then_some(0.3);
        row("from_repr, scattered numbers", from_repr, limit, None);
    }};
}

/// All rows of the run time.
pub fn measure() -> Vec<Row> {
    let mut rows = Vec::new();
    rows!(rows, n10, [0.55, 0.35, 0.6]);
    rows!(rows, n100, [0.40, 0.30, 0.35]);
    rows!(rows, n1000, [0.17, 0.15, 0.02]);
    rows
}
