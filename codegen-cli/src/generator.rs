//! Generators of others: programs called `cargo-gen-NAME` that read the model and give files.
//!
//! On standard input the program gets one JSON document, `{"version": 1, "args": […], "schema": …}`
//! with the model that `cargo gen model` prints; on standard output it gives one,
//!
//! ```json
//! { "files": [ { "path": "src/a.rs", "contents": "…" },
//!              { "path": "logo.png", "base64": "…", "executable": false, "owner": "user" } ] }
//! ```
//!
//! or, where the input is wrong, `{ "errors": [ { "message": "…", "help": "…" } ] }`. What it says
//! on standard error is shown. It writes nothing itself: paths are checked and files staged as
//! those of our own emitters. It may take a while, and no longer.

use std::io::{Read, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;
use typewright_core::files::{File, Files, Owner};
use typewright_core::model::Schema;

use crate::error::{CommandError, Kind, Mistake};
use crate::lock;
use crate::output::Output;

/// What the names of such programs begin with.
const PREFIX: &str = "cargo-gen-";

/// How much a program may print.
const MOST: u64 = 256 << 20;

/// A program, and what it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Generator {
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) args: Vec<String>,
}

/// What a program gives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Response {
    #[serde(default)]
    files: Vec<ResponseFile>,
    #[serde(default)]
    errors: Vec<ResponseError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseFile {
    path: String,
    #[serde(default)]
    contents: Option<String>,
    #[serde(default)]
    base64: Option<String>,
    #[serde(default)]
    executable: bool,
    #[serde(default = "generated")]
    owner: Owner,
}

fn generated() -> Owner {
    Owner::Generated
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseError {
    message: String,
    #[serde(default)]
    help: Option<String>,
}

/// The program of a name.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{PREFIX}{name}{}", std::env::consts::EXE_SUFFIX);
    let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    folders().map(|folder| folder.join(&file)).find(|path| is_name && path.is_file())
}

/// The names of all programs.
pub(crate) fn names() -> Vec<String> {
    let files = folders().flat_map(|folder| crate::stage::entries(&folder).unwrap_or_default());
    let name = |file: String| {
        let name = file.strip_prefix(PREFIX)?;
        Some(name.strip_suffix(std::env::consts::EXE_SUFFIX).unwrap_or(name).to_owned())
    };
    files.filter_map(name).collect()
}

fn folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

impl Generator {
    /// Runs the program over a model.
    ///
    /// # Errors
    /// There is no such program, it failed or took longer than `limit`, or what it gave is no
    /// response.
    pub(crate) fn make(&self, schema: &Schema, limit: Duration) -> Result<Output, CommandError> {
        let program = format!("{PREFIX}{}", self.name);
        let failed = |why: String| CommandError::failed(format!("`{program}` {why}"));
        let path = find(&self.name).ok_or_else(|| {
            failed("is not on the PATH".to_owned()).help("install it, or generate elsewhere")
        })?;
        let request = json!({ "version": 1, "args": self.args, "schema": schema });
        let mut child = Command::new(&path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| failed(format!("cannot be run: {e}")))?;
        let (stdin, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // A program may answer before it has read everything, so one hand writes, others read.
        std::thread::spawn(move || {
            stdin.map(|mut stdin| stdin.write_all(request.to_string().as_bytes()))
        });
        let (out, err) = (Heard::new(out), Heard::new(err));
        let status = ended(&mut child, [&out, &err], Instant::now() + limit)
            .map_err(|e| failed(format!("is lost: {e}")))?;
        let said = String::from_utf8_lossy(&err.bytes()).trim().to_owned();
        let with_said = |mut mistake: Mistake| {
            mistake.notes.extend((!said.is_empty()).then(|| said.clone()));
            CommandError::from(mistake)
        };
        let Some(status) = status else {
            let message = format!("`{program}` was stopped: it took longer than {limit:?}");
            let help = "give it longer: `--generator-timeout 30m`, or in the settings";
            return Err(with_said(Mistake::new(message).help(help)));
        };
        if !status.success() {
            return Err(with_said(Mistake::new(format!("`{program}` failed: {status}"))));
        }
        let response: Response = serde_json::from_slice(&out.bytes()).map_err(|e| {
            with_said(Mistake::new(format!("`{program}` gave no valid response: {e}")))
        })?;
        let mut files = Output::try_from(response.into_files(&program)?)?;
        files.said = said;
        Ok(files)
    }
}

/// What a program prints, read as it comes.
struct Heard {
    bytes: Arc<Mutex<Vec<u8>>>,
    /// Its other end is gone once nothing more will come.
    ended: Receiver<()>,
}

impl Heard {
    fn new(from: Option<impl Read + Send + 'static>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (open, ended) = mpsc::channel();
        let heard = Arc::clone(&bytes);
        std::thread::spawn(move || {
            let _open = open;
            let mut from = from.map(|from| from.take(MOST));
            let mut piece = vec![0; 64 << 10];
            while let Some(Ok(length @ 1..)) = from.as_mut().map(|from| from.read(&mut piece)) {
                if let Ok(mut heard) = heard.lock() {
                    heard.extend_from_slice(&piece[..length]);
                }
            }
        });
        Self { bytes, ended }
    }

    fn bytes(&self) -> Vec<u8> {
        self.bytes.lock().map(|bytes| bytes.clone()).unwrap_or_default()
    }
}

/// How a program ended; one that has not until then is stopped.
fn ended(
    child: &mut Child,
    heard: [&Heard; 2],
    until: Instant,
) -> std::io::Result<Option<ExitStatus>> {
    let left = || until.saturating_duration_since(Instant::now());
    for one in heard {
        let _ = one.ended.recv_timeout(left());
    }
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if left().is_zero() {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

impl Response {
    fn into_files(self, program: &str) -> Result<Files, CommandError> {
        let mut mistakes: Vec<Mistake> = Vec::new();
        for error in self.errors {
            let mut mistake = Mistake::new(format!("{program}: {}", error.message));
            mistake.help.extend(error.help);
            mistakes.push(mistake);
        }
        let mut files = Files::new();
        for file in self.files {
            let (path, executable, owner) = (file.path.clone(), file.executable, file.owner);
            if lock::is_record(&path) {
                let message = format!("{program}: `{path}` is where cargo gen keeps records");
                mistakes.push(Mistake::new(message));
                continue;
            }
            match file.bytes() {
                Ok(contents) => {
                    let file = File { contents, owner, executable };
                    mistakes.extend(files.insert(path, file).err().map(|d| Mistake::from(&d)));
                }
                Err(why) => mistakes.push(Mistake::new(format!("{program}: `{path}`: {why}"))),
            }
        }
        CommandError::unless_empty(Kind::Failed, mistakes)?;
        Ok(files)
    }
}

impl ResponseFile {
    fn bytes(self) -> Result<Vec<u8>, String> {
        match (self.contents, self.base64) {
            (Some(text), None) => Ok(text.into_bytes()),
            (None, Some(text)) => STANDARD.decode(text).map_err(|e| format!("`base64`: {e}")),
            _ => Err("it needs either `contents` or `base64`".to_owned()),
        }
    }
}
