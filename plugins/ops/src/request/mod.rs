//! The command line of a method ▶ its requests, headers and endpoint.

pub(crate) mod input;
pub(crate) mod live;
pub(crate) mod source;
pub(crate) mod time;

use std::ffi::OsString;

use clap::ArgMatches;
use serde_json::Value as Json;

use self::input::Form;
use crate::commands::controls;
use crate::dynamic::DynamicMessage;
use crate::flags::Flags;
use crate::json::{self, Types};
use crate::settings::Options;
use crate::table::{Method, Service};
use crate::textproto;

const ENDPOINT: &str = "http://127.0.0.1:50051";

/// One request from the flags, or one for each document under them.
pub(crate) fn requests(
    method: &Method,
    flags: &Flags,
    matches: &ArgMatches,
    types: &Types,
) -> Result<Vec<DynamicMessage>, Vec<String>> {
    let data = matches.get_one::<String>("data");
    let Some(data) = data else { return Ok(vec![flags.request(matches, None, types)?]) };
    let documents = documents(method, data, form(matches, data), types)?;
    let many = method.client_streaming || controls::batch(matches).is_some();
    if !many && documents.len() != 1 {
        let found = documents.len();
        let each = found > 1 && !method.server_streaming;
        let help = if each { "; --each calls once for each of them" } else { "" };
        return Err(vec![format!("--data: expected one request, found {found}{help}")]);
    }
    let (mut requests, mut problems) = (Vec::new(), Vec::new());
    for (index, document) in documents.iter().enumerate() {
        match flags.request(matches, Some(document), types) {
            Ok(request) => requests.push(request),
            Err(more) if documents.len() == 1 => problems.extend(more),
            Err(more) => {
                problems.extend(more.iter().map(|p| format!("request {}: {p}", index + 1)));
            }
        }
    }
    if problems.is_empty() { Ok(requests) } else { Err(problems) }
}

/// How the data is written.
pub(crate) fn form(matches: &ArgMatches, data: &str) -> Form {
    let named = matches.get_one::<String>("input").map_or(Form::Auto, |name| Form::named(name));
    named.of_file(data)
}

fn documents(
    method: &Method,
    data: &str,
    form: Form,
    types: &Types,
) -> Result<Vec<Json>, Vec<String>> {
    let told = |error: String| vec![format!("--data: {error}")];
    if form == Form::Text {
        return texts(method, &input::text(data).map_err(told)?, types);
    }
    if !matches!(form, Form::Binary | Form::Delimited) {
        let text = input::text(data).map_err(told)?;
        return input::documents(&text, form)
            .map_err(|problems| problems.iter().map(|p| format!("--data: {p}")).collect());
    }
    let bytes = match data.strip_prefix('@') {
        Some(name) => input::bytes(name).map_err(told)?,
        None => return Err(told("encoded requests come from a file: @FILE or @-".to_owned())),
    };
    let messages = input::messages(bytes, form).map_err(told)?;
    messages.iter().map(|bytes| decoded(method, bytes, types).map_err(told)).collect()
}

/// Requests in the text format as data.
pub(crate) fn texts(method: &Method, text: &str, types: &Types) -> Result<Vec<Json>, Vec<String>> {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for part in textproto::split(text) {
        match textproto::read_part(method.input, text, part, types) {
            Ok(message) => documents.push(json::write(&message, types)),
            Err(more) => problems.extend(more.iter().map(|p| format!("--data: {p}"))),
        }
    }
    if problems.is_empty() { Ok(documents) } else { Err(problems) }
}

/// An encoded request as data, over which flags can lie.
pub(crate) fn decoded(method: &Method, bytes: &[u8], types: &Types) -> Result<Json, String> {
    let message = DynamicMessage::decode(method.input, bytes);
    let message = message.map_err(|error| format!("not a {}: {error}", method.input.id))?;
    Ok(json::write(&message, types))
}

/// Headers as `key: value`; `@FILE` has one a line. Variables are put in where the settings say so.
pub(crate) fn headers(
    options: &Options,
    env: &[(OsString, OsString)],
) -> Result<Vec<(String, String)>, Vec<String>> {
    let (mut pairs, mut problems) = (Vec::new(), Vec::new());
    for header in &options.headers {
        let Some(file) = header.strip_prefix('@') else {
            // The text may be a secret that lost its name.
            pair(header, "", &mut pairs, &mut problems);
            continue;
        };
        match input::text(header) {
            Ok(text) => {
                for (index, line) in text.lines().enumerate() {
                    let line = line.trim();
                    if !line.is_empty() && !line.starts_with('#') {
                        let place = format!("{file}:{}: ", index + 1);
                        pair(line, &place, &mut pairs, &mut problems);
                    }
                }
            }
            Err(error) => problems.push(format!("--header: {error}")),
        }
    }
    if options.expand_headers {
        for (key, value) in &mut pairs {
            match expanded(value, env) {
                Ok(text) => *value = text,
                Err(name) => {
                    problems.push(format!("--header: {key}: the variable `{name}` is not set"));
                }
            }
        }
    }
    if problems.is_empty() { Ok(pairs) } else { Err(problems) }
}

/// The text with the values of variables for `${NAME}`, or the name of one that is not set.
fn expanded(text: &str, env: &[(OsString, OsString)]) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let Some((name, after)) = behind.split_once('}') else { break };
        let set = env.iter().rev().find(|(known, _)| *known == *name);
        let value = set.and_then(|(_, value)| value.to_str()).ok_or(name)?;
        out.push_str(before);
        out.push_str(value);
        rest = after;
    }
    Ok(out + rest)
}

fn pair(text: &str, place: &str, pairs: &mut Vec<(String, String)>, problems: &mut Vec<String>) {
    match text.split_once(':') {
        Some((key, value)) => pairs.push((key.trim().to_owned(), value.trim().to_owned())),
        None => problems.push(format!("--header: {place}expected `key: value`, found no colon")),
    }
}

/// Where the service is, by the settings or by its own word.
pub(crate) fn endpoint(service: &Service, options: &Options) -> String {
    match &options.endpoint {
        Some(endpoint) => endpoint.clone(),
        None if service.default_host.is_empty() => ENDPOINT.to_owned(),
        None => format!("https://{}", service.default_host),
    }
}
