//! What a service config says of a method, as its row in the client tells the runtime.

use crate::model::{CallDefaults, path};

/// `.timeout(1.5)`, `.retry(4, 0.1, 1.0, 2.0, &[..])`: times in seconds, as the config has them.
pub(super) fn facts(calls: &CallDefaults) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(calls.timeout.map(|timeout| format!(".timeout({timeout:?})")));
    facts.extend(calls.wait_for_ready.map(|wait| format!(".wait_for_ready({wait})")));
    facts.extend(calls.max_request_bytes.map(|most| format!(".max_request_bytes({most})")));
    facts.extend(calls.max_response_bytes.map(|most| format!(".max_response_bytes({most})")));
    facts.extend(calls.retry.as_ref().map(|retry| {
        let (most, first, last) = (retry.max_attempts, retry.initial_backoff, retry.max_backoff);
        let (by, codes) = (retry.backoff_multiplier, codes(&retry.codes));
        format!(".retry({most}, {first:?}, {last:?}, {by:?}, {codes})")
    }));
    facts.extend(calls.hedging.as_ref().map(|hedging| {
        let (most, delay) = (hedging.max_attempts, hedging.delay);
        format!(".hedge({most}, {delay:?}, {})", codes(&hedging.codes))
    }));
    facts.extend(calls.throttle.map(|(most, ratio)| format!(".throttle({most:?}, {ratio:?})")));
    facts
}

fn codes(names: &[&str]) -> String {
    let code = |name: &&str| format!("::typewright_client::Code::{}", path::upper_camel(name));
    let codes: Vec<String> = names.iter().map(code).collect();
    match codes.len() {
        0 | 1 => format!("&[{}]", codes.concat()),
        _ => format!("&[\n            {},\n        ]", codes.join(",\n            ")),
    }
}
