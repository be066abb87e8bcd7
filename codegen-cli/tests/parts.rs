//! The parts of `ops-cli`: `command`, `setting` and `service`. That they build is for `projects`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::project::{SHOP, TestProject};

const BILLING: &str = "billing/v1/billing.proto";

/// A project of the shop, and another API beside it that shares a file with it.
fn shop() -> TestProject {
    let project = TestProject::shop().with(
        BILLING,
        "syntax = \"proto3\";\npackage billing.v1;\nimport \"shop/v1/item.proto\";\n\
         import \"billing/v1/money.proto\";\n\
         // Writes bills.\nservice Billing { rpc Bill(BillRequest) returns (shop.v1.Item); }\n\
         message BillRequest { Money total = 1; }\n",
    );
    let project = project.with(
        "billing/v1/money.proto",
        "syntax = \"proto3\";\npackage billing.v1;\nmessage Money { int64 units = 1; }\n",
    );
    project.run(&["new", "ops-cli", "p", "--from", SHOP]).ok();
    project
}

/// The files of the project, what `undo` needs aside.
fn tree(project: &TestProject) -> BTreeMap<String, String> {
    let mut tree = project.tree();
    tree.retain(|path, _| !path.ends_with(".cargo-gen/undo"));
    tree.retain(|path, _| path.starts_with("p/"));
    tree
}

const COMMAND: &[&str] = &["command", "prune-old", "--about", "Takes away what is old."];
const SETTING: &[&str] = &["setting", "cache-size", "--type", "ByteSize", "--default", "10 MiB"];
const SERVICE: &[&str] =
    &["service", "--from", "../billing/v1/billing.proto", "-I", "..", "-I", "../proto"];

fn add(project: &TestProject, part: &[&str]) {
    project.run_in("p", &[&["add"], part].concat()).ok();
}

fn remove(project: &TestProject, part: &[&str]) {
    let name = if part[0] == "service" { "billing" } else { part[1] };
    project.run_in("p", &["remove", part[0], name]).ok();
}

#[test]
fn each_part_comes_and_goes_without_a_trace() {
    let edits = [
        ("p/src/lib.rs", "//! Mine.\n", ""),
        (
            "p/src/settings.rs",
            "pub struct Settings {}",
            "pub struct Settings {\n    // Mine.\n    /// Mine.\n    pub mine: Vec<String>\n}",
        ),
        ("p/Cargo.toml", "[dependencies]", "[dependencies] # mine\nserde = \"1\""),
        ("p/README.md", "# p\n", "# Mine\n"),
        ("p/config.example.yaml", "#retries: 3", "retries: 4"),
    ];
    for edited in [false, true] {
        let project = shop();
        for (path, from, to) in edits.iter().filter(|_| edited) {
            let text = project.read(path);
            let text = if to.is_empty() { format!("{from}{text}") } else { text.replace(from, to) };
            assert_ne!(project.read(path), text, "{path}");
            project.write(path, &text);
        }
        for part in [COMMAND, SETTING, SERVICE] {
            let before = tree(&project);
            add(&project, part);
            let after = tree(&project);
            assert_ne!(before, after);
            add(&project, part);
            assert_eq!(after, tree(&project), "{part:?} twice");
            project.run(&["check", "p"]).ok();
            project.run_in("p", &["undo"]).ok();
            assert_eq!(before, tree(&project), "{part:?} undone");
            add(&project, part);
            remove(&project, part);
            assert_eq!(before, tree(&project), "{part:?} removed");
        }
        let before = tree(&project);
        [COMMAND, SERVICE, SETTING].iter().for_each(|part| add(&project, part));
        project.run(&["update", "p"]).ok();
        assert!(project.read("p/src/lib.rs").contains("prune_old::run"));
        project.run(&["check", "p"]).ok();
        [COMMAND, SETTING, SERVICE].iter().for_each(|part| remove(&project, part));
        assert_eq!(before, tree(&project), "in another order");
    }
}

