//! A commented example of a settings file.

use crate::layer;
use crate::schema::{Field, Kind, Leaf, Section};
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
    let mut out = String::new();
    section(schema, prefix, &mut Vec::new(), false, &mut out);
    out
}

fn section(
    schema: &'static Section,
    prefix: &str,
    path: &mut Vec<&'static str>,
    optional: bool,
    out: &mut String,
) {
    let indent = "  ".repeat(path.len());
    for (i, field) in schema.flat().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        for line in field.docs.lines() {
            out.push_str(format!("{indent}# {line}").trim_end());
            out.push('\n');
        }
        path.push(field.key);
        match field.kind.required() {
            Kind::Section(inner) => {
                let optional = optional || matches!(field.kind, Kind::Option(_));
                // An empty section sets nothing, unless its presence alone says something.
                let hash = if optional { "#" } else { "" };
                out.push_str(&format!("{indent}{hash}{}:\n", field.key));
                section(inner, prefix, path, optional, out);
            }
            kind => {
                let leaf = Leaf { path: path.clone(), field, optional };
                let mut about = kind.expectation();
                about[..1].make_ascii_uppercase();
                let must = if needs_value(field) { " Must be set." } else { "" };
                let variable = leaf.env(prefix);
                out.push_str(&format!("{indent}# {about}.{must} Variable: {variable}.\n"));
                out.push_str(&format!("{indent}#{}: {}\n", field.key, example(field)));
            }
        }
        path.pop();
    }
}

fn needs_value(field: &Field) -> bool {
    let may_be_left_out = matches!(field.kind, Kind::Option(_) | Kind::List(_) | Kind::Map(_));
    field.default.is_none() && !may_be_left_out
}

/// The default, or what stands for one.
fn example(field: &Field) -> String {
    if let Some(text) = field.default.filter(|_| !field.secret).or(field.example) {
        let value = layer::default(field, &[], text, &mut Vec::new());
        return value.as_ref().map_or_else(|| show::text(text), show::yaml);
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
