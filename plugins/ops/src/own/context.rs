//! What a command that somebody wrote by hand is given, and how it fails.

use std::any::Any;
use std::error::Error;

use serde::Serialize;
use serde_json::Value as Json;
use typewright_client::{Channel, Policy};

use crate::call::failure;
use crate::call::interrupt::Signal;
use crate::connection::auth;
use crate::connection::fake::Samples;
use crate::connection::{self, Environment, Target};
use crate::json::Types;
use crate::output::columns;
use crate::output::paint::Paint;
use crate::output::print;
use crate::output::report::{Exit, Report};
use crate::request;
use crate::settings::{Options, Output};
use crate::table::Service;
use crate::tool::Tool;

/// What a command of one's own works with: a connection, the settings, the output.
///
/// `S` are the settings of the tool, see [`Tool::settings`](crate::Tool::settings); `()` for a
/// command that needs none.
///
/// ```
/// use std::collections::BTreeMap;
/// use typewright_ops::{Context, Failure, Tool};
///
/// // With clap's feature `derive`: #[derive(clap::Args)] struct Where;
/// # struct Where;
/// # impl clap::FromArgMatches for Where {
/// #     fn from_arg_matches(_: &clap::ArgMatches) -> Result<Self, clap::Error> { Ok(Where) }
/// #     fn update_from_arg_matches(&mut self, _: &clap::ArgMatches) -> Result<(), clap::Error> {
/// #         Ok(())
/// #     }
/// # }
/// # impl clap::Args for Where {
/// #     fn augment_args(command: clap::Command) -> clap::Command { command }
/// #     fn augment_args_for_update(command: clap::Command) -> clap::Command { command }
/// # }
/// async fn location(_: Where, context: &mut Context<'_>) -> Result<(), Failure> {
///     let answer = BTreeMap::from([("endpoint", context.endpoint().to_owned())]);
///     context.print(&answer)
/// }
///
/// let tool = Tool::new("demo", "1.0.0").command("where", location);
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let args = ["where", "-e", "http://[::1]:80", "-o", "ndjson"].map(Into::into);
/// assert_eq!(tool.run(args, [], &mut out, &mut err), 0);
/// assert_eq!(out, b"{\"endpoint\":\"http://[::1]:80\"}\n");
/// ```
#[derive(Debug)]
pub struct Context<'c, S = ()> {
    pub(crate) settings: &'c S,
    pub(crate) common: Common<'c>,
}

/// The part of a context that is the same whatever the settings are.
pub(crate) struct Common<'c> {
    /// The settings of the tool; `()` where it has none.
    pub(crate) own: &'c dyn Any,
    pub(crate) options: &'c Options,
    pub(crate) env: &'c Environment,
    pub(crate) services: &'c [&'static Service],
    pub(crate) endpoint: String,
    pub(crate) user_agent: String,
    pub(crate) report: &'c mut dyn Speak,
}

impl<'c> Common<'c> {
    pub(crate) fn new(
        tool: &'c Tool,
        (options, env): (&'c Options, &'c Environment),
        own: &'c dyn Any,
        report: &'c mut dyn Speak,
    ) -> Common<'c> {
        Common {
            own,
            options,
            env,
            services: &tool.services,
            endpoint: endpoint(&tool.services, options),
            user_agent: format!("{}/{}", tool.name, tool.version),
            report,
        }
    }
}

impl std::fmt::Debug for Common<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Common").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// What a command can do with a [`Report`], whatever it writes to.
pub(crate) trait Speak {
    fn data(&mut self, text: &str) -> Result<(), Exit>;
    fn say(&mut self, text: &str);
    fn paint(&self) -> Paint;
}

impl Speak for Report<'_> {
    fn data(&mut self, text: &str) -> Result<(), Exit> {
        Report::data(self, text)
    }

    fn say(&mut self, text: &str) {
        Report::note(self, text);
    }

    fn paint(&self) -> Paint {
        Report::paint(self)
    }
}