#[test]
fn a_part_is_where_its_readers_look() {
    let project = shop();
    [COMMAND, SETTING, SERVICE].iter().for_each(|part| add(&project, part));
    for (path, text) in [
        ("src/commands.rs", "\npub mod prune_old;\n"),
        (
            "src/lib.rs",
            "        .command(\"prune-old\", commands::prune_old::run)\n        .settings::",
        ),
        ("src/commands/prune_old.rs", "/// Takes away what is old.\n#[derive(clap::Args"),
        ("tests/prune_old.rs", "help.contains(\"Takes away what is old\")"),
        ("Cargo.toml", "clap = { version = \"4.6\""),
        (
            "src/settings.rs",
            "    #[setting(default = \"10 MiB\")]\n    pub cache_size: typewright_settings::ByteSize,\n}",
        ),
        ("config.example.yaml", "\n\n# The cache size.\n#cache_size: \"10 MiB\"\n"),
        (".env.example", "\n#P_CACHE_SIZE=\"10 MiB\"\n"),
        ("proto/billing/v1/money.proto", "message Money"),
        ("src/api/mod.rs", "billing"),
        ("README.md", "`billing bill`"),
    ] {
        let there = project.read(&format!("p/{path}"));
        assert!(there.contains(text), "no `{text}` in {path}:\n{there}");
    }
    let lock = project.read("p/.cargo-gen.lock.yaml");
    assert!(lock.contains("- proto/billing/v1/billing.proto"), "{lock}");
}

/// What two parts need stays until the second one goes, whichever was first.
#[test]
fn parts_share_what_they_need() {
    for order in [["one", "two"], ["two", "one"]] {
        let project = shop();
        let before = tree(&project);
        add(&project, &["command", "one"]);
        let only_one = tree(&project);
        add(&project, &["command", "two"]);
        remove(&project, &["command", order[0]]);
        let cargo = project.read("p/Cargo.toml");
        assert!(cargo.contains("clap ="), "the other command needs it: {cargo}");
        if order[0] == "two" {
            assert_eq!(only_one, tree(&project));
        }
        remove(&project, &["command", order[1]]);
        assert_eq!(before, tree(&project));
    }
    // The user rewrote what the second one inserted: only the first goes.
    let project = shop();
    add(&project, &["command", "one"]);
    add(&project, &["command", "two"]);
    let lib = project.read("p/src/lib.rs").replace("commands::two::run)", "commands::two::run,)");
    project.write("p/src/lib.rs", &lib);
    remove(&project, &["command", "one"]);
    assert_eq!(
        project.read("p/src/lib.rs"),
        lib.replace("        .command(\"one\", commands::one::run)\n", "")
    );
}

#[test]
fn nothing_is_written_where_the_place_is_not_clear() {
    let project = shop();
    for (path, from, to, part, told) in [
        (
            "p/src/lib.rs",
            "Tool::new(",
            "let t = Tool::new(\"\", \"\").settings::<settings::Settings>();\n    Tool::new(",
            COMMAND,
            "`tool` calls `.settings` 2 times",
        ),
        ("p/src/lib.rs", "pub fn tool()", "pub fn the_tool()", COMMAND, "`tool` is not declared"),
        (
            "p/src/settings.rs",
            "pub struct Settings",
            "pub struct Mine",
            SETTING,
            "`Settings` is not declared",
        ),
        ("p/Cargo.toml", "[dependencies]", "[dependencies", COMMAND, "p/Cargo.toml:"),
    ] {
        let text = project.read(path);
        project.write(path, &text.replace(from, to));
        let before = project.tree();
        let run = project.run(&[&["add"], part, &["--dir", "p"]].concat());
        run.fails(1, &[told, "by hand"]);
        assert_eq!(before, project.tree());
        project.write(path, &text);
    }
}

