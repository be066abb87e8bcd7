//! Names: every casing, keyword escape and collision is decided here and nowhere else.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// Names, each with the place of what has it. One type of map for all that derives ask of names, as
/// each more of them is more to compile in the build of each user.
pub type Places = BTreeMap<String, usize>;

/// The identifier of a Rust name as the source spelled it; `r#type` becomes a raw identifier.
///
/// # Panics
/// The name is not an identifier; a source gives none such.
pub fn ident(name: &str, span: Span) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, span),
        None => Ident::new(name, span),
    }
}

/// The path of these names from the root: `::core::primitive::u8`.
pub(crate) fn absolute(names: &[&str]) -> TokenStream {
    let mut path = Vec::with_capacity(3 * names.len());
    for name in names {
        path.push(Punct::new(':', Spacing::Joint).into());
        path.push(Punct::new(':', Spacing::Alone).into());
        path.push(TokenTree::from(ident(name, Span::call_site())));
    }
    let mut tokens = TokenStream::new();
    tokens.extend(path);
    tokens
}

/// What Rust 2024 reserves, but for what cannot be a raw identifier:
/// <https://doc.rust-lang.org/reference/keywords.html>.
pub(super) const KEYWORDS: [&str; 47] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static",
    "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Whether no item can have this name in some edition of Rust; `gen` is one in the older ones.
///
/// ```
/// # use typewright_core::model::name::is_keyword;
/// assert!(is_keyword("type") && is_keyword("_") && !is_keyword("r#type"));
/// ```
pub fn is_keyword(name: &str) -> bool {
    let never_raw = ["super", "self", "Self", "extern", "crate", "_"];
    never_raw.contains(&name) || name != "gen" && KEYWORDS.contains(&name)
}

/// Whether an item can have this name.
///
/// ```
/// # use typewright_core::model::name::is_identifier;
/// assert!(is_identifier("größe") && is_identifier("r#type"));
/// assert!(!is_identifier("type") && !is_identifier("2nd") && !is_identifier("a b"));
/// ```
pub fn is_identifier(name: &str) -> bool {
    let Ok(tokens) = name.parse::<TokenStream>() else { return false };
    let mut tokens = tokens.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(word)), None) => word == name && !is_keyword(name),
        _ => false,
    }
}

/// A Rust name without the `r#` of a raw identifier.
///
/// ```
/// # use typewright_core::model::name::unraw;
/// assert_eq!(unraw("r#type"), "type");
/// ```
pub fn unraw(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// A style of `rename_all`: serde's eight, with serde's semantics, so that both agree on every name,
/// and two of heck's that serde does not have.
///
/// Source: <https://serde.rs/container-attrs.html#rename_all>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// `verylongname`
    Lower,
    /// `VERYLONGNAME`
    Upper,
    /// `VeryLongName`: a variant as it is written.
    Pascal,
    /// `veryLongName`
    Camel,
    /// `very_long_name`
    Snake,
    /// `VERY_LONG_NAME`
    ScreamingSnake,
    /// `very-long-name`
    Kebab,
    /// `VERY-LONG-NAME`
    ScreamingKebab,
    /// `Very Long Name`, by words.
    Title,
    /// `Very-Long-Name`, by words.
    Train,
}

impl Casing {
    /// The styles by the names that attributes use.
    pub const ALL: &[(&str, Casing)] = &[
        ("lowercase", Casing::Lower),
        ("UPPERCASE", Casing::Upper),
        ("PascalCase", Casing::Pascal),
        ("camelCase", Casing::Camel),
        ("snake_case", Casing::Snake),
        ("SCREAMING_SNAKE_CASE", Casing::ScreamingSnake),
        ("kebab-case", Casing::Kebab),
        ("SCREAMING-KEBAB-CASE", Casing::ScreamingKebab),
        ("Title Case", Casing::Title),
        ("Train-Case", Casing::Train),
    ];

    /// The style that an attribute names.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, casing)| *casing)
    }

    /// The text of an enum variant in this style.
    ///
    /// Each upper-case letter but the first starts a word, so `HTTPServer` is `h_t_t_p_server`,
    /// digits never do, and only ASCII letters change their case.
    ///
    /// ```
    /// # use typewright_core::model::name::Casing;
    /// assert_eq!(Casing::Kebab.variant("VeryLong2Name"), "very-long2-name");
    /// assert_eq!(Casing::Camel.variant("VeryLong2Name"), "veryLong2Name");
    /// ```
    pub fn variant(self, name: &str) -> String {
        match self {
            Casing::Lower => name.to_ascii_lowercase(),
            Casing::Upper => name.to_ascii_uppercase(),
            Casing::Pascal => name.to_owned(),
            Casing::Camel => {
                let mut chars = name.chars();
                chars.next().map_or_else(String::new, |first| {
                    format!("{}{}", first.to_ascii_lowercase(), chars.as_str())
                })
            }
            Casing::Snake => words(name, "_").to_ascii_lowercase(),
            Casing::ScreamingSnake => words(name, "_").to_ascii_uppercase(),
            Casing::Kebab => words(name, "-").to_ascii_lowercase().replace('_', "-"),
            Casing::ScreamingKebab => words(name, "-").to_ascii_uppercase().replace('_', "-"),
            Casing::Title | Casing::Train => self.words(name),
        }
    }
}

