//! The names of enums that hold other enums, joined by the compiler.

use crate::head::{self, Head};
use crate::table::Table;

/// How many names there are in all lists.
pub const fn count_names(lists: &[&[&str]]) -> usize {
    let (mut count, mut list) = (0, 0);
    while list < lists.len() {
        count += lists[list].len();
        list += 1;
    }
    count
}

/// One list of all names.
pub const fn join_names<const N: usize>(lists: &[&[&'static str]]) -> [&'static str; N] {
    let mut names = [""; N];
    let (mut at, mut list) = (0, 0);
    while list < lists.len() {
        let mut next = 0;
        while next < lists[list].len() {
            names[at] = lists[list][next];
            at += 1;
            next += 1;
        }
        list += 1;
    }
    names
}

/// Bytes of all names, and of what stands behind them in a table.
pub const fn text_len(names: &[&str]) -> usize {
    let (mut len, mut at) = (PADDING, 0);
    while at < names.len() {
        len += names[at].len();
        at += 1;
    }
    len
}

/// What stands behind the texts of a table, so that eight bytes can be read anywhere.
const PADDING: usize = 8;

/// All names in one text.
pub const fn join_text<const LEN: usize>(names: &[&str]) -> [u8; LEN] {
    let mut text = [b' '; LEN];
    let (mut end, mut at) = (0, 0);
    while at < names.len() {
        let name = names[at].as_bytes();
        let mut next = 0;
        while next < name.len() {
            text[end] = name[next];
            end += 1;
            next += 1;
        }
        at += 1;
    }
    text
}

/// Where the names begin in their text, and where the last one ends, in the lower halves and then
/// in the upper ones.
pub const fn join_places<const PLACES: usize>(names: &[&str]) -> [[u8; 2]; PLACES] {
    let mut places = [[0; 2]; PLACES];
    let (mut end, mut at) = (0, 0);
    while at < names.len() {
        end += names[at].len() as u32;
        at += 1;
        places[at] = (end as u16).to_le_bytes();
        places[at + names.len() + 1] = ((end >> 16) as u16).to_le_bytes();
    }
    places
}

/// The table that an error lists.
pub const fn listed(
    type_name: &'static str,
    text: &'static [u8],
    places: &'static [[u8; 2]],
) -> Table {
    let text = match core::str::from_utf8(text) {
        Ok(text) => text,
        Err(_) => "",
    };
    let half = places.len() / 2;
    let mut head = [0; 48];
    put(&mut head, head::COUNT, half - 1);
    put(&mut head, head::FOUND, half - 1);
    put(&mut head, head::WIDE, half);
    Table { type_name, text, data: places.as_flattened(), head }
}

/// Writes a number of the head.
const fn put(head: &mut Head, at: usize, number: usize) {
    let [one, two, three, four] = (number as u32).to_le_bytes();
    (head[at], head[at + 1], head[at + 2], head[at + 3]) = (one, two, three, four);
}
