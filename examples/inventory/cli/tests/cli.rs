//! Runs the tool as its users do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The tool.
const TOOL: &str = env!("CARGO_BIN_EXE_inventory");

/// What its variables start with.
const PREFIX: &str = "INVENTORY_";

/// The variable of the setting `timeout`.
const TIMEOUT: &str = "INVENTORY_TIMEOUT";

/// An empty folder for one test.
fn folder(test: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder for the test");
    path
}

/// The tool, in that folder, with no settings but those that the test gives.
fn tool(folder: &Path) -> Command {
    let mut command = Command::new(TOOL);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with(PREFIX) {
            command.env_remove(name);
        }
    }
    command.current_dir(folder);
    command
}

/// Runs it, and gives what it printed to stdout, or to stderr if that is where it should.
#[track_caller]
fn run(command: &mut Command, code: i32) -> String {
    let Output { status, stdout, stderr } = command.output().expect("the tool runs");
    let stderr = String::from_utf8_lossy(&stderr).into_owned();
    assert_eq!(status.code(), Some(code), "{stderr}");
    match code {
        0 => String::from_utf8_lossy(&stdout).into_owned(),
        _ => stderr,
    }
}

/// `list` prints one command a line, behind it the RPC.
#[test]
fn every_command_has_help() {
    let here = folder("help");
    let list = run(tool(&here).args(["list", "-o", "json"]), 0);
    let words = list.lines().filter_map(|line| line.trim().strip_prefix("\"command\": \""));
    let commands: Vec<&str> = words.filter_map(|rest| rest.split('"').next()).collect();
    assert!(!commands.is_empty(), "{list}");
    for command in commands {
        let help = run(tool(&here).args(command.split(' ')).arg("--help"), 0);
        assert!(help.contains("Usage"), "{command}: {help}");
    }
}

#[test]
fn the_strongest_layer_wins() {
    let here = folder("layers");
    // The line of the setting `timeout`: its value, and where it comes from.
    let timeout = |command: &mut Command| {
        let text = run(command.args(["config", "show", "--origin"]), 0);
        let line = text.lines().find(|line| line.starts_with("timeout"));
        line.expect("a line for timeout").to_owned()
    };
    let file = here.join("config.yaml");
    let line = timeout(&mut tool(&here));
    assert!(line.contains("default"), "{line}");
    fs::write(file, "timeout: 41s\n").expect("a settings file");
    let line = timeout(&mut tool(&here));
    assert!(line.contains("41s"), "{line}");
    assert!(line.contains("config.yaml:1:10"), "{line}");
    let line = timeout(tool(&here).env(TIMEOUT, "42s"));
    assert!(line.contains("42s"), "{line}");
    assert!(line.contains(TIMEOUT), "{line}");
    let flag = ["--timeout", "43s"];
    let line = timeout(tool(&here).env(TIMEOUT, "42s").args(flag));
    assert!(line.contains("43s"), "{line}");
    assert!(line.contains("--timeout"), "{line}");
}

#[test]
fn a_broken_settings_file_is_shown_with_its_place() {
    let here = folder("broken");
    let file = here.join("config.yaml");
    fs::write(file, "timeout: soon\n").expect("a settings file");
    let error = run(tool(&here).args(["config", "show"]), 2);
    assert!(error.contains("config.yaml:1:10"), "{error}");
}

/// `#timeout: 30s` is a setting, `# How long …` is a comment.
#[test]
fn the_example_settings_hold() {
    let here = folder("example");
    let example = include_str!("../config.example.yaml");
    let lines = example.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') => setting,
        _ => line,
    });
    let settings = lines.collect::<Vec<_>>().join("\n");
    fs::write(here.join("config.yaml"), settings).expect("a settings file");
    let shown = run(tool(&here).args(["config", "show", "--origin"]), 0);
    assert!(shown.contains("config.yaml:"), "{shown}");
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    use std::net::TcpListener;

    let here = folder("unavailable");
    // A port that was free a moment ago.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", listener.local_addr().expect("its address"));
    drop(listener);
    let mut command = tool(&here);
    command.args("create-item".split(' '));
    command.args(["--endpoint", &endpoint]);
    let error = run(&mut command, 64 + 14);
    assert!(error.contains("UNAVAILABLE"), "{error}");
}
