//! The impls pass the lints of a strict crate. `missing_docs` and `unreachable_pub` say nothing in
//! tests; `ui/stringer/pass/lints.rs` shows that they are kept.

#![deny(clippy::pedantic, clippy::nursery, clippy::style, clippy::complexity, clippy::perf)]

/// A value, well documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, typewright::Stringer, typewright::IntoStaticStr)]
#[stringer(rename_all = "kebab-case")]
#[stringer(also(EnumNext, EnumTable, EnumMap, EnumSet, EnumMessage, EnumProperty, Scan, Localize))]
enum Strict {
    /// The first.
    First,
    /// The second.
    #[stringer(alias = "2nd", props(size = 2, top = false), locale(de = "zweites"))]
    Second,
}

/// No value, and so a `match` without arms.
#[derive(Clone, Copy, Debug, typewright::Stringer)]
#[stringer(also(EnumNext, EnumTable, EnumMap, EnumSet, EnumMessage, EnumProperty, Scan, Localize))]
enum Never {}

/// All that meets other crates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, typewright::Stringer)]
#[stringer(also(FromRepr, TryFromRepr, IntoRepr, PartialEqStr, Serialize, Deserialize, ValueEnum))]
#[stringer(rename_all = "kebab-case", serde_as = "either")]
#[repr(u8)]
enum Wide {
    /// The first.
    #[stringer(numbers = [3, 5..=7])]
    First,
    /// The second.
    #[stringer(alias = "2nd")]
    Second,
}

/// Holds something.
#[derive(
    Clone, Debug, typewright::Discriminants, typewright::EnumTryAs, typewright::EnumUnwrap,
)]
enum Data {
    /// A number.
    Number(u8),
    /// A text and a number.
    Two(String, u8),
    Nothing,
}

/// Shows what it holds.
#[derive(Clone, Debug, PartialEq, typewright::Stringer)]
#[stringer(also(EnumIs, IntoStaticStr, PartialEqStr, Scan), ignore_case)]
enum Shown<'a, T> {
    /// Nothing.
    Plain,
    /// A number that no text gives.
    Made(T),
    /// Two fields.
    #[stringer(display = "{x}/{y:04}", alias = "spot")]
    Point { x: u8, y: i64 },
    /// One field.
    #[stringer(transparent)]
    Size(usize),
    /// Another enum.
    #[stringer(flatten)]
    Strict(Strict),
    /// Never made.
    #[stringer(skip)]
    Text(&'a str),
}

/// Keeps what has no name.
#[derive(Clone, Debug, PartialEq, Eq, typewright::Stringer)]
enum Kept<'a> {
    Known,
    #[stringer(catch_all)]
    Other(std::borrow::Cow<'a, str>),
}

/// Keeps numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, typewright::Stringer)]
#[stringer(also(FromRepr, TryFromRepr, IntoRepr))]
#[repr(i64)]
enum Numbered {
    Known = -1,
    #[stringer(catch_all)]
    Other(i64),
}

/// Bits with names.
#[derive(Clone, Copy, Debug, typewright::Flags)]
#[repr(u128)]
enum Bit {
    /// The first.
    First = 1,
    Second = 2,
}

#[test]
fn strict_lints_are_kept() {
    let point: Shown<'_, u8> = Shown::Point { x: 1, y: 2 };
    assert_eq!("1/0002".parse(), Ok(point));
    assert_eq!(Shown::<'_, u8>::COUNT, 6);
    let text: Shown<'_, u8> = Shown::Text("x");
    assert_eq!(text.as_str(), "Text");
    assert_eq!("SECOND".parse::<Shown<'_, u8>>().is_err(), "SECOND".parse::<Strict>().is_err());
    assert_eq!(Kept::from("x").as_str(), "x");
    assert_eq!(Numbered::from(-1), Numbered::Known);
    assert_eq!((Bit::First | Bit::Second).to_string(), "First|Second");
    let data = [Data::Number(1), Data::Two(String::new(), 2), Data::Nothing];
    assert!(data[1].try_as_two_ref().is_some());
    assert_eq!(data.map(|data| data.discriminant())[2], DataDiscriminants::Nothing);
    assert_eq!("2nd".parse(), Ok(Strict::Second));
    assert_eq!(Strict::First.as_str(), "first");
    assert!("first".parse::<Never>().is_err());
    assert_eq!((Wide::try_from(6), u8::from(Wide::Second)), (Ok(Wide::First), 1));
}
