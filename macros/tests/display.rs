//! Variants that show their fields, and what has no name.

use std::borrow::Cow;
use std::convert::Infallible;

use typewright::{Display, FromStr, Stringer};

#[derive(Stringer, Clone, Debug, PartialEq)]
#[stringer(rename_all = "lowercase", also(EnumIs, IntoStaticStr))]
enum Tag {
    Latest,
    #[stringer(display = "v{major}.{minor}")]
    Version {
        major: u8,
        minor: i16,
    },
    #[stringer(display = "{1}@{0}")]
    At(f32, String),
    #[stringer(display = "{{{0:#06x}}}")]
    Hash(u16),
    #[stringer(display = "[{level:>width$}|{name:*^7}]")]
    Padded {
        level: i32,
        width: usize,
        name: String,
    },
    #[stringer(display = "nightly!", alias = "tip")]
    Nightly(u8),
    #[stringer(display = "{0:?}", parse = false)]
    Debugged(Vec<u8>),
    #[stringer(transparent)]
    Number(u64),
}

#[test]
fn fields_are_shown_and_read() {
    let name = || "ä.b".to_owned();
    for (value, text) in [
        (Tag::Latest, "latest"),
        (Tag::Version { major: 1, minor: -20 }, "v1.-20"),
        (Tag::At(2.5, "x y".into()), "x y@2.5"),
        (Tag::Hash(0x2a), "{0x002a}"),
        (Tag::Padded { level: -3, width: 0, name: name() }, "[-3|**ä.b**]"),
        (Tag::Nightly(0), "nightly!"),
        (Tag::Number(7), "7"),
    ] {
        assert_eq!(value.to_string(), text);
        assert_eq!((text.parse(), Tag::try_from(text)), (Ok(value.clone()), Ok(value)));
    }
    let padded = Tag::Padded { level: -3, width: 6, name: name() };
    assert_eq!(padded.to_string(), "[    -3|**ä.b**]");
    let width = |tag: Tag| match tag {
        Tag::Padded { level, .. } => level,
        other => panic!("{other}"),
    };
    assert_eq!(padded.to_string().parse().map(width), Ok(-3));
    assert_eq!(Tag::Debugged(vec![1, 2]).to_string(), "[1, 2]");
    assert_eq!(("nightly".parse(), "tip".parse()), (Ok(Tag::Nightly(0)), Ok(Tag::Nightly(0))));
}

#[test]
fn names_are_still_names() {
    let version = Tag::Version { major: 1, minor: 2 };
    assert_eq!((version.as_str(), <&str>::from(&version)), ("version", "version"));
    assert_eq!(Tag::NAMES.len(), Tag::COUNT);
    assert!(version.is_version());
    for name in ["version", "at", "padded", "debugged", "[1]", "number"] {
        assert!(name.parse::<Tag>().is_err(), "{name}");
    }
}

#[test]
fn width_counts_for_all_of_the_text() {
    let version = Tag::Version { major: 1, minor: 2 };
    assert_eq!(format!("{version:>6}|{version:^7}|{version:-<5}"), "  v1.2| v1.2  |v1.2-");
    assert_eq!(format!("{:>10}|{:>3}", Tag::Nightly(1), Tag::Number(5)), "  nightly!|  5");
}

#[test]
fn an_error_names_the_field() {
    let error = "v1.x".parse::<Tag>().unwrap_err();
    assert_eq!((error.field(), error.input(), error.nearest()), (Some("minor"), "v1.x", None));
    assert_eq!(
        error.to_string(),
        "unknown Tag `v1.x`, `minor` of `v{major}.{minor}` is wrong, known: `latest`, \
         `v{major}.{minor}`, `{1}@{0}`, `{{{0:#06x}}}`, `[{level:>width$}|{name:*^7}]`, `nightly`",
    );
    assert_eq!("v300.1".parse::<Tag>().unwrap_err().field(), Some("major"));
    assert_eq!("{0x1ffff}".parse::<Tag>().unwrap_err().field(), Some("0"));
    assert_eq!("".parse::<Tag>().unwrap_err().field(), None);
    let latest = "lates".parse::<Tag>().unwrap_err();
    assert_eq!((latest.field(), latest.nearest()), (None, Some("latest")));
}

/// The shortest text that a field takes is the field.
#[test]
fn a_field_ends_where_it_can() {
    #[derive(Display, FromStr, Debug, PartialEq)]
    #[stringer(ignore_case)]
    enum Range {
        #[stringer(display = "{0}-{1}")]
        Closed(i8, i8),
        #[stringer(display = "from {0} TO {1}.")]
        Words(String, String),
        #[stringer(display = "all", default)]
        All { deep: bool },
    }
    assert_eq!("-5-3".parse(), Ok(Range::Closed(-5, 3)));
    assert_eq!("-5--3".parse(), Ok(Range::Closed(-5, -3)));
    assert_eq!("FROM a to b to c..".parse(), Ok(Range::Words("a".into(), "b to c.".into())));
    assert_eq!("ALL".parse(), Ok(Range::All { deep: false }));
    for text in ["-", "5-", "--5", "from a.", "from a to b", "frö"] {
        assert!(text.parse::<Range>().is_err(), "{text}");
    }
}

