//! The filters that templates of copier have beside those of Jinja2.

#![allow(clippy::needless_pass_by_value, reason = "minijinja hands filters what they take")]

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use minijinja::value::{Kwargs, Rest, ValueKind};
use minijinja::{Environment, Error, Value};
use sha2::{Digest, Sha256, Sha512};

use super::json::{self, Style};
use super::python::{by_chance, regex, replacement, wrong};
use super::{dump, yaml};

pub(super) fn add_to(env: &mut Environment<'_>) {
    env.add_filter("to_json", |value: &Value, indent: Option<usize>, kwargs: Kwargs| {
        to_json(value, indent, None, false, &kwargs)
    });
    env.add_filter("to_nice_json", |value: &Value, indent: Option<usize>, kwargs: Kwargs| {
        to_json(value, indent, Some(4), true, &kwargs)
    });
    env.add_filter("from_json", |text: &str| {
        let json: Result<serde_json::Value, _> = serde_json::from_str(text);
        json.map(super::python::of_json).map_err(|error| wrong(error.to_string()))
    });
    env.add_filter("to_yaml", |value: &Value| to_yaml(value, 2));
    env.add_filter("to_nice_yaml", |value: &Value, indent: Option<usize>, kwargs: Kwargs| {
        let indent = indent.or(kwargs.get("indent")?).unwrap_or(4);
        // How wide a line is and in which order keys stand is decided by the tool's defaults.
        kwargs.assert_all_used()?;
        to_yaml(value, indent.clamp(1, 9))
    });
    env.add_filter("from_yaml", |text: &str| {
        yaml::value(text).map(super::python::of_json).map_err(wrong)
    });
    env.add_filter("b64encode", |text: &str| BASE64_STANDARD.encode(text));
    env.add_filter("b64decode", |text: &str| {
        let bytes = BASE64_STANDARD.decode(text).map_err(|error| wrong(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))
    });
    texts(env);
    values(env);
    refused(env);
}

/// Filters of texts.
fn texts(env: &mut Environment<'_>) {
    env.add_filter("basename", |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned());
    env.add_filter("dirname", |path: &str| {
        path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()
    });
    env.add_filter("splitext", splitext);
    env.add_filter("bool", |value: &Value| match value.as_str() {
        Some(text) => matches!(&*text.to_lowercase(), "yes" | "on" | "1" | "true"),
        None => *value == Value::from(1) || *value == Value::from(true),
    });
    env.add_filter("quote", |text: String| quote(&text));
    env.add_filter("hash", |text: &str, kind: Option<&str>| hash(text, kind.unwrap_or("sha1")));
    for kind in ["md5", "sha1", "checksum", "to_uuid"] {
        env.add_filter(kind, move |text: &str| hash(text, kind));
    }
    env.add_filter("regex_replace", regex_replace);
    env.add_filter("regex_search", regex_search);
    env.add_filter("regex_findall", regex_findall);
    env.add_filter("regex_escape", |text: &str| regex::escape(text));
    env.add_filter("comment", comment);
}

/// Filters of other values.
fn values(env: &mut Environment<'_>) {
    env.add_filter(
        "ternary",
        |value: &Value, yes: Value, no: Value, none: Option<Value>| match none
            .filter(|_| value.is_none())
        {
            Some(none) => none,
            None if value.is_true() => yes,
            None => no,
        },
    );
    env.add_filter("mandatory", |value: Value, why: Option<String>| match value.is_undefined() {
        true => Err(wrong(why.unwrap_or_else(|| "Mandatory variable not defined.".into()))),
        false => Ok(value),
    });
    env.add_filter("combine", combine);
    env.add_filter("extract", extract);
    env.add_filter("flatten", flatten);
    env.add_filter("type_debug", type_name);
    env.add_function("pathjoin", |parts: Rest<String>| {
        let join = |path: String, part: &String| match () {
            () if part.starts_with('/') || path.is_empty() => part.clone(),
            () if path.ends_with('/') => format!("{path}{part}"),
            () => format!("{path}/{part}"),
        };
        parts.iter().fold(String::new(), join)
    });
}

/// What chance decides, and what looks at the machine.
fn refused(env: &mut Environment<'_>) {
    for name in ["ans_random", "shuffle", "random_mac"] {
        env.add_filter(name, move |_: Rest<Value>, _: Kwargs| -> Result<Value, Error> {
            Err(by_chance(name))
        });
    }
    for name in ["fileglob", "expanduser", "expandvars", "realpath", "relpath", "to_datetime"] {
        env.add_filter(name, move |_: Rest<Value>, _: Kwargs| -> Result<Value, Error> {
            Err(wrong(format!("`{name}` looks at the machine, which a template cannot do here")))
        });
    }
    env.add_function("make_secret", || -> Result<Value, Error> { Err(by_chance("make_secret")) });
}

