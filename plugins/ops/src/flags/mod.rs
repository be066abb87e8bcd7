//! Fields of a request as flags.
//!
//! A field is a flag of its name: `retain_acked` is `--retain-acked`. A field of a message in the
//! request has the path as its name, to any depth: `--topic.message-retention 10s`; the message as
//! a whole takes JSON: `--topic '{"name": "a"}'`. A message inside of itself has the JSON flag
//! only. Lists repeat their flag, or name one item: `--items.0.name a`; maps take
//! `--labels key=value`.
//!
//! No two flags share a name: where two fields would, the second keeps its name of the schema. A
//! field that is called like a flag of the tool itself (`timeout`) is `--field.timeout`.
//!
//! | field | value of its flag |
//! |---|---|
//! | `bool` | none, or `=true`, `=false` |
//! | number | `5`, `-5`, `1e3`; `NaN`, `Infinity` |
//! | `bytes` | base64, `hex:00ff`, `utf8:text`, `@FILE`, `-` for standard input |
//! | enum | its name in any case, with or without what all names share; its number |
//! | `Timestamp` | RFC 3339: `2026-01-31T12:00:00Z`; a date; `now`, `now-1h`; seconds since 1970 |
//! | `Duration` | `90s`, `1h30m`, `250ms` |
//! | `FieldMask` | `display_name,config.size`; `auto` for all that the request sets |
//! | wrapper | as what it wraps |
//! | map | `key=value` each, or a JSON object of many |
//! | list | one item each; of all but text also a JSON array of many |
//! | other message | JSON or YAML, `@FILE`, `@-`; none for a message without fields |
//!
//! A field that names a resource (`google.api.resource_reference`, or the name in a message with
//! `google.api.resource`) takes what its patterns say: `--topic projects/p/topics/t`, with
//! `//pubsub.googleapis.com/` in front if need be, or nothing (`--topic=`). What is no such name is
//! refused; the data under the flags may say what it likes, JSON in a flag too. So is what is no UUID or
//! address where `google.api.field_info` says that the text is one.
//!
//! A variable sets a field too, under the flag: `TOOL_COMMAND_ITEM_TITLE` is `--item.title`.
//! A list in it is a JSON array, or one item.
//!
//! Members of a oneof exclude each other. What only the server sets has no flag.
//!
//! ```
//! use typewright_ops::flags::Flags;
//! use typewright_ops::json::{self, Types};
//! use typewright_ops::table::{Message, Type};
//! use typewright_ops::well_known::DURATION;
//!
//! static TOPIC: Message = Message::new(
//!     "
//!     demo.Topic
//!     1 name string
//!     2 keep_for .google.protobuf.Duration?
//!     ",
//!     &[Type::Message(&DURATION)],
//! );
//! let flags = Flags::new(&TOPIC, &[].into());
//! let command = clap::Command::new("create-topic").args(flags.args());
//! let matches = command.get_matches_from(["create-topic", "--name=a", "--keep-for", "1h30m"]);
//! let types = Types::default();
//! let request = flags.request(&matches, None, &types).unwrap();
//! assert_eq!(json::write(&request, &types).to_string(), r#"{"name":"a","keepFor":"5400s"}"#);
//! ```

mod apply;
mod arg;
mod example;
pub(crate) mod form;
mod index;
mod mask;
mod names;
mod text;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ffi::OsString;

use heck::ToKebabCase;

use crate::table::{Field, Kind, Message, Shape};
use crate::well_known::{self, Special};

/// Beyond this many flags deeper messages have their JSON flag only. The largest requests of
/// published APIs have some 500.
const MOST: usize = 2000;

/// The flags of a request.
#[derive(Debug)]
pub struct Flags {
    table: &'static Message,
    flags: Vec<Flag>,
    environment: BTreeMap<OsString, OsString>,
    /// Fields that say what the request is about, such as `topic.name`.
    identity: BTreeSet<String>,
}

/// One field of a request, however deep, and the flag that sets it.
#[derive(Clone)]
pub(crate) struct Flag {
    pub(crate) name: String,
    /// From the request's own field inwards.
    pub(crate) path: Vec<Step>,
    order: Vec<usize>,
    /// The environment variable that sets it too.
    variable: Option<String>,
}

/// A field on the way to the one that a flag sets.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) field: &'static Field,
    /// Which item, where the way goes through a list.
    pub(crate) index: Option<usize>,
}

