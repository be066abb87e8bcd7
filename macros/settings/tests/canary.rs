//! A secret goes in through every layer and comes out of none.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use clap::Command;
use typewright_settings::{
    ByteSize, ConfigCommand, Export, Loader, Secret, Settings, Url, json_schema, template,
};

const CANARY: &str = "cAnArY7";

#[derive(Settings)]
#[settings(profiles, set)]
struct Vault {
    /// A word.
    token: Option<Secret<String>>,
    #[setting(secret, default = "cAnArY7")]
    given: String,
    keys: Vec<Secret<String>>,
    by_name: BTreeMap<String, Secret<String>>,
    url: Option<Url>,
    #[setting(secret, check = refuse)]
    checked: Option<String>,
    pin: Option<Secret<u16>>,
    size: Option<ByteSize>,
}

/// What it shows of itself: the fields that their types keep secret.
impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token, given, keys, by_name, url, checked, pin, size } = self;
        let (given, checked) = (given.is_empty(), checked.is_some());
        write!(f, "{token:?} {given} {keys:?} {by_name:?} {url:?} {checked} {pin:?} {size:?}")
    }
}

fn refuse(_: &Option<String>) -> Result<(), &'static str> {
    Ok(())
}

/// Everything that can be said of what these layers hold.
fn everything(file: &str, env: &[(&str, &str)], args: &[&str]) -> String {
    let matches = Vault::flags(Command::new("v"), "V").try_get_matches_from(args);
    let matches = matches.expect("flags that clap knows");
    let env = env.iter().map(|(k, v)| (k.into(), v.into()));
    let loader = Loader::new("V").text("v.yaml", file).env(env).flags(&matches);
    let mut said = format!("{:?}", loader.load::<Vault>());
    match loader.load::<Vault>() {
        Ok(loaded) => {
            let _ = write!(said, "{:?}{:?}", loaded.value, loaded.warnings());
            said.extend(loaded.origins().map(|row| format!("{row:?}")));
            let empty = Loader::new("V").load::<Vault>().expect("no mistake");
            said.extend(empty.changes(&loaded).map(|change| format!("{change:?}")));
        }
        Err(problems) => {
            let _ = write!(said, "{problems}{problems:?}{}", problems.to_json());
        }
    }
    let mut commands = vec![ConfigCommand::Show { origin: true }, ConfigCommand::Validate];
    commands.extend(["token", "url", "keys"].map(|key| ConfigCommand::Get { key: key.to_owned() }));
    commands.extend([ConfigCommand::Profiles, ConfigCommand::Path]);
    for key in ["token", "given", "keys", "by_name", "by_name.a", "url", "checked", "pin"] {
        commands.push(ConfigCommand::Explain { key: key.to_owned() });
    }
    commands.push(ConfigCommand::Set {
        key: "token".to_owned(),
        value: CANARY.to_owned(),
        file: Some("nowhere.yaml".to_owned()),
    });
    for command in commands {
        let _ = write!(said, "{:?}", command.run::<Vault>(&loader));
    }
    said
}

/// A panic shows what is unwrapped, and a log what is printed with `{:?}`: results, loaders, commands
/// and watched settings, each with the canary in every layer.
#[test]
fn a_panic_and_a_log_show_no_secret() {
    let matches = Vault::flags(Command::new("v"), "V")
        .try_get_matches_from(["v", "--pin", CANARY, "--set", "token=cAnArY7"])
        .expect("flags that clap knows");
    let url = "url: postgres://me:cAnArY7@host/db\n";
    let broken = Loader::new("V")
        .text("v.yaml", "token: cAnArY7\nkeys: [cAnArY7]\nprofiles: {a: {token: cAnArY7}}\n")
        .text("w.yaml", format!("{url}tokne: cAnArY7\n"))
        .env([("V_TOKEN".into(), CANARY.into()), ("V_BY_NAME_A".into(), CANARY.into())])
        .flags(&matches);
    let sound = Loader::new("V").text("w.yaml", url).env([("V_TOKEN".into(), CANARY.into())]);
    let loaded = sound.load::<Vault>().expect("no mistake");
    let row = loaded.origins().next().cloned();
    let command = ConfigCommand::Get { key: "token".to_owned() };
    let mut shown = format!("{broken:?}{sound:?}{loaded:?}{row:?}{command:?}");
    let _ = write!(
        shown,
        "{:?}{:?}",
        command.run::<Vault>(&sound),
        broken.explain(Vault::SCHEMA, "url")
    );
    let panics: [Box<dyn Fn() + Send + std::panic::RefUnwindSafe>; 3] = [
        Box::new({
            let broken = broken.clone();
            move || drop(broken.load::<Vault>().expect("what a program would write"))
        }),
        Box::new({
            let sound = sound.clone();
            move || drop(sound.load::<Vault>().expect_err("what a test would write"))
        }),
        Box::new(move || broken.clone().watch::<Vault>().map(drop).expect("no mistake")),
    ];
    for panic in panics {
        let why = std::thread::spawn(panic).join().expect_err("a panic");
        let why = why.downcast_ref::<String>().expect("a text");
        assert!(why.len() > 40, "{why}");
        shown.push_str(why);
    }
    assert!(shown.contains("***") && !shown.contains(CANARY), "{shown}");
}

