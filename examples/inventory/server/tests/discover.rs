//! What there is to call, and what to send.

use std::process::{Command, Stdio};

use crate::tool::{Server, Tool};

#[test]
fn a_template_can_be_sent_as_it_is() {
    let server = Server::start();
    let tool = Tool::of(&server);
    let commands = tool.json("list -o json");
    let unary = |command: &&serde_json::Value| command["serverStreaming"] == false;
    for command in commands.as_array().expect("a list").iter().filter(unary) {
        let command = command["command"].as_str().expect("a name");
        for format in ["json", "yaml"] {
            let template = tool.run(&["template", command, "-o", format]).ok().out;
            let mut args = vec![command, "-d", "@-"];
            args.extend((command == "delete-item").then_some("--yes"));
            let sent = tool.run_with(&args, &template);
            // The server finds no item, or wants a title, but it understood the request.
            assert!([0, 67, 69].contains(&sent.code), "{command}\n{template}\n{}", sent.err);
        }
    }
}

#[test]
fn the_curl_line_of_a_dry_run_makes_the_call() {
    let curl = Command::new("curl").arg("--version").output();
    let http2 = curl.is_ok_and(|curl| String::from_utf8_lossy(&curl.stdout).contains("HTTP2"));
    if !http2 {
        return;
    }
    let server = Server::start();
    let tool = Tool::of(&server);
    let args = ["create-item", "--item.id=bolt", "--item.title", "it's", "--dry-run"];
    let shown = tool.run(&args).ok().out;
    assert_eq!(tool.run(&["get-item", "--id=bolt"]).code, 69, "nothing is called yet");
    let line = shown.lines().find(|line| line.contains("| curl ")).expect("a line for curl");
    let sent = Command::new("sh").args(["-c", line]).stdin(Stdio::null()).output();
    assert!(sent.expect("a shell").status.success());
    assert_eq!(tool.json("get-item --id=bolt")["title"], "it's");
}
