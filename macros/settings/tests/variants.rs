//! Enums whose variants hold settings, with a tag and without one.

use std::collections::BTreeMap;

use clap::Command;
use typewright_settings::{
    ConfigCommand, Export, Loaded, Loader, Problems, Settings, json_schema, template,
};

/// Settings of a mover.
#[derive(Settings, Clone, Debug, PartialEq)]
#[settings(set)]
struct Mover {
    /// Where things go.
    target: Target,
    /// When they go.
    when: Option<When>,
    /// How hard it tries.
    #[setting(default = "low")]
    effort: Effort,
    /// The pauses.
    #[setting(flatten)]
    pause: Pause,
    /// Others to tell.
    others: Vec<Target>,
    /// More of them.
    named: BTreeMap<String, Pause>,
}

/// A place.
#[derive(Settings, Clone, Debug, PartialEq)]
enum Target {
    /// Nowhere.
    #[setting(default)]
    Nowhere,
    /// A folder.
    Folder(String),
    /// A store of objects.
    Bucket {
        /// Its name.
        name: String,
        /// Its part of the world.
        #[setting(default = "eu")]
        region: String,
        /// What opens it.
        #[setting(secret)]
        key: Option<String>,
    },
    /// Another machine.
    OtherHost(Host),
}

#[derive(Settings, Clone, Debug, PartialEq)]
struct Host {
    /// Its address.
    address: String,
    #[setting(default = 22)]
    port: u16,
}

/// A time.
#[derive(Settings, Clone, Debug, PartialEq)]
#[settings(rename_all = "kebab-case")]
enum When {
    AtOnce,
    Every { hours: u8 },
}

/// Names alone.
#[derive(Settings, Clone, Debug, PartialEq)]
enum Effort {
    Low,
    #[setting(rename = "HIGH")]
    High,
}

#[derive(Settings, Clone, Debug, PartialEq)]
#[settings(tag = "style")]
enum Pause {
    #[setting(default)]
    None,
    Fixed {
        #[setting(default = 1)]
        seconds: u32,
        jitter: Option<u32>,
    },
    Growing {
        seconds: u32,
        #[setting(max = 9)]
        factor: u32,
    },
    Shared(Window),
}

#[derive(Settings, Clone, Debug, PartialEq)]
struct Window {
    #[setting(default = 5)]
    width: u32,
}

fn load(files: &[&str], env: &[(&str, &str)], args: &[&str]) -> Result<Loaded<Mover>, Problems> {
    let command = Mover::flags(Command::new("m"), "M");
    let matches = command.try_get_matches_from(["m"].iter().chain(args)).expect("known flags");
    let mut loader = Loader::new("M").flags(&matches);
    for (i, text) in files.iter().enumerate() {
        loader = loader.text(format!("{i}.yaml"), *text);
    }
    loader.env(env.iter().map(|(k, v)| (k.into(), v.into()))).load()
}

fn target(files: &[&str], env: &[(&str, &str)], args: &[&str]) -> Target {
    load(files, env, args).unwrap_or_else(|problems| panic!("{problems}")).value.target
}

fn refused(files: &[&str], env: &[(&str, &str)], args: &[&str]) -> String {
    load(files, env, args).expect_err("a mistake").to_string()
}

fn rows(mover: &Loaded<Mover>) -> Vec<String> {
    let rows = mover.origins().filter(|row| row.origin.to_string() != "default");
    rows.map(|row| format!("{} {:?} {}", row.key, row.value, row.origin)).collect()
}

fn bucket(name: &str, region: &str) -> Target {
    Target::Bucket { name: name.into(), region: region.into(), key: None }
}

