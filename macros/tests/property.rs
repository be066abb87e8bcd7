//! Typed properties.

use std::ffi::CStr;
use std::time::Duration;

use typewright::{EnumProperty, Stringer};

mod limits {
    use std::time::Duration;

    pub(super) const SHORT: Duration = Duration::from_secs(1);
    pub(super) const LONG: Duration = Duration::from_secs(60);
}

#[derive(EnumProperty)]
enum Planet {
    #[stringer(props(moons = 0, radius = 2_439.7, name = "Mercury", rings = false, r#type = 'r'))]
    #[stringer(props(bytes = b"m", c = c"m", mass = -1i8, small = b's'))]
    Mercury,
    #[stringer(props(moons = 95u16, radius = -0.5, rings = true, bytes = b"jup", mass = 3))]
    Jupiter,
}

#[test]
fn properties_have_the_types_of_their_literals() {
    const MOONS: u16 = Planet::Jupiter.moons();
    assert_eq!((MOONS, Planet::Mercury.moons()), (95, 0));
    let radius: f64 = Planet::Mercury.radius() + Planet::Jupiter.radius();
    assert!((radius - 2_439.2).abs() < 1e-9);
    let name: Option<&'static str> = Planet::Mercury.name();
    assert_eq!((name, Planet::Jupiter.name()), (Some("Mercury"), None));
    assert!(Planet::Jupiter.rings() && !Planet::Mercury.rings());
    assert_eq!((Planet::Mercury.r#type(), Planet::Jupiter.r#type()), (Some('r'), None));
    let bytes: [&'static [u8]; 2] = [Planet::Mercury.bytes(), Planet::Jupiter.bytes()];
    assert_eq!(bytes, [&b"m"[..], b"jup"]);
    let c: Option<&'static CStr> = Planet::Mercury.c();
    assert_eq!((c, Planet::Mercury.small()), (Some(c"m"), Some(b's')));
    assert_eq!((Planet::Mercury.mass(), Planet::Jupiter.mass()), (-1_i8, 3));
}

#[test]
fn an_enum_may_declare_its_properties() {
    #[derive(Stringer)]
    #[stringer(also(EnumProperty), props(
        retries = 3,
        timeout(type = "core::time::Duration", default = limits::SHORT, doc = "When to give up."),
        note(type = "&'static str", vis = "pub(crate)"),
        kind(type = "Option<(u8, [u8; 2])>", default = NONE),
        mark(type = "char"),
    ))]
    enum Call {
        #[stringer(props(timeout = limits::LONG, note = "slow"), rename = "all")]
        List,
        #[stringer(props(retries = 0, kind = self::SOME, mark = 'g'))]
        Get,
    }
    let of = |call: Call| (call.retries(), call.timeout(), call.note(), call.kind(), call.mark());
    let list: (i64, Duration, Option<&'static str>, _, Option<char>) = of(Call::List);
    assert_eq!(list, (3, limits::LONG, Some("slow"), None, None));
    assert_eq!(of(Call::Get), (0, limits::SHORT, None, Some((1, [2, 3])), Some('g')));
    assert_eq!(Call::List.as_str(), "all");
}

const NONE: Option<(u8, [u8; 2])> = None;
const SOME: Option<(u8, [u8; 2])> = Some((1, [2, 3]));

/// Literals that a macro passes on are literals.
macro_rules! priced {
    ($($name:ident = $price:literal from $origin:path,)*) => {
        #[derive(EnumProperty)]
        #[stringer(props(origin(type = "i32"), price = 1))]
        enum Priced { $(#[stringer(props(price = $price, origin = $origin))] $name),* }
    };
}

priced!(Tea = 4 from i32::MAX, Water = -1 from i32::MIN,);

#[test]
fn macros_may_write_properties() {
    assert_eq!((Priced::Tea.price(), Priced::Water.price()), (4, -1));
    assert_eq!((Priced::Tea.origin(), Priced::Water.origin()), (i32::MAX, i32::MIN));
}
