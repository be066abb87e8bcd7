//! A program whose prelude is that of `core`.
#![no_std]

extern crate std as host;

#[derive(typewright::Stringer)]
enum Mode {
    Fast,
    Slow,
}

#[derive(typewright::Stringer)]
enum Version {
    #[stringer(display = "v{0}.{1}")]
    Of(u8, u8),
    #[stringer(flatten)]
    Mode(Mode),
}

#[derive(typewright::Stringer)]
enum Text<'a> {
    Known,
    #[stringer(catch_all)]
    Other(&'a str),
}

fn main() {
    assert!(matches!("v1.2".parse(), Ok(Version::Of(1, 2))));
    assert!(matches!("Slow".parse(), Ok(Version::Mode(Mode::Slow))));
    assert!(matches!(Text::from("x"), Text::Other("x")) && Text::Known.as_str() == "Known");
    assert!(matches!("Fast".parse(), Ok(Mode::Fast)));
    assert!("slo".parse::<Mode>().is_err_and(|error| error.nearest() == Some(Mode::Slow.as_str())));
}
