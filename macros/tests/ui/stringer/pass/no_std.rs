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

/// Everything else that is made for enums of unit variants.
#[derive(typewright::Stringer, Clone, Copy)]
#[stringer(also(EnumNext, EnumTable, EnumMap, EnumSet, EnumMessage, EnumProperty, Scan, Localize, Flags))]
enum Bit {
    #[stringer(props(low = true), locale(de = "eins"))]
    One = 1,
    #[stringer(props(low = false))]
    Two = 2,
}

/// And for those of others.
#[derive(typewright::EnumTryAs, typewright::EnumUnwrap, typewright::Discriminants)]
enum Shape {
    Circle(f32),
}

fn main() {
    assert!(matches!("v1.2".parse(), Ok(Version::Of(1, 2))));
    assert!(matches!("Slow".parse(), Ok(Version::Mode(Mode::Slow))));
    assert!(matches!(Text::from("x"), Text::Other("x")) && Text::Known.as_str() == "Known");
    let both = Bit::One | Bit::Two;
    assert!(both.contains(BitFlags::Two) && Bit::One.next().is_some_and(|bit| !bit.low()));
    let mut map = typewright::EnumMap::new();
    assert!(map.insert(Bit::Two, Shape::Circle(1.0)).is_none());
    assert!(map[&Bit::Two].try_as_circle_ref().is_some_and(|radius| *radius > 0.5));
    assert!(map[&Bit::Two].discriminant() == ShapeDiscriminants::Circle);
    assert!(matches!("Fast".parse(), Ok(Mode::Fast)));
    assert!("slo".parse::<Mode>().is_err_and(|error| error.nearest() == Some(Mode::Slow.as_str())));
}
