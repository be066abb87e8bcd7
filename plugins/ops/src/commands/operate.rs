//! `operation`: long-running operations by their names, whoever began them.

use std::time::Duration;

use clap::{Arg, ArgMatches, Command};
use typewright_settings::{Loaded, Origin};

use crate::call::invoke;
use crate::call::operation;
use crate::call::{self, Plan, Requests};
use crate::commands::builtin::LAST;
use crate::commands::controls;
use crate::connection;
use crate::connection::auth;
use crate::connection::trace;
use crate::json::{Types, Writer};
use crate::output::print::Printer;
use crate::output::report::{Exit, Report};
use crate::request;
use crate::settings::Options;
use crate::table::{Field, Kind, Message, Method, Service, Shape};
use crate::tool::Tool;
use crate::well_known::{ANY, EMPTY};

const fn field(number: u32, name: &'static str, kind: Kind) -> Field {
    Field { number, name, json: name, kind, shape: Shape::Explicit, ..Field::NEW }
}

static NAMED: Message = Message {
    id: "google.longrunning.GetOperationRequest",
    fields: &[field(1, "name", Kind::String)],
    ..Message::NEW
};

static STATUS: Message = Message {
    id: "google.rpc.Status",
    fields: &[
        field(1, "code", Kind::Int32),
        field(2, "message", Kind::String),
        Field {
            shape: Shape::Repeated { packed: false },
            ..field(3, "details", Kind::Message(&ANY))
        },
    ],
    ..Message::NEW
};

static OPERATION: Message = Message {
    id: "google.longrunning.Operation",
    fields: &[
        field(1, "name", Kind::String),
        field(2, "metadata", Kind::Message(&ANY)),
        field(3, "done", Kind::Bool),
        field(4, "error", Kind::Message(&STATUS)),
        field(5, "response", Kind::Message(&ANY)),
    ],
    ..Message::NEW
};

static GET: Method = Method {
    name: "GetOperation",
    path: operation::GET,
    input: &NAMED,
    output: &OPERATION,
    idempotent: true,
    ..Method::NEW
};

static CANCEL: Method = Method {
    name: "CancelOperation",
    path: "/google.longrunning.Operations/CancelOperation",
    input: &NAMED,
    output: &EMPTY,
    ..Method::NEW
};

/// The command for clap.
pub(crate) fn command() -> Command {
    let name = || Arg::new("name").value_name("NAME").required(true).help("The operation's name");
    Command::new("operation")
        .about("Asks for, waits for or cancels a long-running operation")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .display_order(LAST)
        .subcommands([
            Command::new("get").about("Says how far it is").arg(name()),
            Command::new("wait")
                .about("Waits until it is done")
                .args([name(), controls::poll_interval()]),
            Command::new("cancel").about("Asks the server to give it up").arg(name()),
        ])
}

impl Tool {
    /// The service that begins operations, if one does.
    pub(crate) fn operator(&self) -> Option<&'static Service> {
        let begins = |service: &&&Service| service.methods.iter().any(operation::starts);
        self.services.iter().find(begins).copied()
    }

    /// Runs the command.
    pub(crate) fn operate(
        &self,
        matches: &ArgMatches,
        settings: &Loaded<Options>,
        types: &Types,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let options = &settings.value;
        let Some(((verb, matches), service)) = matches.subcommand().zip(self.operator()) else {
            return Ok(Exit::Usage);
        };
        let endpoint = request::endpoint(service, options);
        let told = |problems: Vec<String>, report: &mut Report<'_>| {
            problems.iter().for_each(|problem| report.error(problem));
            Exit::Usage
        };
        report.hide(invoke::secrets(options));
        let filter = invoke::filter(options).map_err(|problems| told(problems, report))?;
        let _listening = filter.map(|filter| trace::listen(filter, report.lines()));
        let headers = request::headers(&options.headers).map_err(|p| told(p, report))?;
        let credentials = auth::credentials(options, &endpoint).map_err(|p| told(p, report))?;
        let writer = Writer::new(types).defaults(options.emit_defaults);
        let printer = Printer {
            output: options.output,
            writer: writer.proto_names(options.proto_names).enum_numbers(options.enum_numbers),
            columns: Vec::new(),
            query: None,
            paint: report.paint(),
        };
        let interval = matches.try_get_one::<Duration>("poll-interval").ok().flatten();
        let interval = interval.copied().unwrap_or(controls::POLL);
        let plan = Plan {
            method: if verb == "cancel" { &CANCEL } else { &GET },
            endpoint,
            user_agent: connection::user_agent(self),
            options,
            limit_streams: settings.origin("timeout").is_some_and(|o| *o != Origin::Default),
            headers,
            credentials,
            types,
            printer,
            items: None,
            poll: (verb == "wait").then_some(interval),
            envelope: None,
        };
        let name = matches.get_one::<String>("name").map_or("", String::as_str);
        Ok(call::run(&plan, Requests::Ready(vec![operation::request(name).into()]), report))
    }
}