#[test]
fn text_without_a_name_is_kept() {
    #[derive(Stringer, Clone, Debug, PartialEq)]
    #[stringer(rename_all = "lowercase", ignore_case, also(IntoStaticStr, PartialEqStr))]
    enum Colour {
        Red,
        #[stringer(alias = "lime")]
        Green,
        #[stringer(catch_all)]
        Other(String),
    }
    let mauve = Colour::Other("Mauve".to_owned());
    let parsed: Result<Colour, Infallible> = "Mauve".parse();
    assert_eq!((parsed, Colour::from("Mauve")), (Ok(mauve.clone()), mauve.clone()));
    assert_eq!((Colour::from("RED"), Colour::from("lime")), (Colour::Red, Colour::Green));
    assert_eq!((mauve.as_str(), mauve.as_ref(), <&str>::from(&mauve)), ("Mauve", "Mauve", "other"));
    assert_eq!(format!("{mauve:>6}|{:<4}|", Colour::Red), " Mauve|red |");
    assert!(mauve == *"Mauve" && Colour::Red == *"red");
    assert_eq!((Colour::NAMES, Colour::COUNT), (&["red", "green"][..], 2));
    assert!(Colour::iter().eq([Colour::Red, Colour::Green]));
    assert_eq!(Colour::from("other"), Colour::Other("other".to_owned()));
}

#[test]
fn text_is_kept_in_many_types() {
    #[derive(Stringer, Debug, PartialEq)]
    enum Owned {
        Known,
        #[stringer(catch_all)]
        Other(Cow<'static, str>),
    }
    assert_eq!(Owned::from("x"), Owned::Other(Cow::Borrowed("x")));
    assert_eq!(("Known".parse(), Owned::from("y").as_str()), (Ok(Owned::Known), "y"));

    #[derive(Stringer, Debug, PartialEq)]
    enum Borrowed<'a> {
        Known,
        #[stringer(catch_all)]
        Other {
            text: &'a str,
        },
    }
    let text = String::from("x");
    assert_eq!(Borrowed::from(&*text), Borrowed::Other { text: "x" });
    assert_eq!(Borrowed::from("Known"), Borrowed::Known);
    assert_eq!(Borrowed::from(&*text).as_str(), "x");

    #[derive(Stringer, Debug, PartialEq)]
    enum Generic<T> {
        Known,
        #[stringer(catch_all)]
        Other(T),
    }
    assert_eq!(Generic::from("x"), Generic::<Box<str>>::Other("x".into()));
    assert_eq!(Generic::<String>::from("Known").to_string(), "Known");
}

#[test]
fn numbers_without_a_name_are_kept() {
    const BASE: u8 = 7;
    #[derive(Stringer, Clone, Copy, Debug, PartialEq)]
    #[stringer(also(FromRepr, TryFromRepr, IntoRepr))]
    #[repr(u8)]
    enum Day {
        Monday = 1,
        Tuesday,
        #[stringer(numbers = [20..=29])]
        Sunday = BASE,
        Next,
        #[stringer(catch_all)]
        Other(u8) = 99,
    }
    const OTHER: Day = Day::from_repr(42);
    assert_eq!((OTHER, OTHER.to_string(), OTHER.repr()), (Day::Other(42), "Day(42)".into(), 42));
    for number in 0..=u8::MAX {
        let day = Day::from(number);
        assert_eq!(day.to_string().parse(), Ok(day));
        assert_eq!(format!("Day({number})").parse(), Ok(day), "the number of a name is the name");
        assert!((20..=29).contains(&number) || u8::from(day) == number);
    }
    assert_eq!((Day::from(1), Day::from(8), Day::from(25)), (Day::Monday, Day::Next, Day::Sunday));
    assert_eq!((OTHER.as_str(), Day::Tuesday.as_str(), Day::COUNT), ("Other", "Tuesday", 4));
    for text in ["Other", "Day(256)", "Day(+1)", "Day()", "Day(1", "Other(1)", "day(1)"] {
        assert!(text.parse::<Day>().is_err(), "{text}");
    }
    assert_eq!(format!("{OTHER:>8}"), " Day(42)");
}

#[test]
fn bounds_are_those_of_the_fields_that_are_shown() {
    #[derive(Display, FromStr, Debug, PartialEq)]
    enum Pair<K, V, H = ()> {
        #[stringer(display = "{key}={value:x}")]
        Both { key: K, value: V },
        #[stringer(display = "<{0}>", parse = false)]
        Deep(Box<K>),
        #[stringer(skip)]
        Held(H),
    }
    let both = Pair::<char, u8>::Both { key: 'k', value: 255 };
    assert_eq!((both.to_string(), "k=ff".parse()), ("k=ff".to_owned(), Ok(both)));
    struct Opaque;
    assert_eq!(Pair::<char, u8, Opaque>::Held(Opaque).to_string(), "Held");
    assert_eq!(Pair::<char, u8>::Deep(Box::new('c')).to_string(), "<c>");
}
