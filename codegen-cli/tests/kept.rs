//! What an update and its undo leave as it was: permissions, names that are taken, and records that
//! older versions wrote.

use std::fs;

use crate::project::TestProject;

const MANIFEST: &str = "name: demo\nsummary: Demo\nversion: ";

fn lines() -> String {
    (1..=20).map(|n| format!("line {n}\n")).collect()
}

/// A template of version 1 with these files, and a project of it.
fn project(files: &[(&str, &str)]) -> TestProject {
    let project = TestProject::new().with("tpl/template.yaml", &format!("{MANIFEST}1.0.0\n"));
    files.iter().for_each(|(path, text)| project.write(&format!("tpl/{path}"), text));
    project.run(&["new", "./tpl", "p"]).ok();
    project.write("tpl/template.yaml", &format!("{MANIFEST}2.0.0\n"));
    project
}

/// Updates by a plan that is applied, and takes it back: the bytes are as they were.
#[track_caller]
fn there_and_back(project: &TestProject, after: &[&str]) {
    let files = || -> Vec<String> {
        let tree = project.tree().into_keys();
        tree.filter_map(|path| path.strip_prefix("p/").map(str::to_owned))
            .filter(|path| !path.starts_with(".cargo-gen") && !path.is_empty())
            .collect()
    };
    let before = project.tree();
    let plan = project.run(&["update", "p", "--dry-run", "--format", "json"]).ok();
    assert_eq!(project.tree(), before);
    project.run(&["update", "p"]).ok();
    assert_eq!(files(), after);
    let updated = project.tree();
    project.run(&["check", "p"]).ok();
    project.run(&["undo", "p"]).ok();
    assert_eq!(project.tree(), before);
    project.write("plan.json", &plan.stdout);
    project.run(&["apply", "plan.json"]).ok();
    let mut now = project.tree();
    now.remove("plan.json");
    assert_eq!(now, updated);
}

#[test]
fn a_file_becomes_a_folder() {
    for owner in ["merged", "generated"] {
        let project = project(&[("docs", "all\n"), ("z.txt", "z\n")]);
        let rule = format!("files: [{{ match: 'docs**', owner: {owner} }}]\n");
        project.write("tpl/template.yaml", &format!("{MANIFEST}1.0.0\n{rule}"));
        fs::remove_dir_all(project.path("p")).unwrap();
        project.run(&["new", "./tpl", "p"]).ok();
        let rule = rule.replace("docs**", "docs/**");
        project.write("tpl/template.yaml", &format!("{MANIFEST}2.0.0\n{rule}"));
        project.remove("tpl/docs");
        project.write("tpl/docs/a/one.md", "one\n");
        project.write("tpl/docs/two.md", "two\n");
        let after = ["docs/", "docs/a/", "docs/a/one.md", "docs/two.md", "z.txt"];
        there_and_back(&project, &after);
    }
}

#[test]
fn a_folder_becomes_a_file() {
    let project =
        project(&[("docs/a/one.md", "one\n"), ("docs/two.md", "two\n"), ("z.txt", "z\n")]);
    fs::remove_dir_all(project.path("tpl/docs")).unwrap();
    project.write("tpl/docs", "all\n");
    there_and_back(&project, &["docs", "z.txt"]);
}

#[test]
fn an_edit_moves_into_the_folder_that_takes_the_place_of_its_file() {
    let project = project(&[("notes", &lines())]);
    project.write("p/notes", &lines().replace("line 4\n", "mine\n"));
    project.remove("tpl/notes");
    project.write("tpl/notes/index.md", &lines().replace("line 17\n", "theirs\n"));
    there_and_back(&project, &["notes/", "notes/index.md"]);
    let both = lines().replace("line 4\n", "mine\n").replace("line 17\n", "theirs\n");
    assert_eq!(project.read("p/notes/index.md"), both);
    // And out of it again.
    project.write("tpl/template.yaml", &format!("{MANIFEST}3.0.0\n"));
    fs::remove_dir_all(project.path("tpl/notes")).unwrap();
    project.write("tpl/notes", &lines().replace("line 17\n", "theirs\n"));
    project.run(&["update", "p"]).ok();
    assert_eq!(project.read("p/notes"), both);
}

#[test]
fn what_the_user_has_there_is_in_the_way_and_told_once() {
    let edited = project(&[("docs", "all\n")]);
    edited.write("p/docs", "mine\n");
    edited.remove("tpl/docs");
    edited.write("tpl/docs/one.md", "one\n");
    edited.write("tpl/docs/two.md", "two\n");
    let before = edited.tree();
    let run = edited.run(&["update", "p"]);
    run.fails(1, &["a file is in the place of a folder: p/docs", "move it away"]);
    assert_eq!(run.stderr.matches("in the place of").count(), 1, "{run:#?}");
    assert_eq!(edited.tree(), before);
    let more = project(&[("docs/one.md", "one\n")]);
    more.write("p/docs/mine.md", "mine\n");
    fs::remove_dir_all(more.path("tpl/docs")).unwrap();
    more.write("tpl/docs", "all\n");
    let before = more.tree();
    more.run(&["update", "p"]).fails(1, &["a folder is in the place of a file: p/docs"]);
    assert_eq!(more.tree(), before);
}

#[cfg(unix)]
mod permissions {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::{MANIFEST, TestProject, lines, project};

    fn mode(project: &TestProject, path: &str) -> u32 {
        fs::metadata(project.path(path)).unwrap().permissions().mode() & 0o7777
    }

