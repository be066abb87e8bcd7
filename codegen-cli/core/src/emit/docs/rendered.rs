//! A comment as rustdoc's own parser sees it, which has the last word.

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};

/// Whether rustdoc finds code to run, a tag, or a link that leads nowhere.
pub(super) fn breaks(text: &str) -> bool {
    // Whatever of these is missing, none of the others makes code, a tag or a link.
    if !text.contains(['`', '~', '[', '<', '\t']) && !text.contains("    ") {
        return false;
    }
    let mut unknown = false;
    let mut note = |_: BrokenLink<'_>| {
        unknown = true;
        None
    };
    let events = Parser::new_with_broken_link_callback(text, options(), Some(&mut note));
    let broken = events.into_iter().any(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => true,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => is_run(&language),
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            !super::is_target(&dest_url)
        }
        Event::Html(_) | Event::InlineHtml(_) => true,
        _ => false,
    });
    broken || unknown
}

/// What rustdoc understands of Markdown.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Whether rustdoc takes a block of this language for Rust, and does not leave it alone.
fn is_run(language: &str) -> bool {
    let mut words = language.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    let known = |word: &str| {
        matches!(
            word,
            "rust"
                | "should_panic"
                | "no_run"
                | "compile_fail"
                | "test_harness"
                | "standalone_crate"
                | "custom"
        ) || ["edition", "E0", "{"].iter().any(|start| word.starts_with(start))
    };
    let ignored = language.split([',', ' ', '\t']).any(|word| word == "ignore");
    !ignored && (language.contains("rust") || words.all(known))
}
