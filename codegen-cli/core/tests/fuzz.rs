//! No tokens make the derives of enums panic: what is wrong is reported, and what is right is made.

use std::time::{Duration, Instant};

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use typewright_core::diag::Diagnostics;
use typewright_core::emit::enums;
use typewright_core::model::{Enum, Part};
use typewright_core::source::rust::{Item, read_enum, read_enum_for, read_open};

const CASES: usize = 100_000;
/// A slow machine tries fewer.
const PATIENCE: Duration = Duration::from_secs(8);

/// Words that mean something somewhere, and some that do not.
const WORDS: &[&str] = &[
    "stringer",
    "rename_all",
    "rename",
    "alias",
    "prefix",
    "suffix",
    "trim_prefix",
    "acronyms",
    "docs",
    "serde",
    "ignore_case",
    "fast",
    "only",
    "also",
    "crate",
    "item",
    "props",
    "key",
    "flags",
    "discriminants",
    "skip",
    "default",
    "default_with",
    "catch_all",
    "transparent",
    "flatten",
    "display",
    "message",
    "detail",
    "numbers",
    "locale",
    "serde_as",
    "serde_crate",
    "line_comments",
    "as_str",
    "name",
    "vis",
    "doc",
    "strum",
    "Display",
    "FromStr",
    "EnumIter",
    "FromRepr",
    "Stringer",
    "E",
    "A",
    "B",
    "Self",
    "self",
    "pub",
    "enum",
    "struct",
    "where",
    "for",
    "impl",
    "const",
    "dyn",
    "type",
    "true",
    "false",
    "u8",
    "i128",
    "usize",
    "__open",
    "repr",
    "_",
    "r#fn",
    "r#type",
    "String",
    "Option",
    "rank",
    "mut",
    "ref",
    "match",
    "in",
    "as",
];

