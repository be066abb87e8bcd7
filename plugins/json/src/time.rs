//! Points and spans of time as text.
//!
//! ```
//! use typewright_json::time;
//!
//! assert_eq!(time::parse_timestamp("1970-01-01T01:00:00.5+01:00"), Ok((0, 500_000_000)));
//! assert_eq!(time::timestamp_text((0, 500_000_000)).as_deref(), Some("1970-01-01T00:00:00.500Z"));
//! assert_eq!(time::parse_duration("-1.5s"), Ok((-1, -500_000_000)));
//! ```

/// The last second of the year 9999, the largest that a timestamp may hold.
const LAST: i64 = 253_402_300_799;
/// The first second of the year 1, the smallest.
const FIRST: i64 = -62_135_596_800;
/// About 10,000 years, the longest span either way.
const LONGEST: i64 = 315_576_000_000;

const NANOS: i64 = 1_000_000_000;
const DAY: i64 = 86_400;

/// Seconds and nanoseconds, as `Timestamp` and `Duration` hold them.
pub type Parts = (i64, i32);

/// `2026-01-31T12:00:00.5Z`, nothing out of range.
pub fn timestamp_text((seconds, nanos): Parts) -> Option<String> {
    if !(FIRST..=LAST).contains(&seconds) || !(0..NANOS).contains(&i64::from(nanos)) {
        return None;
    }
    let (year, month, day) = date(seconds.div_euclid(DAY));
    let second = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let fraction = fraction(nanos);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
}

/// Reads [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339), upper-case `T` and `Z` only and at
/// most nine digits behind the point.
///
/// # Errors
/// If the text has another form or is beyond the years 1 to 9999.
pub fn parse_timestamp(text: &str) -> Result<Parts, String> {
    let wrong = || format!("expected a time such as `2026-01-31T12:00:00Z`, found `{text}`");
    let (seconds, nanos, offset) = rfc3339(text).ok_or_else(wrong)?;
    in_years(text, (seconds - offset, nanos))
}

/// Seconds since 1970 on the clock that the text shows, nanoseconds, and how far that clock is
/// ahead of UTC.
fn rfc3339(text: &str) -> Option<(i64, i32, i64)> {
    let (date, rest) = text.split_once('T')?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let (clock, rest) = rest.split_at_checked(8)?;
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let (nanos, zone) = match rest.strip_prefix('.') {
        Some(rest) => {
            let end = rest.find(|c: char| !c.is_ascii_digit())?;
            let (digits, zone) = rest.split_at(end);
            (nanoseconds(digits)?, zone)
        }
        None => (0, rest),
    };
    let offset = match zone.split_at_checked(1)? {
        ("Z", "") => 0,
        (sign @ ("+" | "-"), zone) => {
            let [hours, minutes] = numbers(zone, ':', [2, 2])?;
            let ahead = (hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)?;
            if sign == "-" { -ahead } else { ahead }
        }
        _ => return None,
    };
    let fits = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    let seconds = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    fits.then_some((seconds, nanos, offset))
}

/// Numbers of these many digits, with a mark between them.
fn numbers<const N: usize>(text: &str, mark: char, digits: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(mark);
    let mut found = [0; N];
    for (number, digits) in found.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits && all_digits(part))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

/// One to nine digits behind a point.
fn nanoseconds(digits: &str) -> Option<i32> {
    (digits.len() <= 9 && all_digits(digits)).then(|| format!("{digits:0<9}").parse().ok())?
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

// Years are counted from March, so that the leap day is the last of its year; 719,468 days lie
// between 0000-03-01 and 1970-01-01, and a leap cycle of 400 years has 146,097.

/// Days since 1970 of a date in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The date that is so many days after 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let year = cycle * 400 + year;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

/// A point in time, if a timestamp may hold it.
///
/// # Errors
/// If it is beyond the years 1 to 9999; `text` is how it was given.
pub fn in_years(text: &str, (seconds, nanos): Parts) -> Result<Parts, String> {
    if !(FIRST..=LAST).contains(&seconds) {
        return Err(format!("expected a time in the years 1 to 9999, found `{text}`"));
    }
    Ok((seconds, nanos))
}

/// `-1.5s`, nothing out of range or with two signs.
pub fn duration_text((seconds, nanos): Parts) -> Option<String> {
    let in_range = (-LONGEST..=LONGEST).contains(&seconds) && i64::from(nanos).abs() < NANOS;
    if !in_range || (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0) {
        return None;
    }
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    Some(format!("{sign}{}{}s", seconds.abs(), fraction(nanos.abs())))
}

/// Reads seconds with the unit `s`, the one form that JSON has.
///
/// # Errors
/// If the text has another form, or is longer than 10,000 years.
pub fn parse_duration(text: &str) -> Result<Parts, String> {
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
    if !all_digits(whole) {
        return Err(wrong());
    }
    let seconds: i64 = whole.parse().unwrap_or(i64::MAX);
    let nanos = part.map_or(Some(0), nanoseconds).ok_or_else(wrong)?;
    span(text, sign, seconds, nanos)
}

/// A span of time from its parts without a sign, and the sign.
///
/// # Errors
/// If it is longer than a duration may be; `text` is how it was given.
pub fn span(text: &str, sign: i32, seconds: i64, nanos: i32) -> Result<Parts, String> {
    if seconds > LONGEST {
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
