//! What a bad day can do to a process: every end has a documented exit code, and none is a panic.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::terminal::Terminal;
use crate::tool::{Run, Server, Tool};

/// Runs to the end, with no panic whatever the code.
#[track_caller]
fn calm(command: &mut Command) -> Run {
    let output = command.output().expect("the tool runs");
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!err.contains("panicked"), "{err}");
    let code = output.status.code().expect("an exit code, not a signal");
    Run { code, out: String::from_utf8_lossy(&output.stdout).into_owned(), err }
}

fn stocked() -> (Server, Tool) {
    let server = Server::start();
    let tool = Tool::of(&server);
    tool.json("create-item --item.id=bolt --item.title=Bolt");
    (server, tool)
}

/// Commands that print something, of each sort.
const PRINTING: [&[&str]; 7] = [
    &["get-item", "--id=bolt"],
    &["list-items", "-o", "table"],
    &["--help"],
    &["list"],
    &["schema", "create-item"],
    &["config", "show"],
    &["completions", "bash"],
];

#[test]
fn a_full_device_is_a_failure() {
    let Ok(_) = OpenOptions::new().write(true).open("/dev/full") else { return };
    let full = || OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let (_server, tool) = stocked();
    for args in PRINTING {
        let run = calm(tool.command(args).stdout(full()));
        assert_eq!(run.code, 1, "{args:?} {}", run.err);
        assert!(run.err.contains("cannot write to standard output"), "{args:?} {}", run.err);
    }
    // Nobody can be told, but the code tells.
    let run = calm(tool.command(&["get-item", "--id=none"]).stderr(full()));
    assert_eq!(run.code, 69);
    let run = calm(tool.command(&["get-item", "--id=bolt", "--save=/dev/full"]).stdout(full()));
    assert_eq!(run.code, 1, "{}", run.err);
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let (_server, tool) = stocked();
    for args in PRINTING {
        let mut child = tool.command(args).spawn().expect("the tool starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the tool ends");
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(!err.contains("panicked"), "{args:?} {err}");
        assert_eq!(output.status.code(), Some(0), "{args:?} {err}");
    }
}

#[test]
fn closed_streams_are_survived() {
    let (_server, tool) = stocked();
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
        for (args, code) in [
            // What is closed is the null device to a program: what goes there is gone.
            ("get-item --id=bolt", 0),
            ("get-item --id=none", 69),
            // The request is empty, which the server refuses.
            ("create-item -d @-", 2),
            ("import-items -d @-", 0),
            ("delete-item --id=none", 2),
            ("--help", 0),
            ("nonsense", 2),
        ] {
            let program = tool.command(&["x"]).get_program().to_owned();
            let line = format!("exec '{}' {args} {closed}", program.display());
            let mut shell = Command::new("sh");
            let variables = tool.command(&["x"]);
            let variables = variables.get_envs().filter_map(|(name, value)| Some((name, value?)));
            shell.args(["-c", &line]).env_clear().envs(variables).current_dir(tool.dir.path());
            let run = calm(shell.stdin(Stdio::null()));
            assert_eq!(run.code, code, "{args} {closed}: {}", run.err);
        }
    }
}

#[test]
fn a_poor_environment_is_enough() {
    let (server, tool) = stocked();
    let narrow = |name: &str, value: &str| {
        let mut command = tool.command(&["create-item", "--help"]);
        calm(command.env_remove("HOME").env(name, value))
    };
    for (name, value) in [("TERM", "dumb"), ("COLUMNS", "20"), ("COLUMNS", "0"), ("TERM", "")] {
        let run = narrow(name, value);
        assert_eq!((run.code, run.out.contains("--item.title")), (0, true), "{name} {}", run.err);
        assert!(!run.out.contains('\u{1b}'), "{name}");
    }
    let mut bare = tool.command(&["get-item", "--id=bolt", "-e", &server.endpoint]);
    assert_eq!(calm(bare.env_clear().current_dir("/")).code, 0);
}

