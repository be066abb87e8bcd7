//! Points and spans of time as people write them.

use std::time::{SystemTime, UNIX_EPOCH};

use typewright_json::time::{Parts, in_years, parse_duration, parse_timestamp, span};

/// Reads what people write: RFC 3339, a date in UTC, `now`, `now-1h30m`, seconds since 1970.
pub(crate) fn parse_human_timestamp(text: &str) -> Result<Parts, String> {
    if let Some(rest) = text.strip_prefix("now") {
        let (seconds, nanos) = match rest.strip_prefix('+').or(Some(rest)) {
            Some("") => (0, 0),
            Some(span) if span.starts_with('-') || rest.starts_with('+') => {
                parse_human_duration(span)?
            }
            _ => return Err(format!("expected `now`, `now-1h` or `now+1h`, found `{text}`")),
        };
        return in_years(text, later(now(), (seconds, nanos)));
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        let seconds = text.parse::<i64>().unwrap_or(i64::MAX);
        return in_years(text, (seconds, 0));
    }
    if text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return parse_timestamp(&format!("{text}T00:00:00Z"));
    }
    parse_timestamp(text).map_err(|error| match error.split_once(", found") {
        Some((expected, found)) => {
            format!("{expected}, `2026-01-31`, `now` or `now-1h`, found{found}")
        }
        None => error,
    })
}

/// Reads what people write: `1h30m`, `250ms`, `-5m`, and every form of JSON.
pub(crate) fn parse_human_duration(text: &str) -> Result<Parts, String> {
    if let Ok(parts) = parse_duration(text) {
        return Ok(parts);
    }
    let (number, sign) = match text.strip_prefix('-') {
        Some(number) => (number, -1),
        None => (text, 1),
    };
    let span_of_time = humantime::parse_duration(number).map_err(|_| {
        format!("expected a span of time such as `90s`, `1h30m` or `250ms`, found `{text}`")
    })?;
    let seconds = i64::try_from(span_of_time.as_secs()).unwrap_or(i64::MAX);
    span(text, sign, seconds, span_of_time.subsec_nanos() as i32)
}

fn now() -> Parts {
    // A clock before 1970 is as good as none.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos() as i32)
}

/// A point in time and a span after it, whose parts have one sign.
fn later((seconds, nanos): Parts, (more, part): Parts) -> Parts {
    const NANOS: i32 = 1_000_000_000;
    let sum = nanos + part;
    let carry = i64::from(sum.div_euclid(NANOS));
    (seconds.saturating_add(more).saturating_add(carry), sum.rem_euclid(NANOS))
}
