//! Where requests come from that are read while the call runs.

use clap::ArgMatches;
use clap::parser::ValueSource;
use prost::bytes::Bytes;

use crate::flags::Flags;
use crate::json::Types;
use crate::output::terminal::Terminal;
use crate::request;
use crate::request::input::Form;
use crate::request::live::{Live, Piece};
use crate::table::Method;

/// Who gives the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Somebody at the terminal, one a line.
    Typed(Form),
    /// A pipe.
    Piped(Form),
}

impl Source {
    pub(crate) fn open(self) -> Live {
        match self {
            Source::Typed(form) => Live::of_terminal(form),
            Source::Piped(form) => Live::of_pipe(form),
        }
    }
}

/// The source, if requests are read while the call runs: those of a stream, from standard input, or
/// as somebody types them who gave none on the command line.
pub(crate) fn of(method: &Method, matches: &ArgMatches, terminal: Terminal) -> Option<Source> {
    if !method.client_streaming || matches.get_flag("dry-run") {
        return None;
    }
    let typed = |id: &clap::Id| {
        let source = matches.value_source(id.as_str());
        id.as_str().starts_with("field:") && source == Some(ValueSource::CommandLine)
    };
    let form = request::form(matches, "@-");
    match matches.get_one::<String>("data").map(String::as_str) {
        Some("@-") if terminal.input => Some(Source::Typed(form)),
        Some("@-") => Some(Source::Piped(form)),
        None if terminal.input && !matches.ids().any(typed) => Some(Source::Typed(form)),
        _ => None,
    }
}

/// A request of a stream with the flags over it.
pub(crate) fn encode(
    piece: Piece,
    method: &Method,
    (flags, matches): (&Flags, &ArgMatches),
    types: &Types,
) -> Result<Bytes, Vec<String>> {
    let told = |problem: String| vec![format!("--data: {problem}")];
    let texts = |text: &str| request::texts(method, text, types);
    let data = match piece {
        Piece::Text(text) => texts(&text)?.pop().unwrap_or_default(),
        Piece::Data(data) => data,
        Piece::Bytes(bytes) => request::decoded(method, &bytes, types).map_err(told)?,
        Piece::Wrong(problem) => return Err(told(problem)),
    };
    Ok(flags.request(matches, Some(&data), types)?.encode().into())
}
