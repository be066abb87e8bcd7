//! A text whose case does not count is no other's, whether case counts for that one or not.

use typewright::Stringer;

#[derive(Stringer)]
enum Verb {
    #[stringer(ignore_case)]
    Get,
    #[stringer(rename = "GET")]
    Fetch,
    Put,
    #[stringer(rename = "PUT")]
    Store,
    #[stringer(alias = "PuT", ignore_case)]
    Keep,
}

#[derive(Stringer)]
#[stringer(also(Scan), ignore_case)]
enum Word {
    One,
    #[stringer(ignore_case = false)]
    Two,
    #[stringer(ignore_case = "no")]
    Three,
}

fn main() {}
