//! Keys that say nothing about an enum without variants.

use typewright::Stringer;

#[derive(Stringer)]
#[stringer(trim_prefix = "Shade", rename_all = "kebab_case")]
enum Shade {}

fn main() {}
