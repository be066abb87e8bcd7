//! `cargo gen render` and `cargo gen model`.

use crate::project::{SHOP, TestProject};

const ITEMS: &str = "\
/// A size.
#[derive(Debug, Clone)]
#[repr(u8)]
pub enum Size {
    /// The least.
    Small = 1,
    Other(u8),
}

mod inner {
    pub(crate) struct Box<T: Clone> {
        #[serde(rename = \"of\")]
        pub(super) content: Option<Vec<T>>,
    }
}
";

fn templates() -> TestProject {
    TestProject::new()
        .with("items.rs", ITEMS)
        .with(
            "mine/template.yaml",
            "name: mine\nversion: 1.0.0\nsummary: Mine\nquestions:\n\
             \x20 title: { type: text, help: What stands on top, default: Items }\nfiles:\n\
             - { match: one.md, to: 'items/{{ item.name | kebab }}.md', for_each: item in schema.items, \
             when: item.name != 'Box' or title != 'Short' }\n\
             - { match: mine.txt, owner: user }\n\
             - { match: run.sh, executable: true }\n",
        )
        .with("mine/one.md.jinja", "# {{ title }}: {{ item.kind }} {{ item.name }}\n")
        .with("mine/run.sh", "#!/bin/sh\n")
        .with("mine/mine.txt", "yours\n")
}

#[test]
fn a_template_is_rendered_for_each_item_and_checked() {
    let project = templates();
    let args = ["render", "./mine", "--from", "items.rs", "--out", "out"];
    project.run(&args).ok();
    assert_eq!(project.read("out/items/size.md"), "# Items: enum Size\n");
    assert_eq!(project.read("out/items/box.md"), "# Items: struct Box\n");
    project.run(&["check"]).ok();
    project.write("items.rs", &ITEMS.replace("Size", "Extent"));
    let run = project.run(&["check"]);
    run.fails(1, &["--fix"]);
    assert!(run.stdout.contains("orphaned out/items/size.md"), "{run:#?}");
    project.run(&[&args[..], &["--check"]].concat()).fails(1, &["files differ"]);
    project.write("out/mine.txt", "changed\n");
    project.run(&args).ok();
    assert!(!project.path("out/items/size.md").exists());
    assert_eq!(project.read("out/mine.txt"), "changed\n");
    project.run(&[&args[..], &["--check"]].concat()).ok();
    project.run(&[&args[..], &["--set", "title=Short"]].concat()).ok();
    assert!(!project.path("out/items/box.md").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(project.path("out/run.sh")).unwrap().permissions().mode();
        assert_eq!(mode & 0o100, 0o100);
    }
}

#[test]
fn one_file_is_a_template() {
    let project = TestProject::shop().with(
        "list.md.jinja",
        "{% for service in schema.services %}\n{{ service.name }}: {{ service.methods | length }}\n\
         {% endfor %}\n",
    );
    project.run(&["render", "./list.md.jinja", "--from", SHOP, "--out", "docs"]).ok();
    assert_eq!(project.read("docs/list.md"), "Shop: 2\n");
    project.run(&["check"]).ok();
    let wrong = project.run(&[
        "render",
        "./list.md.jinja",
        "--from",
        SHOP,
        "--out",
        "docs",
        "--set",
        "a=b",
    ]);
    wrong.fails(2, &["does not ask `a`"]);
}

#[test]
fn the_model_of_a_rust_file_says_what_its_author_wrote() {
    let project = templates();
    let model = project.run(&["model", "--from", "items.rs"]).ok().json();
    assert_eq!(model["version"], typewright_core::model::VERSION);
    let expected = serde_json::json!([
        {
            "kind": "enum", "name": "Size", "document": "items.rs", "modules": [],
            "visibility": "pub", "generics": "", "docs": "A size.", "derives": ["Debug", "Clone"],
            "attributes": [{ "path": "repr", "arguments": "u8" }], "fields": [],
            "variants": [
                { "name": "Small", "docs": "The least.", "attributes": [], "fields": [],
                  "discriminant": "1" },
                { "name": "Other", "docs": "", "attributes": [], "discriminant": null, "fields": [
                    { "name": "0", "type": "u8", "visibility": "", "docs": "", "attributes": [] },
                ] },
            ],
        },
        {
            "kind": "struct", "name": "Box", "document": "items.rs", "modules": ["inner"],
            "visibility": "pub(crate)", "generics": "<T : Clone>", "docs": "", "derives": [],
            "attributes": [], "variants": [], "fields": [{
                "name": "content", "type": "Option<Vec<T>>", "visibility": "pub(super)", "docs": "",
                "attributes": [{ "path": "serde", "arguments": "rename = \"of\"" }],
            }],
        },
    ]);
    assert_eq!(model["items"], expected);
    project.write("items.rs", "enum");
    project.run(&["model", "--from", "items.rs"]).fails(1, &["items.rs:1:"]);
}

