//! Secrets from the files that variables name.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use typewright_settings::{ConfigCommand, Loader, Secret, Settings};

#[derive(Settings)]
struct App {
    /// A word.
    token: Option<Secret<String>>,
    #[setting(secret)]
    pins: Vec<u16>,
    #[setting(secret, alias = "key")]
    password: Option<String>,
    /// Keeps its variable.
    password_file: Option<String>,
    #[expect(dead_code, reason = "no secret, so no file")]
    port: Option<u16>,
}

fn loader(env: &[(&str, &Path)]) -> Loader {
    let own = |(name, path): &(&str, &Path)| (OsString::from(*name), path.as_os_str().to_owned());
    Loader::new("APP").env(env.iter().map(own))
}

fn report(env: &[(&str, &Path)]) -> String {
    loader(env).load::<App>().map(|_| ()).expect_err("a mistake").to_string()
}

#[expect(clippy::disallowed_methods, reason = "a file for a test to read")]
fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn the_file_is_the_value_and_its_place_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    for (text, secret) in [
        ("abc", "abc"),
        ("abc\n", "abc"),
        ("abc\r\n", "abc"),
        ("abc\n\n", "abc\n"),
        (" abc ", " abc "),
        ("\n", ""),
        ("0123", "0123"),
    ] {
        let path = write(folder.path(), "token", text);
        let app = loader(&[("APP_TOKEN_FILE", &path)]).load::<App>().expect("no mistake");
        let token = app.value.token.as_ref().expect("a token").expose();
        assert_eq!(token, secret, "{text:?}");
        let origin = app.origin("token").expect("a row").to_string();
        assert_eq!(origin, format!("APP_TOKEN_FILE ({})", path.display()));
    }
    let pins = write(folder.path(), "pins", "[1, 2]\n");
    let key = write(folder.path(), "key", "by its alias\n");
    let files = [("APP_PINS_FILE", &*pins), ("APP_KEY_FILE", &*key)];
    let app = loader(&files).load::<App>().expect("no mistake").value;
    assert_eq!((&*app.pins, app.password.as_deref()), (&[1, 2][..], Some("by its alias")));
    // A setting of that name is stronger.
    let app = loader(&[("APP_PASSWORD_FILE", &key)]).load::<App>().expect("no mistake").value;
    assert_eq!((app.password, app.password_file), (None, key.to_str().map(str::to_owned)));
}

#[test]
fn mistakes_name_the_variable_and_show_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let pins = write(folder.path(), "pins", "cAnArY7, 99999\n");
    let bytes = write(folder.path(), "bytes", [b'c', 0xff]);
    let canary = Path::new("cAnArY7");
    let report = report(&[
        ("APP_KEY_FILE", &bytes),
        ("APP_PINS_FILE", &pins),
        ("APP_PORT_FILE", &pins),
        ("APP_TOKEN_FILE", canary),
        ("APP_TOKEN_FLIE", canary),
    ]);
    let pins = pins.display();
    assert_eq!(
        report,
        format!(
            "\
error: APP_KEY_FILE: password: the file is not UTF-8 text
error: APP_PINS_FILE ({pins}): pins.0: expected a whole number from 0 to 65535
error: APP_PINS_FILE ({pins}): pins.1: expected a whole number from 0 to 65535
error: APP_PORT_FILE: there is no such setting
  help: only secrets are read from files that variables name: set `APP_PORT`
error: APP_TOKEN_FILE: token: the file cannot be read: it is not there
error: APP_TOKEN_FLIE: there is no such setting
  help: did you mean `APP_TOKEN_FILE`?"
        )
    );
}

#[test]
fn both_variables_are_a_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "token", "abc\n");
    let report = report(&[("APP_TOKEN", Path::new("def")), ("APP_TOKEN_FILE", &path)]);
    let wanted = "\
error: APP_TOKEN_FILE: token: APP_TOKEN is set, too
  help: unset one of them";
    assert_eq!(report, wanted);
}

#[test]
fn explain_names_the_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "token", "cAnArY7\n");
    let explain = ConfigCommand::Explain { key: "token".to_owned() };
    let answer = explain.run::<App>(&loader(&[("APP_TOKEN_FILE", &path)])).expect("an answer");
    let origin = format!("wins    ***  # APP_TOKEN_FILE ({})", path.display());
    assert!(answer.text.contains(&origin), "{}", answer.text);
    assert!(answer.text.contains("\n  APP_TOKEN_FILE=PATH\n"), "{}", answer.text);
    assert!(!format!("{answer:?}").contains("cAnArY7"), "{answer:?}");
}
