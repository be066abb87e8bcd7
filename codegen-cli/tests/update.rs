//! `cargo gen update` and `cargo gen undo`: neither side loses a change in silence.

use crate::project::{Run, TestProject};

const MANIFEST: &str = "name: demo\nsummary: Demo\nversion: ";

fn lines(prefix: &str, numbers: std::ops::RangeInclusive<u32>) -> String {
    numbers.map(|n| format!("{prefix}{n}\n")).collect()
}

/// A template of version 1 with one file of 40 lines, and a project of it.
fn demo() -> TestProject {
    let project = TestProject::new()
        .with("tpl/template.yaml", &format!("{MANIFEST}1.0.0\n"))
        .with("tpl/old.txt", &lines("", 1..=40))
        .with("tpl/b.bin", "\0\u{1}one");
    project.run(&["new", "./tpl", "p"]).ok();
    project
}

fn release(project: &TestProject) {
    project.write("tpl/template.yaml", &format!("{MANIFEST}2.0.0\n"));
}

fn edit(project: &TestProject, path: &str, from: &str, to: &str) {
    let text = project.read(path);
    assert!(text.contains(from), "{path}");
    project.write(path, &text.replacen(from, to, 1));
}

fn update(project: &TestProject) -> Run {
    project.run(&["update", "p"])
}

fn job(name: &str) -> String {
    format!(
        "  {name}:\n    image: base\n    retries: 3\n    cache: true\n    notify: team\n    \
         steps: all\n    timeout: 30\n    shell: bash\n    on_fail: stop\n    log: full\n    \
         keep: 7\n    end: yes\n"
    )
}

fn jobs(names: &[&str]) -> String {
    let all: String = names.iter().map(|name| job(name)).collect();
    format!("jobs:\n{all}done: 1\n")
}

#[test]
fn an_edit_stays_in_its_block_when_the_template_adds_one_before() {
    let project = demo().with("tpl/jobs.yml", &jobs(&["build", "test", "deploy"]));
    project.run(&["new", "./tpl", "q"]).ok();
    let yours = job("test").replace("timeout: 30", "timeout: 999");
    edit(&project, "q/jobs.yml", &job("test"), &yours);
    release(&project);
    project.write("tpl/jobs.yml", &jobs(&["lint", "build", "test", "deploy"]));
    project.run(&["update", "q"]).ok();
    let expected = jobs(&["lint", "build", "test", "deploy"]).replace(&job("test"), &yours);
    assert_eq!(project.read("q/jobs.yml"), expected);
    project.run(&["check", "q"]).ok();
}

#[test]
fn an_error_in_the_template_changes_nothing() {
    let project = demo();
    release(&project);
    edit(&project, "tpl/old.txt", "\n5\n", "\nFIVE\n");
    project.write("tpl/zz.txt.jinja", "{{ 1 / 0 }}");
    let before = project.tree();
    update(&project).fails(1, &["tpl/zz.txt.jinja:1:"]);
    assert_eq!(before, project.tree());
}

#[test]
fn a_file_that_the_user_moved_takes_the_changes_of_the_template() {
    let project = demo();
    project.write("p/deep/moved.txt", &project.read("p/old.txt").replace("\n30\n", "\nTHIRTY\n"));
    project.remove("p/old.txt");
    for (version, line) in [("2.0.0", "5"), ("3.0.0", "12")] {
        project.write("tpl/template.yaml", &format!("{MANIFEST}{version}\n"));
        edit(&project, "tpl/old.txt", &format!("\n{line}\n"), &format!("\nL{line}\n"));
        update(&project).ok();
    }
    let text = project.read("p/deep/moved.txt");
    assert!(text.contains("\nL5\n") && text.contains("\nL12\n") && text.contains("\nTHIRTY\n"));
    assert!(!project.path("p/old.txt").exists());
}

#[test]
fn a_file_that_the_template_moved_keeps_the_changes_of_the_user() {
    let project = demo();
    edit(&project, "p/old.txt", "\n20\n", "\nTWENTY\n");
    release(&project);
    project.write("tpl/new.txt", &project.read("tpl/old.txt").replace("\n5\n", "\nFIVE\n"));
    project.remove("tpl/old.txt");
    update(&project).ok();
    let text = project.read("p/new.txt");
    assert!(text.contains("\nTWENTY\n") && text.contains("\nFIVE\n"), "{text}");
    assert!(!project.path("p/old.txt").exists());
}

