//! All loaded files and the names in them.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use crate::ast::{Enum, Field, File, Id, ImportKind, Message};
use crate::problem::Span;

/// For how many names the nearest one is looked for.
const SUGGESTIONS: u32 = 50;

/// What a full name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Message(Id),
    Enum(Id),
    /// A value, by its enum and its index in it.
    EnumValue(Id, usize),
    Field(Id),
    Extension(Id),
    Oneof,
    Service,
    Method,
    Package,
}

impl Kind {
    pub(crate) fn is_type(self) -> bool {
        matches!(self, Self::Message(_) | Self::Enum(_))
    }

    /// Whether names can be inside of it.
    fn is_scope(self) -> bool {
        matches!(self, Self::Message(_) | Self::Enum(_) | Self::Package | Self::Service)
    }
}

/// A name, and where it is declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Symbol {
    pub(crate) kind: Kind,
    pub(crate) file: usize,
    pub(crate) span: Span,
}

/// All loaded files and the names in them.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    pub(crate) files: Vec<File>,
    pub(crate) symbols: HashMap<String, Symbol>,
    /// The files that each package, and each package around one, is declared in.
    pub(crate) packages: HashMap<String, Vec<usize>>,
    pub(crate) views: Vec<View>,
    /// The first extension of each message and number.
    pub(crate) extensions: HashMap<(Id, i32), Id>,
    /// How many names were compared with all others.
    suggestions: Cell<u32>,
}

/// The files whose names a file can use.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// Itself, its imports, and what these import publicly.
    files: HashSet<usize>,
    /// The files of `import option`, whose extensions alone can be used.
    options: HashSet<usize>,
    /// The files that it did use.
    pub(crate) used: RefCell<HashSet<usize>>,
}

/// What came of looking up a name.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    Symbol(Symbol),
    /// The name is declared in a file that is not imported.
    NotImported(usize),
    /// The first part was found in an inner scope, the rest is not in there.
    Shadowed(String),
    Nothing,
}

impl Pool {
    pub(crate) fn new(files: Vec<File>) -> Self {
        let views = files.iter().map(|_| View::default()).collect();
        Self { files, views, ..Self::default() }
    }

    pub(crate) fn message(&self, id: Id) -> &Message {
        &self.files[id.file].messages[id.index]
    }

    pub(crate) fn enumeration(&self, id: Id) -> &Enum {
        &self.files[id.file].enums[id.index]
    }

    pub(crate) fn field(&self, id: Id) -> &Field {
        &self.files[id.file].fields[id.index]
    }

    /// A field of a message by its name.
    pub(crate) fn field_named(&self, message: Id, name: &str) -> Option<Id> {
        let index = |index: &usize| Id { file: message.file, index: *index };
        let own = self.message(message).fields.iter().map(index);
        own.into_iter().find(|id| self.field(*id).name.text == name)
    }

    /// The message of a full name, in any file.
    pub(crate) fn message_named(&self, name: &str) -> Option<Id> {
        match self.symbols.get(name)?.kind {
            Kind::Message(id) => Some(id),
            _ => None,
        }
    }

    /// Finds out which files a file can see.
    pub(crate) fn add_view(&mut self, file: usize) {
        let mut view = View::default();
        view.files.insert(file);
        for import in &self.files[file].imports {
            let Some(imported) = import.file else { continue };
            let seen = match import.kind {
                ImportKind::Option => &mut view.options,
                _ => &mut view.files,
            };
            let mut open = vec![imported];
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    let imports = self.files[next].imports.iter();
                    let public = imports.filter(|import| import.kind == ImportKind::Public);
                    open.extend(public.filter_map(|import| import.file));
                }
            }
        }
        self.views[file] = view;
    }

    /// What a full name stands for where `file` is read.
    fn find(&self, file: usize, name: &str) -> Found {
        let view = &self.views[file];
        let sees = |other: &usize| view.files.contains(other) || view.options.contains(other);
        if let Some(symbol) = self.symbols.get(name) {
            if sees(&symbol.file) {
                view.used.borrow_mut().insert(symbol.file);
            }
            let is_extension = matches!(symbol.kind, Kind::Field(_) | Kind::Extension(_));
            if view.files.contains(&symbol.file)
                || (is_extension && view.options.contains(&symbol.file))
            {
                return Found::Symbol(*symbol);
            }
            return Found::NotImported(symbol.file);
        }
        match self.packages.get(name) {
            Some(files) if files.iter().any(sees) => {
                Found::Symbol(Symbol { kind: Kind::Package, file, span: Span::default() })
            }
            Some(files) => files.first().map_or(Found::Nothing, |other| Found::NotImported(*other)),
            None => Found::Nothing,
        }
    }

    /// Looks a name up in the scopes around `scope`, the innermost first. The first part of the
    /// name decides which scope it is. With `types`, names of other things are passed over.
    pub(crate) fn lookup(&self, file: usize, name: &str, scope: &str, types: bool) -> Found {
        if let Some(full) = name.strip_prefix('.') {
            return self.find(file, full);
        }
        let first = name.split('.').next().unwrap_or(name);
        let mut hidden = Found::Nothing;
        let mut scope = scope;
        while let Some((around, _)) = scope.rsplit_once('.') {
            scope = around;
            match self.find(file, &format!("{scope}.{first}")) {
                Found::Symbol(symbol) if first.len() < name.len() => {
                    if symbol.kind.is_scope() {
                        let full = format!("{scope}.{name}");
                        return match self.find(file, &full) {
                            Found::Nothing => Found::Shadowed(full),
                            found => found,
                        };
                    }
                }
                Found::Symbol(symbol) if types && !symbol.kind.is_type() => {}
                Found::Symbol(symbol) => return Found::Symbol(symbol),
                other => {
                    if matches!(hidden, Found::Nothing) && first.len() == name.len() {
                        hidden = other;
                    }
                }
            }
        }
        match self.find(file, name) {
            Found::Nothing => hidden,
            found => found,
        }
    }

    /// Whether the nearest name may be looked for once more: after many mistakes it is not, as each
    /// look at all names takes its time.
    pub(crate) fn may_suggest(&self) -> bool {
        self.suggestions.set(self.suggestions.get().saturating_add(1));
        self.suggestions.get() <= SUGGESTIONS
    }

    /// The full names of a kind that a file can use, for suggestions.
    pub(crate) fn names(
        &self,
        file: usize,
        accept: impl Fn(Kind) -> bool,
    ) -> impl Iterator<Item = &str> {
        let view = &self.views[file];
        let enough = self.suggestions.get() > SUGGESTIONS;
        let seen = move |symbol: &Symbol| {
            view.files.contains(&symbol.file) || view.options.contains(&symbol.file)
        };
        self.symbols
            .iter()
            .take_while(move |_| !enough)
            .filter(move |(_, symbol)| accept(symbol.kind) && seen(symbol))
            .map(|(name, _)| name.as_str())
    }
}
