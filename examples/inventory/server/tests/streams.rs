//! Streams, both ways.

use serde_json::{Value, json};

use crate::tool::{Server, Tool};

#[test]
fn a_stream_of_answers_is_printed_line_by_line() {
    let server = Server::start();
    let tool = Tool::of(&server);
    tool.json("create-item --item.id a --item.title A");
    tool.json("create-item --item.id b --item.title B");
    let run = tool.run(&["watch-items", "--max-events", "2", "--output", "ndjson"]).ok();
    let events: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("one document a line"))
        .collect();
    let seen: Vec<(&Value, &Value)> =
        events.iter().map(|e| (&e["kind"], &e["item"]["id"])).collect();
    let present = json!("KIND_PRESENT");
    assert_eq!(seen, [(&present, &json!("a")), (&present, &json!("b"))]);
}

#[test]
fn a_stream_that_is_too_slow_ends_at_its_deadline() {
    let server = Server::start();
    let run = Tool::of(&server).run(&["watch-items", "--timeout", "300ms"]);
    assert_eq!(run.code, 64 + 4, "{run:#?}");
    assert!(run.err.contains("DEADLINE_EXCEEDED"), "{run:#?}");
}

#[test]
fn a_stream_of_requests_comes_from_standard_input() {
    let server = Server::start();
    let tool = Tool::of(&server);
    let input = r#"{"item": {"id": "a", "title": "A"}}
{"item": {"id": "b"}}
{"item": {"id": "c", "title": "C"}}"#;
    let run = tool.run_with(&["import-items", "-d", "@-"], input).ok();
    let answer: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(answer, json!({ "created": 2, "failures": { "b": "an item needs a title" } }));
    assert_eq!(tool.json("list-items")["items"].as_array().map(Vec::len), Some(2));
}
