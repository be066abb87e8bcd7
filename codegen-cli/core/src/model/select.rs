//! What of a schema is generated: the files that are wanted, what was included and excluded by
//! name, and everything that those need.

use std::collections::{BTreeMap, BTreeSet};

use super::{Externs, Message, Schema, Service};
use crate::diag::{Diagnostic, Diagnostics, Origin, code, nearest};

/// Which part of a schema is wanted.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Patterns of full names; without any, everything in the wanted files.
    pub include: Vec<Pattern>,
    /// Patterns of full names to leave out.
    pub exclude: Vec<Pattern>,
    /// Types that live elsewhere.
    pub externs: Externs,
    /// Whether types of files that are only imported are generated where wanted ones use them.
    pub imports: bool,
    /// Whether a pattern that finds nothing is a mistake; not where each run sees a part only.
    pub strict: bool,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            include: Vec::new(),
            exclude: Vec::new(),
            externs: Externs::default(),
            imports: true,
            strict: true,
        }
    }
}

/// A pattern of full names, such as `google.pubsub.v1`, `*.v1.Publisher` or `shop.Api.Get*`.
///
/// It finds what it names with all that is inside: a package, a message, an enum, a service or a
/// method. `*` stands for any text without a dot, `**` for any text.
///
/// ```
/// use typewright_core::model::Pattern;
///
/// let pattern = Pattern::new("shop.*.Api.Get*");
/// assert!(pattern.finds("shop.v1.Api.GetItem"));
/// assert!(!pattern.finds("shop.v1.beta.Api.GetItem"));
/// assert!(Pattern::new("shop").finds("shop.v1.Api.GetItem"));
/// assert!(!Pattern::new("sho").finds("shop.v1.Api.GetItem"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// A pattern; a dot in front, as protobuf writes full names, changes nothing.
    pub fn new(text: &str) -> Self {
        Self(text.strip_prefix('.').unwrap_or(text).to_owned())
    }

    /// Whether it names the item, or something around it.
    pub fn finds(&self, id: &str) -> bool {
        let around = id.match_indices('.').map(|(at, _)| &id[..at]).chain([id]);
        around.into_iter().any(|name| matches(self.0.as_bytes(), name.as_bytes()))
    }
}

/// Each star gives back what it took, one byte after the other; the patterns of people are short.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match pattern {
        [] => name.is_empty(),
        [b'*', b'*', rest @ ..] => (0..=name.len()).any(|at| matches(rest, &name[at..])),
        [b'*', rest @ ..] => {
            let most = name.iter().position(|c| *c == b'.').unwrap_or(name.len());
            (0..=most).any(|at| matches(rest, &name[at..]))
        }
        [one, rest @ ..] => name.first() == Some(one) && matches(rest, &name[1..]),
    }
}

/// Marks the documents that are generated, and takes out of the schema what was not selected.
///
/// # Errors
/// Patterns that find nothing, and items that others need but that are excluded.
pub(crate) fn select(
    schema: &mut Schema,
    wanted: &[String],
    selection: &Selection,
) -> Result<(), Diagnostics> {
    let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    let mut diagnostics = Diagnostics::new();
    if selection.strict {
        find_idle(schema, selection, &mut diagnostics);
    }
    let methods = |service: &Service| service.methods.iter().map(|m| m.name.clone()).collect();
    schema.declared =
        schema.services.iter().map(|service| (service.id.clone(), methods(service))).collect();
    schema.services.retain(|service| wanted.contains(&*service.document));
    for service in &mut schema.services {
        let id = service.id.clone();
        service.methods.retain(|method| selection.takes(&format!("{id}.{}", method.name)));
    }
    schema.services.retain(|s| selection.takes(&s.id) || !s.methods.is_empty());
    let reached = Reach::new(schema, &wanted, selection).run(&mut diagnostics);
    diagnostics.finish()?;
    mark(schema, &wanted, selection, &reached);
    schema.externs = selection.externs.clone();
    Ok(())
}

impl Selection {
    pub(crate) fn filters(&self) -> bool {
        !self.include.is_empty() || !self.exclude.is_empty()
    }

    fn excludes(&self, id: &str) -> bool {
        self.exclude.iter().any(|pattern| pattern.finds(id))
    }

    fn takes(&self, id: &str) -> bool {
        let included = self.include.is_empty() || self.include.iter().any(|p| p.finds(id));
        included && !self.excludes(id)
    }
}

fn find_idle(schema: &Schema, selection: &Selection, diagnostics: &mut Diagnostics) {
    let methods = schema.services.iter().flat_map(|service| {
        service.methods.iter().map(|method| format!("{}.{}", service.id, method.name))
    });
    let types = schema.messages.keys().chain(schema.enums.keys()).cloned();
    let ids: Vec<String> =
        types.chain(schema.services.iter().map(|s| s.id.clone())).chain(methods).collect();
    let patterns = selection.include.iter().map(|p| ("include", p));
    for (option, pattern) in patterns.chain(selection.exclude.iter().map(|p| ("exclude", p))) {
        if ids.iter().any(|id| pattern.finds(id)) {
            continue;
        }
        let message = format!("`{option}={}` finds nothing", pattern.0);
        let packages = schema.documents.iter().map(|d| &*d.package);
        let near = nearest(&pattern.0, ids.iter().map(String::as_str).chain(packages));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "give full names, such as `shop.v1`, `shop.v1.Api` or `shop.v1.Api.Get*`".into()
            }
        };
        let mistake = Diagnostic::new(code::UNKNOWN_ITEM, Origin::None, message);
        diagnostics.push(mistake.help(help));
    }
}

