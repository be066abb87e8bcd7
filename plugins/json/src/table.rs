//! What messages look like, as `static` data.
//!
//! Generated code has one table a message and enum, or [one for all](Tables) where each is found by
//! its name; statics may point at each other in circles, so recursive messages need nothing special.
//! A table is a text, so that the compiler and the loader have next to nothing to do with it, however
//! large the API, and is unpacked when it is first used:
//!
//! ```
//! use typewright_json::table::{Message, Type};
//!
//! static NODE: Message = Message::new(
//!     "
//!     tree.Node
//!     / A node.
//!     1 label string
//!     / What it is called.
//!     2 children ..Node repeated
//!     ",
//!     &[Type::Message(&NODE)],
//! );
//! assert_eq!(NODE.docs, "A node.");
//! assert_eq!(NODE.field("label").map(|f| f.number), Some(1));
//! ```
//!
//! # The text
//!
//! The first line is the full name, each further one a field: its number, its name, its type and
//! what else there is to say, by these words.
//!
//! | word | says |
//! |---|---|
//! | `required` | it occurs exactly once (protobuf 2) |
//! | `repeated`, `packed` | it occurs any number of times; numbers share one record |
//! | `oneof=NAME` | it is a member of that oneof, and optional |
//! | `group` | its message stands between marks instead of behind a length |
//! | `json=NAME` | its name in JSON, where that is not the one that protobuf derives |
//! | `REQUIRED`, `OUTPUT_ONLY` | its `google.api.field_behavior` |
//! | `redact`, `deprecated` | these options of protobuf |
//! | `pattern=PATTERN` | it names a resource, by this pattern or another such word's |
//! | `format=FORMAT` | its text is a `UUID4`, `IPV4`, `IPV6` or `IPV4_OR_IPV6` of `google.api.field_info` |
//!
//! Types are written as in a `.proto` file, with a `?` behind where absent and default differ. Names of
//! messages and enums are full and begin with a dot, or with two and without the package of the
//! table; a map is `map<string,..Node>` without a space. In the table of an enum a line is a
//! number and a name. A line that begins with `/` is what the author wrote about what is above it,
//! `/= 3` is the third of the [`Texts`] that tables share, counted from 0.
//! `\n`, `\r`, `\t`, `\0`, `\\` and `\u{20}` are escapes; indentation and empty lines mean
//! nothing.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use crate::unpack;

pub use crate::format::Format;
pub use crate::tables::{Named, Tables};
pub use unpack::{Line, lines};

/// One message; it derefs to its [`Rows`].
pub struct Message {
    text: &'static str,
    named: Named,
    rows: OnceLock<&'static Rows>,
}

/// What the table of a message says.
pub struct Rows {
    /// Full name: `google.pubsub.v1.Topic`.
    pub id: &'static str,
    /// What its author wrote about it.
    pub docs: &'static str,
    /// Its fields, in source order.
    pub fields: &'static [Field],
    /// Names of its oneofs; [`Field::oneof`] is an index into them.
    pub oneofs: &'static [&'static str],
}

/// What the text of a table names: each message and enum that is the type of a field.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// A message.
    Message(&'static Message),
    /// An enum.
    Enum(&'static Enum),
}

impl Type {
    /// Its full name.
    pub fn id(self) -> &'static str {
        unpack::id(match self {
            Type::Message(table) => table.text,
            Type::Enum(table) => table.text,
        })
    }
}

impl Message {
    /// A table by its text, see [the module](self), and the types that the text names.
    ///
    /// # Panics
    /// When the table is first used, if the text is none; generated ones are.
    pub const fn new(text: &'static str, types: &'static [Type]) -> Self {
        Self::within(text, Named::new(types))
    }

    pub(crate) const fn within(text: &'static str, named: Named) -> Self {
        Self { text, named, rows: OnceLock::new() }
    }

    /// A table whose text refers to what others say, too.
    #[must_use]
    pub const fn sharing(mut self, texts: &'static Texts) -> Self {
        self.named = self.named.sharing(texts);
        self
    }

    /// A field by its JSON name or the name of the schema; the former goes first, as an author may
    /// have given a field another's name in JSON.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        let by = |of: fn(&Field) -> &str| self.fields.iter().find(|f| of(f) == name);
        by(|f| f.json).or_else(|| by(|f| f.name))
    }

    /// A field by its number.
    pub fn number(&self, number: u32) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.number == number)
    }
}

impl Deref for Message {
    type Target = Rows;

    fn deref(&self) -> &Rows {
        // Tables are statics: what is unpacked is unpacked once, and stays as they do.
        self.rows.get_or_init(|| Box::leak(Box::new(unpack::message(self.text, self.named))))
    }
}

/// The name alone: a table may hold itself.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("id", &unpack::id(self.text)).finish_non_exhaustive()
    }
}

/// What authors say about more than one thing, so that a program has it once.
///
/// ```
/// use typewright_json::table::{Message, Texts};
///
/// static TEXTS: Texts = Texts::new(
///     "
///     0 Where the last page ended.
///     1 How many there may be.
///     ",
/// );
/// static LIST: Message = Message::new("
///     trees.List
///     1 page_token string
///     /= 0
///     ", &[]).sharing(&TEXTS);
/// assert_eq!(LIST.fields[0].docs, "Where the last page ended.");
/// ```
#[derive(Debug)]
pub struct Texts {
    text: &'static str,
    lines: OnceLock<Vec<&'static str>>,
}

