//! Filters that make a text a part of a file in some language, whatever the text is.

use minijinja::Environment;
use typewright_core::emit;

/// Adds the filters.
pub(super) fn add(env: &mut Environment<'_>) {
    env.add_filter("rust_string", |text: String| rust_string(&text));
    env.add_filter("rust_doc", |text: String| rust_doc(&text));
    env.add_filter("toml_string", |text: String| toml_string(&text));
}

/// A string literal of Rust.
fn rust_string(text: &str) -> String {
    format!("{text:?}")
}

/// Lines of documentation, each with its `///`. What rustdoc would take for a doctest, a link or a
/// tag is escaped; no text makes no lines.
fn rust_doc(text: &str) -> String {
    // A carriage return alone ends no line, and may stand in no comment.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let line = |text: String| format!("///{}", text.trim_end());
    emit::doc_lines(&text).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A basic string of TOML: one of JSON, but for DEL, which TOML wants escaped.
fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
mod tests {
    use super::{rust_doc, rust_string, toml_string};

    /// Pieces of texts that would like to be more than text.
    const PIECES: [&str; 40] = [
        "\"",
        "\\",
        "\\\"",
        "'",
        "\"#",
        "\"##",
        "r#\"",
        "*/",
        "/*",
        "//",
        "///",
        "//!",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "\u{7f}",
        "\u{2028}",
        "\u{202e}",
        "\u{200b}",
        "\u{feff}",
        "\u{301}",
        "{",
        "}",
        "{{ x }}",
        "{% x %}",
        "#[",
        "#![x]",
        "pub fn x() {}",
        "; evil!();",
        "```\n",
        "```rust\n",
        "    indented\n",
        "<b>",
        "[a]",
        "\"\"\"",
        "'''",
        "]\n[x]\n",
        "word ",
    ];

    fn texts() -> impl Iterator<Item = String> {
        let mut random = 0x9E37_79B9_7F4A_7C15_u64;
        let mut below = move |limit: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            (random >> 33) as usize % limit
        };
        let pairs = PIECES.iter().flat_map(|a| PIECES.iter().map(move |b| format!("{a}{b}")));
        let long = (0..2_000).map(move |_| {
            let pieces = 1 + below(12);
            (0..pieces).map(|_| PIECES[below(PIECES.len())]).collect::<String>()
        });
        pairs.chain(long)
    }

    #[test]
    fn no_text_leaves_its_literal() {
        for text in texts() {
            let literal: syn::LitStr = syn::parse_str(&rust_string(&text)).unwrap();
            assert_eq!(literal.value(), text);
            let toml = format!("a = {}\nb = 1\n", toml_string(&text));
            let read: toml_edit::DocumentMut =
                toml.parse().unwrap_or_else(|e| panic!("{toml}: {e}"));
            assert_eq!(read["a"].as_str(), Some(text.as_str()));
            assert_eq!(read.iter().count(), 2, "{toml}");
        }
    }

    #[test]
    fn no_text_leaves_its_comment() {
        for text in texts() {
            let code = format!("{}\nstruct Only;\n", rust_doc(&text));
            let file = syn::parse_file(&code).unwrap_or_else(|e| panic!("{code}: {e}"));
            assert_eq!(file.items.len(), 1, "{code}");
            assert!(file.attrs.is_empty(), "{code}");
            let syn::Item::Struct(only) = &file.items[0] else { panic!("{code}") };
            assert!(only.attrs.iter().all(|attr| attr.path().is_ident("doc")), "{code}");
        }
        let expected = "/// One.\n///\n/// ```text\n///      two\n/// ```";
        assert_eq!(rust_doc("One.\n\n     two\n"), expected);
        assert_eq!(rust_doc(""), "");
    }
}
