//! Statuses of calls ▶ messages and exit codes.

use serde_json::json;
use typewright_client::status::{BadRequest, Help, LocalizedMessage, RetryInfo};
use typewright_client::{Code, Error};

use crate::call::envelope;
use crate::dynamic::DynamicMessage;
use crate::json::{self, Types};
use crate::output::print;
use crate::output::report::{ErrorFormat, Exit, Report};

/// Says what a status means here. The caller's own mistakes, which never went out, are a matter of
/// usage and not a status.
pub(crate) fn explain(
    error: &Error,
    endpoint: &str,
    types: &Types,
    report: &mut Report<'_>,
) -> Exit {
    of("", error, endpoint, types, report)
}

/// [`explain`] where there are many calls: `whose` stands in front.
pub(crate) fn of(
    whose: &str,
    error: &Error,
    endpoint: &str,
    types: &Types,
    report: &mut Report<'_>,
) -> Exit {
    let code = error.code();
    let message = print::printable(error.message());
    if error.is_local() {
        report.error(&format!("{whose}{message}"));
        return Exit::Usage;
    }
    let help = match code {
        Code::Unavailable => format!("nothing serves gRPC at {endpoint}; see --endpoint"),
        Code::DeadlineExceeded => "see --timeout".to_owned(),
        Code::Unauthenticated => {
            "see the settings token, token_file, token_command and basic".to_owned()
        }
        _ => String::new(),
    };
    let exit = Exit::Status(code.number());
    if report.format == ErrorFormat::Json {
        let mut record = json!({
            "level": "error",
            "message": format!("{whose}{}", error.message()),
            "status": envelope::status(Some(error), types),
            "exit": exit.number(report.scheme),
        });
        if !help.is_empty() {
            record["help"] = help.into();
        }
        report.record(&record);
        return exit;
    }
    let text = match message.as_str() {
        "" => format!("{whose}{code} ({})", code.number()),
        message => format!("{whose}{code} ({}): {message}", code.number()),
    };
    report.error(&text);
    details(error, types, report);
    if !help.is_empty() {
        report.say(&format!("  help: {help}"));
    }
    exit
}

/// What the server attached: what speaks to people as it is, the rest as data under its name.
fn details(error: &Error, types: &Types, report: &mut Report<'_>) {
    let mut say = |text: &str| report.say(&format!("  {}", print::printable(text)));
    for detail in error.details().iter() {
        if let Some(bad) = detail.get::<BadRequest>() {
            for violation in bad.field_violations {
                say(&format!("{}: {}", violation.field, violation.description));
            }
        } else if let Some(retry) = detail.get::<RetryInfo>() {
            if let Some(delay) = retry.retry_delay() {
                say(&format!("help: try again in {}", humantime::format_duration(delay)));
            }
        } else if let Some(help) = detail.get::<Help>() {
            for link in help.links {
                say(&format!("help: {}: {}", link.description, link.url));
            }
        } else if let Some(text) = detail.get::<LocalizedMessage>() {
            say(&text.message);
        } else {
            let name = detail.name();
            let message =
                types.get(name).and_then(|t| DynamicMessage::decode(t, &detail.value).ok());
            match message {
                Some(message) => say(&format!("{name}: {}", json::masked(&message, types))),
                None => say(&format!("{name}: {} bytes", detail.value.len())),
            }
        }
    }
}
