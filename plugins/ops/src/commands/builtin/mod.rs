//! The commands that every tool has: what there is to call, and what to send.

pub(crate) mod context;
mod describe;
mod list;
mod schema;
mod serve;
mod template;

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value as Json;

use crate::commands::tree::Tree;
use crate::json::Types;
use crate::output::print;
use crate::output::report::{Exit, Report};
use crate::scalar;
use crate::settings::Output;
use crate::table::{Enum, Kind, Message, Method, Service};

/// The commands for clap.
pub(crate) fn commands() -> [Command; 8] {
    let names = |command: Command, help: &'static str| {
        let names = Arg::new("names").value_name("NAME").help(help).action(ArgAction::Append);
        command.arg(names.num_args(1..).required(true)).display_order(LAST)
    };
    let filter = Arg::new("names").value_name("TEXT").help("Only methods with this in their name");
    [
        Command::new("list").about("Lists all methods").arg(filter).display_order(LAST),
        names(
            Command::new("describe").about("Prints the definition of a method, message or enum"),
            "A command (`items get`), or the name of a service, method, message or enum",
        ),
        names(
            Command::new("template").about("Prints a request to fill in, for --data"),
            "A command (`items get`), or the name of a method or message",
        ),
        names(
            Command::new("schema").about("Prints the JSON Schema of a request or message"),
            "A command (`items get`), or the name of a method or message",
        ),
        serve::command().display_order(LAST),
        context::command(),
        Command::new("doctor")
            .about("Says why calls do not go well: settings, network, TLS, server, schema")
            .display_order(LAST),
        Command::new("plugin")
            .about("Lists the plug-ins: programs on the PATH that are commands here")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .display_order(LAST)
            .subcommand(Command::new("list").about("Lists all plug-ins")),
    ]
}

/// Behind all services and methods in help.
pub(crate) const LAST: usize = usize::MAX - 1;

/// What the commands look at.
pub(crate) struct Api<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) types: &'a Types,
}

/// Runs the command of this name, if it is one of [`commands`]. The output is what was asked for:
/// each command knows best what to print otherwise.
pub(crate) fn run(
    (name, matches): (&str, &ArgMatches),
    api: &Api<'_>,
    output: Option<Output>,
    report: &mut Report<'_>,
) -> Option<Result<Exit, Exit>> {
    if name == "fake" {
        return Some(serve::run(matches, api, report));
    }
    if !["list", "describe", "template", "schema"].contains(&name) {
        return None;
    }
    let names = matches.get_many::<String>("names").into_iter().flatten();
    let names: Vec<&str> = names.map(String::as_str).collect();
    let paint = report.paint();
    let painted = |json: &Json, output| paint.document(print::document(json, output), output);
    let text = match name {
        "list" => {
            let filter = names.first().copied().unwrap_or_default();
            Ok(list::text(api.tree, filter, output.unwrap_or(Output::Table), paint))
        }
        "describe" => api.find(&names).map(|target| describe::text(&target)),
        "template" => {
            api.message(&names).map(|message| template::text(message, output == Some(Output::Yaml)))
        }
        _ => api
            .message(&names)
            .map(|message| painted(&schema::of(message), output.unwrap_or(Output::Json))),
    };
    Some(match text {
        Ok(text) => report.whole(&text).map(|()| Exit::Ok),
        Err(problem) => {
            report.error(&problem);
            Err(Exit::Usage)
        }
    })
}

/// What a name stands for.
pub(crate) enum Target {
    Service(&'static Service),
    Method(&'static Method),
    Message(&'static Message),
    Enum(&'static Enum),
}

impl Api<'_> {
    /// What the words name: a command, or anything of the schema by its full name, or by the end
    /// of it where that is clear.
    fn find(&self, words: &[&str]) -> Result<Target, String> {
        let (service, method) = self.tree.select(words);
        let depth = usize::from(service.is_some() && !self.tree.is_flat());
        if let Some(selected) = method.filter(|_| words.len() == depth + 1) {
            return Ok(Target::Method(selected.method));
        }
        if let Some(service) = service.filter(|_| depth == 1 && words.len() == 1) {
            return Ok(Target::Service(service));
        }
        let known = self.known();
        let name = words.join(" ");
        let name = name.trim_start_matches(['.', '/']).replace('/', ".");
        if let Some(target) = known.get(name.as_str()) {
            return Ok(target());
        }
        let ending = format!(".{name}");
        let found: Vec<_> = known.iter().filter(|(id, _)| id.ends_with(&ending)).collect();
        match found.as_slice() {
            [(_, target)] => Ok(target()),
            [] => {
                let last = |id: &'_ str| id.rsplit('.').next().unwrap_or_default().to_owned();
                let mut names: Vec<String> = known.keys().map(|id| last(id)).collect();
                names.extend(self.tree.commands().into_iter().map(|command| command.words));
                let near = scalar::did_you_mean(&name, names.iter().map(String::as_str));
                Err(format!("nothing is called `{name}`{near}; see `list`"))
            }
            many => {
                let ids: Vec<&str> = many.iter().map(|(id, _)| id.as_str()).collect();
                Err(format!("`{name}` is not clear: it may be `{}`", ids.join("`, `")))
            }
        }
    }

    /// The message that the words name, or the request of the method.
    fn message(&self, words: &[&str]) -> Result<&'static Message, String> {
        match self.find(words)? {
            Target::Message(message) => Ok(message),
            Target::Method(method) => Ok(method.input),
            Target::Service(service) => Err(format!("{} is a service: name a method", service.id)),
            Target::Enum(table) => Err(format!("{} is an enum, not a message", table.id)),
        }
    }

    fn known(&self) -> BTreeMap<String, Box<dyn Fn() -> Target>> {
        let mut known: BTreeMap<String, Box<dyn Fn() -> Target>> = BTreeMap::new();
        for message in self.types.all() {
            known.insert(message.id.to_owned(), Box::new(move || Target::Message(message)));
            for field in message.fields {
                if let Kind::Enum(table) = field.kind {
                    known.insert(table.id.to_owned(), Box::new(move || Target::Enum(table)));
                }
            }
        }
        for command in self.tree.commands() {
            let (service, method) = (command.service, command.method);
            known.insert(service.id.to_owned(), Box::new(move || Target::Service(service)));
            let id = format!("{}.{}", service.id, method.name);
            known.insert(id, Box::new(move || Target::Method(method)));
        }
        known
    }
}
