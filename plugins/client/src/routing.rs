//! Where a request is to go: the metadata `x-goog-request-params`
//! ([AIP-4222](https://google.aip.dev/client-libraries/4222)), read off its bytes.

use bytes::{Buf, Bytes};
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

/// The parameters of a request, as they are sent; nothing if there are none.
pub(crate) fn parameters(
    whole: &[(&str, &[u32])],
    templates: &[(&[u32], &str)],
    request: &Bytes,
) -> Option<String> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for (name, path) in whole {
        found.extend(text_at(request.clone(), path).map(|text| (*name, text)));
    }
    for (path, template) in templates {
        let Some(text) = text_at(request.clone(), path) else { continue };
        if let Some((name, part)) = extract(template, &text) {
            found.retain(|(other, _)| *other != name);
            found.push((name, part.to_owned()));
        }
    }
    found.retain(|(_, text)| !text.is_empty());
    let pairs = found.iter().map(|(name, text)| format!("{}={}", escape(name), escape(text)));
    let pairs: Vec<String> = pairs.collect();
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

/// The name in a template, and the part of a text that stands there.
fn extract<'t, 'v>(template: &'t str, text: &'v str) -> Option<(&'t str, &'v str)> {
    let (before, rest) = template.split_once('{')?;
    let (inside, after) = rest.split_once('}')?;
    let (name, pattern) = inside.split_once('=').unwrap_or((inside, "*"));
    let ends = |at: &usize| *at == text.len() || text[*at..].starts_with('/');
    let starts = |at: &usize| *at == 0 || text[..*at].ends_with('/');
    let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    // As much as possible, as the patterns of URLs take it.
    for start in places.iter().copied().filter(starts) {
        for end in places.iter().rev().copied().filter(|end| *end >= start).filter(ends) {
            let parts =
                [(before, &text[..start]), (pattern, &text[start..end]), (after, &text[end..])];
            if parts.iter().all(|(pattern, part)| matches(pattern, part)) {
                return Some((name, &text[start..end]));
            }
        }
    }
    None
}

/// Whether a text is what a pattern says: `*` is one segment, `**` any number of them.
fn matches(pattern: &str, text: &str) -> bool {
    let split = |text: &'_ str| -> Vec<String> {
        text.trim_matches('/').split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect()
    };
    segments(&split(pattern), &split(text))
}

fn segments(pattern: &[String], text: &[String]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((first, rest)) if first == "**" => {
            (0..=text.len()).any(|taken| segments(rest, &text[taken..]))
        }
        Some((first, rest)) => text
            .split_first()
            .is_some_and(|(one, more)| (first == "*" || first == one) && segments(rest, more)),
    }
}

/// The text of a field of an encoded message; the last one counts.
fn text_at(message: Bytes, path: &[u32]) -> Option<String> {
    let (first, rest) = path.split_first()?;
    let found = last_field(message, *first)?;
    if rest.is_empty() { String::from_utf8(found.to_vec()).ok() } else { text_at(found, rest) }
}

pub(crate) fn last_field(mut message: Bytes, number: u32) -> Option<Bytes> {
    let mut found = None;
    while message.has_remaining() {
        let (tag, wire) = decode_key(&mut message).ok()?;
        if tag == number && wire == WireType::LengthDelimited {
            let length = usize::try_from(decode_varint(&mut message).ok()?).ok()?;
            if length > message.len() {
                return None;
            }
            found = Some(message.split_to(length));
        } else {
            skip_field(wire, tag, &mut message, DecodeContext::default()).ok()?;
        }
    }
    found
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{extract, parameters};

    /// The examples of `google/api/routing.proto`, on its own two names.
    #[test]
    fn the_examples_of_the_specification() {
        let long = "projects/proj_foo/instances/instance_bar/table/table_baz";
        for (template, text, found) in [
            (
                "{app_profile_id=**}",
                "profiles/prof_qux",
                Some(("app_profile_id", "profiles/prof_qux")),
            ),
            ("{table_name=projects/*/instances/*/**}", long, Some(("table_name", long))),
            ("{table_name=regions/*/zones/*/**}", long, None),
            ("{routing_id=projects/*}/**", long, Some(("routing_id", "projects/proj_foo"))),
            (
                "projects/*/{instance_id=instances/*}/**",
                long,
                Some(("instance_id", "instances/instance_bar")),
            ),
            ("{name}", "one", Some(("name", "one"))),
            ("{name}", "one/two", None),
            ("no name", "one", None),
        ] {
            assert_eq!(extract(template, text), found, "{template}");
        }
    }

    #[test]
    fn the_last_that_matches_counts() {
        // Field 1 is `projects/p/x`, field 2 is `ä b`.
        let request = Bytes::from_static(b"\x0a\x0cprojects/p/x\x12\x04\xc3\xa4 b");
        let templates: &[(&[u32], &str)] = &[
            (&[1], "{id=**}"),
            (&[1], "{id=projects/*}/**"),
            (&[1], "{id=regions/*}/**"),
            (&[2], "{other=**}"),
            (&[3], "{absent=**}"),
        ];
        let sent = parameters(&[("whole", &[2])], templates, &request);
        assert_eq!(sent.as_deref(), Some("whole=%C3%A4%20b&id=projects%2Fp&other=%C3%A4%20b"));
        assert_eq!(parameters(&[], templates, &Bytes::new()), None);
    }
}
