//! Whole runs: arguments in, streams and exit code out.

use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::atomic::Ordering;

use typewright_ops::Tool;
use typewright_ops::table::{Message, Service, Type};

use crate::schema::KINDS;
use crate::server::{SLEEPING, WORLDS, start};

pub(crate) struct Run {
    pub(crate) code: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn run(tool: &Tool, args: &[&str], env: &[(&str, &str)]) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = args.iter().map(OsString::from);
    let env = env.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let code = tool.run(args, env, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Run { code, out: text(out), err: text(err) }
}

pub(crate) fn worlds() -> Tool {
    Tool::new("worlds", "1.2.3").about("Makes worlds").services(&[&WORLDS])
}

#[test]
fn all_kinds_of_calls_print_their_answers() {
    let endpoint = start();
    let to = |args: &[&str]| {
        run(&worlds(), &[args, &["-e", &endpoint, "--output", "ndjson"]].concat(), &[])
    };
    let echo = to(&["echo", "--must=5", "--kinds.a-float", "0.1"]);
    assert_eq!((echo.out.as_str(), echo.code), ("{\"kinds\":{\"aFloat\":0.1},\"must\":5}\n", 0));

    let repeat = to(&["repeat", "-d", r#"{"must": 7}"#]);
    assert_eq!(repeat.out, "{\"must\":7}\n{\"must\":2}\n");
    assert_eq!(repeat.err, "error: ABORTED (10): enough\n");
    assert_eq!(repeat.code, 74);

    let documents = "{\"must\": 1} {\"must\": 2}\n{\"must\": 3}";
    let gather = to(&["gather", "--data", documents, "--last"]);
    assert_eq!(
        gather.out,
        "{\"children\":[{\"must\":1,\"last\":true},{\"must\":2,\"last\":true},\
         {\"must\":3,\"last\":true}],\"must\":0}\n"
    );
    let chat = to(&["chat", "--data", documents]);
    assert_eq!(chat.out, "{\"must\":1}\n{\"must\":2}\n{\"must\":3}\n");
    let chat = to(&["chat", "--data", ""]);
    assert_eq!((chat.out.as_str(), chat.code), ("", 0));
}

#[test]
fn a_status_is_the_exit_code_and_does_not_speak_to_the_terminal() {
    let refused = run(&worlds(), &["-e", &start(), "-H", "x-refuse: 1", "echo", "--must=1"], &[]);
    assert_eq!(refused.code, 69);
    assert_eq!(refused.err, "error: NOT_FOUND (5): no world `a`\\u{1b}[31m\n");
    assert_eq!(refused.out, "");
}

#[test]
fn a_deadline_holds() {
    let endpoint = start();
    let args = ["sleep", "--must=1", "--endpoint", &endpoint, "--timeout", "50ms"];
    let late = run(&worlds(), &args, &[]);
    assert_eq!(late.code, 68);
    assert!(late.err.starts_with("error: DEADLINE_EXCEEDED (4): no answer within 50ms\n"));
}

#[test]
fn a_server_out_of_reach_is_named() {
    let args = ["echo", "--must=1", "-e", "127.0.0.1:9"];
    let gone = run(&worlds(), &args, &[]);
    assert_eq!(gone.code, 78);
    assert!(gone.err.starts_with("error: UNAVAILABLE (14): no answer from http://127.0.0.1:9: "));
    assert!(gone.err.contains("see --endpoint"), "{}", gone.err);
}

#[test]
fn mistakes_are_usage_and_all_of_them_are_told() {
    for (args, messages) in [
        (&["echo"][..], &["error: --must: is required"][..]),
        (&["echo", "--must=x", "--text=a", "--number=1"], &["--must: ", "--text and --number: "]),
        (&["echo", "--must=1", "-d", "{}{}"], &["--data: expected one request, found 2"]),
        (&["echo", "-d", "@/no/such"], &["--data: cannot read `/no/such`"]),
        (
            &["echo", "-d", "{\"mist\": 1, \"last\": 2}"],
            &["$.mist: ", "did you mean `must`?", "$.last: "],
        ),
        (&["echo", "--must=1", "-H", "oops"], &["--header: expected `key: value`"]),
        (&["echo", "--must=1", "-H", "a b: c"], &["metadata `a b`: "]),
        (&["echo", "--must=1", "-H", "a-bin: ~"], &["header `a-bin`: expected base64"]),
        (&["echo", "--must=1", "-e", "ftp://a"], &["endpoint `ftp://a`: "]),
        (&["echo", "--must=1", "--timeout", "5"], &["--timeout"]),
        (&["echo", "--must=1", "--output", "xml"], &["--output"]),
        (&["echo", "--must=1", "--config", "/no/such.yaml"], &["/no/such.yaml"]),
        (&["echo", "--mist=1"], &["unexpected argument '--mist'", "'--must'"]),
        (&["eco"], &["unrecognized subcommand 'eco'", "'echo'"]),
        (&[], &["Usage"]),
    ] {
        let run = run(&worlds(), args, &[]);
        for message in messages {
            assert!(run.err.contains(message), "{args:?}\n{}", run.err);
        }
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
    }
}

#[test]
fn help_stands_everywhere() {
    for (args, parts) in [
        (&["--help"][..], &["Makes worlds", "echo", "Does it", "config", "help exit-codes"][..]),
        (
            &["echo", "--help"],
            &[
                "Usage: worlds echo",
                "Calls /test.Worlds/Echo.",
                "--kinds.a-bool",
                "--endpoint",
                "-d, --data",
            ],
        ),
        (&["help", "echo"], &["Calls /test.Worlds/Echo.", "--kinds.a-bool"]),
        (&["-e", "x", "echo", "-h"], &["--kinds.a-bool"]),
        (
            &["config", "--help"],
            &[
                "\n  show ",
                "\n  get ",
                "\n  explain ",
                "\n  init ",
                "\n  validate ",
                "\n  schema ",
                "\n  set ",
                "\n  unset ",
                "\n  path ",
                "\n  profiles ",
                "\n  export ",
            ],
        ),
        (&["config-method", "--help"], &["Calls /test.Worlds/Config."]),
        (&["help", "exit-codes"], &["69  NOT_FOUND", "130  interrupted by ctrl-C"]),
        (&["--version"], &["worlds 1.2.3"]),
    ] {
        let run = run(&worlds(), args, &[]);
        for part in parts {
            assert!(run.out.contains(part), "{args:?}\n{}", run.out);
        }
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn settings_come_in_layers_with_their_origin() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.yaml");
    let mut yaml = tempfile::NamedTempFile::new_in(&folder).expect("a file");
    writeln!(yaml, "timeout: 1m\nheaders: ['authorization: hidden']").expect("space");
    yaml.persist(&file).expect("the name");
    let name = file.to_str().expect("UTF-8").to_owned();

    let args = ["config", "show", "--origin", "--config", &name, "-o", "table"];
    let shown = run(&worlds(), &args, &[("WORLDS_CONNECT_TIMEOUT", "3s")]);
    let text = shown.out.replace(&name, "FILE");
    for line in [
        "endpoint: null  # default",
        "timeout: 1m  # FILE:1:10",
        "connect_timeout: 3s  # WORLDS_CONNECT_TIMEOUT",
        "output: table  # --output",
        "headers: '***'  # FILE:2:10",
        "verbose: 0  # default",
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}\n{text}{}", shown.err);
    }
    let named = run(&worlds(), &["config", "path", "--config", &name], &[]).out;
    assert!(named.starts_with(&name), "{named}");
    let found = run(&worlds(), &["config", "path"], &[]).out;
    assert_eq!(
        found,
        "/etc/xdg/worlds/config.yaml  (system, not there)\nconfig.yaml  (project, not there)\n"
    );
}

#[test]
fn verbose_shows_the_call_but_no_secrets() {
    let endpoint = start();
    let args = ["echo", "-v", "-H", "x-tag: secret", "--must=1", "--last", "-e", &endpoint];
    let run = run(&worlds(), &args, &[]);
    assert!(run.err.starts_with(&format!(
        "> {endpoint} /test.Worlds/Echo\n> x-tag: ***\n> {{\"must\":1,\"last\":true}}\n"
    )));
    assert!(run.err.contains("< x-tag: secret"), "{}", run.err);
    assert_eq!(run.out, "{\n  \"must\": 1,\n  \"last\": true\n}\n");
}

#[test]
fn tables_are_for_people() {
    let endpoint = start();
    let data = r#"{"must": 3, "children": [
        {"must": 1, "text": "two\nlines", "packed": {"aBool": [true]}},
        {"must": 22, "known": {"at": "2026-01-31T00:00:00Z"}}
    ]}"#;
    let args = ["echo", "-o", "table", "-d", data, "-e", &endpoint];
    let run_world = run(&worlds(), &args, &[]);
    // Two lists of messages in this type, so it is told field by field.
    assert!(run_world.out.starts_with("children  [{"), "{}", run_world.out);
    assert!(run_world.out.ends_with("must      3\n"), "{}", run_world.out);

    let tool = Tool::new("list", "1").services(&[&LISTER]);
    let data = r#"{"items": [
        {"name": "two\nlines", "secret": "s"}, {"name": "a", "count": 5}
    ], "next_page_token": "t"}"#;
    let listed = run(&tool, &["list-method", "-o", "table", "-d", data, "-e", &endpoint], &[]);
    assert_eq!(
        listed.out,
        "NAME        COUNT  SECRET\n\
         two\\nlines         ***\n\
         a           5\n\
         \n\
         nextPageToken  t\n"
    );
}

