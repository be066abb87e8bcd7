//! Messages on standard error as data, and what a call says of itself.

use std::io::Write as _;

use serde_json::Value as Json;
use typewright_ops::table::{Service, Type};
use typewright_ops::{Terminal, Tool};

use crate::schema::WORLD;
use crate::server::start;
use crate::tool::{Run, run, worlds};

fn records(run: &Run) -> Vec<Json> {
    let read = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    run.err.lines().map(read).collect()
}

#[test]
fn messages_are_data_where_somebody_wants_it() {
    let endpoint = start();
    let json = |args: &[&str], env: &[(&str, &str)]| {
        run(&worlds(), &[args, &["-e", &endpoint, "--error-format", "json"]].concat(), env)
    };
    let refused = json(&["echo", "--must=1", "-H", "x-refuse: 1"], &[]);
    assert_eq!((refused.code, refused.out.as_str()), (69, ""));
    let [record] = &records(&refused)[..] else { panic!("{}", refused.err) };
    assert_eq!(record["level"], "error");
    assert_eq!(record["exit"], 69);
    assert_eq!(record["status"]["code"], 5);
    assert_eq!(record["status"]["name"], "NOT_FOUND");
    // What would speak to a terminal is escaped by JSON.
    assert!(record["message"].as_str().is_some_and(|text| text.contains("no world `a`")));

    // Mistakes in the command line, in the request and in the settings; what is told of a call.
    for (args, env, code, told) in [
        (&["echo", "--mist=1"][..], &[][..], 2, "unexpected argument '--mist'"),
        (&["echo", "--must=x", "--lists.an-int32=y"], &[], 2, "--must: "),
        (&["echo", "--must=1"], &[("WORLDS_TIMEOUT", "soon")], 2, "WORLDS_TIMEOUT"),
        (&["echo", "--must=1", "-v"], &[], 0, "> {\"must\":1}"),
    ] {
        let run = json(args, env);
        assert_eq!(run.code, code, "{args:?} {}", run.err);
        let records = records(&run);
        let level = if code == 0 { "info" } else { "error" };
        let is = |record: &Json| {
            record["level"] == level && record["message"].as_str().is_some_and(|m| m.contains(told))
        };
        assert!(records.iter().any(is), "{args:?} {}", run.err);
    }
    // As a variable too, before anything else is read.
    let run = run(&worlds(), &["nope"], &[("WORLDS_ERROR_FORMAT", "json")]);
    assert_eq!((run.code, records(&run).len()), (2, 1), "{}", run.err);
}

#[test]
fn variables_are_put_into_metadata_where_somebody_says_so() {
    let endpoint = start();
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = tempfile::NamedTempFile::new_in(&folder).expect("a file");
    std::io::Write::write_all(&mut file, b"# mine\nx-tag: a ${TAG} b\n").expect("space");
    let from_file = format!("@{}", file.path().display());
    let env = [("TAG", "canary-1"), ("TOKEN", "canary-2")];
    let call = |header: &str, more: &[&str]| {
        let args = ["echo", "--must=1", "-v", "-e", &endpoint, "-H", header];
        run(&worlds(), &[&args[..], more].concat(), &env)
    };
    let plain = call("x-tag: ${TAG}", &[]);
    assert!(plain.err.contains("< x-tag: ${TAG}\n"), "{}", plain.err);
    for header in ["x-tag: a ${TAG} b", &from_file] {
        let expanded = call(header, &["--expand-headers"]);
        assert!(expanded.err.contains("< x-tag: a canary-1 b\n"), "{}", expanded.err);
    }
    let open = call("x-tag: ${TAG", &["--expand-headers"]);
    assert!(open.err.contains("< x-tag: ${TAG\n"), "{}", open.err);
    let wrong = call("x-tag: ${TGA}", &["--expand-headers"]);
    assert_eq!(wrong.err, "error: --header: x-tag: the variable `TGA` is not set\n");
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    // The value is a secret where its name says so, wherever it comes from.
    for more in [&["--expand-headers"][..], &["--expand-headers", "--dry-run"]] {
        let secret = call("authorization: Bearer ${TOKEN}", more);
        assert_eq!(secret.code, 0, "{}", secret.err);
        assert!(!format!("{}{}", secret.out, secret.err).contains("canary-2"));
    }
}

static SLEEPY: Service = Service::new(
    "
    test.Worlds
    Hang .test.World .test.World server_streaming path=/test.Worlds/Sleep
    ",
    &[Type::Message(&WORLD)],
);

