//! Variants that hold data.

use core::convert::Infallible;

use typewright::{Display, Enum, EnumIs, EnumIter, FromStr, IntoStaticStr, Stringer, VariantArray};

#[derive(Stringer, Clone, Debug, PartialEq)]
#[stringer(rename_all = "kebab-case", also(EnumIs, IntoStaticStr))]
enum Shape {
    Point,
    Circle(f64),
    #[stringer(alias = "rect", default_with = Self::unit)]
    Rectangle {
        width: f64,
        height: f64,
    },
    Nothing(),
    Void {},
    Label {
        r#type: String,
        #[stringer(default_with = "String::new")]
        text: String,
    },
}

impl Shape {
    fn unit() -> Self {
        Self::Rectangle { width: 1.0, height: 1.0 }
    }
}

#[test]
fn a_variant_has_a_name_whatever_it_holds() {
    const NAME: &str = Shape::Circle(2.5).as_str();
    let filled = Shape::Label { r#type: "t".into(), text: "x".into() };
    assert_eq!((NAME, filled.as_str(), filled.to_string()), ("circle", "label", "label".into()));
    assert_eq!((<&str>::from(&filled), filled.as_ref()), ("label", "label"));
    assert!(filled.is_label() && Shape::Circle(1.0).is_circle() && Shape::Void {}.is_void());
    assert_eq!(Shape::NAMES, ["point", "circle", "rectangle", "nothing", "void", "label"]);
    assert_eq!(<&str>::from(filled), "label");
}

#[test]
fn fields_are_their_defaults() {
    let empty = Shape::Label { r#type: String::new(), text: String::new() };
    let made = [Shape::Point, Shape::Circle(0.0), Shape::unit(), Shape::Nothing(), Shape::Void {}];
    let made: Vec<Shape> = made.into_iter().chain([empty]).collect();
    assert!(Shape::iter().eq(made.iter().cloned()));
    assert_eq!((Shape::COUNT, Shape::iter().len()), (6, 6));
    for (name, value) in Shape::NAMES.iter().zip(made) {
        assert_eq!((name.parse(), Shape::try_from(*name)), (Ok(value.clone()), Ok(value)));
    }
    assert_eq!("rect".parse(), Ok(Shape::unit()));
}

#[test]
fn a_skipped_variant_has_a_name_and_nothing_else() {
    #[derive(Stringer, Debug, PartialEq)]
    #[stringer(also(VariantArray, FromRepr))]
    #[repr(u8)]
    enum Plain {
        First = 1,
        #[stringer(skip, alias = "never")]
        Hidden,
        Last,
    }
    assert_eq!((Plain::NAMES, Plain::COUNT), (&["First", "Last"][..], 2));
    assert_eq!(Plain::VARIANTS, [Plain::First, Plain::Last]);
    assert!(Plain::iter().eq([Plain::First, Plain::Last]));
    assert_eq!((Plain::Hidden.as_str(), Plain::Hidden.to_string()), ("Hidden", "Hidden".into()));
    assert_eq!(
        (Plain::from_str("Last"), Plain::from_repr(3)),
        (Ok(Plain::Last), Some(Plain::Last))
    );
    assert_eq!((Plain::Hidden.repr(), Plain::from_repr(2)), (2, None));
    let error = "Hidden".parse::<Plain>().unwrap_err();
    assert_eq!((error.nearest(), error.names().len()), (None, 2));
    assert!("never".parse::<Plain>().is_err());
}

/// Nothing that a variant holds need have a default where the variant is skipped.
#[test]
fn a_skipped_variant_may_hold_anything() {
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct NoDefault;
    #[derive(Stringer, VariantArray, Debug, PartialEq)]
    #[stringer(only(Display, FromStr, ConstFromStr, EnumIter))]
    enum Held {
        Plain,
        #[stringer(skip)]
        Opaque(NoDefault, &'static [NoDefault]),
    }
    const HELD: Held = match Held::from_str("Plain") {
        Ok(held) => held,
        Err(_) => Held::Opaque(NoDefault, &[]),
    };
    assert_eq!((HELD.to_string(), Held::VARIANTS.len()), ("Plain".to_owned(), 1));
    assert_eq!(Held::Opaque(NoDefault, &[NoDefault]).to_string(), "Opaque");
    assert_eq!(Held::iter().count(), 1);
}

/// A variant that no value can have is no value.
#[test]
fn a_variant_may_be_impossible() {
    #[derive(Display, EnumIs, EnumIter, FromStr, IntoStaticStr, Clone, Debug, PartialEq)]
    #[allow(dead_code)]
    enum Outcome {
        Done,
        Never(Infallible),
        NeverNamed { why: core::convert::Infallible },
    }
    assert!(Outcome::iter().eq([Outcome::Done]));
    assert_eq!("Done".parse(), Ok(Outcome::Done));
    assert!("Never".parse::<Outcome>().is_err());
    assert!(Outcome::Done.is_done() && !Outcome::Done.is_never());
    assert_eq!((<&str>::from(&Outcome::Done), Outcome::COUNT), ("Done", 1));
}

#[test]
fn all_variants_may_be_skipped() {
    #[derive(Stringer, Debug, PartialEq)]
    enum Hidden {
        #[stringer(skip)]
        One,
        #[stringer(skip)]
        Two(u8),
    }
    assert_eq!((Hidden::COUNT, Hidden::iter().next().is_none()), (0, true));
    assert_eq!([Hidden::One, Hidden::Two(1)].map(|v| v.to_string()), ["One", "Two"]);
    assert!("One".parse::<Hidden>().is_err());
}

#[test]
fn a_skipped_variant_is_no_argument() {
    use clap::ValueEnum as _;
    #[derive(Stringer, Clone, Debug, PartialEq)]
    #[stringer(rename_all = "lowercase", also(ValueEnum, Serialize, Deserialize))]
    enum Level {
        /// All of it.
        Low,
        #[stringer(skip)]
        Secret,
        High,
    }
    assert_eq!(Level::value_variants(), [Level::Low, Level::High]);
    assert_eq!(Level::Secret.to_possible_value(), None);
    assert!(<Level as clap::ValueEnum>::from_str("secret", true).is_err());
    assert_eq!(<Level as clap::ValueEnum>::from_str("HIGH", true), Ok(Level::High));
    assert_eq!(serde_json::to_string(&Level::Secret).unwrap(), "\"secret\"");
    assert!(serde_json::from_str::<Level>("\"secret\"").is_err());
    assert_eq!(serde_json::from_str::<Level>("\"high\"").unwrap(), Level::High);
}
