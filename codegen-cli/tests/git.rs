//! Templates from git: read without a checkout, pinned to a commit.

use std::process::Command;

use crate::project::TestProject;

/// A project whose folder `origin` is a repository with a template at its head and another below.
struct Origin {
    project: TestProject,
    url: String,
}

impl Origin {
    fn new() -> Self {
        let project = TestProject::new();
        let (url, cache) = (
            format!("file://{}", project.path("origin").display()),
            project.path(".cache").display().to_string(),
        );
        let origin = Self { project: project.env("XDG_CACHE_HOME", &cache), url };
        origin.template("", "1.0.0", "one\n");
        origin.template("below/other/", "1.0.0", "other\n");
        origin.git(&["init", "--quiet", "--initial-branch=main"]);
        origin.commit("first");
        origin.git(&["tag", "v1"]);
        origin
    }

    fn template(&self, folder: &str, version: &str, text: &str) {
        let manifest = format!("name: mine\nversion: {version}\nsummary: Mine\n");
        self.project.write(&format!("origin/{folder}template.yaml"), &manifest);
        self.project.write(&format!("origin/{folder}file.txt"), text);
    }

    fn git(&self, args: &[&str]) {
        let output = Command::new("git")
            .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"])
            .args(args)
            .current_dir(self.project.path("origin"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// `new URL+REST DIR`
    fn new_project(&self, rest: &str, dir: &str) -> crate::project::Run {
        self.project.run(&["new", &format!("{}{rest}", self.url), dir])
    }
}

#[test]
fn a_branch_a_tag_a_commit_and_a_folder() {
    let origin = Origin::new();
    origin.template("", "2.0.0", "two\n");
    origin.commit("second");
    for (rest, dir, text) in [
        ("", "head", "two\n"),
        ("#main", "branch", "two\n"),
        ("#v1", "tag", "one\n"),
        ("#v1:below/other", "folder", "other\n"),
    ] {
        origin.new_project(rest, dir).ok();
        assert_eq!(origin.project.read(&format!("{dir}/file.txt")), text, "{rest}");
    }
    let lock = origin.project.read("tag/.cargo-gen.lock.yaml");
    let commit = lock.split("commit: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    origin.new_project(&format!("#{commit}"), "commit").ok();
    assert_eq!(origin.project.read("commit/file.txt"), "one\n");
}

/// What a project was made with stays what it is, also where the origin moves on or is gone.
#[test]
fn a_project_is_pinned_and_updated_on_demand() {
    let origin = Origin::new();
    origin.new_project("#main", "out").ok();
    origin.template("", "2.0.0", "two\n");
    origin.commit("second");
    origin.project.run(&["check", "out"]).ok();
    assert_eq!(origin.project.read("out/file.txt"), "one\n");
    origin.project.run(&["update", "out"]).ok();
    assert_eq!(origin.project.read("out/file.txt"), "two\n");
    std::fs::remove_dir_all(origin.project.path("origin")).unwrap();
    origin.project.run(&["check", "out"]).ok();
    origin.project.run(&["update", "out"]).fails(1, &["can you reach it?"]);
    std::fs::remove_dir_all(origin.project.path(".cache")).unwrap();
    origin.project.run(&["check", "out"]).fails(1, &["can you reach it?"]);
}

#[test]
fn what_was_fetched_is_there_without_a_network() {
    let origin = Origin::new();
    origin.new_project("", "first").ok();
    origin
        .project
        .run(&["new", "file:///nowhere", "x", "--offline"])
        .fails(1, &["`file:///nowhere` was not fetched before", "once without `--offline`"]);
    std::fs::rename(origin.project.path("origin"), origin.project.path("away")).unwrap();
    origin.new_project("#v1", "out").fails(1, &["can you reach it?", "`--offline` takes it"]);
    for (rest, dir, text) in
        [("#v1", "tag", "one\n"), ("#main", "branch", "one\n"), ("#v1:below/other", "b", "other\n")]
    {
        let url = format!("{}{rest}", origin.url);
        origin.project.run(&["new", &url, dir, "--offline"]).ok();
        assert_eq!(origin.project.read(&format!("{dir}/file.txt")), text, "{rest}");
        origin.project.run(&["update", dir, "--offline"]).ok();
        origin.project.run(&["check", dir]).ok();
    }
    let url = format!("{}#mian", origin.url);
    let run = origin.project.run(&["new", &url, "out", "--offline"]);
    run.fails(1, &["did you mean `main`?"]);
    // A whole commit is fetched once.
    let lock = origin.project.read("tag/.cargo-gen.lock.yaml");
    let commit = lock.split("commit: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    origin.new_project(&format!("#{commit}"), "commit").ok();
    assert_eq!(origin.project.read("commit/file.txt"), "one\n");
}

#[test]
fn mistakes_write_nothing() {
    let origin = Origin::new();
    for (rest, code, why) in [
        ("#mian", 1, "did you mean `main`?"),
        ("#v1:nowhere", 1, "there is no folder `nowhere`"),
        ("#v1:below", 2, "URL#REV:FOLDER"),
        ("#--upload-pack=touch owned", 1, "has no branch, tag or commit"),
    ] {
        origin.new_project(rest, "out").fails(code, &[why]);
        assert!(!origin.project.path("out").exists());
    }
    let run = origin.project.run(&["new", "ext::sh -c touch% owned", "out"]);
    assert_eq!(run.code, Some(2), "{run:#?}");
    assert!(
        !origin.project.path("owned").exists() && !origin.project.path("origin/owned").exists()
    );
}

/// A link is data of a commit; it is never followed. Hooks and filters are not run.
#[test]
#[cfg(unix)]
fn a_hostile_repository_stays_data() {
    let origin = Origin::new();
    std::os::unix::fs::symlink("/etc/passwd", origin.project.path("origin/link")).unwrap();
    origin.commit("link");
    origin.new_project("", "out").fails(1, &["`link` is a symbolic link"]);
    origin.project.remove("origin/link");
    origin.project.write("origin/.gitattributes", "*.txt filter=evil\n");
    origin.git(&["config", "filter.evil.smudge", "touch owned"]);
    origin.commit("filter");
    origin.new_project("", "out").ok();
    assert!(!origin.project.path("out/owned").exists());
    assert!(!origin.project.path("owned").exists());
}

#[test]
fn settings_give_templates_names() {
    let origin = Origin::new();
    let settings = format!("templates:\n  house: {}#v1\n  near: ./origin\n", origin.url);
    origin.project.write("cargo-gen.yaml", &settings);
    origin.project.run(&["new", "house", "out"]).ok();
    assert_eq!(origin.project.read("out/file.txt"), "one\n");
    origin.project.write("sub/keep", "");
    origin.project.run_in("sub", &["new", "near", "out"]).ok();
    assert_eq!(origin.project.read("sub/out/file.txt"), "one\n");
    let list = origin.project.run(&["template", "list"]).ok();
    assert!(list.stdout.contains("house") && list.stdout.contains("#v1"), "{list:#?}");
    origin.project.run(&["new", "hose", "x"]).fails(2, &["did you mean `house`?"]);
}

/// copier writes down what git calls a commit.
#[test]
fn a_commit_is_called_as_git_calls_it() {
    let origin = Origin::new();
    let name = "{{ _copier_answers._commit }} {{ _copier_conf.vcs_ref_hash | length }}\n";
    origin.project.write("origin/theirs/copier.yml", "word: x\n");
    origin.project.write("origin/theirs/name.txt.jinja", name);
    origin.commit("theirs");
    origin.git(&["tag", "v2"]);
    origin.new_project("#v2:theirs", "tagged").ok();
    assert_eq!(origin.project.read("tagged/name.txt"), "v2 40\n");
    origin.project.write("origin/theirs/more.txt", "more\n");
    origin.commit("more");
    origin.new_project("#main:theirs", "later").ok();
    let later = origin.project.read("later/name.txt");
    assert!(later.starts_with("v2-1-g") && later.ends_with(" 40\n"), "{later}");
    // A tag that comes later is no drift.
    origin.git(&["tag", "v3"]);
    origin.new_project("#v3:theirs", "again").ok();
    assert_eq!(origin.project.read("again/name.txt"), "v3 40\n");
    origin.project.run(&["check", "later", "tagged"]).ok();
}
