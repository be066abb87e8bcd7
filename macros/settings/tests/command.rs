//! The `config` command: what it shows, and what it does to files.

use std::fs;
use std::path::PathBuf;

use clap::{Command, FromArgMatches, Subcommand};
use typewright_settings::{Answer, ConfigCommand, Loader, Problems, Settings};

use crate::tree::App;

/// A folder with one settings file.
struct Project {
    folder: tempfile::TempDir,
}

#[expect(clippy::disallowed_methods, reason = "a temporary folder")]
impl Project {
    fn new(text: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::write(project.file(), text).expect("a file");
        project
    }

    fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("app.yaml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).expect("the file")
    }

    /// Runs `app config WORDS`.
    fn run(&self, words: &[&str], env: &[(&str, &str)]) -> Result<Answer, Problems> {
        let config = ConfigCommand::augment_subcommands(Command::new("config"));
        let command = App::flags(Command::new("app").subcommand(config), "APP");
        let words = ["app", "config"].iter().chain(words);
        let matches = command.try_get_matches_from(words).expect("words that clap knows");
        let env = env.iter().map(|(k, v)| (k.into(), v.into()));
        let loader = Loader::new("APP").file(self.file()).env(env).flags(&matches);
        let config = matches.subcommand_matches("config").expect("the subcommand");
        ConfigCommand::from_arg_matches(config).expect("a command").run::<App>(&loader)
    }

