//! Single values as text: what flags, keys of maps and strings in JSON have in common.
//!
//! ```
//! use typewright_json::{dynamic::Value, scalar, table::Kind};
//!
//! assert_eq!(scalar::parse_integer(Kind::Int32, "1e3"), Ok(Value::Int(1000)));
//! assert_eq!(scalar::parse_base64("-_8"), scalar::parse_base64("+/8="));
//! assert_eq!(scalar::camel("display_name"), "displayName");
//! ```

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::dynamic::{Key, Value};
use crate::table::{Enum, Kind};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        // Other implementations do not look at the bits behind the last byte, either.
        .with_decode_allow_trailing_bits(true),
);

/// Standard base64 with padding.
pub fn base64_text(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// Reads base64 of both alphabets, with or without padding.
///
/// # Errors
/// If the text is something else.
pub fn parse_base64(text: &str) -> Result<Vec<u8>, String> {
    let text = text.replace('-', "+").replace('_', "/");
    BASE64.decode(text).map_err(|error| format!("expected base64: {error}"))
}

/// The whole numbers that a kind holds; nothing for other kinds.
pub fn range(kind: Kind) -> Option<(i128, i128)> {
    Some(match kind {
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => (i32::MIN.into(), i32::MAX.into()),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => (i64::MIN.into(), i64::MAX.into()),
        Kind::Uint32 | Kind::Fixed32 => (0, u32::MAX.into()),
        Kind::Uint64 | Kind::Fixed64 => (0, u64::MAX.into()),
        _ => return None,
    })
}

/// Reads a whole number, exponents allowed (`1e3`).
///
/// # Errors
/// If the text is something else, or the number is out of the kind's range.
pub fn parse_integer(kind: Kind, text: &str) -> Result<Value, String> {
    let (low, high) = range(kind).unwrap_or((0, 0));
    let number = if plain_number(text) { whole(text) } else { None };
    number
        .and_then(|number| integer(kind, number))
        .ok_or_else(|| format!("expected a whole number from {low} to {high}, found `{text}`"))
}

/// A whole number as a value of an integer kind, nothing out of range.
pub fn integer(kind: Kind, number: i128) -> Option<Value> {
    let (low, high) = range(kind)?;
    if number < low || number > high {
        return None;
    }
    if low < 0 {
        i64::try_from(number).ok().map(Value::Int)
    } else {
        u64::try_from(number).ok().map(Value::Uint)
    }
}

/// The number that a text says, if it is a whole one of at most 38 digits: exactly, whatever a
/// `double` could hold of it.
fn whole(text: &str) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (digits, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{digits}{fraction}");
    let significant = all.trim_end_matches('0');
    if significant.is_empty() || significant == "-" {
        return Some(0);
    }
    let dropped = i32::try_from(all.len() - significant.len()).ok()?;
    let power = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?.checked_add(dropped)?;
    let scale = 10i128.checked_pow(u32::try_from(power).ok()?)?;
    significant.parse::<i128>().ok()?.checked_mul(scale)
}

/// Reads a floating-point number, `NaN`, `Infinity` or `-Infinity`.
///
/// # Errors
/// If the text is something else, or the number is out of the kind's range.
pub fn parse_float(kind: Kind, text: &str) -> Result<Value, String> {
    let number = match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ if plain_number(text) => text.parse::<f64>().ok().filter(|number| number.is_finite()),
        _ => None,
    };
    number.and_then(|number| float(kind, number)).ok_or_else(|| {
        format!("expected a number, `NaN`, `Infinity` or `-Infinity`, found `{text}`")
    })
}

/// A number as a value of `float` or `double`, nothing out of range.
pub fn float(kind: Kind, number: f64) -> Option<Value> {
    if !matches!(kind, Kind::Float) {
        return Some(Value::Double(number));
    }
    let small = number as f32;
    (small.is_finite() || !number.is_finite()).then_some(Value::Float(small))
}

/// Whether a text is a number as JSON has them: no spaces, no `+` and no zeros in front, digits on
/// both sides of a point.
fn plain_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

/// Reads a key of a map.
///
/// # Errors
/// If the text is no value of the kind.
pub fn parse_key(kind: Kind, text: &str) -> Result<Key, String> {
    let value = match kind {
        Kind::String => Value::String(text.to_owned()),
        Kind::Bool => match text {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return Err(format!("expected a key `true` or `false`, found `{text}`")),
        },
        _ => parse_integer(kind, text)?,
    };
    value.into_key().ok_or_else(|| "this kind cannot be a key".to_owned())
}

/// The name of an enum's number.
pub fn enum_name(table: &Enum, number: i32) -> Option<&'static str> {
    table.values.iter().find(|(_, n)| *n == number).map(|(name, _)| *name)
}

/// What to do about a name that is not there: the [`nearest`] one, or the whole short list.
pub fn did_you_mean<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let known: Vec<&str> = known.collect();
    match nearest(name, &known) {
        Some(candidate) => format!("; did you mean `{candidate}`?"),
        None if known.is_empty() => "; there are none".to_owned(),
        None if known.len() <= 12 => format!("; there are `{}`", known.join("`, `")),
        None => String::new(),
    }
}

/// The name that was most likely meant, if one is near.
///
/// Near is at most one edit and one more for every four characters, of which something must be
/// left; hyphens, underscores and case do not count.
pub fn nearest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    let name = fold(name);
    let distance = |candidate: &&str| {
        let plain = fold(candidate);
        let (size, length) = (plain.chars().count(), name.chars().count());
        let reach = 1 + size / 4;
        // Each edit changes the length by one at most.
        let near = size.abs_diff(length) <= reach;
        let distance = near.then(|| strsim::osa_distance(&name, &plain))?;
        (distance <= reach && distance < size).then_some(distance)
    };
    let near = known.iter().filter_map(|candidate| Some((distance(candidate)?, *candidate)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

fn fold(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], "")
}

/// `displayName` ▶ `display_name`.
pub fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `display_name` ▶ `displayName`; a name that would not come back from there stays as it is.
pub fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else {
            out.push(if upper { c.to_ascii_uppercase() } else { c });
            upper = false;
        }
    }
    if snake(&out) == name { out } else { name.to_owned() }
}
