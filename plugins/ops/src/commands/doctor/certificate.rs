//! What a certificate says of itself: whose it is, and until when. Only that is read of its DER.
//!
//! Source: <https://www.rfc-editor.org/rfc/rfc5280#section-4.1>

use typewright_json::time::parse_timestamp;

/// The parts of a certificate that people ask for.
#[derive(Debug, PartialEq)]
pub(super) struct Certificate {
    /// Its common name, and the names of machines that it is for.
    pub(super) names: Vec<String>,
    /// When it begins and ceases to be valid, in seconds since 1970.
    pub(super) valid: (i64, i64),
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OID: u8 = 0x06;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
const OCTETS: u8 = 0x04;
const UTC_TIME: u8 = 0x17;
const TIME: u8 = 0x18;
const DNS_NAME: u8 = 0x82;

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 0x11];

impl Certificate {
    /// Reads a certificate; `None` if it is none.
    pub(super) fn read(der: &[u8]) -> Option<Certificate> {
        let mut certificate = Der(Der(der).of(SEQUENCE)?);
        let mut body = Der(certificate.of(SEQUENCE)?);
        body.optional(VERSION);
        let (_serial, _algorithm, _issuer) = (body.next()?, body.next()?, body.next()?);
        let mut validity = Der(body.of(SEQUENCE)?);
        let valid = (time(validity.next()?)?, time(validity.next()?)?);
        let mut names: Vec<String> = common_name(body.of(SEQUENCE)?).into_iter().collect();
        let _key = body.next()?;
        while let Some((tag, content)) = body.next() {
            if tag == EXTENSIONS {
                let mut others = alternatives(content);
                others.retain(|name| !names.contains(name));
                names.extend(others);
            }
        }
        Some(Certificate { names, valid })
    }
}

/// Values one after the other, each behind its tag and length.
struct Der<'d>(&'d [u8]);

impl<'d> Der<'d> {
    fn next(&mut self) -> Option<(u8, &'d [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, mut rest) = rest.split_first()?;
        let mut length = usize::from(first & 0x7f);
        if first & 0x80 != 0 {
            let (bytes, behind) = rest.split_at_checked(length).filter(|_| length <= 4)?;
            length = bytes.iter().fold(0, |all, byte| all << 8 | usize::from(*byte));
            rest = behind;
        }
        let (content, behind) = rest.split_at_checked(length)?;
        self.0 = behind;
        Some((tag, content))
    }

    /// The content of the next value, which has this tag.
    fn of(&mut self, tag: u8) -> Option<&'d [u8]> {
        self.next().filter(|(found, _)| *found == tag).map(|(_, content)| content)
    }

    fn optional(&mut self, tag: u8) {
        if self.0.first() == Some(&tag) {
            self.next();
        }
    }
}

/// `YYMMDDHHMMSSZ` with the years 1950 to 2049, or `YYYYMMDDHHMMSSZ`.
fn time((tag, content): (u8, &[u8])) -> Option<i64> {
    let text = std::str::from_utf8(content).ok()?;
    let text = match tag {
        UTC_TIME if text.get(..2)? >= "50" => format!("19{text}"),
        UTC_TIME => format!("20{text}"),
        TIME => text.to_owned(),
        _ => return None,
    };
    let part = |from: usize, to: usize| text.get(from..to);
    let (date, clock) = ((part(0, 4)?, part(4, 6)?, part(6, 8)?), (part(8, 10)?, part(10, 12)?));
    let ((year, month, day), (hour, minute), second) = (date, clock, part(12, 14)?);
    let text = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    parse_timestamp(&text).ok().map(|(seconds, _)| seconds)
}

fn common_name(subject: &[u8]) -> Option<String> {
    let mut subject = Der(subject);
    while let Some(part) = subject.of(SET) {
        let mut pair = Der(Der(part).of(SEQUENCE)?);
        if pair.of(OID)? == COMMON_NAME {
            return Some(String::from_utf8_lossy(pair.next()?.1).into_owned());
        }
    }
    None
}

fn alternatives(extensions: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut extensions = Der(Der(extensions).of(SEQUENCE).unwrap_or_default());
    while let Some(extension) = extensions.of(SEQUENCE) {
        let mut extension = Der(extension);
        if extension.of(OID) != Some(ALTERNATIVE_NAMES) {
            continue;
        }
        while let Some((tag, content)) = extension.next() {
            if tag != OCTETS {
                continue;
            }
            let mut all = Der(Der(content).of(SEQUENCE).unwrap_or_default());
            while let Some((tag, name)) = all.next() {
                if tag == DNS_NAME {
                    names.push(String::from_utf8_lossy(name).into_owned());
                }
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        let length = content.len();
        let mut out = vec![tag];
        match u8::try_from(length) {
            Ok(short) if short < 0x80 => out.push(short),
            _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
        }
        out.extend(content);
        out
    }

    fn certificate() -> Vec<u8> {
        let name = der(0x0c, &["Größe".as_bytes()]);
        let subject = der(SEQUENCE, &[&der(OID, &[COMMON_NAME]), &name]);
        let dns = der(DNS_NAME, &[b"api.example.com"]);
        let alternative = der(OCTETS, &[&der(SEQUENCE, &[&dns, &der(0x87, &[&[127, 0, 0, 1]])])]);
        let alternative = der(SEQUENCE, &[&der(OID, &[ALTERNATIVE_NAMES]), &alternative]);
        let other = der(SEQUENCE, &[&der(OID, &[&[0x55, 0x1d, 0x13]]), &der(0x01, &[&[255]])]);
        let extensions = der(EXTENSIONS, &[&der(SEQUENCE, &[&other, &alternative])]);
        let validity =
            [der(UTC_TIME, &[b"240101000000Z"]), der(TIME, &[b"20510101000000Z"])].concat();
        let body = [
            der(VERSION, &[&der(0x02, &[&[2]])]),
            der(0x02, &[&[1; 130]]),
            der(SEQUENCE, &[]),
            der(SEQUENCE, &[]),
            der(SEQUENCE, &[&validity]),
            der(SEQUENCE, &[&der(SET, &[&subject])]),
            der(SEQUENCE, &[]),
            extensions,
        ];
        der(SEQUENCE, &[&der(SEQUENCE, &[&body.concat()])])
    }

    #[test]
    fn names_and_times_are_read() {
        let found = Certificate::read(&certificate()).expect("a certificate");
        assert_eq!(found.names, ["Größe", "api.example.com"]);
        assert_eq!(found.valid, (1_704_067_200, 2_556_144_000));
    }

    #[test]
    fn no_bytes_are_too_strange() {
        let whole = certificate();
        for end in 0..whole.len() {
            assert_eq!(Certificate::read(&whole[..end]), None, "{end}");
            let mut changed = whole.clone();
            changed[end] ^= 0x85;
            let _ = Certificate::read(&changed);
        }
    }
}
