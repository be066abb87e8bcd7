//! Names of resources and texts of a format in flags, and in what samples say.

use std::collections::BTreeSet;

use typewright_json::sample;
use typewright_ops::Tool;
use typewright_ops::dynamic::{Content, Value};
use typewright_ops::flags::Flags;
use typewright_ops::json::{self, Types};
use typewright_ops::table::{Message, Service, Shape, Type};

use crate::flags::parse;
use crate::published::{Tables, published};
use crate::tool::{Run, run};

static TOPIC: Message = Message::new(
    "
    test.Topic
    1 name string pattern=projects/{project}/topics/{topic} pattern=_deleted-topic_
    2 readers string repeated pattern=users/{user}~{device}
    3 key string redact pattern=rings/{ring}/keys/{key=**}
    4 text string
    5 inner .test.Topic?
    ",
    &[Type::Message(&TOPIC)],
);

static TOPICS: Service =
    Service::new("test.Topics\nPut .test.Topic .test.Topic", &[Type::Message(&TOPIC)]);

fn put(args: &[&str], env: &[(&str, &str)]) -> Run {
    let tool = Tool::new("topics", "1").services(&[&TOPICS]);
    run(&tool, &[&["put", "--dry-run"], args].concat(), env)
}

#[test]
fn names_have_the_form_that_the_api_says() {
    let forms = "projects/{project}/topics/{topic}, _deleted-topic_";
    let meant = |wrong: &str, meant: &str| {
        format!("error: --name: `{wrong}` is of none of the forms {forms}; did you mean `{meant}`?")
    };
    for (wrong, told) in [
        ("project/p/topics/t", meant("project/p/topics/t", "projects/p/topics/t")),
        ("/projects/p/topics/t", meant("/projects/p/topics/t", "projects/p/topics/t")),
        ("projects/p/Topics/t/", meant("projects/p/Topics/t/", "projects/p/topics/t")),
        ("_delete-topic_", meant("_delete-topic_", "_deleted-topic_")),
        ("t", format!("error: --name: `t` is of none of the forms {forms}; --data takes any text")),
    ] {
        let refused = put(&["--name", wrong], &[]);
        assert_eq!((refused.code, refused.err), (2, format!("{told}\n")));
        // A variable is read like a flag.
        let refused = put(&[], &[("TOPICS_PUT_NAME", wrong)]);
        assert_eq!(
            (refused.code, refused.err),
            (2, told.replace("--name", "TOPICS_PUT_NAME") + "\n")
        );
    }
    for right in [
        "projects/p/topics/t",
        "projects/-/topics/t",
        "_deleted-topic_",
        "",
        "//h.x/projects/p/topics/t",
    ] {
        let taken = put(&["--name", right], &[]);
        assert_eq!(taken.code, 0, "{right} {}", taken.err);
    }
    // The data and JSON say what they like.
    for args in [["-d", r#"{"name": "t"}"#], ["--inner", r#"{"name": "t"}"#], ["--text", "t"]] {
        assert_eq!(put(&args, &[]).code, 0, "{args:?}");
    }
}

#[test]
fn all_names_are_looked_at_at_once() {
    let args = ["--readers=users/u~d", "--readers=u", "--readers=d", "--name=t", "--key=canary"];
    let refused = put(&args, &[]);
    let told: Vec<&str> = refused.err.lines().collect();
    assert_eq!(told.len(), 4, "{}", refused.err);
    assert!(told[0].starts_with("error: --name: `t` is of none"), "{}", refused.err);
    let reader = |name| {
        format!(
            "error: --readers: `{name}` is not of the form users/{{user}}~{{device}}; --data takes any text"
        )
    };
    assert_eq!(told[1..3], [reader("u"), reader("d")]);
    // What must not be shown is not.
    assert_eq!(told[3], "error: --key: the value is not of the form rings/{ring}/keys/{key=**}");
    let one = put(&["--readers.0=u"], &[]);
    assert!(one.code == 2 && one.err.contains("error: --readers.0: `u` is not"), "{}", one.err);
    let listed = put(&[], &[("TOPICS_PUT_READERS", r#"["users/u~d", "u"]"#)]);
    assert!(listed.err.starts_with("error: TOPICS_PUT_READERS: `u` is"), "{}", listed.err);
}

#[test]
fn texts_are_of_the_format_that_the_api_says() {
    static HOST: Message = Message::new(
        "
        test.Host
        1 id string format=UUID4
        2 from string? format=IPV4
        3 to string format=IPV6
        4 by string repeated redact format=IPV4_OR_IPV6
        5 inner .test.Inner?
        ",
        &[Type::Message(&INNER)],
    );
    static INNER: Message = Message::new("test.Inner\n1 from string format=IPV4", &[]);
    static HOSTS: Service =
        Service::new("test.Hosts\nPut .test.Host .test.Host", &[Type::Message(&HOST)]);
    let tool = Tool::new("hosts", "1").services(&[&HOSTS]);
    let put = |args: &[&str], env: &[(&str, &str)]| run(&tool, &[&["put"], args].concat(), env);
    let by = "--by=canary";
    let refused = put(&["--id=7", "--from=::1", "--to=1.2.3.4", "--by=::1", by, "--dry-run"], &[]);
    let told = [
        "error: --id: `7` is not a UUID of version 4; --data takes any text",
        "error: --from: `::1` is not an IPv4 address; --data takes any text",
        "error: --to: `1.2.3.4` is not an IPv6 address; --data takes any text",
        "error: --by: the value is not an IPv4 or IPv6 address",
    ];
    assert_eq!((refused.code, refused.err.lines().collect::<Vec<_>>()), (2, told.into()));
    let refused = put(&["--inner.from=localhost", "--dry-run"], &[("HOSTS_PUT_TO", "x")]);
    let told = "error: HOSTS_PUT_TO: `x` is not an IPv6 address; --data takes any text\n\
                error: --inner.from: `localhost` is not an IPv4 address; --data takes any text\n";
    assert_eq!((refused.code, &*refused.err), (2, told));
    for right in [
        &["--id=9F2C7A52-6B3D-4E58-9A01-5D2F3C4B6A70", "--from=10.0.0.1", "--to=::"][..],
        &["--id=", "--from=", "--to=", "--by=", "--by=10.0.0.1", "--by=fe80::1"],
        &["-d", r#"{"id": "7"}"#, "--inner", r#"{"from": "x"}"#],
    ] {
        let taken = put(&[right, &["--dry-run"]].concat(), &[]);
        assert_eq!((taken.code, &*taken.err), (0, ""), "{right:?}");
    }
    // What is shown can be given back.
    let help = put(&["--help"], &[]).out;
    assert!(help.contains("[form: a UUID of version 4]"), "{help}");
    assert!(help.contains("hosts put --id 00000000-0000-4000-8000-000000000000 --from 192.0.2.1"));
    let told = run(&tool, &["describe", "test.Host"], &[]).out;
    assert!(told.contains("string to = 3; // an IPv6 address"), "{told}");
    let answer = put(&["--fake", "-q", "[.id, .to, .by[0]]", "-o", "json"], &[]);
    for sample in ["00000000-0000-4000-8000-000000000000", "2001:db8::1", "192.0.2.1"] {
        assert!(answer.out.contains(sample), "{} {}", answer.out, answer.err);
    }
}

#[test]
fn help_shows_what_names_look_like() {
    let tool = Tool::new("topics", "1").services(&[&TOPICS]);
    let said = |args: &[&str]| run(&tool, args, &[]).out;
    let forms = "[form: projects/{project}/topics/{topic}, _deleted-topic_]";
    assert!(said(&["put", "--help"]).contains(forms));
    assert!(said(&["put", "--help"]).contains("topics put --name projects/project/topics/topic "));
    assert!(
        said(&["template", "put", "-o", "yaml"]).contains(forms),
        "{}",
        said(&["template", "put", "-o", "yaml"])
    );
    assert!(said(&["describe", "test.Topic"]).contains("// projects/{project}/topics/{topic}, "));
    let answer =
        said(&["put", "--name=projects/p/topics/t", "--fake", "-q", "[.name, .readers[0]]"]);
    assert!(
        answer.contains("projects/p/topics/t") && answer.contains("users/user~device"),
        "{answer}"
    );
}

/// The names of what published APIs answer are such that they can be asked for.
#[test]
fn names_in_samples_can_be_given_back() {
    let (sets, mut names) = (published(), BTreeSet::new());
    for schema in &sets {
        let mut tables = Tables::of(schema);
        let inputs = schema.services.iter().flat_map(|service| &service.methods);
        let inputs: BTreeSet<&str> = inputs.map(|method| method.input.as_str()).collect();
        for id in inputs {
            let table = tables.message(id, &mut Vec::new());
            let (flags, types) = (Flags::new(table, &BTreeSet::new()), Types::new([table]));
            let told = sample(table);
            for field in table.fields.iter().filter(|field| !field.patterns.is_empty()) {
                let flag = flags.name(&[field.name]).expect("a flag");
                let given = |text: &str| {
                    let matches = parse(&flags, &[format!("--{flag}={text}")]).expect("a flag");
                    // Under the flag, so that nothing is missing.
                    let base = json::write(&told, &types);
                    flags.request(&matches, Some(&base), &types)
                };
                let single = !matches!(field.shape, Shape::Repeated { .. });
                // The second member of a oneof is in no sample.
                let Some(Content::One(Value::String(name))) = told.get(field).filter(|_| single)
                else {
                    continue;
                };
                assert!(given(name).is_ok(), "{id} --{flag}={name}: {:?}", given(name));
                let wrong = given("?").expect_err("no name");
                assert!(wrong[0].contains(field.patterns[0]), "{id} {wrong:?}");
                names.insert(format!("{id} {}", field.name));
            }
        }
    }
    assert!(sets.is_empty() || names.len() > 50, "{names:?}");
    // By a definition of a file, of what lies above others, and by nobody but everybody's habit.
    for name in ["Topic kms_key_name", "ListSchemasRequest parent", "ListTopicsRequest project"] {
        let name = format!("google.pubsub.v1.{name}");
        assert!(sets.is_empty() || names.contains(&name), "{name} {names:?}");
    }
}