#[test]
fn a_secret_comes_out_nowhere() {
    let files = [
        "token: cAnArY7\nkeys: [cAnArY7]\nby_name: {a: cAnArY7}\nchecked: cAnArY7\n",
        "url: postgres://me:cAnArY7@host/db\n",
        "url: me:cAnArY7@host\n",
        "url: [cAnArY7@x]\ntoken: x\n",
        "pin: cAnArY7\n",
        "tokn: cAnArY7\n",
        "token: {cAnArY7: x}\n",
        "keys: cAnArY7\nby_name: cAnArY7\n",
        "profile: a\nprofiles: {a: {token: cAnArY7, tken: cAnArY7}}\n",
        "token: [cAnArY7\n",
        "size: 10 miles # \ntoken: cAnArY7\n",
    ];
    for file in files {
        let said = everything(file, &[], &["v"]);
        assert!(!said.contains(CANARY), "{file}\n{said}");
    }
    for variable in
        ["V_TOKEN", "V_KEYS", "V_KEYS_0", "V_BY_NAME", "V_BY_NAME_A", "V_PIN", "V_TOKEM"]
    {
        let said = everything("", &[(variable, CANARY)], &["v"]);
        assert!(!said.contains(CANARY), "{variable}\n{said}");
    }
    for flag in ["--token", "--keys", "--pin", "--checked", "--given", "--by-name"] {
        let said = everything("", &[], &["v", flag, CANARY]);
        assert!(!said.contains(CANARY), "{flag}\n{said}");
    }
    for set in
        ["token=cAnArY7", "pin=cAnArY7", "by_name.a=cAnArY7", "tokn=cAnArY7", "url=x@cAnArY7"]
    {
        let said = everything("", &[], &["v", "--set", set]);
        assert!(!said.contains(CANARY), "{set}\n{said}");
    }
}

/// Nor does a default that is a secret.
#[test]
fn a_secret_default_is_in_no_artefact() {
    let mut all = vec![template(Vault::SCHEMA, "V"), json_schema(Vault::SCHEMA).to_string()];
    all.extend(Export::ALL.iter().map(|(_, form)| form.render(Vault::SCHEMA, "v", "V")));
    all.push(Vault::flags(Command::new("v"), "V").render_long_help().to_string());
    for text in all {
        assert!(!text.contains(CANARY), "{text}");
    }
}

#[test]
fn sizes_and_urls() {
    let load = |text: &str| Loader::new("V").text("v.yaml", text).load::<Vault>();
    let vault = load("size: 10 MiB\nurl: https://u:p@h/x\n").expect("no mistake");
    assert_eq!(vault.value.size, Some(ByteSize(10 << 20)));
    let row = vault.origins().find(|row| row.key == "url").expect("a row");
    assert_eq!(row.value.as_deref(), Some("\"https://u:***@h/x\""));
    assert_eq!(vault.value.url.expect("it").as_str(), "https://u:p@h/x");
    let report = load("size: ten\nurl: host:80\n").expect_err("two mistakes").to_string();
    assert!(
        report.contains("size: expected a size such as 512 or 10 MiB, found `ten`"),
        "{report}"
    );
    assert!(report.contains("url: expected a URL such as https://host/path, found"), "{report}");
}
