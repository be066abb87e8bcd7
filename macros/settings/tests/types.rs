//! Every type, attribute and door that the tree does not show.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use clap::Command;
use typewright_settings::{Invalid, Kind, Loader, Problems, Setting, Settings, Value};

use crate::tree::{Format, LogLevel};

type Seconds = Option<Duration>;

/// A type with a rule of its own.
#[derive(Clone, Debug, PartialEq)]
struct Even(u8);

impl Setting for Even {
    const KIND: Kind = u8::KIND;
    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        match u8::read(value)? {
            n if n % 2 == 0 => Ok(Even(n)),
            n => Err(vec![Invalid::new(format!("{n} is odd"))]),
        }
    }
}

#[derive(Settings, Debug, PartialEq)]
struct Peer {
    host: String,
    #[setting(default = 443)]
    port: u16,
    #[setting(secret)]
    key: Option<String>,
}

mod renamed {
    pub(crate) use typewright_settings as settings;
}

#[derive(Settings, Debug, PartialEq)]
#[settings(crate = "renamed::settings")]
struct Types {
    #[setting(default = "7")]
    small: i8,
    #[setting(default = -9_223_372_036_854_775_808)]
    large: i64,
    #[setting(default = 0)]
    size: usize,
    #[setting(default = 0.5)]
    ratio: f64,
    alias: Seconds,
    path: Option<PathBuf>,
    #[setting(choice)]
    level: Option<LogLevel>,
    #[setting(choice, default = "json,yaml")]
    formats: Vec<Format>,
    peers: Vec<Peer>,
    named: BTreeMap<String, Peer>,
    #[setting(default = 2)]
    even: Even,
    /// A word that Rust keeps for itself.
    r#type: Option<String>,
    #[setting(
        flag = "endpoint",
        short = 'e',
        env = "ENDPOINT_URL",
        placeholder = "URL",
        default = "x"
    )]
    url: String,
    #[setting(no_flag, secret)]
    token: Option<String>,
    #[setting(default = false, short = 'q')]
    quiet: bool,
}

fn load(yaml: &str, env: &[(&str, &str)], args: &[&str]) -> Result<Types, Problems> {
    let command = Types::flags(Command::new("t"), "T").subcommand(Command::new("go"));
    let args = ["t"].iter().chain(args);
    let matches = command.try_get_matches_from(args).expect("flags that clap knows");
    let env = env.iter().map(|(k, v)| (k.into(), v.into()));
    let loader = Loader::new("T").flags(&matches).env(env).text("t.yaml", yaml);
    loader.load().map(|loaded| loaded.value)
}

fn refused(yaml: &str, env: &[(&str, &str)], args: &[&str]) -> String {
    load(yaml, env, args).expect_err("a mistake").to_string()
}

/// The impls name everything by its whole path.
mod nothing_in_scope {
    #![no_implicit_prelude]

    #[derive(::typewright_settings::Settings)]
    pub(crate) struct Bare {
        #[setting(default = 1, env = "PORT_NUMBER")]
        pub(crate) port: u16,
        pub(crate) name: ::core::option::Option<::std::string::String>,
        #[setting(choice)]
        pub(crate) levels: ::std::vec::Vec<crate::tree::LogLevel>,
    }
}

#[test]
fn impls_need_nothing_in_scope() {
    let bare =
        Loader::new("").env([("PORT_NUMBER".into(), "2".into()), ("PATH".into(), "/".into())]);
    let bare = bare.load::<nothing_in_scope::Bare>().expect("no mistake").value;
    assert_eq!((bare.port, bare.name, bare.levels), (2, None, vec![]));
}