    fn allow(project: &TestProject, path: &str, mode: u32) {
        fs::set_permissions(project.path(path), Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn undo_gives_them_back() {
        let project = project(&[("gone.txt", "gone\n"), ("old.txt", &lines()), ("run.sh", "1\n")]);
        allow(&project, "p/gone.txt", 0o600);
        allow(&project, "p/old.txt", 0o640);
        allow(&project, "p/run.sh", 0o604);
        project.remove("tpl/gone.txt");
        project.write("tpl/old.txt", &format!("{}more\n", lines()));
        let rule = "files: [{ match: run.sh, executable: true }]\n";
        project.write("tpl/template.yaml", &format!("{MANIFEST}2.0.0\n{rule}"));
        project.run(&["update", "p"]).ok();
        let now = ["p/old.txt", "p/run.sh"].map(|path| mode(&project, path));
        assert_eq!(now, [0o640, 0o705]);
        project.run(&["undo", "p"]).ok();
        let now = ["p/gone.txt", "p/old.txt", "p/run.sh"].map(|path| mode(&project, path));
        assert_eq!(now, [0o600, 0o640, 0o604]);
    }

    #[test]
    fn a_program_of_one_user_stays_one() {
        let project = project(&[("run.sh", &lines())]);
        allow(&project, "p/run.sh", 0o744);
        project.write("tpl/run.sh", &format!("{}more\n", lines()));
        project.run(&["update", "p"]).ok();
        assert_eq!(mode(&project, "p/run.sh"), 0o744);
    }

    #[test]
    fn a_file_that_the_template_renamed_keeps_them() {
        let project = project(&[("old.txt", &lines())]);
        allow(&project, "p/old.txt", 0o600);
        project.remove("tpl/old.txt");
        project.write("tpl/new.txt", &lines());
        let plan = project.run(&["update", "p", "--dry-run", "--format", "json"]).ok();
        project.run(&["update", "p"]).ok();
        assert_eq!(mode(&project, "p/new.txt"), 0o600);
        project.run(&["undo", "p"]).ok();
        assert_eq!(mode(&project, "p/old.txt"), 0o600);
        project.write("plan.json", &plan.stdout);
        project.run(&["apply", "plan.json"]).ok();
        assert_eq!(mode(&project, "p/new.txt"), 0o600);
    }
}

#[test]
fn a_file_of_the_user_is_not_taken_for_the_other_side() {
    let project = project(&[("b.bin", "\0one")]);
    project.write("p/b.bin", "\0mine");
    project.write("p/b.bin.theirs", "my notes on theirs\n");
    project.write("tpl/b.bin", "\0two");
    let plan = project.run(&["update", "p", "--dry-run"]);
    assert!(plan.stdout.contains("b.bin.theirs2"), "{plan:#?}");
    project.run(&["update", "p"]).fails(3, &["p/b.bin", "`p/b.bin.theirs2`"]);
    assert_eq!(project.read("p/b.bin.theirs"), "my notes on theirs\n");
    assert_eq!(project.read("p/b.bin.theirs2"), "\0two");
    project.run(&["check", "p"]).fails(1, &[]);
    project.run(&["update", "p"]).fails(1, &["p/b.bin` still has the conflicts"]);
    // Decided: what lies beside it is gone, and what the user had there is no conflict.
    project.remove("p/b.bin.theirs2");
    project.run(&["update", "p"]).ok();
    project.run(&["check", "p"]).ok();
    assert_eq!(project.read("p/b.bin.theirs"), "my notes on theirs\n");
}

#[test]
fn a_file_of_the_template_is_not_taken_for_the_other_side() {
    let project = project(&[("b.bin", "\0one")]);
    project.write("p/b.bin", "\0mine");
    project.write("tpl/b.bin", "\0two");
    project.write("tpl/b.bin.theirs", "a file of the template\n");
    project.run(&["update", "p"]).fails(3, &["p/b.bin"]);
    assert_eq!(project.read("p/b.bin.theirs"), "a file of the template\n");
    assert_eq!(project.read("p/b.bin.theirs2"), "\0two");
}

/// What the first version of the form looked like: one block, of which the length stands before it.
#[test]
fn the_last_rendering_of_an_older_version_is_read() {
    let project = project(&[("a.txt", &lines())]);
    let mut body = Vec::new();
    for (bytes, then) in [
        (b"demo 1.0.0".to_vec(), 1_u32.to_le_bytes().to_vec()),
        (b"a.txt".to_vec(), vec![1]),
        (lines().into_bytes(), 0_u32.to_le_bytes().to_vec()),
    ] {
        body.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        body.extend(bytes);
        body.extend(then);
    }
    let block = lz4_flex::compress_prepend_size(&body);
    let first = [b"cargo-gen snapshot 1\n", &block[..]].concat();
    fs::write(project.path("p/.cargo-gen/base"), first).unwrap();
    project.write("p/a.txt", &lines().replace("line 4\n", "mine\n"));
    project.write("tpl/a.txt", &lines().replace("line 17\n", "theirs\n"));
    project.run(&["update", "p"]).ok();
    let both = lines().replace("line 4\n", "mine\n").replace("line 17\n", "theirs\n");
    assert_eq!(project.read("p/a.txt"), both);
    let base = fs::read(project.path("p/.cargo-gen/base")).unwrap();
    assert!(base.starts_with(b"cargo-gen snapshot 2\n"));
}

#[test]
fn the_last_rendering_of_a_newer_version_is_told() {
    let project = project(&[("a.txt", "a\n")]);
    fs::write(project.path("p/.cargo-gen/base"), b"cargo-gen snapshot 3\nwhatever").unwrap();
    let run = project.run(&["update", "p"]);
    run.fails(1, &["`p/.cargo-gen/base` has the form 3", "a newer version of cargo gen"]);
}
