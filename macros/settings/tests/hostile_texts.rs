//! Files that nobody wrote in good faith.

use std::fmt::Write as _;

/// The largest file that is read.
const LARGEST: usize = 4 << 20;

/// Each with what it is, and the end of what is said of it in the first line of the report; nothing
/// where it is in order.
pub(crate) fn texts() -> Vec<(&'static str, String, &'static str)> {
    let filled = |start: &str, more: &str, end: &str| {
        let room = LARGEST - start.len() - end.len();
        format!("{start}{}{end}", more.repeat(room / more.len()))
    };
    let lines = |line: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        for n in 0.. {
            let line = line(n);
            if text.len() + line.len() > LARGEST {
                break;
            }
            text.push_str(&line);
        }
        text
    };
    let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (from, to) in "abcdefghij".chars().zip("bcdefghijk".chars()) {
        let nine = vec![format!("*{from}"); 9].join(",");
        writeln!(bomb, "{to}: &{to} [{nine}]").expect("a string");
    }
    let many = "more than 100000 values";
    let deep = "nested deeper than 64 levels";
    vec![
        ("80 KB of [", format!("labels: {}", "[".repeat(80_000)), deep),
        ("80 KB of {", format!("labels: {}", "{".repeat(80_000)), deep),
        ("4 MiB of [", filled("labels: ", "[", ""), deep),
        ("4 MiB of indentation", lines(&|n| format!("{}a:\n", " ".repeat(n))), deep),
        ("4 MiB of dashes", filled("labels: \n", "- ", ""), deep),
        ("an alias bomb", bomb, many),
        (
            "a chain of aliases",
            lines(&|n| match n {
                0 => "x: &a0 [x]\n".to_owned(),
                n => format!("x{n}: &a{n} [*a{}]\n", n - 1),
            }),
            deep,
        ),
        ("4 MiB of values", filled("allowed_origins: [", "x,", "]"), many),
        ("4 MiB of keys", lines(&|n| format!("k{n}: v\n")), many),
        ("one key for ever", filled("", "log_level: info\n", ""), "is already set on line 1"),
        ("4 MiB of text", filled("labels: {a: \"", "x", "\"}"), ""),
        ("4 MiB of plain text", filled("labels: {a: ", "x ", "}"), ""),
        ("4 MiB of block text", filled("labels:\n  a: |\n", "    line\n", ""), ""),
        ("4 MiB of comment", filled("", "# nothing\n", ""), ""),
        ("4 MiB of empty lines", filled("", "\n", "log_level: info\n"), ""),
        ("a key of 4 MiB", filled("\"", "k", "\": 1"), ""),
        ("4 MiB of anchors", lines(&|n| format!("- &a{n} x\n")), "more than 10000 anchors"),
        ("4 MiB of tags", filled("log_level: ", "!t ", "x"), ""),
        ("4 MiB of quotes", filled("labels: {a: ", "'", "}"), ""),
        ("4 MiB and a byte", "#".repeat(LARGEST + 1), "larger than 4 MiB"),
        ("NUL bytes", filled("log_level: ", "\0", ""), ""),
        ("a byte order mark in the middle", "log_level: info\n\u{feff}server: 1\n".into(), ""),
        ("documents without end", filled("", "---\n", ""), "a second document starts here"),
        ("mistakes without end", lines(&|n| format!("- {n}\n")), many),
    ]
}
