//! A raw tree, read through the schema: typed values, the place of each, and every mistake.

use std::collections::BTreeMap;

use figment::value::{Dict, Empty, Value as Tree};

use crate::leaf::dotted;
use crate::near::nearest;
use crate::problem::{Origin, Problem};
use crate::scalar::{self, Style};
use crate::schema::{Field, Kind, Section, SetBy};
use crate::show;
use crate::snippet::{self, Lines};
use crate::yaml::{self, Broken, Entry, Node, Pos, Raw};

/// Where a value was set.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) origin: Origin,
    /// What to underline, in a file.
    pub(crate) pos: Pos,
}

/// The place of each value of a layer, by its keys.
pub(crate) type Places = BTreeMap<Vec<String>, Place>;

/// What a reader leaves beside the values.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) places: Places,
    pub(crate) problems: Vec<Problem>,
    /// What a snippet must not show.
    pub(crate) masked: Vec<Pos>,
}

/// How many mistakes of one source are shown with their lines.
const MAX_SNIPPETS: usize = 100;

/// What a layer is made of.
pub(crate) enum Source<'a> {
    /// A file with its lines, for snippets.
    File { name: &'a str, lines: &'a Lines },
    /// One text: a variable, a flag or a default.
    Text(Origin),
    /// Values that another library read, with what it says of their places.
    #[cfg(feature = "config")]
    Values { name: &'a str, places: &'a [Option<String>] },
}

/// Reads one source of one layer.
pub(crate) struct Reader<'a> {
    layer: usize,
    /// Whose the source is.
    of: SetBy,
    source: Source<'a>,
    path: Vec<String>,
    places: Places,
    /// Mistakes, and what to underline.
    found: Vec<(Problem, Option<Pos>)>,
    /// What a snippet must not show.
    masked: Vec<Pos>,
}

impl<'a> Reader<'a> {
    /// A reader of the value at `path`; the empty path is the whole document.
    pub(crate) fn new(layer: usize, source: Source<'a>, of: SetBy, path: Vec<String>) -> Self {
        let (places, found, masked) = (Places::new(), Vec::new(), Vec::new());
        Self { layer, of, source, path, places, found, masked }
    }

    /// What was noticed; mistakes in a file with their lines.
    pub(crate) fn finish(self) -> Notes {
        let Self { source, found, masked, places, .. } = self;
        let problems = found.into_iter().enumerate().map(|(i, (mut problem, pos))| {
            if let (Source::File { lines, .. }, Some(pos)) = (&source, pos)
                && i < MAX_SNIPPETS
            {
                problem.snippet = snippet::cut(lines, pos, &masked);
            }
            problem
        });
        Notes { problems: problems.collect(), places, masked }
    }

    /// Reports a text that is not YAML. Nothing is known of the values in it, so it is shown only
    /// where none of them can be a secret.
    pub(crate) fn broken(&mut self, broken: Broken, secrets: bool) {
        let mut problem = self.problem(broken.pos, broken.message);
        problem.help = broken.help.map(str::to_owned);
        self.found.push((problem, (!secrets).then_some(broken.pos)));
    }

    /// Reads a value of that kind; `None` when it was refused, which is then recorded.
    pub(crate) fn read(&mut self, kind: Kind, node: &Node, secret: bool) -> Option<Tree> {
        self.note_place(node.pos);
        // A text in the place of values may be one of them, or JSON of them.
        let secret = secret || matches!(node.raw, Raw::Scalar { .. }) && kind.holds_secret();
        // A URL may hold a password, wherever in a wrong value it is.
        let harmless = matches!(&node.raw, Raw::Scalar { text, .. } if !text.contains('@'));
        if secret || kind.required() == Kind::Url && !harmless {
            self.mask(node);
        }
        let null = node.is_null();
        match (kind, &node.raw) {
            (Kind::Option(_), _) if null => Some(Tree::from(Empty::None)),
            (Kind::Option(inner), _) => self.read(*inner, node, secret),
            (Kind::Section(_) | Kind::Map(_), _) if null => Some(Tree::from(Dict::new())),
            (Kind::List(_), _) if null => Some(Tree::from(Vec::<Tree>::new())),
            (Kind::Section(section), Raw::Scalar { text, .. })
                if section.is_external() && !(node.is_bare() && text.trim().starts_with('{')) =>
            {
                self.variant(section, node, secret)
            }
            (Kind::Section(section), Raw::Map(entries)) => Some(self.section(section, entries)),
            (Kind::Map(inner), Raw::Map(entries)) => Some(self.map(*inner, entries, secret)),
            (Kind::List(inner), Raw::List(items)) => self.list(*inner, items, secret),
            (Kind::List(_) | Kind::Map(_) | Kind::Section(_), Raw::Scalar { text, .. })
                if node.is_bare() =>
            {
                self.unfold(kind, node.pos, text, secret)
            }
            (Kind::List(_) | Kind::Map(_) | Kind::Section(_), _) => {
                self.mismatch(kind, node, secret)
            }
            (_, Raw::Scalar { text, plain }) if !null => {
                let style = Style { plain: *plain, bare: node.is_bare() };
                match scalar::read(kind, text, style, secret) {
                    Ok(value) => Some(value),
                    Err(wrong) => self.refuse(node.pos, wrong.message, wrong.help),
                }
            }
            _ => self.mismatch(kind, node, secret),
        }
    }

