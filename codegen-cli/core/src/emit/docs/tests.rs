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

#[test]
fn a_link_that_is_broken_before_its_url_is_one() {
    let broken = "See [quotas\nand limits]\n(https://a.b/c) and [x] (http://d.e).";
    assert_eq!(
        doc_lines(broken),
        [" See [quotas", " and limits](https://a.b/c) and [x](http://d.e)."]
    );
    assert_eq!(doc_lines("A [0]\n(of b)."), [" A \\[0\\]", " (of b)."]);
}

#[test]
fn a_url_with_places_to_fill_in_is_code() {
    assert_eq!(doc_lines("At https://{host}/v1/*/b: all."), [" At `https://{host}/v1/*/b`: all."]);
}

#[test]
fn lines_below_a_colon_stay_apart() {
    let told = doc_lines("Errors:\n  [Lost]()\n  Found\nThat is all.");
    assert_eq!(told, [" Errors:\\", "   \\[Lost\\]()\\", "   Found\\", " That is all."]);
    let told = doc_lines("For example:\n  {\n    a: <b>\n  }\nThat is all.");
    assert_eq!(
        told,
        [" For example:", " ```text", " {", "   a: <b>", " }", " ```", " That is all."]
    );
    // Markdown sees lists, code and what is only a paragraph itself.
    for same in ["a:\n  - b\n  - c", "- a:\n    b\n    c", "a:\nb\nc", "a:\n\n  b\n  c"] {
        let lines: Vec<String> = same.lines().map(|line| format!(" {line}")).collect();
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        assert_eq!(doc_lines(same), lines);
    }
}

#[test]
fn a_list_that_stands_as_far_right_as_code_is_one() {
    let told = doc_lines("Modes:\n\n    - A: the\n    first.\n    - B\n  - C\nThat is all.");
    let list = [" Modes:", "", " - A: the", " first.", " - B", " - C", "", " That is all."];
    assert_eq!(told, list);
    let told = doc_lines("Modes:\n\n    - a: 1\n      b: 2");
    assert_eq!(told, [" Modes:", "", " ```text", "     - a: 1", "       b: 2", " ```"]);
    let told = doc_lines("Modes:\n\n      -\n        A\n\nCode:\n\n    b = c");
    assert_eq!(told[..4], [" Modes:", "", " -", "   A"]);
    assert_eq!(told[4..], ["", " Code:", "", " ```text", "     b = c", " ```"]);
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
        ":\n  ",
        "(http://",
        "https://{",
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
