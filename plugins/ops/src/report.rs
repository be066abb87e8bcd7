//! The only module that prints: data to standard output, words to standard error.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How a run ended, as the number that the shell sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Ok,
    Failed,
    Usage,
    /// The number of a gRPC status code.
    Status(u8),
    Interrupted,
}

impl Exit {
    pub(crate) fn number(self) -> u8 {
        match self {
            Exit::Ok => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Status(code) => 64 + code,
            Exit::Interrupted => 130,
        }
    }
}

/// The two streams of a run.
pub(crate) struct Report<'w> {
    out: &'w mut dyn Write,
    err: &'w mut dyn Write,
    file: Option<(PathBuf, Option<File>)>,
}

impl<'w> Report<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, err: &'w mut dyn Write) -> Self {
        Report { out, err, file: None }
    }

    /// Lets data go to a file from now on. It is made when there is some, so that a call that
    /// fails leaves an old file alone.
    pub(crate) fn save_to(&mut self, path: PathBuf) {
        self.file = Some((path, None));
    }

    /// Prints data, at once. An error says how the run ends: a reader that went away has all that
    /// it wanted, everything else is a failure.
    pub(crate) fn data(&mut self, text: &str) -> Result<(), Exit> {
        if let Some((path, file)) = &mut self.file {
            let written = append(path, file, text);
            let shown = path.display().to_string();
            return written.map_err(|error| {
                self.error(&format!("cannot write `{shown}`: {error}"));
                Exit::Failed
            });
        }
        let written = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        written.map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Exit::Ok,
            _ => {
                self.error(&format!("cannot write to standard output: {error}"));
                Exit::Failed
            }
        })
    }

    /// Prints a line for people. Nobody is left to hear that it could not be printed.
    pub(crate) fn say(&mut self, text: &str) {
        drop(writeln!(self.err, "{text}").and_then(|()| self.err.flush()));
    }

    /// Prints a question, without a line feed behind it.
    pub(crate) fn ask(&mut self, text: &str) {
        drop(write!(self.err, "{text}").and_then(|()| self.err.flush()));
    }

    pub(crate) fn error(&mut self, text: &str) {
        self.say(&format!("error: {text}"));
    }
}

#[expect(clippy::disallowed_methods, reason = "the file is what the user asked for")]
fn append(path: &Path, file: &mut Option<File>, text: &str) -> std::io::Result<()> {
    let file = match file {
        Some(file) => file,
        None => file.insert(File::create(path)?),
    };
    file.write_all(text.as_bytes())
}

/// The text of `help exit-codes`.
pub(crate) fn exit_codes() -> String {
    let mut text = "Exit codes:\n\
        \x20   0  the call succeeded\n\
        \x20   1  another failure, such as a file or a broken answer\n\
        \x20   2  the command line, the request or the settings are wrong\n"
        .to_owned();
    for code in typewright_client::Code::all().filter(|code| code.number() > 0) {
        text.push_str(&format!("{:>5}  {code}\n", Exit::Status(code.number()).number()));
    }
    text.push_str("  130  interrupted\n");
    text
}
