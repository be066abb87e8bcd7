//! One text ▶ one typed value, or what was expected instead.

use figment::value::{Num, Value as Tree};

use crate::near::nearest;
use crate::schema::Kind;
use crate::types::{ByteSize, Url};

/// Text that is not of the wanted kind.
pub(crate) struct Wrong {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// How a text was given.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// Written without quotes.
    pub(crate) plain: bool,
    /// A whole variable, flag or default, where there are no quotes and `yes`, `on` and `1` are
    /// usual for `true`.
    pub(crate) bare: bool,
}

/// Types a scalar. Kinds that hold other values are none of its business.
pub(crate) fn read(kind: Kind, text: &str, style: Style, secret: bool) -> Result<Tree, Wrong> {
    let typed = match kind {
        Kind::Text | Kind::Path => Some(Tree::from(text)),
        Kind::Bool => bool(text, style).map(Tree::from),
        Kind::Integer { min, max } => integer(text, style, min, max),
        Kind::Float => {
            let number = text.parse::<f64>().ok().filter(|n| style.plain && n.is_finite());
            number.map(Tree::from)
        }
        Kind::Duration => {
            let bare_number = text.parse::<f64>().is_ok();
            let known = !bare_number && humantime::parse_duration(text).is_ok();
            known.then(|| Tree::from(text))
        }
        Kind::Size => text.parse::<ByteSize>().is_ok().then(|| Tree::from(text)),
        Kind::Url => text.parse::<Url>().is_ok().then(|| Tree::from(text)),
        Kind::Choice(names) => {
            names.iter().find(|n| n.eq_ignore_ascii_case(text)).map(|n| Tree::from(*n))
        }
        Kind::Option(_) | Kind::List(_) | Kind::Map(_) | Kind::Section(_) => None,
    };
    // What stands before an `@` may be a password.
    let secret = secret || kind == Kind::Url && text.contains('@');
    typed.ok_or_else(|| Wrong {
        message: format!("expected {}{}", kind.expectation(), found(text, style, secret)),
        help: help(kind, text, style),
    })
}

fn bool(text: &str, style: Style) -> Option<bool> {
    match (&*text.to_ascii_lowercase(), style.bare) {
        ("true", _) | ("1" | "yes" | "on", true) if style.plain => Some(true),
        ("false", _) | ("0" | "no" | "off", true) if style.plain => Some(false),
        _ => None,
    }
}

fn integer(text: &str, style: Style, min: i64, max: u64) -> Option<Tree> {
    let number: i128 = text.parse().ok().filter(|_| style.plain)?;
    if number < min.into() || number > max.into() {
        return None;
    }
    let unsigned = u64::try_from(number).map(Num::U64);
    Some(Tree::from(unsigned.or_else(|_| i64::try_from(number).map(Num::I64)).ok()?))
}

/// What stood there, unless it is a secret.
pub(crate) fn found(text: &str, style: Style, secret: bool) -> String {
    match (secret, style.plain) {
        (true, _) => String::new(),
        (false, true) => format!(", found `{}`", shown(text)),
        (false, false) => format!(", found the quoted text `{}`", shown(text)),
    }
}

/// Text from outside as one short line.
pub(crate) fn shown(text: &str) -> String {
    const MAX: usize = 60;
    let mut shown: String = text.chars().take(MAX).flat_map(char::escape_debug).collect();
    if text.chars().nth(MAX).is_some() {
        shown.push('…');
    }
    shown
}

fn help(kind: Kind, text: &str, style: Style) -> Option<String> {
    match kind {
        Kind::Duration if text.parse::<f64>().is_ok() => Some(format!("add a unit: `{text}s`")),
        Kind::Choice(names) => {
            let near = nearest(text, names.iter().copied());
            near.map(|name| format!("did you mean `{name}`?"))
        }
        Kind::Bool | Kind::Integer { .. } | Kind::Float if !style.plain => {
            read(kind, text, Style { plain: true, ..style }, true)
                .is_ok()
                .then(|| "write it without quotes".to_owned())
        }
        _ => None,
    }
}