#[test]
fn what_is_not_text_is_refused_and_not_fatal() {
    let (_server, tool) = stocked();
    let odd = OsStr::from_bytes(b"\xff\xfe");
    for args in [
        vec![OsStr::new("get-item"), OsStr::new("--id"), odd],
        vec![odd],
        vec![OsStr::new("get-item"), odd],
        vec![OsStr::new("list"), odd],
        vec![OsStr::new("--config"), odd, OsStr::new("list")],
    ] {
        let run = calm(&mut tool.command(&args));
        assert_eq!(run.code, 2, "{args:?} {}", run.err);
    }
    // A variable that concerns nobody does no harm; one that does is refused.
    let run = calm(tool.command(&["get-item", "--id=bolt"]).env("OTHER", odd));
    assert_eq!(run.code, 0, "{}", run.err);
    let run = calm(tool.command(&["get-item", "--id=bolt"]).env("INVENTORY_TIMEOUT", odd));
    assert_eq!(run.code, 2, "{}", run.err);
    let run = calm(tool.command(&["get-item", "--id=bolt"]).env("INVENTORY_GET_ITEM_ID", odd));
    assert_eq!(run.code, 2, "{}", run.err);
}

/// Names of files need not be text, wherever one is given.
#[cfg(target_os = "linux")]
#[test]
fn paths_that_are_not_text_are_paths() {
    use std::ffi::OsString;

    let (_server, tool) = stocked();
    let odd = |prefix: &str| {
        let mut name = OsString::from(prefix);
        name.push(OsStr::from_bytes(b"\xff\xfe"));
        name
    };
    let folder = tool.dir.path().join(odd("folder-"));
    std::fs::create_dir(&folder).expect("a folder");
    let inside = |args: &[OsString]| calm(tool.command(args).current_dir(&folder));
    let get = || vec!["get-item".into(), "--id=bolt".into(), "-o".into(), "ndjson".into()];
    let answer = inside(&get()).out;
    assert!(answer.starts_with("{\"id\":\"bolt\""), "{answer}");

    // An answer to such a file, a token from one, and the settings of a user who lives in one.
    let (saved, token) = (folder.join(odd("answer-")), folder.join(odd("token-")));
    let mut save = get();
    save.extend(["--save".into(), saved.clone().into()]);
    let run = inside(&save);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert_eq!(std::fs::read_to_string(saved).expect("the answer"), answer);
    let mut with = get();
    // Settings are text, in files as in flags: what is none is told.
    with.extend(["--token-file".into(), token.into()]);
    let run = inside(&with);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("token_file: the value is not UTF-8"), "{}", run.err);
    let run = calm(tool.command(&get()).current_dir(&folder).env("HOME", &folder));
    assert_eq!((run.code, run.out), (0, answer.clone()), "{}", run.err);
    let run = calm(tool.command(&get()).env("XDG_CONFIG_HOME", &folder).env("PATH", &folder));
    assert_eq!((run.code, run.out), (0, answer), "{}", run.err);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let (server, tool) = stocked();
    // Nothing is written that nobody asked for: a folder that takes nothing is a folder.
    for args in [&["get-item", "--id=bolt"][..], &["list-items", "--all"], &["config", "show"]] {
        let mut command = tool.command(args);
        let command = command.env("HOME", "/proc").env("INVENTORY_ENDPOINT", &server.endpoint);
        let run = calm(command.current_dir("/proc"));
        assert_eq!(run.code, 0, "{args:?} {}", run.err);
    }
    let settings = |args: &[&str]| {
        calm(tool.command(args).env("HOME", "/proc").env("XDG_CONFIG_HOME", "/proc"))
    };
    let run = settings(&["config", "set", "retries", "1", "user"]);
    assert_eq!(run.code, 1, "{} {}", run.out, run.err);
    assert!(run.err.contains("/proc/inventory"), "{}", run.err);
    let run = calm(&mut tool.command(&["get-item", "--id=bolt", "--save", "/proc/answer"]));
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("cannot write `/proc/answer`"), "{}", run.err);
    let run =
        calm(&mut tool.command(&["--config", "/proc/x.yaml", "config", "set", "retries", "1"]));
    assert_eq!(run.code, 1, "{}", run.err);
}

/// Sends a signal to a program.
fn signal(child: &std::process::Child, name: &str) {
    let kill = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status();
    assert!(kill.expect("kill runs").success());
}

