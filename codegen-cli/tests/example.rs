//! The template of `examples/template`, which makes use of everything that a manifest can say.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::project::TestProject;

fn template() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    root.join("examples/template").display().to_string()
}

/// Builds a project without cargo, since it depends on nothing, and gives what it prints.
fn output(project: &TestProject, folder: &str, argument: &str) -> String {
    let main = project.path(folder).join("src/main.rs");
    let rustc = Command::new("rustc")
        .args(["--edition", "2024", "-o", "built"])
        .arg(main)
        .current_dir(project.path(""))
        .output()
        .unwrap();
    assert!(rustc.status.success(), "{rustc:?}");
    let ran = Command::new(project.path("built")).arg(argument).output().unwrap();
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn every_feature_works_and_the_project_runs() {
    let project = TestProject::new();
    project.run(&["new", &template(), "my-tool", "--set", "stages=lint,unit test,docs"]).ok();
    for (path, there) in [
        (".gitignore", true),
        ("LICENSE", false),
        ("Dockerfile", false),
        ("ci/lint.yml", true),
        ("ci/unit-test.yml", true),
        ("parts/command.rs", false),
    ] {
        assert_eq!(project.path("my-tool").join(path).exists(), there, "{path}");
    }
    let expected =
        "stage: docs\nimage: ${{ matrix.image }}\nretries: 1\nminutes: 2.5\ntargets: linux\n";
    assert_eq!(project.read("my-tool/ci/docs.yml"), expected);
    assert_eq!(output(&project, "my-tool", "version"), "my-tool\n");
    project.run(&["check", "my-tool"]).ok();
    let before = project.read("my-tool/src/main.rs");
    project.run_in("my-tool", &["add", "command", "say_hello"]).ok();
    assert_eq!(output(&project, "my-tool", "say-hello"), "say_hello of my-tool\n");
    assert_eq!(output(&project, "my-tool", "version"), "my-tool\n");
    project.run_in("my-tool", &["remove", "command", "say_hello"]).ok();
    assert_eq!(before, project.read("my-tool/src/main.rs"));
    for name in ["loud", "fast"] {
        project.run_in("my-tool", &["add", "option", name]).ok();
    }
    project.run_in("my-tool", &["add", "timer", "started"]).ok();
    assert_eq!(output(&project, "my-tool", "version"), "my-tool\n");
    assert_eq!(project.read("my-tool/NOTES"), "Options that were added:\n- loud\n- fast\n");
    assert!(project.read("my-tool/settings.yaml").ends_with("  loud: false\n  fast: false\n"));
    for (part, name) in [("option", "loud"), ("timer", "started"), ("option", "fast")] {
        project.run_in("my-tool", &["remove", part, name]).ok();
    }
    assert_eq!(before, project.read("my-tool/src/main.rs"));
    let set = ["licence=mit", "docker=yes", "notify=yes", "targets=linux,macos"];
    let set = set.iter().flat_map(|answer| ["--set", answer]);
    project.run(&["update", "my-tool"].into_iter().chain(set).collect::<Vec<_>>()).ok();
    let stage = project.read("my-tool/ci/docs.yml");
    assert!(stage.ends_with("targets: linux and macos\nchannel: my_tool-builds\n"), "{stage}");
    assert!(project.path("my-tool/.git").is_dir());
    assert!(
        project.path("my-tool/LICENSE").exists() && project.path("my-tool/Dockerfile").exists()
    );
    project.run(&["check", "my-tool"]).ok();
}

/// Marks what of the schema a document makes use of, and says what of it the schema does not allow.
fn walk<'s>(
    (schema, at): (&'s Value, String),
    root: &'s Value,
    document: &Value,
    used: &mut BTreeSet<String>,
    wrong: &mut Vec<String>,
) {
    if let Some(reference) = schema["$ref"].as_str() {
        let to = reference.trim_start_matches('#');
        return walk((root.pointer(to).unwrap(), to.to_owned()), root, document, used, wrong);
    }
    if let Some(values) = schema["enum"].as_array() {
        if !values.contains(document) {
            wrong.push(format!("{at}: {document}"));
        }
        used.insert(format!("{at}={document}"));
    }
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    wrong.extend(
        required.filter(|key| document[key].is_null()).map(|key| format!("{at}: no {key}")),
    );
    match document {
        Value::Object(fields) => {
            for (key, value) in fields {
                let property = &schema["properties"][key];
                let below = match property.is_null() {
                    true => (&schema["additionalProperties"], format!("{at}/*")),
                    false => (property, format!("{at}/{key}")),
                };
                if *below.0 == Value::Bool(false) {
                    wrong.push(format!("{at}: unknown key {key}"));
                    continue;
                }
                used.insert(below.1.clone());
                walk(below, root, value, used, wrong);
            }
        }
        Value::Array(items) => {
            for item in items {
                walk((&schema["items"], format!("{at}/items")), root, item, used, wrong);
            }
        }
        _ => {}
    }
}

/// Everything that a schema knows: its keys, and the words that they take.
fn known(schema: &Value, at: &str, all: &mut BTreeSet<String>) {
    for value in schema["enum"].as_array().into_iter().flatten() {
        all.insert(format!("{at}={value}"));
    }
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        all.insert(format!("{at}/{key}"));
        known(property, &format!("{at}/{key}"), all);
    }
    for (key, below) in [("*", &schema["additionalProperties"]), ("items", &schema["items"])] {
        if below.is_object() {
            known(below, &format!("{at}/{key}"), all);
        }
    }
    for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
        known(definition, &format!("/$defs/{name}"), all);
    }
}

