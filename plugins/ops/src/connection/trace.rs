//! What happens to a call, attempt by attempt: `-vv`, or `--log` with a filter.
//!
//! Events and spans of `tracing` become lines on standard error. Only our own crates are heard:
//! what others write may hold secrets.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use typewright_client::transport::{Answers, Attempt};
use typewright_client::{Error, Next, is_secret};

use crate::scalar;

/// The crates that are heard.
const OURS: &str = "typewright_";

/// Which lines to print, such as `info` or `typewright_client=debug,warn`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter(Vec<(String, Option<Level>)>);

impl FromStr for Filter {
    type Err = String;

    fn from_str(text: &str) -> Result<Filter, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let rules: Result<Vec<_>, String> = parts
            .map(|part| {
                let (target, level) = part.split_once('=').unwrap_or(("", part));
                Ok((target.trim().to_owned(), self::level(level.trim())?))
            })
            .collect();
        rules.map(Filter)
    }
}

fn level(name: &str) -> Result<Option<Level>, String> {
    const NAMES: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    if name.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    // `tracing` would take numbers too.
    let known = NAMES.iter().any(|known| name.eq_ignore_ascii_case(known));
    name.parse().ok().filter(|_| known).map(Some).ok_or_else(|| {
        let near = scalar::did_you_mean(name, NAMES.into_iter());
        format!("`{name}` is no level{near}; there are {}", NAMES.join(", "))
    })
}

impl Filter {
    /// Whether something is worth a line: the rule with the longest target decides.
    fn wants(&self, target: &str, level: Level) -> bool {
        let rules = self.0.iter().filter(|(prefix, _)| target.starts_with(prefix.as_str()));
        let rule = rules.max_by_key(|(prefix, _)| prefix.len());
        rule.is_some_and(|(_, most)| most.is_some_and(|most| level <= most))
    }
}

/// Lines that wait to be printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>, Arc<AtomicBool>);

impl Lines {
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn push(&self, line: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// Tells that somebody typed a line, behind which the next one begins.
    pub(crate) fn typed(&self) {
        self.1.store(true, Ordering::Relaxed);
    }

    /// Whether somebody did since this was asked last.
    pub(crate) fn take_typed(&self) -> bool {
        self.1.swap(false, Ordering::Relaxed)
    }
}

/// Listens until the guard is dropped, on this thread.
pub(crate) fn listen(filter: Filter, lines: Lines) -> tracing::subscriber::DefaultGuard {
    tracing::subscriber::set_default(Listener {
        filter,
        lines,
        begin: Instant::now(),
        next: AtomicU64::new(1),
        spans: Mutex::default(),
    })
}

struct Listener {
    filter: Filter,
    lines: Lines,
    begin: Instant,
    next: AtomicU64,
    spans: Mutex<HashMap<u64, Span>>,
}

struct Span {
    name: &'static str,
    fields: String,
    begin: Instant,
    handles: usize,
}

impl Listener {
    fn line(&self, target: &str, text: &str) {
        let seconds = self.begin.elapsed().as_secs_f64();
        self.lines.push(format!("* {seconds:.3}s {target}: {text}"));
    }

    fn with_span<T>(&self, id: &Id, work: impl FnOnce(&mut Span) -> T) -> Option<T> {
        let mut spans = self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        spans.get_mut(&id.into_u64()).map(work)
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with(OURS)
            && self.filter.wants(metadata.target(), *metadata.level())
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let name = attributes.metadata().name();
        self.line(attributes.metadata().target(), &format!("{name} begins{}", fields.text));
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let span = Span { name, fields: String::new(), begin: Instant::now(), handles: 1 };
        self.spans.lock().unwrap_or_else(PoisonError::into_inner).insert(id, span);
        Id::from_u64(id)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        self.with_span(id, |span| span.fields.push_str(&fields.text));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.line(event.metadata().target(), &format!("{}{}", fields.message, fields.text));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}

    fn clone_span(&self, id: &Id) -> Id {
        self.with_span(id, |span| span.handles += 1);
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let left = self.with_span(&id, |span| {
            span.handles -= 1;
            span.handles
        });
        if left != Some(0) {
            return false;
        }
        let mut spans = self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Span { name, fields, begin, .. }) = spans.remove(&id.into_u64()) {
            let took = begin.elapsed().as_secs_f64();
            self.line("typewright_client", &format!("{name} ends after {took:.3}s{fields}"));
        }
        true
    }
}

/// The fields of a span or event, as ` key=value`.
#[derive(Default)]
struct Fields {
    message: String,
    text: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            let _ = write!(self.message, "{value:?}");
        } else {
            let _ = write!(self.text, " {}={value:?}", field.name());
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.text, " {}={value}", field.name());
    }
}

/// Tells of an attempt: when it begins, and how it ends. It stands in front of the credentials, so
/// that it never sees them.
pub(crate) async fn attempt(attempt: Attempt, next: Next) -> Result<Answers, Error> {
    const TARGET: &str = "typewright_ops";
    let method = attempt.method.path;
    let keys: Vec<&str> = attempt.metadata.iter().map(|(key, _)| key).collect();
    let (keys, left) = (keys.join(", "), attempt.timeout.unwrap_or_default().as_secs_f64());
    tracing::debug!(target: TARGET, "attempt at {method}, {left:.3}s left, metadata [{keys}]");
    let begin = Instant::now();
    let outcome = next.start(attempt).await;
    let took = begin.elapsed().as_secs_f64();
    match &outcome {
        Ok(answers) => {
            let pairs = answers.metadata.iter().map(|(key, value)| match value {
                _ if is_secret(key) => format!("{key}: ***"),
                typewright_client::Value::Ascii(text) => format!("{key}: {text}"),
                typewright_client::Value::Binary(bytes) => {
                    format!("{key}: {}", scalar::base64_text(&bytes))
                }
            });
            let pairs = pairs.collect::<Vec<_>>().join(", ");
            tracing::debug!(target: TARGET, "answered after {took:.3}s, metadata [{pairs}]");
        }
        Err(error) => {
            let (code, message) = (error.code(), error.message());
            tracing::debug!(target: TARGET, "failed after {took:.3}s: {code}: {message}");
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_target_decides() {
        let filter: Filter =
            "warn, typewright_client=debug,typewright_client::a=off".parse().unwrap();
        for (target, level, wanted) in [
            ("typewright_ops", Level::WARN, true),
            ("typewright_ops", Level::INFO, false),
            ("typewright_client", Level::DEBUG, true),
            ("typewright_client", Level::TRACE, false),
            ("typewright_client::a", Level::ERROR, false),
        ] {
            assert_eq!(filter.wants(target, level), wanted, "{target} {level}");
        }
        assert!(!"".parse::<Filter>().unwrap().wants("typewright_ops", Level::ERROR));
        let wrong = "typewright_ops=debgu".parse::<Filter>().unwrap_err();
        assert!(wrong.starts_with("`debgu` is no level; did you mean `debug`?; there"), "{wrong}");
        assert!("3".parse::<Filter>().is_err());
    }
}
