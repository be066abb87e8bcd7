//! How descriptors write values as text.

/// Bytes with everything but printable ASCII escaped.
pub(crate) fn escape_bytes(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            b'"' => text.push_str("\\\""),
            b'\'' => text.push_str("\\'"),
            b'\\' => text.push_str("\\\\"),
            b' '..=b'~' => text.push(char::from(*byte)),
            _ => text.push_str(&format!("\\{byte:03o}")),
        }
    }
    text
}

/// A number with 15 significant digits, or 17 where these do not suffice.
pub(crate) fn print_double(value: f64) -> String {
    let short = general(value, 15);
    match short.parse::<f64>() {
        Ok(same) if same == value => short,
        _ => general(value, 17),
    }
}

/// A number with 6 significant digits, or 9 where these do not suffice.
pub(crate) fn print_float(value: f32) -> String {
    let short = general(f64::from(value), 6);
    match short.parse::<f32>() {
        Ok(same) if same == value => short,
        _ => general(f64::from(value), 9),
    }
}

/// The `%g` of C: the shorter of plain and scientific notation, without trailing zeros.
fn general(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.into();
    }
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    let limit = i32::try_from(digits).unwrap_or(i32::MAX);
    if exponent < -4 || exponent >= limit {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trim(mantissa), exponent.abs());
    }
    let decimals = usize::try_from(limit - 1 - exponent).unwrap_or_default();
    trim(&format!("{value:.decimals$}"))
}

/// `some_field` ▶ `someField`
pub(crate) fn json_name(field: &str) -> String {
    let mut name = String::with_capacity(field.len());
    let mut capital = false;
    for c in field.chars() {
        match c {
            '_' => capital = true,
            c if capital => {
                name.push(c.to_ascii_uppercase());
                capital = false;
            }
            c => name.push(c),
        }
    }
    name
}