#[test]
fn the_example_makes_use_of_everything_that_the_schema_knows() {
    let project = TestProject::new();
    let schema: Value = project.run(&["template", "schema"]).ok().json();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let used_by = |manifest: &str| {
        let text = std::fs::read_to_string(root.join(manifest)).unwrap();
        let document: Value = serde_saphyr::from_str(&text).unwrap();
        let (mut used, mut wrong) = (BTreeSet::new(), Vec::new());
        walk((&schema, String::new()), &schema, &document, &mut used, &mut wrong);
        assert!(wrong.is_empty(), "{manifest} is not what the schema says: {wrong:?}");
        used
    };
    let mut all = BTreeSet::new();
    known(&schema, "", &mut all);
    assert!(all.len() > 60, "{all:#?}");
    // What only templates of other tools need is for `foreign`.
    let foreign = [
        "/dialect",
        "/$defs/paths",
        "/$defs/question/refuse",
        "/$defs/question/unasked",
        "/undefined=\"lenient\"",
    ];
    all.retain(|key| !foreign.iter().any(|of| key.starts_with(of)));
    // What needs a source has no place in a template without one; `ops-cli` has all of it.
    let (of_source, rest): (BTreeSet<_>, BTreeSet<_>) = all.into_iter().partition(|key| {
        ["/api", "/proto", "/$defs/part/source"].iter().any(|of| key.starts_with(of))
    });
    // That two more words reach cargo is for `author`.
    let words = [r#"/$defs/test/cargo="clippy""#, r#"/$defs/test/cargo="test""#];
    // A tool from the command line needs neither JSON of its own nor a server.
    let emitters =
        ["json", "serde", "server"].map(|name| format!("/api/emitters/items=\"{name}\""));
    let used = used_by("examples/template/template.yaml");
    let missing = rest.iter().filter(|key| !used.contains(*key) && !words.contains(&key.as_str()));
    let missing: Vec<&String> = missing.collect();
    assert!(missing.is_empty(), "examples/template does without {missing:#?}");
    let used = used_by("templates/ops-cli/template.yaml");
    let missing = of_source.iter().filter(|key| !used.contains(*key) && !emitters.contains(key));
    let missing: Vec<&String> = missing.collect();
    assert!(missing.is_empty(), "ops-cli does without {missing:#?}");
}
