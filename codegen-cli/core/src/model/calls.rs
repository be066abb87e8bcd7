//! How methods are called where nobody says otherwise.

/// How a method is called where its caller says nothing else (a gRPC service config). Times are in
/// seconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallDefaults {
    /// How long a call may take.
    pub timeout: Option<f64>,
    /// Whether a call waits for a server that cannot be reached.
    pub wait_for_ready: Option<bool>,
    /// The largest request to send.
    pub max_request_bytes: Option<u64>,
    /// The largest answer to accept.
    pub max_response_bytes: Option<u64>,
    /// How failed attempts are made again.
    pub retry: Option<RetryDefaults>,
    /// How attempts are made side by side.
    pub hedging: Option<HedgingDefaults>,
    /// What keeps a server from being drowned in attempts: most tokens, and how much of one a success
    /// gives back.
    pub throttle: Option<(f64, f64)>,
}

/// How failed attempts are made again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RetryDefaults {
    /// How many attempts are made in all.
    pub max_attempts: u32,
    /// The first pause.
    pub initial_backoff: f64,
    /// The longest pause.
    pub max_backoff: f64,
    /// How much longer each pause is than the one before.
    pub backoff_multiplier: f64,
    /// The names of the status codes after which there is another attempt.
    pub codes: Vec<&'static str>,
}

/// How attempts are made side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HedgingDefaults {
    /// How many attempts are made in all.
    pub max_attempts: u32,
    /// The time between two of them.
    pub delay: f64,
    /// The names of the status codes that do not end the call.
    pub codes: Vec<&'static str>,
}
