//! Reads a log of JSON lines, prints what is bad enough, and counts the rest.

mod names;

use std::io::{BufRead as _, Write as _};

use clap::{Arg, Command, value_parser};
use names::{Facility, Mark, Severity};
use serde::{Deserialize, Serialize};
use typewright::EnumTable;

/// A line of the log.
#[derive(Debug, Deserialize, Serialize)]
struct Line {
    severity: Severity,
    facility: Facility,
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let severity = Arg::new("at-least")
        .long("at-least")
        .value_parser(value_parser!(Severity))
        .ignore_case(true)
        .default_value(Severity::Warning.as_str())
        .help("What is printed; anything less is counted");
    let arguments = Command::new("stringer-example").arg(severity).get_matches();
    let wanted = *arguments.get_one("at-least").unwrap_or(&Severity::Warning);

    let mut counts = EnumTable::<Severity, usize>::default();
    let mut out = std::io::stdout().lock();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line: Line = match serde_json::from_str(&line?) {
            Ok(line) => line,
            Err(error) => {
                writeln!(out, "line {}: {error}", number + 1)?;
                continue;
            }
        };
        counts[line.severity] += 1;
        // The declaration runs from the worst to the least.
        if line.severity <= wanted {
            let (mark, text) = match Mark::scan(&line.text) {
                Some((mark, text)) => (format!("{mark:?}"), text.trim_start()),
                None => (String::new(), &*line.text),
            };
            writeln!(out, "{:<8} {:<12} {mark:<8} {text}", line.severity, line.facility)?;
        }
    }
    for (severity, count) in counts.iter().filter(|(_, count)| **count > 0) {
        writeln!(out, "{count} {severity}")?;
    }
    Ok(())
}
