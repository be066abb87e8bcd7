//! `operation`: long-running operations by their names, whoever began them.

use std::ffi::OsString;
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
use crate::table::{Message, Method, Service, Type};
use crate::tool::Tool;
use crate::well_known::{ANY, EMPTY};

static NAMED: Message = Message::new(
    "
    google.longrunning.GetOperationRequest
    1 name string?
    ",
    &[],
);

static STATUS: Message = Message::new(
    "
    google.rpc.Status
    1 code int32?
    2 message string?
    3 details .google.protobuf.Any repeated
    ",
    &[Type::Message(&ANY)],
);

static OPERATION: Message = Message::new(
    "
    google.longrunning.Operation
    1 name string?
    2 metadata .google.protobuf.Any?
    3 done bool?
    4 error .google.rpc.Status?
    5 response .google.protobuf.Any?
    ",
    &[Type::Message(&ANY), Type::Message(&STATUS)],
);

static GET: Method = Method {
    name: "GetOperation",
    path: operation::GET,
    idempotent: true,
    ..Method::new(&NAMED, &OPERATION)
};

static CANCEL: Method = Method {
    name: "CancelOperation",
    path: "/google.longrunning.Operations/CancelOperation",
    ..Method::new(&NAMED, &EMPTY)
};

/// What the command is called.
pub(crate) const NAME: &str = "operation";

/// The command for clap.
pub(crate) fn command() -> Command {
    let name = || Arg::new("name").value_name("NAME").required(true).help("The operation's name");
    Command::new(NAME)
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
        let begins = |service: &&&Service| {
            service.may_begin_operations() && service.methods.iter().any(operation::starts)
        };
        self.services.iter().find(begins).copied()
    }

    /// Runs the command.
    pub(crate) fn operate(
        &self,
        matches: &ArgMatches,
        (settings, env): (&Loaded<Options>, &[(OsString, OsString)]),
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
        let headers = request::headers(options, env).map_err(|p| told(p, report))?;
        let credentials = auth::credentials(options, &endpoint).map_err(|p| told(p, report))?;
        let writer = Writer::new(types).defaults(options.emit_defaults);
        let printer = Printer {
            output: options.output,
            writer: writer.proto_names(options.proto_names).enum_numbers(options.enum_numbers),
            text: controls::text_writer(options, types),
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
            env,
            limit_streams: settings.origin("timeout").is_some_and(|o| *o != Origin::Default),
            headers,
            credentials,
            types,
            printer,
            items: None,
            batch: None,
            poll: (verb == "wait").then_some(interval),
            envelope: None,
        };
        let name = matches.get_one::<String>("name").map_or("", String::as_str);
        Ok(call::run(&plan, Requests::Ready(vec![operation::request(name).into()]), report))
    }
}