#[test]
fn names_that_do_not_fit_are_refused() {
    let project = shop();
    let before = project.tree();
    for (args, told) in [
        (&["command", "Prune"][..], "lower case with hyphens"),
        (&["command", "type"], "keywords"),
        (&["command", "version"], "built-in"),
        (&["command"], "needs a name"),
        (&["command", "x", "--from", "y.proto"], "takes no `--from`"),
        (&["service", "x"], "needs its sources"),
        (&["setting", "timeout"], "flags that the tool has"),
        (&["setting", "x", "--type", "u64", "--default", "-1"], "its type does not take it"),
        (&["setting", "x", "--type", "Duration", "--default", "5"], "its type does not take it"),
        (&["setting", "x", "--type", "Bytesize"], "did you mean `ByteSize`?"),
        (&["setting", "x", "--tpye", "bool"], "did you mean `type`?"),
        (&["settings", "x"], "did you mean `setting`?"),
    ] {
        project.run_in("p", &[&["add"], args].concat()).fails(2, &[told]);
    }
    assert_eq!(before, project.tree());
}

/// The template knows which names the runtime has taken.
#[test]
fn no_setting_takes_a_name_of_the_runtime() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/ops/src");
    let read = |file: &str| std::fs::read_to_string(root.join(file)).unwrap();
    let (settings, controls, manifest) = (
        read("settings.rs"),
        read("commands/controls.rs"),
        include_str!("../../templates/ops-cli/template.yaml"),
    );
    let fields = settings.lines().filter_map(|line| {
        let (name, _) = line.strip_prefix("    pub(crate) ")?.split_once(": ")?;
        let name = Some(name).filter(|name| !name.contains(' '))?;
        Some(name.replace('_', "-"))
    });
    let flags = controls.split(['(', ' ', '\n']).filter_map(|word| {
        let name = word.strip_prefix('"')?.strip_suffix("\",")?;
        name.starts_with(|c: char| c.is_ascii_lowercase()).then(|| name.to_owned())
    });
    let settings: Vec<String> = fields.chain(flags).collect();
    // The first list is that of commands, which the runtime's own tests look at.
    let lists = manifest.split("taken:").skip(2);
    for (list, names) in lists.zip([settings]) {
        let taken: Vec<&str> = list[..list.find("| split").unwrap()].split_whitespace().collect();
        let is_taken =
            |name: &String| taken.iter().any(|word| word.trim_matches(['\'', '"']) == name);
        assert!(names.len() > 10, "{names:?}");
        let missing: Vec<&String> = names.iter().filter(|name| !is_taken(name)).collect();
        assert!(
            missing.is_empty(),
            "not in `taken` of templates/ops-cli/template.yaml: {missing:?}"
        );
    }
}

#[test]
fn a_service_takes_no_file_of_somebody_else() {
    let project = shop();
    project.write("p/proto/billing/v1/money.proto", "// mine\n");
    let before = project.tree();
    let run = project.run_in("p", &[&["add"], SERVICE].concat());
    run.fails(1, &["billing/v1/money.proto` is there, and is not the same", "one file only"]);
    assert_eq!(before, project.tree());
    project.remove("p/proto/billing/v1/money.proto");
    add(&project, SERVICE);
    let other = &["add", "service", "more", "--from", "../proto/shop/v1/shop.proto"];
    project.run_in("p", other).fails(2, &["part of the project already"]);
    project.write("p/proto/billing/v1/money.proto", "// mine\n");
    let run = project.run_in("p", &["remove", "service", "billing"]);
    run.fails(1, &["money.proto` was edited after it was added"]);
    project.run_in("p", &["remove", "service", "billing", "--force"]).ok();
    assert!(!project.path("p/proto/billing").exists());
    assert!(project.path("p/proto/shop/v1/item.proto").exists(), "the project needs it");
}

/// The user rewrote what depends on the services: both versions are left, and told.
#[test]
fn a_service_merges_as_an_update_does() {
    let project = shop();
    let test = project.read("p/tests/cli.rs");
    project.write("p/tests/cli.rs", &test.replace("\"list-items\".split", "\"watch-items\".split"));
    let before = tree(&project);
    let run = project.run_in("p", &[&["add"], SERVICE].concat());
    run.fails(3, &["conflict", "tests/cli.rs", "markers"]);
    project.run_in("p", &["undo"]).ok();
    assert_eq!(before, tree(&project));
}
