//! Tables that are found by name.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::table::{Enum, Message, Texts, Type};
use crate::unpack;

/// The tables of all messages and enums of a module, for who does not refer to each by itself: one
/// static, so that the loader of a program has next to nothing to do for two thousand messages.
///
/// ```
/// use typewright_json::table::{Tables, Type};
///
/// static TABLES: Tables = Tables::new(
///     &[
///         "
///         tree.Leaf
///         1 color ..Color
///         ",
///         "
///         tree.Node
///         1 leaves ..Leaf repeated
///         ",
///     ],
///     &["tree.Color\n0 GREEN"],
///     &[],
/// );
/// let Some(Type::Message(node)) = TABLES.get("tree.Node") else { panic!("a node") };
/// assert_eq!(node.fields[0].name, "leaves");
/// assert!(TABLES.get("tree.Bark").is_none());
/// ```
pub struct Tables {
    messages: &'static [&'static str],
    enums: &'static [&'static str],
    others: &'static [Type],
    texts: Option<&'static Texts>,
    /// What was asked for already: a message is the same one whoever asks.
    made: Mutex<BTreeMap<&'static str, Type>>,
}

impl Tables {
    /// The texts of messages and of enums, see [`table`](crate::table), and tables of others that they
    /// name, each ordered by its full name.
    pub const fn new(
        messages: &'static [&'static str],
        enums: &'static [&'static str],
        others: &'static [Type],
    ) -> Self {
        Self { messages, enums, others, texts: None, made: Mutex::new(BTreeMap::new()) }
    }

    /// Tables whose texts refer to what others say, too.
    #[must_use]
    pub const fn sharing(mut self, texts: &'static Texts) -> Self {
        self.texts = Some(texts);
        self
    }

    /// A table by its full name.
    pub fn get(&'static self, id: &str) -> Option<Type> {
        if let Ok(at) = self.others.binary_search_by(|other| other.id().cmp(id)) {
            return Some(self.others[at]);
        }
        // A map whose filling panicked is as good as before.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = made.get(id) {
            return Some(*there);
        }
        let text = |texts: &[&'static str]| {
            let at = texts.binary_search_by(|text| unpack::id(text).cmp(id));
            at.ok().map(|at| texts[at])
        };
        let (text, new) = match (text(self.messages), text(self.enums)) {
            (Some(text), _) => {
                let message = Message::within(text, Named(Source::Tables(self)));
                (text, Type::Message(Box::leak(Box::new(message))))
            }
            (None, Some(text)) => (text, Type::Enum(Box::leak(Box::new(Enum::new(text))))),
            (None, None) => return None,
        };
        made.insert(unpack::id(text), new);
        Some(new)
    }
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.messages.iter().chain(self.enums).map(|text| unpack::id(text));
        f.debug_list().entries(names).finish()
    }
}

/// Where a text finds what it names, and what it shares with others.
///
/// ```
/// use typewright_json::table::{Named, Type};
/// use typewright_json::well_known::DURATION;
///
/// static TYPES: &[Type] = &[Type::Message(&DURATION)];
/// let found = Named::new(TYPES).find(".google.protobuf.Duration", "trees.Tree");
/// assert_eq!(found.map(Type::id), Some("google.protobuf.Duration"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Named(Source);

#[derive(Clone, Copy, Debug)]
enum Source {
    List { types: &'static [Type], texts: Option<&'static Texts> },
    Tables(&'static Tables),
}

impl Named {
    /// These and no others.
    pub const fn new(types: &'static [Type]) -> Self {
        Self(Source::List { types, texts: None })
    }

    /// Whatever these tables hold.
    pub const fn of(tables: &'static Tables) -> Self {
        Self(Source::Tables(tables))
    }

    /// With what others say, too; tables have their own.
    #[must_use]
    pub const fn sharing(self, texts: &'static Texts) -> Self {
        match self.0 {
            Source::List { types, .. } => Self(Source::List { types, texts: Some(texts) }),
            Source::Tables(_) => self,
        }
    }

    /// What is shared.
    pub fn texts(self) -> Option<&'static Texts> {
        match self.0 {
            Source::List { texts, .. } => texts,
            Source::Tables(tables) => tables.texts,
        }
    }

    /// What a text within `table` means by a word: a full name behind a dot, or behind two dots one
    /// without the package of the table.
    pub fn find(self, word: &str, table: &str) -> Option<Type> {
        let get = |id: &str| match self.0 {
            Source::List { types, .. } => types.iter().copied().find(|ty| ty.id() == id),
            Source::Tables(tables) => tables.get(id),
        };
        match word.strip_prefix("..") {
            None => get(word.strip_prefix('.')?),
            // Nobody knows here where the package ends; names are written so that it is no matter.
            Some(name) => {
                let mut scopes = table.match_indices('.').map(|(end, _)| &table[..=end]);
                scopes.find_map(|scope| get(&format!("{scope}{name}")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Named, Tables};
    use crate::table::{Kind, Message, Texts, Type};
    use crate::well_known::{DURATION, TIMESTAMP};

    static TEXTS: Texts = Texts::new("0 Said twice.");
    static TABLES: Tables = Tables::new(
        &[
            "a.b.Leaf\n/= 0",
            "a.b.Node\n1 leaf ..Leaf\n2 tint .a.b.Tint\n3 node ..Node?\n4 at \
           .google.protobuf.Timestamp",
        ],
        &["a.b.Tint\n0 NONE"],
        &[Type::Message(&DURATION), Type::Message(&TIMESTAMP)],
    )
    .sharing(&TEXTS);

    fn message(id: &str) -> &'static Message {
        match TABLES.get(id) {
            Some(Type::Message(table)) => table,
            other => panic!("{id}: {other:?}"),
        }
    }

    #[test]
    fn each_is_made_once_and_names_the_others() {
        let node = message("a.b.Node");
        assert!(std::ptr::eq(node, message("a.b.Node")));
        let kinds: Vec<Kind> = node.fields.iter().map(|field| field.kind).collect();
        let [Kind::Message(leaf), Kind::Enum(tint), Kind::Message(same), Kind::Message(at)] =
            kinds[..]
        else {
            panic!("{kinds:?}")
        };
        assert!(std::ptr::eq(leaf, message("a.b.Leaf")) && std::ptr::eq(same, node));
        assert_eq!((leaf.docs, tint.values), ("Said twice.", &[("NONE", 0)][..]));
        assert!(std::ptr::eq(at, &TIMESTAMP));
    }

    #[test]
    fn a_name_is_looked_for_in_the_scopes_around() {
        let named = Named::of(&TABLES);
        for (word, within, id) in [
            ("..Leaf", "a.b.Node", Some("a.b.Leaf")),
            ("..b.Leaf", "a.Node", Some("a.b.Leaf")),
            (".a.b.Tint", "other.Node", Some("a.b.Tint")),
            ("..Leaf", "a.Node", None),
            ("Leaf", "a.b.Node", None),
        ] {
            assert_eq!(named.find(word, within).map(Type::id), id, "{word}");
        }
    }
}
