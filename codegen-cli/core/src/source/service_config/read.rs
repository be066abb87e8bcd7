//! One service config, all its mistakes collected.

use super::Name;
use super::at::{At, Entry};
use crate::diag::{Diagnostic, Diagnostics, Origin, code, nearest};
use crate::model::{CallDefaults, HedgingDefaults, RetryDefaults};

/// The names of status codes, by number.
const CODES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// What a config may have besides what is read here; other clients know more.
const CONFIG: &[&str] = &["loadBalancingPolicy", "loadBalancingConfig", "healthCheckConfig"];

/// More attempts are not made whatever a config says (gRFC A6).
const MOST_ATTEMPTS: u32 = 5;

pub(super) struct Reader<'d> {
    pub(super) diagnostics: &'d mut Diagnostics,
}

/// The fields of an object, each taken once.
struct Object<'t> {
    at: At<'t>,
    entries: Vec<Entry<'t>>,
    known: Vec<&'static str>,
}

impl<'t> Object<'t> {
    fn take(&mut self, name: &'static str) -> Option<At<'t>> {
        self.known.push(name);
        let found = self.entries.iter().position(|entry| entry.name == name)?;
        Some(self.entries.remove(found).value)
    }
}

impl Reader<'_> {
    fn wrong(&mut self, origin: Origin, what: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code::INVALID_CONFIG, origin, what));
    }

    fn object<'t>(&mut self, at: &At<'t>) -> Option<Object<'t>> {
        let entries = at.entries();
        if entries.is_none() {
            self.wrong(at.origin(), format!("{} is not an object", at.written()));
        }
        Some(Object { at: at.clone(), entries: entries?, known: Vec::new() })
    }

    /// Finds fields that are there twice, or misspelled; those that nobody knows are passed over, as
    /// gRPC asks for.
    fn finish(&mut self, object: &Object<'_>) {
        for entry in &object.entries {
            let known = object.known.iter().copied();
            match nearest(&entry.name, known) {
                Some(near) if near == entry.name => {
                    self.wrong(entry.origin(), format!("`{near}` is there twice"));
                }
                Some(near) => {
                    let what = format!("there is no field `{}`", entry.name);
                    let diagnostic = Diagnostic::new(code::INVALID_CONFIG, entry.origin(), what);
                    self.diagnostics.push(diagnostic.help(format!("did you mean `{near}`?")));
                }
                None => {}
            }
        }
    }

    fn items<'t>(&mut self, at: Option<At<'t>>) -> Vec<At<'t>> {
        let Some(at) = at else { return Vec::new() };
        at.items().unwrap_or_else(|| {
            self.wrong(at.origin(), format!("{} is not a list", at.written()));
            Vec::new()
        })
    }

    /// The names of each entry and what it says of them.
    pub(super) fn config<'t>(&mut self, root: &At<'t>) -> Vec<(Vec<At<'t>>, CallDefaults)> {
        let Some(mut object) = self.object(root) else { return Vec::new() };
        let methods = object.take("methodConfig");
        let methods = self.items(methods);
        let throttle = object.take("retryThrottling").and_then(|at| self.throttle(&at));
        CONFIG.iter().for_each(|name| drop(object.take(name)));
        self.finish(&object);
        let mut found: Vec<_> = methods.iter().filter_map(|at| self.method(at)).collect();
        for (_, defaults) in &mut found {
            defaults.throttle = throttle;
        }
        found
    }

    fn throttle(&mut self, at: &At<'_>) -> Option<(f64, f64)> {
        let mut object = self.object(at)?;
        let within = |max: f64| (1.0..=1000.0).contains(&max);
        let max = self.number(&mut object, "maxTokens", within, "1 to 1000");
        let ratio = self.number(&mut object, "tokenRatio", |ratio| ratio > 0.0, "above 0");
        self.finish(&object);
        max.zip(ratio)
    }

    fn method<'t>(&mut self, at: &At<'t>) -> Option<(Vec<At<'t>>, CallDefaults)> {
        let mut object = self.object(at)?;
        let names = object.take("name");
        if names.as_ref().is_none_or(|names| names.items().is_some_and(|names| names.is_empty())) {
            self.wrong(at.origin(), "needs a `name`: a list of services and methods");
        }
        let names = self.items(names);
        let (retry, hedging) = (object.take("retryPolicy"), object.take("hedgingPolicy"));
        if let (Some(_), Some(at)) = (&retry, &hedging) {
            self.wrong(at.origin(), "stands beside a `retryPolicy`; only one of them holds");
        }
        let defaults = CallDefaults {
            timeout: object.take("timeout").map(|at| self.duration(&at)),
            wait_for_ready: object.take("waitForReady").and_then(|at| {
                let value = at.read();
                if value.is_none() {
                    self.wrong(at.origin(), format!("{} is not true or false", at.written()));
                }
                value
            }),
            max_request_bytes: object.take("maxRequestMessageBytes").and_then(|at| self.bytes(&at)),
            max_response_bytes: object
                .take("maxResponseMessageBytes")
                .and_then(|at| self.bytes(&at)),
            retry: retry.and_then(|at| self.retry(&at)),
            hedging: hedging.and_then(|at| self.hedging(&at)),
            throttle: None,
        };
        self.finish(&object);
        Some((names, defaults))
    }

    /// Whom an entry is for.
    pub(super) fn name(&mut self, at: &At<'_>) -> Option<Name> {
        let mut object = self.object(at)?;
        let mut text = |reader: &mut Self, name| -> String {
            let Some(at) = object.take(name) else { return String::new() };
            at.read().unwrap_or_else(|| {
                reader.wrong(at.origin(), format!("{} is not a text", at.written()));
                String::new()
            })
        };
        let (service, method) = (text(self, "service"), text(self, "method"));
        self.finish(&object);
        if service.is_empty() && !method.is_empty() {
            self.wrong(at.origin(), "a `method` needs its `service`");
            return None;
        }
        Some((service, method))
    }

    fn retry(&mut self, at: &At<'_>) -> Option<RetryDefaults> {
        let mut object = self.object(at)?;
        let defaults = RetryDefaults {
            max_attempts: self.attempts(&mut object),
            initial_backoff: self.pause(&mut object, "initialBackoff"),
            max_backoff: self.pause(&mut object, "maxBackoff"),
            backoff_multiplier: self
                .number(&mut object, "backoffMultiplier", |by| by > 0.0, "above 0")
                .unwrap_or(1.0),
            codes: {
                let listed = object.take("retryableStatusCodes");
                let listed = self.items(listed);
                if listed.is_empty() {
                    self.wrong(at.origin(), "needs `retryableStatusCodes`, at least one");
                }
                self.codes(&listed)
            },
        };
        self.finish(&object);
        Some(defaults)
    }

    fn hedging(&mut self, at: &At<'_>) -> Option<HedgingDefaults> {
        let mut object = self.object(at)?;
        let defaults = HedgingDefaults {
            max_attempts: self.attempts(&mut object),
            delay: object.take("hedgingDelay").map_or(0.0, |at| self.duration(&at)),
            codes: {
                let listed = object.take("nonFatalStatusCodes");
                let listed = self.items(listed);
                self.codes(&listed)
            },
        };
        self.finish(&object);
        Some(defaults)
    }

    fn attempts(&mut self, object: &mut Object<'_>) -> u32 {
        let whole = |n: f64| n >= 2.0 && n.fract() == 0.0;
        let attempts = self.number(object, "maxAttempts", whole, "a whole number above 1");
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "2 to 5")]
        attempts.map_or(1, |n| n.min(f64::from(MOST_ATTEMPTS)) as u32)
    }

    fn pause(&mut self, object: &mut Object<'_>, name: &'static str) -> f64 {
        let Some(at) = object.take(name) else {
            self.wrong(object.at.origin(), format!("needs `{name}`, such as \"0.5s\""));
            return 0.0;
        };
        let pause = self.duration(&at);
        if pause == 0.0 {
            self.wrong(at.origin(), "must be above 0");
        }
        pause
    }

    /// Protobuf's JSON form of a duration in seconds, with up to nine decimals.
    fn duration(&mut self, at: &At<'_>) -> f64 {
        let text: Option<String> = at.read();
        let digits = text.as_deref().and_then(|text| text.strip_suffix('s'));
        let plain = |t: &&str| t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        // Ten thousand years: what protobuf's durations can say.
        let fits = |seconds: &f64| (0.0..=315_576_000_000.0).contains(seconds);
        let seconds = digits.filter(plain).and_then(|text| text.parse().ok()).filter(fits);
        seconds.unwrap_or_else(|| {
            let what = format!("{} is not a duration such as \"0.5s\"", at.written());
            self.wrong(at.origin(), what);
            1.0
        })
    }

    /// The number behind `name`, which must be there and fit.
    fn number(
        &mut self,
        object: &mut Object<'_>,
        name: &'static str,
        fits: impl Fn(f64) -> bool,
        range: &str,
    ) -> Option<f64> {
        let Some(at) = object.take(name) else {
            self.wrong(object.at.origin(), format!("needs `{name}`: {range}"));
            return None;
        };
        let number = at.read().filter(|number| fits(*number));
        if number.is_none() {
            self.wrong(at.origin(), format!("`{name}` must be {range}"));
        }
        number
    }

    /// A size; protobuf's JSON form of 64-bit numbers is text.
    fn bytes(&mut self, at: &At<'_>) -> Option<u64> {
        let text = || at.read::<String>().and_then(|text| text.parse().ok());
        let bytes = at.read().or_else(text);
        if bytes.is_none() {
            self.wrong(at.origin(), format!("{} is not a number of bytes", at.written()));
        }
        bytes
    }

    /// Names of status codes, or their numbers.
    fn codes(&mut self, listed: &[At<'_>]) -> Vec<&'static str> {
        let mut codes = Vec::new();
        for at in listed {
            let word = at.read::<String>().map(|name| name.to_uppercase());
            let named = word.as_ref().and_then(|word| CODES.iter().find(|name| *name == word));
            let number = at.read::<usize>().and_then(|number| CODES.get(number));
            if let Some(code) = named.or(number) {
                codes.push(*code);
                continue;
            }
            let what = format!("{} is not a status code", at.written());
            let diagnostic = Diagnostic::new(code::INVALID_CONFIG, at.origin(), what);
            let near = word.as_deref().and_then(|word| nearest(word, CODES));
            self.diagnostics.push(match near {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic,
            });
        }
        codes
    }
}
