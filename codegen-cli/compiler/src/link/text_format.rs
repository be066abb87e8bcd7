//! Messages in the text format, as options hold them.

use super::pool::{Found, Kind, Pool};
use super::value::{Syntax, single};
use crate::ast::{Id, Label, Type};
use crate::encode;
use crate::option::{Entry, Literal, Node, TextField, TextName, Tree, Value};
use crate::problem::{Mistake, Span};

const ANY: &str = "google.protobuf.Any";

/// Reads the fields of a message, in the order of their numbers.
pub(super) fn message(
    pool: &Pool,
    file: usize,
    id: Id,
    fields: &[TextField],
    span: Span,
) -> Result<Tree, Mistake> {
    let mut reader = Reader { pool, file, id, tree: Tree::default() };
    for field in fields {
        reader.field(field)?;
    }
    reader.check_required(span)?;
    let mut tree = reader.tree;
    tree.0.sort_by_key(|entry| entry.number);
    Ok(super::runtime::packed(pool, tree))
}

struct Reader<'a> {
    pool: &'a Pool,
    file: usize,
    id: Id,
    tree: Tree,
}

impl Reader<'_> {
    fn field(&mut self, written: &TextField) -> Result<(), Mistake> {
        if let TextName::Any { domain, message } = &written.name {
            return self.any(domain, message, written);
        }
        let field = self.named(written)?;
        let own = self.pool.field(field);
        let repeated = own.label == Label::Repeated;
        let name = &own.name.text;
        if !repeated {
            if self.tree.get(own.number).is_some() {
                return Err(Mistake::new(written.span, format!("`{name}` is set already")));
            }
            let same = |entry: &&Entry| own.oneof.is_some() && self.shares_oneof(entry, field);
            if let Some(other) = self.tree.0.iter().find(same) {
                let other = &self.pool.field(other.field).name.text;
                let message = format!("`{name}` and `{other}` are of one oneof");
                return Err(Mistake::new(written.span, message));
            }
        }
        let values: &[Literal] = match &written.value.value {
            Value::List(values) if repeated => values,
            Value::List(_) => {
                let message = format!("`{name}` is not repeated, so it takes no list");
                return Err(Mistake::new(written.value.span, message));
            }
            _ => std::slice::from_ref(&written.value),
        };
        for value in values {
            let mut node = single(self.pool, self.file, field, value, Syntax::Text)?;
            if let (Node::Message(entry), Type::Message(id)) = (&mut node, own.kind)
                && self.pool.message(id).map_entry
            {
                fill_entry(self.pool, id, entry);
            }
            if own.extendee.is_some() && is_message_set(self.pool, self.id) {
                node = match node {
                    Node::Message(tree) => Node::SetItem(tree),
                    other => other,
                };
            }
            if repeated || own.has_presence() || !is_zero(&node) {
                self.tree.0.push(Entry { field, number: own.number, node });
            }
        }
        Ok(())
    }

    fn shares_oneof(&self, entry: &Entry, field: Id) -> bool {
        let other = self.pool.field(entry.field);
        let own = self.pool.field(field);
        entry.field != field && other.of == own.of && other.oneof == own.oneof
    }

    fn named(&self, written: &TextField) -> Result<Id, Mistake> {
        let message = self.pool.message(self.id);
        match &written.name {
            TextName::Field(text) => {
                let by_name = self.pool.field_named(self.id, text).or_else(|| {
                    // A group goes by the name of its message.
                    let lower = self.pool.field_named(self.id, &text.to_ascii_lowercase())?;
                    self.pool.field(lower).is_delimited().then_some(lower)
                });
                by_name.ok_or_else(|| {
                    let text_of = |f: &usize| &*self.pool.files[self.id.file].fields[*f].name.text;
                    let mistake = format!("`{}` has no field `{text}`", message.full_name);
                    Mistake::new(written.span, mistake)
                        .meant(text, message.fields.iter().map(text_of))
                })
            }
            TextName::Extension(text) => {
                match self.pool.lookup(self.file, text, &message.full_name, false) {
                    Found::Symbol(symbol) => match symbol.kind {
                        Kind::Extension(id) if self.pool.field(id).of == Some(self.id) => Ok(id),
                        _ => {
                            let mistake =
                                format!("`{text}` does not extend `{}`", message.full_name);
                            Err(Mistake::new(written.span, mistake))
                        }
                    },
                    _ => {
                        let mistake = format!("the extension `{text}` is not defined");
                        let extends = |kind| match kind {
                            Kind::Extension(id) => self.pool.field(id).of == Some(self.id),
                            _ => false,
                        };
                        self.pool.may_suggest();
                        let names = self.pool.names(self.file, extends);
                        Err(Mistake::new(written.span, mistake).meant(text, names))
                    }
                }
            }
            TextName::Any { .. } => Err(Mistake::new(written.span, "expected a field")),
        }
    }

    /// Reads `[domain/package.Message] { … }`.
    fn any(&mut self, domain: &str, name: &str, written: &TextField) -> Result<(), Mistake> {
        let fail = |message: String| Err(Mistake::new(written.span, message));
        let own = self.pool.message(self.id);
        if own.full_name != ANY {
            return fail(format!(
                "`{}` is not `{ANY}`, which alone holds other types",
                own.full_name
            ));
        }
        if !["type.googleapis.com/", "type.googleprod.com/"].contains(&domain) {
            return fail(format!("types are not found at `{domain}`"));
        }
        let Found::Symbol(symbol) = self.pool.lookup(self.file, &format!(".{name}"), "", true)
        else {
            return fail(format!("`{name}` is not defined"));
        };
        let (Kind::Message(id), Value::Message(fields)) = (symbol.kind, &written.value.value)
        else {
            return fail(format!("`{name}` is not a message"));
        };
        let tree = message(self.pool, self.file, id, fields, written.value.span)?;
        let url = format!("{domain}{name}").into_bytes();
        for (name, bytes) in [("type_url", url), ("value", encode::tree(&tree))] {
            if let Some(field) = self.pool.field_named(self.id, name) {
                let number = self.pool.field(field).number;
                self.tree.0.push(Entry { field, number, node: Node::Bytes(bytes) });
            }
        }
        Ok(())
    }

    fn check_required(&self, span: Span) -> Result<(), Mistake> {
        let message = self.pool.message(self.id);
        let fields = message.fields.iter().map(|f| &self.pool.files[self.id.file].fields[*f]);
        let missing = fields
            .filter(|f| f.label == Label::Required || f.is_required())
            .find(|field| self.tree.get(field.number).is_none());
        match missing {
            Some(field) => {
                let name = &field.name.text;
                let mistake = format!("`{}` needs the field `{name}`", message.full_name);
                Err(Mistake::new(span, mistake))
            }
            None => Ok(()),
        }
    }
}