#[test]
fn a_stream_may_be_silent_for_so_long() {
    let endpoint = start();
    let tool = Tool::new("sleepy", "1").services(&[&SLEEPY]);
    let silent = run(&tool, &["hang", "--must=1", "--idle-timeout=50ms", "-e", &endpoint], &[]);
    assert_eq!((silent.code, silent.out.as_str()), (64 + 4, ""));
    let told = "error: DEADLINE_EXCEEDED (4): no answer came for 50ms, which is the idle_timeout\n";
    assert!(silent.err.starts_with(told), "{}", silent.err);
    // One that speaks is not ended by it.
    let args = ["repeat", "--must=1", "--idle-timeout=20s", "-e", &endpoint];
    assert_eq!(run(&worlds(), &args, &[]).code, 74);
}

#[test]
fn the_server_reads_the_authority_that_is_wanted() {
    let endpoint = start();
    let args = ["echo", "--must=1", "-v", "-e", &endpoint];
    let named = run(&worlds(), &[&args[..], &["--authority=b.example:7"]].concat(), &[]);
    assert!(named.err.contains("< x-authority: b.example:7\n"), "{}", named.err);
    let plain = run(&worlds(), &args, &[]);
    let host = endpoint.trim_start_matches("http://");
    assert!(plain.err.contains(&format!("< x-authority: {host}\n")), "{}", plain.err);
    let wrong = run(&worlds(), &[&args[..], &["--authority=a b"]].concat(), &[]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert!(wrong.err.contains("authority `a b`: is no host"), "{}", wrong.err);
    let dry = run(&worlds(), &[&args[..], &["--authority=b.example", "--dry-run"]].concat(), &[]);
    assert!(dry.out.contains(" -authority b.example "), "{}", dry.out);
    assert!(dry.out.contains(" -H 'host: b.example' "), "{}", dry.out);
}

#[test]
fn a_sample_is_told_as_one() {
    let told = run(&worlds(), &["echo", "--must=1", "--fake", "-vv"], &[]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.err.starts_with("> a sample, no server: /test.Worlds/Echo\n"), "{}", told.err);
    for part in ["> {\"must\":1}", "typewright_client: rpc begins", "rpc.grpc.status_code=0"] {
        assert!(told.err.contains(part), "{part}\n{}", told.err);
    }
}

#[test]
fn a_quiet_tool_tells_errors_alone() {
    let endpoint = start();
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"aliases: {echo: repeat}\n").expect("space");
    let file = file.path().to_str().expect("UTF-8");
    let args = ["echo", "--must=1", "-e", &endpoint, "--config", file, "-o", "ndjson"];
    let loud = run(&worlds(), &args, &[]);
    assert!(loud.err.contains("aliases.echo is never used"), "{}", loud.err);
    let quiet = run(&worlds(), &[&args[..], &["--quiet"]].concat(), &[]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("{\"must\":1}\n", ""));
    let wrong =
        run(&worlds(), &["echo", "--quiet", "-H", "x-refuse: 1", "--must=1", "-e", &endpoint], &[]);
    assert!(wrong.err.starts_with("error: NOT_FOUND"), "{}", wrong.err);
}

#[test]
fn nobody_is_asked_who_is_not_there() {
    let endpoint = start();
    let screen = Terminal { input: true, output: Some((80, 2)), errors: true };
    // At a terminal a stream would wait for what is typed.
    let args = ["gather", "--no-input", "-e", &endpoint, "--color=never"];
    let gathered = run(&worlds().terminal(screen), &args, &[]);
    assert_eq!(gathered.code, 2);
    assert!(gathered.err.starts_with("error: --must: is required"), "{}", gathered.err);
    static BIN: Service = Service::new(
        "test.Bin\nDeleteAll .test.World .test.World path=/test.Worlds/Echo",
        &[Type::Message(&WORLD)],
    );
    let tool = Tool::new("bin", "1").services(&[&BIN]).terminal(screen);
    let refused =
        run(&tool, &["delete-all", "--must=1", "-e", &endpoint], &[("BIN_NO_INPUT", "1")]);
    assert!(refused.code == 2 && refused.err.contains("confirm it with --yes"), "{}", refused.err);
}

#[test]
fn of_settings_the_last_flag_counts() {
    let args = ["config", "get", "output", "-o", "yaml", "-o", "table"];
    assert_eq!(run(&worlds(), &args, &[]).out, "table\n");
    // So what follows an alias can say it differently.
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"aliases: {mine: list -o table}\n").expect("space");
    let file = file.path().to_str().expect("UTF-8");
    let listed = run(&worlds(), &["mine", "-o", "ndjson", "--config", file], &[]);
    assert!(listed.out.starts_with('{'), "{}{}", listed.out, listed.err);
    // Of fields it would be a value that is lost.
    let twice = run(&worlds(), &["echo", "--must=1", "--must=2"], &[]);
    assert!(twice.err.contains("cannot be used multiple times"), "{}", twice.err);
}

