//! The README is true: every command in it is run, and prints what it says.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::project::TestProject;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// A command of the README and the lines below it.
struct Example {
    command: String,
    output: String,
}

/// The `$` lines of all `console` blocks, in order.
fn examples() -> Vec<Example> {
    let readme = std::fs::read_to_string(workspace().join("README.md")).unwrap();
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match (line.strip_prefix("$ "), examples.last_mut()) {
                (Some(command), _) => {
                    let command = command.to_owned();
                    examples.push(Example { command, output: String::new() });
                }
                (None, Some(example)) if example.command.ends_with('\\') => {
                    example.command.push_str(&format!("\n{line}"));
                }
                (None, Some(example)) => example.output.push_str(&format!("{line}\n")),
                (None, None) => panic!("output without a command: {line}"),
            },
        }
    }
    examples
}

/// The example server on the port that the README's tool calls, unless somebody has it already.
struct Server(Child);

impl Server {
    fn start(address: &str) -> Self {
        let mut child = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--package", "inventory-server", "--", "--listen", address])
            .current_dir(workspace())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("listening on"), "{line}");
        Self(child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Commands that this test is started by or does by other means: the suite that it is a part of, and
/// building the plugin, which would wait for the lock of that suite's build.
const ELSEWHERE: [&str; 2] = [
    "cargo test --workspace",
    "cargo build --quiet --package protoc-gen-typewright && mkdir -p /tmp/api",
];

#[test]
fn every_command_prints_what_the_readme_says() {
    let project = TestProject::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(&port.to_string());
    let (here, generated) = (project.path(""), workspace().join("target/generated"));
    // The README works in /tmp; the test in a folder of its own. What `cargo gen` is an alias of
    // would wait for the lock of the build that this test is a part of, so the program is called.
    let shown = |text: &str| text.replace("/tmp/", here.to_str().unwrap());
    let program = env!("CARGO_BIN_EXE_cargo-gen");
    build_plugin(&generated);
    std::fs::create_dir_all(project.path("api")).unwrap();
    for Example { command, output } in examples() {
        if ELSEWHERE.contains(&&*command) {
            continue;
        }
        let ran = Command::new("bash")
            .args(["-c", &format!("{{ {}; }} 2>&1", shown(&command).replace("cargo gen", program))])
            .current_dir(workspace())
            .env("CARGO_TARGET_DIR", &generated)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("INVENTORY_ENDPOINT", format!("http://{port}"))
            .env("PATH", path_with(&generated.join("debug")))
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&ran.stdout);
        assert_eq!(printed, shown(&output), "$ {command}");
    }
    drop(server);
    assert!(std::fs::read_to_string(workspace().join(".ci/run")).unwrap().contains(ELSEWHERE[0]));
}

/// Builds the plugin apart from the build that this test is a part of.
fn build_plugin(target: &Path) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", "protoc-gen-typewright"]);
    cargo.current_dir(workspace()).env("CARGO_TARGET_DIR", target);
    assert!(cargo.status().unwrap().success());
}

/// The search path with the folder in front.
fn path_with(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap())
}
