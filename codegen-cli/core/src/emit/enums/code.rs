//! Rust as text, with the tokens of the author's in it.
//!
//! A derive runs unoptimised in its user's build, and each token that it makes is a call into the
//! compiler. Text is one call for all of them; what the author wrote stays tokens, so that mistakes
//! in it are shown where it stands.

use proc_macro2::{Literal, Span, TokenStream, TokenTree};

use crate::diag::compile_error;

/// Stands in the text for tokens.
const HELD: &str = "__typewright_held";

/// Some Rust that an emitter wrote.
///
/// ```
/// use typewright_core::{emit::enums, source::rust::read_enum};
/// let item = "pub enum Mode { Read }".parse().unwrap();
/// let code = enums::impls(&read_enum(&item).0);
/// assert!(code.into_tokens().to_string().contains("impl Mode"));
/// ```
#[derive(Clone, Default)]
pub struct Code {
    text: String,
    /// What [`HELD`] stands for, in this order.
    held: Vec<TokenStream>,
}

impl Code {
    pub(super) const fn new() -> Self {
        Self { text: String::new(), held: Vec::new() }
    }

    /// Tokens of ours as text, where it is short and nothing in it can be wrong; else as they are.
    pub(super) fn of(tokens: &TokenStream) -> Self {
        if tokens.is_empty() {
            return Self::new();
        }
        let text = tokens.to_string();
        let plain = matches!(&*text.replace(' ', ""), "pub" | "::typewright" | "::serde");
        let mut code = Self::new();
        match plain {
            true => code.push(&text),
            false => code.hold(tokens.clone()),
        }
        code
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// A reference to the place that it is: what is behind the `*`, where it begins with one.
    pub(super) fn borrowed(&self) -> Self {
        let mut borrowed = Self { text: String::new(), held: self.held.clone() };
        match self.text.trim_start().strip_prefix('*') {
            Some(reference) => borrowed.push(reference),
            None => borrowed.push(&format!("&{}", self.text)),
        }
        borrowed
    }

    /// All of the codes, with commas between them.
    pub(super) fn list(codes: impl IntoIterator<Item = impl Write>) -> Self {
        Self::joined(",", codes)
    }

    /// All of the codes, with a mark between them.
    pub(super) fn joined(mark: &str, codes: impl IntoIterator<Item = impl Write>) -> Self {
        let mut list = Self::new();
        for code in codes {
            if !list.is_empty() {
                list.push(mark);
            }
            code.write(&mut list);
        }
        list
    }

    /// What is made of each item, one behind the other.
    pub(super) fn each<T>(
        items: impl IntoIterator<Item = T>,
        mut of: impl FnMut(T) -> Self,
    ) -> Self {
        let mut all = Self::new();
        for item in items {
            of(item).write(&mut all);
        }
        all
    }

    /// Writes something behind it.
    pub(super) fn extend(&mut self, more: impl Write) {
        more.write(self);
    }

    /// Writes Rust behind it.
    pub(super) fn push(&mut self, text: &str) {
        // So that two words stay two.
        self.text.push(' ');
        self.text.push_str(text);
    }

    fn hold(&mut self, tokens: TokenStream) {
        if !tokens.is_empty() {
            self.push(HELD);
            self.held.push(tokens);
        }
    }

    /// As tokens.
    pub fn into_tokens(self) -> TokenStream {
        self.into_tokens_by(|text| text.parse().ok())
    }

    /// As tokens that a mistake shows at a place of the author's; what is held keeps its own.
    pub(super) fn placed(self, at: Span) -> TokenStream {
        let mut held = self.held.into_iter();
        fill(place(self.text.parse().unwrap_or_default(), at), &mut held)
    }

    /// As tokens, by a parser of one's own: a derive has the compiler's.
    pub fn into_tokens_by(self, parse: fn(&str) -> Option<TokenStream>) -> TokenStream {
        let Some(tokens) = parse(&self.text) else {
            // Names come from items that were parsed, so that this is a mistake of ours.
            let message = "this is a mistake in Typewright; please report it with the item";
            return compile_error(message, Span::call_site(), Span::call_site());
        };
        if self.held.is_empty() { tokens } else { fill(tokens, &mut self.held.into_iter()) }
    }
}

fn place(tokens: TokenStream, at: Span) -> TokenStream {
    let mut placed = TokenStream::new();
    for mut tree in tokens {
        if let TokenTree::Group(group) = &tree {
            let inside = place(group.stream(), at);
            tree = proc_macro2::Group::new(group.delimiter(), inside).into();
        }
        tree.set_span(at);
        placed.extend([tree]);
    }
    placed
}

/// Puts what is held into its places.
fn fill(tokens: TokenStream, held: &mut dyn Iterator<Item = TokenStream>) -> TokenStream {
    let mut filled = TokenStream::new();
    for tree in tokens {
        match tree {
            TokenTree::Ident(word) if word == HELD => filled.extend(held.next()),
            TokenTree::Group(group) => {
                let inside = fill(group.stream(), held);
                let mut inside = proc_macro2::Group::new(group.delimiter(), inside);
                inside.set_span(group.span());
                filled.extend([TokenTree::Group(inside)]);
            }
            other => filled.extend([other]),
        }
    }
    filled
}

impl From<TokenStream> for Code {
    fn from(tokens: TokenStream) -> Self {
        let mut code = Self::new();
        code.hold(tokens);
        code
    }
}

impl FromIterator<Code> for Code {
    fn from_iter<I: IntoIterator<Item = Code>>(codes: I) -> Self {
        let mut all = Self::new();
        for code in codes {
            code.write(&mut all);
        }
        all
    }
}

/// What can stand behind a `#` in [`code!`].
pub(super) trait Write {
    /// Writes it behind the code.
    fn write(&self, code: &mut Code);
}

impl Write for Code {
    fn write(&self, code: &mut Code) {
        code.text.push_str(&self.text);
        code.held.extend_from_slice(&self.held);
    }
}

impl Write for TokenStream {
    fn write(&self, code: &mut Code) {
        code.hold(self.clone());
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, code: &mut Code) {
        (**self).write(code);
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, code: &mut Code) {
        if let Some(value) = self {
            value.write(code);
        }
    }
}

/// Each with the format of its literal; numbers have their type, which saves the compiler from
/// finding it.
macro_rules! literals {
    ($($ty:ty: $format:literal,)*) => {$(
        impl Write for $ty {
            fn write(&self, code: &mut Code) {
                code.push(&format!($format, self));
            }
        }
    )*};
}

literals! {
    str: "{:?}",
    String: "{:?}",
    char: "{:?}",
    bool: "{}",
    u32: "{}u32",
    usize: "{}usize",
    Literal: "{}",
}

/// A name, as the source spelled it.
#[derive(Clone, PartialEq)]
pub(super) struct Word(String);

/// The word of a name; `r#type` stays raw.
pub(super) fn word(name: &str) -> Word {
    Word(name.to_owned())
}

impl Word {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Write for Word {
    fn write(&self, code: &mut Code) {
        code.push(&self.0);
    }
}

/// A text of [`code!`] with the values in its places.
///
/// Byte by byte, as what is made for searches takes longer where nothing is optimised.
pub(super) fn template(mut text: &str, values: &[&dyn Write]) -> Code {
    let mut code = Code::new();
    // Room for the values, as growing by pieces is most of the work.
    code.text.reserve(2 * text.len() + 128);
    code.text.push(' ');
    let mut values = values.iter();
    let (mut bytes, mut at) = (text.as_bytes(), 0);
    let mut len = bytes.len();
    while at < len {
        if bytes[at] != b'#' {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < len && matches!(bytes[end], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') {
            end += 1;
        }
        if end == at + 1 {
            at = end;
            continue;
        }
        code.text.push_str(&text[..at]);
        if let Some(value) = values.next() {
            value.write(&mut code);
        }
        text = &text[end..];
        (bytes, at) = (text.as_bytes(), 0);
        len = bytes.len();
    }
    code.text.push_str(text);
    code
}

/// Rust with values in the places of `#name`: as `quote!`, without repetitions, for [`Code`].
///
/// It is one literal and one call, where `quote!` is a call a token: less to compile for those who
/// build the derive, and less to do for it. What stands in the places is listed in front, in the
/// order of the places, so that the compiler need not look through the text for it.
macro_rules! code {
    () => {
        $crate::emit::enums::code::Code::new()
    };
    ([$($name:ident),+] $($tokens:tt)*) => {
        $crate::emit::enums::code::template(stringify!($($tokens)*), &[$(&$name),+])
    };
    ($($tokens:tt)*) => {
        $crate::emit::enums::code::template(stringify!($($tokens)*), &[])
    };
}

pub(super) use code;