#[test]
fn a_name_or_a_key_chooses() {
    assert_eq!(target(&[], &[], &[]), Target::Nowhere);
    assert_eq!(target(&["target: NoWhere"], &[], &[]), Target::Nowhere);
    assert_eq!(target(&["target: {nowhere: }"], &[], &[]), Target::Nowhere);
    assert_eq!(target(&["target: {folder: /x}"], &[], &[]), Target::Folder("/x".into()));
    assert_eq!(target(&["target: {bucket: {name: b}}"], &[], &[]), bucket("b", "eu"));
    let host = Target::OtherHost(Host { address: "h".into(), port: 22 });
    assert_eq!(target(&["target: {other_host: {address: h}}"], &[], &[]), host);
    // Setting something of a variant chooses it.
    assert_eq!(target(&[], &[("M_TARGET_FOLDER", "/y")], &[]), Target::Folder("/y".into()));
    assert_eq!(target(&[], &[("M_TARGET_OTHER_HOST_ADDRESS", "h")], &[]), host);
    assert_eq!(target(&[], &[], &["--target-bucket-name", "b"]), bucket("b", "eu"));
    assert_eq!(target(&[], &[], &["--set", "target.bucket.name=c"]), bucket("c", "eu"));
    let both = [("M_TARGET", "bucket"), ("M_TARGET_BUCKET_NAME", "d")];
    assert_eq!(target(&[], &both, &[]), bucket("d", "eu"));
}

#[test]
fn the_strongest_layer_that_names_one_chooses() {
    let files = ["target: {bucket: {name: weak, region: us}}", "target: {bucket: {name: strong}}"];
    assert_eq!(target(&files, &[], &[]), bucket("strong", "us"));
    assert_eq!(target(&files, &[("M_TARGET", "nowhere")], &[]), Target::Nowhere);
    let env = [("M_TARGET_FOLDER", "/y")];
    assert_eq!(target(&files, &env, &[]), Target::Folder("/y".into()));
    assert_eq!(target(&files, &env, &["--target-bucket-name", "flag"]), bucket("flag", "us"));
    let mover = load(&files, &[("M_TARGET_BUCKET_KEY", "k")], &[]).expect("no mistake");
    assert_eq!(
        rows(&mover),
        [
            "target Some(\"bucket\") M_TARGET_BUCKET_KEY",
            "target.bucket.name Some(\"strong\") 1.yaml:1:25",
            "target.bucket.region Some(\"us\") 0.yaml:1:39",
            "target.bucket.key Some(\"***\") M_TARGET_BUCKET_KEY",
        ]
    );
    let files = ["when: {every: {hours: 3}}", "when: null"];
    assert_eq!(load(&files[..1], &[], &[]).expect("it").value.when, Some(When::Every { hours: 3 }));
    assert_eq!(load(&files, &[], &[]).expect("it").value.when, None);
    let at_once = load(&files, &[("M_WHEN", "at-once")], &[]).expect("it");
    assert_eq!(at_once.value.when, Some(When::AtOnce));
}

#[test]
fn a_tag_chooses() {
    let pause = |files: &[&str], env: &[(&str, &str)], args: &[&str]| {
        load(files, env, args).unwrap_or_else(|problems| panic!("{problems}")).value.pause
    };
    assert_eq!(pause(&[], &[], &[]), Pause::None);
    assert_eq!(pause(&["style: fixed"], &[], &[]), Pause::Fixed { seconds: 1, jitter: None });
    let growing = ["style: growing\nseconds: 4\nfactor: 2\n"];
    assert_eq!(pause(&growing, &[], &[]), Pause::Growing { seconds: 4, factor: 2 });
    // What another variant shares stays, the rest goes.
    let fixed = Pause::Fixed { seconds: 4, jitter: Some(1) };
    assert_eq!(pause(&growing, &[("M_STYLE", "fixed"), ("M_JITTER", "1")], &[]), fixed);
    assert_eq!(pause(&growing, &[], &["--style", "SHARED"]), Pause::Shared(Window { width: 5 }));
    let named = load(&["named: {a: {style: shared, width: 7}, b: {}}"], &[], &[]).expect("it");
    assert_eq!(named.value.named["a"], Pause::Shared(Window { width: 7 }));
    assert_eq!(named.value.named["b"], Pause::None);
}

