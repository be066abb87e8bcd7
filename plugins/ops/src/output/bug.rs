//! The last words of a tool that panics.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;

use serde_json::json;

use crate::output::report::ErrorFormat;

/// What the process ends with when it panics, however it was built.
pub(crate) const EXIT: u8 = 101;

/// Tells of a panic what to report: which tool it was, and where. What it says is left out, as nobody
/// knows what is in it.
pub(crate) fn announce(name: &'static str, version: &'static str, format: ErrorFormat) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let runtime = concat!("typewright-ops ", env!("CARGO_PKG_VERSION"));
        let message = format!("a bug in {name} {version}, at {place} ({runtime})");
        let help = "report this line to those who made the tool, and what you called it with";
        let mut text = match format {
            ErrorFormat::Text => format!("error: {message}\n  help: {help}\n"),
            ErrorFormat::Json => {
                let record = json!({ "level": "error", "message": message, "help": help });
                format!("{record}\n")
            }
        };
        let trace = Backtrace::capture();
        if format == ErrorFormat::Text && trace.status() == BacktraceStatus::Captured {
            text.push_str(&trace.to_string());
        }
        drop(std::io::stderr().write_all(text.as_bytes()));
        if cfg!(panic = "abort") {
            std::process::exit(EXIT.into());
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::announce;
    use crate::output::report::ErrorFormat;

    #[test]
    #[ignore = "run by `a_panic_is_told_without_what_it_says`"]
    fn panics() {
        announce("demo", "1.2.3", ErrorFormat::Text);
        panic!("canary");
    }

    #[test]
    fn a_panic_is_told_without_what_it_says() {
        let me = std::env::current_exe().expect("this program");
        let run = |trace| {
            let mut child = std::process::Command::new(&me);
            let args = ["--exact", "output::bug::tests::panics", "--ignored", "--nocapture"];
            let child = child.args(args).env("RUST_BACKTRACE", trace).output().expect("a process");
            let err = String::from_utf8(child.stderr).expect("text");
            assert!(!err.contains("canary") && child.status.code() == Some(101), "{err}");
            err
        };
        let told = run("0");
        let (first, rest) = told.split_once('\n').expect("a line");
        assert!(first.starts_with("error: a bug in demo 1.2.3, at "), "{told}");
        assert!(first.contains("bug.rs:") && first.contains("(typewright-ops "), "{told}");
        assert!(rest.starts_with("  help: report this line"), "{told}");
        assert!(run("1").contains("tests::panics"), "no trace");
    }
}