    /// What is said, without the name of the temporary folder.
    fn said(&self, words: &[&str], env: &[(&str, &str)]) -> String {
        let text = match self.run(words, env) {
            Ok(answer) => answer.notes.join("\n") + &answer.text,
            Err(problems) => problems.to_string(),
        };
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

/// A file of changes: `edits.yaml`.
#[derive(Settings)]
struct Edits {
    edits: Vec<Edit>,
}

#[derive(Settings)]
struct Edit {
    /// The file before.
    before: String,
    /// The words behind `config`.
    words: Vec<String>,
    /// The file after.
    after: Option<String>,
    /// What is said instead.
    refused: Option<String>,
}

#[test]
fn edits_change_what_they_are_about_and_no_other_byte() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edits.yaml");
    let edits = Loader::new("EDITS").required_file(path).load::<Edits>();
    let edits = edits.unwrap_or_else(|problems| panic!("{problems}")).value.edits;
    let mut failed = Vec::new();
    for edit in &edits {
        let project = Project::new(&edit.before);
        let words: Vec<&str> = edit.words.iter().map(|word| &**word).collect();
        let result = project.run(&words, &[]).map_err(|problems| problems.to_string());
        let (got, want) = match (&result, &edit.refused) {
            (Err(report), Some(want)) => {
                let folder = format!("{}/", project.folder.path().display());
                assert_eq!(project.text(), edit.before, "a refused change changes nothing");
                (report.replace(&folder, ""), want.trim_end().to_owned())
            }
            (Err(report), None) => (report.clone(), String::new()),
            _ => (project.text(), edit.after.clone().unwrap_or_default()),
        };
        if got != want {
            failed.push(format!("{words:?}\n-- got\n{got}\n-- want\n{want}"));
        }
    }
    assert!(failed.is_empty(), "{} failed\n{}", failed.len(), failed.join("\n"));
    assert!(edits.len() >= 30, "only {} edits were found", edits.len());
}

/// What is set is read back, and what is unset again leaves the file as it was.
#[test]
fn setting_and_unsetting_any_key_of_any_layout() {
    const VALUES: &[(&str, &str)] = &[
        ("log_level", "debug"),
        ("server.port", "9000"),
        ("server.tls.cert_path", "/c"),
        ("database.pool_size", "3"),
        ("labels.team", "a: b"),
        ("allowed_origins", "http://a,http://b"),
        ("feature_flags.new", "true"),
        ("http.idle_secs", "7"),
    ];
    let layouts: &[(&str, &str)] = &[
        ("", ""),
        ("# only a comment", ""),
        ("output_format: json # ü\n", ""),
        ("output_format: json\r\nserver:\r\n    bind_addr: x\r\n", ""),
        ("\u{feff}server:\n  bind_addr: |\n    x\n\n# end\n", ""),
        ("server: {bind_addr: x}\ndatabase:\n  url: \"a\" # c\nlabels: {a: b}\n", ""),
        ("{output_format: json}", ""),
        ("labels:\n  other: 1\n\n\nhttp:\n  keep_alive: true", ""),
    ];
    for (layout, _) in layouts {
        for (key, value) in VALUES {
            let project = Project::new(layout);
            let said = project.said(&["set", key, value], &[]);
            assert_eq!(said, "changed app.yaml", "{layout:?} {key}");
            let explained = project.said(&["explain", key], &[]);
            assert!(explained.contains("  wins    "), "{explained}");
            let winner = explained.lines().find(|line| line.starts_with("  wins")).expect("it");
            assert!(winner.contains("# app.yaml:"), "{layout:?} {explained}");
            assert_eq!(project.said(&["unset", key], &[]), "changed app.yaml", "{layout:?} {key}");
            // A line break at the end of the file is the one thing that may be added.
            let (now, before) = (project.text(), (*layout).to_owned());
            assert_eq!(now.trim_end(), before.trim_end(), "{key}");
        }
    }
}

#[test]
fn show_says_where() {
    let project = Project::new("server:\n  port: 1\n");
    let answer = project.run(&["show", "--origin"], &[("APP_LOG_LEVEL", "warn")]);
    let answer = answer.expect("no mistake");
    assert!(answer.text.starts_with("log_level: warn  # APP_LOG_LEVEL\n"), "{}", answer.text);
    assert!(answer.text.contains("server.port: 1  # "), "{}", answer.text);
    assert!(answer.text.contains("app.yaml:2:9\n"), "{}", answer.text);
    assert!(answer.text.contains("database.password: '***'  # default\n"), "{}", answer.text);
    assert_eq!(answer.json["settings"][0]["value"], "warn");
}

#[test]
fn explain_shows_the_winner_what_it_hides_and_the_ways() {
    let project = Project::new("server: {port: 80}\n");
    assert_eq!(
        project.said(&["explain", "server.port", "--server-port=82"], &[("APP_SERVER_PORT", "81")]),
        "\
server.port: 82
  The port.
  Expects a whole number from 0 to 65535.

Set by, the strongest first:
  wins    82  # --server-port
  hidden  81  # APP_SERVER_PORT
  hidden  80  # app.yaml:1:16
  hidden  8080  # default

Set it with:
  --server-port VALUE
  APP_SERVER_PORT=VALUE
  `server.port` in app.yaml (project): config set server.port VALUE app.yaml
"
    );
    assert_eq!(
        project.said(&["explain", "server.prot"], &[]),
        "error: server.prot: there is no such setting\n  help: did you mean `server.port`?"
    );
    let section = project.said(&["explain", "http"], &[]);
    assert!(section.starts_with("error: http: is a section\n  help: its settings: "), "{section}");
}

#[test]
fn a_change_that_a_stronger_layer_hides_is_said() {
    let project = Project::new("");
    assert_eq!(
        project.said(&["set", "server.port", "1"], &[("APP_SERVER_PORT", "2")]),
        "changed app.yaml\nit has no effect: APP_SERVER_PORT is stronger"
    );
}

#[test]
fn init_writes_an_example_once() {
    let project = Project::empty();
    assert_eq!(project.said(&["init"], &[]), "created app.yaml");
    let example = project.text();
    assert!(example.starts_with("# How much is logged.\n"), "{example}");
    assert_eq!(
        project.said(&["init"], &[]),
        "error: app.yaml: is there already\n  help: `config init -` prints the example"
    );
    assert_eq!(project.said(&["init", "-"], &[]), example);
    assert_eq!(
        project.said(&["init", "user"], &[]),
        "error: there is no user file\n  help: name a file"
    );
}

#[test]
fn init_tells_editors_where_the_schema_is() {
    let project = Project::empty();
    let said = project.said(&["init", "--schema"], &[]);
    assert_eq!(said, "created app.yaml\ncreated app.schema.json");
    let line = "# yaml-language-server: $schema=app.schema.json\n\n# How much is logged.\n";
    assert!(project.text().starts_with(line), "{}", project.text());
    let beside = project.file().with_extension("schema.json");
    let schema = fs::read_to_string(&beside).expect("the schema");
    assert_eq!(schema, project.run(&["schema"], &[]).expect("it").text);
    assert!(project.run(&["validate"], &[]).is_ok());
    let url = "--schema=https://host/app.json";
    let printed = project.run(&["init", "-", url], &[]).expect("it").text;
    assert!(printed.starts_with("# yaml-language-server: $schema=https://host/app.json\n\n"));
    let other = project.folder.path().join("other.json").display().to_string();
    assert_eq!(
        project.said(&["schema", &other], &[]),
        "wrote other.json\nthe first line of a settings file: \
         # yaml-language-server: $schema=other.json"
    );
    assert_eq!(fs::read_to_string(&other).expect("the schema"), schema);
}

#[test]
fn get_is_for_scripts() {
    let project = Project::new("server: {port: 81}\ndatabase: {password: abc}\n");
    let get = |key: &str, env: &[(&str, &str)]| project.said(&["get", key], env);
    assert_eq!(get("server.port", &[]), "81\n");
    assert_eq!(get("server.port", &[("APP_SERVER_PORT", "82")]), "82\n");
    assert_eq!(get("server.max_body_bytes", &[]), "null\n");
    assert_eq!(get("database.password", &[]), "***\n");
    assert!(get("server.prt", &[]).ends_with("did you mean `server.port`?"));
    assert!(get("server.port", &[("APP_LOG_LEVEL", "x")]).starts_with("error: APP_LOG_LEVEL"));
}

/// Settings with profiles.
#[derive(Settings, Debug)]
#[settings(profiles)]
#[expect(dead_code, reason = "the file is what counts")]
struct Site {
    #[setting(default = 1)]
    port: u16,
    #[setting(default = 2)]
    workers: u16,
}

#[test]
fn a_profile_is_shown_and_changed() {
    let project = Project::new("port: 3 # the port\nprofile: dev\n");
    let run = |words: &[&str]| {
        let config = ConfigCommand::augment_subcommands(Command::new("config"));
        let command = Site::flags(Command::new("app").subcommand(config), "APP");
        let matches = command.try_get_matches_from(["app", "config"].iter().chain(words));
        let matches = matches.expect("words that clap knows");
        let loader = Loader::new("APP").file(project.file()).flags(&matches);
        let config = matches.subcommand_matches("config").expect("the subcommand");
        let command = ConfigCommand::from_arg_matches(config).expect("a command");
        let said = match command.run::<Site>(&loader) {
            Ok(answer) => answer.notes.join("\n") + &answer.text,
            Err(problems) => problems.to_string(),
        };
        said.replace(&format!("{}/", project.folder.path().display()), "")
    };
    assert_eq!(
        run(&["profiles"]),
        "no file has `profiles`\n`dev` is selected by app.yaml:2:10, and no file has it"
    );
    assert_eq!(run(&["set", "--profile", "dev", "port", "4"]), "changed app.yaml");
    assert_eq!(
        project.text(),
        "port: 3 # the port\nprofile: dev\nprofiles:\n  dev:\n    port: 4\n"
    );
    assert_eq!(run(&["set", "workers", "5", "--profile", "prod"]), "changed app.yaml");
    assert_eq!(
        run(&["set", "port", "6"]),
        "changed app.yaml\n\
        it has no effect: app.yaml:5:11 is stronger"
    );
    assert_eq!(run(&["show"]), "port: 4\nworkers: 2\n");
    assert_eq!(run(&["show", "--profile", "prod"]), "port: 6\nworkers: 5\n");
    assert_eq!(
        run(&["profiles"]),
        "dev  (app.yaml, selected by app.yaml:2:10)\nprod  (app.yaml)\n"
    );
    let wrong = run(&["set", "--profile", "prod", "port", "x"]);
    assert!(wrong.contains("port: expected a whole number"), "{wrong}");
    assert_eq!(run(&["unset", "--profile", "dev", "port"]), "changed app.yaml");
    assert_eq!(
        project.text(),
        "port: 6 # the port\nprofile: dev\nprofiles:\n  prod:\n    workers: 5\n"
    );
}

#[test]
fn validate_and_path() {
    let project = Project::new("log_level: warn\n");
    assert_eq!(
        project.said(&["validate"], &[]),
        "valid: 1 setting is set, the others have their defaults\n"
    );
    assert_eq!(project.said(&["path"], &[]), "app.yaml  (project, read)\n");
    let broken = Project::new("log_level: wran\nserver: {prt: 1}\n");
    let problems = broken.run(&["validate"], &[]).expect_err("two mistakes");
    assert_eq!((problems.iter().count(), problems.exit_code()), (2, 2));
    let json = problems.to_json();
    assert_eq!((&json[0]["line"], &json[0]["column"]), (&1.into(), &12.into()));
    assert_eq!(json[1]["help"], "did you mean `port`?");
}

#[test]
fn the_json_schema_says_what_the_reader_says() {
    let schema = typewright_settings::json_schema(App::SCHEMA);
    let property = |key: &str| &schema["properties"][key];
    assert_eq!(property("log_level")["enum"][0], "debug");
    assert_eq!(property("log_level")["default"], "info");
    assert_eq!(property("server")["properties"]["port"]["maximum"], 65535);
    assert_eq!(property("database")["properties"]["password"]["writeOnly"], true);
    assert_eq!(property("feature_flags")["additionalProperties"]["type"], "boolean");
    assert_eq!(property("server")["properties"]["tls"]["type"][1], "null");
    assert_eq!(property("allowed_origins")["default"][0], "http://localhost");
}

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "a temporary folder")]
fn a_file_keeps_its_permissions_and_its_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::new("log_level: warn\n");
    let real = project.folder.path().join("real.yaml");
    fs::rename(project.file(), &real).expect("a move");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink(&real, project.file()).expect("a link");
    assert_eq!(project.said(&["set", "log_level", "info"], &[]), "changed app.yaml");
    let link = fs::symlink_metadata(project.file()).expect("the link");
    assert!(link.file_type().is_symlink());
    let mode = fs::metadata(&real).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(fs::read_dir(project.folder.path()).expect("the folder").count(), 2);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a temporary folder")]
fn files_are_found_upwards_to_the_root_of_the_repository() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = folder.path().join("repo/a/b");
    fs::create_dir_all(&deep).expect("folders");
    fs::create_dir(folder.path().join("repo/.git")).expect("a repository");
    for (file, port) in [("app.yaml", "1"), ("repo/app.yaml", "2"), ("repo/a/app.yaml", "3")] {
        let text = format!("server: {{port: {port}}}\nlabels: {{p{port}: x}}\n");
        fs::write(folder.path().join(file), text).expect("a file");
    }
    let files = |home: &str| {
        let home = folder.path().join(home);
        let env = [("HOME".into(), home.into()), ("XDG_CONFIG_DIRS".into(), "".into())];
        let loader = Loader::new("APP").env(env).discover("app", "app.yaml", &deep);
        let files = loader.files().filter(|(_, scope)| scope.as_str() == "project");
        files.map(|(path, _)| path.display().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(files("home"), ["../../app.yaml", "../app.yaml", "app.yaml"]);
    // Nothing above a home folder is a file of the user's.
    assert_eq!(files("repo/a"), ["../app.yaml", "app.yaml"]);
}
