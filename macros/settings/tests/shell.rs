//! What a shell is offered when it asks the program.

use std::ffi::OsString;

use clap::{Command, Subcommand};
use typewright_settings::{ConfigCommand, Loader, Settings, complete};

#[derive(Settings)]
#[settings(profiles, set)]
#[expect(dead_code, reason = "the schema is what counts")]
struct App {
    /// How much is logged.
    #[setting(default = "info")]
    level: Level,
    /// Whether it is loud.
    #[setting(default = false)]
    loud: bool,
    tls: Option<Tls>,
}

#[derive(Settings)]
enum Level {
    Info,
    Debug,
}

#[derive(Settings)]
#[expect(dead_code, reason = "the schema is what counts")]
struct Tls {
    /// The certificate.
    cert: String,
}

fn offered(line: &str) -> Vec<String> {
    let config = ConfigCommand::augment_subcommands(Command::new("config"));
    let command = App::flags(Command::new("app").subcommand(config), "APP");
    let loader = Loader::new("APP").text("app.yaml", "profiles: {dev: {}, prod: {}}");
    let mut command = complete(App::SCHEMA, command, &loader);
    let words: Vec<OsString> = line.split(' ').map(Into::into).collect();
    let last = words.len() - 1;
    let found =
        clap_complete::engine::complete(&mut command, words, last, None).expect("an answer");
    found.iter().map(|candidate| candidate.get_value().to_string_lossy().into_owned()).collect()
}

#[test]
fn keys_of_the_config_commands() {
    for command in ["get", "explain", "set", "unset"] {
        assert_eq!(offered(&format!("app config {command} l")), ["level", "loud"], "{command}");
    }
    assert_eq!(offered("app config explain tls"), ["tls.cert"]);
}

#[test]
fn values_of_flags_and_profiles() {
    assert_eq!(offered("app --level "), ["info", "debug"]);
    assert_eq!(offered("app --level d"), ["debug"]);
    assert_eq!(offered("app --loud="), ["--loud=true", "--loud=false"]);
    assert_eq!(offered("app --profile "), ["dev", "prod"]);
    assert_eq!(offered("app config show --profile p"), ["prod"]);
    assert_eq!(offered("app --set le"), ["level="]);
}
