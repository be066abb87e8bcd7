//! Comments that nothing real has, and that a request may hold.

use super::rendered::breaks;
use super::{as_written, doc_lines};

/// What no compiler keeps in a comment, but a request may hold.
#[test]
fn characters_that_rustc_refuses_are_left_out() {
    assert_eq!(doc_lines("a\rb \u{202e}c\u{2069} d"), [" ab c d"]);
}

#[test]
fn what_cannot_be_mended_stays_as_it_is_written() {
    let quoted = "> ```\n> foo(\n> ```";
    assert_eq!(doc_lines(quoted), [" ````text", " > ```", " > foo(", " > ```", " ````"]);
    assert_eq!(doc_lines("> A quote."), [" > A quote."]);
    assert_eq!(as_written("a\n\nb"), [" ```text", " a", "", " b", " ```"]);
}

/// Comments of what Markdown gives a meaning to, in any order.
#[test]
fn no_comment_breaks_rustdoc() {
    const PARTS: &[&str] = &[
        "```",
        "~~~",
        "````",
        "```rust",
        "```json",
        "- ",
        "* ",
        "1. ",
        "10) ",
        "+ ",
        " ",
        "  ",
        "   ",
        "    ",
        "     ",
        "\t",
        "> ",
        ">",
        "foo(",
        "bar",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "\n\n    ",
        "`",
        "# ",
        "===",
        "---",
        "|",
        "<pre>",
        "</pre>",
        "[a]",
        "[a]: b",
        "[a][b.c]",
        "\\",
        "***",
        "http://x.y/",
        "&nbsp;",
        "_x_",
        "[^1]",
        "[^1]: ",
        "- [ ] ",
        "<!-- ",
        "-->",
        "<?",
        "<div>\n",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % end
    };
    for _ in 0..20_000 {
        let parts = (0..=below(14)).map(|_| PARTS[below(PARTS.len())]);
        let comment: String = parts.collect::<Vec<_>>().concat();
        let lines = doc_lines(&comment);
        let shown: Vec<&str> =
            lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        assert!(!breaks(&shown.join("\n")), "{comment:?} gives {lines:#?}");
    }
}
