//! Typed properties: `props(retries = 3)`.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::items;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::unraw;
use crate::model::{Constant, Literal, Prop, Property, Variant};
use crate::source::rust::attr::{self, Entry, Value};
use crate::source::rust::grammar::{self, Arguments};
use crate::source::rust::literal;
use crate::source::rust::meta::ungrouped;
use crate::source::rust::tokens::{is, stream, trees};

/// What an enum can say about a property.
const KEYS: [&str; 4] = ["type", "default", "vis", "doc"];

/// Adds what `props(..)` of a variant lists.
pub(super) fn values(key: &Entry, props: &mut Vec<Prop>, mistakes: &mut Diagnostics) {
    for item in listed(key, "write `props(name = 3, other = \"text\")`", mistakes) {
        let (name, origin) = (unraw(&item.key).to_owned(), Origin::Span(item.span));
        if let Some(first) = props.iter().find(|prop| prop.name == name) {
            mistakes.push(attr::repeated(&name, origin, first.origin.clone()));
        } else if let Some(value) = constant(item, mistakes) {
            props.push(Prop { name, value, origin });
        }
    }
}

/// Adds what `props(..)` of an enum declares.
pub(super) fn declared(key: &Entry, properties: &mut Vec<Property>, mistakes: &mut Diagnostics) {
    for item in listed(key, "write `props(name(type = \"u8\"), other = 3)`", mistakes) {
        let (name, origin) = (unraw(&item.key).to_owned(), Origin::Span(item.span));
        if let Some(first) = properties.iter().find(|property| property.name == name) {
            mistakes.push(attr::repeated(&name, origin, first.origin.clone()));
            continue;
        }
        let mut property = Property { name, origin, ..Property::default() };
        if let Value::List(keys) = &item.value {
            for key in attr::checked(keys, "stringer", &KEYS, mistakes) {
                match &*key.key {
                    "type" => property.ty = ty(key, mistakes),
                    "default" => property.default = constant(key, mistakes),
                    "vis" => property.visibility = items::visibility(key, mistakes),
                    _ => property.docs = key.text(mistakes),
                }
            }
        } else {
            property.default = constant(item, mistakes);
        }
        properties.push(property);
    }
}

/// The entries of `props(..)`, each under a name that a function can have.
fn listed<'a>(key: &'a Entry, help: &str, mistakes: &mut Diagnostics) -> Vec<&'a Entry> {
    let Value::List(list) = &key.value else {
        key.wrong("a list of properties", help, mistakes);
        return Vec::new();
    };
    let (names, others): (Vec<&Entry>, Vec<&Entry>) = list
        .iter()
        .partition(|item| !["self", "Self", "super", "crate", "_"].contains(&&*item.key));
    for item in others {
        let message = format!("`{}` cannot be the name of a function", item.key);
        let mistake = Diagnostic::new(code::INVALID_VALUE, Origin::Span(item.span), message);
        mistakes.push(mistake.help("give the property another name"));
    }
    names
}

/// The literal or path behind a key.
fn constant(item: &Entry, mistakes: &mut Diagnostics) -> Option<Constant> {
    if let Value::Tokens(tokens) = &item.value
        && let Some(literal) = literal(tokens)
    {
        return Some(Constant { tokens: stream(tokens.clone()), literal });
    }
    let help = format!("write `{} = 3`, `{0} = \"text\"` or `{0} = limits::MAX`", item.key);
    item.wrong("a literal or the path of a constant", &help, mistakes);
    None
}

/// What a constant is, if it is a literal or a path without arguments.
fn literal(tokens: &[TokenTree]) -> Option<Literal> {
    use literal::Literal as Read;
    if let [TokenTree::Group(group)] = tokens
        && group.delimiter() == Delimiter::None
    {
        return literal(&trees(group.stream()));
    }
    let (negative, one) = match tokens {
        [minus, one] if is(Some(minus), '-') => (true, one),
        [one] => (false, one),
        path if grammar::path(path, Arguments::None) == path.len() => return Some(Literal::Path),
        _ => return None,
    };
    let literal = match literal::of(&ungrouped(one)) {
        Some(Read::Text(_)) => Literal::Text,
        Some(Read::Bytes) => Literal::Bytes,
        Some(Read::CText) => Literal::CText,
        Some(Read::Byte(_)) => Literal::Integer("u8".to_owned()),
        Some(Read::Char) => Literal::Char,
        Some(Read::Bool(_)) => Literal::Bool,
        Some(Read::Integer { suffix, .. }) => Literal::Integer(suffix),
        Some(Read::Float { suffix }) => Literal::Float(suffix),
        None if grammar::path(tokens, Arguments::None) == 1 => Literal::Path,
        None => return None,
    };
    let number = matches!(literal, Literal::Integer(_) | Literal::Float(_));
    (number || !negative).then_some(literal)
}