fn to_json(
    value: &Value,
    given: Option<usize>,
    indent: Option<usize>,
    sorted: bool,
    kwargs: &Kwargs,
) -> Result<String, Error> {
    let indent = given.or(kwargs.get("indent")?).or(indent);
    let sorted = kwargs.get::<Option<bool>>("sort_keys")?.unwrap_or(sorted);
    let ascii = kwargs.get::<Option<bool>>("ensure_ascii")?.unwrap_or(true);
    kwargs.assert_all_used()?;
    json::dumps(value, &Style { indent, sorted, ascii })
}

fn to_yaml(value: &Value, indent: usize) -> Result<String, Error> {
    let json = serde_json::to_value(value).map_err(|error| wrong(error.to_string()))?;
    Ok(dump::dump(&json, indent))
}

fn splitext(path: &str) -> Vec<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let dot = name
        .trim_start_matches('.')
        .rfind('.')
        .map(|at| at + name.len() - name.trim_start_matches('.').len());
    let at = dot.map_or(path.len(), |at| path.len() - name.len() + at);
    vec![path[..at].to_owned(), path[at..].to_owned()]
}

fn quote(text: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || "@%+=:,./-_".contains(c);
    match !text.is_empty() && text.chars().all(safe) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\"'\"'")),
    }
}

fn hash(text: &str, kind: &str) -> Result<String, Error> {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    match kind {
        "sha256" => Ok(hex(&Sha256::digest(text))),
        "sha512" => Ok(hex(&Sha512::digest(text))),
        other => {
            Err(wrong(format!("`{other}` is no hash that is known here; use `hash('sha256')`")))
        }
    }
}

fn flagged(pattern: &str, kwargs: &Kwargs) -> Result<regex::Regex, Error> {
    let on = |name: &str| Ok::<_, Error>(kwargs.get::<Option<bool>>(name)?.unwrap_or(false));
    let flags = format!(
        "{}{}",
        if on("ignorecase")? { "i" } else { "" },
        if on("multiline")? { "m" } else { "" }
    );
    match flags.is_empty() {
        true => regex(pattern),
        false => regex(&format!("(?{flags}){pattern}")),
    }
}

fn regex_replace(
    text: String,
    pattern: Option<String>,
    with: Option<String>,
    ignore: Option<bool>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let pattern = pattern.or(kwargs.get("pattern")?).unwrap_or_default();
    let with = with.or(kwargs.get("replacement")?).unwrap_or_default();
    let pattern = if ignore.unwrap_or(false) { format!("(?i){pattern}") } else { pattern };
    let found = flagged(&pattern, &kwargs)?;
    kwargs.assert_all_used()?;
    let with = replacement(&with);
    let made = found.replace_all(&text, with.as_str()).into_owned();
    match made.len() > 1 << 22 {
        true => Err(wrong("the text grew too large")),
        false => Ok(made),
    }
}

/// What matches, or the groups that are asked for: `'\\1', '\\g<name>'`.
fn regex_search(
    text: String,
    pattern: &str,
    groups: Rest<String>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let found = flagged(pattern, &kwargs)?;
    kwargs.assert_all_used()?;
    let Some(captures) = found.captures(&text) else { return Ok(Value::from(())) };
    if groups.is_empty() {
        return Ok(Value::from(&captures[0]));
    }
    let group = |name: &String| {
        let name = name.trim_start_matches('\\');
        let name = name.strip_prefix("g<").and_then(|n| n.strip_suffix('>')).unwrap_or(name);
        let group = match name.parse() {
            Ok(number) => captures.get(number),
            Err(_) => captures.name(name),
        };
        group.map_or_else(|| Value::from(()), |group| Value::from(group.as_str()))
    };
    Ok(groups.iter().map(group).collect())
}

fn regex_findall(text: String, pattern: &str, kwargs: Kwargs) -> Result<Value, Error> {
    let found = flagged(pattern, &kwargs)?;
    kwargs.assert_all_used()?;
    let texts = |captures: regex::Captures<'_>| {
        let group = |at: usize| captures.get(at).map_or("", |group| group.as_str()).to_owned();
        match captures.len() {
            1 => Value::from(group(0)),
            2 => Value::from(group(1)),
            many => Value::from((1..many).map(group).collect::<Vec<_>>()),
        }
    };
    Ok(found.captures_iter(&text).map(texts).collect())
}

