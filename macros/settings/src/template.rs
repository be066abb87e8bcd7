//! A commented example of a settings file.

use crate::layer;
use crate::schema::{Field, Kind, Section};
use crate::show;

/// A file with every setting commented out, under its docs. Taking away each `#` that stands right
/// before a key gives a file that sets every default; settings that must be set show an example.
///
/// ```
/// # #[derive(typewright_settings::Settings)]
/// # struct App {
/// #     /// How long a call may take.
/// #     #[setting(default = "10s")]
/// #     timeout: std::time::Duration,
/// # }
/// use typewright_settings::{Settings, template};
///
/// assert_eq!(
///     template(App::SCHEMA, "APP"),
///     "# How long a call may take.\n# A duration such as 30s or 5m. Variable: APP_TIMEOUT.\n#timeout: 10s\n",
/// );
/// ```
pub fn template(schema: &'static Section, prefix: &str) -> String {
    let mut template = Template { prefix, path: Vec::new(), out: String::new() };
    template.section(schema, &Place::default());
    template.out
}

/// Where a section stands.
#[derive(Clone, Copy, Default)]
struct Place {
    depth: usize,
    /// Whether it may be left out.
    optional: bool,
    /// Whether it is of a variant that is not the default: it is shown, and is no part of the file.
    aside: bool,
}

struct Template<'a> {
    prefix: &'a str,
    path: Vec<&'static str>,
    out: String,
}

impl Template<'_> {
    fn section(&mut self, schema: &'static Section, place: &Place) {
        let chosen = schema
            .tag
            .and(schema.fields.first())
            .map(|tag| tag.default.or(schema.variants().first().copied()).unwrap_or_default());
        for field in schema.fields {
            let aside = !field.is_of(chosen);
            let place = Place { aside: place.aside || aside, ..*place };
            if let (true, Kind::Section(inner)) = (field.flatten, field.kind) {
                self.section(inner, &place);
                continue;
            }
            if !self.out.is_empty() && !self.out.ends_with(":\n") {
                self.out.push('\n');
            }
            self.field(field, &place, field.variants);
        }
    }

    fn field(&mut self, field: &'static Field, place: &Place, of: &[&str]) {
        let indent = "  ".repeat(place.depth);
        for line in field.docs.lines() {
            self.out.push_str(format!("{indent}# {line}").trim_end());
            self.out.push('\n');
        }
        // What stands behind `# ` is a comment for good; behind `#` it waits to be wanted.
        let hash = if place.aside { "# " } else { "#" };
        let with = if of.is_empty() { String::new() } else { format!(" Of {}.", of.join(", ")) };
        self.path.push(field.key);
        match field.kind.required() {
            Kind::Section(inner) if inner.is_external() => self.variants(field, inner, place),
            Kind::Section(inner) => {
                let optional = place.optional || matches!(field.kind, Kind::Option(_));
                // An empty section sets nothing, unless its presence alone says something.
                let hash = if optional || place.aside { hash } else { "" };
                self.out.push_str(&format!("{indent}{hash}{}:\n", field.key));
                self.section(inner, &Place { depth: place.depth + 1, optional, ..*place });
            }
            kind => {
                let about = sentence(&kind.expectation());
                let must = if needs_value(field) { " Must be set." } else { "" };
                let variable = crate::leaf::env(&self.path, field, self.prefix);
                self.out
                    .push_str(&format!("{indent}# {about}.{with}{must} Variable: {variable}.\n"));
                self.out.push_str(&format!("{indent}{hash}{}: {}\n", field.key, example(field)));
            }
        }
        self.path.pop();
    }

    /// An enum: the name of a variant, and how each that has settings is written instead.
    fn variants(&mut self, field: &'static Field, inner: &'static Section, place: &Place) {
        let indent = "  ".repeat(place.depth);
        let hash = if place.aside { "# " } else { "#" };
        let Some((tag, variants)) = inner.fields.split_first() else { return };
        let must = if needs_value(tag) && !matches!(field.kind, Kind::Option(_)) {
            " Must be set."
        } else {
            ""
        };
        let about = sentence(&tag.kind.expectation());
        let variable = crate::leaf::env(&self.path, tag, self.prefix);
        self.out.push_str(&format!("{indent}# {about}.{must} Variable: {variable}.\n"));
        let name = if matches!(field.kind, Kind::Option(_)) { "null".into() } else { example(tag) };
        self.out.push_str(&format!("{indent}{hash}{}: {name}\n", field.key));
        for variant in variants {
            self.out.push_str(&format!("{indent}# Or:\n{indent}# {}:\n", field.key));
            let place = Place { depth: place.depth + 1, optional: true, aside: true };
            self.field(variant, &place, &[]);
        }
    }
}

fn sentence(text: &str) -> String {
    let mut text = text.to_owned();
    text[..1].make_ascii_uppercase();
    text
}

fn needs_value(field: &Field) -> bool {
    let may_be_left_out = matches!(field.kind, Kind::Option(_) | Kind::List(_) | Kind::Map(_));
    field.default.is_none() && !may_be_left_out
}

/// The default, or what stands for one.
fn example(field: &Field) -> String {
    if let Some(text) = field.default.filter(|_| !field.secret).or(field.example) {
        let value = layer::default(field, &[], text, &mut Vec::new());
        return value.map_or_else(
            || show::text(text),
            |value| show::yaml(&show::written(field.kind, &value)),
        );
    }
    match field.kind {
        Kind::Option(_) => "null".to_owned(),
        Kind::List(_) => "[]".to_owned(),
        Kind::Map(_) | Kind::Section(_) => "{}".to_owned(),
        Kind::Bool => "false".to_owned(),
        Kind::Integer { min, .. } => min.max(0).to_string(),
        Kind::Float => "0.0".to_owned(),
        Kind::Duration => "30s".to_owned(),
        Kind::Size => "0".to_owned(),
        Kind::Url => "\"https://host/path\"".to_owned(),
        Kind::Choice(names) => names.first().map(|name| show::text(name)).unwrap_or_default(),
        Kind::Text | Kind::Path => show::text(field.placeholder.unwrap_or_default()),
    }
}
