//! What was wrong with the user's input, where, and what to do next.
//!
//! A [`Diagnostic`] knows no renderer: the derives turn it into `compile_error!`, the plugin into
//! `file:line:col` lines of its response, `cargo gen` into snippets.

use std::fmt;
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};

/// A kind of mistake. Every kind is a row of [`code`], and every row has a test that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// The table of mistakes that we report.
        pub mod code {
            use super::Code;
            $($(#[$doc])* pub const $name: Code = Code($text);)*
            /// All rows, for the test that asks for a case of each.
            pub const ALL: &[Code] = &[$($name),*];
        }
    };
}

codes! {
    /// The derive does not work on this kind of item.
    UNSUPPORTED_ITEM = "unsupported-item";
    /// A variant carries data, which this derive cannot name.
    DATA_VARIANT = "data-variant";
    /// An attribute key that the derive does not know.
    UNKNOWN_ATTRIBUTE = "unknown-attribute";
    /// An attribute value of the wrong kind.
    INVALID_VALUE = "invalid-value";
    /// The same attribute key twice on one item.
    REPEATED_ATTRIBUTE = "repeated-attribute";
    /// Two variants would print or parse as the same text.
    NAME_COLLISION = "name-collision";
    /// Two variants would be made of the same number.
    NUMBER_COLLISION = "number-collision";
    /// The descriptors of the request cannot be read.
    INVALID_DESCRIPTOR = "invalid-descriptor";
    /// A file is written in an edition of protobuf that we cannot read.
    UNSUPPORTED_EDITION = "unsupported-edition";
    /// A file that should be generated is not among the inputs.
    MISSING_FILE = "missing-file";
    /// An emitter that does not exist.
    UNKNOWN_EMITTER = "unknown-emitter";
    /// An option that does not exist, or that our output has no room for.
    UNKNOWN_OPTION = "unknown-option";
    /// An option with a value that it does not take.
    INVALID_OPTION = "invalid-option";
    /// A service config with something in it that does not belong there.
    INVALID_CONFIG = "invalid-config";
    /// A pattern that names nothing.
    UNKNOWN_ITEM = "unknown-item";
    /// Something that is needed was excluded.
    EXCLUDED_ITEM = "excluded-item";
    /// Two generated items want the same place.
    OUTPUT_COLLISION = "output-collision";
    /// The generator made text that is not Rust: our mistake, not the user's.
    INTERNAL = "internal";
}

/// A place in a file: the path as the user wrote it, line and column counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path as the source named it.
    pub file: Rc<str>,
    /// Line, from 1; 0 where only the file is known.
    pub line: u32,
    /// Column in characters, from 1; 0 where only the file is known.
    pub col: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}:{}", self.file, self.col),
        }
    }
}

/// Where something stands in the user's input.
#[derive(Clone, Debug, Default)]
pub enum Origin {
    /// Made by us; no place.
    #[default]
    None,
    /// A token that rustc gave to a derive.
    Span(Span),
    /// A place in a file.
    File(Place),
}

impl Origin {
    /// The span for `compile_error!`; the call site where the origin is not a token.
    pub fn span(&self) -> Span {
        match self {
            Origin::Span(span) => *span,
            _ => Span::call_site(),
        }
    }
}

/// One mistake of the user's.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which kind of mistake.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub origin: Origin,
    /// Other places that matter, each with its own line, such as "first used here".
    pub labels: Vec<(Origin, String)>,
    /// What to do next.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A mistake at one place.
    pub fn new(code: Code, origin: Origin, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), origin, labels: Vec::new(), help: None }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place with its own line.
    #[must_use]
    pub fn label(mut self, origin: Origin, text: impl Into<String>) -> Self {
        self.labels.push((origin, text.into()));
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Origin::File(place) = &self.origin {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        for (origin, text) in &self.labels {
            match origin {
                Origin::File(place) => write!(f, "\n  {place}: {text}")?,
                _ => write!(f, "\n  {text}")?,
            }
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// All mistakes of one input; never empty when it is returned as an error.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No mistakes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds the mistakes of a part.
    pub fn extend(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// `Ok` when there was no mistake; the way to end a phase.
    ///
    /// # Errors
    /// All the mistakes that were collected.
    pub fn finish(self) -> Result<(), Diagnostics> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// The mistakes, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The mistakes as calls of `compile_error!`, each at its token.
    pub fn into_compile_errors(self) -> TokenStream {
        let mut errors = TokenStream::new();
        for d in self.0 {
            let mut text = d.message;
            if let Some(help) = d.help {
                text = format!("{text}\n  help: {help}");
            }
            let at = d.origin.span();
            errors.extend(compile_error(&text, at, at));
            for (origin, label) in d.labels {
                let at = origin.span();
                errors.extend(compile_error(&label, at, at));
            }
        }
        errors
    }
}

/// A call of `compile_error!` that is shown from the beginning of one place to the end of another.
///
/// ```
/// use proc_macro2::Span;
/// let error = typewright_core::diag::compile_error("no", Span::call_site(), Span::call_site());
/// assert_eq!(error.to_string(), ":: core :: compile_error ! { \"no\" }");
/// ```
pub fn compile_error(message: &str, start: Span, end: Span) -> TokenStream {
    let mut text = Literal::string(message);
    text.set_span(end);
    let mut text = Group::new(Delimiter::Brace, TokenTree::from(text).into());
    text.set_span(end);
    let call: TokenStream = "::core::compile_error!".parse().unwrap_or_default();
    let mut error = TokenStream::new();
    for mut tree in call {
        tree.set_span(start);
        error.extend([tree]);
    }
    error.extend([TokenTree::from(text)]);
    error
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, d) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{d}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// The candidate nearest to a mistyped word, for "did you mean".
///
/// Near means a distance of at most one edit and one more for every four characters, where
/// swapping two neighbours is one edit; case does not count. Something of the candidate must be
/// left: words that share no character are never near.
///
/// ```
/// use typewright_core::diag::nearest;
/// assert_eq!(nearest("renmae", ["rename", "skip"]), Some("rename"));
/// assert_eq!(nearest("colour", ["rename", "skip"]), None);
/// assert_eq!(nearest("x", ["y"]), None);
/// ```
pub fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let mut nearest = None;
    for candidate in among {
        let distance = near(&word, candidate);
        let nearer = match (distance, nearest) {
            (Some(distance), Some((least, _))) => distance < least,
            (distance, None) => distance.is_some(),
            (None, _) => false,
        };
        if let (Some(distance), true) = (distance, nearer) {
            nearest = Some((distance, candidate));
        }
    }
    nearest.map(|(_, candidate)| candidate)
}

/// The distance of a candidate that is near.
fn near(word: &[char], candidate: &str) -> Option<usize> {
    let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
    let (distance, length) = (edit_distance(word, &candidate), candidate.len());
    (distance < length && distance <= 1 + length / 4).then_some(distance)
}

/// Optimal string alignment: insert, delete, replace, swap neighbours.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut two = vec![0; b.len() + 1];
    let mut one: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            row[j + 1] = (one[j] + usize::from(x != y)).min(one[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && *x == b[j - 1] {
                row[j + 1] = row[j + 1].min(two[j - 1] + 1);
            }
        }
        two = std::mem::replace(&mut one, row);
    }
    one[b.len()]
}
