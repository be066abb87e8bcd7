//! What follows from a schema beside the program: reference, manual, environment files, manifests.
//!
//! Each form is one function over the same list of settings, so a new field is in all of them.

mod deploy;
mod reference;

use std::collections::BTreeSet;

use crate::env::FILE;
use crate::layer;
use crate::schema::{Kind, Leaf, Section};
use crate::show;

/// What a schema can be made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Export {
    /// A reference in Markdown: one table row for each setting.
    Markdown,
    /// A section of a man page in roff.
    Man,
    /// `.env.example`, for tools that read such files.
    Env,
    /// A Kubernetes `ConfigMap`, and a `Secret` for what must not be shown.
    Kubernetes,
    /// An `EnvironmentFile` of systemd.
    Systemd,
    /// Keys and what they take, one in a line with tabs between, for shell completion.
    Completion,
}

impl Export {
    /// The forms by name.
    pub const ALL: &'static [(&'static str, Export)] = &[
        ("markdown", Export::Markdown),
        ("man", Export::Man),
        ("env", Export::Env),
        ("kubernetes", Export::Kubernetes),
        ("systemd", Export::Systemd),
        ("completion", Export::Completion),
    ];

    /// Makes it, for a program of that name whose variables begin with `prefix`.
    ///
    /// ```
    /// # #[derive(typewright_settings::Settings)]
    /// # struct App {
    /// #     /// The port.
    /// #     #[setting(default = 8080)]
    /// #     port: u16,
    /// # }
    /// use typewright_settings::{Export, Settings};
    ///
    /// let file = Export::Env.render(App::SCHEMA, "app", "APP");
    /// assert!(file.ends_with("\n# The port.\n# A whole number from 0 to 65535.\n#APP_PORT=8080\n"));
    /// ```
    pub fn render(self, schema: &'static Section, name: &str, prefix: &str) -> String {
        let mut settings: Vec<Setting> =
            schema.leaves().into_iter().map(|leaf| Setting::new(leaf, prefix)).collect();
        let variables: BTreeSet<String> =
            settings.iter().map(|setting| setting.env.clone()).collect();
        for setting in &mut settings {
            setting.has_file &= !variables.contains(&format!("{}{FILE}", setting.env));
        }
        match self {
            Export::Markdown => reference::markdown(schema, name, &settings),
            Export::Man => reference::man(&settings),
            Export::Env => deploy::dot_env(name, &settings),
            Export::Kubernetes => deploy::kubernetes(name, &settings),
            Export::Systemd => deploy::systemd(name, &settings),
            Export::Completion => reference::completion(&settings),
        }
    }
}

/// A setting in the words of the exports.
struct Setting {
    key: String,
    env: String,
    flag: Option<String>,
    /// The doc comment on one line.
    about: String,
    /// "A whole number from 0 to 65535", and what else is to know.
    expects: String,
    /// The default as text for a variable; empty where there is none.
    default: String,
    /// The default as YAML, `None` where there is none or it is a secret.
    yaml: Option<String>,
    /// Whether nothing but a value of the user's will do.
    needed: bool,
    /// Whether a variable may name a file that holds it, and no other setting has that variable.
    has_file: bool,
    leaf: Leaf,
}

impl Setting {
    fn new(leaf: Leaf, prefix: &str) -> Self {
        let field = leaf.field;
        let about = field.docs.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let mut expects = field.kind.expectation();
        expects[..1].make_ascii_uppercase();
        if let Some(condition) = leaf.condition() {
            expects.push_str(&format!(". {condition}"));
        }
        if let Some(instead) = field.deprecated {
            expects.push_str(&format!(". Deprecated: {instead}"));
        }
        let text = field.default.filter(|_| !field.secret);
        let yaml = text.and_then(|text| layer::default(field, &[], text, &mut Vec::new()));
        let open = matches!(field.kind, Kind::Option(_) | Kind::List(_) | Kind::Map(_));
        Self {
            key: leaf.key(),
            env: leaf.env(prefix),
            flag: leaf.flag(),
            about,
            expects,
            default: text.unwrap_or_default().to_owned(),
            yaml: yaml.map(|value| show::yaml(&show::written(field.kind, &value))),
            needed: field.default.is_none() && !open && !leaf.optional,
            has_file: leaf.has_file(),
            leaf,
        }
    }

    fn is_secret(&self) -> bool {
        self.leaf.field.secret || self.leaf.field.kind.holds_secret()
    }
}
