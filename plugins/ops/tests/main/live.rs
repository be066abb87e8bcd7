//! Requests and answers in other forms, what `-vv` tells, and what nobody may see.

use std::path::PathBuf;

use typewright_ops::Terminal;

use crate::server::start;
use crate::tool::{Run, run, worlds};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        use std::io::Write;
        let mut file = tempfile::NamedTempFile::new_in(&self.0).expect("a file");
        file.write_all(bytes).expect("space");
        file.persist(PathBuf::from(self.path(name))).expect("the name");
        format!("@{}", self.path(name))
    }
}

fn to(endpoint: &str, args: &[&str]) -> Run {
    run(&worlds(), &[args, &["-e", endpoint]].concat(), &[])
}

#[test]
fn answers_can_be_sent_again_as_they_came() {
    let (endpoint, folder) = (start(), Folder::new());
    let one = folder.path("one.binpb");
    let data = r#"{"must": 7, "text": "é"}"#;
    let saved = to(&endpoint, &["echo", "-d", data, "-o", "binary", "--save", &one]);
    assert_eq!((saved.code, saved.out.as_str()), (0, ""), "{}", saved.err);
    let again = to(&endpoint, &["echo", "-d", &format!("@{one}"), "-o", "ndjson", "--last"]);
    assert_eq!(again.out, "{\"must\":7,\"text\":\"é\",\"last\":true}\n", "{}", again.err);

    let many = folder.path("many");
    let data = "{\"must\": 1} {\"must\": 2}";
    let saved = to(&endpoint, &["chat", "-d", data, "-o", "binary", "--save", &many]);
    assert_eq!(saved.code, 0, "{}", saved.err);
    let from = format!("@{many}");
    let again = to(&endpoint, &["chat", "-d", &from, "--input", "delimited", "-o", "ndjson"]);
    assert_eq!(again.out, "{\"must\":1}\n{\"must\":2}\n", "{}", again.err);

    for (args, message) in [
        (["echo", "-d", "AA==", "--input", "binary"], "encoded requests come from a file"),
        (["echo", "-d", &from, "--input", "binary"], "error: --data: not a test.World: "),
        (["echo", "-d", &folder.file("half", b"\x05a"), "--input", "delimited"], "inside of a"),
        (["echo", "-d", "must: 1", "--input", "json"], "error: --data: line 1, column 1: "),
        (["echo", "-d", &folder.file("a.json", b"must: 1"), "-o", "json"], "line 1, column 1: "),
        (["echo", "-d", "{}", "--input", "xml"], "invalid value 'xml'"),
    ] {
        let wrong = to(&endpoint, &args);
        assert_eq!((wrong.code, wrong.out.as_str()), (2, ""), "{args:?}");
        assert!(wrong.err.contains(message), "{args:?} {}", wrong.err);
    }
}

#[test]
fn every_attempt_is_told() {
    let endpoint = start();
    let told = to(&endpoint, &["echo", "--must=1", "-vv", "-H", "x-tag: canary-5"]);
    for part in [
        "typewright_client: rpc begins",
        "typewright_ops: attempt at /test.Worlds/Echo, ",
        "metadata [x-tag]",
        "typewright_ops: answered after ",
        "typewright_client: rpc ends after ",
        "rpc.grpc.status_code=0",
    ] {
        assert!(told.err.contains(part), "{part}\n{}", told.err);
    }
    assert_eq!(told.out, "{\n  \"must\": 1\n}\n");
    let failed = to("http://127.0.0.1:9", &["echo", "--must=1", "-vv"]);
    assert!(failed.err.contains("typewright_ops: failed after "), "{}", failed.err);

    let info = to(&endpoint, &["echo", "--must=1", "--log", "typewright_client=info"]);
    assert!(info.err.contains("rpc begins") && !info.err.contains("attempt at"), "{}", info.err);
    assert!(!to(&endpoint, &["echo", "--must=1", "--log", "off"]).err.contains('*'));
    let wrong = to(&endpoint, &["echo", "--must=1", "--log", "inof"]);
    let problem = "error: log: `inof` is no level; did you mean `info`?";
    assert!(wrong.err.starts_with(problem) && wrong.code == 2, "{}", wrong.err);
}

