//! What templates in Jinja2 expect of Python: methods of texts, maps and lists, and the filters that
//! minijinja leaves out or reads otherwise.

#![allow(clippy::needless_pass_by_value, reason = "minijinja hands filters what they take")]

use minijinja::value::{Kwargs, Rest, ValueKind, from_args};
use minijinja::{Environment, Error, ErrorKind, State, Value};
use regex::Regex;

use super::json::{self, Style};

/// Adds filters, functions and methods that every such template may use.
pub(super) fn add_to(env: &mut Environment<'_>) {
    minijinja_contrib::add_to_environment(env);
    env.set_unknown_method_callback(method);
    env.add_filter("int", int);
    env.add_filter("float", float);
    env.add_filter("center", |text: String, width: Option<usize>| {
        pad(&text, width.unwrap_or(80), ' ', Side::Both)
    });
    env.add_filter("wordcount", |text: String| text.split_whitespace().count());
    env.add_filter("forceescape", |text: String| html(&text));
    env.add_filter("tojson", |value: Value, indent: Option<usize>| {
        json::dumps(&value, &Style { indent, sorted: true, ascii: true })
            .map(|text| json::for_html(&text))
    });
    env.add_filter("truncate", truncate);
    env.add_filter("urlencode", |text: String| {
        let byte = |byte: u8| match char::from(byte) {
            c if c.is_ascii_alphanumeric() || "_.-~/".contains(c) => c.to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(byte).collect::<String>()
    });
    env.add_filter("wordwrap", wordwrap);
    env.add_filter("xmlattr", xmlattr);
    env.add_filter("lipsum", |_: Rest<Value>, _: Kwargs| -> Result<Value, Error> {
        Err(by_chance("lipsum"))
    });
}

/// What chance decides cannot be rendered again.
pub(super) fn by_chance(name: &str) -> Error {
    let why =
        format!("`{name}` gives something else each time, and a project must come out the same");
    Error::new(ErrorKind::InvalidOperation, why)
}

/// JSON as a value of templates.
pub(super) fn of_json(json: serde_json::Value) -> Value {
    Value::from(minijinja::value::Serde(json))
}

pub(super) fn wrong(why: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, why.into())
}

/// `int(value, default=0, base=10)`
fn int(
    value: Value,
    default: Option<Value>,
    base: Option<u32>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let default = default.or(kwargs.get("default")?).unwrap_or_else(|| Value::from(0));
    let base = base.or(kwargs.get("base")?).unwrap_or(10).clamp(2, 36);
    kwargs.assert_all_used()?;
    if let Some(text) = value.as_str() {
        let text = text.trim().replace('_', "");
        let prefix = [(16, "0x"), (8, "0o"), (2, "0b")].into_iter().find(|(of, _)| *of == base);
        let text =
            prefix.and_then(|(_, prefix)| text.strip_prefix(prefix)).unwrap_or(&text).to_owned();
        let whole = i64::from_str_radix(&text, base).ok();
        #[allow(clippy::cast_possible_truncation, reason = "as Python cuts it off")]
        let cut = || text.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| n as i64);
        return Ok(whole.or_else(cut).map_or(default, Value::from));
    }
    #[allow(clippy::cast_possible_truncation, reason = "as Python cuts it off")]
    let number = match value.kind() {
        ValueKind::Bool => Some(i64::from(value.is_true())),
        ValueKind::Number => i64::try_from(value.clone())
            .ok()
            .or_else(|| f64::try_from(value).ok().map(|n| n as i64)),
        _ => None,
    };
    Ok(number.map_or(default, Value::from))
}

/// `float(value, default=0.0)`
fn float(value: Value, default: Option<Value>) -> Value {
    let number = match value.as_str() {
        Some(text) => text.trim().parse::<f64>().ok(),
        None => f64::try_from(value).ok(),
    };
    number.map(Value::from).or(default).unwrap_or_else(|| Value::from(0.0))
}

/// `truncate(text, length=255, killwords=False, end='...', leeway=5)`
fn truncate(text: String, args: Rest<Value>, kwargs: Kwargs) -> Result<String, Error> {
    let (length, kill, end, leeway): (Option<usize>, Option<bool>, Option<String>, Option<usize>) =
        from_args(&args)?;
    let length = length.or(kwargs.get("length")?).unwrap_or(255);
    let kill = kill.or(kwargs.get("killwords")?).unwrap_or(false);
    let end = end.or(kwargs.get("end")?).unwrap_or_else(|| "...".into());
    let leeway = leeway.or(kwargs.get("leeway")?).unwrap_or(5);
    kwargs.assert_all_used()?;
    if text.chars().count() <= length + leeway {
        return Ok(text);
    }
    let cut: String = text.chars().take(length.saturating_sub(end.chars().count())).collect();
    let cut =
        if kill { cut.as_str() } else { cut.rsplit_once(' ').map_or(&*cut, |(text, _)| text) };
    Ok(format!("{cut}{end}"))
}

