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

/// Questions of every kind, as they are answered and what comes of them.
#[test]
fn answers_are_read_as_their_questions_say() {
    let manifest = format!(
        "{PLAIN}questions:\n\
         \x20 db: {{ type: choice, help: Where, choices: [none, sqlite], default: none }}\n\
         \x20 pool: {{ type: int, help: Size, when: db != 'none', default: 8, \
         check: 1 <= pool <= 64, message: 1 to 64 }}\n\
         \x20 tags: {{ type: list, help: Which, choices: [a, b, c], default: [a] }}\n\
         \x20 shout: {{ compute: 'db | upper' }}\n"
    );
    let page = "{{ db }} {{ pool }} {{ tags | join('+') }} {{ shout }}\n";
    let ask = |set: &[&str]| {
        let project = with_template(&manifest).with("mine/page.jinja", page);
        let mut args = vec!["new", "./mine", "out"];
        args.extend(set.iter().flat_map(|answer| ["--set", answer]));
        (project.run(&args), project)
    };
    for (set, expected) in [
        (&[][..], "none None a NONE\n"),
        (&["db=sqlite"], "sqlite 8 a SQLITE\n"),
        (&["db=sqlite", "pool=9", "tags=b, c"], "sqlite 9 b+c SQLITE\n"),
        (&["tags="], "none None  NONE\n"),
    ] {
        let (run, project) = ask(set);
        run.ok();
        assert_eq!(project.read("out/page"), expected, "{set:?}");
        project.run(&["check"]).ok();
        let lock = project.read("out/.cargo-gen.lock.yaml");
        assert!(!lock.contains("shout:"), "what is computed is not stored: {lock}");
        project.run(&["update", "out"]).ok();
        assert_eq!(project.read("out/page"), expected, "{set:?}");
    }
    for (set, why) in [
        (&["db=sqlite", "pool=many"][..], "expected a whole number, found `many`"),
        (&["db=sqlite", "pool=65"], "`pool` is 65: 1 to 64"),
        (&["pool=9"], "`pool` is asked only where `db != 'none'`"),
        (&["tags=a,d"], "expected one of `a`, `b`, `c`, found `d`"),
        (&["shout=X"], "`shout` is computed, and not asked"),
    ] {
        ask(set).0.fails(2, &[why]);
    }
}

#[test]
fn the_environment_answers() {
    let manifest = format!("{PLAIN}questions:\n  topic: {{ type: text, help: What about }}\n");
    let page = |args: &[&str]| {
        let project = with_template(&manifest)
            .with("mine/page.jinja", "{{ topic }}")
            .with("values.yaml", "topic: file\n")
            .env("CARGO_GEN_ANSWER_TOPIC", "environment");
        project.run(&[&["new", "./mine", "out"], args].concat()).ok();
        project.read("out/page")
    };
    assert_eq!(page(&[]), "environment");
    assert_eq!(page(&["--values", "values.yaml"]), "environment");
    assert_eq!(page(&["--set", "topic=flag"]), "flag");
}

#[test]
fn delimiters_are_a_files_own() {
    let manifest = format!(
        "{PLAIN}questions:\n  who: {{ type: text, help: Who, default: me }}\nfiles:\n\
         - {{ match: ci.yml, delimiters: ['[[', ']]', '[%', '%]'] }}\n"
    );
    let project = with_template(&manifest)
        .with("mine/ci.yml.jinja", "[% if who %]\nrun: ${{ secrets.X }} [[ who ]]\n[% endif %]\n");
    project.run(&["new", "./mine", "out"]).ok();
    assert_eq!(project.read("out/ci.yml"), "run: ${{ secrets.X }} me\n");
}

#[test]
fn a_new_project_can_be_a_repository() {
    let project = with_template(&format!("{PLAIN}after: [git-init]\n")).with("mine/a", "");
    project.run(&["new", "./mine", "out", "--dry-run"]).ok();
    assert!(!project.path("out").exists());
    project.run(&["new", "./mine", "out"]).ok();
    assert!(project.path("out/.git/HEAD").is_file());
    assert!(!project.path("out/.git/hooks").exists(), "no hooks come with it");
    project.run(&["new", "./mine", "out/below"]).ok();
    assert!(!project.path("out/below/.git").exists(), "it lies in a repository already");
}

#[test]
fn questions_that_contradict_themselves_are_refused() {
    for (question, why) in [
        ("x: { help: No }", "it needs a `type`, or `compute`"),
        ("x: { type: text }", "it needs `help`"),
        ("x: { compute: '1', type: int, help: No }", "keep `compute` alone"),
        ("x: { type: choice, help: No }", "a `choice` needs `choices`"),
        ("x: { type: int, help: No, choices: [a] }", "`choices` belong to"),
        ("9x: { type: int, help: No }", "letters, digits and `_`"),
    ] {
        let project = with_template(&format!("{PLAIN}questions:\n  {question}\n"));
        project.run(&["new", "./mine", "out"]).fails(1, &[why]);
    }
}

/// On a terminal, what is not given is asked until the answer fits.
#[test]
#[cfg(target_os = "linux")]
fn a_person_is_asked() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let manifest = format!(
        "{PLAIN}questions:\n\
         \x20 size: {{ type: int, help: How big, default: 3, check: size < 9, message: below 9 }}\n\
         \x20 colour: {{ type: choice, help: Which one, choices: [red, green], default: red }}\n\
         \x20 given: {{ type: text, help: Not asked }}\n"
    );
    let project =
        with_template(&manifest).with("mine/page.jinja", "{{ size }} {{ colour }} {{ given }}\n");
    let program = env!("CARGO_BIN_EXE_cargo-gen");
    let line = format!("{program} new ./mine out --set given=yes");
    // `script` gives the program a terminal.
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(project.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"many\n10\n5\ngren\n\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    for part in ["How big (size)", "[3]", "expected a whole number, found `many`", "below 9"] {
        assert!(text.contains(part), "no `{part}` in {text}");
    }
    assert!(text.contains("did you mean `green`?") && !text.contains("Not asked"), "{text}");
    assert_eq!(project.read("out/page"), "5 red yes\n");
}

#[test]
#[cfg(unix)]
fn a_long_run_tells_a_person_what_it_is_at() {
    use std::process::Command;
    let project = with_template(PLAIN);
    let fill = |files: std::ops::Range<u32>| {
        for n in files {
            project.write(&format!("mine/{n}.txt.jinja"), "{{ 1 + 1 }}\n".repeat(300).as_str());
        }
    };
    let program = env!("CARGO_BIN_EXE_cargo-gen");
    let run = |line: &str| {
        let line = format!("{program} new ./mine {line}");
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
        let output = script.current_dir(project.path("")).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    // What is long is up to the machine.
    fill(0..1_000);
    let mut text = run("out");
    for (size, out) in [(4_000, "more"), (16_000, "most")] {
        if !text.contains("rendered") {
            fill(size / 4..size);
            text = run(out);
        }
    }
    assert!(text.contains("\rrendered ") && text.contains("\r\u{1b}[K"), "{text}");
    assert!(!run("quiet --quiet").contains("rendered"));
    assert!(!run("json --format json").contains("rendered"));
    // Where nobody looks on, nothing is told.
    assert!(!project.run(&["new", "./mine", "pipe"]).stderr.contains("rendered"));
}