#[test]
fn a_secret_is_in_no_output() {
    let endpoint = start();
    let folder = Folder::new();
    let settings = "token: canary-1\nheaders: ['x-api-key: canary-2', 'x-refuse: canary-3']\n";
    let settings = folder.file("mine.yaml", settings.as_bytes());
    let settings = settings.trim_start_matches('@');
    for args in [
        &["echo", "--must=1", "-vv"][..],
        &["echo", "--must=1", "-v", "--timeout=1ns"],
        &["echo", "--must=x", "-vv", "--log=trace"],
        &["echo", "--must=1", "--dry-run"],
        &["echo", "--must=1", "-vv", "--fake"],
        &["echo", "--must=1", "-vv", "-H", "canary-4"],
        &["doctor"],
        &["doctor", "-o", "json"],
        &["config", "show", "--origin"],
        &["config", "explain", "token"],
        &["context", "show"],
        &["config", "validate"],
    ] {
        let args = [args, &["-e", &endpoint, "--config", settings]].concat();
        let env = [("WORLDS_BASIC", "me:canary-6")];
        for env in [&[][..], &env] {
            let run = run(&worlds(), &args, env);
            let all = format!("{}{}", run.out, run.err);
            assert!(!all.contains("canary"), "{args:?}\n{all}");
        }
    }
}

