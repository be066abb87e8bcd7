//! Flag over variable over file over default, and what is wrong with a file.

use crate::tool::Tool;

/// The value of a setting and where it came from.
fn shown(tool: &Tool, args: &[&str], key: &str) -> String {
    let run = tool.run(&[args, &["config", "show", "--origin"]].concat()).ok();
    let line = run.out.lines().find(|line| line.trim_start().starts_with(key));
    let words: Vec<&str> = line.unwrap_or_default().split_whitespace().collect();
    words.join(" ")
}

#[test]
fn the_strongest_layer_wins() {
    let plain = Tool::new();
    assert_eq!(shown(&plain, &[], "timeout:"), "timeout: 30s # default");
    let file = Tool::new().file("config.yaml", "# how long\ntimeout: 20s\n");
    assert_eq!(shown(&file, &[], "timeout:"), "timeout: 20s # config.yaml:2:10");
    let variable = file.var("INVENTORY_TIMEOUT", "10s");
    assert_eq!(shown(&variable, &[], "timeout:"), "timeout: 10s # INVENTORY_TIMEOUT");
    assert_eq!(shown(&variable, &["--timeout", "5s"], "timeout:"), "timeout: 5s # --timeout");
}

#[test]
fn a_broken_file_is_refused_at_its_place() {
    for (text, place, says) in [
        ("timeout: soon\n", "config.yaml:1:10", "soon"),
        ("endpoint: http://x\ntimeuot: 1s\n", "config.yaml:2:1", "timeout"),
        ("timeout: [\n", "config.yaml:1:10", "bracket"),
        ("timeout: 1s\ntimeout: 2s\n", "config.yaml:2:1", "timeout"),
    ] {
        let run = Tool::new().file("config.yaml", text).run(&["get-item", "--id", "x"]);
        assert_eq!((run.code, &*run.out), (2, ""), "{text} {run:#?}");
        assert!(run.err.contains(place) && run.err.contains(says), "{text} {run:#?}");
    }
}

#[test]
fn a_folder_does_not_decide_what_is_run_or_where_secrets_go() {
    for text in [
        "pager: rm",
        "aliases: {a: list}",
        "token_command: steal",
        "token_file: /etc/passwd",
        "clear_text_credentials: true",
        "trusted_plugins: [a]",
    ] {
        let run = Tool::new().file("config.yaml", text).run(&["get-item", "--id", "x"]);
        assert_eq!((run.code, &*run.out), (2, ""), "{text} {run:#?}");
        assert!(run.err.starts_with("error: config.yaml:1:"), "{text} {run:#?}");
    }
}

#[test]
fn every_mistake_is_reported_at_once() {
    let tool = Tool::new().file("config.yaml", "timeout: soon\noutput: yml\n");
    let run = tool.var("INVENTORY_CONNECT_TIMEOUT", "x").run(&["config", "show"]);
    assert_eq!(run.code, 2, "{run:#?}");
    for place in ["config.yaml:1:10", "config.yaml:2:9", "INVENTORY_CONNECT_TIMEOUT"] {
        assert!(run.err.contains(place), "{place} {run:#?}");
    }
}

#[test]
fn a_named_file_must_exist_and_a_found_one_need_not() {
    assert_eq!(Tool::new().run(&["config", "show"]).ok().code, 0);
    let run = Tool::new().run(&["--config", "nowhere.yaml", "config", "show"]);
    assert_eq!(run.code, 2, "{run:#?}");
    assert!(run.err.contains("nowhere.yaml"), "{run:#?}");
}
