//! What there is to call, and what to send.

use serde_json::Value as Json;

use crate::server::start;
use crate::tool::{run, worlds};

#[test]
fn methods_are_listed_for_people_and_for_programs() {
    let table = run(&worlds(), &["list"], &[]);
    assert!(table.out.starts_with("COMMAND        CALLS                DOES\n"), "{}", table.out);
    assert!(table.out.contains("\necho           /test.Worlds/Echo    Does it\n"), "{}", table.out);

    let lines = run(&worlds(), &["list", "CHAT", "-o", "ndjson"], &[]).out;
    let chat: Json = serde_json::from_str(&lines).expect("one line of JSON");
    assert_eq!(
        (&chat["command"], &chat["path"], &chat["clientStreaming"], &chat["response"]),
        (&"chat".into(), &"/test.Worlds/Chat".into(), &true.into(), &"test.World".into())
    );
    let all = run(&worlds(), &["list", "-o", "json"], &[]).out;
    assert_eq!(serde_json::from_str::<Vec<Json>>(&all).expect("a list").len(), 6);
}

#[test]
fn definitions_are_found_by_any_clear_name() {
    for (words, first) in [
        (&["echo"][..], "// Does it. And more.\nrpc Echo(test.World) returns (test.World);\n"),
        (&["test.Worlds.Echo"], "// Does it. And more.\nrpc Echo("),
        (&["/test.Worlds/Echo"], "// Does it. And more.\nrpc Echo("),
        (&["chat"], "// Does it. And more.\nrpc Chat(stream test.World) returns (stream "),
        (&["Worlds"], "// Worlds.\nservice test.Worlds {\n  // Does it. And more.\n  rpc Echo("),
        (&["World"], "message test.World {\n"),
        (&["google.protobuf.Timestamp"], "message google.protobuf.Timestamp {\n  int64 sec"),
    ] {
        let args = [&["describe"], words].concat();
        let described = run(&worlds(), &args, &[]);
        assert!(described.out.starts_with(first), "{}{}", described.out, described.err);
    }
    let wrong = run(&worlds(), &["describe", "eco"], &[]);
    let message = "error: nothing is called `eco`; did you mean `Echo`?; see `list`\n";
    assert_eq!((wrong.code, wrong.err.as_str()), (2, message));
    let wrong = run(&worlds(), &["template", "Worlds"], &[]);
    let message = "error: test.Worlds is a service: name a method\n";
    assert_eq!((wrong.code, wrong.err.as_str()), (2, message));
}

#[test]
fn a_template_is_a_request() {
    let endpoint = start();
    for format in ["json", "yaml"] {
        let template = run(&worlds(), &["template", "echo", "-o", format], &[]);
        assert!(template.out.contains("aBool"), "{}{}", template.out, template.err);
        let args = ["echo", "-e", &endpoint, "-o", "ndjson", "-d", &template.out];
        let echo = run(&worlds(), &args, &[]);
        assert_eq!(echo.code, 0, "{}\n{}", template.out, echo.err);
        assert!(echo.out.contains("\"must\":0"), "{}", echo.out);
    }
}

#[test]
fn a_schema_names_what_it_needs() {
    let schema = run(&worlds(), &["schema", "echo"], &[]).out;
    let schema: Json = serde_json::from_str(&schema).expect("JSON");
    assert_eq!(schema["$ref"], "#/$defs/test.World");
    let mut pending = vec![&schema];
    let mut references = 0;
    while let Some(json) = pending.pop() {
        if let Some(name) = json["$ref"].as_str() {
            references += 1;
            let name = name.trim_start_matches("#/$defs/");
            assert_eq!(schema["$defs"][name]["type"], "object", "{name}");
        }
        match json {
            Json::Object(entries) => pending.extend(entries.values()),
            Json::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    assert!(references > 5);
    let world = &schema["$defs"]["test.World"];
    assert_eq!(world["required"], serde_json::json!(["must"]));
    assert!(world["allOf"][0]["oneOf"].as_array().expect("a oneof").len() > 2);
}

#[test]
fn a_dry_run_calls_nothing_and_tells_no_secret() {
    let args = ["echo", "--must=1", "--text", "it's", "-H", "a: secret", "-e", "http://h:1"];
    let shown = run(&worlds(), &[&args[..], &["--dry-run", "--timeout", "1500ms"]].concat(), &[]);
    assert_eq!(
        shown.out,
        "# http://h:1 /test.Worlds/Echo\n{\n  \"must\": 1,\n  \"text\": \"it's\"\n}\n\n\
         # grpcurl\n\
         grpcurl -plaintext -max-time 1.5 -H 'a: ***' -d '{\"must\":1,\"text\":\"it'\\''s\"}' \
         h:1 test.Worlds/Echo\n\n\
         # curl\n\
         printf %s AAAAAAlYAaIBBGl0J3M= | base64 -d | curl -sS --http2-prior-knowledge \
         --max-time 1.5 -H 'content-type: application/grpc' -H 'te: trailers' -H 'a: ***' \
         --data-binary @- --output - http://h:1/test.Worlds/Echo\n",
        "{}",
        shown.err
    );
    assert_eq!(shown.code, 0);
}

#[test]
fn requests_may_be_yaml() {
    let endpoint = start();
    let to =
        |args: &[&str]| run(&worlds(), &[args, &["-e", &endpoint, "-o", "ndjson"]].concat(), &[]);
    let echo = to(&["echo", "-d", "# a world\nmust: 5\nkinds:\n  aString: 'no'\n"]);
    assert_eq!(echo.out, "{\"kinds\":{\"aString\":\"no\"},\"must\":5}\n", "{}", echo.err);
    let flow = to(&["echo", "-d", "{must: 5}"]);
    assert_eq!(flow.out, "{\"must\":5}\n", "{}", flow.err);
    let chat = to(&["chat", "-d", "must: 1\n---\nmust: 2\n"]);
    assert_eq!(chat.out, "{\"must\":1}\n{\"must\":2}\n", "{}", chat.err);
    let wrong = to(&["echo", "-d", "must: 1\nmust: 2\n"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.starts_with("error: --data: line 2, column 1: "), "{}", wrong.err);
    let yaml = run(&worlds(), &["echo", "--must=5", "-e", &endpoint, "-o", "yaml"], &[]);
    assert_eq!(yaml.out, "must: 5\n");
}
