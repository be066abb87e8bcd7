//! Texts that show fields: `to_string = "saturation is {sat}"`.

use proc_macro2::Span;

use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::{StrumFormat, Variant, VariantFields};
use crate::source::rust::attr;

/// What the braces of a variant's text show; nothing where it has none.
///
/// Each field becomes an argument called `__` and its place, so that a field that is shown by place
/// and one that is shown by name are written alike, and a field that is not shown is no argument.
pub(super) fn read(
    variant: &Variant,
    span: Span,
    mistakes: &mut Diagnostics,
) -> Option<StrumFormat> {
    let mut format = StrumFormat { text: String::new(), fields: Vec::new() };
    let mut rest = &*variant.text;
    let mut shown = false;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, braces) = rest.split_at(at);
        format.text += before;
        let doubled = braces.starts_with("{{") || braces.starts_with("}}");
        let closed = braces.find('}').filter(|_| braces.starts_with('{'));
        let (taken, placeholder) = match (doubled, closed) {
            (true, _) => (2, None),
            (false, Some(end)) => (end + 1, Some(&braces[1..end])),
            (false, None) => (1, None),
        };
        match placeholder.filter(|_| !matches!(variant.fields, VariantFields::Unit)) {
            Some(placeholder) => {
                shown = true;
                format.text += "{";
                show(placeholder, variant, span, &mut format, mistakes);
                format.text += "}";
            }
            None => format.text += &braces[..taken],
        }
        rest = &braces[taken..];
    }
    format.text += rest;
    shown.then_some(format)
}

/// One pair of braces: the field before the colon, and fields that give a width or a precision.
fn show(
    placeholder: &str,
    variant: &Variant,
    span: Span,
    format: &mut StrumFormat,
    mistakes: &mut Diagnostics,
) {
    let (shown, spec) = placeholder.split_once(':').unwrap_or((placeholder, ""));
    format.text += &argument(shown.trim(), variant, span, &mut format.fields, mistakes);
    if spec.is_empty() {
        return;
    }
    format.text += ":";
    let mut rest = spec;
    while let Some(end) = rest.find('$') {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let start = rest[..end].trim_end_matches(word).len();
        format.text += &rest[..start];
        format.text += &argument(&rest[start..end], variant, span, &mut format.fields, mistakes);
        format.text += "$";
        rest = &rest[end + 1..];
    }
    format.text += rest;
}

/// The argument that stands for a field.
fn argument(
    field: &str,
    variant: &Variant,
    span: Span,
    used: &mut Vec<usize>,
    mistakes: &mut Diagnostics,
) -> String {
    let list = variant.fields.list();
    let place = list.iter().position(|known| known.name == field);
    let Some(place) = place else {
        let known: Vec<&str> = list.iter().map(|known| &*known.name).collect();
        let message = match field {
            "" => "empty braces do not say which field they show".to_owned(),
            _ => format!("`{}` has no field `{field}`", variant.name),
        };
        let help = attr::did_you_mean(field, "fields", &known);
        let diagnostic = Diagnostic::new(code::INVALID_VALUE, Origin::Span(span), message);
        mistakes.push(diagnostic.help(help));
        return String::new();
    };
    if !used.contains(&place) {
        used.push(place);
    }
    format!("__{place}")
}
