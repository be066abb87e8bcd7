//! The tables that generated code consists of: what an API looks like, as `static` data.
//!
//! `emit::commands` writes one static a service, and one for the tables of all messages and enums of
//! a module ([`Tables`]), or refers to those that are there for JSON; statics may point at each other
//! in circles, so recursive messages need nothing special. Everything that a command does (flags,
//! request bytes, JSON, printing) is driven by these tables, so there is no code per field.
//!
//! ```
//! use typewright_ops::table::{Message, Service, Type};
//!
//! static NODE: Message = Message::new(
//!     "
//!     tree.Node
//!     / A node.
//!     1 label string
//!     2 children ..Node repeated
//!     ",
//!     &[Type::Message(&NODE)],
//! );
//! static TREE: Service = Service::new(
//!     "
//!     tree.Tree host=tree.example.com
//!     / Trees.
//!     Plant ..Node ..Node idempotent
//!     / Plants one.
//!     > POST /v1/{label=trees/*}:plant *
//!     ",
//!     &[Type::Message(&NODE)],
//! );
//! assert_eq!(TREE.name(), "Tree");
//! assert_eq!(TREE.default_host, "tree.example.com");
//! let plant = &TREE.methods[0];
//! assert_eq!(plant.path, "/tree.Tree/Plant");
//! assert_eq!(plant.http, [["POST", "/v1/{label=trees/*}:plant", "*", ""]]);
//! assert_eq!(plant.input.field("label").map(|f| f.number), Some(1));
//! ```
//!
//! # The text of a service
//!
//! The first line is the full name, `host=` the host that serves it by the API's own statement, and
//! `deprecated`; in [`Heads`] `operations` says that a method begins a long-running operation. Each
//! further line is a method: its name, its request, its response, and what else there is to say, by
//! these words.
//!
//! | word | says |
//! |---|---|
//! | `client_streaming`, `server_streaming` | there are any number of requests, of responses |
//! | `idempotent` | the author says that it may be called twice without harm |
//! | `operation=..RESULT,..PROGRESS` | what the long-running operation that it begins holds |
//! | `path=PATH` | its gRPC path, where that is not `/SERVICE/METHOD` |
//! | `deprecated` | the author advises against it |
//!
//! A line `> VERB PATH BODY RESPONSE` is a binding of `google.api.http`; a body that there is none of
//! is left out, or `-` before a field of the response. The rest is as in
//! [the text of a message](typewright_json::table).

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use typewright_json::table::{Line, Named, lines};

pub use typewright_json::table::{Enum, Field, Kind, Message, Shape, Tables, Texts, Type};

/// The message that a long-running operation is.
pub(crate) const OPERATION: &str = "google.longrunning.Operation";

/// One service of an API; it derefs to its [`Head`].
pub struct Service {
    text: &'static str,
    named: Named,
    /// Where its first line is, if not in the text.
    listed: Option<(&'static Heads, usize)>,
    head: OnceLock<&'static Head>,
}

/// The first lines of several services, in one text: whoever lists a hundred of them reads some
/// pages of the program then, instead of those in which their methods are.
///
/// ```
/// use typewright_ops::table::{Heads, Service};
///
/// static HEADS: Heads = Heads::new(
///     "
///     trees.Trees
///     / Trees.
///     trees.Shrubs host=shrubs.example.com
///     / Shrubs.
///     ",
/// );
/// static SHRUBS: Service = Service::listed(&HEADS, 1, "", &[]);
/// assert_eq!((SHRUBS.name(), SHRUBS.docs), ("Shrubs", "Shrubs."));
/// ```
#[derive(Debug)]
pub struct Heads {
    text: &'static str,
    texts: Option<&'static Texts>,
    lines: OnceLock<Vec<Line>>,
}

impl Heads {
    /// Each line is the first of the text of a service, see [the module](self).
    pub const fn new(text: &'static str) -> Self {
        Self { text, texts: None, lines: OnceLock::new() }
    }

    /// A text that refers to what others say, too.
    #[must_use]
    pub const fn sharing(mut self, texts: &'static Texts) -> Self {
        self.texts = Some(texts);
        self
    }

