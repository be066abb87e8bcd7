//! YAML text to a tree with positions. A scalar keeps its text, so that the schema decides its type.
//!
//! All of the YAML library is behind this module.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, Span};

pub(crate) const MAX_BYTES: usize = 4 << 20;
const MAX_DEPTH: usize = 64;
const MAX_NODES: usize = 100_000;
const MAX_ANCHORS: usize = 10_000;

/// Where a node stands: line and column (in characters) from 1, and how many characters of that
/// line it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pos {
    pub(crate) line: usize,
    pub(crate) col: usize,
    pub(crate) len: usize,
    /// The last line of the node.
    pub(crate) end: usize,
    /// Its bytes in the text, without a byte order mark.
    pub(crate) bytes: (usize, usize),
}

impl From<Span> for Pos {
    fn from(span: Span) -> Self {
        let (start, end) = (span.start, span.end);
        let one_line = start.line() == end.line();
        let len = if one_line { end.col().saturating_sub(start.col()) } else { 0 };
        // A block scalar ends where the next line begins, which is none of its own.
        let last = if end.col() == 0 { end.line().saturating_sub(1) } else { end.line() };
        let end = last.max(start.line());
        let bytes = span.byte_range().map_or((0, 0), |range| (range.start, range.end));
        Pos { line: start.line(), col: start.col() + 1, len: len.max(1), end, bytes }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Raw {
    Scalar { text: Rc<str>, plain: bool },
    List(Rc<[Node]>),
    Map(Rc<[Entry]>),
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Rc<str>,
    pub(crate) pos: Pos,
    pub(crate) value: Node,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) pos: Pos,
    pub(crate) raw: Raw,
    /// The byte behind the end: of a list or map, behind its bracket or its last value.
    pub(crate) until: usize,
    /// How many nodes it stands for once its aliases are followed.
    size: usize,
    depth: usize,
}

impl Node {
    /// Text that came from elsewhere, as a variable or a flag gives it.
    pub(crate) fn text(text: &str) -> Node {
        let raw = Raw::Scalar { text: text.into(), plain: true };
        Node { pos: Pos::default(), raw, until: 0, size: 1, depth: 1 }
    }

    /// Such a text, and the number of its place.
    #[cfg(feature = "config")]
    pub(crate) fn numbered(place: usize, text: &str) -> Node {
        Node { pos: Pos { col: place, ..Pos::default() }, ..Node::text(text) }
    }

    /// A value from elsewhere that is none, and the number of its place.
    #[cfg(feature = "config")]
    pub(crate) fn nothing(place: usize) -> Node {
        Node { pos: Pos { line: 1, col: place, ..Pos::default() }, ..Node::text("") }
    }

    /// A list from elsewhere, and the number of its place.
    #[cfg(feature = "config")]
    pub(crate) fn list(place: usize, items: Rc<[Node]>) -> Node {
        Node { raw: Raw::List(items), ..Node::numbered(place, "") }
    }

    /// Entries from elsewhere, and the number of their place.
    #[cfg(feature = "config")]
    pub(crate) fn map(place: usize, entries: Rc<[Entry]>) -> Node {
        Node { raw: Raw::Map(entries), ..Node::numbered(place, "") }
    }

    /// Whether it is a whole text from elsewhere, so without quotes or `null`.
    pub(crate) fn is_bare(&self) -> bool {
        self.pos.line == 0
    }

    pub(crate) fn is_null(&self) -> bool {
        match &self.raw {
            Raw::Scalar { text, plain: true } if !self.is_bare() => {
                matches!(&**text, "" | "~" | "null" | "Null" | "NULL")
            }
            _ => false,
        }
    }

    /// A list of such texts.
    pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Node {
        let items: Rc<[Node]> = texts.into_iter().map(Node::text).collect();
        let size = 1 + items.len();
        Node { pos: Pos::default(), until: 0, size, depth: 2, raw: Raw::List(items) }
    }
}

/// A text that is not YAML, or not of the kind that settings are written in.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) pos: Pos,
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
}

impl Broken {
    fn new(pos: Pos, message: impl Into<String>) -> Self {
        Self { pos, message: message.into(), help: None }
    }

    fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }
}

/// A list or map that is still open.
struct Open {
    pos: Pos,
    anchor: usize,
    until: usize,
    size: usize,
    depth: usize,
    children: Children,
}

enum Children {
    List(Vec<Node>),
    Map(Map),
}

#[derive(Default)]
struct Map {
    entries: Vec<Entry>,
    /// The lines of the keys in `entries`.
    lines: HashMap<Rc<str>, usize>,
    /// The key whose value comes next.
    key: Option<(Rc<str>, Pos)>,
    /// What `<<` brought.
    merged: Vec<Entry>,
}

/// Reads one document; `None` for a text without one.
pub(crate) fn parse(text: &str) -> Result<Option<Node>, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_BYTES {
        return Err(Broken::new(Pos::default(), too_large()));
    }
    let mut builder = Builder::default();
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| {
            let (line, col) = (error.marker().line(), error.marker().col() + 1);
            not_yaml(text, Pos { line, col, len: 1, end: line, ..Pos::default() }, error.info())
        })?;
        builder.event(event, span.into())?;
    }
    Ok(builder.root)
}

pub(crate) fn too_large() -> String {
    format!("larger than {} MiB", MAX_BYTES >> 20)
}