/// Whether a message says `message_set_wire_format`, which is its option number 1.
pub(super) fn is_message_set(pool: &Pool, message: Id) -> bool {
    let options = pool.message(message).options;
    let tree = options.map(|id| &pool.files[message.file].options[id].tree);
    tree.and_then(|tree| tree.number(1)).is_some_and(|value| value != 0)
}

fn is_zero(node: &Node) -> bool {
    match node {
        Node::Varint(value) | Node::Fixed64(value) => *value == 0,
        Node::Fixed32(value) => *value == 0,
        Node::Bytes(bytes) => bytes.is_empty(),
        _ => false,
    }
}

/// The entry of a map always has its key and its value.
fn fill_entry(pool: &Pool, id: Id, entry: &mut Tree) {
    for (number, index) in (1..).zip(&pool.message(id).fields) {
        if entry.get(number).is_some() {
            continue;
        }
        let field = Id { file: id.file, index: *index };
        let node = match pool.field(field).kind {
            Type::Scalar(scalar) => zero(scalar),
            Type::Enum(id) => {
                let first = pool.enumeration(id).values.first().map_or(0, |value| value.number);
                Node::Varint(i64::from(first) as u64)
            }
            _ => Node::Message(Tree::default()),
        };
        entry.0.push(Entry { field, number, node });
    }
    entry.0.sort_by_key(|entry| entry.number);
}

fn zero(scalar: crate::ast::Scalar) -> Node {
    use crate::ast::Scalar;
    match scalar {
        Scalar::String | Scalar::Bytes => Node::Bytes(Vec::new()),
        Scalar::Float | Scalar::Fixed32 | Scalar::Sfixed32 => Node::Fixed32(0),
        Scalar::Double | Scalar::Fixed64 | Scalar::Sfixed64 => Node::Fixed64(0),
        _ => Node::Varint(0),
    }
}
