//! Items that are no struct of settings.

use typewright_settings::Settings;

#[derive(Settings)]
enum Nothing {}

#[derive(Settings)]
struct Tuple(u16);

#[derive(Settings)]
struct Unit;

#[derive(Settings)]
union Either {
    a: u8,
}

#[derive(Settings)]
struct Generic<T> {
    value: T,
}

fn main() {}
