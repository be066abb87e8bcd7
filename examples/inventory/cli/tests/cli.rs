//! Runs the tool as its users do.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Every command, as it is typed.
const COMMANDS: &str = "
create-item
get-item
list-items
adjust-stock
delete-item
watch-items
import-items
";

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
    let mut command = Command::new(env!("CARGO_BIN_EXE_inventory"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("INVENTORY_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder);
    command
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the tool runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_command_has_help() {
    let here = folder("help");
    for command in COMMANDS.lines().filter(|line| !line.is_empty()) {
        let output = run(tool(&here).args(command.split(' ')).arg("--help"));
        assert_eq!(output.status.code(), Some(0), "{command}: {}", stderr(&output));
        assert!(stdout(&output).contains("Usage"), "{command}: {}", stdout(&output));
    }
}

#[test]
fn the_strongest_layer_wins() {
    let here = folder("layers");
    // The line of the setting `timeout`: its value, and where it comes from.
    let timeout = |command: &mut Command| {
        let output = run(command.args(["config", "show", "--origin"]));
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let text = stdout(&output);
        let line = text.lines().find(|line| line.starts_with("timeout"));
        line.expect("a line for timeout").to_owned()
    };
    let line = timeout(&mut tool(&here));
    assert!(line.contains("default"), "{line}");
    fs::write(here.join("config.yaml"), "timeout: 41s\n").expect("a settings file");
    let line = timeout(&mut tool(&here));
    assert!(line.contains("41s") && line.contains("config.yaml:1:10"), "{line}");
    let line = timeout(tool(&here).env(TIMEOUT, "42s"));
    assert!(line.contains("42s") && line.contains(TIMEOUT), "{line}");
    let flag = ["--timeout", "43s"];
    let line = timeout(tool(&here).env(TIMEOUT, "42s").args(flag));
    assert!(line.contains("43s") && line.contains("--timeout"), "{line}");
}

#[test]
fn a_broken_settings_file_is_shown_with_its_place() {
    let here = folder("broken");
    fs::write(here.join("config.yaml"), "timeout: soon\n").expect("a settings file");
    let output = run(tool(&here).args(["config", "show"]));
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("config.yaml:1:10"), "{}", stderr(&output));
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
    let settings: Vec<&str> = lines.collect();
    fs::write(here.join("config.yaml"), settings.join("\n")).expect("a settings file");
    let output = run(tool(&here).args(["config", "show", "--origin"]));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("config.yaml:"), "{}", stdout(&output));
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let here = folder("unavailable");
    // A port that was free a moment ago.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", listener.local_addr().expect("its address"));
    drop(listener);
    let command = "create-item".split(' ');
    let output = run(tool(&here).args(command).args(["--endpoint", &endpoint]));
    assert_eq!(output.status.code(), Some(64 + 14), "{}", stderr(&output));
    assert!(stderr(&output).contains("UNAVAILABLE"), "{}", stderr(&output));
}
