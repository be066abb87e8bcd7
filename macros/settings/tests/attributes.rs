//! What attributes say of a setting beyond its type.

use std::collections::BTreeMap;

use clap::Command;
use typewright_settings::{Loaded, Loader, Problems, Scope, Settings, json_schema};

#[derive(Settings, Clone, Debug, PartialEq)]
#[settings(profiles, set)]
struct Site {
    /// Where to listen.
    #[setting(default = 80, min = 1, max = 9000, alias = "listen_port", reload)]
    port: u16,
    /// Helpers.
    #[setting(min = 2)]
    workers: Option<u8>,
    /// The old name of everything.
    #[setting(deprecated = "set `hosts`", example = "example.org")]
    host: Option<String>,
    #[setting(merge = "append", default = "localhost")]
    hosts: Vec<String>,
    #[setting(merge = "by-key")]
    routes: Vec<Route>,
    #[setting(merge = "replace", default = r#"{"a": "default"}"#)]
    whole: BTreeMap<String, String>,
    /// A program to run.
    #[setting(scope = "user")]
    hook: Option<String>,
    #[setting(scope = "env", secret)]
    token: Option<String>,
    #[setting(check = no_spaces)]
    name: Option<String>,
    #[setting(flatten)]
    pool: Pool,
    #[setting(deprecated = "it does nothing")]
    old: Old,
}

#[derive(Settings, Clone, Debug, PartialEq)]
struct Route {
    #[setting(key)]
    path: String,
    #[setting(default = "get")]
    method: String,
    to: Option<String>,
}

#[derive(Settings, Clone, Debug, PartialEq)]
struct Pool {
    #[setting(default = 8)]
    idle: u32,
    inner: Inner,
}

#[derive(Settings, Clone, Debug, PartialEq)]
struct Inner {
    labels: BTreeMap<String, String>,
}

#[derive(Settings, Clone, Debug, PartialEq)]
struct Old {
    #[setting(default = false)]
    on: bool,
}

fn no_spaces(name: &Option<String>) -> Result<(), String> {
    match name.as_deref().and_then(|name| name.find(' ')) {
        Some(at) => Err(format!("expected no space, found one at {at}")),
        None => Ok(()),
    }
}

fn load(
    files: &[(Scope, &str)],
    env: &[(&str, &str)],
    args: &[&str],
) -> Result<Loaded<Site>, Problems> {
    let matches = Site::flags(Command::new("site"), "SITE")
        .try_get_matches_from(["site"].iter().chain(args))
        .expect("flags that clap knows");
    let env = env.iter().map(|(k, v)| (k.into(), v.into()));
    let mut loader = Loader::new("SITE").env(env).flags(&matches);
    for (i, (scope, text)) in files.iter().enumerate() {
        loader = loader.text_of(*scope, format!("{i}.yaml"), *text);
    }
    loader.load()
}

fn file(text: &str) -> [(Scope, &str); 1] {
    [(Scope::Project, text)]
}

fn refused(files: &[(Scope, &str)], env: &[(&str, &str)], args: &[&str]) -> String {
    load(files, env, args).expect_err("a mistake").to_string()
}

#[test]
fn bounds_hold_in_every_layer() {
    let wanted = "expected a whole number from 1 to 9000, found ";
    assert!(refused(&file("port: 0"), &[], &[]).contains(&format!("{wanted}`0`")));
    assert!(refused(&[], &[("SITE_PORT", "9001")], &[]).contains(&format!("{wanted}`9001`")));
    assert!(refused(&[], &[], &["--set", "port=0"]).starts_with("error: --set: port: expected"));
    assert!(refused(&file("workers: 1"), &[], &[]).contains("from 2 to 255"));
    let schema = json_schema(Site::SCHEMA);
    assert_eq!(schema["properties"]["port"]["maximum"], 9000);
    assert_eq!(schema["properties"]["workers"]["minimum"], 2);
    assert_eq!(schema["properties"]["host"]["deprecated"], true);
}

#[test]
fn an_alias_is_the_setting_in_every_layer() {
    for (files, env, args) in [
        (&file("listen_port: 81")[..], &[][..], &[][..]),
        (&[], &[("SITE_LISTEN_PORT", "81")], &[]),
        (&[], &[], &["--listen-port", "81"]),
        (&[], &[], &["--set", "port=81"]),
    ] {
        let site = load(files, env, args).expect("no mistake");
        assert_eq!(site.value.port, 81, "{env:?} {args:?}");
        assert_ne!(site.origin("port").expect("a row").to_string(), "default");
    }
    assert_eq!(
        refused(&file("port: 1\nlisten_port: 2\n"), &[], &[]),
        "error: 0.yaml:2:1: port: `listen_port` is another key of the same setting\n   \
         2 | listen_port: ***\n     | ^^^^^^^^^^^\n  help: remove one of the two"
    );
}

