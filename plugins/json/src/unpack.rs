//! Texts of tables ▶ what they say, see [`table`](crate::table).

use std::str::SplitWhitespace;

use crate::table::{Field, Format, Kind, Named, Rows, Shape, Texts, Type, Values};

/// A line of a table.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it consists of.
    pub words: SplitWhitespace<'static>,
    /// What the author wrote about it.
    pub docs: &'static str,
    /// Lines below it that begin with `>`, without that.
    pub notes: Vec<&'static str>,
    /// All of it, for complaints.
    pub text: &'static str,
}

impl Line {
    /// Its next word.
    ///
    /// # Panics
    /// If there is none: tables are code.
    pub fn word(&mut self) -> &'static str {
        self.words.next().unwrap_or_else(|| self.malformed("it ends too early"))
    }

    /// Ends a program whose tables are wrong.
    ///
    /// # Panics
    /// Always.
    pub fn malformed(&self, why: &str) -> ! {
        panic!("a table has the line `{}`: {why}", self.text)
    }
}

/// What stands in the lines of a text.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim_start).filter(|line| !line.is_empty())
}

/// The lines of a table with what is said about each, here or in what tables share.
pub fn lines(text: &'static str, texts: Option<&Texts>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for text in rows(text) {
        let (docs, note) = (text.strip_prefix('/'), text.strip_prefix('>'));
        match (lines.last_mut(), docs, note) {
            (Some(line), Some(docs), _) => {
                let said = docs.strip_prefix("= ").map(|number| {
                    let said = texts.and_then(|texts| texts.get(number));
                    said.unwrap_or_else(|| line.malformed(&format!("there is no text {number}")))
                });
                line.docs = unescaped(said.or(docs.strip_prefix(' ')).unwrap_or(docs));
            }
            (Some(line), _, Some(note)) => line.notes.push(note),
            _ => {
                let words = text.split_whitespace();
                lines.push(Line { words, docs: "", notes: Vec::new(), text });
            }
        }
    }
    lines
}

/// The first word of a table.
pub(crate) fn id(text: &'static str) -> &'static str {
    text.split_whitespace().next().unwrap_or_default()
}

pub(crate) fn message(text: &'static str, named: Named) -> Rows {
    let mut lines = lines(text, named.texts()).into_iter();
    let (mut fields, mut oneofs) = (Vec::new(), Vec::new());
    let Some(head) = lines.next() else { panic!("a table has no text") };
    for mut line in lines {
        fields.push(field(&mut line, (id(text), named), &mut oneofs));
    }
    Rows { id: id(text), docs: head.docs, fields: fields.leak(), oneofs: oneofs.leak() }
}

pub(crate) fn enumeration(text: &'static str) -> Values {
    let mut values = Vec::new();
    for mut line in lines(text, None).into_iter().skip(1) {
        let number = line.word().parse();
        let number = number.unwrap_or_else(|_| line.malformed("it has no number"));
        values.push((line.word(), number));
    }
    Values { id: id(text), values: values.leak() }
}

/// The full name of what a table is of, and what its text names.
type Within<'t> = (&'t str, Named);

fn field(line: &mut Line, types: Within<'_>, oneofs: &mut Vec<&'static str>) -> Field {
    let number = line.word().parse();
    let number = number.unwrap_or_else(|_| line.malformed("it has no number"));
    let name = line.word();
    let (kind, mut shape) = typed(line, types);
    let mut field = Field {
        number,
        name,
        json: "",
        kind,
        shape,
        oneof: None,
        required: false,
        output_only: false,
        sensitive: false,
        deprecated: false,
        patterns: &[],
        format: None,
        docs: line.docs,
    };
    let mut patterns = Vec::new();
    while let Some(word) = line.words.next() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("required", _) => shape = Shape::Required,
            ("repeated", _) => shape = Shape::Repeated { packed: false },
            ("packed", _) => shape = Shape::Repeated { packed: true },
            ("oneof", name) => {
                shape = Shape::Explicit;
                let known = oneofs.iter().position(|known| *known == name);
                let index = known.unwrap_or_else(|| {
                    oneofs.push(name);
                    oneofs.len() - 1
                });
                field.oneof = Some(index);
            }
            ("group", _) => match field.kind {
                Kind::Message(table) => field.kind = Kind::Group(table),
                _ => line.malformed("no group has this type"),
            },
            ("json", name) => field.json = unescaped(name),
            ("REQUIRED", _) => field.required = true,
            ("OUTPUT_ONLY", _) => field.output_only = true,
            ("redact", _) => field.sensitive = true,
            ("deprecated", _) => field.deprecated = true,
            ("pattern", pattern) => patterns.push(unescaped(pattern)),
            ("format", name) => {
                let format = Format::named(name);
                let unknown = || line.malformed(&format!("there is no format `{name}`"));
                field.format = Some(format.unwrap_or_else(unknown));
            }
            _ => line.malformed(&format!("there is no word `{word}`")),
        }
    }
    if field.json.is_empty() {
        field.json = camel(name);
    }
    Field { shape, patterns: patterns.leak(), ..field }
}

