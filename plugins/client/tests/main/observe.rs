//! Spans and numbers of calls.

#![expect(clippy::unwrap_used, reason = "a lock that is poisoned has failed")]
#![cfg(feature = "tracing")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use typewright_client::Code;

use crate::script::{Script, fail, good};

/// Keeps the fields of the spans, in the order of the spans.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<BTreeMap<String, String>>>>);

struct Fields<'s>(&'s mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "typewright_client"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut spans = self.0.lock().unwrap();
        let mut fields = BTreeMap::new();
        span.record(&mut Fields(&mut fields));
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let number = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Fields(&mut self.0.lock().unwrap()[number]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_is_a_part_of_the_trace_around_it() {
    use typewright_client::TraceContext;

    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let address = crate::server::serve(tonic::transport::Server::builder()).await;
    let call = |channel: typewright_client::Channel| {
        let client = crate::server::NotesClient { channel };
        async move { client.echo(crate::server::note("", 0)).response().await.unwrap() }
    };
    let channel = typewright_client::Channel::builder(&address).lazy().unwrap();
    let around = TraceContext::begin();
    let one = around.scope(call(channel.clone())).await;
    let sent: TraceContext = one.metadata.get("x-traceparent").unwrap().parse().unwrap();
    assert_eq!(sent.trace_id(), around.trace_id());
    assert_ne!(sent.span_id(), around.span_id());
    let shown = spans.0.lock().unwrap()[0].clone();
    assert_eq!([&shown["trace_id"], &shown["span_id"]], [&sent.trace_id(), &sent.span_id()]);

    // Outside of a trace there is none; another library may know better.
    assert_eq!(call(channel.clone()).await.metadata.get("x-traceparent"), None);
    let elsewhere = typewright_client::Channel::builder(&address);
    let elsewhere = elsewhere.trace_context(move || Some(around)).lazy().unwrap();
    let told = call(elsewhere).await.metadata;
    assert!(told.get("x-traceparent").unwrap().contains(&around.trace_id()));
    // What the caller says stays.
    let client = crate::server::NotesClient { channel };
    let own = client.echo(crate::server::note("", 0)).metadata("traceparent", "own");
    let told = around.scope(own.response()).await.unwrap().metadata;
    assert_eq!(told.get("x-traceparent"), Some("own"));
}

#[tokio::test(start_paused = true)]
async fn each_call_is_a_span_with_the_names_of_opentelemetry() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let script = Script::new([fail(Code::Unavailable), good(), fail(Code::NotFound), good()]);
    let channel = script.channel();
    let again = typewright_client::Retry::default();
    channel.raw_unary("/test.Notes/Echo", "".into()).retry(again).await.unwrap();
    channel.raw_unary("/test.Notes/Echo", "".into()).await.unwrap_err();
    drop(channel.raw_server_streaming("/test.Notes/Count", "".into()).await.unwrap());

    let spans = spans.0.lock().unwrap();
    let shown = |number: usize, names: &[&str]| -> Vec<String> {
        names.iter().map(|name| spans[number].get(*name).cloned().unwrap_or_default()).collect()
    };
    let names = ["otel.name", "otel.kind", "rpc.system", "rpc.service", "rpc.method"];
    let expected = ["test.Notes/Echo", "client", "grpc", "test.Notes", "Echo"];
    assert_eq!(shown(0, &names), expected);
    let outcome = ["rpc.grpc.status_code", "rpc.grpc.attempts", "otel.status_code", "error.type"];
    assert_eq!(shown(0, &outcome), ["0", "2", "", ""]);
    assert_eq!(shown(1, &outcome), ["5", "1", "ERROR", "NOT_FOUND"]);
    // Given up before its end.
    assert_eq!(shown(2, &outcome), ["1", "0", "ERROR", "CANCELLED"]);
}
