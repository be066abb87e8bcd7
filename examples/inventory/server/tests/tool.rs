//! The built tool, a running server, and an empty folder to run it in.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// Builds the generated project once and gives the program.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let build = Command::new(env!("CARGO"))
            .args(["build", "--package", "inventory", "--bin", "inventory"])
            .args(["--message-format", "json"])
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo runs");
        assert!(build.status.success(), "the generated project does not build");
        let messages = String::from_utf8(build.stdout).expect("cargo writes UTF-8");
        let messages = messages.lines().filter_map(|m| serde_json::from_str(m).ok());
        let mut program = messages.filter_map(|message: serde_json::Value| {
            let bin = message["target"]["name"] == "inventory" && message["executable"].is_string();
            bin.then(|| PathBuf::from(message["executable"].as_str().unwrap_or_default()))
        });
        program.next_back().expect("cargo names the program")
    })
}

/// A server with an empty inventory, until it is dropped.
pub(crate) struct Server {
    _runtime: tokio::runtime::Runtime,
    pub(crate) endpoint: String,
}

impl Server {
    pub(crate) fn start() -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0");
        let listener = runtime.block_on(listener).expect("a free port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        runtime.spawn(inventory_server::serve(listener));
        Self { _runtime: runtime, endpoint }
    }
}

/// The tool in an empty folder, without settings of the machine.
pub(crate) struct Tool {
    pub(crate) dir: TempDir,
    variables: Vec<(String, String)>,
}

/// What a run of the tool gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Tool {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a folder"), variables: Vec::new() }
    }

    /// A tool that calls `server`.
    pub(crate) fn of(server: &Server) -> Self {
        Self::new().var("INVENTORY_ENDPOINT", &server.endpoint)
    }

    pub(crate) fn var(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        let mut file = tempfile::NamedTempFile::new_in(&self.dir).expect("a file");
        file.write_all(text.as_bytes()).expect("the folder can be written");
        file.persist(self.dir.path().join(name)).expect("the name is free");
        self
    }

    pub(crate) fn command(&self, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(program());
        command
            .args(args)
            .current_dir(self.dir.path())
            .env_clear()
            .env("HOME", self.dir.path())
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[impl AsRef<OsStr>]) -> Run {
        self.run_with(args, "")
    }

    /// Runs the tool with a text on its standard input.
    pub(crate) fn run_with(&self, args: &[impl AsRef<OsStr>], input: &str) -> Run {
        let mut child = self.command(args).spawn().expect("the tool starts");
        // A tool that reads nothing may have closed its end already.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        Run::of(child.wait_with_output().expect("the tool ends"))
    }

    /// Runs a command line that must succeed and gives its JSON.
    pub(crate) fn json(&self, line: &str) -> serde_json::Value {
        let run = self.run(&line.split_whitespace().collect::<Vec<_>>()).ok();
        serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {}", run.out))
    }
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// The run, which must have succeeded in silence.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!((self.code, &*self.err), (0, ""), "{self:#?}");
        self
    }
}