/// With the numbers of `Kinds` and `World`, so that their server can echo it.
static ITEM: Message = Message::new(
    "
    test.Item
    14 name string
    3 count int32
    15 secret string redact
    ",
    &[],
);
static PAGE: Message = Message::new(
    "
    test.Page
    9 items .test.Item repeated
    20 next_page_token string
    ",
    &[Type::Message(&ITEM)],
);
pub(crate) static LISTER: Service = Service::new(
    "
    test.Lister
    List .test.Page .test.Page path=/test.Worlds/Echo
    ",
    &[Type::Message(&PAGE)],
);

#[test]
fn services_have_names_of_their_own() {
    macro_rules! service {
        ($id:literal) => {
            Service::new(
                concat!($id, "\n/ Some service.\nGet .test.Kinds .test.Kinds"),
                &[Type::Message(&KINDS)],
            )
        };
    }
    static TOPICS: [Service; 5] = [
        service!("a.v1.Topics"),
        service!("a.v2.Topics"),
        service!("a.v1.KeyRing"),
        service!("a.v1.Config"),
        service!("a.v1.Help"),
    ];
    let tool = || Tool::new("many", "1").services(&TOPICS.each_ref());
    let help = run(&tool(), &["--help"], &[]).out;
    for name in ["a.v1.topics", "a.v2.topics", "key-ring", "config-service", "help-service"] {
        assert!(help.contains(&format!("  {name} ")), "{name}\n{help}");
        let method = run(&tool(), &[name, "get", "--help"], &[]);
        assert!(method.out.contains("--a-bool"), "{name}\n{}{}", method.out, method.err);
        let service = run(&tool(), &[name, "--help"], &[]);
        assert!(service.out.contains("get") && !service.out.contains("--a-bool"), "{name}");
    }
}

