//! The only module that prints: data to standard output, words to standard error.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use typewright::Stringer;

use crate::call::interrupt::Signal;
use crate::connection::trace::Lines;
use crate::output::bug;
use crate::output::pager;
use crate::output::paint::Paint;
use crate::output::progress::Progress;
use crate::output::terminal::{Color, Screen};

/// How a run ended, as the number that the shell sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Ok,
    Failed,
    Usage,
    /// The number of a gRPC status code.
    Status(u8),
    /// A signal came.
    Signal(Signal),
    /// What a plug-in ended with; nothing if a signal ended it.
    Plugin(Option<u8>),
}

/// Which number a status is.
#[derive(Stringer, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[stringer(rename_all = "lowercase")]
pub(crate) enum Scheme {
    #[default]
    Grpc,
    Buf,
}

/// How messages are printed.
#[derive(Stringer, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[stringer(rename_all = "lowercase")]
pub(crate) enum ErrorFormat {
    #[default]
    Text,
    Json,
}

impl Exit {
    pub(crate) fn number(self, scheme: Scheme) -> u8 {
        match self {
            Exit::Failed | Exit::Usage if scheme == Scheme::Buf => 1,
            Exit::Status(code) if scheme == Scheme::Buf => code << 3,
            Exit::Ok => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Status(code) => 64 + code,
            Exit::Signal(signal) => signal.number(),
            Exit::Plugin(code) => code.unwrap_or(1),
        }
    }
}

/// The two streams of a run.
pub(crate) struct Report<'w> {
    out: &'w mut dyn Write,
    err: &'w mut dyn Write,
    file: Option<(PathBuf, Option<File>)>,
    pub(crate) screen: Screen,
    pub(crate) scheme: Scheme,
    pub(crate) format: ErrorFormat,
    /// Whether nothing but errors, and what was asked for, goes to standard error.
    pub(crate) quiet: bool,
    paint: Paint,
    messages: Paint,
    pager: Option<String>,
    progress: Option<Progress>,
    /// Whether a line about progress, or a prompt, stands on the screen.
    drawn: bool,
    /// What asks for the next line of input.
    prompt: Option<&'static str>,
    /// What is told from inside of a call.
    lines: Lines,
    /// Texts that no message may hold.
    secrets: Vec<String>,
}

impl<'w> Report<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, err: &'w mut dyn Write, screen: Screen) -> Self {
        Report {
            out,
            err,
            file: None,
            screen,
            scheme: Scheme::default(),
            format: ErrorFormat::default(),
            quiet: false,
            paint: Paint::default(),
            messages: Paint::default(),
            pager: None,
            progress: None,
            drawn: false,
            prompt: None,
            lines: Lines::default(),
            secrets: Vec::new(),
        }
    }

    /// Uses colour as somebody wishes, on each stream as fits it.
    pub(crate) fn color(&mut self, wish: Color) {
        let (out, err) = self.screen.colors(wish);
        (self.paint, self.messages) = (Paint { on: out }, Paint { on: err });
    }

    /// Shows what is longer than the screen by this command line.
    pub(crate) fn page_by(&mut self, command: Option<&str>) {
        self.pager = command.map(str::to_owned);
    }

    /// Waits for nobody from now on: neither for an answer nor in a pager.
    pub(crate) fn ask_nobody(&mut self) {
        self.screen.terminal.input = false;
        self.page_by(Some("never"));
    }

    /// Keeps texts out of all messages, whoever repeats them: a server, a file, a program.
    pub(crate) fn hide(&mut self, secrets: impl IntoIterator<Item = String>) {
        // Letters that occur everywhere hide nothing.
        self.secrets.extend(secrets.into_iter().filter(|secret| secret.len() >= 5));
    }

    /// The text with every such secret as `***`.
    pub(crate) fn without_secrets(&self, text: &str) -> String {
        let hide = |text: String, secret: &String| text.replace(secret.as_str(), "***");
        self.secrets.iter().fold(text.to_owned(), hide)
    }

    /// What is told from inside of a call goes there.
    pub(crate) fn lines(&self) -> Lines {
        self.lines.clone()
    }

    /// Prints what was told from inside of a call.
    pub(crate) fn told(&mut self) {
        // The prompt is gone with the line that was typed behind it.
        self.drawn &= !self.lines.take_typed();
        for line in self.lines.take() {
            self.say(&line);
        }
    }

    /// How data is painted.
    pub(crate) fn paint(&self) -> Paint {
        self.paint
    }

    /// How messages are painted.
    pub(crate) fn messages(&self) -> Paint {
        self.messages
    }

    /// Lets data go to a file from now on. It is made when there is some, so that a call that
    /// fails leaves an old file alone.
    pub(crate) fn save_to(&mut self, path: PathBuf) {
        self.file = Some((path, None));
        self.paint = Paint::default();
    }

    /// Prints data that is all there is, in a pager if somebody looks at a screen that is too
    /// small for it.
    pub(crate) fn whole(&mut self, text: &str) -> Result<(), Exit> {
        let command = self.screen.pager(self.pager.as_deref());
        let wanted = self.file.is_none() && !command.is_some_and(pager::is_off);
        let long = self.screen.size().is_some_and(|size| pager::is_longer(text, size));
        if wanted && long {
            let command = command.map(str::to_owned);
            self.end();
            if pager::show(command.as_deref(), text) {
                return Ok(());
            }
        }
        self.data(text)
    }

    /// Prints data, at once. An error says how the run ends: a reader that went away has all that
    /// it wanted, everything else is a failure.
    pub(crate) fn data(&mut self, text: &str) -> Result<(), Exit> {
        self.bytes(text.as_bytes())
    }

    /// Prints data that need not be text.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Exit> {
        self.erase();
        if let Some((path, file)) = &mut self.file {
            let written = append(path, file, bytes);
            let shown = path.display().to_string();
            return written.map_err(|error| {
                self.error(&format!("cannot write `{shown}`: {error}"));
                Exit::Failed
            });
        }
        let written = self.out.write_all(bytes).and_then(|()| self.out.flush());
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
        let text = self.without_secrets(text);
        if self.format == ErrorFormat::Json {
            return self.record(&json!({ "level": level(&text), "message": message(&text) }));
        }
        self.ask(&format!("{}\n", self.messages.message(&text)));
    }

    /// Prints a line that somebody may do without.
    pub(crate) fn note(&mut self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Prints a message as data, a line.
    pub(crate) fn record(&mut self, record: &Json) {
        let text = self.without_secrets(&record.to_string());
        self.ask(&format!("{text}\n"));
    }

    /// Prints a question, without a line feed behind it.
    pub(crate) fn ask(&mut self, text: &str) {
        self.erase();
        drop(write!(self.err, "{text}").and_then(|()| self.err.flush()));
    }

    pub(crate) fn error(&mut self, text: &str) {
        self.say(&format!("error: {text}"));
    }
}

