//! What strum's derives cost at run time when this crate takes strum's place: nanoseconds an
//! operation, and the ratio to strum's.

#[path = "../../derives/src/gate.rs"]
mod gate;
#[path = "../../derives/src/time.rs"]
mod time;
#[path = "../../derives/src/words.rs"]
#[allow(dead_code)]
mod words;

use std::process::ExitCode;

use gate::Row;
use time::{Count, OPERATIONS, time};
use words::Random;

mod enums {
    #![allow(dead_code)]
    include!(concat!(env!("OUT_DIR"), "/enums.rs"));
}

macro_rules! rows {
    ($rows:expr, $size:ident) => {{
        use std::fmt::Write;

        use enums::$size::{NAMES, ours, theirs};
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let picks = (0..OPERATIONS).map(|_| NAMES[random.below(NAMES.len())].to_owned());
        let picks: Vec<String> = picks.collect();
        let wrong: Vec<String> = picks.iter().map(|n| format!("{}~", &n[..n.len() - 1])).collect();
        let mut row = |what, limit, ours, theirs| {
            let costs = vec![("ours", ours), ("strum", theirs)];
            let limit = Some(limit);
            $rows.push(Row { what, size: NAMES.len(), unit: "ns", costs, limit, at_most: None });
        };
        row(
            "EnumString, random names",
            1.0,
            time(&picks, |text| text.parse::<ours::E>().ok()),
            time(&picks, |text| text.parse::<theirs::E>().ok()),
        );
        row(
            // Our error keeps the text that it is about, unless nobody looks at it, as here.
            "EnumString, one letter wrong",
            1.0,
            time(&wrong, |text| text.parse::<ours::E>().ok()),
            time(&wrong, |text| text.parse::<theirs::E>().ok()),
        );
        let own: Vec<ours::E> = picks.iter().filter_map(|text| text.parse().ok()).collect();
        let others: Vec<theirs::E> = picks.iter().filter_map(|text| text.parse().ok()).collect();
        assert!(own.iter().map(|e| *e as u16).eq(others.iter().map(|e| *e as u16)));
        let (mut one, mut two) = (Count(0), Count(0));
        row(
            "Display into a writer",
            1.0,
            time(&own, |value| write!(one, "{value}")),
            time(&others, |value| write!(two, "{value}")),
        );
        let numbers: Vec<u16> = own.iter().map(|value| *value as u16).collect();
        row(
            // One compare and one move, as strum's.
            "FromRepr",
            1.1,
            time(&numbers, |number| ours::E::from_repr(usize::from(*number))),
            time(&numbers, |number| theirs::E::from_repr(usize::from(*number))),
        );
    }};
}

fn main() -> ExitCode {
    let mut rows = Vec::new();
    rows!(rows, n10);
    rows!(rows, n100);
    rows!(rows, n1000);
    gate::print(&rows);
    if rows.iter().all(Row::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
