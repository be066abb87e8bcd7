//! Enums whose values are those of other enums, among their own.

use typewright::{
    Display, Enum, EnumCount, EnumIter, FromStr, IntoStaticStr, Stringer, VariantNames,
};

#[derive(Stringer, IntoStaticStr, Clone, Copy, Debug, PartialEq)]
#[stringer(rename_all = "kebab-case")]
enum Local {
    Status,
    #[stringer(alias = "ci")]
    Commit,
}

#[derive(Stringer, IntoStaticStr, Clone, Debug, PartialEq)]
#[stringer(rename_all = "kebab-case")]
enum Remote<'a> {
    Push,
    #[stringer(display = "fetch {depth}")]
    Fetch {
        depth: u8,
    },
    #[stringer(skip)]
    Named(&'a str),
}

#[derive(Stringer, IntoStaticStr, Clone, Debug, PartialEq)]
#[stringer(rename_all = "kebab-case", also(EnumIs))]
enum Command<'a> {
    Help,
    #[stringer(flatten)]
    Local(Local),
    Version,
    #[stringer(skip)]
    Hidden,
    #[stringer(flatten)]
    Remote {
        remote: Remote<'a>,
    },
    #[stringer(display = "v{0}")]
    Level(u8),
}

fn all() -> Vec<Command<'static>> {
    vec![
        Command::Help,
        Command::Local(Local::Status),
        Command::Local(Local::Commit),
        Command::Version,
        Command::Remote { remote: Remote::Push },
        Command::Remote { remote: Remote::Fetch { depth: 0 } },
        Command::Level(0),
    ]
}

#[test]
fn values_follow_one_another() {
    let names = ["help", "status", "commit", "version", "push", "fetch", "level"];
    assert_eq!((Command::NAMES, Command::COUNT), (&names[..], 7));
    assert!(Command::iter().eq(all()));
    assert!(Command::iter().rev().eq(all().into_iter().rev()));
    assert_eq!(Command::from_index(4), Some(Command::Remote { remote: Remote::Push }));
    assert_eq!((Command::from_index(7), <Command<'_> as Enum>::COUNT), (None, 7));
    for (value, name) in all().iter().zip(names) {
        assert_eq!((value.as_str(), value.as_ref(), <&str>::from(value)), (name, name, name));
    }
    assert!(Command::Local(Local::Status).is_local());
}

#[test]
fn texts_go_both_ways() {
    for value in all() {
        assert_eq!(value.to_string().parse(), Ok(value));
    }
    let fetch = Command::Remote { remote: Remote::Fetch { depth: 9 } };
    assert_eq!((fetch.to_string(), "fetch 9".parse()), ("fetch 9".to_owned(), Ok(fetch)));
    assert_eq!("ci".parse(), Ok(Command::Local(Local::Commit)));
    assert_eq!(
        (Command::Hidden.to_string(), Command::Hidden.as_str()),
        ("hidden".into(), "hidden")
    );
    assert_eq!(format!("[{:>7}]", Command::Local(Local::Commit)), "[ commit]");
    let named = Command::Remote { remote: Remote::Named("x") };
    assert_eq!(named.to_string(), "named");
}

#[test]
fn an_error_lists_all_names() {
    let error = "hepl".parse::<Command<'_>>().unwrap_err();
    assert_eq!((error.type_name(), error.nearest()), ("Command", Some("help")));
    assert_eq!(
        error.to_string(),
        "unknown Command `hepl`, did you mean `help`? known: `help`, `status`, `commit`, \
         `version`, `push`, `fetch`, `v{0}`",
    );
    assert_eq!("statsu".parse::<Command<'_>>().unwrap_err().nearest(), Some("status"));
    assert_eq!("v-".parse::<Command<'_>>().unwrap_err().field(), Some("0"));
    assert!("hidden".parse::<Command<'_>>().is_err());
}

#[test]
fn enums_are_flattened_more_than_once() {
    #[derive(Stringer, Debug, PartialEq)]
    enum Outer {
        #[stringer(flatten)]
        First(Command<'static>),
        #[stringer(flatten)]
        Second(Local),
        #[stringer(catch_all)]
        Other(String),
    }
    assert_eq!((Outer::COUNT, Outer::NAMES.len(), Outer::iter().count()), (9, 9, 9));
    assert_eq!(Outer::iter().last(), Some(Outer::Second(Local::Commit)));
    let first = Outer::First(Command::Local(Local::Commit));
    assert_eq!(Outer::from("commit"), first, "the first variant that knows it");
    assert_eq!((Outer::from("x").as_str(), first.as_str()), ("x", "commit"));
}

/// Parts ask of the enum that is held what they give themselves.
#[test]
fn parts_may_be_few() {
    #[derive(EnumCount, EnumIter, Debug, PartialEq)]
    enum Inner {
        One,
        Two,
    }
    #[derive(EnumCount, EnumIter, Debug, PartialEq)]
    enum Outer {
        #[stringer(flatten)]
        Inner(Inner),
    }
    assert_eq!(Outer::COUNT, 2);
    assert!(Outer::iter().eq([Outer::Inner(Inner::One), Outer::Inner(Inner::Two)]));

    #[derive(Display, FromStr, VariantNames, Debug, PartialEq)]
    enum Texts {
        #[stringer(flatten)]
        Local(Local),
    }
    assert_eq!((Texts::NAMES, "ci".parse()), (Local::NAMES, Ok(Texts::Local(Local::Commit))));
}
