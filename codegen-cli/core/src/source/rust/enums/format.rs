//! `display = "v{major}.{minor}"`: a text with fields in it, checked before it is used.

use super::attr;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::unraw;
use crate::model::{DisplayText, Hole, VariantFields};

/// Reads a text for a variant; every mistake of it is reported at its literal.
pub(super) fn read(
    text: &str,
    variant: &str,
    fields: &VariantFields,
    origin: &Origin,
    mistakes: &mut Diagnostics,
) -> DisplayText {
    let mut reader = Reader { variant, fields, origin, mistakes, next: 0, used: Vec::new() };
    let mut format = DisplayText {
        source: text.to_owned(),
        printed: String::new(),
        used: Vec::new(),
        head: String::new(),
        holes: Vec::new(),
        origin: origin.clone(),
    };
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        literal(&mut format, before);
        rest = &brace[1..];
        if let Some(behind) = rest.strip_prefix(&brace[..1]) {
            literal(&mut format, &brace[..1]);
            rest = behind;
        } else if brace.starts_with('}') {
            reader.wrong("a `}` has no `{`", "write `}}` for the brace itself");
        } else if let Some((inside, behind)) = rest.split_once('}') {
            rest = behind;
            if let Some((printed, hole)) = reader.hole(inside) {
                format.printed.push_str(&printed);
                format.holes.push(hole);
            }
        } else {
            reader.wrong("a `{` is not closed", "write `{{` for the brace itself");
            rest = "";
        }
    }
    literal(&mut format, rest);
    format.used = reader.used;
    format
}

/// Adds text that is none of a field.
fn literal(format: &mut DisplayText, text: &str) {
    format.printed.push_str(&text.replace('{', "{{").replace('}', "}}"));
    match format.holes.last_mut() {
        Some(hole) => hole.after.push_str(text),
        None => format.head.push_str(text),
    }
}

struct Reader<'a> {
    variant: &'a str,
    fields: &'a VariantFields,
    origin: &'a Origin,
    mistakes: &'a mut Diagnostics,
    /// The field of the next `{}`.
    next: usize,
    used: Vec<usize>,
}

