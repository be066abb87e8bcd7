//! Options ▶ fields of the options messages.

use std::collections::HashMap;

use super::Linker;
use super::lifetime::{self, Verdict};
use super::pool::{Found, Kind, Pool};
use crate::ast::{Id, Label, Type};
use crate::option::{Entry, NamePart, Node, Options, Target, Tree, Written};
use crate::problem::Mistake;

/// The options that are interpreted in one go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// The fields of `descriptor.proto`, with features.
    Own,
    Extensions,
}

/// Where an option goes.
struct Destination {
    /// The message fields on the way.
    steps: Vec<Id>,
    field: Id,
}

/// The paths of options in `SourceCodeInfo`: as they are written ▶ as they are interpreted.
type Paths = HashMap<Vec<i32>, Vec<i32>>;

impl Linker {
    pub(super) fn interpret(&mut self, file: usize) {
        let mut paths = Paths::new();
        self.pass(file, Pass::Own, &mut paths);
        self.resolve_features(file);
        self.pass(file, Pass::Extensions, &mut paths);
        self.pool.files[file].locations.interpret(&paths);
    }

    fn pass(&mut self, file: usize, pass: Pass, paths: &mut Paths) {
        let mut counts = HashMap::new();
        for id in 0..self.pool.files[file].options.len() {
            let options = &self.pool.files[file].options[id];
            let mut tree = options.tree.clone();
            let mut mistakes = Vec::new();
            let mut verdicts = Vec::new();
            let mut reader = Reader {
                pool: &self.pool,
                file,
                options,
                paths,
                counts: &mut counts,
                verdicts: &mut verdicts,
            };
            for (index, written) in options.written.iter().enumerate() {
                let is_extension = written.name.first().is_some_and(|part| part.is_extension);
                if is_extension == (pass == Pass::Extensions) {
                    mistakes.extend(reader.option(index, written, &mut tree).err());
                }
            }
            if pass == Pass::Own {
                sort(&mut tree);
            }
            self.pool.files[file].options[id].tree = tree;
            for verdict in verdicts {
                match verdict {
                    Verdict::Mistake(mistake) => mistakes.push(mistake),
                    Verdict::Warning(warning) => self.warnings.push((file, warning)),
                }
            }
            self.mistakes.extend(mistakes.into_iter().map(|mistake| (file, mistake)));
        }
    }
}

/// Puts fields in the order of their numbers, features among them.
fn sort(tree: &mut Tree) {
    tree.0.sort_by_key(|entry| entry.number);
    for entry in &mut tree.0 {
        if let Some(inner) = entry.node.tree_mut() {
            sort(inner);
        }
    }
}

/// Reads the options of one element.
struct Reader<'a> {
    pool: &'a Pool,
    file: usize,
    options: &'a Options,
    paths: &'a mut Paths,
    /// How many values a repeated option has, by its path.
    counts: &'a mut HashMap<Vec<i32>, i32>,
    verdicts: &'a mut Vec<Verdict>,
}

