//! What a bad day can do to a process: every end has a documented exit code, and none is a panic.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

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
        for (args, codes) in [
            ("get-item --id=bolt", &[0, 1][..]),
            ("get-item --id=none", &[69]),
            ("create-item -d @-", &[2, 67]),
            ("delete-item --id=none", &[2]),
        ] {
            let program = tool.command(&["x"]).get_program().to_owned();
            let line = format!("exec '{}' {args} {closed}", program.display());
            let mut shell = Command::new("sh");
            let variables = tool.command(&["x"]);
            let variables = variables.get_envs().filter_map(|(name, value)| Some((name, value?)));
            shell.args(["-c", &line]).env_clear().envs(variables).current_dir(tool.dir.path());
            let run = calm(shell.stdin(Stdio::null()));
            assert!(codes.contains(&run.code), "{args} {closed}: {} {}", run.code, run.err);
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

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let (_server, tool) = stocked();
    let run = calm(&mut tool.command(&["get-item", "--id=bolt", "--save", "/proc/answer"]));
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("cannot write `/proc/answer`"), "{}", run.err);
    let run =
        calm(&mut tool.command(&["--config", "/proc/x.yaml", "config", "set", "retries", "1"]));
    assert!([1, 2].contains(&run.code), "{} {}", run.code, run.err);
}

#[test]
fn interrupts_end_the_tool() {
    let (_server, tool) = stocked();
    for times in [1, 2] {
        let mut command = tool.command(&["watch-items", "--max-events=9", "-o", "ndjson"]);
        let out = tool.dir.path().join(format!("events-{times}"));
        let file = File::create(&out).expect("a file");
        let mut child = command.stdout(file).spawn().expect("the tool starts");
        // The first event says that the call is under way.
        while std::fs::metadata(&out).map_or(0, |file| file.len()) == 0 {
            assert!(child.try_wait().expect("a state").is_none(), "it ended by itself");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        for _ in 0..times {
            let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
            kill.expect("kill runs");
        }
        let end = child.wait().expect("the tool ends");
        assert_eq!(end.code(), Some(130), "{times}");
    }
}
