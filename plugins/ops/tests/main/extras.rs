//! What users add: contexts and aliases in their settings, plug-ins on their PATH.

use std::path::{Path, PathBuf};

use typewright_ops::Terminal;

use crate::server::start;
use crate::tool::{Run, run, worlds};

const SETTINGS: &str = "\
# mine
aliases:
  three: echo --must 3   # a comment
  quick: three -o ndjson
  round: round
  echo: list
profile: dev   # for now
profiles:
  dev:
    timeout: 7s
  prod: {endpoint: 'http://127.0.0.1:9', token: canary-9}
";

/// A home folder with the user's settings in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new(settings: &str) -> Home {
        let home = Home(tempfile::tempdir().expect("a folder"));
        let args = ["config", "set", "timeout", "1s", "user"];
        assert_eq!(home.run(&args).code, 0);
        home.write(&home.file(), settings);
        home
    }

    fn file(&self) -> PathBuf {
        self.0.path().join(".config/worlds/config.yaml")
    }

    fn write(&self, path: &Path, text: &str) {
        use std::io::Write;
        let folder = path.parent().expect("a folder");
        let mut file = tempfile::NamedTempFile::new_in(folder).expect("a file");
        file.write_all(text.as_bytes()).expect("space");
        file.persist(path).expect("the name");
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    fn run_with(&self, args: &[&str], more: &[(&str, &str)]) -> Run {
        let home = self.0.path().to_str().expect("UTF-8");
        let run = run(&worlds(), args, &[&[("HOME", home)], more].concat());
        let shown = |text: &str| text.replace(home, "~");
        Run { out: shown(&run.out), err: shown(&run.err), ..run }
    }
}

#[test]
fn an_alias_is_a_command_line() {
    let home = Home::new(SETTINGS);
    let endpoint = start();
    let quick = home.run(&["-e", &endpoint, "quick", "--last"]);
    assert_eq!(quick.out, "{\"must\":3,\"last\":true}\n", "{}", quick.err);
    // A command keeps its name, and whoever thought otherwise hears of it.
    let echo = home.run(&["echo", "--must=1", "-o", "ndjson", "-e", &endpoint]);
    assert_eq!(echo.out, "{\"must\":1}\n");
    let warning = "warning: ~/.config/worlds/config.yaml:6:9: aliases.echo is never used: a command \
                   has this name\n";
    assert_eq!(echo.err, warning);
    let round = home.run(&["round"]);
    let problem = "error: the alias `round` leads back to itself: round ▶ round\n";
    assert_eq!((round.err.as_str(), round.code), (problem, 2));
    let help = home.run(&["--help"]).out;
    let listed = "Aliases:\n  quick  three -o ndjson\n  round  round\n  three  echo --must 3\n";
    assert!(help.contains(listed), "{help}");
    let wrong = home.run(&["quik"]);
    assert_eq!(wrong.code, 2, "{}", wrong.out);
}

#[test]
fn a_context_is_a_profile() {
    let home = Home::new(SETTINGS);
    // The columns are as wide as the folder's real name.
    let list = home.run(&["context", "list"]).out;
    let list: Vec<String> =
        list.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        list,
        [
            "NAME FILES SELECTED",
            "* dev ~/.config/worlds/config.yaml by ~/.config/worlds/config.yaml:7:10",
            "prod ~/.config/worlds/config.yaml",
        ]
    );
    let used = home.run(&["context", "use", "prod"]);
    assert_eq!((used.code, used.err.as_str()), (0, "changed ~/.config/worlds/config.yaml\n"));
    let text = std::fs::read_to_string(home.file()).expect("the settings");
    assert_eq!(text, SETTINGS.replace("profile: dev ", "profile: prod "));
    let shown = home.run(&["context", "show"]);
    assert!(shown.out.contains("endpoint"), "{}", shown.out);
    assert!(shown.out.contains("http://127.0.0.1:9") && shown.out.contains("***"), "{}", shown.out);
    assert!(!format!("{}{}", shown.out, shown.err).contains("canary"), "{}", shown.out);
    let dev = home.run(&["context", "show", "dev", "-o", "ndjson"]).out;
    assert!(dev.starts_with("{\"context\":\"dev\",\"settings\":[{\"key\":\"timeout\""), "{dev}");
    let gone = home.run(&["echo", "--must=1", "--retries=0"]);
    assert_eq!((gone.code, gone.err.contains("http://127.0.0.1:9")), (78, true), "{}", gone.err);

    for (args, message) in [
        (
            &["context", "use", "pord"][..],
            "there is no profile `pord`\n  help: did you mean `prod`?",
        ),
        (&["echo", "--must=1", "--profile", "x"], "there is no profile `x`"),
    ] {
        let wrong = home.run(args);
        assert_eq!((wrong.code, wrong.err.contains(message)), (2, true), "{}", wrong.err);
    }
    // Where a stronger layer says otherwise, this is told.
    let used = home.run_with(&["context", "use", "dev"], &[("WORLDS_PROFILE", "prod")]);
    let note = "it has no effect: WORLDS_PROFILE selects `prod` and is stronger\n";
    assert!(used.err.ends_with(note), "{}", used.err);
}

