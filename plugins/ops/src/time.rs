//! Points and spans of time as text.

use jiff::Timestamp;
use jiff::tz::Offset;

/// The last second of the year 9999, the largest that a timestamp may hold.
const LAST: i64 = 253_402_300_799;
/// The first second of the year 1, the smallest.
const FIRST: i64 = -62_135_596_800;
/// About 10,000 years, the longest span either way.
const LONGEST: i64 = 315_576_000_000;

const NANOS: i64 = 1_000_000_000;

/// Seconds and nanoseconds, as `Timestamp` and `Duration` hold them.
pub(crate) type Parts = (i64, i32);

/// `2026-01-31T12:00:00.5Z`, nothing out of range.
pub(crate) fn timestamp_text((seconds, nanos): Parts) -> Option<String> {
    if !(FIRST..=LAST).contains(&seconds) || !(0..NANOS).contains(&i64::from(nanos)) {
        return None;
    }
    let whole = Timestamp::from_second(seconds).ok()?;
    let date = Offset::UTC.to_datetime(whole);
    Some(format!("{}{}Z", date.strftime("%Y-%m-%dT%H:%M:%S"), fraction(nanos)))
}

/// Reads [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339).
pub(crate) fn parse_timestamp(text: &str) -> Result<Parts, String> {
    let wrong = || format!("expected a time such as `2026-01-31T12:00:00Z`, found `{text}`");
    let plain = |c: char| c.is_ascii_digit() || "-+:.TZ".contains(c);
    if text.as_bytes().get(10) != Some(&b'T') || !text.chars().all(plain) {
        return Err(wrong());
    }
    in_years(text, text.parse::<Timestamp>().map_err(|_| wrong())?.as_nanosecond())
}

/// Reads what people write: RFC 3339, a date in UTC, `now`, `now-1h30m`, seconds since 1970.
pub(crate) fn parse_human_timestamp(text: &str) -> Result<Parts, String> {
    if let Some(rest) = text.strip_prefix("now") {
        let now = Timestamp::now();
        let (seconds, nanos) = match rest.strip_prefix('+').or(Some(rest)) {
            Some("") => (0, 0),
            Some(span) if span.starts_with('-') || rest.starts_with('+') => {
                parse_human_duration(span)?
            }
            _ => return Err(format!("expected `now`, `now-1h` or `now+1h`, found `{text}`")),
        };
        let nanos =
            now.as_nanosecond() + i128::from(seconds) * i128::from(NANOS) + i128::from(nanos);
        return in_years(text, nanos);
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        let seconds = text.parse::<i64>().unwrap_or(i64::MAX);
        return in_years(text, i128::from(seconds) * i128::from(NANOS));
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

fn in_years(text: &str, nanos: i128) -> Result<Parts, String> {
    let wrong = || format!("expected a time in the years 1 to 9999, found `{text}`");
    let seconds = i64::try_from(nanos.div_euclid(i128::from(NANOS))).map_err(|_| wrong())?;
    if !(FIRST..=LAST).contains(&seconds) {
        return Err(wrong());
    }
    Ok((seconds, nanos.rem_euclid(i128::from(NANOS)) as i32))
}

/// `-1.5s`, nothing out of range or with two signs.
pub(crate) fn duration_text((seconds, nanos): Parts) -> Option<String> {
    let in_range = (-LONGEST..=LONGEST).contains(&seconds) && i64::from(nanos).abs() < NANOS;
    if !in_range || (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0) {
        return None;
    }
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    Some(format!("{sign}{}{}s", seconds.abs(), fraction(nanos.abs())))
}

/// Reads seconds with the unit `s`, the one form that JSON has.
pub(crate) fn parse_duration(text: &str) -> Result<Parts, String> {
    let wrong = || format!("expected a span of time such as `90s` or `1.5s`, found `{text}`");
    let number = text.strip_suffix('s').ok_or_else(wrong)?;
    let (number, sign) = match number.strip_prefix('-') {
        Some(number) => (number, -1),
        None => (number, 1),
    };
    let (whole, part) = match number.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (number, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || part.is_some_and(|part| !digits(part) || part.len() > 9) {
        return Err(wrong());
    }
    let seconds: i64 = whole.parse().unwrap_or(i64::MAX);
    let nanos: i32 = format!("{:0<9}", part.unwrap_or("")).parse().map_err(|_| wrong())?;
    span(text, sign, seconds, nanos)
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

fn span(text: &str, sign: i32, seconds: i64, nanos: i32) -> Result<Parts, String> {
    if seconds > LONGEST || (seconds == LONGEST && nanos > 0) {
        return Err(format!("expected at most {LONGEST} seconds either way, found `{text}`"));
    }
    Ok((i64::from(sign) * seconds, sign * nanos))
}

/// Three, six or nine digits behind a point, or nothing.
fn fraction(nanos: i32) -> String {
    match nanos {
        0 => String::new(),
        n if n % 1_000_000 == 0 => format!(".{:03}", n / 1_000_000),
        n if n % 1_000 == 0 => format!(".{:06}", n / 1_000),
        n => format!(".{n:09}"),
    }
}
