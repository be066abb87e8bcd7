//! What a run does where somebody looks at a terminal: colour, the pager, progress.

use typewright_ops::{Terminal, Tool};

use crate::server::start;
use crate::tool::{Run, run, worlds};

const SCREEN: Terminal = Terminal { input: false, output: Some((80, 10)), errors: true };

fn on_screen() -> Tool {
    worlds().terminal(SCREEN)
}

fn echo(tool: &Tool, args: &[&str], env: &[(&str, &str)]) -> Run {
    let endpoint = start();
    run(tool, &[&["echo", "--must=3", "-e", &endpoint], args].concat(), env)
}

#[test]
fn answers_have_colours_where_somebody_looks() {
    const JSON: &str = "{\n  \u{1b}[1m\u{1b}[34m\"must\"\u{1b}[0m: \u{1b}[36m3\u{1b}[0m\n}\n";
    const PLAIN: &str = "{\n  \"must\": 3\n}\n";
    const BAD: (&str, &str) = ("WORLDS_COLOR", "sometimes");
    for (tool, args, env, expected) in [
        (on_screen(), &[][..], &[][..], JSON),
        (on_screen(), &["--color=never"], &[], PLAIN),
        (on_screen(), &["--color", "always"], &[("NO_COLOR", "1")], JSON),
        (on_screen(), &[], &[("NO_COLOR", "1")], PLAIN),
        (on_screen(), &[], &[("TERM", "dumb")], PLAIN),
        (on_screen(), &[], &[("CLICOLOR", "0")], PLAIN),
        (on_screen(), &[], &[("WORLDS_COLOR", "never")], PLAIN),
        (on_screen(), &[], &[BAD], ""),
        (worlds(), &[], &[], PLAIN),
        (worlds(), &[], &[("CLICOLOR_FORCE", "1")], JSON),
        (worlds(), &["--color=always"], &[], JSON),
        (on_screen(), &["-o", "yaml"], &[], "\u{1b}[1m\u{1b}[34mmust\u{1b}[0m: 3\n"),
        (
            on_screen(),
            &["-o", "text"],
            &[],
            "\u{1b}[1m\u{1b}[34mmust\u{1b}[0m: \u{1b}[36m3\u{1b}[0m\n",
        ),
        (on_screen(), &["--columns=must"], &[], "\u{1b}[1mMUST\u{1b}[0m\n3\n"),
        (on_screen(), &["-q", ".must"], &[], "\u{1b}[36m3\u{1b}[0m\n"),
    ] {
        let run = echo(&tool, args, env);
        assert_eq!(run.out, expected, "{args:?} {env:?} {}", run.err);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("answer");
    echo(&on_screen(), &["--color=always", "--save", file.to_str().expect("UTF-8")], &[]);
    assert_eq!(std::fs::read_to_string(file).expect("the answer"), PLAIN);
}

#[test]
fn messages_and_help_have_colours_each_stream_by_itself() {
    let errors = Terminal { output: None, ..SCREEN };
    let refused = ["-H", "x-refuse: 1"];
    let shown = echo(&worlds().terminal(errors), &refused, &[]);
    assert!(shown.err.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m NOT_FOUND"), "{}", shown.err);
    let plain = echo(&worlds().terminal(Terminal { errors: false, ..SCREEN }), &refused, &[]);
    assert!(plain.err.starts_with("error: NOT_FOUND"), "{}", plain.err);

    let args = ["echo", "--mist=1"];
    assert!(run(&on_screen(), &args, &[]).err.contains("\u{1b}["));
    assert!(!run(&worlds(), &args, &[]).err.contains('\u{1b}'));
    let args = ["echo", "--help", "--pager=never"];
    assert!(run(&on_screen(), &args, &[("PAGER", "never")]).out.contains("\u{1b}["));
    assert!(!run(&worlds(), &args, &[]).out.contains('\u{1b}'));
    let twice = ["echo", "--help", "--color", "never"];
    assert!(!run(&on_screen(), &twice, &[("PAGER", "")]).out.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn what_is_longer_than_the_screen_goes_to_the_pager() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paged");
    let name = file.to_str().expect("UTF-8");
    let pager = format!("cat > '{name}'");
    let paged = || {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        if let Ok(file) = std::fs::OpenOptions::new().write(true).open(&file) {
            file.set_len(0).expect("it can be emptied");
        }
        text
    };
    let schema = ["schema", "echo", "--color=never"];
    let whole = run(&worlds(), &schema, &[]).out;
    assert!(whole.lines().count() > 10);

    let shown = run(&on_screen(), &[&schema[..], &["--pager", &pager]].concat(), &[]);
    assert_eq!((shown.out.as_str(), shown.code, paged()), ("", 0, whole.clone()), "{}", shown.err);
    for env in [("PAGER", &*pager), ("WORLDS_PAGER", &*pager)] {
        let shown = run(&on_screen(), &schema, &[env]);
        assert_eq!((shown.out.as_str(), paged()), ("", whole.clone()), "{env:?} {}", shown.err);
    }
    let help = run(&on_screen(), &["echo", "--help"], &[("PAGER", &pager)]);
    assert_eq!(help.out, "");
    assert!(paged().contains("Calls /test.Worlds/Echo."));

    // Nothing is lost where there is no pager, where nobody looks, or where it fits.
    let tall = Terminal { output: Some((80, 9999)), ..SCREEN };
    for (tool, pager) in [
        (on_screen(), "never"),
        (on_screen(), "cat"),
        (on_screen(), "no-such-pager-here"),
        (worlds(), &pager),
        (worlds().terminal(tall), &pager),
    ] {
        let shown = run(&tool, &[&schema[..], &["--pager", pager]].concat(), &[("PAGER", "less")]);
        assert_eq!((shown.out.as_str(), paged().as_str()), (&*whole, ""), "{pager}");
    }
    // A pager that has seen enough is no failure.
    let shown =
        run(&on_screen(), &[&schema[..], &["--pager", "head -n 1 >/dev/null"]].concat(), &[]);
    assert_eq!((shown.out.as_str(), shown.err.as_str(), shown.code), ("", "", 0));
}

#[test]
fn progress_shows_on_a_terminal_and_is_gone_at_the_end() {
    let endpoint = start();
    let args = ["sleep", "--must=1", "-e", &endpoint, "--timeout=900ms", "--color=never"];
    let shown = run(&on_screen(), &args, &[]);
    assert!(shown.err.contains("\r\u{1b}[K- Sleep, 0s") || shown.err.contains("Sleep, 0s"));
    let last = shown.err.rsplit("\r\u{1b}[K").next().expect("a piece");
    assert!(last.starts_with("error: DEADLINE_EXCEEDED"), "{:?}", shown.err);
    for (tool, env) in [
        (worlds(), &[][..]),
        (worlds().terminal(Terminal { errors: false, ..SCREEN }), &[]),
        (on_screen(), &[("TERM", "dumb")]),
    ] {
        let shown = run(&tool, &args, env);
        assert!(!shown.err.contains('\r'), "{:?}", shown.err);
    }
}

#[test]
fn switches_look_like_switches_in_help() {
    let help = run(&worlds(), &["echo", "--help"], &[]).out;
    // A field may be sent as false, which is not the same as not at all; a setting is just set.
    let (fields, settings) = help.split_once("Settings:").expect("two parts");
    assert!(fields.contains("--kinds.a-bool[=<BOOL>]") && !settings.contains("[=<"), "{help}");
    assert!(help.contains("--fake\n") && help.contains("-v, --verbose..."), "{help}");
    // They still take a value.
    let echo = run(&worlds(), &["echo", "--must=1", "--fake=true", "--emit-defaults=false"], &[]);
    assert_eq!(echo.code, 0, "{}", echo.err);
    let help = run(&worlds(), &["echo", "--fake=false", "--help"], &[]);
    assert_eq!(help.code, 0, "{}", help.err);
}