#[test]
fn a_folder_of_another_command_is_left_alone() {
    let project = TestProject::shop().with("list.md.jinja", "");
    project.run(&["client", SHOP, "--out", "api"]).ok();
    let run = project.run(&["render", "./list.md.jinja", "--from", SHOP, "--out", "api"]);
    run.fails(2, &["holds what another command generated"]);
}

/// Texts in docs and attributes that would like to be code, and in the settings of an API.
const HOSTILE: &str = "\"; pub fn evil() {} // */ \\ {{ 7 * 7 }} {% if %} ${x} #\"# \u{2028}end";

#[test]
fn no_text_of_a_source_becomes_code() {
    let docs = format!(
        "{HOSTILE}\npub fn evil() {{}}\r\n```\npub fn evil() {{}}\n```\n*/ pub fn evil() {{}}"
    );
    let rust = format!(
        "#[doc = {docs:?}]\n#[serde(rename = {HOSTILE:?})]\npub enum Size {{\n    #[doc = {docs:?}]\n    Small,\n}}\n"
    );
    let proto = format!(
        "syntax = \"proto3\";\npackage a;\n{}service S {{ rpc Do(M) returns (M); }}\n\
         message M {{ string type = 1; string self = 2; string crate_ = 3; }}\n",
        docs.lines().map(|line| format!("// {line}\n")).collect::<String>()
    );
    let body = "{% for item in schema.items or schema.services %}\n\
                {{ item.docs | rust_doc }}\n\
                pub const {{ item.name | shouty }}: &str = {{ item.docs | rust_string }};\n\
                /// {{ item.docs | sentence }}\n\
                pub const {{ item.name | shouty }}_ATTRIBUTES: &str = \
                {{ (item.attributes | default([])) | map(attribute='arguments') | join(', ') | rust_string }};\n\
                {% endfor %}\n\
                {% for message in schema.messages | dictsort %}\n\
                pub struct {{ message[1].name | pascal }} {\n\
                {% for field in message[1].fields %}\n    pub {{ field.name | snake }}: u8,\n{% endfor %}\n}\n\
                {% endfor %}\n";
    let toml = "{% for item in schema.items or schema.services %}\n\
                [{{ item.name | toml_string }}]\ndocs = {{ item.docs | toml_string }}\n{% endfor %}\n";
    let project = TestProject::new()
        .with("mine/template.yaml", "name: mine\nversion: 1.0.0\nsummary: Mine\n")
        .with("mine/made.rs.jinja", body)
        .with("mine/made.toml.jinja", toml)
        .with("source.rs", &rust)
        .with("source.proto", &proto);
    for (source, name, consts, structs) in
        [("source.rs", "Size", 2, 0), ("source.proto", "S", 2, 1)]
    {
        let out = format!("{name}-out");
        project.run(&["render", "./mine", "--from", source, "--out", &out]).ok();
        let text = project.read(&format!("{out}/made.rs"));
        let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
        let count = |is: fn(&syn::Item) -> bool| file.items.iter().filter(|item| is(item)).count();
        assert_eq!(count(|item| matches!(item, syn::Item::Const(_))), consts, "{text}");
        assert_eq!(count(|item| matches!(item, syn::Item::Struct(_))), structs, "{text}");
        assert_eq!(file.items.len(), consts + structs, "{text}");
        let model = project.run(&["model", "--from", source]).ok().json();
        let items = if structs == 0 { &model["items"] } else { &model["services"] };
        let docs = items[0]["docs"].as_str().unwrap();
        assert!(docs.contains("evil"), "{model}");
        let syn::Item::Const(first) = &file.items[0] else { panic!("{text}") };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(literal), .. }) = &*first.expr else {
            panic!("{text}")
        };
        assert_eq!(literal.value(), docs);
        let toml: toml_edit::DocumentMut =
            project.read(&format!("{out}/made.toml")).parse().unwrap();
        assert_eq!(toml.iter().count(), 1);
        assert_eq!(toml[name]["docs"].as_str(), Some(docs));
        // The text of a source is data: no value in it is looked up.
        assert!(text.contains("{{ 7 * 7 }}") && !text.contains("49"), "{text}");
    }
}
