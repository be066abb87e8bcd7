//! The template of `examples/template`, which makes use of everything that a manifest can say.

use std::path::Path;
use std::process::Command;

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
    let expected = "stage: docs\nimage: ${{ matrix.image }}\nretries: 1\ntargets: linux\n";
    assert_eq!(project.read("my-tool/ci/docs.yml"), expected);
    assert_eq!(output(&project, "my-tool", "version"), "my-tool\n");
    project.run(&["check", "my-tool"]).ok();
    let before = project.read("my-tool/src/main.rs");
    project.run_in("my-tool", &["add", "command", "say_hello"]).ok();
    assert_eq!(output(&project, "my-tool", "say-hello"), "say_hello of my-tool\n");
    assert_eq!(output(&project, "my-tool", "version"), "my-tool\n");
    project.run_in("my-tool", &["remove", "command", "say_hello"]).ok();
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