impl<S> Context<'_, S> {
    /// The settings of the tool.
    pub fn settings(&self) -> &S {
        self.settings
    }

    /// Where the server is: what the settings say, else the host that the first service names.
    pub fn endpoint(&self) -> &str {
        &self.common.endpoint
    }

    /// A channel to [`Context::endpoint`] with everything that the settings say of calls:
    /// credentials, TLS, timeouts, retries, and samples in place of a server under `--fake`. It
    /// connects with the first call; typed clients are made from it by `From`.
    ///
    /// # Errors
    /// The endpoint is none, or credentials or certificates cannot be had.
    pub fn channel(&self) -> Result<Channel, Failure> {
        let Common { options, env, endpoint, user_agent, services, .. } = &self.common;
        let credentials = auth::credentials(options, endpoint);
        let credentials = credentials.map_err(|problems| Failure::usage(problems.join("\n")))?;
        let credentials = credentials.as_ref();
        let target = Target { endpoint, user_agent, credentials, options, env };
        let policy = options.retry().map_or(Policy::Once, Policy::Retry);
        let builder = connection::builder(&target, || Samples::of(services))?;
        Ok(builder.timeout(options.timeout).policy(policy).lazy()?)
    }

    /// Prints data to standard output in the form that `--output` asks for: as JSON, one line, YAML,
    /// a table with a row for each object of a list, or aligned text.
    ///
    /// # Errors
    /// The value is no data, or nobody reads the output any more, which ends the command.
    pub fn print(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let json = serde_json::to_value(value)?;
        let paint = self.common.report.paint();
        self.write(&text(&json, self.common.options.output, paint))
    }

    /// Prints text to standard output as it is.
    ///
    /// # Errors
    /// Nobody reads the output any more, which ends the command.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.common.report.data(text).map_err(|exit| Failure(Why::Exit(exit)))
    }

    /// Prints a line for people to standard error, unless the user wants it quiet.
    pub fn say(&mut self, text: &str) {
        self.common.report.say(text);
    }
}

fn text(json: &Json, output: Output, paint: Paint) -> String {
    match (json, output) {
        (Json::Array(rows), Output::Table) if rows.iter().all(Json::is_object) => {
            print::grid(&columns::objects(rows), paint)
        }
        (Json::Object(_), Output::Table | Output::Text) => {
            print::pairs(&columns::pairs(json), paint)
        }
        _ => paint.document(print::document(json, output), output),
    }
}

/// Why a command of one's own ends without having done its work.
///
/// Every error becomes one by `?`. An error of a call says its status and is its exit code, as for
/// the commands of RPCs; any other is exit code 1.
#[derive(Debug)]
pub struct Failure(Why);

#[derive(Debug)]
enum Why {
    Exit(Exit),
    Usage(clap::Error),
    Call(typewright_client::Error),
    Told { message: String, help: Vec<String>, exit: Exit },
}

impl Failure {
    /// A failure in words: exit code 1.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure(Why::Told { message: message.into(), help: Vec::new(), exit: Exit::Failed })
    }

    /// A mistake in the command line or the settings: exit code 2.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure(Why::Told { message: message.into(), help: Vec::new(), exit: Exit::Usage })
    }

    /// What to do next.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Failure {
        if let Why::Told { help, .. } = &mut self.0 {
            help.push(text.into());
        }
        self
    }

    pub(crate) fn interrupted(signal: Signal) -> Failure {
        Failure(Why::Exit(Exit::Signal(signal)))
    }

    /// Says it, and how the run ends.
    pub(crate) fn tell(self, endpoint: &str, types: &Types, report: &mut Report<'_>) -> Exit {
        match self.0 {
            Why::Exit(exit) => exit,
            Why::Usage(error) => {
                report.say(error.render().to_string().trim_end());
                Exit::Usage
            }
            Why::Call(error) => failure::explain(&error, endpoint, types, report),
            Why::Told { message, help, exit } => {
                report.error(&message);
                help.iter().for_each(|help| report.say(&format!("  help: {help}")));
                exit
            }
        }
    }
}

impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Failure {
        let error: Box<dyn Error> = Box::new(error);
        let error = match error.downcast::<typewright_client::Error>() {
            Ok(call) => return Failure(Why::Call(*call)),
            Err(other) => other,
        };
        let error = match error.downcast::<clap::Error>() {
            Ok(usage) => return Failure(Why::Usage(*usage)),
            Err(other) => other,
        };
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(inner) = source {
            let text = inner.to_string();
            // Many errors repeat what they come from.
            if !message.contains(&text) {
                message.push_str(&format!(": {text}"));
            }
            source = inner.source();
        }
        Failure::new(message)
    }
}

/// Where a tool as a whole calls: the setting, or what its first service says.
pub(crate) fn endpoint(services: &[&'static Service], options: &Options) -> String {
    static NONE: Service = Service::new("none", &[]);
    request::endpoint(services.first().copied().unwrap_or(&NONE), options)
}
