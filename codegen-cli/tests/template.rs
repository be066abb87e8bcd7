//! Templates: those that come with the program, and folders of one's own.

use crate::project::{SHOP, TestProject};

#[test]
fn every_template_renders_with_its_defaults() {
    let project = TestProject::shop();
    let list = project.run(&["template", "list", "--format", "json"]).ok().json();
    let templates = list["templates"].as_array().unwrap();
    assert!(!templates.is_empty());
    for template in templates {
        let name = template["name"].as_str().unwrap();
        let mut args = vec!["new", name, name];
        if template["needs_source"] == true {
            args.extend(["--from", SHOP]);
        }
        project.run(&args).ok();
        project.run(&["check", name]).ok();
    }
}

fn with_template(manifest: &str) -> TestProject {
    TestProject::new().with("mine/template.yaml", manifest)
}

const PLAIN: &str = "name: mine\nversion: 1.0.0\nsummary: Mine\n";

#[test]
fn a_folder_is_a_template() {
    let manifest = format!(
        "{PLAIN}questions:\n  topic: {{ type: text, help: What about, default: tea }}\nfiles:\n\
         - {{ match: made.txt, owner: generated }}\n\
         - {{ match: page.md, to: '{{{{ topic }}}}.md' }}\n\
         - {{ match: '**/*.skip', when: topic == 'skip' }}\n"
    );
    let project = with_template(&manifest)
        .with("mine/page.md.jinja", "{% if topic %}\n# {{ topic }}\n{% endif %}\n")
        .with("mine/made.txt.jinja", "{{ topic }}")
        .with("mine/a/b.skip", "")
        .with("mine/as-it-is.txt", "{{ no template }}");
    project.run(&["new", "./mine", "out/p", "--set", "topic=milk"]).ok();
    assert_eq!(project.read("out/p/milk.md"), "# milk\n");
    assert_eq!(project.read("out/p/as-it-is.txt"), "{{ no template }}");
    assert!(!project.path("out/p/a").exists());
    project.run(&["check"]).ok();
    project.write("mine/made.txt.jinja", "about {{ topic }}");
    let run = project.run(&["check"]);
    run.fails(1, &["--fix"]);
    assert!(run.stdout.contains("stale out/p/made.txt"), "{run:#?}");
    project.run(&["check", "--fix"]).ok();
    assert_eq!(project.read("out/p/made.txt"), "about milk");
}

#[test]
fn mistakes_in_templates_are_shown_at_their_places() {
    for (manifest, file, text) in [
        ("name: mine\nverison: 1\n", "", "mine/template.yaml:2:1"),
        ("name: mine\nverison: 1\n", "", "did you mean `version`?"),
        ("name: mine\nname: mine\n", "", "mine/template.yaml:2:1"),
        ("name: mine\nversion: 1.0.0\n", "", "summary"),
        (
            "name: mine\nversion: 1.0.0\nsummary: Mine\nquestions:\n\
             \x20 schema: { type: text, help: No }\n",
            "",
            "question `schema`: its name is taken",
        ),
        (
            "name: mine\nversion: 1.0.0\nsummary: Mine\nquestions:\n  x: { type: txt, help: No }\n",
            "",
            "mine/template.yaml:5:14",
        ),
        (PLAIN, "line\n{{ nobody }}\n", "mine/file.jinja:2:4"),
        (PLAIN, "{{ 'x' | nofilter }}\n", "mine/file.jinja:1:"),
        (PLAIN, "{% if %}\n", "mine/file.jinja:1:"),
        (
            PLAIN,
            "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
            "fuel",
        ),
    ] {
        let project = with_template(manifest).with("mine/file.jinja", file);
        let before = project.tree();
        project.run(&["new", "./mine", "out"]).fails(1, &[text]);
        assert_eq!(before, project.tree());
    }
}

#[test]
fn paths_stay_in_the_target() {
    for to in ["../out.txt", "/tmp/out.txt", "a/../../b", ".git/config", "C:evil"] {
        let project = with_template(&format!("{PLAIN}files: [{{ match: a, to: '{to}' }}]\n"))
            .with("mine/a", "");
        let before = project.tree();
        project.run(&["new", "./mine", "out"]).fails(1, &["the output path"]);
        assert_eq!(before, project.tree());
    }
}

#[test]
fn two_files_at_one_path_are_refused() {
    let project = with_template(PLAIN).with("mine/a.jinja", "").with("mine/a", "");
    project.run(&["new", "./mine", "out"]).fails(1, &["two outputs want the path `a`"]);
}

#[test]
fn questions_without_default_must_be_answered() {
    let manifest = format!(
        "{PLAIN}questions:\n  one: {{ type: text, help: First }}\n\
         \x20 two: {{ type: choice, help: Second, choices: [red, green] }}\n"
    );
    let project = with_template(&manifest);
    project
        .run(&["new", "./mine", "out"])
        .fails(2, &["`one` has no answer", "`two` has no answer"]);
    let run = project.run(&["new", "./mine", "out", "--set", "one=1", "--set", "two=gren"]);
    run.fails(2, &["expected one of `red`, `green`, found `gren`; did you mean `green`?"]);
    assert!(!project.path("out").exists());
}