#[test]
fn what_is_deprecated_is_warned_of_where_it_is_set() {
    let site = load(&file("host: a\nold: {on: true}\n"), &[("SITE_HOST", "b")], &[]);
    let site = site.expect("no mistake");
    let warnings: Vec<String> = site.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(warnings[0].starts_with("warning: 0.yaml:1:7: host: is deprecated: set `hosts`\n"));
    assert!(warnings[1].starts_with("warning: 0.yaml:2:6: old: is deprecated: it does nothing"));
    assert_eq!(warnings[2], "warning: SITE_HOST: host: is deprecated: set `hosts`");
    assert_eq!(load(&[], &[], &[]).expect("no mistake").warnings(), []);
}

#[test]
fn lists_that_add_up() {
    let files = [(Scope::User, "hosts: [a]"), (Scope::Project, "hosts: [b]")];
    let site = load(&files, &[("SITE_HOSTS", "c")], &["--hosts", "d"]).expect("no mistake");
    assert_eq!(site.value.hosts, ["localhost", "a", "b", "c", "d"]);
}

#[test]
fn lists_by_key() {
    let files = [
        (Scope::User, "routes: [{path: /a, to: one}, {path: /b}]"),
        (Scope::Project, "routes:\n- {path: /c}\n- {path: /a, method: put}\n"),
    ];
    let routes = load(&files, &[], &[]).expect("no mistake").value.routes;
    let route = |path: &str, method: &str, to: Option<&str>| Route {
        path: path.into(),
        method: method.into(),
        to: to.map(str::to_owned),
    };
    let wanted =
        [route("/a", "put", Some("one")), route("/b", "get", None), route("/c", "get", None)];
    assert_eq!(routes, wanted);
}

#[test]
fn maps_that_one_layer_says_all_of() {
    let whole = |files: &[(Scope, &str)], env: &[(&str, &str)], args: &[&str]| {
        let site = load(files, env, args).unwrap_or_else(|problems| panic!("{problems}"));
        let rows = site.origins().filter(|row| row.key.starts_with("whole"));
        let rows: Vec<String> = rows.map(|row| format!("{} {}", row.key, row.origin)).collect();
        (site.value.whole.into_iter().collect::<Vec<_>>(), rows)
    };
    let entries = |entries: &[(&str, &str)]| {
        entries.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>()
    };
    let files = [(Scope::User, "whole: {b: one, c: one}"), (Scope::Project, "whole: {c: two}")];
    assert_eq!(whole(&[], &[], &[]).0, entries(&[("a", "default")]));
    assert_eq!(whole(&files[..1], &[], &[]).0, entries(&[("b", "one"), ("c", "one")]));
    let (got, rows) = whole(&files, &[], &[]);
    assert_eq!(got, entries(&[("c", "two")]));
    assert_eq!(rows, ["whole.c 1.yaml:1:12"]);
    assert_eq!(whole(&files, &[("SITE_WHOLE_d", "x")], &[]).0, entries(&[("d", "x")]));
    assert_eq!(whole(&files, &[], &["--whole", "e=y"]).0, entries(&[("e", "y")]));
    assert_eq!(whole(&files, &[("SITE_WHOLE", "{}")], &[]).0, []);
    assert_eq!(whole(&[files[0], (Scope::Project, "whole: null")], &[], &[]).0, []);
}

#[test]
fn a_project_sets_only_what_it_may() {
    assert_eq!(
        refused(&file("hook: rm\ntoken: hunter2\n"), &[], &[]),
        "\
error: 0.yaml:1:1: hook: the file of a project may not set this
   1 | hook: ***
     | ^^^^
  help: set it in a file of your own, by a variable or by a flag
error: 0.yaml:2:1: token: no file may set this
   2 | token: ***
     | ^^^^^
  help: set it by a variable or a flag"
    );
    let site = load(&[(Scope::User, "hook: ls")], &[("SITE_TOKEN", "x")], &[]);
    let site = site.expect("no mistake").value;
    assert_eq!((site.hook.as_deref(), site.token.as_deref()), (Some("ls"), Some("x")));
    assert!(refused(&[(Scope::Named, "token: x")], &[], &[]).contains("no file may set this"));
    assert!(refused(&file("profiles: {dev: {hook: x}}"), &[], &[]).contains("may not set"));
}

