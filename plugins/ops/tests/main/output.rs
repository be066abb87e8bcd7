//! The ways out of an answer: formats, columns, filters, files.

use std::ffi::OsString;

use typewright_ops::Tool;
use typewright_ops::table::{Message, Service, Type};

use crate::server::start;
use crate::tool::{LISTER, Run, run, worlds};

const DATA: &str = r#"{"must": 3, "lists": {"anInt32": [1, 2]}, "color": "COLOR_RED",
    "kinds": {"aString": "日本"}}"#;

fn echo(args: &[&str]) -> Run {
    let endpoint = start();
    run(&worlds(), &[&["echo", "-d", DATA, "-e", &endpoint], args].concat(), &[])
}

#[test]
fn an_answer_has_many_forms() {
    for (args, expected) in [
        (
            &["-o", "yaml"][..],
            "kinds:\n  aString: 日本\nlists:\n  anInt32:\n  - 1\n  - 2\nmust: 3\ncolor: COLOR_RED\n",
        ),
        (
            &["-o", "text"],
            "kinds {\n  a_string: \"日本\"\n}\nlists {\n  an_int32: 1\n  an_int32: 2\n}\nmust: 3\n\
             color: COLOR_RED\n",
        ),
        (
            &["-o", "table"],
            "kinds.aString  日本\nlists.anInt32  1, 2\nmust           3\ncolor          COLOR_RED\n",
        ),
        (
            &["-o", "csv", "--columns", "must,color,kinds.a-string,lists.an-int32"],
            "must,color,kinds.aString,lists.anInt32\n3,COLOR_RED,日本,\"[1,2]\"\n",
        ),
        (
            &["-o", "ndjson", "--proto-names", "--enum-numbers"],
            "{\"kinds\":{\"a_string\":\"日本\"},\"lists\":{\"an_int32\":[1,2]},\"must\":3,\
             \"color\":1}\n",
        ),
        (
            &["--columns", "kinds.a-string,must, lists.anInt32"],
            "KINDS.A_STRING  MUST  LISTS.AN_INT32\n日本            3     1, 2\n",
        ),
    ] {
        let run = echo(args);
        assert_eq!((run.out.as_str(), run.code), (expected, 0), "{args:?} {}", run.err);
    }
}

/// What the server knows and the tool does not, as the tool is older.
#[test]
fn unknown_fields_are_left_out_of_all_but_bytes() {
    static OLD: Message = Message::new("test.World\n20 text string oneof=choice", &[]);
    static WORLDS: Service =
        Service::new("test.Worlds\nEcho .test.World .test.World", &[Type::Message(&OLD)]);
    let tool = Tool::new("worlds", "1.2.3").services(&[&WORLDS]);
    let endpoint = start();
    let printed = |format: &str| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = ["echo", "--text", "x", "-e", &endpoint, "-o", format].map(OsString::from);
        let code = tool.run(args, [], &mut out, &mut err);
        assert_eq!((code, err), (0, Vec::new()), "{format}");
        out
    };
    assert_eq!(printed("ndjson"), b"{\"text\":\"x\"}\n");
    assert_eq!(printed("yaml"), b"text: x\n");
    assert_eq!(printed("text"), b"text: \"x\"\n");
    // Field 11, which a server sends always, stands before field 20.
    assert_eq!(printed("binary"), b"\x58\0\xa2\x01\x01x");
}

#[test]
fn defaults_can_be_shown() {
    let shown = echo(&["--emit-defaults", "-o", "ndjson"]).out;
    assert!(shown.contains("\"anInt64\":\"0\""), "{shown}");
    assert!(shown.contains("\"children\":[]"), "{shown}");
    // What has presence is absent, not default.
    assert!(!shown.contains("\"text\""), "{shown}");
}