impl Reader<'_> {
    fn option(&mut self, index: usize, written: &Written, tree: &mut Tree) -> Result<(), Mistake> {
        let destination = self.destination(written)?;
        let Destination { steps, field } = &destination;
        let pool = self.pool;
        let own = pool.field(*field);
        let repeated = own.label == Label::Repeated;
        let numbers: Vec<i32> = steps.iter().map(|id| pool.field(*id).number).collect();
        if !repeated && is_set(tree, &numbers, own.number) {
            let name = display(&written.name);
            return Err(Mistake::new(written.name_span, format!("`{name}` is set already")));
        }
        let node = super::value::option_value(pool, self.file, *field, &written.value)?;
        let way: Vec<Id> = steps.iter().copied().chain([*field]).collect();
        let edition = pool.files[self.file].edition;
        self.verdicts.extend(lifetime::check(pool, edition, &way, &node, written.name_span));
        let entry = Entry { field: *field, number: own.number, node };
        place(pool, tree, steps, entry, true);
        if let Some(path) = &self.options.path {
            let mut to = path.clone();
            to.extend(numbers);
            to.push(own.number);
            if repeated {
                let count = self.counts.entry(to.clone()).or_default();
                to.push(*count);
                *count += 1;
            }
            let mut from = path.clone();
            from.extend([999, i32::try_from(index).unwrap_or(i32::MAX)]);
            self.paths.insert(from, to);
        }
        Ok(())
    }

    /// Finds the field that an option sets.
    fn destination(&self, written: &Written) -> Result<Destination, Mistake> {
        let target = self.options.target;
        let Some(mut message) = self.pool.message_named(target.options_message()) else {
            return Err(Mistake::new(written.name_span, "there are no options of this kind"));
        };
        let mut steps = Vec::new();
        for (index, part) in written.name.iter().enumerate() {
            let field = self.part(part, message, &written.name[..=index])?;
            if index + 1 == written.name.len() {
                self.check_target(field, written)?;
                return Ok(Destination { steps, field });
            }
            let own = self.pool.field(field);
            let name = display(&written.name[..=index]);
            message = match own.kind {
                Type::Message(id) | Type::Group(Some(id)) if own.label != Label::Repeated => id,
                Type::Message(_) | Type::Group(_) => {
                    let message = format!("`{name}` is repeated, so its fields cannot be set");
                    let help = format!("set a whole message: `{name} = {{ … }}`");
                    return Err(Mistake::new(part.name.span, message).help(help));
                }
                _ => {
                    let message = format!("`{name}` is not a message, so it has no fields");
                    return Err(Mistake::new(part.name.span, message));
                }
            };
            steps.push(field);
        }
        Err(Mistake::new(written.name_span, "an option has a name"))
    }

    fn part(&self, part: &NamePart, message: Id, so_far: &[NamePart]) -> Result<Id, Mistake> {
        let (text, span) = (&part.name.text, part.name.span);
        let name = display(so_far);
        let own = self.pool.message(message);
        if !part.is_extension {
            if let Some(field) = self.pool.field_named(message, text)
                && text != "uninterpreted_option"
            {
                return Ok(field);
            }
            let fields = own.fields.iter().map(|f| &self.pool.files[message.file].fields[*f]);
            let names = fields.map(|field| &*field.name.text);
            let mistake = match so_far.len() {
                1 => format!("there is no {} option `{name}`", self.options.target),
                _ => format!("`{}` has no field `{text}`", own.full_name),
            };
            let mistake = Mistake::new(span, mistake).meant(text, names);
            if so_far.len() > 1 {
                return Err(mistake);
            }
            let has = |target: &Target| {
                let message = self.pool.message_named(target.options_message());
                message.is_some_and(|message| self.pool.field_named(message, text).is_some())
            };
            let others: Vec<_> =
                Target::ALL.iter().filter(|t| has(t)).map(Target::to_string).collect();
            return Err(match mistake.help {
                _ if !others.is_empty() => {
                    let others = others.join(" or ");
                    mistake.help(format!("`{text}` is an option of: {others}"))
                }
                None => {
                    mistake.help(format!("an option of your own is an extension: write `({text})`"))
                }
                Some(_) => mistake,
            });
        }
        self.extension(part, message, &name)
    }

    /// Finds the extension of a message that a name stands for. `name` is how to show it.
    fn extension(&self, part: &NamePart, message: Id, name: &str) -> Result<Id, Mistake> {
        let (text, span) = (&part.name.text, part.name.span);
        let own = self.pool.message(message);
        let mistake = match self.pool.lookup(self.file, text, &self.options.scope, false) {
            Found::Symbol(symbol) => match symbol.kind {
                Kind::Extension(id) if self.pool.field(id).of == Some(message) => return Ok(id),
                Kind::Extension(id) => {
                    let of =
                        self.pool.field(id).of.map_or("", |of| &self.pool.message(of).full_name);
                    let message = format!("`{name}` extends `{of}`, not `{}`", own.full_name);
                    Mistake::new(span, message)
                }
                _ => Mistake::new(span, format!("`{text}` is not an extension")),
            },
            Found::NotImported(other) => {
                let other = &self.pool.files[other].name;
                let message = format!("`{name}` is defined in `{other}`, which is not imported");
                Mistake::new(span, message).help(format!("add `import \"{other}\";`"))
            }
            Found::Shadowed(full) => {
                let message = format!("`{name}` resolves to `({full})`, which is not defined");
                let help = format!("write `(.{text})` to look from the outermost scope");
                Mistake::new(span, message).help(help)
            }
            Found::Nothing => {
                self.pool.may_suggest();
                let mistake = Mistake::new(span, format!("the option `{name}` is not defined"));
                let extensions = |kind| match kind {
                    Kind::Extension(id) => self.pool.field(id).of == Some(message),
                    _ => false,
                };
                let mistake = mistake.meant(text, self.pool.names(self.file, extensions));
                match mistake.help {
                    None => mistake.help("import the file that defines it"),
                    Some(_) => mistake,
                }
            }
        };
        Err(mistake)
    }

    /// Some options are only for some kinds of elements.
    fn check_target(&self, field: Id, written: &Written) -> Result<(), Mistake> {
        let own = self.pool.field(field);
        let Some(options) = own.options else { return Ok(()) };
        let targets = targets(&self.pool.files[field.file].options[options].tree);
        let target = self.options.target;
        if targets.is_empty() || targets.contains(&target.number()) {
            return Ok(());
        }
        let name = display(&written.name);
        Err(Mistake::new(written.name_span, format!("`{name}` cannot be set on a {target}")))
    }
}

