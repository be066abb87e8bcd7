//! Service config: how the owner of a service wants its methods to be called.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::retry::{Codes, Hedging, Policy, Retry};
use crate::{Code, Error};

/// No more attempts than these are made, whatever a config says (gRFC A6).
const MOST_ATTEMPTS: u32 = 5;

/// How methods are called: deadlines, retries, hedging, sizes, as the owner of a service writes it
/// down in a [service config](https://github.com/grpc/grpc/blob/master/doc/service_config.md).
///
/// ```
/// use typewright_client::ServiceConfig;
///
/// let config = ServiceConfig::from_json(r#"{
///     "methodConfig": [{
///         "name": [{"service": "inventory.v1.Inventory"}],
///         "timeout": "2s",
///         "retryPolicy": {
///             "maxAttempts": 4,
///             "initialBackoff": "0.1s",
///             "maxBackoff": "1s",
///             "backoffMultiplier": 2,
///             "retryableStatusCodes": ["UNAVAILABLE"]
///         }
///     }],
///     "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1}
/// }"#)?;
/// # let _ = config;
/// # Ok::<(), typewright_client::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceConfig {
    /// By `service/method`, `service/` and `/`.
    methods: BTreeMap<String, MethodConfig>,
    pub(crate) throttle: Option<(f64, f64)>,
}

/// How one method is called.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct MethodConfig {
    pub(crate) wait_for_ready: Option<bool>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_request_bytes: Option<usize>,
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) policy: Option<Policy>,
}

impl MethodConfig {
    pub(crate) const NONE: MethodConfig = MethodConfig {
        wait_for_ready: None,
        timeout: None,
        max_request_bytes: None,
        max_response_bytes: None,
        policy: None,
    };
}

impl ServiceConfig {
    /// Reads a config. Fields that are not about calls, such as load balancing, are passed over.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] with every mistake and its place.
    pub fn from_json(text: &str) -> Result<ServiceConfig, Error> {
        let document: Value = serde_json::from_str(text).map_err(|error| {
            Error::new(Code::InvalidArgument, format!("service config: {error}"))
        })?;
        let mut reader = Reader::default();
        let config = reader.config(&At { value: &document, place: "service config".into() });
        if reader.mistakes.is_empty() {
            Ok(config)
        } else {
            Err(Error::new(Code::InvalidArgument, reader.mistakes.join("\n")))
        }
    }

    /// What the config says about a method, its service or all services, the closest alone.
    pub(crate) fn method(&self, path: &str) -> Option<MethodConfig> {
        if self.methods.is_empty() {
            return None;
        }
        let name = path.trim_start_matches('/');
        let service = name.rfind('/').map_or("/", |end| &name[..=end]);
        let found = [name, service, "/"].into_iter().find_map(|name| self.methods.get(name));
        found.copied()
    }
}

/// A value and where it stands.
struct At<'v> {
    value: &'v Value,
    place: String,
}

impl<'v> At<'v> {
    fn get(&self, name: &str) -> Option<At<'v>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(At { value, place: format!("{}.{name}", self.place) })
    }

    fn list(&self, name: &str) -> Option<Vec<At<'v>>> {
        let at = self.get(name)?;
        let values = at.value.as_array()?.iter().enumerate();
        Some(values.map(|(n, value)| At { value, place: format!("{}[{n}]", at.place) }).collect())
    }
}

#[derive(Default)]
struct Reader {
    mistakes: Vec<String>,
}

impl Reader {
    fn wrong(&mut self, place: &str, what: &str) {
        self.mistakes.push(format!("{place}: {what}"));
    }

    fn config(&mut self, at: &At<'_>) -> ServiceConfig {
        let mut config = ServiceConfig::default();
        if !at.value.is_object() {
            self.wrong(&at.place, "must be an object");
        }
        for method in at.list("methodConfig").unwrap_or_default() {
            let read = self.method(&method);
            let Some(names) = method.list("name").filter(|names| !names.is_empty()) else {
                self.wrong(&method.place, "needs a `name`: a list of services and methods");
                continue;
            };
            for name in names {
                let part = |part| name.value.get(part).and_then(Value::as_str).unwrap_or_default();
                let (service, method) = (part("service"), part("method"));
                if service.is_empty() && !method.is_empty() {
                    self.wrong(&name.place, "a `method` needs its `service`");
                }
                if config.methods.insert(format!("{service}/{method}"), read).is_some() {
                    self.wrong(&name.place, "is named twice");
                }
            }
        }
        config.throttle = at.get("retryThrottling").map(|at| {
            let max =
                self.number(&at, "maxTokens", |max| (1.0..=1000.0).contains(&max), "1 to 1000");
            let ratio = self.number(&at, "tokenRatio", |ratio| ratio > 0.0, "above 0");
            (max.unwrap_or(1.0), ratio.unwrap_or(1.0))
        });
        config
    }