/// Progress: a line on standard error that is gone at the end, where there is a terminal for it.
impl Report<'_> {
    pub(crate) fn begin(&mut self, label: impl Into<String>) {
        if self.screen.can_erase() && self.format == ErrorFormat::Text && !self.quiet {
            self.progress = Some(Progress::new(label.into()));
        }
    }

    /// What is done now, as part of the work that was begun.
    pub(crate) fn relabel(&mut self, label: impl Into<String>) {
        if let Some(progress) = &mut self.progress {
            progress.relabel(label.into());
        }
    }

    pub(crate) fn count(&mut self) {
        if let Some(progress) = &mut self.progress {
            progress.count();
        }
    }

    /// Asks for input whenever nothing else is on its line.
    pub(crate) fn prompt(&mut self, prompt: Option<&'static str>) {
        self.erase();
        self.progress = None;
        self.prompt = prompt.filter(|_| self.screen.can_erase());
    }

    /// Shows how far the work is.
    pub(crate) fn tick(&mut self) {
        let columns = self.screen.terminal.output.map_or(80, |(columns, _)| usize::from(columns));
        if let Some(prompt) = self.prompt.filter(|_| !self.drawn) {
            drop(write!(self.err, "{prompt}").and_then(|()| self.err.flush()));
            self.drawn = true;
            return;
        }
        let line = self.progress.as_mut().and_then(|progress| progress.line(columns));
        if let Some(line) = line {
            drop(write!(self.err, "\r\u{1b}[K{line}").and_then(|()| self.err.flush()));
            self.drawn = true;
        }
    }

    pub(crate) fn end(&mut self) {
        self.told();
        self.erase();
        (self.progress, self.prompt) = (None, None);
    }

    fn erase(&mut self) {
        if std::mem::take(&mut self.drawn) {
            drop(write!(self.err, "\r\u{1b}[K").and_then(|()| self.err.flush()));
        }
    }
}

/// How grave a message is, by the word in front of it.
fn level(text: &str) -> &'static str {
    let words = ["error", "warning", "help"];
    let text = text.trim_start();
    let word =
        words.iter().find(|word| text.strip_prefix(**word).is_some_and(|t| t.starts_with(':')));
    word.copied().unwrap_or("info")
}

/// The message without that word.
fn message(text: &str) -> &str {
    let behind = text.trim_start().strip_prefix(level(text)).and_then(|t| t.strip_prefix(':'));
    behind.unwrap_or(text).trim()
}

/// Writes a file where a shell or `man` looks for it, and makes its folder.
#[expect(clippy::disallowed_methods, reason = "the file is what the user asked for")]
pub(crate) fn install(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, text));
    written.map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "the file is what the user asked for")]
fn append(path: &Path, file: &mut Option<File>, bytes: &[u8]) -> std::io::Result<()> {
    let file = match file {
        Some(file) => file,
        None => file.insert(File::create(path)?),
    };
    file.write_all(bytes)
}

/// The text of `help exit-codes`.
pub(crate) fn exit_codes() -> String {
    let mut text = "Exit codes:\n\
        \x20   0  the call succeeded\n\
        \x20   1  another failure, such as a file or a broken answer\n\
        \x20   2  the command line, the request or the settings are wrong\n"
        .to_owned();
    for code in typewright_client::Code::all().filter(|code| code.number() > 0) {
        text.push_str(&format!(
            "{:>5}  {code}\n",
            Exit::Status(code.number()).number(Scheme::Grpc)
        ));
    }
    text.push_str(&format!("{:>5}  a bug in the tool, which says what to report\n", bug::EXIT));
    text.push_str(
        "  130  interrupted by ctrl-C\n  143  ended by SIGTERM\n\n\
        With --exit-scheme buf a status is eight times its code, and 1 is every other failure.\n",
    );
    text
}