#[test]
fn filters_are_those_of_jq() {
    for (args, expected) in [
        (&["-q", ".must + 1"][..], "4\n"),
        (&["-q", ".kinds.aString"], "\"日本\"\n"),
        (&["-q", ".kinds.aString", "-o", "text"], "日本\n"),
        (&["-q", ".lists.anInt32[]"], "1\n2\n"),
        (&["-q", "{must}", "-o", "yaml"], "must: 3\n"),
        (&["-q", ".lists.anInt32 | map(tostring) | join(\",\")", "-o", "text"], "1,2\n"),
        (&["-q", "[.must, \"a,b\", null]", "-o", "csv"], "3,\"a,b\",\n"),
        (&["-q", "{must}", "-o", "csv"], "must,3\n"),
        (&["-q", "empty"], ""),
    ] {
        let run = echo(args);
        assert_eq!((run.out.as_str(), run.code), (expected, 0), "{args:?} {}", run.err);
    }
    for (filter, code, message) in [
        (".a |", 2, "error: --query: `.a |` is not a jq filter\n"),
        ("nope", 2, "error: --query: there is no filter `nope`\n"),
        (".must[0]", 1, "error: --query: cannot index"),
    ] {
        let run = echo(&["-q", filter]);
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{filter} {}", run.err);
        assert!(run.err.starts_with(message), "{}", run.err);
    }
}

#[test]
fn columns_that_are_not_there_are_told_before_the_call() {
    let wrong = run(&worlds(), &["echo", "--must=1", "--columns", "mist,kinds.no,must.x"], &[]);
    assert_eq!(wrong.code, 2);
    let lines: Vec<&str> = wrong.err.lines().collect();
    assert_eq!(lines.len(), 3, "{}", wrong.err);
    assert!(lines[0].ends_with("test.World has no field `mist`; did you mean `must`?"));
}

#[test]
fn an_answer_can_go_to_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("answer.json");
    let name = file.to_str().expect("UTF-8");
    let saved = echo(&["--save", name, "-o", "ndjson"]);
    assert_eq!((saved.out.as_str(), saved.code), ("", 0), "{}", saved.err);
    let text = std::fs::read_to_string(&file).expect("the answer");
    assert!(text.starts_with("{\"kinds\""), "{text}");
    // A call that fails leaves it alone.
    let failed = echo(&["--save", name, "-H", "x-refuse: 1"]);
    assert_eq!(failed.code, 69);
    assert_eq!(std::fs::read_to_string(&file).expect("the old answer"), text);
    let missing = folder.path().join("no/such");
    let failed = echo(&["--save", missing.to_str().expect("UTF-8")]);
    assert_eq!(failed.code, 1);
    assert!(failed.err.starts_with("error: cannot write `"), "{}", failed.err);
}

#[test]
fn headers_can_come_from_a_file() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    std::io::Write::write_all(&mut file, b"# for tests\nx-tag: a\n\nx-refuse: 1\n").expect("space");
    let name = format!("@{}", file.path().display());
    assert_eq!(echo(&["-H", &name]).code, 69);
    std::io::Write::write_all(&mut file, b"broken\n").expect("space");
    let wrong = echo(&["-H", &name]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.ends_with(":5: expected `key: value`, found no colon\n"), "{}", wrong.err);
}

#[test]
fn a_call_can_be_one_document() {
    let document = |run: &Run| -> serde_json::Value {
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out))
    };
    let well = echo(&["--envelope", "-H", "x-tag: a"]);
    let told = document(&well);
    assert_eq!(told["messages"][0]["must"], 3);
    assert_eq!(told["metadata"]["x-tag"], serde_json::json!(["a"]));
    assert_eq!(told["status"]["name"], "OK");
    assert_eq!((well.code, well.err.as_str()), (0, ""));
    let refused = echo(&["--envelope", "-H", "x-refuse: 1", "-o", "ndjson"]);
    let told = document(&refused);
    assert_eq!((&told["status"]["code"], &told["messages"]), (&5.into(), &serde_json::json!([])));
    assert_eq!((refused.code, refused.out.lines().count()), (69, 1));
    let endpoint = start();
    let stream = ["repeat", "-d", "must: 7", "-e", &endpoint, "--envelope", "-o", "table"];
    let stream = run(&worlds(), &stream, &[]);
    let told = document(&stream);
    assert_eq!(told["messages"], serde_json::json!([{"must": 7}, {"must": 2}]));
    assert_eq!((&told["status"]["name"], stream.code), (&"ABORTED".into(), 74));
}