    fn line(&self, number: usize) -> Line {
        let lines = self.lines.get_or_init(|| lines(self.text, self.texts));
        let Some(line) = lines.get(number) else { panic!("there is no head {number}") };
        line.clone()
    }
}

/// What the table of a service says first.
#[derive(Debug)]
pub struct Head {
    /// Full name: `google.pubsub.v1.Publisher`.
    pub id: &'static str,
    /// What its author wrote about it.
    pub docs: &'static str,
    /// Its methods, in source order.
    pub methods: Methods,
    /// Host that serves it by the API's own statement; empty where it says none.
    pub default_host: &'static str,
    /// Whether the line says that a method begins a long-running operation, which it does in
    /// [`Heads`]; else the methods say so.
    pub(crate) operations: bool,
    /// Whether the author advises against it.
    pub deprecated: bool,
}

/// The methods of a service; it derefs to a slice. They are read when somebody asks for one, which
/// is not so for most services of a large API.
pub struct Methods {
    service: &'static str,
    text: &'static str,
    named: Named,
    all: OnceLock<&'static [Method]>,
}

impl Service {
    /// A table by its text, see [the module](self), and the messages that the text names.
    ///
    /// # Panics
    /// When the table is first used, if the text is none; generated ones are.
    pub const fn new(text: &'static str, types: &'static [Type]) -> Self {
        Self { text, named: Named::new(types), listed: None, head: OnceLock::new() }
    }

    /// A table whose first line is in a text of its own, at this place of it, counted from 0; the
    /// text here is about the methods.
    ///
    /// # Panics
    /// When the table is first used, if the texts are none; generated ones are.
    pub const fn listed(
        heads: &'static Heads,
        number: usize,
        text: &'static str,
        types: &'static [Type],
    ) -> Self {
        let listed = Some((heads, number));
        Self { text, named: Named::new(types), listed, head: OnceLock::new() }
    }

    /// A table whose text refers to what others say, too.
    #[must_use]
    pub const fn sharing(mut self, texts: &'static Texts) -> Self {
        self.named = self.named.sharing(texts);
        self
    }

    /// A table whose text names what these hold, and refers to what they share.
    ///
    /// ```
    /// use typewright_ops::table::{Service, Tables};
    ///
    /// static TABLES: Tables = Tables::new(&["trees.Tree\n1 name string"], &[], &[]);
    /// static TREES: Service =
    ///     Service::new("trees.Trees\nPlant ..Tree ..Tree", &[]).within(&TABLES);
    /// assert_eq!(TREES.methods[0].input.id, "trees.Tree");
    /// ```
    #[must_use]
    pub const fn within(mut self, tables: &'static Tables) -> Self {
        self.named = Named::of(tables);
        self
    }

    /// Whether a method may begin a long-running operation; if not, none need be read to know.
    pub(crate) fn may_begin_operations(&self) -> bool {
        match self.listed {
            Some(_) => self.operations,
            None => self.text.contains(OPERATION),
        }
    }

    /// The name without its package.
    pub fn name(&self) -> &'static str {
        self.id.rsplit('.').next().unwrap_or(self.id)
    }
}

impl Deref for Service {
    type Target = Head;

    fn deref(&self) -> &Head {
        self.head.get_or_init(|| {
            let (line, methods) = match self.listed {
                Some((heads, number)) => (heads.line(number), self.text),
                None => first(self.text, self.named.texts()),
            };
            Box::leak(Box::new(head(line, methods, self.named)))
        })
    }
}

impl Deref for Methods {
    type Target = [Method];

