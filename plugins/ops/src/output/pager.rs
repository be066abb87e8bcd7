//! Text that is longer than the screen, a screen at a time.

use std::io::{ErrorKind, Write};
use std::process::{Child, Command, Stdio};

use unicode_width::UnicodeWidthStr;

/// Quits where the text fits, keeps colours, and leaves the text on the screen.
const USUAL: [&str; 2] = ["less", "-FRX"];

/// The exit code of a shell that did not find the program.
const NOT_FOUND: i32 = 127;

/// Whether a text has more lines than the screen.
pub(crate) fn is_longer(text: &str, (columns, rows): (u16, u16)) -> bool {
    let columns = usize::from(columns.max(1));
    let lines = text.lines().map(|line| width(line).div_ceil(columns).max(1));
    lines.sum::<usize>() >= usize::from(rows.max(1))
}

/// The columns of a line, colours apart.
fn width(line: &str) -> usize {
    let mut pieces = line.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().width();
    let behind = pieces.map(|piece| piece.split_once('m').map_or(0, |(_, text)| text.width()));
    first + behind.sum::<usize>()
}

/// Whether a setting asks for none.
pub(crate) fn is_off(command: &str) -> bool {
    matches!(command.trim(), "" | "never" | "cat")
}

/// Shows a text in a pager: a command line of the user's, or the usual one. Says whether it did.
pub(crate) fn show(command: Option<&str>, text: &str) -> bool {
    // What the terminal sends for ctrl-C is for the pager; whoever started it waits for its end.
    let _held = hold_interrupts();
    let Ok(mut pager) = start(command) else { return false };
    if let Some(mut input) = pager.stdin.take() {
        // Who has read enough leaves.
        let written = input.write_all(text.as_bytes());
        if written.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe) {
            return false;
        }
    }
    pager.wait().is_ok_and(|status| status.code() != Some(NOT_FOUND))
}

fn start(command: Option<&str>) -> std::io::Result<Child> {
    let mut pager = match command {
        Some(line) if cfg!(windows) => {
            let mut shell = Command::new("cmd");
            shell.args(["/C", line]);
            shell
        }
        Some(line) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", line]);
            shell
        }
        None => {
            let mut less = Command::new(USUAL[0]);
            less.args(&USUAL[1..]);
            less
        }
    };
    pager.stdin(Stdio::piped()).spawn()
}

/// From now on interrupts do not end this process.
#[cfg(unix)]
fn hold_interrupts() -> Option<tokio::signal::unix::Signal> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    let _inside = runtime.enter();
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt()).ok()
}

#[cfg(not(unix))]
fn hold_interrupts() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_the_screen_shows_them() {
        assert!(!is_longer("a\nb\n", (80, 3)));
        assert!(is_longer("a\nb\nc\n", (80, 3)));
        assert!(is_longer(&"x".repeat(250), (100, 3)));
        assert!(!is_longer(&"\u{1b}[1mx\u{1b}[0m".repeat(100), (100, 2)));
        assert!(is_longer(&"日".repeat(51), (100, 2)));
    }
}
