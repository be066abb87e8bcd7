//! A call for each of many requests.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use prost::Message as _;
use typewright_client::transport::{Answers, Attempt};
use typewright_client::{Code, Error, StandIn};

use crate::schema::World;
use crate::tool::{Run, run, worlds};

/// What a server has seen.
#[derive(Clone, Default)]
struct Seen {
    calls: Arc<AtomicUsize>,
    under_way: Arc<AtomicUsize>,
    at_most: Arc<AtomicUsize>,
}

impl Seen {
    /// Echoes, the later the smaller the number; refuses multiples of three.
    async fn answer(self, mut attempt: Attempt) -> Result<Answers, Error> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let now = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.at_most.fetch_max(now, Ordering::SeqCst);
        let request = attempt.next_request().await.unwrap_or_default();
        let must = World::decode(request.clone()).expect("a world").must;
        tokio::time::sleep(Duration::from_millis(10 * u64::from(must % 2 == 1))).await;
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        match must % 3 {
            0 => Err(Error::new(Code::NotFound, format!("no world {must}"))),
            _ => Ok(Answers::message(request)),
        }
    }
}

fn start() -> (String, Seen) {
    let seen = Seen::default();
    let (send, receive) = std::sync::mpsc::channel();
    let inner = seen.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            send.send(listener.local_addr().expect("an address")).expect("the test waits");
            let answers = move |attempt| inner.clone().answer(attempt);
            StandIn::of(answers).methods(["/test.Worlds/Echo"]).serve(listener).await;
        });
    });
    (format!("http://{}", receive.recv().expect("an address")), seen)
}

/// `echo --each` of worlds with these numbers.
fn each(numbers: &[i32], args: &[&str]) -> (Run, Seen) {
    let (endpoint, seen) = start();
    let lines: Vec<String> = numbers.iter().map(|n| format!("{{\"must\": {n}}}\n")).collect();
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(lines.concat().as_bytes()).expect("space");
    let data = format!("@{}", file.path().display());
    let args = [&["echo", "--each", "-d", &data, "-e", &endpoint], args].concat();
    (run(&worlds(), &args, &[]), seen)
}

#[test]
fn every_request_has_its_call_and_its_answer_in_order() {
    for parallel in ["1", "4"] {
        let (run, seen) = each(&[1, 2, 4, 5, 7, 8], &["--parallel", parallel]);
        let lines: Vec<String> =
            [1, 2, 4, 5, 7, 8].iter().map(|n| format!("{{\"must\":{n}}}\n")).collect();
        assert_eq!((run.code, run.out), (0, lines.concat()));
        assert_eq!(run.err, "6 of 6 calls went well\n");
        let most = seen.at_most.load(Ordering::SeqCst);
        assert!(most.to_string() == parallel || parallel == "4" && most > 1, "{most}");
    }
    // Flags lie over each, and other forms are there as for streams.
    let (run, _) = each(&[1, 2], &["--text=t", "-o", "csv", "--columns=must,text", "--quiet"]);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("must,text\n1,t\n2,t\n", ""));
    let (none, seen) = each(&[], &[]);
    assert_eq!((none.code, none.out.as_str(), seen.calls.load(Ordering::SeqCst)), (0, "", 0));
}

#[test]
fn the_first_failure_ends_the_run_or_does_not() {
    let (run, seen) = each(&[1, 3, 5, 6], &[]);
    assert_eq!((run.code, run.out.as_str()), (69, "{\"must\":1}\n"));
    assert_eq!(
        run.err,
        "error: request 2: NOT_FOUND (5): no world 3\n\
         1 of 4 calls went well, 1 failed, 2 not waited for\n"
    );
    assert_eq!(seen.calls.load(Ordering::SeqCst), 2);
    let (run, _) = each(&[1, 3, 5, 6], &["--keep-going", "--parallel=3"]);
    assert_eq!((run.code, run.out.as_str()), (69, "{\"must\":1}\n{\"must\":5}\n"));
    assert!(run.err.ends_with(
        "error: request 4: NOT_FOUND (5): no world 6\n2 of 4 calls went well, 2 failed\n"
    ));
    let (run, _) = each(&[3], &["--error-format=json"]);
    assert!(run.err.contains(r#""message":"request 1: no world 3","#), "{}", run.err);
}

#[test]
fn mistakes_are_told_before_the_first_call() {
    let (endpoint, seen) = start();
    let data = "must: 1\n---\nmist: 2\n---\nmust: x\n";
    let args = ["echo", "--each", "-d", data, "-e", &endpoint];
    let wrong = run(&worlds(), &args, &[]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    let lines: Vec<&str> = wrong.err.lines().collect();
    assert!(lines[0].starts_with("error: request 2: --data: $.mist: "), "{}", wrong.err);
    assert!(
        lines.iter().any(|l| l.starts_with("error: request 3: --data: $.must: ")),
        "{}",
        wrong.err
    );
    assert_eq!(seen.calls.load(Ordering::SeqCst), 0);
    let two = run(&worlds(), &["echo", "-d", "must: 1\n---\nmust: 2\n"], &[]);
    let told = "error: --data: expected one request, found 2; --each calls once for each of them\n";
    assert_eq!((two.code, two.err.as_str()), (2, told));
    for wrong in [
        &["echo", "--each"][..],
        &["echo", "-d", "must: 1", "--parallel=2"],
        &["echo", "--each", "-d", "must: 1", "--parallel=0"],
        &["echo", "--each", "-d", "must: 1", "--envelope"],
        &["repeat", "--each", "-d", "must: 1"],
        &["gather", "--each", "-d", "must: 1"],
    ] {
        let wrong = run(&worlds(), wrong, &[]);
        assert!(wrong.code == 2 && wrong.out.is_empty(), "{}", wrong.err);
    }
}

#[test]
fn each_call_can_be_shown_instead() {
    let data = "must: 1\n---\nmust: 2\n";
    let shown = run(&worlds(), &["echo", "--each", "-d", data, "--dry-run"], &[]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert_eq!(shown.out.matches("# grpcurl\ngrpcurl ").count(), 2, "{}", shown.out);
    assert!(shown.out.contains("-d '{\"must\":1}'") && shown.out.contains("-d '{\"must\":2}'"));
    // Samples need no server.
    let sampled = run(&worlds(), &["echo", "--each", "-d", data, "--fake", "-q", ".must"], &[]);
    assert_eq!(sampled.out, "1\n2\n", "{}", sampled.err);
}