impl Reader<'_> {
    fn wrong(&mut self, message: &str, help: &str) {
        let mistake = Diagnostic::new(code::INVALID_VALUE, self.origin.clone(), message);
        self.mistakes.push(mistake.help(help));
    }

    /// What stands between braces: a field, and how it is shown.
    fn hole(&mut self, inside: &str) -> Option<(String, Hole)> {
        let (name, style) = inside.split_once(':').unwrap_or((inside, ""));
        let field = self.field(name.trim());
        let style = self.style(style.trim_end(), inside);
        let (field, style) = (field?, style?);
        let place = self.place(field);
        let printed = match style.printed.is_empty() {
            true => format!("{{{place}}}"),
            false => format!("{{{place}:{}}}", style.printed),
        };
        let hole = Hole {
            field,
            shown_by: style.shown_by,
            padding: style.padding,
            radix: style.radix,
            source: format!("{{{inside}}}"),
            after: String::new(),
        };
        Some((printed, hole))
    }

    /// The place of a field among those that are used.
    fn place(&mut self, field: usize) -> usize {
        let known = self.used.iter().position(|used| *used == field);
        known.unwrap_or_else(|| {
            self.used.push(field);
            self.used.len() - 1
        })
    }

    /// The index of the field that is named.
    fn field(&mut self, name: &str) -> Option<usize> {
        let variant = self.variant;
        let place = match name {
            "" => {
                self.next += 1;
                Some(self.next - 1)
            }
            digits => digits.parse::<usize>().ok(),
        };
        let mut names = Vec::new();
        for field in self.fields.list() {
            names.push(unraw(&field.name));
        }
        let named = matches!(self.fields, VariantFields::Named(_));
        match place {
            _ if names.is_empty() => {
                let help = "remove the braces, or write `{{` for a brace itself";
                self.wrong(&format!("`{variant}` has no fields to show"), help);
                None
            }
            Some(_) if named => {
                let help = format!("write `{{{}}}`", names.join("}`, `{"));
                self.wrong(&format!("the fields of `{variant}` have names, not places"), &help);
                None
            }
            Some(place) if place < names.len() => Some(place),
            Some(place) => {
                let (count, last) = (names.len(), names.len() - 1);
                let message = format!("`{variant}` has {count} fields, and none at {place}");
                self.wrong(&message, &format!("they are counted from `{{0}}` to `{{{last}}}`"));
                None
            }
            None => {
                let found = names.iter().position(|known| named && *known == unraw(name));
                if found.is_none() {
                    let help = match named {
                        true => attr::did_you_mean(name, "fields", &names),
                        false => "its fields have places: write `{0}`".to_owned(),
                    };
                    self.wrong(&format!("`{variant}` has no field `{name}`"), &help);
                }
                found
            }
        }
    }

    /// What follows the colon, by the grammar of `std::fmt`.
    fn style(&mut self, text: &str, inside: &str) -> Option<Style> {
        let mut style = Style { shown_by: "Display", ..Style::default() };
        let mut rest = text;
        let aligned = |c: char| matches!(c, '<' | '^' | '>');
        let mut chars = rest.chars();
        let (first, second) = (chars.next(), chars.next());
        let mut fill = (' ', true, true);
        if let (Some(character), Some(align)) = (first, second.filter(|c| aligned(*c))) {
            fill = (character, align != '<', align != '>');
            rest = chars.as_str();
            style.printed.extend([character, align]);
        } else if let Some(align) = first.filter(|c| aligned(*c)) {
            fill = (' ', align != '<', align != '>');
            rest = &rest[1..];
            style.printed.push(align);
        }
        let mut prefixed = false;
        for flag in ['+', '-', '#', '0'] {
            let Some(behind) = rest.strip_prefix(flag) else { continue };
            if flag == '0' && behind.starts_with('$') {
                continue;
            }
            prefixed |= flag == '#';
            rest = behind;
            style.printed.push(flag);
        }
        let zero = style.printed.ends_with('0');
        let (width, behind) = self.count(rest)?;
        style.padding = Some(fill).filter(|_| !width.is_empty() && !zero);
        style.printed.push_str(&width);
        rest = behind;
        if let Some(behind) = rest.strip_prefix('.') {
            let (precision, behind) = self.count(behind)?;
            if precision.is_empty() {
                let help = "write digits, or a field and `$`";
                self.wrong(&format!("`{{{inside}}}` has no number behind its point"), help);
                return None;
            }
            style.printed.push('.');
            style.printed.push_str(&precision);
            rest = behind;
        }
        let digits = |radix, prefix| Some((radix, if prefixed { prefix } else { "" }));
        (style.shown_by, style.radix) = match rest {
            "" => ("Display", None),
            "?" | "x?" | "X?" => ("Debug", None),
            "x" => ("LowerHex", digits(16, "0x")),
            "X" => ("UpperHex", digits(16, "0x")),
            "o" => ("Octal", digits(8, "0o")),
            "b" => ("Binary", digits(2, "0b")),
            "e" => ("LowerExp", None),
            "E" => ("UpperExp", None),
            "p" => ("Pointer", None),
            _ => {
                let help = "what follows the colon is as in `format!`: `{x:>8}`, `{x:#04x}`";
                self.wrong(&format!("`{{{inside}}}` ends in `{rest}`, which is no format"), help);
                return None;
            }
        };
        style.printed.push_str(rest);
        Some(style)
    }

    /// A number of a style, which may be a field: `8`, `width$`.
    fn count<'t>(&mut self, text: &'t str) -> Option<(String, &'t str)> {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        if text[end..].starts_with('$') {
            let field = self.field(&text[..end])?;
            return Some((format!("{}$", self.place(field)), &text[end + 1..]));
        }
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        Some((text[..end].to_owned(), &text[end..]))
    }
}

#[derive(Default)]
struct Style {
    printed: String,
    shown_by: &'static str,
    padding: Option<(char, bool, bool)>,
    radix: Option<(u32, &'static str)>,
}