/// A text as a comment of a language.
fn comment(text: &str, style: Option<String>, kwargs: Kwargs) -> Result<String, Error> {
    let style = style.or(kwargs.get("style")?).unwrap_or_else(|| "plain".into());
    let (beginning, decoration, end) = match &*style {
        "plain" => ("", "# ", ""),
        "erlang" => ("", "% ", ""),
        "c" => ("", "// ", ""),
        "cblock" => ("/*", " * ", " */"),
        "xml" => ("<!--", " - ", "-->"),
        other => return Err(wrong(format!("`{other}` is no style of comments"))),
    };
    let option = |name: &str, otherwise: &str| {
        Ok::<_, Error>(kwargs.get::<Option<String>>(name)?.unwrap_or_else(|| otherwise.to_owned()))
    };
    let decoration = option("decoration", decoration)?;
    let around = decoration.trim_end().to_owned();
    let (prefix, postfix) = (option("prefix", &around)?, option("postfix", &around)?);
    let (beginning, end) = (option("beginning", beginning)?, option("end", end)?);
    let newline = option("newline", "\n")?;
    let count =
        |name: &str| Ok::<_, Error>(kwargs.get::<Option<usize>>(name)?.unwrap_or(1).min(100));
    let (before, behind) = (count("prefix_count")?, count("postfix_count")?);
    kwargs.assert_all_used()?;
    let mut out = String::new();
    if !beginning.is_empty() {
        out.push_str(&format!("{beginning}{newline}"));
    }
    if prefix == newline {
        out.push_str(&newline);
    } else if !prefix.is_empty() {
        out.push_str(&format!("{prefix}{newline}").repeat(before));
    }
    let lines =
        format!("{decoration}{}", text.replace(&newline, &format!("{newline}{decoration}")));
    let bare = format!("{}{newline}", decoration.trim_end());
    out.push_str(&lines.replace(&format!("{decoration}{newline}"), &bare));
    out.push_str(&format!("{newline}{postfix}").repeat(behind));
    if !end.is_empty() {
        out.push_str(&format!("{newline}{end}"));
    }
    Ok(out)
}

/// Maps over maps.
fn combine(first: Value, others: Rest<Value>, kwargs: Kwargs) -> Result<Value, Error> {
    let deep = kwargs.get::<Option<bool>>("recursive")?.unwrap_or(false);
    kwargs.assert_all_used()?;
    let mut maps = vec![first];
    maps.extend(others.iter().cloned());
    let mut combined = serde_json::Value::Object(serde_json::Map::new());
    for map in maps {
        let maps = if map.kind() == ValueKind::Seq { map.try_iter()?.collect() } else { vec![map] };
        for map in maps {
            let json = serde_json::to_value(&map).map_err(|error| wrong(error.to_string()))?;
            over(&mut combined, json, deep);
        }
    }
    Ok(super::python::of_json(combined))
}

fn over(under: &mut serde_json::Value, over_it: serde_json::Value, deep: bool) {
    match (under, over_it) {
        (serde_json::Value::Object(under), serde_json::Value::Object(above)) => {
            for (key, value) in above {
                match under.get_mut(&key).filter(|there| deep && there.is_object()) {
                    Some(there) if value.is_object() => over(there, value, deep),
                    _ => drop(under.insert(key, value)),
                }
            }
        }
        (under, above) => *under = above,
    }
}

fn extract(key: Value, container: &Value, more: Option<Value>) -> Result<Value, Error> {
    let mut value = container.get_item(&key)?;
    for key in more.iter().flat_map(|more| match more.kind() {
        ValueKind::Seq => more.try_iter().map(Iterator::collect).unwrap_or_default(),
        _ => vec![more.clone()],
    }) {
        value = value.get_item(&key)?;
    }
    Ok(value)
}

fn flatten(list: &Value, levels: Option<usize>) -> Result<Value, Error> {
    fn into(out: &mut Vec<Value>, list: &Value, levels: usize) -> Result<(), Error> {
        for item in list.try_iter()? {
            match item.kind() == ValueKind::Seq && levels > 0 {
                true => into(out, &item, levels - 1)?,
                false => out.push(item),
            }
        }
        Ok(())
    }
    let mut out = Vec::new();
    into(&mut out, list, levels.map_or(64, |levels| levels.min(64)))?;
    Ok(out.into())
}

fn type_name(value: &Value) -> &'static str {
    match value.kind() {
        ValueKind::Undefined => "Undefined",
        ValueKind::None => "NoneType",
        ValueKind::Bool => "bool",
        ValueKind::Number if value.is_integer() => "int",
        ValueKind::Number => "float",
        ValueKind::String => "str",
        ValueKind::Seq | ValueKind::Iterable => "list",
        _ => "dict",
    }
}