#[test]
fn a_setting_can_be_set_by_its_key() {
    let args = ["config", "get", "timeout", "--set", "timeout=3s"];
    assert_eq!(run(&worlds(), &args, &[("WORLDS_TIMEOUT", "9s")]).out, "3s\n");
    let stronger = [&args[..], &["--timeout=1s"]].concat();
    assert_eq!(run(&worlds(), &stronger, &[]).out, "1s\n");
    let refused = run(&worlds(), &["config", "show", "--set", "token=canary"], &[]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("a secret that has no flag"), "{}", refused.err);
    assert!(refused.err.contains("WORLDS_TOKEN") && !refused.err.contains("canary"));
}

#[test]
fn short_help_leaves_out_what_is_rarely_set() {
    for args in [&["-h"][..], &["echo", "-h"], &["config", "-h"]] {
        let short = run(&worlds(), args, &[]).out;
        assert!(short.contains("--endpoint") && !short.contains("--keepalive"), "{short}");
        assert!(short.contains("'--help'"), "{short}");
        // What lacks a command says as little.
        let alone: Vec<&str> = args.iter().copied().filter(|arg| *arg != "-h").collect();
        if alone.first() != Some(&"echo") {
            let run = run(&worlds(), &alone, &[]);
            assert!(run.code == 2 && !run.err.contains("--keepalive"), "{}", run.err);
        }
        let long: Vec<&str> = args.iter().map(|a| if *a == "-h" { "--help" } else { *a }).collect();
        assert!(run(&worlds(), &long, &[]).out.contains("--keepalive"));
    }
}

#[test]
fn help_begins_with_examples() {
    let help = |args: &[&str]| run(&worlds(), args, &[]).out;
    let echo = help(&["echo", "--help"]);
    let (before, _) = echo.split_once("Usage:").expect("usage");
    assert!(before.contains("Examples:\n  worlds echo --must 1\n"), "{before}");
    assert!(before.contains("  worlds template echo > echo.yaml\n  worlds echo -d @echo.yaml\n"));
    let gather = help(&["gather", "--help"]);
    assert!(gather.contains("  worlds gather -d @requests.ndjson\n"), "{gather}");
    let repeat = help(&["repeat", "--help"]);
    assert!(repeat.contains("  worlds repeat --must 1 -o ndjson\n"), "{repeat}");
    // Two services: the command has two words. The first line of help is short.
    let tool = || worlds().services(&[&SLEEPY]);
    let two = run(&tool(), &["test.worlds", "echo", "--help"], &[]).out;
    assert!(two.contains("  worlds test.worlds echo --must 1\n"), "{two}");
    assert!(!help(&["echo", "-h"]).contains("Examples:"));
}

/// The names of one list of the template that it must not give away.
fn taken(list: usize) -> Vec<String> {
    let manifest = include_str!("../../../../templates/ops-cli/template.yaml");
    let list = manifest.split("taken:").nth(list).and_then(|list| list.split("| split").next());
    let list = list.expect("the names").replace(['\'', '"'], " ");
    list.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_template_knows_which_flags_are_taken() {
    // The template goes by the names of settings, which for this one is not that of its flag.
    let taken = taken(2);
    let help = run(&worlds(), &["--help"], &[]).out;
    let words = help.lines().flat_map(|line| line.trim_start().split([' ', ',', '.']).take(3));
    let flags: Vec<&str> = words.filter_map(|word| word.strip_prefix("--")).collect();
    assert!(flags.len() > 30, "{help}");
    for flag in flags {
        assert!(taken.iter().any(|name| name == flag), "`{flag}` is not among the taken names");
    }
}

/// The names of commands that a template must not give away are those of this tool.
#[test]
fn the_template_knows_which_commands_are_taken() {
    let taken = taken(1);
    // An API that begins operations has all commands.
    let tool = Tool::new("starter", "1").services(&[&crate::operations::STARTER]);
    let help = run(&tool, &["--help"], &[]).out;
    let commands = help.split("Commands:\n").nth(1).expect("commands");
    let commands = commands.lines().take_while(|line| line.starts_with("  "));
    let names: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    let built_in: Vec<&&str> = names.iter().filter(|name| **name != "begin").collect();
    assert!(built_in.len() > 10, "{help}");
    for name in built_in {
        assert!(
            taken.iter().any(|one| one == *name),
            "`{name}` is not among the taken names of the template"
        );
    }
}