const TEXTS: &[&str] = &[
    "",
    "a",
    "A",
    "kebab-case",
    "snake_case",
    "no style",
    "{0}",
    "{a}{b}",
    "{",
    "}}",
    "v{a}.{b:>3}",
    "crate::x",
    "::",
    "pub(crate)",
    "\u{0}",
    "ß",
    "\u{202e}",
    "{{}}",
    "a|b",
    "0x10",
    "'",
    "\"",
    "\\",
];

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    fn word(&mut self) -> TokenTree {
        let word = WORDS[self.below(WORDS.len())];
        let ident = match word.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::call_site()),
            None => Ident::new(word, Span::call_site()),
        };
        ident.into()
    }

    fn literal(&mut self) -> TokenTree {
        let literal = match self.below(9) {
            0 => Literal::u128_unsuffixed(u128::MAX - self.below(3) as u128),
            1 => Literal::i64_unsuffixed(self.below(300) as i64),
            2 => Literal::u8_suffixed(self.below(256) as u8),
            3 => Literal::character('é'),
            4 => Literal::byte_string(b"\xff\0"),
            5 => Literal::f64_unsuffixed(1.5),
            _ => Literal::string(TEXTS[self.below(TEXTS.len())]),
        };
        literal.into()
    }

    fn punct(&mut self) -> TokenTree {
        let all = [',', ',', '=', '=', ':', '.', '#', '<', '>', '-', '\'', '&', '!', '?', '|', '$'];
        let spacing = if self.below(3) == 0 { Spacing::Joint } else { Spacing::Alone };
        Punct::new(all[self.below(all.len())], spacing).into()
    }

    fn group(&mut self, depth: usize) -> TokenTree {
        use Delimiter::{Brace, Bracket, None, Parenthesis};
        let delimiter = [Parenthesis, Parenthesis, Brace, Bracket, None][self.below(5)];
        Group::new(delimiter, self.tokens(depth)).into()
    }

    /// Anything.
    fn tokens(&mut self, depth: usize) -> TokenStream {
        let count = self.below(6);
        (0..count)
            .map(|_| match self.below(8) {
                0..4 => self.word(),
                4 => self.literal(),
                5 if depth > 0 => self.group(depth - 1),
                _ => self.punct(),
            })
            .collect()
    }

    /// What may stand in an attribute: mostly keys with values of some kind.
    fn entries(&mut self, depth: usize) -> TokenStream {
        let mut list = TokenStream::new();
        for _ in 0..self.below(4) {
            let (key, value) = (self.word(), self.literal());
            let inner = if depth > 0 { self.entries(depth - 1) } else { self.tokens(1) };
            list.extend(match self.below(7) {
                0 | 1 => quote::quote!(#key,),
                2 | 3 => quote::quote!(#key = #value,),
                4 => quote::quote!(#key(#inner),),
                5 => quote::quote!(#key = [#inner],),
                _ => self.tokens(2),
            });
        }
        list
    }

    fn attributes(&mut self) -> TokenStream {
        let mut all = TokenStream::new();
        for _ in 0..self.below(3) {
            let entries = self.entries(2);
            let path = match self.below(8) {
                0 => quote::quote!(serde),
                1 => quote::quote!(repr),
                2 => quote::quote!(__open),
                3 => quote::quote!(doc),
                _ => quote::quote!(stringer),
            };
            all.extend(quote::quote!(#[#path(#entries)]));
        }
        all
    }

    /// An enum, or almost one.
    fn item(&mut self) -> TokenStream {
        let mut variants = TokenStream::new();
        for at in 0..self.below(5) {
            let attributes = self.attributes();
            let name = match self.below(4) {
                0 => self.word(),
                _ => Ident::new(&format!("V{at}"), Span::call_site()).into(),
            };
            let (fields, number) = (self.tokens(1), self.literal());
            variants.extend(match self.below(9) {
                0 => quote::quote!(#attributes #name(u8, String),),
                1 => quote::quote!(#attributes #name { a: u8, b: &'static str },),
                2 => quote::quote!(#attributes #name = #number,),
                3 => quote::quote!(#attributes #name(#fields),),
                4 => quote::quote!(#attributes #name = -(1 << 3) + A as isize,),
                _ => quote::quote!(#attributes #name,),
            });
        }
        let attributes = self.attributes();
        match self.below(12) {
            0 => quote::quote!(#attributes struct E { #variants }),
            1 => quote::quote!(#attributes pub enum E<'a, T: Clone, const N: usize> { #variants }),
            2 => self.tokens(3),
            _ => quote::quote!(#attributes pub(crate) enum E { #variants }),
        }
    }
}

/// Whether it was fit for impls; they and the fallback are made either way.
fn made(read: (Enum, Diagnostics), valid: bool) -> bool {
    let (model, mistakes) = read;
    let sound = mistakes.finish().map_err(Diagnostics::into_compile_errors).is_ok();
    let tokens = match (sound, model.open) {
        (_, true) => enums::open(&model),
        (true, false) => enums::impls(&model),
        (false, false) => enums::fallback(&model),
    };
    let tokens = tokens.into_tokens();
    // rustc hands no broken item to a derive; what `__open` holds is copied, and only we write it.
    assert!(
        !sound || !valid || syn::parse2::<syn::File>(tokens.clone()).is_ok(),
        "not Rust: {tokens}"
    );
    sound
}

#[test]
fn no_tokens_make_a_derive_panic() {
    let (mut random, start) = (Random(0x5eed_5eed_5eed_5eed), Instant::now());
    let (mut parsed, mut sound) = (0_usize, 0_usize);
    for case in 0..CASES {
        // A busy machine takes longer for as many.
        if parsed > 1000 && start.elapsed() > PATIENCE {
            break;
        }
        let item = random.item();
        let valid = syn::parse2::<syn::DeriveInput>(item.clone()).is_ok();
        let Ok(input) = Item::read(item) else {
            assert!(!valid, "an item is read");
            continue;
        };
        parsed += usize::from(valid);
        let fit = match case % 4 {
            0 => made(read_open(&input), false),
            1 => {
                let name = Part::ALL[random.below(Part::ALL.len())].0;
                made(read_enum_for(&input, name), valid)
            }
            _ => made(read_enum(&input), valid),
        };
        sound += usize::from(valid && fit);
    }
    assert!(parsed > 1000 && sound > 100, "{sound} of {parsed} were right");
}