/// The type that `type = "…"` names.
fn ty(key: &Entry, mistakes: &mut Diagnostics) -> Option<TokenStream> {
    if let Some(code) = key.code(mistakes)?
        && !code.is_empty()
        && grammar::ty(&code) == code.len()
        && !holds_code(&code)
    {
        return Some(stream(code));
    }
    key.wrong("a type", "write `type = \"u8\"` or `type = \"&'static str\"`", mistakes);
    None
}

/// Whether there are braces, and so perhaps a block, anywhere in a type.
fn holds_code(ty: &[TokenTree]) -> bool {
    ty.iter().any(|tree| match tree {
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::Brace || holds_code(&trees(group.stream()))
        }
        _ => false,
    })
}

/// Gives each property its type, and reports values that are of another one, properties that are
/// not declared where some are, and names that are taken.
pub(super) fn check(
    properties: &mut Vec<Property>,
    variants: &[Variant],
    mistakes: &mut Diagnostics,
) {
    let strict = !properties.is_empty();
    for variant in variants {
        for prop in &variant.props {
            if properties.iter().any(|property| property.name == prop.name) {
                continue;
            }
            let (name, origin) = (prop.name.clone(), prop.origin.clone());
            if strict {
                mistakes.push(undeclared(&name, origin, properties));
            } else {
                properties.push(Property { name, origin, ..Property::default() });
            }
        }
    }
    for property in properties {
        let mut values = Vec::new();
        if let Some(value) = &property.default {
            values.push((value, &property.origin));
        }
        for variant in variants {
            if let Some(prop) = variant.props.iter().find(|p| p.name == property.name) {
                values.push((&prop.value, &prop.origin));
            }
        }
        if property.ty.is_none() {
            property.ty = common(&property.name, &values, mistakes).or_else(|| {
                Some(TokenTree::from(Group::new(Delimiter::Parenthesis, TokenStream::new())).into())
            });
        }
    }
}

fn undeclared(name: &str, origin: Origin, properties: &[Property]) -> Diagnostic {
    let mut known = Vec::new();
    for property in properties {
        known.push(&*property.name);
    }
    let message = format!("the property `{name}` is not declared on the enum");
    let help = attr::did_you_mean(name, "properties", &known);
    Diagnostic::new(code::UNKNOWN_ATTRIBUTE, origin, message).help(help)
}

/// The type that all values have.
fn common(
    name: &str,
    values: &[(&Constant, &Origin)],
    mistakes: &mut Diagnostics,
) -> Option<TokenStream> {
    let mut known: Option<(Literal, &Origin)> = None;
    let mut path = None;
    for (value, origin) in values {
        if matches!(value.literal, Literal::Path) {
            path.get_or_insert(origin);
            continue;
        }
        match &known {
            None => known = Some((value.literal.clone(), origin)),
            Some((first, at)) => match first.with(&value.literal) {
                Some(both) => known = Some((both, at)),
                None => {
                    let message = format!("`{name}` is {} here", value.literal);
                    mistakes.push(
                        Diagnostic::new(code::INVALID_VALUE, (*origin).clone(), message)
                            .label((*at).clone(), format!("`{name}` is {first} first"))
                            .help("give all variants a value of one type"),
                    );
                }
            },
        }
    }
    if let (None, Some(origin)) = (&known, path) {
        let message = format!("the path of a constant does not say which type `{name}` has");
        let help = format!("write `props({name}(type = \"…\"))` on the enum");
        mistakes.push(Diagnostic::new(code::INVALID_VALUE, (*origin).clone(), message).help(help));
    }
    known.map(|(literal, _)| literal.ty())
}