fn typed(line: &mut Line, types: Within<'_>) -> (Kind, Shape) {
    let word = line.word();
    if let Some(word) = word.strip_suffix('?') {
        return (kind(line, word, types), Shape::Explicit);
    }
    let Some(pair) = word.strip_prefix("map<").and_then(|rest| rest.strip_suffix('>')) else {
        return (kind(line, word, types), Shape::Implicit);
    };
    let Some((key, value)) = pair.split_once(',') else { line.malformed("a map has two types") };
    (kind(line, value, types), Shape::Map(kind(line, key, types)))
}

fn kind(line: &Line, word: &str, (table, named): Within<'_>) -> Kind {
    if word.starts_with('.') {
        return match named.find(word, table) {
            Some(Type::Message(table)) => Kind::Message(table),
            Some(Type::Enum(table)) => Kind::Enum(table),
            None => line.malformed(&format!("the table has no type `{word}`")),
        };
    }
    match word {
        "double" => Kind::Double,
        "float" => Kind::Float,
        "int32" => Kind::Int32,
        "int64" => Kind::Int64,
        "uint32" => Kind::Uint32,
        "uint64" => Kind::Uint64,
        "sint32" => Kind::Sint32,
        "sint64" => Kind::Sint64,
        "fixed32" => Kind::Fixed32,
        "fixed64" => Kind::Fixed64,
        "sfixed32" => Kind::Sfixed32,
        "sfixed64" => Kind::Sfixed64,
        "bool" => Kind::Bool,
        "string" => Kind::String,
        "bytes" => Kind::Bytes,
        _ => line.malformed(&format!("there is no type `{word}`")),
    }
}

/// The name that protobuf derives for JSON: `display_name` ▶ `displayName`.
fn camel(name: &'static str) -> &'static str {
    if !name.contains('_') {
        return name;
    }
    let mut out = String::with_capacity(name.len());
    let mut raised = false;
    for c in name.chars() {
        match c {
            '_' => raised = true,
            _ if raised => {
                out.push(c.to_ascii_uppercase());
                raised = false;
            }
            _ => out.push(c),
        }
    }
    out.leak()
}

/// A text without its escapes.
fn unescaped(text: &'static str) -> &'static str {
    if !text.contains('\\') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('0') => out.push('\0'),
            Some('u') => {
                let digits = chars.as_str().strip_prefix('{').and_then(|rest| rest.split_once('}'));
                if let Some((digits, after)) = digits {
                    out.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
                    chars = after.chars();
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.leak()
}

#[cfg(test)]
mod tests {
    use crate::table::{Enum, Message, Named, Shape, Texts, Type};

    #[test]
    fn a_line_says_all_that_there_is() {
        static KIND: Enum = Enum::new("a.Kind\n0 ZERO\n-1 LESS");
        static ALL: Message = Message::new(
            r#"
            a.All
            / It says "all"\\.\nTwice\u{202e}.
            1 foo_bar .a.Kind? json=x\u{20}y REQUIRED OUTPUT_ONLY redact deprecated
            2 _two_2a .a.All group repeated
            3 ways map<int32,.a.All>
            4 one bool oneof=b
            5 other .a.Kind oneof=a
            /  Indented.
            6 more sfixed64 oneof=b
            "#,
            &[Type::Message(&ALL), Type::Enum(&KIND)],
        );
        assert_eq!(ALL.docs, "It says \"all\"\\.\nTwice\u{202e}.");
        assert_eq!(ALL.oneofs, ["b", "a"]);
        let [first, second, third, one, other, more] = ALL.fields else { panic!("six fields") };
        assert_eq!((first.number, first.name, first.json), (1, "foo_bar", "x y"));
        assert!(first.required && first.output_only && first.sensitive && first.deprecated);
        assert_eq!((second.json, third.json), ("Two2a", "ways"));
        assert!(matches!(second.shape, Shape::Repeated { packed: false }));
        assert!(format!("{:?} {:?}", second.kind, third.shape).starts_with("Group(Message"));
        assert_eq!((one.oneof, other.oneof, more.oneof), (Some(0), Some(1), Some(0)));
        assert_eq!(other.docs, " Indented.");
        assert_eq!(KIND.values, [("ZERO", 0), ("LESS", -1)]);
    }

    #[test]
    fn a_wrong_table_says_which_line_is_wrong() {
        for (text, why) in [
            ("a.A\nx y bool", "the line `x y bool`: it has no number"),
            ("a.A\n1 y", "the line `1 y`: it ends too early"),
            ("a.A\n1 y boole", "there is no type `boole`"),
            ("a.A\n1 y .a.B", "the table has no type `.a.B`"),
            ("a.A\n1 y bool group", "no group has this type"),
            ("a.A\n1 y bool twice", "there is no word `twice`"),
            ("a.A\n1 y string format=UUID5", "there is no format `UUID5`"),
            ("a.A\n1 y bool\n/= 1", "the line `1 y bool`: there is no text 1"),
        ] {
            static TEXTS: Texts = Texts::new("0 None.");
            let read = || super::message(text, Named::new(&[]).sharing(&TEXTS)).id;
            let told = std::panic::catch_unwind(read);
            let told = told.err().and_then(|told| told.downcast::<String>().ok());
            assert!(told.as_ref().is_some_and(|told| told.contains(why)), "{text}: {told:?}");
        }
    }
}
