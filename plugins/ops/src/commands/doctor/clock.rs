//! How far two clocks are apart, by the `date` that servers send.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Check;

/// Tokens are often refused by clocks that differ more.
const TOLERATED: Duration = Duration::from_secs(30);

/// Compares the date of an answer with the clock here.
pub(super) fn check(date: &str) -> Option<Check> {
    const NAME: &str = "clock";
    let theirs = parse(date)?;
    let ours = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let apart = Duration::from_secs(theirs.abs_diff(ours));
    if apart <= TOLERATED {
        return Some(Check::ok(NAME, "agrees with that of the server"));
    }
    let which = if theirs > ours { "ahead of" } else { "behind" };
    let apart = humantime::format_duration(apart);
    let message = format!("that of the server is {apart} {which} the one here");
    Some(Check::warn(NAME, message).help("tokens may be refused; set both clocks by NTP"))
}

/// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Source: <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>
fn parse(date: &str) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let parts: Vec<&str> = date.split_once(", ")?.1.split(' ').collect();
    let [day, month, year, time, "GMT"] = parts.as_slice() else { return None };
    let month = MONTHS.find(month).filter(|at| at % 3 == 0 && month.len() == 3)? / 3 + 1;
    let text = format!("{year}-{month:02}-{day}T{time}Z");
    let time = humantime::parse_rfc3339(&text).ok()?;
    Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::Outcome;

    #[test]
    fn dates_of_http_are_read() {
        assert_eq!(parse("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        for wrong in ["", "Sun, 06 Nov 1994", "Sun, 06 Now 1994 08:49:37 GMT", "x, 1 ebM 1 1 GMT"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        let old = check("Sun, 06 Nov 1994 08:49:37 GMT").expect("a date");
        assert_eq!(old.outcome, Outcome::Warn);
        assert!(old.message.contains("behind the one here"), "{}", old.message);
    }
}