#[test]
fn defaults_of_every_type() {
    let types = load("", &[], &[]).expect("no mistake");
    assert_eq!((types.small, types.large, types.size), (7, i64::MIN, 0));
    assert_eq!((types.ratio, types.alias, types.path), (0.5, None, None));
    assert_eq!((types.level, types.formats), (None, vec![Format::Json, Format::Yaml]));
    assert_eq!((types.peers, types.named), (vec![], BTreeMap::new()));
    assert_eq!((types.even, types.r#type, &*types.url), (Even(2), None, "x"));
}

#[test]
fn sections_in_lists_and_maps() {
    let types = load("peers: [{host: a}, {host: b, port: 1}]\nnamed: {x: {host: c}}\n", &[], &[]);
    let types = types.expect("no mistake");
    let peer = |host: &str, port| Peer { host: host.into(), port, key: None };
    assert_eq!(types.peers, [peer("a", 443), peer("b", 1)]);
    assert_eq!(types.named, BTreeMap::from([("x".into(), peer("c", 443))]));

    let in_env = load("", &[("T_PEERS", r#"[{"host": "a", "port": 2}]"#)], &[]);
    assert_eq!(in_env.expect("no mistake").peers, [peer("a", 2)]);

    assert_eq!(
        refused("peers:\n  - port: 1\n  - host: b\n    prot: 1\n", &[], &[]),
        "\
error: t.yaml:2:5: peers.0.host: must be set, as its section is set here
   2 |   - port: 1
     |     ^
error: t.yaml:4:5: peers.1.prot: unknown key
   4 |     prot: ***
     |     ^^^^
  help: did you mean `port`?"
    );
}

#[test]
fn rules_of_a_type_are_reported_at_the_value() {
    let wanted = "error: t.yaml:1:7: even: 3 is odd\n   1 | even: 3\n     |       ^";
    assert_eq!(refused("even: 3", &[], &[]), wanted);
    assert_eq!(refused("", &[("T_EVEN", "5")], &[]), "error: T_EVEN: even: 5 is odd");
}

#[test]
fn flags_by_name_letter_and_place() {
    let types = load("", &[("T_ENDPOINT_URL", "env")], &["-e", "flag", "-q"]).expect("no mistake");
    assert_eq!((&*types.url, types.quiet), ("flag", true));
    let types = load("quiet: true", &[], &["go", "--quiet=false", "--endpoint", "late"]);
    let types = types.expect("no mistake");
    assert_eq!((&*types.url, types.quiet), ("late", false));
    let types = load("", &[], &["--large", "-5", "--type", "t"]).expect("no mistake");
    assert_eq!((types.large, types.r#type.as_deref()), (-5, Some("t")));
}

#[test]
fn flags_of_lists_and_maps() {
    let types = load("", &[], &["--formats", "yaml", "--formats", "TABLE"]).expect("no mistake");
    assert_eq!(types.formats, [Format::Yaml, Format::Table]);
    let types = load("", &[], &["--formats", "[json]"]).expect("no mistake");
    assert_eq!(types.formats, [Format::Json]);
    let named = ["--named", r#"a={"host": "h"}"#, "--named", r#"b={"host": "i"}"#];
    assert_eq!(load("", &[], &named).expect("no mistake").named.len(), 2);
    assert_eq!(refused("", &[], &["--named", "x"]), "error: --named: named: expected key=value");
}

#[test]
fn mistakes_inside_of_one_text() {
    assert_eq!(
        refused("", &[("T_PEERS", "[{\"host\": 1")], &[]).lines().next(),
        Some("error: T_PEERS: peers: cannot be read: unclosed bracket '{'")
    );
    assert_eq!(
        refused("", &[("T_FORMATS", "json, jaml")], &[]),
        "error: T_FORMATS: formats.1: expected one of json, yaml, table, found `jaml`\n  \
         help: did you mean `yaml`?"
    );
    assert_eq!(
        refused("", &[("T_FORMATS_3", "json")], &[]),
        "error: T_FORMATS_3: formats: there are 2 items before this one\n  \
         help: set the items in order, counted from 0"
    );
}

#[test]
fn what_must_be_set_says_how() {
    #[derive(Settings, Debug)]
    #[expect(dead_code, reason = "it is never made")]
    struct Strict {
        #[setting(env = "URL", flag = "url")]
        endpoint: String,
        peer: Peer,
    }
    let report = Loader::new("S").load::<Strict>().expect_err("two mistakes").to_string();
    assert_eq!(
        report,
        "\
error: endpoint: must be set
  help: set `endpoint` in a file or the variable S_URL or the flag --url
error: peer.host: must be set
  help: set `peer.host` in a file or the variable S_PEER_HOST or the flag --peer-host"
    );
    // A mistyped variable hides nothing.
    let report = Loader::new("S").env([("S_URI".into(), "x".into())]).load::<Strict>();
    assert_eq!(report.expect_err("three mistakes").iter().count(), 3);
    // What is set wrongly is not missing too, and a file that cannot be read may set anything.
    let report = |yaml| {
        let report = Loader::new("S").text("s.yaml", yaml).load::<Strict>().expect_err("mistakes");
        report.iter().map(|problem| problem.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(report("endpoint: []\npeer: 1"), ["endpoint", "peer"]);
    assert_eq!(report("endpoint: [\n"), [""]);
}

#[test]
fn a_default_that_cannot_be_read_is_reported() {
    #[derive(Settings, Debug)]
    #[expect(dead_code, reason = "it is never made")]
    struct Wrong {
        #[setting(default = "10")]
        timeout: Duration,
    }
    let report = Loader::new("W").load::<Wrong>().expect_err("a mistake").to_string();
    let wanted = "error: default: timeout: expected a duration such as 30s or 5m, found `10`";
    assert_eq!(report.lines().next(), Some(wanted));
}

#[test]
fn help_shows_the_other_ways() {
    let help = Types::flags(Command::new("t"), "T").render_help().to_string();
    let wanted = "
Settings:
      --small <NUMBER>     [env: T_SMALL] [default: 7]
";
    assert!(help.contains(wanted), "{help}");
    assert!(help.contains("-e, --endpoint <URL>     [env: T_ENDPOINT_URL] [default: x]"), "{help}");
    assert!(help.contains("-q, --quiet[=<BOOL>]"), "{help}");
    assert!(help.contains("[one of: debug, info, warn, error] [env: T_LEVEL]"), "{help}");
    assert!(!help.contains("token"), "{help}");
}

#[test]
fn secrets_have_rows_without_values() {
    let loaded = Loader::new("T").text("t.yaml", "token: abc").load::<Types>().expect("no mistake");
    let row = loaded.origins().find(|row| row.key == "token").expect("a row");
    assert_eq!((row.value.as_deref(), &*row.origin.to_string()), (Some("***"), "t.yaml:1:8"));
    assert_eq!(loaded.value.token.as_deref(), Some("abc"));
}

#[test]
fn secrets_inside_of_lists_and_maps() {
    let yaml = "peers: [{host: a, key: hunter2}, {host: b}]\nnamed: {x: {host: c, key: hunter2}}\n";
    let loaded = Loader::new("T").text("t.yaml", yaml).load::<Types>().expect("no mistake");
    let shown = |key| loaded.origins().find(|row| row.key == key).and_then(|row| row.value.clone());
    let peers = "[{host: a, key: ***, port: 443}, {host: b, port: 443}]";
    assert_eq!(shown("peers").as_deref(), Some(peers));
    assert_eq!(shown("named.x").as_deref(), Some("{host: c, key: ***, port: 443}"));

    let text = "{\"host\": \"a\", \"key\": \"hunter2\"}";
    for report in [
        refused("", &[("T_PEERS", text)], &[]),
        refused("", &[("T_PEERS", &format!("[{text}"))], &[]),
        refused("peers: hunter2", &[], &[]),
        refused("peers: [hunter2]", &[], &[]),
        refused("peers: [{host: [], key: hunter2}]", &[], &[]),
    ] {
        assert!(!report.contains("hunter2"), "{report}");
    }
}

#[test]
fn items_of_a_list_one_by_one() {
    let names: Vec<String> = (0..12).map(|i| format!("T_FORMATS_{i}")).collect();
    let env: Vec<_> = names.iter().map(|name| (&**name, "json")).collect();
    let types = load("formats: []", &env, &[]).expect("no mistake");
    assert_eq!(types.formats.len(), 12);
    let types = load("", &[("T_FORMATS", "table"), ("T_FORMATS_1", "json")], &[]);
    assert_eq!(types.expect("no mistake").formats, [Format::Table, Format::Json]);
}
