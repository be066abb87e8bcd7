//! Somebody at a real terminal talks with a server: requests and answers both ways on one stream.

use pty_process::blocking::Command;

use crate::server::start;
use crate::terminal::Terminal;
use crate::tool::worlds;

#[test]
#[ignore = "run by the others, at a terminal"]
fn talking() {
    let endpoint = start();
    let args = ["chat", "-o", "ndjson", "-e", &endpoint, "--color=never"];
    let args = args.iter().map(std::ffi::OsString::from);
    let terminal = typewright_ops::Terminal::of_process();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    let code = worlds().terminal(terminal).run(args, [], &mut out, &mut err);
    std::io::Write::write_all(&mut out, format!("code {code}\n").as_bytes()).expect("a terminal");
}

/// The tool as the one program of a terminal, which has asked for the first request.
fn at_a_terminal() -> Terminal {
    let me = std::env::current_exe().expect("this program");
    let args = ["--exact", "typing::talking", "--ignored", "--nocapture", "--quiet"];
    let terminal = Terminal::start(Command::new(me).args(args));
    terminal.until("a prompt", |shown| shown.ends_with("> ").then_some(()));
    terminal
}

/// Types a line and waits for what it brings, and then for the next prompt.
#[track_caller]
fn say(terminal: &Terminal, line: &str, answer: &str) {
    let before = terminal.shown().len();
    terminal.send(&format!("{line}\r"));
    terminal.until(answer, |shown| {
        let new = shown.get(before..).unwrap_or_default();
        let at = new.find(answer)?;
        new[at..].ends_with("> ").then_some(())
    });
}

#[track_caller]
fn ends(terminal: &Terminal, code: &str) {
    terminal.until(code, |shown| shown.contains(&format!("{code}\r\n")).then_some(()));
}

#[test]
fn answers_come_between_the_requests() {
    let terminal = at_a_terminal();
    say(&terminal, "must: 1", "{\"must\":1}\r\n");
    say(&terminal, "{\"must\": 2, \"text\": \"é\"}", "{\"must\":2,\"text\":\"é\"}\r\n");
    // A mistake is told, and the conversation goes on.
    say(&terminal, "mist: 3", "error: $.mist: ");
    say(&terminal, "must: 4", "{\"must\":4}\r\n");
    // ctrl-D ends the requests; the server then ends its answers, and all is well.
    terminal.send("\u{4}");
    ends(&terminal, "code 0");
}

#[test]
fn an_interrupt_ends_the_conversation() {
    let terminal = at_a_terminal();
    say(&terminal, "must: 1", "{\"must\":1}\r\n");
    terminal.send("\u{3}");
    ends(&terminal, "code 130");
}