#[test]
fn exit_codes_have_two_schemes() {
    for (args, code) in [
        (&["--exit-scheme", "buf"][..], 0),
        (&["--exit-scheme", "buf", "-H", "x-refuse: 1"], 5 << 3),
        (&["--exit-scheme", "buf", "-H", "oops"], 1),
        (&["--exit-scheme", "grpc", "-H", "x-refuse: 1"], 69),
    ] {
        assert_eq!(echo(args).code, code, "{args:?}");
    }
}

#[test]
fn the_text_format_tells_no_secret() {
    let tool = || Tool::new("list", "1").services(&[&LISTER]);
    let data = r#"{"items": [{"name": "a", "secret": "canary"}]}"#;
    let args = ["list-method", "-d", data, "-e", &start()];
    let shown = run(&tool(), &[&args[..], &["-o", "text"]].concat(), &[]);
    assert_eq!(shown.out, "items {\n  name: \"a\"\n  secret: \"***\"\n}\n", "{}", shown.err);
    // Data is for programs, which need the whole.
    let shown = run(&tool(), &[&args[..], &["-o", "ndjson"]].concat(), &[]);
    assert!(shown.out.contains("canary"), "{}{}", shown.out, shown.err);
}

#[test]
fn the_text_format_goes_out_and_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, many) = (folder.path().join("one.txtpb"), folder.path().join("many"));
    let name = |path: &std::path::Path| path.to_str().expect("UTF-8").to_owned();
    let endpoint = start();
    let to = |args: &[&str]| run(&worlds(), &[args, &["-e", &endpoint]].concat(), &[]);
    let saved = to(&["echo", "-d", DATA, "-o", "text", "--save", &name(&one)]);
    assert_eq!(saved.code, 0, "{}", saved.err);
    // By the end of the name, and by what is said of it; flags lie over it as over JSON.
    let again = to(&["echo", "-d", &format!("@{}", name(&one)), "-o", "ndjson", "--must=4"]);
    let expected = "{\"kinds\":{\"aString\":\"日本\"},\"lists\":{\"anInt32\":[1,2]},\"must\":4,\
                    \"color\":\"COLOR_RED\"}\n";
    assert_eq!(again.out, expected, "{}", again.err);
    let child = to(&["echo", "--must=1", "--children", &format!("@{}", name(&one)), "-o", "text"]);
    assert!(child.out.starts_with("children {\n  kinds {\n    a_string"), "{}", child.out);

    // Those of a stream stand behind each other.
    let data = "must: 1\n---\nmust: 2";
    let args = ["chat", "--input", "text", "-d", data, "-o", "text"];
    let saved = to(&[&args[..], &["--save", &name(&many)]].concat());
    assert_eq!(saved.code, 0, "{}", saved.err);
    assert_eq!(std::fs::read_to_string(&many).expect("answers"), "must: 1\n---\nmust: 2\n");
    let from = format!("@{}", name(&many));
    let again = to(&["chat", "--input", "text", "-d", &from, "-o", "ndjson"]);
    assert_eq!(again.out, "{\"must\":1}\n{\"must\":2}\n", "{}", again.err);
    let csv = to(&["chat", "--input", "text", "-d", &from, "-o", "csv", "--columns", "must,last"]);
    assert_eq!(csv.out, "must,last\n1,\n2,\n", "{}", csv.err);

    let wrong = to(&["chat", "--input", "text", "-d", "must: 1\n---\nmist: 2 must: 'a'"]);
    assert_eq!(wrong.code, 2);
    let lines: Vec<&str> = wrong.err.lines().collect();
    assert!(
        lines[0].starts_with("error: --data: line 3, column 1: test.World has no field `mist`")
    );
    assert!(lines[1].starts_with("error: --data: line 3, column 15: expected"), "{}", wrong.err);
}
