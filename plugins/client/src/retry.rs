//! When an attempt is made again, and when beside another.
//!
//! The rules are those of [gRFC A6](https://github.com/grpc/proposal/blob/master/A6-client-retries.md).

use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::{Code, Error};

/// What one call does about attempts that fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Policy {
    /// The first attempt is the only one.
    Once,
    /// Attempts follow each other.
    Retry(Retry),
    /// Attempts run side by side, and the first good answer counts.
    Hedge(Hedging),
}

/// Attempts that follow each other, each after a longer pause.
///
/// The n-th pause is `initial_backoff * backoff_multiplier^(n - 1)`, at most `max_backoff`, times
/// a random number from 0.8 to 1.2. A server that says in `grpc-retry-pushback-ms` how long to
/// wait is listened to.
///
/// ```
/// use std::time::Duration;
/// use typewright_client::Retry;
///
/// let patient = Retry { max_attempts: 5, max_backoff: Duration::from_secs(30), ..Retry::default() };
/// # assert_eq!(patient.initial_backoff, Duration::from_millis(100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retry {
    /// How many attempts are made in all.
    pub max_attempts: u32,
    /// The first pause.
    pub initial_backoff: Duration,
    /// The longest pause.
    pub max_backoff: Duration,
    /// How much longer each pause is than the one before.
    pub backoff_multiplier: f64,
    /// The codes after which another attempt may go well.
    pub codes: Codes,
}

impl Default for Retry {
    /// Four attempts on [`Code::Unavailable`] ([AIP-194](https://google.aip.dev/194)), with
    /// pauses of 0.1, 0.2 and 0.4 seconds.
    fn default() -> Retry {
        Retry {
            max_attempts: 4,
            initial_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(5),
            backoff_multiplier: 2.0,
            codes: Codes::from_iter([Code::Unavailable]),
        }
    }
}

impl Retry {
    /// The pause after `step` pauses.
    pub(crate) fn backoff(&self, step: u32) -> Duration {
        let step = i32::try_from(step).unwrap_or(i32::MAX);
        let pause = self.initial_backoff.as_secs_f64() * self.backoff_multiplier.powi(step);
        let pause = pause.min(self.max_backoff.as_secs_f64()) * jitter();
        Duration::try_from_secs_f64(pause).unwrap_or(self.max_backoff)
    }
}

/// A random number from 0.8 to 1.2.
fn jitter() -> f64 {
    // The standard library seeds its hashers at random, each differently.
    let random = std::hash::RandomState::new().build_hasher().finish();
    let unit = f64::from(u32::try_from(random >> 32).unwrap_or(u32::MAX)) / f64::from(u32::MAX);
    0.8 + 0.4 * unit
}

/// Attempts that run side by side: each `delay` without an answer, another one starts.
///
/// Only for methods that may run twice at the same time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hedging {
    /// How many attempts are made in all.
    pub max_attempts: u32,
    /// The time between two starts; none starts them all at once.
    pub delay: Duration,
    /// The codes that do not end the call while other attempts may still go well. One of them
    /// starts the next attempt at once.
    pub non_fatal: Codes,
}

/// A set of status codes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Codes(pub(crate) u32);

impl Codes {
    pub(crate) const NONE: Codes = Codes(0);

    /// Whether `code` is among them.
    pub fn contains(self, code: Code) -> bool {
        self.0 & (1 << code.number()) != 0
    }

    /// The codes, by number.
    pub fn iter(self) -> impl Iterator<Item = Code> {
        Code::all().filter(move |code| self.contains(*code))
    }
}

impl FromIterator<Code> for Codes {
    fn from_iter<I: IntoIterator<Item = Code>>(codes: I) -> Codes {
        Codes(codes.into_iter().fold(0, |set, code| set | 1 << code.number()))
    }
}

impl fmt::Debug for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// What a server says about the next attempt, in the metadata of a failed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pushback {
    Nothing,
    After(Duration),
    Never,
}

impl Pushback {
    pub(crate) fn of(error: &Error) -> Pushback {
        match error.metadata().get("grpc-retry-pushback-ms").map(str::parse) {
            None => Pushback::Nothing,
            Some(Ok(wait)) => Pushback::After(Duration::from_millis(wait)),
            Some(Err(_)) => Pushback::Never,
        }
    }
}

/// Keeps a channel from drowning a server in repeated attempts: failures take tokens, successes
/// give some back, and at half of them or less nothing is repeated.
#[derive(Debug)]
pub(crate) struct Throttle {
    /// All in thousandths.
    tokens: AtomicI64,
    max: i64,
    ratio: i64,
}

impl Throttle {
    pub(crate) fn new((max, ratio): (f64, f64)) -> Throttle {
        #[expect(clippy::cast_possible_truncation, reason = "three decimals count")]
        let [max, ratio] = [max, ratio].map(|tokens| (tokens * 1000.0) as i64);
        Throttle { tokens: AtomicI64::new(max), max, ratio }
    }

    pub(crate) fn succeeded(&self) {
        self.add(self.ratio);
    }

    pub(crate) fn failed(&self) {
        self.add(-1000);
    }

    pub(crate) fn allows(&self) -> bool {
        self.tokens.load(Ordering::Relaxed) > self.max / 2
    }

    fn add(&self, tokens: i64) {
        let add = |now: i64| Some((now + tokens).clamp(0, self.max));
        // The closure always gives a value, so the update cannot fail.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}