impl Casing {
    /// The text of an enum variant in this style, where several upper-case letters are one word.
    ///
    /// A word ends before an upper-case letter that follows a lower-case letter or a digit, and
    /// before the last of several upper-case letters where a lower-case one follows, so
    /// `HTTPServer` is `http_server`. These are the rules of the `heck` crate for identifiers.
    ///
    /// ```
    /// # use typewright_core::model::name::Casing;
    /// assert_eq!(Casing::Kebab.words("HTTPServer"), "http-server");
    /// assert_eq!(Casing::Pascal.words("ABC"), "Abc");
    /// ```
    pub fn words(self, name: &str) -> String {
        let (mut lower, mut capitals) = (Vec::new(), Vec::new());
        for word in split(name) {
            let word = word.to_lowercase();
            let first = word.chars().next().map_or(0, char::len_utf8);
            capitals.push(word[..first].to_uppercase() + &word[first..]);
            lower.push(word);
        }
        match self {
            Casing::Lower => lower.concat(),
            Casing::Upper => lower.concat().to_uppercase(),
            Casing::Pascal => capitals.concat(),
            Casing::Title => capitals.join(" "),
            Casing::Train => capitals.join("-"),
            Casing::Camel => {
                if let Some(first) = capitals.first_mut() {
                    first.clone_from(&lower[0]);
                }
                capitals.concat()
            }
            Casing::Snake => lower.join("_"),
            Casing::ScreamingSnake => lower.join("_").to_uppercase(),
            Casing::Kebab => lower.join("-"),
            Casing::ScreamingKebab => lower.join("-").to_uppercase(),
        }
    }
}

/// The words of a name, see [`Casing::words`].
fn split(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1);
        let starts = letter.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
            });
        if starts || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(*letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn words(name: &str, separator: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_uppercase() {
            text.push_str(separator);
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Casing;

    /// A variant, then its text in the order of [`Casing::ALL`], as serde 1.0.229 gives them; only
    /// `camelCase` of a first letter outside of ASCII is ours alone, as serde panics there.
    #[rustfmt::skip]
    const VARIANTS: &[(&str, [&str; 8])] = &[
        ("Outcome", ["outcome", "OUTCOME", "Outcome", "outcome", "outcome", "OUTCOME", "outcome", "OUTCOME"]),
        ("VeryTasty", ["verytasty", "VERYTASTY", "VeryTasty", "veryTasty", "very_tasty", "VERY_TASTY", "very-tasty", "VERY-TASTY"]),
        ("A", ["a", "A", "A", "a", "a", "A", "a", "A"]),
        ("Z42", ["z42", "Z42", "Z42", "z42", "z42", "Z42", "z42", "Z42"]),
        ("ABC", ["abc", "ABC", "ABC", "aBC", "a_b_c", "A_B_C", "a-b-c", "A-B-C"]),
        ("Utf8Text", ["utf8text", "UTF8TEXT", "Utf8Text", "utf8Text", "utf8_text", "UTF8_TEXT", "utf8-text", "UTF8-TEXT"]),
        ("With_Score", ["with_score", "WITH_SCORE", "With_Score", "with_Score", "with__score", "WITH__SCORE", "with--score", "WITH--SCORE"]),
        ("lower", ["lower", "LOWER", "lower", "lower", "lower", "LOWER", "lower", "LOWER"]),
        ("ÄrgerÖl", ["ÄrgerÖl", "ÄRGERÖL", "ÄrgerÖl", "ÄrgerÖl", "Ärger_Öl", "ÄRGER_ÖL", "Ärger-Öl", "ÄRGER-ÖL"]),
    ];

    /// A variant, then its text in the order of [`Casing::ALL`], as heck 0.5 gives them.
    #[rustfmt::skip]
    const WORDS: &[(&str, [&str; 10])] = &[
        ("VeryTasty", ["verytasty", "VERYTASTY", "VeryTasty", "veryTasty", "very_tasty", "VERY_TASTY", "very-tasty", "VERY-TASTY", "Very Tasty", "Very-Tasty"]),
        ("HTTPServer", ["httpserver", "HTTPSERVER", "HttpServer", "httpServer", "http_server", "HTTP_SERVER", "http-server", "HTTP-SERVER", "Http Server", "Http-Server"]),
        ("ABC", ["abc", "ABC", "Abc", "abc", "abc", "ABC", "abc", "ABC", "Abc", "Abc"]),
        ("Utf8Text", ["utf8text", "UTF8TEXT", "Utf8Text", "utf8Text", "utf8_text", "UTF8_TEXT", "utf8-text", "UTF8-TEXT", "Utf8 Text", "Utf8-Text"]),
        ("With_Score", ["withscore", "WITHSCORE", "WithScore", "withScore", "with_score", "WITH_SCORE", "with-score", "WITH-SCORE", "With Score", "With-Score"]),
        ("IPv6", ["ipv6", "IPV6", "IPv6", "iPv6", "i_pv6", "I_PV6", "i-pv6", "I-PV6", "I Pv6", "I-Pv6"]),
        ("ÄrgerÖl", ["ärgeröl", "ÄRGERÖL", "ÄrgerÖl", "ärgerÖl", "ärger_öl", "ÄRGER_ÖL", "ärger-öl", "ÄRGER-ÖL", "Ärger Öl", "Ärger-Öl"]),
    ];

    #[test]
    fn variants_of_words_in_every_style() {
        for (name, texts) in WORDS {
            for ((style, casing), text) in Casing::ALL.iter().zip(texts) {
                assert_eq!(casing.words(name), *text, "`{name}` in {style}");
            }
        }
    }

    #[test]
    fn variants_in_every_style() {
        for (name, texts) in VARIANTS {
            for ((style, casing), text) in Casing::ALL.iter().zip(texts) {
                assert_eq!(casing.variant(name), *text, "`{name}` in {style}");
                assert_eq!(Casing::named(style), Some(*casing));
            }
        }
        assert_eq!(Casing::named("Kebab-Case"), None);
        assert_eq!(Casing::Title.variant("HTTPServer"), "Http Server", "serde has none");
    }
}