impl Texts {
    /// Each line is its number, counted from 0, and what is said, with the escapes of tables.
    pub const fn new(text: &'static str) -> Self {
        Self { text, lines: OnceLock::new() }
    }

    /// What is said, escaped.
    pub(crate) fn get(&self, number: &str) -> Option<&'static str> {
        let lines = self.lines.get_or_init(|| unpack::rows(self.text).collect());
        let (found, said) = lines.get(number.parse::<usize>().ok()?)?.split_once(' ')?;
        (found == number).then_some(said)
    }
}

/// One field of a message.
#[derive(Debug)]
pub struct Field {
    /// Its number on the wire.
    pub number: u32,
    /// Its name in the schema: `message_retention`.
    pub name: &'static str,
    /// Its name in JSON: `messageRetention`.
    pub json: &'static str,
    /// What it holds; the value's kind for a map.
    pub kind: Kind,
    /// How often it occurs and how absence shows.
    pub shape: Shape,
    /// Index of its oneof in [`Rows::oneofs`].
    pub oneof: Option<usize>,
    /// Whether a request must carry it (`REQUIRED` of `google.api.field_behavior`).
    pub required: bool,
    /// Whether only the server sets it (`OUTPUT_ONLY`).
    pub output_only: bool,
    /// Whether its value must not be shown (protobuf's `debug_redact`).
    pub sensitive: bool,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Patterns of the names of resources that it takes, such as `projects/{project}/topics/{topic}`
    /// ([AIP-122](https://google.aip.dev/122)); none where it takes any text.
    pub patterns: &'static [&'static str],
    /// What its text must look like, where the API says so.
    pub format: Option<Format>,
    /// What its author wrote about it.
    pub docs: &'static str,
}

impl Field {
    /// A text that it takes, where it does not take any: a name by its first pattern in which each
    /// variable has its own name as its value, or the sample of its format.
    ///
    /// ```
    /// use typewright_json::table::Message;
    ///
    /// static KEY: Message = Message::new(
    ///     "
    ///     demo.Key
    ///     1 name string pattern=rings/{key_ring}/keys/{key=**}
    ///     2 from string format=IPV4
    ///     3 text string
    ///     ",
    ///     &[],
    /// );
    /// assert_eq!(KEY.fields[0].sample_text().as_deref(), Some("rings/key-ring/keys/key"));
    /// assert_eq!(KEY.fields[1].sample_text().as_deref(), Some("192.0.2.1"));
    /// assert_eq!(KEY.fields[2].sample_text(), None);
    /// ```
    pub fn sample_text(&self) -> Option<String> {
        let Some(mut rest) = self.patterns.first().copied() else {
            return self.format.map(|format| format.sample().to_owned());
        };
        let mut name = String::new();
        while let Some((fixed, behind)) = rest.split_once('{') {
            let (variable, behind) = behind.split_once('}').unwrap_or((behind, ""));
            let variable = variable.split('=').next().unwrap_or_default();
            name.extend([fixed, &*variable.replace('_', "-")]);
            rest = behind;
        }
        Some(name + rest)
    }
}

/// What a field holds, with its form on the wire.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names are protobuf's own")]
pub enum Kind {
    Double,
    Float,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    Sint64,
    Fixed32,
    Fixed64,
    Sfixed32,
    Sfixed64,
    Bool,
    String,
    Bytes,
    Enum(&'static Enum),
    Message(&'static Message),
    /// A message between start and end marks instead of behind a length.
    Group(&'static Message),
}

/// How often a field occurs and how its absence shows.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Once; absent and default are the same.
    Implicit,
    /// Once or not at all; absent and default differ. Messages and oneof members are so.
    Explicit,
    /// Exactly once (protobuf 2's `required`).
    Required,
    /// Any number of times, in order.
    Repeated {
        /// Whether numbers share one record.
        packed: bool,
    },
    /// Any number of times, by a key of this kind.
    Map(Kind),
}

/// One enum; it derefs to its [`Values`].
pub struct Enum {
    text: &'static str,
    values: OnceLock<&'static Values>,
}

/// What the table of an enum says.
pub struct Values {
    /// Full name: `google.pubsub.v1.State`.
    pub id: &'static str,
    /// Names and numbers, in source order; the first name of a number is the one that prints.
    pub values: &'static [(&'static str, i32)],
}

impl Enum {
    /// A table by its text, see [the module](self).
    ///
    /// # Panics
    /// When the table is first used, if the text is none; generated ones are.
    pub const fn new(text: &'static str) -> Self {
        Self { text, values: OnceLock::new() }
    }
}

impl Deref for Enum {
    type Target = Values;

    fn deref(&self) -> &Values {
        self.values.get_or_init(|| Box::leak(Box::new(unpack::enumeration(self.text))))
    }
}

impl fmt::Debug for Enum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enum").field("id", &unpack::id(self.text)).finish_non_exhaustive()
    }
}