#[test]
fn what_is_of_another_variant_is_refused() {
    assert_eq!(
        refused(&["style: fixed\nfactor: 2\n"], &[], &[]),
        "error: 0.yaml:2:9: factor: is a setting of `growing`, but `fixed` is chosen (0.yaml:1:8)\n   \
         2 | factor: 2\n     |         ^\n  help: remove it, or set `style` to `growing`"
    );
    assert_eq!(
        refused(&["style: fixed\n"], &[("M_WIDTH", "2")], &[]),
        "error: M_WIDTH: width: is a setting of `shared`, but `fixed` is chosen (0.yaml:1:8)\n  \
         help: remove it, or set `style` to `shared`"
    );
    assert_eq!(
        refused(&["jitter: 3"], &[], &[]),
        "error: 0.yaml:1:9: jitter: is a setting of `fixed`, but `none` is chosen (default)\n   \
         1 | jitter: 3\n     |         ^\n  help: remove it, or set `style` to `fixed`"
    );
    assert_eq!(
        refused(&["target:\n  folder: /x\n  bucket: {name: b}\n"], &[], &[]),
        "error: 0.yaml:3:11: target.bucket: is a setting of `bucket`, but `folder` is chosen \
         (0.yaml:2:3)\n   3 |   bucket: {name: b}\n     |           ^\n  \
         help: remove it, or set `target` to `bucket`"
    );
    let both = [("M_TARGET", "nowhere"), ("M_TARGET_FOLDER", "/y")];
    assert!(refused(&[], &both, &[]).starts_with("error: M_TARGET_FOLDER: target.folder: is a"));
}

#[test]
fn mistakes_in_a_choice() {
    assert_eq!(
        refused(&["target: buckett"], &[], &[]),
        // What stands there may be a secret whose keys were left out.
        "error: 0.yaml:1:9: target: expected one of nowhere, folder, bucket, other_host\n   \
         1 | target: ***\n     |         ^^^\n  help: did you mean `bucket`?"
    );
    let unknown = refused(&["target: {buckett: {name: x}}"], &[], &[]);
    assert!(unknown.contains("target.buckett: unknown key"), "{unknown}");
    assert!(unknown.ends_with("help: did you mean `bucket`?"), "{unknown}");
    assert!(refused(&["style: fixd"], &[], &[]).ends_with("help: did you mean `fixed`?"));
    assert!(refused(&[], &[], &["--style", "fixd"]).starts_with("error: --style: style: expected"));
    let missing = refused(&["target: bucket"], &[], &[]);
    assert!(missing.starts_with("error: 0.yaml:1:9: target.bucket.name: must be set"), "{missing}");
    assert!(missing.contains("the variable M_TARGET_BUCKET_NAME"), "{missing}");
    assert!(refused(&["style: growing"], &[], &[]).contains("factor: must be set"));
    let list = refused(&["others: [nowhere, {bucket: {nam: x}}, 1]"], &[], &[]);
    assert!(list.contains("others.1.bucket.nam: unknown key"), "{list}");
    assert!(list.contains("0.yaml:1:39: others.2: expected one of nowhere"), "{list}");
    assert!(refused(&["target: []"], &[], &[]).contains("expected one of nowhere, folder"));
}

#[test]
fn lists_of_choices() {
    let mover = load(&["others: [nowhere, {folder: /a}, {bucket: {name: b, key: k}}]"], &[], &[]);
    let mover = mover.expect("no mistake");
    assert_eq!(mover.value.others[1], Target::Folder("/a".into()));
    let row = mover.origins().find(|row| row.key == "others").expect("a row");
    assert_eq!(
        row.value.as_deref(),
        Some("[nowhere, {folder: /a}, {bucket: {key: ***, name: b, region: eu}}]")
    );
    let env = [("M_OTHERS", "[nowhere, {\"folder\": \"/b\"}]")];
    assert_eq!(load(&[], &env, &[]).expect("it").value.others.len(), 2);
    assert_eq!(load(&[], &[("M_OTHERS", "nowhere")], &[]).expect("it").value.others.len(), 1);
}

#[test]
fn names_alone_are_a_choice() {
    assert_eq!(load(&["effort: high"], &[], &[]).expect("it").value.effort, Effort::High);
    assert!(refused(&["effort: hih"], &[], &[]).ends_with("did you mean `HIGH`?"));
}