/// The values of `FieldOptions.targets`.
pub(super) fn targets(options: &Tree) -> Vec<u64> {
    let all = options.0.iter().filter(|entry| entry.number == 19);
    all.filter_map(|entry| match entry.node {
        Node::Varint(value) => Some(value),
        _ => None,
    })
    .collect()
}

/// Whether a field is set in a message that `steps` lead to.
fn is_set(tree: &Tree, steps: &[i32], number: i32) -> bool {
    let Some((first, rest)) = steps.split_first() else { return tree.get(number).is_some() };
    tree.0.iter().filter(|entry| entry.number == *first).any(|entry| match &entry.node {
        Node::Message(inner) | Node::Group(inner) => is_set(inner, rest, number),
        _ => false,
    })
}

/// Whether protoc itself does not know a field, so that it keeps the values as they come.
fn is_foreign(pool: &Pool, field: Id) -> bool {
    let own = pool.field(field);
    own.extendee.is_some() && !matches!(&*own.full_name, "pb.cpp" | "pb.java")
}

/// Adds a value to the message that `steps` lead to, which is the one that is there as long as
/// protoc knows all fields on the way.
fn place(pool: &Pool, tree: &mut Tree, steps: &[Id], entry: Entry, known: bool) {
    let Some((&first, rest)) = steps.split_first() else { return tree.0.push(entry) };
    let known = known && !is_foreign(pool, first);
    if known {
        let same = tree.0.iter_mut().find(|entry| entry.field == first);
        if let Some(inner) = same.and_then(|entry| entry.node.tree_mut()) {
            return place(pool, inner, rest, entry, true);
        }
    }
    let field = pool.field(first);
    let mut inner = Tree::default();
    place(pool, &mut inner, rest, entry, known);
    let node = if field.is_delimited() { Node::Group(inner) } else { Node::Message(inner) };
    tree.0.push(Entry { field: first, number: field.number, node });
}

/// `(a).b` for the parts of a name.
pub(super) fn display(parts: &[NamePart]) -> String {
    let part = |part: &NamePart| match part.is_extension {
        true => format!("({})", part.name.text),
        false => part.name.text.clone(),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(".")
}