    fn method(&mut self, at: &At<'_>) -> MethodConfig {
        let retry = at.get("retryPolicy").map(|at| Policy::Retry(self.retry(&at)));
        let hedge = at.get("hedgingPolicy").map(|at| Policy::Hedge(self.hedging(&at)));
        if retry.is_some() && hedge.is_some() {
            self.wrong(&at.place, "takes `retryPolicy` or `hedgingPolicy`, not both");
        }
        MethodConfig {
            wait_for_ready: at.get("waitForReady").and_then(|at| {
                let value = at.value.as_bool();
                if value.is_none() {
                    self.wrong(&at.place, "must be true or false");
                }
                value
            }),
            timeout: at.get("timeout").map(|at| self.duration(&at)),
            max_request_bytes: self.bytes(at, "maxRequestMessageBytes"),
            max_response_bytes: self.bytes(at, "maxResponseMessageBytes"),
            policy: retry.or(hedge),
        }
    }

    fn retry(&mut self, at: &At<'_>) -> Retry {
        let codes = self.codes(at, "retryableStatusCodes");
        if codes == Codes::default() {
            self.wrong(&at.place, "needs `retryableStatusCodes`, at least one");
        }
        Retry {
            max_attempts: self.attempts(at),
            initial_backoff: self.needed_duration(at, "initialBackoff"),
            max_backoff: self.needed_duration(at, "maxBackoff"),
            backoff_multiplier: self
                .number(at, "backoffMultiplier", |by| by > 0.0, "above 0")
                .unwrap_or(1.0),
            codes,
        }
    }

    fn hedging(&mut self, at: &At<'_>) -> Hedging {
        Hedging {
            max_attempts: self.attempts(at),
            delay: at.get("hedgingDelay").map(|at| self.duration(&at)).unwrap_or_default(),
            non_fatal: self.codes(at, "nonFatalStatusCodes"),
        }
    }

    fn attempts(&mut self, at: &At<'_>) -> u32 {
        let whole = |n: f64| n >= 2.0 && n.fract() == 0.0;
        let attempts = self.number(at, "maxAttempts", whole, "a whole number above 1");
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "2 to 5")]
        attempts.map_or(1, |n| n.min(f64::from(MOST_ATTEMPTS)) as u32)
    }

    fn needed_duration(&mut self, at: &At<'_>, name: &str) -> Duration {
        let Some(at) = at.get(name) else {
            self.wrong(&at.place, &format!("needs `{name}`, such as \"0.5s\""));
            return Duration::ZERO;
        };
        let duration = self.duration(&at);
        if duration.is_zero() {
            self.wrong(&at.place, "must be above 0");
        }
        duration
    }

    /// Protobuf's JSON form of a duration: seconds with up to nine decimals and an `s`.
    fn duration(&mut self, at: &At<'_>) -> Duration {
        let text = at.value.as_str().and_then(|text| text.strip_suffix('s'));
        let digits = text.filter(|t| t.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        let seconds = digits.and_then(|text| text.parse().ok());
        let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        duration.unwrap_or_else(|| {
            self.wrong(&at.place, &format!("{} is not a duration such as \"0.5s\"", at.value));
            Duration::from_secs(1)
        })
    }

    /// The number behind `name`, which must be there and fit.
    fn number(
        &mut self,
        at: &At<'_>,
        name: &str,
        fits: impl Fn(f64) -> bool,
        range: &str,
    ) -> Option<f64> {
        let number = at.get(name).and_then(|at| at.value.as_f64()).filter(|number| fits(*number));
        if number.is_none() {
            self.wrong(&at.place, &format!("needs `{name}`: {range}"));
        }
        number
    }

    /// A size; protobuf's JSON form of 64-bit numbers is text.
    fn bytes(&mut self, at: &At<'_>, name: &str) -> Option<usize> {
        let at = at.get(name)?;
        let number = at.value.as_u64().or_else(|| at.value.as_str()?.parse().ok());
        let bytes = number.and_then(|number| usize::try_from(number).ok());
        if bytes.is_none() {
            self.wrong(&at.place, &format!("{} is not a number of bytes", at.value));
        }
        bytes
    }

    fn codes(&mut self, at: &At<'_>, name: &str) -> Codes {
        let mut codes = Vec::new();
        for at in at.list(name).unwrap_or_default() {
            let by_name = |text: &str| Code::all().find(|code| code.name() == text.to_uppercase());
            let by_number = |n: u64| Code::all().find(|code| u64::from(code.number()) == n);
            let code = match at.value {
                Value::String(text) => by_name(text),
                number => number.as_u64().and_then(by_number),
            };
            match code {
                Some(code) => codes.push(code),
                None => self.wrong(&at.place, &format!("{} is not a status code", at.value)),
            }
        }
        codes.into_iter().collect()
    }
}
