//! The program, as its author describes it.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, UNIX_EPOCH};

use clap::Args;
use typewright_settings::Settings;

use crate::commands::early;
use crate::output::bug;
use crate::output::report::Report;
use crate::output::terminal::{Color, Screen, Terminal};
use crate::own::context::{Context, Failure};
use crate::own::{Handmade, Own};
use crate::table::Service;

/// A command-line tool for some services; see the [crate](crate).
#[derive(Debug)]
#[must_use = "a tool does nothing until `.main()`"]
pub struct Tool {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) about: String,
    pub(crate) env_prefix: String,
    pub(crate) services: Vec<&'static Service>,
    pub(crate) own: Own,
    pub(crate) commands: Vec<Handmade>,
    pub(crate) build: Vec<(&'static str, String)>,
    terminal: Terminal,
}

impl Tool {
    /// A tool with the name and version that it shows.
    pub fn new(name: &'static str, version: &'static str) -> Tool {
        let env_prefix = name.to_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        Tool {
            name,
            version,
            about: String::new(),
            env_prefix,
            services: Vec::new(),
            own: Own::none(),
            commands: Vec::new(),
            build: Vec::new(),
            terminal: Terminal::default(),
        }
    }

    /// What it is for, in help.
    pub fn about(mut self, about: impl Into<String>) -> Tool {
        self.about = about.into();
        self
    }

    /// What its environment variables begin with; the name in capitals if not set.
    pub fn env_prefix(mut self, prefix: impl Into<String>) -> Tool {
        self.env_prefix = prefix.into();
        self
    }

    /// Its services.
    pub fn services(mut self, services: &[&'static Service]) -> Tool {
        self.services.extend_from_slice(services);
        self
    }

    /// Settings of its own, beside those that every tool has: flags, variables, keys of the file and
    /// rows of `config show`, all of them like the others. What shares a name with one of those does
    /// not compile.
    pub fn settings<S: Settings + 'static>(mut self) -> Tool {
        self.own = Own::of::<S>();
        self
    }

    /// A command that somebody wrote, under a name that RPCs and built-in commands leave to it: an
    /// RPC of this name becomes `name-method`, a service `name-service`. Its arguments are those of
    /// clap's `Args`, its help is their doc comment; see [`Context`].
    pub fn command<A, S, F>(mut self, name: &'static str, run: F) -> Tool
    where
        A: Args,
        S: 'static,
        F: AsyncFn(A, &mut Context<'_, S>) -> Result<(), Failure> + 'static,
    {
        self.commands.retain(|command| command.name != name);
        self.commands.push(Handmade::new(name, run));
        self
    }

    /// A fact about the build for `version`, such as the commit.
    pub fn build(mut self, fact: &'static str, value: impl Into<String>) -> Tool {
        self.build.push((fact, value.into()));
        self
    }

    /// The commit that it is built of and the time of that, for `version -o json`, where who builds
    /// says them: a tool asks by `option_env!("GIT_COMMIT")` and `option_env!("SOURCE_DATE_EPOCH")`,
    /// the seconds since 1970 of <https://reproducible-builds.org/docs/source-date-epoch/>. Nothing
    /// is looked up, so that the same sources make the same program.
    ///
    /// ```
    /// use typewright_ops::Tool;
    ///
    /// let tool = Tool::new("demo", "1.0.0").built(Some("4f2a"), Some("1767225600"));
    /// let (mut out, mut err) = (Vec::new(), Vec::new());
    /// tool.run(["version".into(), "-o".into(), "json".into()], [], &mut out, &mut err);
    /// let facts = String::from_utf8(out).unwrap();
    /// assert!(facts.contains(r#""date": "2026-01-01T00:00:00Z""#), "{facts}");
    /// ```
    pub fn built(mut self, commit: Option<&str>, seconds: Option<&str>) -> Tool {
        // The last second of the year 9999, behind which the form of dates ends.
        let seconds = seconds.and_then(|text| text.parse().ok()).filter(|s| *s <= 253_402_300_799);
        let time = seconds.and_then(|s| UNIX_EPOCH.checked_add(Duration::from_secs(s)));
        let date = time.map(|time| humantime::format_rfc3339_seconds(time).to_string());
        let facts = [("commit", commit.map(str::to_owned)), ("date", date)];
        self.build.extend(facts.into_iter().filter_map(|(fact, value)| Some((fact, value?))));
        self
    }

    /// What the streams that [`Tool::run`] gets are connected to: nothing that shows colours, if
    /// not said.
    pub fn terminal(mut self, terminal: Terminal) -> Tool {
        self.terminal = terminal;
        self
    }

    /// Runs with the arguments, variables and streams of this process. A panic, which is a bug, is
    /// told as one, without what it says: that could be a secret.
    pub fn main(self) -> ExitCode {
        let tool = self.terminal(Terminal::of_process());
        let args: Vec<OsString> = std::env::args_os().skip(1).collect();
        let env: Vec<(OsString, OsString)> = std::env::vars_os().collect();
        let format = early::setting(&args, &env, ("error-format", &*tool.env_prefix));
        bug::announce(tool.name, tool.version, format.unwrap_or_default());
        let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
        tool.run(args, env, &mut out, &mut err).into()
    }

    /// Runs with these arguments (without the program's name), variables and streams, and gives
    /// the exit code.
    pub fn run(
        &self,
        args: impl IntoIterator<Item = OsString>,
        env: impl IntoIterator<Item = (OsString, OsString)>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> u8 {
        let args: Vec<OsString> = args.into_iter().collect();
        let env: Vec<(OsString, OsString)> = env.into_iter().collect();
        let mut report = Report::new(out, err, Screen::new(self.terminal, &env));
        let prefix = &*self.env_prefix;
        let color = early::setting(&args, &env, ("color", prefix));
        report.color(color.unwrap_or(Color::Auto));
        // Help is shown before the settings are read.
        let pager: Option<String> = early::setting(&args, &env, ("pager", prefix));
        report.page_by(pager.as_deref());
        report.format = early::setting(&args, &env, ("error-format", prefix)).unwrap_or_default();
        let outcome = self.dispatch(&args, &env, &mut report);
        outcome.unwrap_or_else(|exit| exit).number(report.scheme)
    }
}