#[test]
fn signals_end_the_tool() {
    let (_server, tool) = stocked();
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        for times in [1, 2] {
            let mut command = tool.command(&["watch-items", "--max-events=9", "-o", "ndjson"]);
            let out = tool.dir.path().join(format!("events-{name}-{times}"));
            let file = File::create(&out).expect("a file");
            let mut child = command.stdout(file).spawn().expect("the tool starts");
            // The first event says that the call is under way.
            while std::fs::metadata(&out).map_or(0, |file| file.len()) == 0 {
                assert!(child.try_wait().expect("a state").is_none(), "it ended by itself");
                std::thread::sleep(Duration::from_millis(5));
            }
            for _ in 0..times {
                signal(&child, name);
            }
            let end = child.wait().expect("the tool ends");
            assert_eq!(end.code(), Some(code), "{name} {times}");
            // What was printed stays, in whole lines.
            let events = std::fs::read_to_string(&out).expect("the events");
            assert!(events.ends_with("}\n"), "{events}");
        }
    }
}

/// A tool that cannot end in peace, as nobody takes what it prints, ends with the second signal.
#[test]
fn a_second_interrupt_ends_what_hangs() {
    let (_server, tool) = stocked();
    let title = "x".repeat(3 * 1024 * 1024);
    let item = format!("{{\"item\": {{\"id\": \"large\", \"title\": \"{title}\"}}}}");
    tool.run_with(&["create-item", "-d", "@-", "-o", "binary", "--save=/dev/null"], &item).ok();
    let mut child = tool.command(&["get-item", "--id=large"]).spawn().expect("the tool starts");
    // Once a byte has come, the pipe is full, and the tool waits for a reader.
    let mut first = [0];
    let mut pipe = child.stdout.take().expect("a pipe");
    std::io::Read::read_exact(&mut pipe, &mut first).expect("an answer");
    signal(&child, "INT");
    std::thread::sleep(Duration::from_millis(200));
    assert!(child.try_wait().expect("a state").is_none(), "the first one is heeded in peace");
    signal(&child, "INT");
    assert_eq!(child.wait().expect("the tool ends").code(), Some(130));
}

/// The built tool in a terminal of its own.
fn at_a_terminal(tool: &Tool, args: &[&str], columns: u16, term: &str) -> Terminal {
    let plain = tool.command(args);
    let variables = plain.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let command = pty_process::blocking::Command::new(plain.get_program());
    let command = command.args(args).env_clear().envs(variables).env("TERM", term);
    Terminal::sized(command.current_dir(tool.dir.path()), columns)
}

#[test]
fn a_narrow_terminal_shows_everything() {
    let (_server, tool) = stocked();
    for (args, columns, term, last) in [
        (&["create-item", "--help", "--pager=never", "--color=never"][..], 20, "xterm", "--help"),
        (&["create-item", "--help", "--pager=never", "--color=never"], 1, "dumb", "--help"),
        (&["list-items", "-o", "table"], 20, "xterm", "bolt"),
        (&["get-item", "--id=none"], 20, "dumb", "NOT_FOUND"),
        (&["get-item", "--id=none", "-vv"], 20, "xterm", "NOT_FOUND"),
    ] {
        let terminal = at_a_terminal(&tool, args, columns, term);
        terminal.until(last, |shown| shown.contains(last).then_some(()));
        let shown = terminal.shown();
        assert!(!shown.contains("panicked"), "{shown}");
        let plain = term == "dumb";
        assert!(!(plain && shown.contains('\u{1b}')), "{args:?} {shown:?}");
    }
}

#[test]
fn requests_are_typed_at_a_terminal() {
    let (_server, tool) = stocked();
    let terminal =
        at_a_terminal(&tool, &["import-items", "-o", "ndjson", "--color=never"], 160, "xterm");
    let asked = |shown: &str| shown.ends_with("> ").then_some(());
    terminal.until("a prompt", asked);
    for line in ["{item: {id: nut, title: Nut}}", "{\"item\": {\"id\": \"x\"}}"] {
        let before = terminal.shown().len();
        terminal.send(&format!("{line}\r"));
        terminal.until("the next prompt", |shown| {
            let new = shown.get(before..)?;
            (new.contains(line) && new.ends_with("> ")).then_some(())
        });
    }
    terminal.send("\u{4}");
    let end = "{\"created\":1,\"failures\":{\"x\":";
    terminal.until("the answer", |shown| shown.contains(end).then_some(()));
}
