//! Parses Rust files and tells their mistakes at their places.

use std::path::Path;

use proc_macro2::Span;
use typewright_core::diag::{Diagnostic, Origin};

use crate::error::{CommandError, Mistake, Place};

/// A Rust file.
pub(crate) struct RustFile {
    /// Its path in messages.
    pub(crate) name: String,
    /// What the parser saw: the content without the byte order mark.
    pub(crate) text: String,
    pub(crate) syntax: syn::File,
    /// How many bytes the parser left out at the start.
    pub(crate) offset: usize,
}

impl RustFile {
    /// Parses the file at a path.
    ///
    /// # Errors
    /// It cannot be read, or is not Rust.
    pub(crate) fn read(path: &Path) -> Result<Self, CommandError> {
        Self::parse(&path.display().to_string(), &super::text(path)?).map_err(Into::into)
    }

    /// Parses the content of a file.
    ///
    /// # Errors
    /// It is not Rust.
    pub(crate) fn parse(name: &str, content: &str) -> Result<Self, Mistake> {
        // Spans count from here on; without this, those of earlier files would stay in memory.
        proc_macro2::extra::invalidate_current_thread_spans();
        let text = content.strip_prefix('\u{feff}').unwrap_or(content).to_owned();
        if depth(&text) > DEEPEST {
            let message = format!("`{name}` is nested deeper than {DEEPEST} brackets");
            return Err(Mistake::new(message));
        }
        match syn::parse_file(&text) {
            Ok(syntax) => {
                let offset = syntax.shebang.as_ref().map_or(0, String::len);
                Ok(Self { name: name.to_owned(), text, syntax, offset })
            }
            Err(error) => {
                let shebang = text.len() - without_shebang(&text).len();
                let place = place(name, &text, shebang, error.span());
                Err(Mistake::new(error.to_string()).at(place))
            }
        }
    }

    /// A mistake of the engine, at its place in this file.
    pub(crate) fn locate(&self, diagnostic: &Diagnostic) -> Mistake {
        let at = |span: &Span| place(&self.name, &self.text, self.offset, *span);
        let mut mistake = Mistake::from(diagnostic);
        if let Origin::Span(span) = &diagnostic.origin {
            mistake = mistake.at(at(span));
        }
        mistake.notes.clear();
        for (origin, text) in &diagnostic.labels {
            mistake.notes.push(match origin {
                Origin::Span(span) => {
                    let at = at(span);
                    format!("{}:{}:{}: {text}", at.file, at.line, at.column)
                }
                _ => text.clone(),
            });
        }
        mistake
    }

    /// A mistake of ours, at a token of this file.
    pub(crate) fn mistake(&self, span: Span, message: impl Into<String>) -> Mistake {
        Mistake::new(message).at(place(&self.name, &self.text, self.offset, span))
    }
}

/// How deep brackets may be nested; the parser calls itself for each.
const DEEPEST: usize = 100;

/// How deep brackets are nested; those in texts count too, which does no harm.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// As the parser does: a first line that starts with `#!`, unless it is an attribute.
fn without_shebang(text: &str) -> &str {
    let attribute = text.strip_prefix("#!").is_none_or(|rest| rest.trim_start().starts_with('['));
    match attribute {
        true => text,
        false => text.find('\n').map_or("", |end| &text[end..]),
    }
}

fn place(name: &str, text: &str, offset: usize, span: Span) -> Place {
    let range = span.byte_range();
    Place::of(name, text, range.start + offset..range.end + offset)
}