#[test]
fn a_template_may_say_what_it_renamed_and_how_answers_changed() {
    let project = demo()
        .with(
            "tpl/template.yaml",
            &format!(
                "{MANIFEST}1.0.0\nquestions:\n  size: {{ type: text, help: How big, default: s }}\n"
            ),
        )
        .with("tpl/a.txt.jinja", "{{ size }}\n");
    project.run(&["new", "./tpl", "q"]).ok();
    project.write(
        "tpl/template.yaml",
        &format!(
            "{MANIFEST}2.0.0\nquestions:\n  extent: {{ type: text, help: How big, default: x }}\n\
             migrations:\n- {{ before: 2.0.0, rename: {{ a.txt: b.md }}, answers: {{ extent: size ~ '!' }} }}\n"
        ),
    );
    project.remove("tpl/a.txt.jinja");
    project.write("tpl/b.md.jinja", "all new: {{ extent }}\n");
    project.run(&["update", "q"]).ok();
    assert_eq!(project.read("q/b.md"), "all new: s!\n");
    assert!(!project.path("q/a.txt").exists());
    project.run(&["update", "q"]).ok();
    assert_eq!(project.read("q/b.md"), "all new: s!\n");
}

#[test]
fn a_changed_file_that_the_template_deleted_is_a_conflict() {
    let project = demo();
    edit(&project, "p/old.txt", "\n20\n", "\nTWENTY\n");
    release(&project);
    project.remove("tpl/old.txt");
    update(&project).fails(3, &["conflict", "p/old.txt", "the template no longer has it"]);
    assert!(project.read("p/old.txt").contains("TWENTY"));
    let unchanged = demo();
    release(&unchanged);
    unchanged.remove("tpl/old.txt");
    update(&unchanged).ok();
    assert!(!unchanged.path("p/old.txt").exists());
}

#[test]
fn a_binary_that_both_changed_is_a_conflict_and_both_are_kept() {
    let project = demo();
    project.write("p/b.bin", "\0\u{1}user");
    release(&project);
    project.write("tpl/b.bin", "\0\u{1}two");
    let run = update(&project);
    run.fails(3, &["p/b.bin"]);
    assert_eq!(project.read("p/b.bin"), "\0\u{1}user");
    assert_eq!(project.read("p/b.bin.theirs"), "\0\u{1}two");
    update(&project).fails(1, &["p/b.bin` still has the conflicts"]);
    project.remove("p/b.bin.theirs");
    update(&project).ok();
}

#[test]
fn conflicts_are_marked_and_abort_restores_every_byte() {
    let project = demo();
    edit(&project, "p/old.txt", "\n20\n", "\nmine\n");
    let before = project.tree();
    release(&project);
    edit(&project, "tpl/old.txt", "\n20\n", "\ntheirs\n");
    edit(&project, "tpl/old.txt", "\n3\n", "\nTHREE\n");
    let json = project.run(&["update", "p", "--dry-run", "--format", "json"]);
    assert_eq!(json.json()["conflicts"][0], "old.txt");
    let run = update(&project);
    run.fails(3, &["conflict", "p/old.txt", "--abort"]);
    let text = project.read("p/old.txt");
    assert!(text.contains("\nTHREE\n"));
    assert!(
        text.contains(
            "\n19\n<<<<<<< yours\nmine\n||||||| before\n20\n=======\ntheirs\n>>>>>>> ../tpl 2.0.0\n21\n"
        ),
        "{text}"
    );
    let check = project.run(&["check", "p"]);
    check.fails(1, &[]);
    assert!(check.stdout.contains("conflict p/old.txt"), "{check:#?}");
    update(&project).fails(1, &["still has the conflicts"]);
    edit(&project, "p/old.txt", "mine", "half resolved");
    project.run(&["update", "p", "--abort"]).ok();
    let mut after = project.tree();
    after.retain(|path, _| path.starts_with("p/"));
    let mut expected = before;
    expected.retain(|path, _| path.starts_with("p/"));
    assert_eq!(expected, after);
    project.run(&["update", "p", "--abort"]).fails(2, &["no update to take back"]);
}

#[test]
fn undo_takes_a_clean_update_back_unless_files_were_edited_since() {
    let project = demo();
    release(&project);
    edit(&project, "tpl/old.txt", "\n20\n", "\ntheirs\n");
    let before = project.tree();
    update(&project).ok();
    edit(&project, "p/old.txt", "\n1", "\nI");
    project.run(&["undo", "p"]).fails(1, &["it was edited since"]);
    project.run(&["undo", "p", "--force"]).ok();
    assert_eq!(before, project.tree());
}

