//! Flags of a command that are no fields: they say how to call and what to print.

use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches};
use typewright_settings::{Loaded, Origin};

use crate::call::batch::Batch;
use crate::call::confirm;
use crate::call::operation;
use crate::call::pages::Pages;
use crate::json::{Types, Writer};
use crate::output::columns;
use crate::output::paint::Paint;
use crate::output::print::Printer;
use crate::output::query::Query;
use crate::request::input::Form;
use crate::settings::{Options, Output};
use crate::table::Method;
use crate::textproto;

const REQUEST: &str = "Request";
const ANSWER: &str = "Answer";

/// The flags of a method's command, the fields of its request apart.
pub(crate) fn args(method: &Method) -> Vec<Arg> {
    let data = if method.client_streaming {
        "Requests as JSON, one after the other, or YAML with `---` between them, or @FILE, or @- \
         for standard input; flags lie over each of them"
    } else {
        "The request as JSON or YAML, or @FILE, or @- for standard input; flags lie over it"
    };
    let mut args = vec![
        valued("data", "REQUEST", data).short('d').help_heading(REQUEST),
        valued("unset", "FIELD", "Takes a field away that --data sets, such as `item.title`")
            .action(ArgAction::Append)
            .help_heading(REQUEST),
        valued("input", "FORM", "How --data is written: auto is by the file's name and looks")
            .value_parser(Form::NAMES)
            .help_heading(REQUEST),
        switch(
            "dry-run",
            "Prints the request, and the grpcurl and curl lines that send it; calls nothing",
        )
        .help_heading(REQUEST),
        valued("columns", "FIELDS", "What the table shows, such as `id,size.width`")
            .value_delimiter(',')
            .help_heading(ANSWER),
        valued("query", "FILTER", "Prints what this jq filter makes of each answer")
            .short('q')
            .help_heading(ANSWER),
        switch("envelope", "Prints one document: metadata, answers, trailers and the status")
            .conflicts_with_all(["query", "columns"])
            .help_heading(ANSWER),
        valued("save", "FILE", "Writes the answer to a file instead of standard output")
            .value_parser(clap::value_parser!(std::path::PathBuf))
            .help_heading(ANSWER),
    ];
    if Pages::of(method).is_some() {
        args.push(switch("all", "Gets all pages, as one answer").help_heading(ANSWER));
        let limit = valued("limit", "NUMBER", "Gets pages until there are so many items");
        let limit = limit.value_parser(clap::value_parser!(u64).range(1..));
        args.push(limit.conflicts_with("all").help_heading(ANSWER));
    }
    if operation::starts(method) {
        args.push(switch("wait", "Waits until the operation is done").help_heading(ANSWER));
        args.push(poll_interval().requires("wait").help_heading(ANSWER));
    }
    if !method.client_streaming && !method.server_streaming {
        args.extend(of_batch(method));
    }
    if confirm::is_destructive(method) {
        let yes = "Does not ask whether to take something away for good";
        args.push(switch("yes", yes).short('y').help_heading(REQUEST));
    }
    args
}

/// The flags that call once for each request.
fn of_batch(method: &Method) -> [Arg; 3] {
    let pages = if Pages::of(method).is_some() { &["all", "limit"][..] } else { &[] };
    [
        switch("each", "Calls once for each request in --data, and prints an answer a line")
            .requires("data")
            .conflicts_with("envelope")
            .conflicts_with_all(pages.iter().copied()),
        valued("parallel", "NUMBER", "How many of them are called at a time [default: 1]")
            .value_parser(clap::value_parser!(u16).range(1..=1024))
            .requires("each"),
        switch("keep-going", "Calls the others too when one fails").requires("each"),
    ]
    .map(|arg| arg.help_heading(REQUEST))
}

/// How to call once for each request, if the command is asked to.
pub(crate) fn batch(matches: &ArgMatches) -> Option<Batch> {
    let on = |id| matches.try_get_one::<bool>(id).ok().flatten() == Some(&true);
    let parallel = matches.try_get_one::<u16>("parallel").ok().flatten().copied();
    let parallel = usize::from(parallel.unwrap_or(1));
    on("each").then(|| Batch { parallel, keep_going: on("keep-going") })
}

/// How often an operation is asked for, if nobody says.
pub(crate) const POLL: Duration = Duration::from_secs(1);

/// The flag that says so.
pub(crate) fn poll_interval() -> Arg {
    valued("poll-interval", "DURATION", "How often to ask [default: 1s]")
        .value_parser(humantime::parse_duration)
}

fn valued(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help).action(ArgAction::Set)
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

/// How to print, by the settings and the flags of the command.
pub(crate) fn printer<'t>(
    method: &Method,
    matches: &ArgMatches,
    settings: &Loaded<Options>,
    types: &'t Types,
    paint: Paint,
) -> Result<Printer<'t>, Vec<String>> {
    let options = &settings.value;
    let columns = matches.get_many::<String>("columns").into_iter().flatten();
    let columns: Vec<String> = columns.map(|column| column.trim().to_owned()).collect();
    let mut problems = columns::check(method.output, &columns);
    let query = matches.get_one::<String>("query").map(|code| Query::new(code)).transpose();
    let query = query.map_err(|problem| problems.push(format!("--query: {problem}")));
    let writer = Writer::new(types)
        .proto_names(options.proto_names)
        .defaults(options.emit_defaults)
        .enum_numbers(options.enum_numbers);
    // A file has no colours.
    let paint = if matches.contains_id("save") { Paint::default() } else { paint };
    // Columns are for tables, so nobody has to ask for one as well.
    let output = match chosen(settings) {
        None if !columns.is_empty() => Output::Table,
        _ => options.output,
    };
    match query {
        Ok(query) if problems.is_empty() => {
            let text = text_writer(options, types);
            Ok(Printer { output, writer, text, columns, query, paint })
        }
        _ => Err(problems),
    }
}

/// How the text format is written, by the settings.
pub(crate) fn text_writer<'t>(options: &Options, types: &'t Types) -> textproto::Writer<'t> {
    let writer = textproto::Writer::new(types).masked(true).defaults(options.emit_defaults);
    writer.enum_numbers(options.enum_numbers)
}

/// How many items to get page by page, if the command has pages and is asked to turn them.
pub(crate) fn items(matches: &ArgMatches) -> Option<u64> {
    let limit = matches.try_get_one::<u64>("limit").ok().flatten().copied();
    let all = matches.try_get_one::<bool>("all").ok().flatten() == Some(&true);
    limit.or(all.then_some(u64::MAX))
}

/// How often to ask for an operation, if the command starts one and is asked to wait.
pub(crate) fn poll(matches: &ArgMatches) -> Option<Duration> {
    let wait = matches.try_get_one::<bool>("wait").ok().flatten() == Some(&true);
    let interval = matches.try_get_one::<Duration>("poll-interval").ok().flatten().copied();
    wait.then(|| interval.unwrap_or(POLL))
}

/// The output that somebody asked for.
pub(crate) fn chosen(settings: &Loaded<Options>) -> Option<Output> {
    let given = settings.origin("output").is_some_and(|o| *o != Origin::Default);
    Some(settings.value.output).filter(|_| given)
}
