//! What a server shows of itself by TLS, and whether that will do.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use typewright_client::Error;
use typewright_client::transport::Handshake;

use super::Check;
use super::certificate::Certificate;

/// What `skip_verify` means, and what is to be done about a server that is not trusted.
const HELP: &str = "see the settings tls_ca, server_name, tls_cert and tls_key";

/// So many days before its end a certificate is to be renewed.
const SOON: i64 = 14;

/// How the greeting went.
pub(super) fn checks(shown: Result<Handshake, Error>, skips: bool) -> Vec<Check> {
    let shown = match shown {
        Ok(shown) => shown,
        Err(error) => return vec![Check::fail("tls", error.message()).help(HELP)],
    };
    let protocol = shown.protocol.as_deref().unwrap_or("no ALPN");
    let message = format!("{}, {protocol}", shown.version);
    let greeting = if skips {
        let message = format!("{message}; skip_verify is set, and anybody can be this server");
        Check::warn("tls", message)
            .help("unset skip_verify, and set tls_ca to the server's authority")
    } else {
        Check::ok("tls", message)
    };
    [greeting].into_iter().chain(certificate(&shown)).collect()
}

/// Whose certificate it is and when it is valid, if that can be read.
pub(super) fn certificate(shown: &Handshake) -> Option<Check> {
    let read = shown.certificates.first().and_then(|der| Certificate::read(der));
    let Certificate { names, valid } = read?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Some(judged(&names.join(", "), valid, i64::try_from(now).unwrap_or(i64::MAX)))
}

fn judged(names: &str, (from, until): (i64, i64), now: i64) -> Check {
    let name = "certificate";
    let days = |seconds: i64| seconds / (24 * 60 * 60);
    if now < from {
        let message = format!("of {names}, not valid before {}", day(from));
        return Check::fail(name, message).help("is the clock of this machine right?");
    }
    let left = until.saturating_sub(now);
    if left < 0 {
        let message = format!("of {names}, expired at {} ({} days ago)", day(until), days(-left));
        return Check::fail(name, message).help("the server needs a new one");
    }
    let message = format!("of {names}, valid until {} ({} days)", day(until), days(left));
    if days(left) < SOON {
        return Check::warn(name, message).help("it is to be renewed soon");
    }
    Check::ok(name, message)
}

fn day(seconds: i64) -> humantime::Rfc3339Timestamp {
    let seconds = u64::try_from(seconds).unwrap_or_default();
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::{SOON, judged};
    use crate::commands::doctor::Outcome;

    #[test]
    fn a_certificate_has_its_time() {
        let (day, from, until) = (24 * 60 * 60, 1_000_000_000, 1_100_000_000);
        for (now, outcome, says) in [
            (from - 1, Outcome::Fail, "of a, not valid before 2001-09-09T01:46:40Z"),
            (from, Outcome::Ok, "of a, valid until 2004-11-09T11:33:20Z (1157 days)"),
            (until - SOON * day, Outcome::Ok, "(14 days)"),
            (until - SOON * day + 1, Outcome::Warn, "(13 days)"),
            (until + 5 * day, Outcome::Fail, "of a, expired at 2004-11-09T11:33:20Z (5 days ago)"),
        ] {
            let check = judged("a", (from, until), now);
            assert!(check.outcome == outcome && check.message.contains(says), "{}", check.message);
        }
    }
}