#[test]
fn files_that_the_user_deleted_stay_deleted() {
    let project = demo();
    project.remove("p/old.txt");
    release(&project);
    edit(&project, "tpl/old.txt", "\n20\n", "\ntheirs\n");
    update(&project).ok();
    assert!(!project.path("p/old.txt").exists());
}

#[test]
fn line_ends_of_the_user_stay() {
    let project = demo();
    project.write("p/old.txt", &project.read("p/old.txt").replace('\n', "\r\n"));
    release(&project);
    edit(&project, "tpl/old.txt", "\n20\n", "\ntheirs\n");
    update(&project).ok();
    let expected = lines("", 1..=40).replace("\n20\n", "\ntheirs\n").replace('\n', "\r\n");
    assert_eq!(project.read("p/old.txt"), expected);
}

#[test]
#[cfg(unix)]
fn modes_are_merged() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = demo();
    release(&project);
    project.write(
        "tpl/template.yaml",
        &format!("{MANIFEST}2.0.0\nfiles: [{{ match: old.txt, executable: true }}]\n"),
    );
    edit(&project, "p/old.txt", "\n20\n", "\nmine\n");
    update(&project).ok();
    let mode = std::fs::metadata(project.path("p/old.txt")).unwrap().permissions().mode();
    assert_eq!(mode & 0o111, 0o111, "{mode:o}");
    assert!(project.read("p/old.txt").contains("mine"));
}

#[test]
fn a_project_without_a_stored_rendering_still_loses_nothing() {
    let project = demo();
    project.remove("p/.cargo-gen/base");
    release(&project);
    edit(&project, "tpl/old.txt", "\n20\n", "\ntheirs\n");
    update(&project).ok();
    assert!(project.read("p/old.txt").contains("theirs"));
    let edited = demo();
    edited.remove("p/.cargo-gen/base");
    edit(&edited, "p/old.txt", "\n20\n", "\nmine\n");
    release(&edited);
    edit(&edited, "tpl/old.txt", "\n25\n", "\ntheirs\n");
    update(&edited).fails(3, &["p/old.txt"]);
    assert!(edited.read("p/old.txt").contains("mine"));
}

#[test]
fn what_is_no_project_is_told() {
    let project = TestProject::shop();
    project.run(&["update", "proto"]).fails(2, &["nothing is generated in `proto`"]);
    project.run(&["client", crate::project::SHOP, "--out", "api"]).ok();
    project.run(&["update", "api"]).fails(2, &["is not made by `cargo gen new`"]);
    project.run(&["undo", "api"]).fails(2, &["no operation to take back"]);
    let damaged = demo();
    damaged.write("p/.cargo-gen/base", "nonsense");
    update(&damaged).fails(1, &["`p/.cargo-gen/base` is damaged"]);
}

/// A template with a file of each kind, and a project of it.
fn kinds() -> TestProject {
    let project = TestProject::new()
        .with("tpl/template.yaml", &format!("{MANIFEST}1.0.0\n"))
        .with("tpl/a.txt", &lines("a", 1..=20))
        .with("tpl/b.txt", &lines("a", 1..=20).replace("a7\n", "b7\n"))
        .with("tpl/c.bin", "\0\u{1}one");
    project.run(&["new", "./tpl", "p"]).ok();
    release(&project);
    project
}

#[test]
fn a_file_of_the_user_in_the_new_place_stays() {
    let project = kinds();
    project.write("p/new.txt", "all mine\n");
    edit(&project, "p/a.txt", "a15\n", "mine\n");
    project.write("tpl/new.txt", &project.read("tpl/a.txt").replace("a3\n", "theirs\n"));
    project.remove("tpl/a.txt");
    update(&project).fails(3, &["p/a.txt", "a file of yours is in its new place"]);
    assert_eq!(project.read("p/new.txt"), "all mine\n");
    assert!(project.read("p/a.txt").contains("mine\n"));
    assert!(project.read("p/a.txt.theirs").contains("theirs\n"));
    project.remove("p/a.txt.theirs");
    // What is decided by hand once is known from then on.
    project.write("tpl/template.yaml", &format!("{MANIFEST}3.0.0\n"));
    edit(&project, "tpl/new.txt", "a19\n", "later\n");
    update(&project).ok();
    assert_eq!(project.read("p/new.txt"), "all mine\n");
    assert!(project.read("p/a.txt").contains("later\n"));
}

