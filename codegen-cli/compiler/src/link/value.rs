//! Values as they are written ▶ values as the wire holds them.

use super::pool::Pool;
use super::text_format;
use crate::ast::{Enum, Field, Id, Scalar, Type};
use crate::option::{Literal, Node, Value};
use crate::problem::Mistake;

/// Which rules apply to scalars.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// After the `=` of an option.
    Option,
    /// In the text format, which takes more spellings.
    Text,
}

/// The value of an option.
pub(super) fn option_value(
    pool: &Pool,
    file: usize,
    field: Id,
    literal: &Literal,
) -> Result<Node, Mistake> {
    single(pool, file, field, literal, Syntax::Option)
}

/// One value of a field.
pub(super) fn single(
    pool: &Pool,
    file: usize,
    field: Id,
    literal: &Literal,
    syntax: Syntax,
) -> Result<Node, Mistake> {
    let own = pool.field(field);
    let fail = |message: String| Err(Mistake::new(literal.span, message));
    let name = &own.name.text;
    match own.kind {
        Type::Scalar(scalar) => scalar_value(own, scalar, &literal.value, syntax)
            .or_else(|message| fail(format!("{message} `{name}`"))),
        Type::Enum(id) => enum_value(pool.enumeration(id), own, literal, syntax),
        Type::Message(id) | Type::Group(Some(id)) => {
            let Value::Message(fields) = &literal.value else {
                let help = match syntax {
                    Syntax::Option => {
                        format!("write `{name} = {{ field: value }}`, or `{name}.field = value`")
                    }
                    Syntax::Text => format!("write `{name} {{ field: value }}`"),
                };
                let message = format!("`{name}` is a message");
                return Err(Mistake::new(literal.span, message).help(help));
            };
            let tree = text_format::message(pool, file, id, fields, literal.span)?;
            Ok(if own.is_delimited() { Node::Group(tree) } else { Node::Message(tree) })
        }
        // That its type is not known was reported where it is declared.
        Type::Named | Type::Group(None) => Ok(Node::Bytes(Vec::new())),
    }
}

/// An integer in a range, or what was expected.
fn integer(value: &Value, min: i128, max: i128) -> Result<i128, String> {
    let Value::Integer(magnitude, negative) = value else {
        return Err("expected an integer for".into());
    };
    let signed = i128::from(*magnitude) * if *negative { -1 } else { 1 };
    match (min..=max).contains(&signed) {
        true => Ok(signed),
        false => Err(format!("the value must be from {min} to {max} for")),
    }
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn scalar_value(
    field: &Field,
    scalar: Scalar,
    value: &Value,
    syntax: Syntax,
) -> Result<Node, String> {
    let int32 = || integer(value, i32::MIN.into(), i32::MAX.into()).map(|v| v as i32);
    let int64 = || integer(value, i64::MIN.into(), i64::MAX.into()).map(|v| v as i64);
    let uint32 = || integer(value, 0, u32::MAX.into()).map(|v| v as u32);
    let uint64 = || integer(value, 0, u64::MAX.into()).map(|v| v as u64);
    Ok(match scalar {
        Scalar::Int32 => Node::Varint(i64::from(int32()?) as u64),
        Scalar::Sint32 => Node::Varint(zigzag(int32()?.into()) & u64::from(u32::MAX)),
        Scalar::Sfixed32 => Node::Fixed32(int32()? as u32),
        Scalar::Int64 => Node::Varint(int64()? as u64),
        Scalar::Sint64 => Node::Varint(zigzag(int64()?)),
        Scalar::Sfixed64 => Node::Fixed64(int64()? as u64),
        Scalar::Uint32 => Node::Varint(uint32()?.into()),
        Scalar::Fixed32 => Node::Fixed32(uint32()?),
        Scalar::Uint64 => Node::Varint(uint64()?),
        Scalar::Fixed64 => Node::Fixed64(uint64()?),
        Scalar::Float => Node::Fixed32((float(value, syntax)? as f32).to_bits()),
        Scalar::Double => Node::Fixed64(float(value, syntax)?.to_bits()),
        Scalar::Bool => Node::Varint(truth(value, syntax)?.into()),
        Scalar::String | Scalar::Bytes => match value {
            Value::String(bytes) => {
                // Readers of descriptors take no other text in their own fields.
                let own = field.full_name.starts_with("google.protobuf.");
                let text = scalar == Scalar::String && (own || field.is_utf8());
                if text && std::str::from_utf8(bytes).is_err() {
                    return Err("the string is not valid UTF-8 for".into());
                }
                Node::Bytes(bytes.clone())
            }
            _ => return Err("expected a quoted string for".into()),
        },
    })
}

fn float(value: &Value, syntax: Syntax) -> Result<f64, String> {
    Ok(match value {
        Value::Float(value) => *value,
        Value::Integer(value, true) => -(*value as f64),
        Value::Integer(value, false) => *value as f64,
        Value::Identifier(text) => match (&*text.to_ascii_lowercase(), syntax) {
            ("inf" | "infinity", Syntax::Text) => f64::INFINITY,
            ("nan", Syntax::Text) => f64::NAN,
            _ if text == "inf" => f64::INFINITY,
            _ if text == "nan" => f64::NAN,
            _ => return Err("expected a number for".into()),
        },
        _ => return Err("expected a number for".into()),
    })
}

fn truth(value: &Value, syntax: Syntax) -> Result<bool, String> {
    match (value, syntax) {
        (Value::Identifier(text), _) if text == "true" => Ok(true),
        (Value::Identifier(text), _) if text == "false" => Ok(false),
        (Value::Identifier(text), Syntax::Text) if text == "True" || text == "t" => Ok(true),
        (Value::Identifier(text), Syntax::Text) if text == "False" || text == "f" => Ok(false),
        (Value::Integer(1, false), Syntax::Text) => Ok(true),
        (Value::Integer(0, false), Syntax::Text) => Ok(false),
        _ => Err("expected `true` or `false` for".into()),
    }
}

fn enum_value(
    enumeration: &Enum,
    field: &Field,
    literal: &Literal,
    syntax: Syntax,
) -> Result<Node, Mistake> {
    let full = &enumeration.full_name;
    let node = |number: i32| Node::Varint(i64::from(number) as u64);
    let names = || enumeration.values.iter().map(|value| &*value.name.text);
    match &literal.value {
        Value::Identifier(text) => {
            let found = enumeration.values.iter().find(|value| value.name.text == *text);
            found.map(|value| node(value.number)).ok_or_else(|| {
                let message = format!("the enum `{full}` has no value `{text}`");
                Mistake::new(literal.span, message).meant(text, names())
            })
        }
        value @ Value::Integer(..) if syntax == Syntax::Text => {
            let number = integer(value, i32::MIN.into(), i32::MAX.into()).unwrap_or(i128::MAX);
            let known = enumeration.values.iter().any(|v| i128::from(v.number) == number);
            let open = enumeration.features.get(super::features::Feature::EnumType)
                == super::features::OPEN;
            match i32::try_from(number) {
                Ok(number) if known || open => Ok(node(number)),
                _ => {
                    let message = format!("the enum `{full}` has no value with this number");
                    Err(Mistake::new(literal.span, message))
                }
            }
        }
        _ => {
            let message =
                format!("expected a value of the enum `{full}` for `{}`", field.name.text);
            let list: Vec<String> = names().take(8).map(|name| format!("`{name}`")).collect();
            let dots = if enumeration.values.len() > 8 { ", …" } else { "" };
            let help = format!("it has {}{dots}", list.join(", "));
            Err(Mistake::new(literal.span, message).help(help))
        }
    }
}