    fn section(&mut self, section: &'static Section, entries: &[Entry]) -> Tree {
        let (mut dict, mut chosen) = (Dict::new(), None);
        for entry in entries {
            let field = section.field(&entry.key).filter(|field| !field.key.is_empty());
            self.path.push(field.map_or(&*entry.key, |field| field.key).to_owned());
            match field {
                Some(field) if dict.contains_key(field.key) => {
                    let message = format!("`{}` is another key of the same setting", entry.key);
                    self.mask(&entry.value);
                    self.refuse(entry.pos, message, Some("remove one of the two".to_owned()));
                }
                Some(field) if field.scope > self.of => self.out_of_scope(field, entry),
                Some(field) => {
                    if let Some(value) = self.read(field.kind, &entry.value, field.secret) {
                        dict.insert(field.key.to_owned(), value);
                    }
                    chosen = chosen.or(Some((field.key, entry.pos)));
                    if entry.value.pos.line > entry.pos.line {
                        self.note_place(entry.pos);
                    }
                }
                None if section.is_external()
                    && entry.value.is_null()
                    && section.variants().contains(&&*entry.key) =>
                {
                    chosen = chosen.or(Some((&entry.key, entry.pos)));
                }
                None => self.unknown(section, entry),
            }
            self.path.pop();
        }
        if let (true, Some((name, pos))) = (section.is_external(), chosen) {
            self.choose(name, pos, &mut dict);
        }
        dict.into()
    }

    /// The variant of an enum by its name alone.
    fn variant(&mut self, section: &'static Section, node: &Node, secret: bool) -> Option<Tree> {
        let name = self.read(Kind::Choice(section.variants()), node, secret)?;
        let mut dict = Dict::new();
        self.choose(name.as_str()?, node.pos, &mut dict);
        Some(dict.into())
    }

    /// Notes the variant that a section is of. Whatever stands there of another one is refused later,
    /// like that of another layer.
    fn choose(&mut self, name: &str, pos: Pos, dict: &mut Dict) {
        self.path.push(String::new());
        self.note_place(pos);
        self.path.pop();
        dict.insert(String::new(), name.into());
    }

    fn out_of_scope(&mut self, field: &Field, entry: &Entry) {
        self.mask(&entry.value);
        let (message, help) = match field.scope {
            SetBy::Env => ("no file may set this", "set it by a variable or a flag"),
            _ => (
                "the file of a project may not set this",
                "set it in a file of your own, by a variable or by a flag",
            ),
        };
        self.refuse(entry.pos, message.to_owned(), Some(help.to_owned()));
    }

    fn unknown(&mut self, section: &Section, entry: &Entry) {
        // It may be a secret whose key is mistyped.
        self.mask(&entry.value);
        let keys: Vec<&str> = section.flat().map(|field| field.key).collect();
        let help = match nearest(&entry.key, keys.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", keys.join(", ")),
        };
        self.refuse(entry.pos, "unknown key".to_owned(), Some(help));
    }

    fn map(&mut self, kind: Kind, entries: &[Entry], secret: bool) -> Tree {
        let mut dict = Dict::new();
        for entry in entries {
            self.path.push(entry.key.to_string());
            if let Some(value) = self.read(kind, &entry.value, secret) {
                dict.insert(entry.key.to_string(), value);
            }
            self.path.pop();
        }
        dict.into()
    }

