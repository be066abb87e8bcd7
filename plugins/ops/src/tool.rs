//! The program: arguments ▶ settings and requests ▶ a call.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use typewright_settings::{Loaded, Loader, Origin, Settings};

use crate::call::{self, Plan};
use crate::flags::Flags;
use crate::json::{self, Types};
use crate::report::{self, Exit, Report};
use crate::settings::Options;
use crate::table::{Method, Service};
use crate::tree::{self, Selected, Tree};
use crate::{dynamic::DynamicMessage, input};

const CONFIG: &str = "config.yaml";
const ENDPOINT: &str = "http://127.0.0.1:50051";

/// A command-line tool for some services; see the [crate](crate).
#[derive(Debug)]
#[must_use = "a tool does nothing until `.main()`"]
pub struct Tool {
    name: &'static str,
    version: &'static str,
    about: String,
    env_prefix: String,
    services: Vec<&'static Service>,
}

impl Tool {
    /// A tool with the name and version that it shows.
    pub fn new(name: &'static str, version: &'static str) -> Tool {
        let env_prefix = name.to_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        Tool { name, version, about: String::new(), env_prefix, services: Vec::new() }
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

    /// Runs with the arguments, variables and streams of this process.
    pub fn main(self) -> ExitCode {
        let args = std::env::args_os().skip(1);
        let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
        self.run(args, std::env::vars_os(), &mut out, &mut err).into()
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
        let mut report = Report::new(out, err);
        let outcome = self.dispatch(&args, env.into_iter().collect(), &mut report);
        outcome.unwrap_or_else(|exit| exit).number()
    }

    fn dispatch(
        &self,
        args: &[OsString],
        env: Vec<(OsString, OsString)>,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let root = self.root();
        let words = tree::words(&root, args);
        if words == ["help", "exit-codes"] {
            report.data(&report::exit_codes())?;
            return Ok(Exit::Ok);
        }
        let tree = Tree::new(&self.services);
        let (service, selected) = tree.select(&words);
        let flags = selected.map(|selected| self.flags(&root, selected.method));
        let command = tree.build(root, service, selected.zip(flags.as_ref()));
        let name = [OsString::from(self.name)];
        let words = name.iter().chain(args);
        let matches = command.try_get_matches_from(words).map_err(|error| {
            let text = error.render().to_string();
            if error.use_stderr() {
                report.say(text.trim_end());
                return Exit::Usage;
            }
            report.data(&text).err().unwrap_or(Exit::Ok)
        })?;
        let file = path(&matches);
        if let Some(("config", matches)) = matches.subcommand()
            && matches.subcommand_name() == Some("path")
        {
            report.data(&format!("{}\n", file.as_deref().unwrap_or(CONFIG)))?;
            return Ok(Exit::Ok);
        }
        let loader = Loader::new(&self.env_prefix).env(env).flags(&matches);
        let loader = match file {
            Some(file) => loader.required_file(file),
            None => loader.file(CONFIG),
        };
        let settings: Loaded<Options> = loader.load().map_err(|problems| {
            report.say(&problems.to_string());
            Exit::Usage
        })?;
        match (matches.subcommand(), selected.zip(flags)) {
            (Some(("config", matches)), _) => {
                report.data(&show(&settings, matches))?;
                Ok(Exit::Ok)
            }
            (_, Some((selected, flags))) => {
                self.call(selected, &flags, &matches, &settings, report)
            }
            _ => Ok(Exit::Usage),
        }
    }

    /// Everything but the services.
    fn root(&self) -> Command {
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .global(true)
            .help_heading("Settings")
            .help(format!("Settings in YAML [default: {CONFIG}, if it is there]"));
        let origin = Arg::new("origin")
            .long("origin")
            .num_args(0)
            .action(clap::ArgAction::SetTrue)
            .help("Says where each value was set");
        let show = Command::new("show").about("Prints all settings").arg(origin);
        let path = Command::new("path").about("Prints the name of the settings file");
        let settings = Command::new("config")
            .about("Shows the settings of this tool")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands([show, path]);
        let command = Command::new(self.name)
            .version(self.version)
            .about(self.about.clone())
            .subcommand_required(true)
            .arg_required_else_help(true)
            .after_help(format!("Exit codes: {} help exit-codes", self.name))
            .arg(config)
            .subcommand(settings.display_order(usize::MAX));
        Options::flags(command, &self.env_prefix)
    }

    fn flags(&self, root: &Command, method: &'static Method) -> Flags {
        let own = root.get_arguments().filter_map(Arg::get_long).map(str::to_owned);
        let built_in = ["data", "help", "version"].map(str::to_owned);
        Flags::new(method.input, &own.chain(built_in).collect())
    }

    fn call(
        &self,
        Selected { service, method }: Selected,
        flags: &Flags,
        matches: &ArgMatches,
        settings: &Loaded<Options>,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let all = self.services.iter().flat_map(|service| service.methods);
        let types = Types::new(all.flat_map(|method| [method.input, method.output]));
        let leaf = leaf(matches);
        let (requests, headers) =
            (requests(method, flags, leaf, &types), headers(&settings.value.headers));
        let (requests, headers) = match (requests, headers) {
            (Ok(requests), Ok(headers)) => (requests, headers),
            (requests, headers) => {
                let problems = [requests.err(), headers.err()].into_iter().flatten().flatten();
                problems.for_each(|problem| report.error(&problem));
                return Ok(Exit::Usage);
            }
        };
        let plan = Plan {
            method,
            endpoint: endpoint(service, &settings.value),
            user_agent: format!("{}/{}", self.name, self.version),
            options: &settings.value,
            limit_streams: settings.origin("timeout").is_some_and(|o| *o != Origin::Default),
            headers,
            types: &types,
        };
        if settings.value.verbose {
            report.say(&format!("> {} {}", plan.endpoint, method.path));
            plan.headers.iter().for_each(|(key, _)| report.say(&format!("> {key}: ***")));
            for request in &requests {
                report.say(&format!("> {}", json::masked(request, &types)));
            }
        }
        let requests = requests.iter().map(DynamicMessage::encode).collect();
        Ok(call::run(&plan, requests, report))
    }
}

/// The file that `--config` names.
fn path(matches: &ArgMatches) -> Option<String> {
    matches.get_one::<String>("config").cloned()
}

/// The arguments of the innermost command.
fn leaf(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| leaf(inner))
}

