//! Requests from flags.

use std::collections::BTreeSet;

use clap::{ArgMatches, Command};
use typewright_ops::flags::Flags;
use typewright_ops::json::{self, Types};
use typewright_ops::table::{Message, Type};

use crate::schema::{COLOR, KINDS, WORLD};

pub(crate) fn parse(flags: &Flags, argv: &[String]) -> Result<ArgMatches, String> {
    let command = Command::new("request").no_binary_name(true).args(flags.args());
    command.try_get_matches_from(argv).map_err(|error| error.to_string())
}

/// The request's JSON, or every mistake on a line.
fn request(flags: &Flags, base: Option<&str>, argv: &[&str]) -> String {
    let argv: Vec<String> = argv.iter().map(ToString::to_string).collect();
    let matches = match parse(flags, &argv) {
        Ok(matches) => matches,
        Err(usage) => return usage,
    };
    let base = base.map(|text| text.parse().expect("JSON in the test"));
    let types = Types::new([&WORLD]);
    match flags.request(&matches, base.as_ref(), &types) {
        Ok(message) => json::write(&message, &types).to_string(),
        Err(problems) => problems.join("\n"),
    }
}

fn world(argv: &[&str]) -> String {
    request(&Flags::new(&WORLD, &BTreeSet::new()), None, &[&["--must=1"], argv].concat())
        .replace(r#""must":1,"#, "")
        .replace(r#","must":1"#, "")
}

#[test]
fn people_write_values_their_way() {
    for (argv, expected) in [
        (&["--kinds.a-string", "a b"][..], r#"{"kinds":{"aString":"a b"}}"#),
        (&["--kinds.an-int32", "-5"], r#"{"kinds":{"anInt32":-5}}"#),
        (&["--kinds.a-bool"], r#"{"kinds":{"aBool":true}}"#),
        (&["--optionals.a-bool=false"], r#"{"optionals":{"aBool":false}}"#),
        (&["--color", "deep-blue"], r#"{"color":"COLOR_DEEP_BLUE"}"#),
        (&["--color", "color_red"], r#"{"color":"COLOR_RED"}"#),
        (&["--color", "-1"], r#"{"color":"COLOR_NEGATIVE"}"#),
        (&["--color", "99"], r#"{"color":99}"#),
        (&["--kinds.some-bytes", "hex:00fF"], r#"{"kinds":{"someBytes":"AP8="}}"#),
        (&["--kinds.some-bytes", "utf8:ä"], r#"{"kinds":{"someBytes":"w6Q="}}"#),
        (&["--kinds.some-bytes", "w6Q"], r#"{"kinds":{"someBytes":"w6Q="}}"#),
        (&["--known.span", "1h30m"], r#"{"known":{"span":"5400s"}}"#),
        (&["--known.span=-250ms"], r#"{"known":{"span":"-0.250s"}}"#),
        (&["--known.at", "2026-01-31T00:00:00Z"], r#"{"known":{"at":"2026-01-31T00:00:00Z"}}"#),
        (&["--known.mask", "display_name,a.b"], r#"{"known":{"mask":"displayName,a.b"}}"#),
        (&["--known.on"], r#"{"known":{"on":true}}"#),
        (&["--known.uint64", "7"], r#"{"known":{"uint64":"7"}}"#),
        (&["--known.any-json", "[1]"], r#"{"known":{"anyJson":[1]}}"#),
        (&["--nothing"], r#"{"nothing":{}}"#),
        (
            &["--lists.a-string", "a,b", "--lists.a-string", "c"],
            r#"{"lists":{"aString":["a,b","c"]}}"#,
        ),
        (
            &["--maps.labels", "k=a=b", "--maps.labels", r#"{"x=y":"z"}"#],
            r#"{"maps":{"labels":{"k":"a=b","x=y":"z"}}}"#,
        ),
        (&["--maps.spans", "k=1m"], r#"{"maps":{"spans":{"k":"60s"}}}"#),
        (
            &["--all-kinds", r#"{"aBool":true}"#, "--all-kinds", "{}"],
            r#"{"allKinds":[{"aBool":true},{}]}"#,
        ),
        (&["--myself", r#"{"last":true}"#], r#"{"myself":{"last":true}}"#),
        (&["--group.a-bool"], r#"{"group":{"aBool":true}}"#),
        // The whole first, whatever the order.
        (
            &["--kinds.a-bool", "--kinds", r#"{"anInt32":1}"#],
            r#"{"kinds":{"anInt32":1,"aBool":true}}"#,
        ),
    ] {
        assert_eq!(world(argv), expected, "{argv:?}");
    }
}

#[test]
fn every_mistake_names_its_flag() {
    for (argv, expected) in [
        (
            &["--kinds.an-int32", "x", "--color", "rad"][..],
            "--kinds.an-int32: expected a whole number from -2147483648 to 2147483647, \
             found `x`\n\
             --color: `rad` is no value of test.Color; did you mean `red`?",
        ),
        (&["--text", "a", "--number", "1"], "--text and --number: only one of `choice` can be set"),
        (
            &["--text", "a", "--inner.a-bool"],
            "--text and --inner.a-bool: only one of `choice` can be set",
        ),
        (
            &["--maps.labels", "k"],
            "--maps.labels: expected `key=value` or a JSON object, found `k`",
        ),
        (&["--kinds", "{"], "--kinds: line 1, column 1: EOF while parsing an object"),
        (&["--kinds", "@/no/such"], "--kinds: cannot read `/no/such`: No such file"),
        (
            &["--kinds.some-bytes", "hex:abc"],
            "--kinds.some-bytes: expected pairs of hex digits, found `abc`",
        ),
        (
            &["--known.span", "5"],
            "--known.span: expected a span of time such as `90s`, `1h30m` or `250ms`, found `5`",
        ),
        (&["--known.on=yes"], "--known.on: expected `true` or `false`, found `yes`"),
        (&["--myself.last"], "error: unexpected argument '--myself.last' found"),
    ] {
        let found = world(argv);
        assert!(found.starts_with(expected), "{argv:?}\n{found}");
    }
}

static HARD: Message = Message::new(
    "
    test.Hard
    1 timeout int32
    2 foo_bar int32
    3 fooBar int32 json=fooBar2
    4 foo__bar int32 json=x
    5 display string REQUIRED
    /  Required. The name, e.g. one. It is shown.\\n\\n Twice.
    6 made bool OUTPUT_ONLY
    7 color .test.Color oneof=way deprecated
    8 field .test.Hard?
    9 kinds .test.Kinds?
    ",
    &[Type::Enum(&COLOR), Type::Message(&HARD), Type::Message(&KINDS)],
);

fn hard() -> Flags {
    Flags::new(&HARD, &BTreeSet::from(["timeout".to_owned(), "data".to_owned()]))
}

#[test]
fn names_are_unique_and_leave_the_tools_own_alone() {
    let flags = hard();
    assert_eq!(flags.name(&["timeout"]), Some("field.timeout"));
    assert_eq!(flags.name(&["foo_bar"]), Some("foo-bar"));
    assert_eq!(flags.name(&["fooBar"]), Some("fooBar"));
    assert_eq!(flags.name(&["foo__bar"]), Some("foo__bar"));
    assert_eq!(flags.name(&["kinds", "a_bool"]), Some("kinds.a-bool"));
    // A message in itself and what only the server sets have no flags.
    assert_eq!(flags.name(&["field", "display"]), None);
    assert_eq!(flags.name(&["made"]), None);
}

#[test]
fn flags_lie_over_data() {
    let base = r#"{"display": "a", "kinds": {"anInt32": 1, "aBool": true}, "fooBar": 4}"#;
    assert_eq!(
        request(&hard(), Some(base), &["--kinds.an-int32=0", "--display", "b"]),
        r#"{"fooBar":4,"display":"b","kinds":{"aBool":true}}"#
    );
    let list = Flags::new(&WORLD, &BTreeSet::new());
    let base = r#"{"must": 1, "lists": {"anInt32": [1, 2]}, "text": "a"}"#;
    assert_eq!(
        request(&list, Some(base), &["--lists.an-int32=3", "--number=4"]),
        r#"{"lists":{"anInt32":[3]},"must":1,"number":"4"}"#
    );
    assert_eq!(
        request(&list, Some(r#"{"must": "x", "lost": 1}"#), &["--number=x"]).lines().count(),
        3
    );
}

#[test]
fn a_required_field_must_be_said() {
    let missing = "--display: is required; give the flag, or `display` in --data";
    assert_eq!(request(&hard(), None, &["--foo-bar", "1"]), missing);
    assert_eq!(request(&hard(), Some("{}"), &[]), missing);
    // Said with the default is said.
    assert_eq!(request(&hard(), None, &["--display="]), "{}");
    assert_eq!(request(&hard(), Some(r#"{"display": ""}"#), &[]), "{}");
    let world = Flags::new(&WORLD, &BTreeSet::new());
    assert!(request(&world, None, &[]).starts_with("--must: is required"));
}

#[test]
fn help_says_what_a_flag_takes() {
    let mut command = Command::new("request").args(hard().args()).term_width(200);
    let short = command.render_help().to_string();
    let line = |flag: &str| {
        let line = short.lines().find(|line| line.trim_start().starts_with(flag));
        line.map(str::split_whitespace).map(|words| words.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        line("--display").as_deref(),
        Some("--display <TEXT> The name, e.g. one [required]")
    );
    assert_eq!(
        line("--color").as_deref(),
        Some(
            "--color <NAME> [one of: unspecified, red, deep-blue, negative] \
             [at most one of `way`] [deprecated]"
        )
    );
    assert_eq!(line("--kinds.a-bool").as_deref(), Some("--kinds.a-bool[=<BOOL>]"));
    assert!(!short.contains("made"));
    let long = command.render_long_help().to_string();
    assert!(long.contains("It is shown.") && long.contains("Twice."), "{long}");
}

#[test]
fn a_schema_that_explodes_does_not() {
    // Each message has ten fields of the next type: ten to the power of eight paths.
    macro_rules! level {
        ($name:ident $next:ident) => {
            static $name: Message = Message::new(
                concat!(
                    "test.",
                    stringify!($name),
                    "\n",
        level!(1 $next),
        level!(2 $next),
        level!(3 $next),
        level!(4 $next),
        level!(5 $next),
        level!(6 $next),
        level!(7 $next),
        level!(8 $next),
        level!(9 $next),
        level!(10 $next),
                ),
                &[Type::Message(&$next)],
            );
        };
        ($number:literal $next:ident) => {
            concat!($number, " f", $number, " .test.", stringify!($next), "?\n")
        };
    }
    level!(A B);
    level!(B C);
    level!(C D);
    level!(D E);
    level!(E F);
    level!(F G);
    level!(G H);
    level!(H KINDS);
    assert!(Flags::new(&A, &BTreeSet::new()).args().len() < 3000);
}
