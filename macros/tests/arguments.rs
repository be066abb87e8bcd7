//! Values as arguments of a command line.

use clap::{Arg, ArgAction, Command, ValueEnum as _, builder::EnumValueParser};
use typewright::Stringer;

/// clap behind another name.
mod renamed {
    pub(super) use clap::{ValueEnum, builder};
}

/// How much is told.
#[derive(Stringer, Clone, Debug, PartialEq)]
#[stringer(rename_all = "kebab-case", also(ValueEnum))]
enum Log {
    /// Nothing at all.
    ///
    /// Not even mistakes.
    Quiet,
    /// What went wrong,
    /// and why...
    #[stringer(alias = "err", alias = "e")]
    OnlyErrors,
    All,
}

fn parse(arguments: &[&str], ignore_case: bool) -> Result<Log, String> {
    let level = Arg::new("level")
        .action(ArgAction::Set)
        .ignore_case(ignore_case)
        .value_parser(EnumValueParser::<Log>::new());
    let found = Command::new("tool").arg(level).try_get_matches_from(arguments);
    let found = found.map_err(|error| error.to_string())?;
    found.get_one("level").cloned().ok_or_else(String::new)
}

#[test]
fn clap_takes_names_and_aliases() {
    assert_eq!(parse(&["tool", "only-errors"], false), Ok(Log::OnlyErrors));
    assert_eq!(parse(&["tool", "err"], false), Ok(Log::OnlyErrors));
    assert_eq!(parse(&["tool", "ALL"], true), Ok(Log::All));
    let error = parse(&["tool", "ALL"], false).unwrap_err();
    assert!(error.contains("[possible values: quiet, only-errors, all]"), "{error}");
}

#[test]
fn docs_are_help() {
    let values: Vec<_> = Log::value_variants().iter().map(Log::to_possible_value).collect();
    let told = values.iter().flatten().map(|value| {
        let help = value.get_help().map(ToString::to_string);
        (value.get_name().to_owned(), help, value.get_name_and_aliases().count())
    });
    let help = |text: &str| Some(text.to_owned());
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("quiet".to_owned(), help("Nothing at all"), 1),
            ("only-errors".to_owned(), help("What went wrong, and why..."), 3),
            ("all".to_owned(), None, 1),
        ]
    );
}

#[test]
fn the_trait_parses_as_the_derive() {
    let parse = <Log as clap::ValueEnum>::from_str;
    assert_eq!(parse("e", false), Ok(Log::OnlyErrors));
    assert_eq!(parse("ERR", true), Ok(Log::OnlyErrors));
    assert_eq!(
        parse("ERR", false).unwrap_err(),
        "unknown Log `ERR`, did you mean `err`? known: `quiet`, `only-errors`, `all`"
    );
    assert!(parse("nothing", true).is_err());
}

#[test]
fn the_derive_stands_alone() {
    /// Names whose case does not count.
    #[derive(typewright::ValueEnum, Clone, Debug, PartialEq)]
    #[stringer(ignore_case, clap_crate = "crate::arguments::renamed")]
    enum Side {
        Left,
        Right,
    }
    assert_eq!(<Side as clap::ValueEnum>::from_str("LEFT", false), Ok(Side::Left));
    assert_eq!(Side::value_variants(), [Side::Left, Side::Right]);

    #[derive(typewright::ValueEnum, Clone, Debug)]
    enum Never {}
    assert!(Never::value_variants().is_empty());
    assert!(<Never as clap::ValueEnum>::from_str("a", true).is_err());
}