fn wordwrap(text: String, width: Option<usize>, kwargs: Kwargs) -> Result<String, Error> {
    let width = width.or(kwargs.get("width")?).unwrap_or(79).max(1);
    let long: bool = kwargs.get::<Option<bool>>("break_long_words")?.unwrap_or(true);
    let between: String =
        kwargs.get::<Option<String>>("wrapstring")?.unwrap_or_else(|| "\n".into());
    kwargs.get::<Option<bool>>("break_on_hyphens")?;
    kwargs.assert_all_used()?;
    let lines = text.lines().map(|line| wrapped(line, width, long).join(&between));
    Ok(lines.collect::<Vec<_>>().join(&between))
}

fn wrapped(line: &str, width: usize, break_long: bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for mut word in line.split_whitespace() {
        let last = lines.last_mut().map(|last| (last.chars().count(), last));
        if let Some((length, last)) = last
            && (length == 0 || length + 1 + word.chars().count() <= width)
            && word.chars().count() <= width
        {
            last.push_str(if length == 0 { "" } else { " " });
            last.push_str(word);
            continue;
        }
        if lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        while break_long && word.chars().count() > width {
            let at = word.char_indices().nth(width).map_or(word.len(), |(at, _)| at);
            lines.push(word[..at].to_owned());
            word = &word[at..];
        }
        lines.push(word.to_owned());
    }
    lines
}

fn xmlattr(map: &Value, space: Option<bool>) -> Result<String, Error> {
    let mut text = String::new();
    for key in map.try_iter()? {
        let value = map.get_item(&key)?;
        if !value.is_none() && !value.is_undefined() {
            text.push_str(&format!(" {key}=\"{}\"", html(&value.to_string())));
        }
    }
    Ok(match space.unwrap_or(true) {
        true => text,
        false => text.trim_start().to_owned(),
    })
}

fn html(text: &str) -> String {
    let pairs = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Where a text stands among the characters that pad it.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
    Both,
}

fn pad(text: &str, width: usize, with: char, side: Side) -> String {
    let missing = width.min(1 << 16).saturating_sub(text.chars().count());
    let before = match side {
        Side::Left => 0,
        Side::Right => missing,
        // Python gives the odd one to the left of a text with an odd number of characters.
        Side::Both => missing / 2 + (missing & width & 1),
    };
    let fill = |count: usize| std::iter::repeat_n(with, count).collect::<String>();
    format!("{}{text}{}", fill(before), fill(missing - before))
}

/// A method that minijinja does not know.
fn method(
    state: &mut State<'_, '_>,
    value: &Value,
    name: &str,
    args: &[Value],
) -> Result<Value, Error> {
    if let Some(text) = value.as_str()
        && let Some(found) = of_text(text, name, args)?
    {
        return Ok(found);
    }
    if value.kind() == ValueKind::Seq && name == "index" {
        let (item,): (Value,) = from_args(args)?;
        let at = value.try_iter()?.position(|other| other == item);
        return at.map(Value::from).ok_or_else(|| wrong(format!("{item} is not in the list")));
    }
    minijinja_contrib::pycompat::unknown_method_callback(state, value, name, args)
}

