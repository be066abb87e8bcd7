//! The published schemas, as a validator of JSON Schema reads them: what they allow is what lint and
//! the settings allow.

use std::path::{Path, PathBuf};

use boon::{Compiler, Schemas};
use serde_json::Value;

use crate::project::TestProject;

/// A schema of draft 2020-12; that it is one is checked by its own schema.
struct Schema {
    schemas: Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    fn of(command: &[&str]) -> Self {
        let text = TestProject::new().run(command).ok().json();
        assert_eq!(text["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("file:///schema.json", text).unwrap();
        let index = compiler.compile("file:///schema.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    /// Why a document of YAML is not allowed.
    fn refusal(&self, text: &str) -> Option<String> {
        // As editors read it, by YAML 1.2.
        let options = serde_saphyr::options! { strict_booleans: true };
        let document: Value = serde_saphyr::from_str_with_options(text, options).unwrap();
        self.schemas.validate(&document, self.index).err().map(|why| format!("{why:#}"))
    }

    #[track_caller]
    fn allows(&self, name: &str, text: &str) {
        assert_eq!(self.refusal(text), None, "{name}:\n{text}");
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn manifests(at: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            manifests(&path, found);
        } else if path.ends_with("template.yaml") {
            found.push(path);
        }
    }
}

#[test]
fn every_manifest_of_the_repository_is_allowed() {
    let schema = Schema::of(&["template", "schema"]);
    let mut found = Vec::new();
    ["templates", "examples"].iter().for_each(|folder| manifests(&root().join(folder), &mut found));
    assert!(found.len() >= 2, "{found:?}");
    for path in found {
        schema.allows(&path.display().to_string(), &std::fs::read_to_string(&path).unwrap());
    }
    let page = std::fs::read_to_string(root().join("codegen-cli/docs/templates.md")).unwrap();
    let first = page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    schema.allows("docs/templates.md", first);
}

/// What other tools' templates become, with their dialect and without.
#[test]
fn every_imported_manifest_is_allowed() {
    let schema = Schema::of(&["template", "schema"]);
    let cases = root().join("codegen-cli/tests/foreign");
    for tool in ["cargo-generate", "cookiecutter", "copier"] {
        for case in std::fs::read_dir(cases.join(tool)).unwrap() {
            let template = case.unwrap().path().join("template").display().to_string();
            let project = TestProject::new();
            project.run(&["import", &template, "--into", "ours"]).ok();
            schema.allows(&template, &project.read("ours/template.yaml"));
        }
    }
}

#[test]
fn lint_and_the_schema_agree() {
    let schema = Schema::of(&["template", "schema"]);
    let cases: Vec<Value> = serde_saphyr::from_str(include_str!("schema/manifests.yaml")).unwrap();
    assert!(cases.len() > 50);
    for case in cases {
        let manifest = case["manifest"].as_str().or(case["yes"].as_str()).unwrap();
        let manifest = match manifest {
            named if named.starts_with("name:") => named.to_owned(),
            "{}" => "name: mine\nversion: 1.0.0\nsummary: Mine\n".to_owned(),
            other => format!("name: mine\nversion: 1.0.0\nsummary: Mine\n{other}"),
        };
        let project = TestProject::new()
            .with("mine/template.yaml", &manifest)
            .with("mine/a.txt.jinja", "")
            .with("mine/part.rs", "");
        let run = project.run(&["template", "lint", "./mine"]);
        match case["no"].as_str() {
            None => {
                run.ok();
                schema.allows("a manifest", &manifest);
            }
            Some(why) => {
                run.fails(1, &[why]);
                assert!(schema.refusal(&manifest).is_some(), "the schema allows:\n{manifest}");
            }
        }
    }
}

#[test]
fn settings_are_what_their_schema_says() {
    let schema = Schema::of(&["config", "schema"]);
    for (file, allowed) in [
        ("format: json\nquiet: true\ninclude: [proto]\ngenerator_timeout: 30s\n", true),
        ("templates: { service: gh:acme/templates#v3 }\ntypewright: { source: registry }\n", true),
        ("color: never\ncompiler: buf\noffline: false\n", true),
        ("format: xml\n", false),
        ("fromat: json\n", false),
        ("quiet: 3\n", false),
        ("include: { a: b }\n", false),
        ("templates: [a]\n", false),
        ("typewright: { sauce: registry }\n", false),
        ("generator_timeout: [5]\n", false),
    ] {
        let project = TestProject::new().with("settings.yaml", file);
        let run = project.run(&["config", "show", "--config", "settings.yaml"]);
        match allowed {
            true => {
                run.ok();
                schema.allows("settings", file);
            }
            false => {
                assert_ne!(run.code, Some(0), "{file}");
                assert!(schema.refusal(file).is_some(), "the schema allows {file}");
            }
        }
    }
}
