//! What variants hold.

use proc_macro2::{Ident, TokenTree};

use super::super::generics::ParamKind;
use super::super::grammar::last_word;
use super::super::item::{self, Data, Fields, Item};
use super::super::tokens::{is, is_word, span, stream, trees};
use super::{Asked, attr};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::{Caught, Part, SerdeAs, Variant, VariantField, VariantFields, VariantForm};

/// The names that make the type of a field depend on the parameters of its enum.
pub(super) struct Parameters {
    /// Those of types and constants.
    names: Vec<String>,
    /// The names of the enum itself.
    own: [String; 2],
}

impl Parameters {
    pub(super) fn new(item: &Item) -> Self {
        let mut names = Vec::new();
        for parameter in &item.generics.params {
            if parameter.kind != ParamKind::Lifetime {
                names.push(parameter.ident.to_string());
            }
        }
        Self { names, own: [item.ident.to_string(), "Self".to_owned()] }
    }

    /// Whether a bound on the type says something. One on a type that holds the enum itself would
    /// ask for the impl that it is a condition of.
    fn count(&self, ty: &[TokenTree]) -> bool {
        !self.names.is_empty() && mentions(ty, &self.names) && !mentions(ty, &self.own)
    }
}

fn mentions(tokens: &[TokenTree], names: &[String]) -> bool {
    tokens.iter().any(|tree| match tree {
        TokenTree::Ident(ident) => names.iter().any(|name| ident == name),
        TokenTree::Group(group) => mentions(&trees(group.stream()), names),
        _ => false,
    })
}

/// The fields of a variant.
pub(super) fn read(
    fields: &Fields,
    parameters: &Parameters,
    mistakes: &mut Diagnostics,
) -> VariantFields {
    let mut list = Vec::new();
    for (place, field) in fields.list.iter().enumerate() {
        let mut default_with = None;
        for key in attr::items(&field.attrs, "stringer", &["default_with"], &[], mistakes) {
            default_with = key.path(mistakes);
        }
        list.push(VariantField {
            name: field.ident.as_ref().map_or_else(|| place.to_string(), ToString::to_string),
            generic: parameters.count(&field.ty),
            uninhabited: uninhabited(&field.ty),
            default_with,
            origin: Origin::Span(span(&field.ty)),
            ty: stream(field.ty.clone()),
        });
    }
    match (fields.is_unit(), fields.is_named()) {
        (true, _) => VariantFields::Unit,
        (_, false) => VariantFields::Tuple(list),
        (_, true) => VariantFields::Named(list),
    }
}

/// Whether the type is spelled as one without values.
fn uninhabited(ty: &[TokenTree]) -> bool {
    match ty {
        [never] => is(Some(never), '!') || is_word(Some(never), "Infallible"),
        _ => last_word(ty).is_some_and(|last| last == "Infallible"),
    }
}

/// Takes the parts that an enum with such fields can have; each other one is reported at the fields
/// that are in its way, unless nobody named it.
pub(super) fn fit(
    asked: Vec<Asked>,
    serde_as: SerdeAs,
    item: &Item,
    variants: &[Variant],
    mistakes: &mut Diagnostics,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for Asked { part, at } in asked {
        let Data::Enum(data) = &item.data else {
            parts.push(part);
            continue;
        };
        if let (Part::Deserialize, Some(first)) = (part, item.generics.params.first()) {
            let message = "`Deserialize` is given for types without parameters";
            let origin = Origin::Span(first.span);
            let mistake = Diagnostic::new(code::UNSUPPORTED_ITEM, origin, message);
            mistakes.push(mistake.help("derive serde's own, or remove the parameters"));
            continue;
        }
        let limit = match part {
            Part::Deserialize | Part::Serialize => Some(serde_limit(part, serde_as)),
            _ => limit(part),
        };
        let Some(limit) = limit else {
            parts.push(part);
            continue;
        };
        let mut in_the_way = data.variants.iter().zip(variants).filter(limit.in_the_way).peekable();
        if in_the_way.peek().is_none() {
            parts.push(part);
        } else if part == Part::ConstFromStr && at.is_none() {
            continue;
        }
        for (variant, _) in in_the_way {
            let name = Part::ALL.iter().find(|(_, p)| *p == part).map_or("", |(name, _)| name);
            let (what, span) = match variant.fields.is_unit() {
                true => ("is skipped", variant.ident.span()),
                false => ("has fields", variant.fields.span()),
            };
            let message = format!("`{name}` {}, and `{}` {what}", limit.what, variant.ident);
            let mistake = Diagnostic::new(code::DATA_VARIANT, Origin::Span(span), message);
            let mut mistake = mistake.help(limit.help);
            if let Some(at) = at {
                mistake = mistake.label(Origin::Span(at), format!("`{name}` is asked for here"));
            }
            mistakes.push(mistake);
        }
    }
    parts
}