#[test]
fn one_file_is_not_two_others_under_a_new_name() {
    let project = kinds();
    let merged = project.read("p/a.txt").replace("a12\n", "mine\n");
    project.write("p/both.txt", &merged);
    project.remove("p/a.txt");
    project.remove("p/b.txt");
    edit(&project, "tpl/a.txt", "a3\n", "A3\n");
    edit(&project, "tpl/b.txt", "a18\n", "B18\n");
    update(&project).ok();
    assert_eq!(project.read("p/both.txt"), merged.replace("a3\n", "A3\n"));
    assert!(!project.path("p/b.txt").exists());
}

#[test]
fn both_moved_it_elsewhere_or_one_deleted_what_the_other_moved() {
    let project = kinds();
    project.write("p/mine.txt", &project.read("p/a.txt"));
    project.remove("p/a.txt");
    project.write("tpl/theirs.txt", &project.read("tpl/a.txt").replace("a3\n", "A3\n"));
    project.remove("tpl/a.txt");
    update(&project).fails(3, &["p/mine.txt", "to different places"]);
    assert!(project.read("p/mine.txt").contains("A3\n"));
    assert!(!project.path("p/theirs.txt").exists());
    let deleted = kinds();
    deleted.write("p/mine.txt", &deleted.read("p/a.txt"));
    deleted.remove("p/a.txt");
    deleted.remove("tpl/a.txt");
    update(&deleted).fails(3, &["p/mine.txt", "the template no longer has it"]);
    assert_eq!(deleted.read("p/mine.txt"), lines("a", 1..=20));
}

#[test]
fn binaries_follow_whoever_changed_them() {
    for (mine, theirs, expected) in [
        (None, Some("\0two"), Some("\0two")),
        (Some("\0mine"), None, Some("\0mine")),
        (Some("\0same"), Some("\0same"), Some("\0same")),
        (Some("text now\n"), None, Some("text now\n")),
    ] {
        let project = kinds();
        mine.into_iter().for_each(|text| project.write("p/c.bin", text));
        theirs.into_iter().for_each(|text| project.write("tpl/c.bin", text));
        update(&project).ok();
        assert_eq!(Some(project.read("p/c.bin").as_str()), expected);
    }
    let gone = kinds();
    gone.remove("tpl/c.bin");
    update(&gone).ok();
    assert!(!gone.path("p/c.bin").exists());
    let kept = kinds();
    kept.write("p/c.bin", "\0mine");
    kept.remove("tpl/c.bin");
    update(&kept).fails(3, &["p/c.bin", "the template no longer has it"]);
    assert_eq!(kept.read("p/c.bin"), "\0mine");
    let moved = kinds();
    moved.write("tpl/pictures/c.bin", &moved.read("tpl/c.bin"));
    moved.remove("tpl/c.bin");
    moved.write("p/c.bin", "\0mine");
    update(&moved).ok();
    assert_eq!(moved.read("p/pictures/c.bin"), "\0mine");
    assert!(!moved.path("p/c.bin").exists());
}

#[test]
fn both_made_a_file_of_one_name() {
    let project = kinds();
    project.write("p/extra.txt", "one\nmine\n");
    project.write("tpl/extra.txt", "one\ntheirs\n");
    project.write("p/same.txt", "same\n");
    project.write("tpl/same.txt", "same\n");
    update(&project).fails(3, &["p/extra.txt"]);
    let text = project.read("p/extra.txt");
    assert!(text.contains("mine\n") && text.contains("theirs\n"), "{text}");
    assert_eq!(project.read("p/same.txt"), "same\n");
}

#[test]
fn line_ends_of_the_template_and_single_ones_stay() {
    let project = kinds();
    edit(&project, "p/a.txt", "a15\n", "mine\n");
    project.write("tpl/a.txt", &project.read("tpl/a.txt").replace('\n', "\r\n"));
    edit(&project, "tpl/a.txt", "a3\r\n", "A3\r\n");
    edit(&project, "p/b.txt", "a15\n", "a15\r\n");
    edit(&project, "tpl/b.txt", "a3\n", "A3\n");
    update(&project).ok();
    let expected = lines("a", 1..=20).replace("a15\n", "mine\n").replace("a3\n", "A3\n");
    assert_eq!(project.read("p/a.txt"), expected.replace('\n', "\r\n"));
    let expected = lines("a", 1..=20).replace("a7\n", "b7\n").replace("a3\n", "A3\n");
    assert_eq!(project.read("p/b.txt"), expected.replace("a15\n", "a15\r\n"));
}