/// One request from the flags, or one for each JSON document under them.
fn requests(
    method: &Method,
    flags: &Flags,
    matches: &ArgMatches,
    types: &Types,
) -> Result<Vec<DynamicMessage>, Vec<String>> {
    let data = matches.get_one::<String>("data");
    let Some(data) = data else { return Ok(vec![flags.request(matches, None, types)?]) };
    let text = input::text(data).map_err(|error| vec![format!("--data: {error}")])?;
    let documents = json::documents(&text)
        .map_err(|problems| problems.iter().map(|p| format!("--data: {p}")).collect::<Vec<_>>())?;
    if !method.client_streaming && documents.len() != 1 {
        let found = documents.len();
        return Err(vec![format!("--data: expected one JSON object, found {found}")]);
    }
    let (mut requests, mut problems) = (Vec::new(), Vec::new());
    for document in &documents {
        match flags.request(matches, Some(document), types) {
            Ok(request) => requests.push(request),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() { Ok(requests) } else { Err(problems) }
}

fn headers(given: &[String]) -> Result<Vec<(String, String)>, Vec<String>> {
    let (mut pairs, mut problems) = (Vec::new(), Vec::new());
    for header in given {
        match header.split_once(':') {
            Some((key, value)) => pairs.push((key.trim().to_owned(), value.trim().to_owned())),
            // The text may be a secret that lost its name.
            None => problems.push("--header: expected `key: value`, found no colon".to_owned()),
        }
    }
    if problems.is_empty() { Ok(pairs) } else { Err(problems) }
}

fn endpoint(service: &Service, options: &Options) -> String {
    match &options.endpoint {
        Some(endpoint) => endpoint.clone(),
        None if service.default_host.is_empty() => ENDPOINT.to_owned(),
        None => format!("https://{}", service.default_host),
    }
}

/// All settings as YAML, with their origins as comments if asked for.
fn show(settings: &Loaded<Options>, matches: &ArgMatches) -> String {
    let origins = leaf(matches).get_flag("origin");
    let rows = settings.origins().map(|row| {
        // What is masked is quoted, so that all of it is YAML.
        let value = match row.value.as_deref() {
            Some("***") => "'***'",
            value => value.unwrap_or("null"),
        };
        if origins {
            format!("{}: {value}  # {}\n", row.key, row.origin)
        } else {
            format!("{}: {value}\n", row.key)
        }
    });
    rows.collect()
}
