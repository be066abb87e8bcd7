//! The pages of the derives show what the derives make.

use std::path::Path;

use typewright_core::emit::enums;
use typewright_core::model::Part;
use typewright_core::source::rust::{Attribute, Item, read_enum, read_enum_for};

/// Behind it, a page has an enum and what becomes of it.
const HEADING: &str = "## Expands to\n";

/// Long ways to say what everybody knows; the pages say that they leave them out.
const SHORT: &[(&str, &str)] = &[
    ("#[automatically_derived]\n", ""),
    ("#[allow(dead_code)]\n", ""),
    ("#[allow(unused_parens)]\n", ""),
    ("#[inline]\n", ""),
    ("#[must_use]\n", ""),
    ("#[allow(clippy::multiple_bound_locations)]\n", ""),
    ("::core::primitive::", ""),
    ("::core::option::Option::Some", "Some"),
    ("::core::option::Option::None", "None"),
    ("::core::option::", ""),
    ("::core::result::Result::Ok", "Ok"),
    ("::core::result::Result::Err", "Err"),
    ("::core::result::", ""),
    ("::core::convert::", ""),
    ("::core::matches!", "matches!"),
    ("::core::", "core::"),
    ("::typewright::", ""),
];

#[test]
fn every_page_shows_what_is_made() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../macros/docs");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let page = std::fs::read_to_string(&path).unwrap();
        let Some((before, section)) = page.split_once(HEADING) else { continue };
        let name = path.display();
        let (_, source) = section.split_once("```rust\n").expect("an enum behind the heading");
        let (source, rest) = source.split_once("```\n").unwrap();
        let Some(made) = expand(source) else { continue };
        let opening = rest.find("```rust,ignore\n").expect("a block for what is made");
        let (between, shown) = rest.split_at(opening);
        let (_, after) = shown["```rust,ignore\n".len()..].split_once("```\n").unwrap();
        let wanted = format!(
            "{before}{HEADING}\n```rust\n{source}```\n{between}```rust,ignore\n{made}```\n{after}"
        );
        if std::env::var_os("TYPEWRIGHT_BLESS").is_some() {
            write(&path, &wanted);
        } else {
            assert_eq!(page, wanted, "{name}: TYPEWRIGHT_BLESS=1 shows what is made now");
        }
        checked += 1;
    }
    assert!(checked > 8, "{checked} pages show an expansion");
}

#[allow(clippy::disallowed_methods, reason = "expectations are written when asked for")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

/// What the derives of ours make of an enum, as a page shows it; nothing where there is none.
fn expand(source: &str) -> Option<String> {
    let item: Item = source.parse().ok()?;
    let derives = item.attrs.iter().filter(|attr| attr.is("derive"));
    let derives: Vec<String> = derives.filter_map(Attribute::paths).flatten().collect();
    let names = derives.iter().map(|path| path.rsplit("::").next().unwrap());
    let mut shown = String::new();
    for name in names {
        let (model, mistakes) = match name {
            "Stringer" => read_enum(&item),
            name if Part::ALL.iter().any(|(part, _)| *part == name) => read_enum_for(&item, name),
            _ => continue,
        };
        mistakes.finish().unwrap();
        let file = syn::parse2(enums::impls(&model).into_tokens()).unwrap();
        shown.push_str(&shorten(&prettyplease::unparse(&file)));
    }
    (!shown.is_empty()).then_some(shown)
}

/// The text without the block around it, the contents of tables, and what [`SHORT`] leaves out.
fn shorten(text: &str) -> String {
    let kept = |line: &&str| {
        let mut attributes = SHORT.iter().filter_map(|(long, _)| long.strip_suffix('\n'));
        attributes.all(|attribute| line.trim() != attribute)
    };
    let mut text: String = text.lines().filter(kept).flat_map(|line| [line, "\n"]).collect();
    for (long, short) in SHORT {
        text = text.replace(long, short);
    }
    for digit in '0'..='9' {
        text = text.replace(&format!("{digit}usize"), &digit.to_string());
    }
    let table = "private::Table {\n";
    while let Some(start) = text.find(table).map(|at| at + table.len() - 1) {
        let line = text[..start].lines().last().unwrap();
        let end = format!("\n{}}}", " ".repeat(line.len() - line.trim_start().len()));
        let end = start + text[start..].find(&end).unwrap() + end.len() - 1;
        text.replace_range(start..end, "");
    }
    // What became shorter fits on fewer lines.
    let text = prettyplease::unparse(&syn::parse_file(&text).unwrap());
    let text = text.replace("private::Table {}", "private::Table { .. }");
    let inner = text.strip_prefix("const _: () = {\n").and_then(|t| t.strip_suffix("};\n"));
    let lines = inner.unwrap_or(&text).lines();
    lines.flat_map(|line| [line.strip_prefix("    ").unwrap_or(line), "\n"]).collect()
}
