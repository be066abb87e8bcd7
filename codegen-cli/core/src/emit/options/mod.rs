//! What to emit and how: the options that users of every door give as `key=value`.

mod rows;

use std::borrow::Cow;

use super::EMITTERS;
use crate::diag::{Diagnostic, Diagnostics, Origin, code, nearest};
use crate::model::{Schema, Selection, Service};

pub use rows::{OPTIONS, Row};

/// What to emit.
///
/// ```
/// use typewright_core::emit::Options;
///
/// let options = Options::parse(r"emit=messages,type_attribute=.=#[derive(Hash\, Ord)]").unwrap();
/// assert_eq!(options.emitters, ["messages"]);
/// assert_eq!(options.types.type_attributes[0].1, "#[derive(Hash, Ord)]");
/// let told = Options::parse("btree_mpa=.").unwrap_err().to_string();
/// assert!(told.contains("did you mean `btree_map`?"));
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    /// Names of emitters; none means all that run by default.
    pub emitters: Vec<String>,
    /// Names of emitters that run beside those.
    pub with: Vec<&'static str>,
    /// Names of emitters that are not to run.
    pub without: Vec<&'static str>,
    /// Whether to write the file that declares the tree of modules.
    pub root: bool,
    /// What that file is called, with the folder that the modules are in.
    pub include_file: Option<String>,
    /// Whether all files stand in one folder.
    pub flat: bool,
    /// The template of a manifest, for [`manifest`](super::manifest()).
    pub manifest: Option<String>,
    /// Whether each package is behind a feature; where nothing was said, if there is a manifest.
    pub features: Option<bool>,
    /// What stands between the parts of a package in the name of its feature.
    pub package_separator: char,
    /// What the file of items without a package is called, without its ending and without a root.
    pub bare_file: String,
    /// Which part of the schema is wanted; for the source.
    pub selection: Selection,
    /// Files that say how methods are called, for
    /// [`service_config::apply`](crate::source::service_config::apply).
    pub service_configs: Vec<String>,
    /// What was said about [`Selection::imports`], if anything.
    pub imports: Option<bool>,
    /// How messages and enums are made.
    pub types: TypeOptions,
    /// What the JSON of messages is written and read by, beside the canonical form.
    pub json: JsonRules,
    /// Whether each module holds the descriptors of its files.
    pub file_descriptor_set: bool,
    /// Whether paths of methods leave out the package.
    pub bare_paths: bool,
    /// Attributes of client types, by path of the service.
    pub client_attributes: Vec<(String, String)>,
    /// Attributes of the modules of clients, by path of the service.
    pub client_mod_attributes: Vec<(String, String)>,
    /// Attributes of server traits, by path of the service.
    pub server_attributes: Vec<(String, String)>,
    /// Attributes of the modules of servers, by path of the service.
    pub server_mod_attributes: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            emitters: Vec::new(),
            with: Vec::new(),
            without: Vec::new(),
            root: true,
            include_file: None,
            flat: false,
            manifest: None,
            features: None,
            package_separator: '-',
            bare_file: "mod".to_owned(),
            selection: Selection::default(),
            service_configs: Vec::new(),
            imports: None,
            types: TypeOptions::default(),
            json: JsonRules::default(),
            file_descriptor_set: false,
            bare_paths: false,
            client_attributes: Vec::new(),
            client_mod_attributes: Vec::new(),
            server_attributes: Vec::new(),
            server_mod_attributes: Vec::new(),
        }
    }
}

/// The options of prost-build, under its names.
///
/// Paths are its own, too: with a dot in front they match from the start, else from the end.
#[derive(Clone, Debug, Default)]
pub struct TypeOptions {
    /// Paths of `bytes` fields that become `Bytes`.
    pub bytes: Vec<String>,
    /// Paths of map fields that become `BTreeMap`.
    pub btree_map: Vec<String>,
    /// Paths of fields that are boxed.
    pub boxed: Vec<String>,
    /// Paths of items whose comments are left out.
    pub disable_comments: Vec<String>,
    /// Paths of messages that get no `Debug`.
    pub skip_debug: Vec<String>,
    /// Attributes of messages, enums and oneofs.
    pub type_attributes: Vec<(String, String)>,
    /// Attributes of messages.
    pub message_attributes: Vec<(String, String)>,
    /// Attributes of enums and oneofs.
    pub enum_attributes: Vec<(String, String)>,
    /// Attributes of fields.
    pub field_attributes: Vec<(String, String)>,
    /// Whether enum values keep the name of their enum.
    pub retain_enum_prefix: bool,
    /// Whether messages get an `impl prost::Name`.
    pub enable_type_names: bool,
    /// Domains of the type URLs of those.
    pub type_name_domains: Vec<(String, String)>,
}

/// The options of protoc-gen-prost-serde that change what JSON is written and read.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonRules {
    /// Whether fields and names of enum values that the schema does not have are skipped.
    pub ignore_unknown_fields: bool,
    /// Whether fields are written under the names of the schema.
    pub preserve_proto_field_names: bool,
    /// Whether fields are written that have their default.
    pub emit_fields: bool,
    /// Whether enums are written as numbers.
    pub use_integers_for_enums: bool,
}