/// Follows what types use.
struct Reach<'s> {
    schema: &'s Schema,
    selection: &'s Selection,
    wanted: &'s BTreeSet<&'s str>,
    /// The types that messages hold inside of them, by message.
    nested: BTreeMap<&'s str, Vec<&'s str>>,
    /// The types of each document, where documents are taken as a whole.
    whole: BTreeMap<&'s str, Vec<&'s str>>,
    reached: BTreeSet<String>,
    /// What is still to be followed: a type, who needs it, and where.
    queue: Vec<(&'s str, Option<(String, &'s Origin)>)>,
}

impl<'s> Reach<'s> {
    fn new(schema: &'s Schema, wanted: &'s BTreeSet<&'s str>, selection: &'s Selection) -> Self {
        let mut nested: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut whole: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let messages = schema.messages.values().map(|m| (&*m.id, &*m.document));
        let enums = schema.enums.values().map(|e| (&*e.id, &*e.document));
        for (id, document) in messages.chain(enums) {
            if let Some((outer, _)) = id.rsplit_once('.') {
                nested.entry(outer).or_default().push(id);
            }
            if selection.include.is_empty() {
                whole.entry(document).or_default().push(id);
            }
        }
        let (reached, queue) = Default::default();
        Self { schema, selection, wanted, nested, whole, reached, queue }
    }

    fn run(mut self, diagnostics: &mut Diagnostics) -> BTreeSet<String> {
        let (schema, selection) = (self.schema, self.selection);
        let messages = schema.messages.values().map(|m| (&*m.id, &*m.document));
        let enums = schema.enums.values().map(|e| (&*e.id, &*e.document));
        for (id, document) in messages.chain(enums) {
            if self.wanted.contains(document) && selection.takes(id) {
                self.queue.push((id, None));
            }
        }
        for service in &schema.services {
            for method in &service.methods {
                let name = format!("{}.{}", service.id, method.name);
                for id in [&method.input, &method.output] {
                    self.queue.push((id, Some((name.clone(), &method.origin))));
                }
                // What an operation ends with and tells is in its answer as bytes, but its types are
                // those of the client.
                for id in method.operation.iter().flat_map(|o| [&o.response, &o.metadata]) {
                    let near = format!("{}.{id}", service.package);
                    let known = [near.as_str(), id.as_str()].into_iter();
                    let declared = known.filter_map(|id| schema.messages.get_key_value(id)).next();
                    if let Some((id, _)) = declared {
                        self.queue.push((id, Some((name.clone(), &method.origin))));
                    }
                }
            }
        }
        while let Some((id, user)) = self.queue.pop() {
            self.visit(id, user, diagnostics);
        }
        self.reached
    }

    fn visit(
        &mut self,
        id: &'s str,
        user: Option<(String, &Origin)>,
        diagnostics: &mut Diagnostics,
    ) {
        let document = self.document(id).unwrap_or_default();
        let foreign = !self.selection.imports && !self.wanted.contains(document);
        if foreign || self.selection.externs.path(id).is_some() || self.reached.contains(id) {
            return;
        }
        if self.selection.excludes(id) {
            if let Some((user, origin)) = user {
                diagnostics.push(needed(id, &user, origin));
            }
            return;
        }
        self.reached.insert(id.to_owned());
        self.queue.extend(self.nested.get(id).into_iter().flatten().map(|id| (*id, None)));
        // Once: each type of a large document would ask for all the others again.
        let whole = self.whole.remove(document).unwrap_or_default();
        self.queue.extend(whole.into_iter().map(|id| (id, None)));
        if let Some((outer, _)) = id.rsplit_once('.')
            && let Some(outer) = self.schema.messages.get(outer)
        {
            self.queue.push((&outer.id, Some((id.to_owned(), &outer.origin))));
        }
        let fields = self.schema.messages.get(id).into_iter().flat_map(|m| &m.fields);
        for field in fields {
            if let Some(used) = field.ty.id() {
                self.queue.push((used, Some((format!("{id}.{}", field.name), &field.origin))));
            }
        }
    }

    fn document(&self, id: &str) -> Option<&'s str> {
        let message = self.schema.messages.get(id).map(|m| &*m.document);
        message.or_else(|| self.schema.enums.get(id).map(|e| &*e.document))
    }
}

fn needed(id: &str, user: &str, origin: &Origin) -> Diagnostic {
    let message = format!("`{user}` needs `{id}`, which is excluded");
    Diagnostic::new(code::EXCLUDED_ITEM, origin.clone(), message).help(format!(
        "exclude what needs it, too, or say where the type is: `extern_path=.{id}=::some::Type`"
    ))
}

fn mark(
    schema: &mut Schema,
    wanted: &BTreeSet<&str>,
    selection: &Selection,
    reached: &BTreeSet<String>,
) {
    let mut used: BTreeSet<&str> = schema.services.iter().map(|s| &*s.document).collect();
    let mut bare = wanted.clone();
    let messages = schema.messages.values().map(|m| (&*m.id, &*m.document));
    let enums = schema.enums.values().map(|e| (&*e.id, &*e.document));
    for (id, document) in messages.chain(enums) {
        bare.remove(document);
        if reached.contains(id) {
            used.insert(document);
        }
    }
    if !selection.filters() {
        // A file without types has a module nevertheless, for those who count on one a file.
        used.extend(bare);
    }
    let used: BTreeSet<String> = used.into_iter().map(str::to_owned).collect();
    for document in &mut schema.documents {
        document.generate = used.contains(&document.name);
    }
    if selection.filters() {
        let kept = |document: &str, id: &str| {
            reached.contains(id) || !used.contains(document) || selection.externs.path(id).is_some()
        };
        schema.messages.retain(|id, message: &mut Message| kept(&message.document, id));
        schema.enums.retain(|id, item| kept(&item.document, id));
    }
}