#[test]
fn a_file_that_somebody_names_is_trusted() {
    let home = Home::new("");
    let project = home.0.path().join("worlds.yaml");
    let settings = "pager: rm\naliases: {a: list}\ntoken_command: steal\ntoken_file: /etc/x\n";
    home.write(&project, settings);
    let shown = home.run(&["config", "validate", "--config", project.to_str().expect("UTF-8")]);
    assert_eq!(shown.code, 0, "{}", shown.err);
}

#[cfg(unix)]
#[test]
fn a_program_on_the_path_is_a_command() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new("token: canary-8\nheaders: ['x-key: canary-8']\ntimeout: 9s\n");
    let bin = home.0.path().to_path_buf();
    let out = bin.join("out");
    let path = bin.to_str().expect("UTF-8");
    let program = |name: &str, mode: u32| {
        let script = "#!/bin/sh\n(echo \"$@\"; env | sort) > \"$OUT\"\nexit 7\n";
        home.write(&bin.join(name), script);
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(bin.join(name), mode).expect("a mode");
    };
    program("worlds-hello", 0o755);
    program("worlds-list", 0o755);
    program("worlds-data", 0o644);
    let search = format!("{path}:/usr/bin:/bin");
    let env = [
        ("PATH", &*search),
        ("OUT", out.to_str().expect("UTF-8")),
        ("WORLDS_BASIC", "me:canary-8"),
        ("WORLDS_HEADERS_0", "x: canary-8"),
    ];
    let ran = home.run_with(&["--retries", "5", "hello", "a b", "--flag"], &env);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (7, "", ""));
    let told = std::fs::read_to_string(&out).expect("what it was told");
    assert!(told.starts_with("a b --flag\n"), "{told}");
    for line in ["WORLDS_ENDPOINT=http://127.0.0.1:50051", "WORLDS_TIMEOUT=9s", "WORLDS_RETRIES=5"]
    {
        assert!(told.lines().any(|told| told == line), "{line}\n{told}");
    }
    assert!(!told.contains("canary"), "{told}");
    home.write(&home.file(), "token: canary-8\ntrusted_plugins: [hello]\n");
    home.run_with(&["hello"], &env);
    let told = std::fs::read_to_string(&out).expect("what it was told");
    assert!(told.contains("WORLDS_TOKEN=canary-8\n"), "{told}");

    let list = home.run_with(&["plugin", "list"], &env).out;
    let hidden = "list   ~/worlds-list   hidden by the command of this name\n";
    assert!(list.contains("hello  ~/worlds-hello\n") && list.contains(hidden), "{list}");
    assert!(!list.contains("data"), "{list}");
    let screen = Terminal { output: Some((80, 9999)), ..Terminal::default() };
    let help = run(&worlds().terminal(screen), &["--help", "--color=never"], &env).out;
    let help = help.replace(path, "~");
    assert!(help.contains("Plug-ins:\n  hello  ~/worlds-hello\n"), "{help}");
    assert_eq!(home.run_with(&["data"], &env).code, 2);
    assert_eq!(home.run_with(&["../worlds-hello"], &env).code, 2);
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let home = Home::new("");
    let endpoint = start();
    let well = home.run(&["doctor", "-e", &endpoint]);
    for line in [
        "ok    files        settings are read from ~/.config/worlds/config.yaml\n",
        "ok    credentials  none are set\n",
        "ok    name         127.0.0.1 is 127.0.0.1\n",
        "ok    connection   to 127.0.0.1:",
        "ok    health       the server speaks gRPC; it has no health service\n",
        "ok    schema       unknown: the server has no reflection service\n",
    ] {
        assert!(well.out.contains(line), "{line}{}{}", well.out, well.err);
    }
    assert!(well.out.contains(&format!("ok    endpoint     {endpoint} (--endpoint)\n")));
    assert_eq!((well.code, well.err.as_str()), (0, ""));

    for (args, lines) in [
        (&["-e", "http://127.0.0.1:9"][..], &["fail  connection   port 9: "][..]),
        (&["-e", "http://no.such.invalid"], &["fail  name         `no.such.invalid` is not known"]),
        (&["-e", "ftp://a"], &["fail  address      `ftp` is not a scheme"]),
        (&["-e", "unix:/no/such"], &["fail  connection   `/no/such`: "]),
        (&["--token-file", "/no/such", "-e", &endpoint], &["fail  credentials  no token from"]),
        (&["--timeout", "5"], &["fail  settings     --timeout: "]),
    ] {
        let ill = home.run(&[&["doctor"], args].concat());
        for line in lines {
            assert!(ill.out.contains(line), "{line}\n{}{}", ill.out, ill.err);
        }
        assert_eq!(ill.code, 1, "{args:?} {}", ill.out);
    }
    let data = home.run(&["doctor", "-e", "http://127.0.0.1:9", "-o", "ndjson"]).out;
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["ok"], false);
    let last = data["checks"].as_array().and_then(|all| all.last()).expect("checks");
    assert_eq!((&last["name"], &last["outcome"]), (&"connection".into(), &"fail".into()));
    assert!(last["help"].is_string());
}