    fn list(&mut self, kind: Kind, items: &[Node], secret: bool) -> Option<Tree> {
        let mut values = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            self.path.push(i.to_string());
            values.push(self.read(kind, item, secret));
            self.path.pop();
        }
        values.into_iter().collect::<Option<Vec<Tree>>>().map(Tree::from)
    }

    /// Reads a list, map or section that was given as one text: JSON, or for a list `a,b`.
    fn unfold(&mut self, kind: Kind, pos: Pos, text: &str, secret: bool) -> Option<Tree> {
        let opening = if matches!(kind, Kind::List(_)) { '[' } else { '{' };
        if text.trim_start().starts_with(opening) {
            return match yaml::parse(text) {
                Ok(Some(node)) => self.read(kind, &node, secret),
                Ok(None) => None,
                Err(broken) => {
                    let help = broken.help.map(str::to_owned);
                    self.refuse(pos, format!("cannot be read: {}", broken.message), help)
                }
            };
        }
        if let Kind::List(_) = kind {
            let items = text.split(',').map(str::trim).filter(|_| !text.is_empty());
            return self.read(kind, &Node::texts(items), secret);
        }
        let style = Style { plain: true, bare: true };
        let found = scalar::found(text, style, secret);
        let help = "write JSON, such as `{\"key\": \"value\"}`".to_owned();
        self.refuse(pos, format!("expected {}{found}", kind.expectation()), Some(help))
    }

    fn mismatch(&mut self, kind: Kind, node: &Node, secret: bool) -> Option<Tree> {
        if secret || kind == Kind::Url {
            // Unquoted, a secret may look like a key.
            self.mask_keys(node);
        }
        let found = match &node.raw {
            Raw::List(_) => ", found a list".to_owned(),
            Raw::Map(_) => ", found a section of keys".to_owned(),
            Raw::Scalar { .. } if node.is_null() => ", found nothing".to_owned(),
            Raw::Scalar { text, plain } => {
                scalar::found(text, Style { plain: *plain, bare: false }, secret)
            }
        };
        let help = match (kind, &node.raw) {
            (Kind::List(_), Raw::Scalar { .. }) if secret => Some("write `[…]`".to_owned()),
            (Kind::List(_), Raw::Scalar { text, .. }) => {
                Some(format!("write `[{}]`", show::text(&scalar::shown(text))))
            }
            (Kind::Text, _) if node.is_null() => {
                Some("write `\"\"` for an empty text, or remove the key".to_owned())
            }
            (_, Raw::Scalar { .. }) if node.is_null() => Some("remove the key".to_owned()),
            _ => None,
        };
        self.refuse(node.pos, format!("expected {}{found}", kind.expectation()), help)
    }

    fn refuse(&mut self, pos: Pos, message: String, help: Option<String>) -> Option<Tree> {
        let mut problem = self.problem(pos, message);
        problem.help = help;
        self.found.push((problem, Some(pos)));
        None
    }

    fn problem(&self, pos: Pos, message: String) -> Problem {
        Problem::new(self.layer, dotted(&self.path), message).at(self.origin(pos))
    }

    fn note_place(&mut self, pos: Pos) {
        let place = Place { origin: self.origin(pos), pos };
        self.places.insert(self.path.clone(), place);
    }

    fn origin(&self, pos: Pos) -> Origin {
        match &self.source {
            Source::Text(origin) => origin.clone(),
            #[cfg(feature = "config")]
            Source::Values { name, places } => Origin::Remote {
                name: (*name).to_owned(),
                place: places.get(pos.col).cloned().flatten(),
            },
            Source::File { name, .. } => Origin::File {
                path: (*name).to_owned(),
                line: u32::try_from(pos.line).unwrap_or(u32::MAX),
                col: u32::try_from(pos.col).unwrap_or(u32::MAX),
            },
        }
    }

    /// Keeps all the values below a node out of the snippets.
    fn mask(&mut self, node: &Node) {
        match &node.raw {
            Raw::Scalar { .. } => self.masked.push(node.pos),
            Raw::List(items) => items.iter().for_each(|item| self.mask(item)),
            Raw::Map(entries) => entries.iter().for_each(|entry| self.mask(&entry.value)),
        }
    }

    fn mask_keys(&mut self, node: &Node) {
        match &node.raw {
            Raw::Scalar { .. } => {}
            Raw::List(items) => items.iter().for_each(|item| self.mask_keys(item)),
            Raw::Map(entries) => entries.iter().for_each(|entry| {
                self.masked.push(entry.pos);
                self.mask_keys(&entry.value);
            }),
        }
    }
}
