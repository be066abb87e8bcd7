//! What texts look like that are no names: the formats of AIP-202.

use std::fmt;
use std::net::Ipv6Addr;

/// What a text must look like (`google.api.field_info.format`, [AIP-202]).
///
/// ```
/// use typewright_json::table::Format;
///
/// assert!(Format::Ipv4.fits("192.0.2.1") && !Format::Ipv4.fits("192.0.2.256"));
/// assert_eq!(Format::Ipv6.to_string(), "an IPv6 address");
/// ```
///
/// [AIP-202]: https://google.aip.dev/202
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A UUID of version 4 (RFC 9562), in either case.
    Uuid4,
    /// Four numbers and dots (RFC 791); the API says that zeros may be in front of a number.
    Ipv4,
    /// An address in one of the forms of RFC 4291, without a zone.
    Ipv6,
    /// One or the other.
    Ipv4OrIpv6,
}

impl Format {
    /// By its name in the API, which is its word in tables.
    pub(crate) fn named(name: &str) -> Option<Format> {
        Some(match name {
            "UUID4" => Format::Uuid4,
            "IPV4" => Format::Ipv4,
            "IPV6" => Format::Ipv6,
            "IPV4_OR_IPV6" => Format::Ipv4OrIpv6,
            _ => return None,
        })
    }

    /// Whether a text is of the format.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Format::Uuid4 => uuid4(text),
            Format::Ipv4 => ipv4(text),
            Format::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Format::Ipv4OrIpv6 => ipv4(text) || text.parse::<Ipv6Addr>().is_ok(),
        }
    }

    /// A text of the format; addresses are those that are kept for documentation (RFC 5737 and
    /// RFC 3849).
    pub fn sample(self) -> &'static str {
        match self {
            Format::Uuid4 => "00000000-0000-4000-8000-000000000000",
            Format::Ipv4 | Format::Ipv4OrIpv6 => "192.0.2.1",
            Format::Ipv6 => "2001:db8::1",
        }
    }
}

/// With its article: `an IPv4 address`.
impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Uuid4 => "a UUID of version 4",
            Format::Ipv4 => "an IPv4 address",
            Format::Ipv6 => "an IPv6 address",
            Format::Ipv4OrIpv6 => "an IPv4 or IPv6 address",
        })
    }
}

fn uuid4(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    let digits = text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit());
    let version = text.as_bytes().get(14) == Some(&b'4');
    let variant = text.as_bytes().get(19).is_some_and(|b| b"89abAB".contains(b));
    lengths.eq([8, 4, 4, 4, 12]) && digits && version && variant
}

/// Not by the standard library, which takes no zeros in front.
fn ipv4(text: &str) -> bool {
    let octet = |part: &str| {
        let digits = matches!(part.len(), 1..=3) && part.bytes().all(|b| b.is_ascii_digit());
        digits && part.parse::<u8>().is_ok()
    };
    text.split('.').count() == 4 && text.split('.').all(octet)
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn each_format_takes_what_its_standard_says() {
        use Format::{Ipv4, Ipv4OrIpv6, Ipv6, Uuid4};
        for (format, right, wrong) in [
            (
                Uuid4,
                &["f47ac10b-58cc-4372-a567-0e02b2c3d479", "F47AC10B-58CC-4372-B567-0E02B2C3D479"][..],
                &[
                    "",
                    "f47ac10b58cc4372a5670e02b2c3d479",
                    "f47ac10b-58cc-1372-a567-0e02b2c3d479",
                    "f47ac10b-58cc-4372-c567-0e02b2c3d479",
                    "f47ac10b-58cc-4372-a567-0e02b2c3d47",
                    "f47ac10b-58cc-4372-a567-0e02b2c3d47g",
                    "{f47ac10b-58cc-4372-a567-0e02b2c3d479}",
                    "ä47ac10-58cc-4372-a567-0e02b2c3d479",
                ][..],
            ),
            (
                Ipv4,
                &["0.0.0.0", "255.255.255.255", "001.022.233.040"],
                &["", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2.3.+4", "1..3.4", "::1"],
            ),
            (
                Ipv6,
                &["::", "2001:DB8::1", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8"],
                &["", "1.2.3.4", "1:2:3", "fe80::1%eth0", "[::1]", "1:2:3:4:5:6:7:8:9"],
            ),
            (Ipv4OrIpv6, &["192.0.2.1", "::1"], &["", "localhost", "192.0.2.1:80"]),
        ] {
            right.iter().for_each(|text| assert!(format.fits(text), "{format:?} {text}"));
            wrong.iter().for_each(|text| assert!(!format.fits(text), "{format:?} {text}"));
            assert!(format.fits(format.sample()), "{format:?}");
        }
    }
}
