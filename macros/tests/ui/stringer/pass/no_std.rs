//! A program whose prelude is that of `core`.
#![no_std]

extern crate std as host;

#[derive(typewright::Stringer)]
enum Mode {
    Fast,
    Slow,
}

fn main() {
    assert!(matches!("Fast".parse(), Ok(Mode::Fast)));
    assert!("slo".parse::<Mode>().is_err_and(|error| error.nearest() == Some(Mode::Slow.as_str())));
}