#[test]
fn lists_take_many_and_messages_take_yaml() {
    let endpoint = start();
    let args = ["echo", "--must=1", "--lists.an-int32", "[1, 2]", "--lists.an-int32=3"];
    let args = [&args[..], &["--children", "must: 4", "--children", "[{\"must\": 5}]"]].concat();
    let told = to(&endpoint, &[&args[..], &["-o", "ndjson"]].concat());
    let expected = "{\"lists\":{\"anInt32\":[1,2,3]},\"children\":[{\"must\":4},{\"must\":5}],";
    assert!(told.out.starts_with(expected), "{}{}", told.out, told.err);
    // A text is what it is.
    let told = to(&endpoint, &["echo", "--must=1", "--lists.a-string", "[\"a\"]", "-o", "ndjson"]);
    assert!(told.out.contains(r#""aString":["[\"a\"]"]"#), "{}{}", told.out, told.err);
}

#[test]
fn what_is_shown_instead_of_a_call_has_the_certificates() {
    let args =
        ["echo", "--must=1", "--dry-run", "-e", "https://a.example:5", "--tls-ca", "my ca.pem"];
    let more = ["--server-name", "b.example", "--tls-cert=c", "--tls-key=k"];
    let shown = run(&worlds(), &[&args[..], &more].concat(), &[]).out;
    let grpcurl = "grpcurl -max-time 30 -cacert 'my ca.pem' -cert c -key k -authority b.example -d \
                   '{\"must\":1}' a.example:5 test.Worlds/Echo\n";
    assert!(shown.contains(grpcurl), "{shown}");
    let curl = "--max-time 30 --cacert 'my ca.pem' --cert c --key k -H";
    assert!(shown.contains(curl), "{shown}");
    let to = "--connect-to b.example:5:a.example:5 https://b.example:5/test.Worlds/Echo\n";
    assert!(shown.contains(to), "{shown}");
    let stream = run(&worlds(), &["repeat", "--must=1", "--dry-run"], &[]).out;
    assert!(!stream.contains("max-time"), "{stream}");
}

#[test]
fn a_terminal_that_ends_at_once_sends_nothing() {
    let endpoint = start();
    let screen = Terminal { input: true, output: Some((80, 24)), errors: true };
    let args = ["chat", "-e", &endpoint, "--color=never"];
    // The standard input of tests is empty, or somebody's who runs them: then this is not asked.
    if std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        return;
    }
    let told = run(&worlds().terminal(screen), &args, &[]);
    assert_eq!((told.code, told.out.as_str()), (0, ""), "{}", told.err);
    assert!(told.err.starts_with("# a request a line, as JSON or YAML; "), "{}", told.err);
}

/// Runs a test of this file as a program of its own, whose streams can be held.
fn child(name: &str) -> std::process::Child {
    let me = std::env::current_exe().expect("this program");
    std::process::Command::new(me)
        .args(["--exact", name, "--ignored", "--nocapture", "--quiet"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("a child")
}

fn chat(terminal: Terminal, args: &[&str]) {
    let endpoint = start();
    let args = [&["chat", "-o", "ndjson", "-e", &endpoint, "--color=never"], args].concat();
    let args = args.iter().map(std::ffi::OsString::from);
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    let code = worlds().terminal(terminal).run(args, [], &mut out, &mut err);
    std::io::Write::write_all(&mut std::io::stderr(), format!("code {code}\n").as_bytes())
        .expect("a pipe");
}

#[test]
#[ignore = "run by `requests_are_sent_as_they_are_read`"]
fn piped() {
    chat(Terminal::default(), &["-d", "@-", "--last"]);
}

#[test]
#[ignore = "run by `requests_are_sent_as_they_are_typed`"]
fn typed() {
    chat(Terminal { input: true, output: None, errors: true }, &[]);
}

/// Says a line, and waits for a line that has the answer in it.
fn say(child: &mut std::process::Child, line: &str, answer: &str) {
    use std::io::{Read, Write};
    let input = child.stdin.as_mut().expect("a pipe");
    input.write_all(line.as_bytes()).and_then(|()| input.flush()).expect("it listens");
    let (mut heard, mut byte) = (String::new(), [0]);
    while !heard.ends_with('\n') || !heard.contains(answer) {
        let output = child.stdout.as_mut().expect("a pipe");
        assert_eq!(output.read(&mut byte).expect("a pipe"), 1, "{heard}");
        heard.push(char::from(byte[0]));
    }
}

#[test]
fn requests_are_sent_as_they_are_read() {
    for (lines, wrong) in [
        (["{\"must\": 1}\n", "{\"must\": 2}\n"], "{\"mist\": 3}\n"),
        (["must: 1\n---\n", "must: 2\n---\n"], "mist: 3\n---\n"),
    ] {
        let mut child = child("live::piped");
        say(&mut child, lines[0], "{\"must\":1,\"last\":true}");
        say(&mut child, lines[1], "{\"must\":2,\"last\":true}");
        // What came went out; a mistake then ends the call.
        let input = child.stdin.as_mut().expect("a pipe");
        std::io::Write::write_all(input, wrong.as_bytes()).expect("it listens");
        let ended = child.wait_with_output().expect("an end");
        let err = String::from_utf8_lossy(&ended.stderr);
        assert!(err.contains("error: --data: $.mist: "), "{err}");
        assert!(err.contains("code 2\n"), "{err}");
    }
}

#[test]
fn requests_are_sent_as_they_are_typed() {
    let mut child = child("live::typed");
    say(&mut child, "must: 1\n", "{\"must\":1}");
    // Whoever types hears of a mistake and goes on.
    say(&mut child, "\n{mist: 1}\n{\"must\": 2}\n", "{\"must\":2}");
    let ended = child.wait_with_output().expect("an end");
    let err = String::from_utf8_lossy(&ended.stderr);
    assert!(err.contains("# a request a line, as JSON or YAML; ctrl-D ends them"), "{err}");
    assert!(err.contains("\r\u{1b}[K> "), "{err:?}");
    assert!(err.contains("error: $.mist: "), "{err}");
    assert!(err.ends_with("code 0\n"), "{err}");
}