/// The scanner blames the line where a plain scalar began; a tab is blamed where it stands.
fn not_yaml(text: &str, pos: Pos, message: String) -> Broken {
    let tab = |line: &str| line.trim_start_matches(' ').starts_with('\t');
    match text.lines().position(tab) {
        Some(n) if message.contains("tab") => {
            let spaces = text.lines().nth(n).unwrap_or_default().chars().take_while(|c| *c == ' ');
            let (line, col) = (n + 1, spaces.count() + 1);
            let pos = Pos { line, col, len: 1, end: line, ..Pos::default() };
            Broken::new(pos, "a tab cannot indent YAML").help("indent with spaces")
        }
        // The scanner has a limit of its own, which brackets reach before they are events.
        _ if message.contains("recursion limit") => too_deep(pos),
        _ => Broken::new(pos, message),
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
    nodes: usize,
    documents: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, pos: Pos) -> Result<(), Broken> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Broken::new(pos, "a second document starts here")
                        .help("one file holds one document: remove the `---`"));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, _) => {
                let raw =
                    Raw::Scalar { text: text.as_ref().into(), plain: style == ScalarStyle::Plain };
                self.place(Node { pos, raw, until: pos.bytes.1, size: 1, depth: 1 }, anchor)
            }
            Event::Alias(id) => match self.anchors.get(&id).cloned() {
                Some(node) => self.place(Node { until: pos.bytes.1, ..node }, 0),
                None => Err(Broken::new(pos, "an alias cannot stand inside of what it names")),
            },
            Event::SequenceStart(_, anchor, ..) => {
                self.start(pos, anchor, Children::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, ..) => {
                self.start(pos, anchor, Children::Map(Map::default()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(pos),
            _ => Ok(()),
        }
    }

    fn start(&mut self, pos: Pos, anchor: usize, children: Children) -> Result<(), Broken> {
        if self.open.len() == MAX_DEPTH {
            return Err(too_deep(pos));
        }
        let until = pos.bytes.1;
        self.open.push(Open { pos, anchor, until, size: 1, depth: 1, children });
        Ok(())
    }

    fn end(&mut self, pos: Pos) -> Result<(), Broken> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        // The end of indented lines is noticed only where the next token begins.
        let bracket = pos.bytes.1 > pos.bytes.0;
        let until = if bracket { pos.bytes.1 } else { open.until };
        let raw = match open.children {
            Children::List(items) => Raw::List(items.into()),
            Children::Map(map) => Raw::Map(map.close()),
        };
        self.place(
            Node { pos: open.pos, raw, until, size: open.size, depth: open.depth },
            open.anchor,
        )
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node, anchor: usize) -> Result<(), Broken> {
        self.nodes += 1;
        if anchor > 0 && self.anchors.len() == MAX_ANCHORS {
            return Err(Broken::new(node.pos, format!("more than {MAX_ANCHORS} anchors")));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.until = open.until.max(node.until);
        open.size += node.size;
        open.depth = open.depth.max(1 + node.depth);
        if open.depth > MAX_DEPTH {
            return Err(too_deep(node.pos));
        }
        if open.size > MAX_NODES || self.nodes > MAX_NODES {
            return Err(Broken::new(node.pos, format!("more than {MAX_NODES} values"))
                .help("an alias counts as all the values that it repeats"));
        }
        match &mut open.children {
            Children::List(items) => items.push(node),
            Children::Map(map) => map.place(node)?,
        }
        Ok(())
    }
}

fn too_deep(pos: Pos) -> Broken {
    Broken::new(pos, format!("nested deeper than {MAX_DEPTH} levels"))
}

impl Map {
    /// Keys and values come in turns.
    fn place(&mut self, node: Node) -> Result<(), Broken> {
        let Some((key, pos)) = self.key.take() else {
            let Raw::Scalar { text, .. } = node.raw else {
                return Err(Broken::new(node.pos, "a key must be plain text"));
            };
            self.key = Some((text, node.pos));
            return Ok(());
        };
        if &*key == "<<" {
            return self.merge(&node, pos);
        }
        if let Some(line) = self.lines.insert(key.clone(), pos.line) {
            let message = format!("key `{key}` is already set on line {line}");
            return Err(Broken::new(pos, message).help("remove one of the two"));
        }
        self.entries.push(Entry { key, pos, value: node });
        Ok(())
    }

    /// `<<: *base` and `<<: [*a, *b]`.
    fn merge(&mut self, node: &Node, pos: Pos) -> Result<(), Broken> {
        match &node.raw {
            Raw::Map(entries) => {
                self.merged.extend(entries.iter().cloned());
                Ok(())
            }
            Raw::List(items) if items.iter().all(|i| matches!(i.raw, Raw::Map(_))) => {
                items.iter().try_for_each(|item| self.merge(item, pos))
            }
            _ => Err(Broken::new(pos, "`<<` takes a section or a list of sections")),
        }
    }

    /// What stands in the map itself wins over what `<<` brings, and there the first wins.
    fn close(self) -> Rc<[Entry]> {
        let mut taken: HashSet<Rc<str>> = self.lines.into_keys().collect();
        let merged = self.merged.into_iter().filter(|entry| taken.insert(entry.key.clone()));
        self.entries.into_iter().chain(merged).collect()
    }
}