    fn deref(&self) -> &[Method] {
        self.all.get_or_init(|| {
            let lines = lines(self.text, self.named.texts()).into_iter();
            let methods = lines.map(|mut line| method(self.service, &mut line, self.named));
            methods.collect::<Vec<_>>().leak()
        })
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("id", &self.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// One method of a service.
#[derive(Debug)]
pub struct Method {
    /// Its name: `CreateTopic`.
    pub name: &'static str,
    /// Its gRPC path: `/google.pubsub.v1.Publisher/CreateTopic`.
    pub path: &'static str,
    /// What its author wrote about it.
    pub docs: &'static str,
    /// The request.
    pub input: &'static Message,
    /// The response.
    pub output: &'static Message,
    /// Whether the client sends any number of requests.
    pub client_streaming: bool,
    /// Whether the server sends any number of responses.
    pub server_streaming: bool,
    /// Whether the author says that it may be called twice without harm.
    pub idempotent: bool,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// The result and the progress of the long-running operation that it begins
    /// (`google.longrunning.operation_info`, [AIP-151](https://google.aip.dev/151)).
    pub operation: Option<[&'static Message; 2]>,
    /// Its bindings by `google.api.http`, the main one first: verb, path, the field that is the
    /// body, and the one that is the response's, or `*`, or nothing.
    pub http: &'static [[&'static str; 4]],
}

impl Method {
    /// A method without a name that takes and gives these messages, for `..Method::new(…)`.
    pub const fn new(input: &'static Message, output: &'static Message) -> Method {
        Method {
            name: "",
            path: "",
            docs: "",
            input,
            output,
            client_streaming: false,
            server_streaming: false,
            idempotent: false,
            deprecated: false,
            operation: None,
            http: &[],
        }
    }
}

impl Method {
    /// What it takes and gives, and what its operation holds.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &'static Message> + use<> {
        [self.input, self.output].into_iter().chain(self.operation.into_iter().flatten())
    }
}

/// What is said first, and the methods, which begin where the second line is that says nothing about
/// the first.
fn first(text: &'static str, texts: Option<&Texts>) -> (Line, &'static str) {
    let says = |line: &str| !line.is_empty() && !line.starts_with('/');
    let mut starts = text.split_inclusive('\n').scan(0, |end, line| {
        let start = *end;
        *end += line.len();
        Some((start, says(line.trim())))
    });
    let start = starts.by_ref().filter(|(_, says)| *says).nth(1);
    let (first, methods) = text.split_at(start.map_or(text.len(), |(start, _)| start));
    let Some(line) = lines(first, texts).pop() else { panic!("a table has no text") };
    (line, methods)
}

fn head(mut line: Line, methods: &'static str, named: Named) -> Head {
    let id = line.word();
    let methods = Methods { service: id, text: methods, named, all: OnceLock::new() };
    let (default_host, operations, deprecated) = ("", false, false);
    let mut head = Head { id, docs: line.docs, methods, default_host, operations, deprecated };
    while let Some(word) = line.words.next() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("host", host) => head.default_host = host,
            ("operations", _) => head.operations = true,
            ("deprecated", _) => head.deprecated = true,
            _ => line.malformed(&format!("there is no word `{word}`")),
        }
    }
    head
}

fn method(service: &str, line: &mut Line, named: Named) -> Method {
    let (name, input, output) = (line.word(), line.word(), line.word());
    let message = |line: &Line, word| message(line, word, (service, named));
    let (input, output) = (message(line, input), message(line, output));
    let mut method = Method { name, docs: line.docs, ..Method::new(input, output) };
    while let Some(word) = line.words.next() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("client_streaming", _) => method.client_streaming = true,
            ("server_streaming", _) => method.server_streaming = true,
            ("idempotent", _) => method.idempotent = true,
            ("deprecated", _) => method.deprecated = true,
            ("path", path) => method.path = path,
            ("operation", pair) => {
                let Some((result, progress)) = pair.split_once(',') else {
                    line.malformed("an operation has two types")
                };
                method.operation = Some([message(line, result), message(line, progress)]);
            }
            _ => line.malformed(&format!("there is no word `{word}`")),
        }
    }
    if method.path.is_empty() {
        method.path = format!("/{service}/{name}").leak();
    }
    let http = line.notes.iter().map(|note| binding(note));
    method.http = http.collect::<Vec<_>>().leak();
    method
}

fn binding(note: &'static str) -> [&'static str; 4] {
    let mut words = note.split_whitespace().map(|word| if word == "-" { "" } else { word });
    std::array::from_fn(|_| words.next().unwrap_or_default())
}

fn message(line: &Line, word: &str, (service, named): (&str, Named)) -> &'static Message {
    match named.find(word, service) {
        Some(Type::Message(table)) => table,
        _ => line.malformed(&format!("the table has no message `{word}`")),
    }
}