#[test]
fn a_function_refuses_at_the_place() {
    assert_eq!(
        refused(&file("name: a b"), &[], &[]),
        "error: 0.yaml:1:7: name: expected no space, found one at 1\n   1 | name: a b\n     |       ^^^"
    );
    assert!(refused(&[], &[("SITE_NAME", " ")], &[]).starts_with("error: SITE_NAME: name: "));
}

#[test]
fn a_flattened_section_stands_beside() {
    let site = load(&file("idle: 3\ninner: {labels: {a: b}}"), &[], &[]).expect("no mistake");
    assert_eq!(site.value.pool.idle, 3);
    assert_eq!(site.value.pool.inner.labels["a"], "b");
    let site = load(&[], &[("SITE_IDLE", "4")], &["--inner-labels", "c=d"]).expect("no mistake");
    assert_eq!((site.value.pool.idle, &*site.value.pool.inner.labels["c"]), (4, "d"));
    let report = refused(&file("idel: 3"), &[], &[]);
    assert!(report.contains("did you mean `idle`?"), "{report}");
    assert!(refused(&file("pool: {idle: 3}"), &[], &[]).contains("pool: unknown key"));
}

#[test]
fn profiles() {
    let files = [
        (Scope::User, "port: 1\nprofiles:\n  dev: {port: 2, idle: 5}\n  prod: {port: 3}\n"),
        (Scope::Project, "port: 4\nprofiles: {dev: {workers: 2}}\n"),
    ];
    let port = |env, args| load(&files, env, args).expect("no mistake").value.port;
    assert_eq!(port(&[], &[]), 4);
    assert_eq!(port(&[("SITE_PROFILE", "dev")], &[]), 2);
    assert_eq!(port(&[("SITE_PROFILE", "dev")], &["--profile", "prod"]), 3);
    assert_eq!(port(&[("SITE_PROFILE", "dev"), ("SITE_PORT", "5")], &[]), 5);
    let dev = load(&files, &[], &["--profile", "dev"]).expect("no mistake");
    assert_eq!((dev.value.workers, dev.value.pool.idle), (Some(2), 5));
    assert_eq!(dev.origin("port").expect("a row").to_string(), "0.yaml:3:15");
    let selected = load(&file("profile: a\nprofiles: {a: {port: 7}}"), &[], &[]);
    assert_eq!(selected.expect("no mistake").value.port, 7);
    assert_eq!(
        refused(&files, &[], &["--profile", "prd"]),
        "error: --profile: there is no profile `prd`\n  help: did you mean `prod`?"
    );
    let schema = json_schema(Site::SCHEMA);
    let profile = &schema["properties"]["profiles"]["additionalProperties"];
    assert_eq!(profile["properties"]["port"]["maximum"], 9000);
    assert_eq!(schema["properties"]["profile"]["type"], "string");
    // What is not selected is read too.
    assert!(refused(&file("profiles: {x: {prt: 1}}"), &[], &[]).contains("did you mean `port`?"));
}

#[test]
fn set_by_key() {
    let args =
        ["--set", "inner.labels.a=x=y", "--set", "hosts=p,q", "--port", "7", "--set", "port=8"];
    let site = load(&[], &[("SITE_PORT", "6")], &args).expect("no mistake");
    assert_eq!(site.value.pool.inner.labels["a"], "x=y");
    assert_eq!(site.value.hosts, ["localhost", "p", "q"]);
    assert_eq!(site.value.port, 7, "a flag of its own is stronger");
    assert_eq!(site.origin("hosts").expect("a row").to_string(), "--set");
    assert_eq!(
        refused(&[], &[], &["--set", "prt=1", "--set", "x"]),
        "error: --set: prt: there is no such setting\n  help: did you mean `port`?\n\
         error: --set: expected KEY=VALUE"
    );
}

#[test]
fn changes_between_two_loads() {
    let before = load(&file("port: 1\nhook: "), &[("SITE_TOKEN", "a")], &[]).expect_err("scope");
    assert_eq!(before.iter().count(), 1);
    let before = load(&file("port: 1"), &[("SITE_TOKEN", "a")], &[]).expect("no mistake");
    let after = load(&file("\nport: 2"), &[("SITE_TOKEN", "b")], &[]).expect("no mistake");
    let changes: Vec<String> = before
        .changes(&after)
        .map(|c| format!("{} {:?} {:?} {} {}", c.key, c.before, c.after, c.origin, c.reload))
        .collect();
    assert_eq!(
        changes,
        [
            "port Some(\"1\") Some(\"2\") 0.yaml:2:7 true",
            "token Some(\"***\") Some(\"***\") SITE_TOKEN false"
        ]
    );
    assert_eq!(before.changes(&before).count(), 0);
}
