//! `cargo gen apply`: a plan that a dry run printed.

use crate::project::TestProject;

fn mine() -> TestProject {
    TestProject::new()
        .with(
            "mine/template.yaml",
            "name: mine\nversion: 1.0.0\nsummary: Mine\nquestions:\n\
             \x20 token: { type: secret, help: A secret, default: '' }\n\
             files:\n- { match: run.sh, executable: true }\n- { match: token, owner: user }\n",
        )
        .with("mine/run.sh", "#!/bin/sh\n")
        .with("mine/a/b.txt", "text\n")
        .with("mine/token.jinja", "token={{ token }}\n")
}

const NEW: [&str; 3] = ["new", "./mine", "out"];

fn plan(project: &TestProject, args: &[&str]) -> String {
    project.run(&[args, &["--dry-run", "--format", "json"]].concat()).ok().stdout
}

#[test]
fn a_plan_does_what_the_command_would() {
    let (planned, direct) = (mine(), mine());
    std::fs::write(planned.path("mine/logo.png"), [0xff, 0, 0xfe]).unwrap();
    std::fs::write(direct.path("mine/logo.png"), [0xff, 0, 0xfe]).unwrap();
    let document = plan(&planned, &NEW);
    assert!(!planned.path("out").exists());
    planned.write("plan.json", &document);
    let run = planned.run(&["apply", "plan.json"]).ok();
    assert!(run.stderr.contains("out: 4 created"), "{run:#?}");
    direct.run(&NEW).ok();
    planned.remove("plan.json");
    assert_eq!(planned.tree(), direct.tree());
    assert_eq!(std::fs::read(planned.path("out/logo.png")).unwrap(), [0xff, 0, 0xfe]);
    planned.run(&["check"]).ok();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(planned.path("out/run.sh")).unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "{mode:o}");
    }
}

#[test]
fn a_plan_holds_for_the_state_that_it_was_made_for() {
    let project = mine();
    let document = plan(&project, &NEW);
    project.write("plan.json", &document);
    project.write("out/a/b.txt", "mine\n");
    project.write("out/run.sh", "");
    let before = project.tree();
    project.run(&["apply", "plan.json"]).fails(
        1,
        &["`out/a/b.txt` changed since", "`out/run.sh` changed since", "make the plan again"],
    );
    assert_eq!(before, project.tree());
}

/// A project that a part was added to, with a template that has a newer version.
fn standing() -> TestProject {
    let manifest = |version: u32| {
        format!(
            "name: mine\nversion: {version}.0.0\nsummary: Mine\n\
             files: [{{ match: run.sh, executable: true }}]\n\
             parts:\n  module:\n    help: A module\n    questions: {{}}\n    \
             files: [{{ from: part.rs, to: 'src/{{{{ name }}}}.rs' }}]\n    \
             edits: [{{ file: src/main.rs, add: mod, item: 'mod {{{{ name }}}};' }}]\n"
        )
        .replace("questions: {}", "questions:\n      name: { type: ident, help: Its name }")
    };
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest(1))
        .with("mine/src/main.rs", "mod start;\n\nfn main() {\n    one();\n}\n")
        .with("mine/run.sh", "true\n")
        .with("mine/old.txt", "some lines\nthat are\nits own\n")
        .with("mine/gone.txt", "gone\n")
        .with("mine/both.txt", "a\nb\nc\n")
        .with("mine/part.rs.jinja", "// {{ name }}\n")
        .with("api.proto", "syntax = \"proto3\"; package a.v1; message A { int32 b = 1; }\n");
    project.run(&["new", "./mine", "out"]).ok();
    project.run(&["add", "module", "first", "--dir", "out"]).ok();
    project.write("out/src/main.rs", &project.read("out/src/main.rs").replace("one", "mine"));
    project.write("out/both.txt", "a\nmine\nc\n");
    project.write("mine/template.yaml", &manifest(2).replace("run.sh", "new.txt"));
    project.write("mine/both.txt", "a\ntheirs\nc\n");
    project.write("mine/new.txt", &project.read("mine/old.txt"));
    project.remove("mine/old.txt");
    project.remove("mine/gone.txt");
    project.write("mine/src/main.rs", "//! New.\n\nmod start;\n\nfn main() {\n    one();\n}\n");
    project
}

/// Whatever a command would do, its plan does: merged and moved files, modes, and records.
#[test]
fn a_plan_of_any_command_does_what_it_would() {
    for args in [
        &["update", "out"][..],
        &["add", "module", "second", "--dir", "out"],
        &["remove", "module", "first", "--dir", "out"],
        &["client", "api.proto", "--out", "api"],
    ] {
        let (planned, direct) = (standing(), standing());
        let before = planned.tree();
        let run = planned.run(&[args, &["--dry-run", "--format", "json"]].concat());
        assert_eq!(planned.tree(), before, "{args:?}");
        planned.write("plan.json", &run.stdout);
        planned.run(&["apply", "plan.json"]).ok();
        planned.remove("plan.json");
        let done = direct.run(args);
        assert_eq!((run.code, planned.tree()), (done.code, direct.tree()), "{args:?}");
        #[cfg(unix)]
        for path in ["out/new.txt", "out/run.sh"] {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |project: &TestProject| {
                std::fs::metadata(project.path(path)).ok().map(|meta| meta.permissions().mode())
            };
            assert_eq!(mode(&planned), mode(&direct), "{args:?}: {path}");
        }
        // A plan holds once.
        planned.write("plan.json", &run.stdout);
        planned.run(&["apply", "plan.json"]).fails(1, &["changed since the plan was made"]);
    }
}

#[test]
fn what_is_no_plan_is_refused() {
    let project = mine();
    let document = plan(&project, &NEW);
    for (text, why) in [
        ("{", "plan.json"),
        ("{}", "not a plan"),
        ("{\"plan\": 1}", "not a plan"),
        (&document.replace("\"a/b.txt\"", "\"../b.txt\""), "../b.txt"),
        (&document.replace("\"version\": 1", "\"version\": 2"), "plan version 2 is not 1"),
    ] {
        project.write("plan.json", text);
        let before = project.tree();
        project.run(&["apply", "plan.json"]).fails(1, &[why]);
        assert_eq!(before, project.tree());
    }
    project.run(&["apply", "plan.jsom"]).fails(1, &["did you mean `plan.json`?"]);
}

/// A secret is in the file that it is for, and nowhere else.
#[test]
fn secrets_are_neither_shown_nor_kept() {
    let project = mine().env("CARGO_GEN_ANSWER_TOKEN", "hunter22");
    for args in [&["--dry-run", "--format", "json"][..], &["--diff"], &["--format", "json"]] {
        let run = project.run(&[&NEW[..], args].concat()).ok();
        assert!(!format!("{run:?}").contains("hunter22"), "{run:#?}");
    }
    assert_eq!(project.read("out/token"), "token=hunter22\n");
    let holders: Vec<String> = project
        .tree()
        .into_iter()
        .filter(|(_, text)| text.contains("hunter22"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(holders, ["out/token"]);
    project.run(&["check"]).ok();
    project.run(&["update", "out"]).ok();
    assert_eq!(project.read("out/token"), "token=hunter22\n");
    project.write("mine/shared.txt.jinja", "\n  {{ token }}\n");
    project
        .run(&["new", "./mine", "other"])
        .fails(1, &["mine/shared.txt.jinja:2:6", "the secret `token`", "owner: user"]);
}