/// The methods of texts that the library leaves out.
fn of_text(text: &str, name: &str, args: &[Value]) -> Result<Option<Value>, Error> {
    let fill = |side: Side| -> Result<Option<Value>, Error> {
        let (width, with): (usize, Option<char>) = from_args(args)?;
        Ok(Some(pad(text, width, with.unwrap_or(' '), side).into()))
    };
    Ok(Some(match name {
        "ljust" => return fill(Side::Left),
        "rjust" => return fill(Side::Right),
        "center" => return fill(Side::Both),
        "zfill" => {
            let (width,): (usize,) = from_args(args)?;
            let (sign, digits) = match text.strip_prefix(['-', '+']) {
                Some(digits) => (&text[..1], digits),
                None => ("", text),
            };
            let padded = pad(digits, width.saturating_sub(sign.len()), '0', Side::Right);
            format!("{sign}{padded}").into()
        }
        "expandtabs" => {
            let (width,): (Option<usize>,) = from_args(args)?;
            expand_tabs(text, width.unwrap_or(8).min(64)).into()
        }
        "removeprefix" => {
            let (prefix,): (&str,) = from_args(args)?;
            text.strip_prefix(prefix).unwrap_or(text).into()
        }
        "removesuffix" => {
            let (suffix,): (&str,) = from_args(args)?;
            text.strip_suffix(suffix).unwrap_or(text).into()
        }
        "partition" | "rpartition" => {
            let (by,): (&str,) = from_args(args)?;
            let found =
                if name == "partition" { text.split_once(by) } else { text.rsplit_once(by) };
            let parts = match found {
                Some((before, after)) => [before, by, after],
                None if name == "partition" => [text, "", ""],
                None => ["", "", text],
            };
            Value::from(minijinja::value::Tuple::from(parts.map(Value::from)))
        }
        "rsplit" => {
            let (by, most): (Option<&str>, Option<i64>) = from_args(args)?;
            let most = most.and_then(|n| usize::try_from(n).ok()).map_or(usize::MAX, |n| n + 1);
            let mut parts: Vec<&str> = match by {
                Some(by) => text.rsplitn(most, by).collect(),
                None => text.split_whitespace().rev().collect(),
            };
            parts.reverse();
            parts.iter().map(|part| Value::from(*part)).collect()
        }
        "index" => {
            let (what,): (&str,) = from_args(args)?;
            let at = text.find(what).map(|at| text[..at].chars().count());
            at.map(Value::from).ok_or_else(|| wrong("substring not found"))?
        }
        _ => return Ok(of_letters(text, name)),
    }))
}

/// The methods that look at letters alone.
fn of_letters(text: &str, name: &str) -> Option<Value> {
    Some(match name {
        "istitle" => {
            let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            let title = |word: &str| {
                let mut chars = word.chars();
                chars.next().is_some_and(char::is_uppercase) && chars.all(|c| !c.is_uppercase())
            };
            (words.clone().next().is_some() && words.clone().all(title)).into()
        }
        "isidentifier" => {
            let mut chars = text.chars();
            let first = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
            (first && chars.all(|c| c.is_alphanumeric() || c == '_')).into()
        }
        "isdecimal" => (!text.is_empty() && text.chars().all(|c| c.is_ascii_digit())).into(),
        "casefold" => text.to_lowercase().into(),
        "swapcase" => {
            let swap = |c: char| match c.is_uppercase() {
                true => c.to_lowercase().collect::<String>(),
                false => c.to_uppercase().collect(),
            };
            text.chars().map(swap).collect::<String>().into()
        }
        "encode" | "__str__" => text.into(),
        _ => return None,
    })
}

fn expand_tabs(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' if width > 0 => {
                let missing = width - column % width;
                out.extend(std::iter::repeat_n(' ', missing));
                column += missing;
            }
            '\t' => {}
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}

/// A regular expression as Python writes them, and what stands for a match in a replacement.
///
/// # Errors
/// It is none, or it looks around or back, which takes time without bounds.
pub(in crate::template) fn regex(pattern: &str) -> Result<Regex, Error> {
    // `(?P<name>…)` is common to both; `\Z` is the end of the text.
    let pattern = pattern.replace("\\Z", "\\z");
    regex::RegexBuilder::new(&pattern).size_limit(1 << 20).build().map_err(|error| {
        let last = error.to_string().lines().last().unwrap_or_default().trim().to_owned();
        wrong(format!("the regular expression `{pattern}`: {last}"))
    })
}

/// `\1` and `\g<name>` of Python as `${1}` and `${name}`.
pub(super) fn replacement(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek().copied()) {
            ('$', _) => out.push_str("$$"),
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                chars.next();
                out.push_str(&format!("${{{digit}}}"));
            }
            ('\\', Some('g')) => {
                chars.next();
                let name: String = chars.by_ref().skip(1).take_while(|c| *c != '>').collect();
                out.push_str(&format!("${{{name}}}"));
            }
            ('\\', Some('n')) => {
                chars.next();
                out.push('\n');
            }
            ('\\', Some('t')) => {
                chars.next();
                out.push('\t');
            }
            ('\\', Some('\\')) => {
                chars.next();
                out.push('\\');
            }
            _ => out.push(c),
        }
    }
    out
}
