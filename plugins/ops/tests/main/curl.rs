//! The lines for curl that `--dry-run` prints are run: what arrives is what the tool would send.

use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use typewright_ops::Tool;
use typewright_ops::dynamic::{Content, DynamicMessage, Value};
use typewright_ops::json::{self, Types};
use typewright_ops::table::{Kind, Message, Service, Type};

use crate::gateway::{Gateway, Known, Seen, fill, methods, plain, unset};
use crate::published::{Tables, published};
use crate::random::Random;
use crate::server::start;
use crate::tool::{run, worlds};

const OVER_HTTP: &str = "# curl, where the endpoint takes HTTP and JSON\n";

static SHAPE: Message = Message::new("test.Shape\n1 kind string\n2 sides int32", &[]);
static SHELF: Message = Message::new(
    "
    test.Shelf
    1 name string
    2 title string
    3 tags string repeated
    4 shape .test.Shape
    5 force bool
    6 key string redact
    ",
    &[Type::Message(&SHAPE)],
);
static SHELVES: Service = Service::new(
    "
    test.Shelves
    Get .test.Shelf .test.Shelf
    > GET /v1/{name=shelves/*}
    > GET /v1/{name=rooms/*/shelves/**}:deep
    Make .test.Shelf .test.Shelf
    > POST /v1/{name}/shapes shape
    Change .test.Shelf .test.Shelf
    > PATCH /v1/{shape.kind}:change *
    Touch .test.Shelf .test.Shelf
    > POST /v1/{name}:touch
    Send .test.Shelf .test.Shelf client_streaming
    > POST /v1/{name}:send *
    ",
    &[Type::Message(&SHELF)],
);

fn shelves() -> Tool {
    Tool::new("shelves", "1").services(&[&SHELVES])
}

/// The line of a dry run behind a title, which a shell takes for one command.
fn line<'o>(shown: &'o str, title: &str) -> &'o str {
    let (_, behind) = shown.split_once(title).unwrap_or_else(|| panic!("{title}\n{shown}"));
    let line = behind.lines().next().expect("a line");
    let checked = Command::new("sh").args(["-n", "-c", line]).output().expect("a shell");
    assert!(checked.status.success(), "{line}\n{}", String::from_utf8_lossy(&checked.stderr));
    line
}

fn shell(line: &str) -> Output {
    let output = Command::new("sh").args(["-c", line]).output().expect("a shell");
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn over_http(args: &[&str]) -> String {
    let args = [args, &["--dry-run", "-e", "http://h:1", "--timeout", "9s"]].concat();
    let shown = run(&shelves(), &args, &[]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    line(&shown.out, OVER_HTTP).to_owned()
}

#[test]
fn the_first_form_that_fits_is_shown() {
    let json = "-H 'content-type: application/json' --data-raw";
    for (args, line) in [
        (
            &["get", "--name", "shelves/a b", "--tags", "x", "--tags", "y&'", "--force"][..],
            "curl -sS --max-time 9 'http://h:1/v1/shelves/a%20b?force=true&tags=x&tags=y%26%27'"
                .to_owned(),
        ),
        (
            &["get", "--name", "rooms/1/shelves/a/b", "--shape.sides", "3"],
            "curl -sS --max-time 9 'http://h:1/v1/rooms/1/shelves/a/b:deep?shape.sides=3'".into(),
        ),
        (
            &["make", "--name", "a/b", "--shape.kind", "it's $HOME", "--title", ""],
            format!(
                "curl -sS --max-time 9 {json} '{{\"kind\":\"it'\\''s $HOME\"}}' \
                 http://h:1/v1/a%2Fb/shapes"
            ),
        ),
        (
            &["change", "--shape.kind", "..", "-H", "x: y"],
            format!(
                "curl -sS -X PATCH --max-time 9 -H 'x: ***' {json} '{{\"shape\":{{}}}}' \
                 http://h:1/v1/..:change"
            ),
        ),
        (
            &["get", "--name", "shelves/.."],
            "curl -sS --path-as-is --max-time 9 http://h:1/v1/shelves/..".to_owned(),
        ),
        (
            &["touch", "--name", "a"],
            "curl -sS -X POST --max-time 9 -H content-type: --data-raw '' http://h:1/v1/a:touch"
                .to_owned(),
        ),
        // Secrets show as little as everywhere.
        (
            &["make", "--name", "a", "-d", "key: canary"],
            format!("curl -sS --max-time 9 {json} '{{}}' 'http://h:1/v1/a/shapes?key=%2A%2A%2A'"),
        ),
        (
            &["get", "--name", "rooms"],
            "# none: the request has not what a path needs: GET /v1/{name=shelves/*}, \
             GET /v1/{name=rooms/*/shelves/**}:deep"
                .to_owned(),
        ),
    ] {
        assert_eq!(over_http(args), line, "{args:?}");
    }
    let streamed = run(&shelves(), &["send", "--name=a", "--dry-run"], &[]);
    assert!(streamed.code == 0 && !streamed.out.contains(OVER_HTTP), "{}", streamed.out);
}

#[test]
fn the_line_of_grpc_calls() {
    let endpoint = start();
    let args = ["echo", "--must=7", "--text", "it's \"$HOME\" `x`\n\\", "-e", &endpoint];
    let shown = run(&worlds(), &[&args[..], &["--dry-run"]].concat(), &[]);
    let framed = shell(line(&shown.out, "\n# curl\n")).stdout;
    let answer = DynamicMessage::decode(&crate::schema::WORLD, &framed[5..]).expect("a message");
    let answer = json::write(&answer, &Types::new([&crate::schema::WORLD]));
    assert_eq!(answer, serde_json::json!({"must": 7, "text": "it's \"$HOME\" `x`\n\\"}));
}

/// A gateway on a thread of its own, as shells are waited for.
fn gateway(methods: Vec<Known>, types: &'static Types) -> (String, Arc<Mutex<Vec<Seen>>>) {
    let gateway = Gateway { methods: Arc::new(methods), types, seen: Arc::default() };
    let (seen, (send, receive)) = (gateway.seen.clone(), std::sync::mpsc::channel());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            send.send(gateway.start().await).expect("the test waits");
            std::future::pending::<()>().await;
        });
    });
    (receive.recv().expect("an address"), seen)
}

/// A tool whose one command is a method.
fn tool(known: &Known) -> Tool {
    let mut text = format!("a.A\nCall .{} .{}", known.input.id, known.output.id);
    text.push_str(if known.streams { " server_streaming" } else { "" });
    for [verb, path, body, response] in known.bindings {
        let or_none = |word: &str| if word.is_empty() { "-".to_owned() } else { word.to_owned() };
        text.push_str(&format!("\n> {verb} {path} {} {}", or_none(body), or_none(response)));
    }
    let types = vec![Type::Message(known.input), Type::Message(known.output)].leak();
    let service = Box::leak(Box::new(Service::new(text.leak(), types)));
    Tool::new("tool", "1").services(vec![&*service].leak())
}

#[test]
fn what_curl_sends_to_published_apis_is_what_the_tool_was_told() {
    let sets = published();
    let (mut calls, mut arrived_by) = (0, std::collections::BTreeSet::new());
    for schema in &sets {
        let mut tables = Tables::of(schema);
        let methods = methods(schema, &mut tables);
        let all = methods.iter().flat_map(|known| [known.input, known.output]);
        let types: &'static Types = Box::leak(Box::new(Types::new(all)));
        let (endpoint, seen) = gateway(methods.clone(), types);
        let whole = |table: &'static Message| {
            types.get(table.id).is_some_and(|found| std::ptr::eq(found, table))
        };
        let methods: Vec<&Known> =
            methods.iter().filter(|known| whole(known.input) && whole(known.output)).collect();
        for known in methods.iter().step_by(methods.len().div_ceil(25).max(1)) {
            for [_, template, part, _] in known.bindings {
                calls += 1;
                let mut request = plain(known.input, &mut Random::new(calls), 0);
                known.bindings.iter().for_each(|[_, other, ..]| unset(&mut request, other));
                fill(&mut request, template);
                // A body that is not there goes out as an empty one.
                let body = known.input.fields.iter().find(|field| field.name == *part);
                if let Some((field, Kind::Message(inner))) = body.map(|field| (field, field.kind))
                    && request.get(field).is_none()
                {
                    request.set(field, Content::One(Value::Message(DynamicMessage::new(inner))));
                }
                let data = json::write(&request, types).to_string();
                let args = ["call", "--dry-run", "-e", &endpoint, "-d", &data];
                let shown = run(&tool(known), &args, &[]);
                // What neither a path nor a query can hold.
                if shown.err.contains("is required") {
                    continue;
                }
                assert_eq!(shown.code, 0, "{}\n{data}", shown.err);
                let output = shell(line(&shown.out, OVER_HTTP)).stdout;
                let (path, form, sent) = seen.lock().expect("no panic before").pop().expect("it");
                let back = DynamicMessage::decode(known.input, &sent).expect("a message");
                assert_eq!((path, &back), (known.method.path, &request), "{form}\n{}", shown.out);
                let _: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
                arrived_by.insert((path, form));
            }
        }
    }
    assert!(sets.is_empty() || arrived_by.len() > 40, "{} of {calls}", arrived_by.len());
}