impl Flags {
    /// The flags of a request, none of them with a name that the tool itself uses.
    pub fn new(table: &'static Message, reserved: &BTreeSet<String>) -> Flags {
        let mut flags: Vec<Flag> = Vec::new();
        let mut taken = reserved.clone();
        let mut pending = VecDeque::from([(table, Vec::new(), Vec::new(), vec![table.id])]);
        while let Some((message, path, order, around)) = pending.pop_front() {
            if flags.len() >= MOST {
                break;
            }
            for (index, field) in message.fields.iter().enumerate() {
                if field.output_only {
                    continue;
                }
                let path = [path.as_slice(), &[Step { field, index: None }]].concat();
                let order = [order.as_slice(), &[index]].concat();
                if let Some(inner) = opens(field)
                    && !around.contains(&inner.id)
                {
                    let around = [around.as_slice(), &[inner.id]].concat();
                    pending.push_back((inner, path.clone(), order.clone(), around));
                }
                let name = name(&path, reserved, &mut taken);
                flags.push(Flag { name, path, order, variable: None });
            }
        }
        flags.sort_by(|a, b| a.order.cmp(&b.order));
        Flags { table, flags, environment: BTreeMap::new(), identity: BTreeSet::new() }
    }

    /// Lets variables set fields too: `PREFIX_ITEM_TITLE` is `--item.title`. Of two flags that
    /// would share a variable the first has it, and none has one of the `reserved`.
    pub fn with_variables(
        mut self,
        prefix: &str,
        reserved: &BTreeSet<String>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Flags {
        let mut taken = reserved.clone();
        for flag in &mut self.flags {
            let path = flag.name.to_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
            let name = format!("{prefix}_{path}");
            flag.variable = taken.insert(name.clone()).then_some(name);
        }
        self.environment = environment.into_iter().collect();
        self
    }

    /// What stands in the path of a binding by `google.api.http` says what the request is about. It is
    /// never part of what an update changes.
    pub(crate) fn identified_by(mut self, bindings: &[[&str; 4]]) -> Flags {
        let variables = bindings.iter().flat_map(|[_, path, ..]| path.split('{').skip(1));
        let fields = variables.filter_map(|variable| variable.split(['}', '=']).next());
        self.identity.extend(fields.map(str::to_owned));
        self
    }

    /// Whether one of the fields has this variable.
    pub(crate) fn has_variable(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag.variable.as_deref() == Some(name))
    }

    /// The name of the flag for a path of field names, if there is one.
    pub fn name(&self, path: &[&str]) -> Option<&str> {
        let same =
            |flag: &&Flag| flag.path.iter().map(|step| step.field.name).eq(path.iter().copied());
        self.flags.iter().find(same).map(|flag| flag.name.as_str())
    }
}

impl Flag {
    /// The field that it sets.
    pub(crate) fn field(&self) -> &'static Field {
        self.path[self.path.len() - 1].field
    }

    /// How often its value occurs: an item of a list is one.
    pub(crate) fn shape(&self) -> Shape {
        let item = self.path.last().is_some_and(|step| step.index.is_some());
        if item { Shape::Explicit } else { self.field().shape }
    }

    /// What tells its argument from the tool's own.
    pub(crate) fn id(&self) -> String {
        format!("field:{}", self.name)
    }

    /// The message that holds the field at a depth of the path.
    fn around(&self, request: &'static Message, depth: usize) -> &'static Message {
        match depth.checked_sub(1).map(|outer| self.path[outer].field.kind) {
            Some(Kind::Message(inner) | Kind::Group(inner)) => inner,
            _ => request,
        }
    }

    fn steps(&self) -> Vec<(u32, Option<usize>)> {
        self.path.iter().map(|step| (step.field.number, step.index)).collect()
    }
}

impl std::fmt::Debug for Flag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "--{}", self.name)
    }
}

/// The message whose fields get flags of their own.
fn opens(field: &Field) -> Option<&'static Message> {
    let (Kind::Message(inner) | Kind::Group(inner)) = field.kind else { return None };
    let single = !matches!(field.shape, Shape::Repeated { .. } | Shape::Map(_));
    (single && well_known::special(inner).is_none()).then_some(inner)
}

fn name(path: &[Step], reserved: &BTreeSet<String>, taken: &mut BTreeSet<String>) -> String {
    let join = |part: fn(&Field) -> String| {
        path.iter().map(|step| part(step.field)).collect::<Vec<_>>().join(".")
    };
    let plain = join(|field| match field.name.to_kebab_case() {
        empty if empty.is_empty() => field.name.to_owned(),
        kebab => kebab,
    });
    let mut name = if reserved.contains(&plain) { format!("field.{plain}") } else { plain };
    if taken.contains(&name) {
        name = join(|field| field.name.to_owned());
    }
    while !taken.insert(name.clone()) {
        name.push_str(&format!("-{}", path[path.len() - 1].field.number));
    }
    name
}

/// What a wrapper holds, or the kind itself.
pub(crate) fn unwrapped(kind: Kind) -> Kind {
    match kind {
        Kind::Message(table) if well_known::special(table) == Some(Special::Wrapper) => {
            table.fields.first().map_or(kind, |field| field.kind)
        }
        kind => kind,
    }
}
