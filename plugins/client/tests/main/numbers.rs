//! Numbers of calls, as a recorder of `metrics` gets them.

#![expect(clippy::unwrap_used, reason = "a lock that is poisoned has failed")]
#![cfg(feature = "metrics")]

use std::sync::{Arc, Mutex};

use metrics::{
    Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use typewright_client::{Code, Retry};

use crate::script::{Script, fail, good};

/// Keeps what was recorded: the name, its labels, the value.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Recorded>>>);

type Recorded = (String, Vec<String>, f64);

struct One(Kept, Key);

impl HistogramFn for One {
    fn record(&self, value: f64) {
        let labels = self.1.labels().map(|label| format!("{}={}", label.key(), label.value()));
        let row = (self.1.name().to_owned(), labels.collect(), value);
        self.0.0.lock().unwrap().push(row);
    }
}

impl Recorder for Kept {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Arc::new(One(self.clone(), key.clone())))
    }
}

#[tokio::test]
async fn each_call_is_counted_once_with_its_outcome() {
    let kept = Kept::default();
    let _guard = metrics::set_default_local_recorder(&kept);
    let script = Script::new([fail(Code::Unavailable), good(), fail(Code::NotFound), good()]);
    let channel = script.channel();
    let quick = Retry { initial_backoff: std::time::Duration::from_millis(20), ..Retry::default() };
    channel.raw_unary("/test.Notes/Echo", "".into()).retry(quick).await.unwrap();
    channel.raw_unary("/test.Notes/Echo", "".into()).await.unwrap_err();
    let mut answers = channel.raw_server_streaming("/test.Notes/Count", "".into()).await.unwrap();
    while answers.message().await.unwrap().is_some() {}
    drop(answers);

    let kept = kept.0.lock().unwrap();
    let of = |name: &str| -> Vec<_> { kept.iter().filter(|row| row.0 == name).collect() };
    let attempts: Vec<f64> = of("rpc.client.attempts").iter().map(|row| row.2).collect();
    assert_eq!(attempts, [2.0, 1.0, 1.0]);
    let durations = of("rpc.client.duration");
    assert_eq!(durations.len(), 3);
    // Milliseconds, the pause between two attempts included.
    assert!((16.0..10_000.0).contains(&durations[0].2), "{}", durations[0].2);
    let labels = |number: usize| durations[number].1.join(" ");
    assert_eq!(
        labels(0),
        "rpc.system=grpc rpc.service=test.Notes rpc.method=Echo rpc.grpc.status_code=OK"
    );
    assert!(labels(1).ends_with("rpc.method=Echo rpc.grpc.status_code=NOT_FOUND"));
    assert!(labels(2).ends_with("rpc.method=Count rpc.grpc.status_code=OK"));
}