/// What a part cannot be given for.
struct Limit {
    what: &'static str,
    help: &'static str,
    in_the_way: InTheWay,
}

/// Whether a variant is what a part cannot be given for.
type InTheWay = fn(&(&item::Variant, &Variant)) -> bool;

/// Whether the variant is whatever has no name.
fn catches(variant: &Variant) -> bool {
    matches!(variant.form, VariantForm::CatchAll(_))
}

/// Whether it is every number that has no name.
fn numbered(variant: &Variant) -> bool {
    matches!(variant.form, VariantForm::CatchAll(Caught::Number))
}

fn limit(part: Part) -> Option<Limit> {
    use Part::{
        ConstFromStr, EnumMap, EnumNext, EnumSet, EnumTable, Flags, FromRepr, IntoRepr,
        TryFromRepr, ValueEnum, VariantArray,
    };
    let (what, help, in_the_way): (_, _, InTheWay) = match part {
        ConstFromStr => (
            "makes values in constants",
            "mark it `#[stringer(skip)]`, or use `FromStr`",
            |(variant, read)| !variant.fields.list.is_empty() && !read.hidden(),
        ),
        VariantArray => (
            "holds values in a constant",
            "mark it `#[stringer(skip)]`, or use `EnumIter`",
            |(variant, read)| !variant.fields.list.is_empty() && !read.hidden() && !catches(read),
        ),
        FromRepr | IntoRepr | TryFromRepr => (
            "casts values to numbers",
            "derive it on an enum of the kinds only",
            |(variant, read)| !variant.fields.is_unit() && !numbered(read),
        ),
        EnumMap | EnumNext | EnumSet | EnumTable => (
            "has one place for each variant",
            "derive it on an enum of the kinds only",
            |(variant, read)| !variant.fields.list.is_empty() || read.skipped(),
        ),
        Flags => (
            "takes variants for bits",
            "derive it on an enum of the bits only",
            |(variant, read)| !variant.fields.is_unit() || read.skipped(),
        ),
        ValueEnum => {
            ("lists all values", "derive it on an enum of the kinds only", |(variant, _)| {
                !variant.fields.is_unit()
            })
        }
        _ => return None,
    };
    Some(Limit { what, help, in_the_way })
}

/// The same for serde's traits. Text must hold what the fields hold, and be read without borrowing;
/// a number is all that a number holds.
fn serde_limit(part: Part, serde_as: SerdeAs) -> Limit {
    let (what, help, in_the_way): (_, _, InTheWay) = match (serde_as, part) {
        (SerdeAs::Text, Part::Serialize) => (
            "writes values as text",
            "give it a text with `display`, or mark it `transparent` or `catch_all`",
            |(variant, read)| has_fields(variant, read) && matches!(read.form, VariantForm::Name),
        ),
        (SerdeAs::Text, _) => (
            "reads values from text",
            "give it a text with `display`, or mark it `transparent` or `catch_all` with a `String`",
            |(variant, read)| {
                use VariantForm::{CatchAll, Name};
                has_fields(variant, read) && matches!(read.form, Name | CatchAll(Caught::Borrowed))
            },
        ),
        _ => (
            "knows numbers of values",
            "keep a number in it with `catch_all`, or leave out `serde_as`",
            |(variant, read)| !variant.fields.is_unit() && !numbered(read),
        ),
    };
    Limit { what, help, in_the_way }
}

fn has_fields(variant: &item::Variant, read: &Variant) -> bool {
    !variant.fields.is_unit() && !read.hidden()
}

/// Reports the fields of an enum whose values are numbers.
pub(super) fn refuse(item: &Item, name: &Ident, mistakes: &mut Diagnostics) {
    if let Some(first) = item.generics.params.first() {
        let message = format!("`{name}` is generic, and a number has no parameters");
        let origin = Origin::Span(first.span);
        let mistake = Diagnostic::new(code::UNSUPPORTED_ITEM, origin, message);
        mistakes.push(mistake.help("remove them, or derive `Stringer` instead"));
    }
    let Data::Enum(data) = &item.data else { return };
    for variant in &data.variants {
        if variant.fields.is_unit() {
            continue;
        }
        let name = &variant.ident;
        let message = format!("the variant `{name}` has fields, which a number cannot hold");
        let origin = Origin::Span(variant.fields.span());
        let help = format!("write `{name}` alone, or derive `Stringer` instead");
        mistakes.push(Diagnostic::new(code::DATA_VARIANT, origin, message).help(help));
    }
}