impl JsonRules {
    /// The rules as generated code names them; nothing where they are the canonical ones.
    pub(crate) fn expression(self) -> Option<String> {
        let fields = [
            ("ignore_unknown", self.ignore_unknown_fields),
            ("proto_names", self.preserve_proto_field_names),
            ("defaults", self.emit_fields),
            ("enum_numbers", self.use_integers_for_enums),
        ];
        let given = fields.iter().filter(|(_, on)| *on);
        let fields: String = given.map(|(name, _)| format!("        {name}: true,\n")).collect();
        let rules = "::typewright_json::Rules";
        let rest = format!("        ..{rules}::CANONICAL\n    ");
        (!fields.is_empty()).then(|| format!("{rules} {{\n{fields}{rest}}}"))
    }
}

impl TypeOptions {
    /// Whether the comments of an item are left out.
    pub(crate) fn without_comments(&self, id: &str) -> bool {
        self.disable_comments.iter().any(|path| path_finds(path, id))
    }
}

impl Options {
    /// Reads pairs with commas between them; a comma in a value is written `\,`.
    ///
    /// # Errors
    /// Every option that does not exist, or whose value is wrong.
    pub fn parse(parameter: &str) -> Result<Self, Diagnostics> {
        Self::of(split(parameter).iter().map(String::as_str))
    }

    /// Reads pairs that were given one by one.
    ///
    /// # Errors
    /// As [`Options::parse`].
    pub fn of<'p>(pairs: impl IntoIterator<Item = &'p str>) -> Result<Self, Diagnostics> {
        let mut options = Self::default();
        let mut diagnostics = Diagnostics::new();
        for pair in pairs.into_iter().map(str::trim).filter(|pair| !pair.is_empty()) {
            if let Err(diagnostic) = options.set(pair) {
                diagnostics.push(diagnostic);
            }
        }
        diagnostics.finish()?;
        // Without a root each run sees a part, and others see the rest.
        options.selection.strict = options.root;
        options.selection.imports = options.imports.unwrap_or(options.root);
        Ok(options)
    }

    fn set(&mut self, pair: &str) -> Result<(), Diagnostic> {
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value)),
            None => (pair, None),
        };
        let Some(row) = OPTIONS.iter().find(|row| row.name == name) else {
            return Err(unknown(name));
        };
        row.set(self, value)
    }

    /// The file that declares the tree of modules, from the folder of the output.
    pub fn root_file(&self) -> &str {
        let default = if self.manifest.is_some() { "src/lib.rs" } else { "mod.rs" };
        self.include_file.as_deref().unwrap_or(default)
    }

    /// Whether an emitter is to run.
    pub fn runs(&self, emitter: &str) -> bool {
        let named = self.emitters.iter().any(|name| name == emitter);
        let default = || EMITTERS.iter().any(|row| row.name == emitter && !row.opt_in);
        let wanted = named || self.with.contains(&emitter);
        (wanted || self.emitters.is_empty() && default()) && !self.without.contains(&emitter)
    }

    /// The schema as the options change it for all emitters.
    pub(crate) fn applied<'s>(&self, schema: &'s Schema) -> Cow<'s, Schema> {
        if !self.bare_paths {
            return Cow::Borrowed(schema);
        }
        let mut schema = schema.clone();
        for service in &mut schema.services {
            for method in &mut service.methods {
                method.path = format!("/{}/{}", service.name, method.name);
            }
        }
        Cow::Owned(schema)
    }
}

/// The pairs of a parameter.
fn split(parameter: &str) -> Vec<String> {
    let mut pairs = vec![String::new()];
    let mut letters = parameter.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = letter == '\\' && matches!(letters.peek(), Some(',' | '\\'));
        let letter = if escaped { letters.next().unwrap_or(letter) } else { letter };
        match pairs.last_mut() {
            Some(pair) if letter != ',' || escaped => pair.push(letter),
            _ => pairs.push(String::new()),
        }
    }
    pairs
}

/// Those attributes that are for one of the services, each once.
pub(crate) fn attributes(given: &[(String, String)], services: &[&Service]) -> Vec<String> {
    let found = |path: &str| services.iter().any(|service| path_finds(path, &service.id));
    let found = given.iter().filter(|(path, _)| found(path));
    found.map(|(_, attribute)| attribute.clone()).collect()
}

/// Whether a path of prost-build finds an item: from the start where it has a dot in front, else
/// from the end.
pub(crate) fn path_finds(path: &str, id: &str) -> bool {
    let parted = |rest: Option<&str>, at_end: bool| {
        rest.is_some_and(|rest| {
            rest.is_empty() || if at_end { rest.ends_with('.') } else { rest.starts_with('.') }
        })
    };
    match path.strip_prefix('.') {
        Some("") => true,
        Some(start) => parted(id.strip_prefix(start), false),
        None => parted(id.strip_suffix(path), true),
    }
}

fn unknown(name: &str) -> Diagnostic {
    let known = OPTIONS.iter().map(|row| row.name);
    let help = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("options: {}", known.collect::<Vec<_>>().join(", "))
        }
    };
    let message = format!("there is no option `{name}`");
    Diagnostic::new(code::UNKNOWN_OPTION, Origin::None, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::{path_finds, split};

    #[test]
    fn escaped_commas_are_part_of_a_value() {
        assert_eq!(split(r"a=1,b=x\,y,c\\,d\n"), ["a=1", "b=x,y", r"c\", r"d\n"]);
    }

    #[test]
    fn paths_find_from_the_start_or_from_the_end() {
        for (path, id, finds) in [
            (".", "a.B", true),
            (".a", "a.B", true),
            (".a", "ab.B", false),
            (".a.B", "a.B", true),
            ("B", "a.B", true),
            ("a.B", "x.a.B", true),
            ("B", "a.AB", false),
        ] {
            assert_eq!(path_finds(path, id), finds, "{path} {id}");
        }
    }
}
