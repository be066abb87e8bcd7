//! What generated code has built in of a service config: how a method is called where neither its
//! caller nor the channel says otherwise. Times are in seconds, as a config has them.

use std::time::Duration;

use crate::retry::{Codes, Hedging, Policy, Retry};
use crate::service_config::MethodConfig;
use crate::{Code, Method};

/// What [`ServiceConfig`](crate::ServiceConfig) says at run time goes over all of this.
impl Method {
    /// The same method, whose calls may take so many seconds.
    pub const fn timeout(self, seconds: f64) -> Method {
        let timeout = Some(duration(seconds));
        Method { defaults: MethodConfig { timeout, ..self.defaults }, ..self }
    }

    /// The same method, whose calls wait for a server that cannot be reached, or do not.
    pub const fn wait_for_ready(self, wait: bool) -> Method {
        let wait_for_ready = Some(wait);
        Method { defaults: MethodConfig { wait_for_ready, ..self.defaults }, ..self }
    }

    /// The same method, which takes requests up to this size.
    pub const fn max_request_bytes(self, bytes: usize) -> Method {
        let max_request_bytes = Some(bytes);
        Method { defaults: MethodConfig { max_request_bytes, ..self.defaults }, ..self }
    }

    /// The same method, which gives answers up to this size.
    pub const fn max_response_bytes(self, bytes: usize) -> Method {
        let max_response_bytes = Some(bytes);
        Method { defaults: MethodConfig { max_response_bytes, ..self.defaults }, ..self }
    }

    /// The same method, whose failed attempts are made again: see [`Retry`].
    pub const fn retry(
        self,
        max_attempts: u32,
        initial_backoff: f64,
        max_backoff: f64,
        backoff_multiplier: f64,
        codes: &[Code],
    ) -> Method {
        self.policy(Policy::Retry(Retry {
            max_attempts,
            initial_backoff: duration(initial_backoff),
            max_backoff: duration(max_backoff),
            backoff_multiplier,
            codes: Codes::of(codes),
        }))
    }

    /// The same method, whose attempts run side by side: see [`Hedging`].
    pub const fn hedge(self, max_attempts: u32, delay: f64, non_fatal: &[Code]) -> Method {
        let (delay, non_fatal) = (duration(delay), Codes::of(non_fatal));
        self.policy(Policy::Hedge(Hedging { max_attempts, delay, non_fatal }))
    }

    /// The same method, whose attempts are not repeated once half of `max_tokens` are used up: a
    /// failure takes one, a success gives `token_ratio` back. All methods of a channel share them.
    pub const fn throttle(self, max_tokens: f64, token_ratio: f64) -> Method {
        Method { throttle: Some((max_tokens, token_ratio)), ..self }
    }

    const fn policy(self, policy: Policy) -> Method {
        let policy = Some(policy);
        Method { defaults: MethodConfig { policy, ..self.defaults }, ..self }
    }
}

impl Codes {
    /// These codes.
    pub const fn of(codes: &[Code]) -> Codes {
        let (mut set, mut rest) = (0, codes);
        while let [first, others @ ..] = rest {
            set |= 1 << *first as u32;
            rest = others;
        }
        Codes(set)
    }
}

const fn duration(seconds: f64) -> Duration {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
    Duration::from_nanos((seconds * 1e9 + 0.5) as u64)
}