#[test]
fn what_follows_from_it() {
    let text = template(Mover::SCHEMA, "M");
    let wanted = "\
# Where things go.
# One of nowhere, folder, bucket, other_host. Variable: M_TARGET.
#target: nowhere
# Or:
# target:
  # A folder.
  # Text. Must be set. Variable: M_TARGET_FOLDER.
  # folder: \"\"
# Or:
# target:
  # A store of objects.
  # bucket:
    # Its name.
    # Text. Must be set. Variable: M_TARGET_BUCKET_NAME.
    # name: \"\"
";
    assert!(text.starts_with(wanted), "{text}");
    let pauses = "
# One of none, fixed, growing, shared. Variable: M_STYLE.
#style: none

# A whole number from 0 to 4294967295. Of fixed, growing. Variable: M_SECONDS.
# seconds: 1
";
    assert!(text.contains(pauses), "{text}");
    let schema = json_schema(Mover::SCHEMA);
    let properties = &schema["properties"];
    assert_eq!(properties["target"]["anyOf"][0]["enum"][3], "other_host");
    let keys = &properties["target"]["anyOf"][1];
    assert_eq!((&keys["maxProperties"], &keys["additionalProperties"]), (&1.into(), &false.into()));
    assert_eq!(keys["properties"]["bucket"]["properties"]["region"]["default"], "eu");
    assert_eq!(properties["when"]["anyOf"][2]["type"], "null");
    assert_eq!(schema["allOf"][0]["if"]["properties"]["style"]["const"], "none");
    assert_eq!(schema["allOf"][1]["then"]["properties"]["factor"], false);
    assert!(schema["allOf"][1]["then"]["properties"].get("seconds").is_none());
    let table = Export::Markdown.render(Mover::SCHEMA, "m", "M");
    let row = "| `target.bucket.region` | `--target-bucket-region` | `M_TARGET_BUCKET_REGION` | \
               `eu` | Its part of the world. Text. With `target` = `bucket`. |\n";
    assert!(table.contains(row), "{table}");
    let help = Mover::flags(Command::new("m"), "M").render_help().to_string();
    assert!(help.contains("[with target = bucket] [env: M_TARGET_BUCKET_REGION]"), "{help}");
    assert!(Export::Completion.render(Mover::SCHEMA, "m", "M").contains(
        "target\tnowhere,folder,bucket,other_host\tA place. `nowhere`: Nowhere. `folder`: A folder."
    ));
}

#[test]
fn explained_and_changed() {
    let loader = Loader::new("M").text("a.yaml", "target: {bucket: {name: b}}");
    let explained = loader.explain(Mover::SCHEMA, "target").expect("a setting");
    assert_eq!(explained.value.as_deref(), Some("bucket"));
    assert_eq!(explained.layers[0].origin.to_string(), "a.yaml:1:10");
    let explained = loader.explain(Mover::SCHEMA, "target.folder").expect("a setting");
    assert_eq!((explained.value, explained.layers), (None, vec![]));
    assert_eq!(explained.condition.as_deref(), Some("With `target` = `folder`"));

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("m.yaml").display().to_string();
    let loader = Loader::new("M").file(&path);
    let set = |key: &str, value: &str| {
        let (key, value, file) = (key.to_owned(), value.to_owned(), None);
        ConfigCommand::Set { key, value, file }.run::<Mover>(&loader).map(drop)
    };
    let text = || std::fs::read_to_string(&path).expect("the file");
    set("target", "nowhere").expect("no mistake");
    assert_eq!(text(), "target: nowhere\n");
    set("target", "folderr").expect_err("no variant");
    ConfigCommand::Unset { key: "target".into(), file: None }.run::<Mover>(&loader).expect("it");
    set("target.folder", "/x").expect("no mistake");
    assert_eq!(text(), "target:\n  folder: /x\n");
    set("named.a", "{style: shared, width: 2}").expect("no mistake");
    let named = "named:\n  a: {style: shared, width: 2}\n";
    assert_eq!(text(), format!("target:\n  folder: /x\n{named}"));
    let before = text();
    set("target.bucket.name", "b").expect_err("a second variant");
    assert_eq!(text(), before);
}