/// Fails as a pipe without a reader, or a full device, does.
struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn streams_that_cannot_be_written_do_not_panic() {
    let endpoint = start();
    for args in [&["--help"][..], &["echo", "--must=1", "-e", &endpoint]] {
        for (kind, expected, message) in [
            (io::ErrorKind::BrokenPipe, 0, ""),
            (io::ErrorKind::StorageFull, 1, "error: cannot write to standard output: "),
        ] {
            let mut err = Vec::new();
            let args = args.iter().map(OsString::from);
            let code = worlds().run(args, [], &mut Broken(kind), &mut err);
            assert_eq!(code, expected);
            assert!(String::from_utf8_lossy(&err).starts_with(message));
        }
    }
    let mut err = Broken(io::ErrorKind::StorageFull);
    assert_eq!(worlds().run(["echo".into()], [], &mut io::sink(), &mut err), 2);
}

/// The signal goes to a process of its own: it would end the calls of other tests too.
#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_call() {
    let this = std::env::current_exe().expect("this test");
    let child = std::process::Command::new(this)
        .args(["--exact", "tool::interrupted", "--ignored"])
        .output()
        .expect("a process");
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
}

#[cfg(unix)]
#[test]
#[ignore = "run by `an_interrupt_ends_the_call`"]
fn interrupted() {
    let endpoint = start();
    // By the time that the server has the call, the tool listens for the signal.
    std::thread::spawn(|| {
        while !SLEEPING.load(Ordering::SeqCst) {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let me = std::process::id().to_string();
        std::process::Command::new("kill").args(["-INT", &me]).status()
    });
    let run = run(&worlds(), &["sleep", "--must=1", "-e", &endpoint], &[]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (130, "", ""));
}
