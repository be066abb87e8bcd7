//! What authors of templates need: `cargo gen template lint`, `show` and `test`.

use std::path::Path;

use crate::project::{SHOP, TestProject};

const PLAIN: &str = "name: mine\nversion: 1.0.0\nsummary: Mine\n";

fn example() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    root.join("examples/template").display().to_string()
}

/// One template with everything wrong that lint knows of; all of it is found in one run.
#[test]
fn lint_finds_everything_at_once() {
    let manifest = format!(
        "{PLAIN}questions:\n\
         \x20 db: {{ type: choice, help: Where, choices: [none, sqlite], default: none }}\n\
         \x20 pool: {{ type: int, help: Size, when: bd != 'none', default: 8 }}\n\
         \x20 idle: {{ type: bool, help: Nobody cares, default: no }}\n\
         \x20 bad: {{ compute: 'db |' }}\n\
         files:\n\
         - {{ match: pgae.md, when: db == 'sqlite' }}\n\
         - {{ match: '**/*.txt', to: '{{{{ nme }}}}.txt' }}\n\
         - {{ match: note.txt, executable: true }}\n\
         - {{ match: never.md, when: db == 'postgres' }}\n\
         parts:\n\
         \x20 table:\n\
         \x20   help: A table\n\
         \x20   questions: {{ name: {{ type: ident, help: Its name }} }}\n\
         \x20   files: [ {{ from: tabel.rs, to: '{{{{ name }}}}.rs' }} ]\n\
         say: 'cd {{{{ dri }}}}'\n"
    );
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with(
            "mine/page.md.jinja",
            "{{ db }}\n{{ pol }}\n{{ pool }} {% for x in range(3) %}{{ x }}{% endfor %}\n",
        )
        .with("mine/note.txt", "")
        .with("mine/never.md", "")
        .with("mine/table.rs", "")
        .with("mine/ci.yml.jinja", "run: ${{ secrets.TOKEN }}\n")
        .with("mine/broken.jinja", "one\n{% if %}\n");
    let run = project.run(&["template", "lint", "./mine"]);
    run.fails(
        1,
        &[
            "nobody answers `bd`",
            "did you mean `db`?",
            "template.yaml:6:",
            "nobody answers `nme`",
            "no file matches `pgae.md`",
            "did you mean `page.md`?",
            "rules above decide all files that match `note.txt`",
            "no answers make `db == 'postgres'` true",
            "template.yaml:13:28",
            "there is no file `tabel.rs`",
            "did you mean `table.rs`?",
            "nobody answers `dri`",
            "did you mean `dir`?",
            "mine/page.md.jinja:2:4",
            "did you mean `pool`?",
            "`idle` is asked, and nothing makes use of it",
            "nobody answers `secrets`",
            "delimiters",
            "mine/broken.jinja:2:",
        ],
    );
    assert!(!run.stderr.contains("`range`"), "what the engine knows is no mistake: {run:#?}");
}

/// What can be seen only over the answers has a place too, and each mistake is told once.
#[test]
fn files_that_meet_for_some_answers_are_found_without_rendering() {
    let manifest = format!(
        "{PLAIN}questions:\n\
         \x20 a: {{ type: bool, help: A, default: false }}\n\
         \x20 b: {{ type: bool, help: B, default: false }}\n\
         \x20 names: {{ type: list, help: Names, default: [x, X] }}\n\
         files:\n\
         - {{ match: one, to: \"{{{{ 'same' if a else 'one' }}}}\" }}\n\
         - {{ match: two, to: \"{{{{ 'same' if b else 'two' }}}}\" }}\n\
         - {{ match: each, for_each: name in names, to: 'e/{{{{ name }}}}' }}\n"
    );
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with("mine/one", "")
        .with("mine/two", "")
        .with("mine/each", "");
    let run = project.run(&["template", "lint", "./mine"]);
    run.fails(
        1,
        &[
            "`one` and `two` are both written to `same`",
            "mine/template.yaml:10:22",
            "\"a\":true,\"b\":true",
            "`each` is written to `e/X` more than once",
            "give one of them another `to`",
        ],
    );
    assert_eq!(run.stderr.matches("both written").count(), 1, "{run:#?}");
}

#[test]
fn each_mistake_of_a_manifest_has_its_place() {
    for (text, place, why) in [
        ("questions:\n  x: { type: text }\n", ":5:3", "it needs `help`"),
        ("questions: { \"x\": { type: text } }\n", ":4:15", "it needs `help`"),
        (
            "questions:\n  s: { type: text, help: S }\nparts:\n  p:\n    help: P\n",
            ":7:3",
            "part `p` does not ask its `name`",
        ),
        (
            "parts:\n  p:\n    help: P\n    questions: { name: { type: ident, help: N }, \
             key: { type: secret, help: K } }\n",
            ":7:50",
            "asks the secret `key`",
        ),
    ] {
        let project = TestProject::new().with("mine/template.yaml", &format!("{PLAIN}{text}"));
        let place = format!("mine/template.yaml{place}");
        project.run(&["template", "lint", "./mine"]).fails(1, &[&place, why]);
    }
}

#[test]
fn what_is_computed_and_what_parts_read_is_looked_after() {
    let manifest = format!(
        "{PLAIN}questions:\n\
         \x20 port: {{ type: int, help: Port, default: 80 }}\n\
         \x20 module: {{ compute: port * 2 }}\n\
         parts:\n\
         \x20 route:\n\
         \x20   help: A route\n\
         \x20   questions: {{ name: {{ type: ident, help: Its name }} }}\n\
         \x20   say: 'localhost:{{{{ project.prot }}}}'\n"
    );
    let project = TestProject::new().with("mine/template.yaml", &manifest);
    let run = project.run(&["template", "lint", "./mine"]);
    run.fails(
        1,
        &[
            "`module` is computed, and nothing makes use of it",
            "mine/template.yaml:6:3",
            "nobody answers `project.prot`",
            "did you mean `project.port`?",
        ],
    );
    project.write("mine/src/{{ prot }}.rs", "");
    let run = project.run(&["template", "lint", "./mine"]);
    run.fails(1, &["mine/src/{{ prot }}.rs", "in the name of the file", "did you mean `port`?"]);
    // The folder that one stands in is a template too.
    project.run_in("mine", &["template", "lint", "."]).fails(1, &["template.yaml:6:3"]);
}

/// Conditions that no answers meet, however many of them it takes; what nobody includes, edits, asks
/// or makes use of.
#[test]
fn what_nothing_leads_to_is_found() {
    let manifest = format!(
        "{PLAIN}includes: shared\nquestions:\n\
         \x20 a: {{ type: bool, help: A, default: false }}\n\
         \x20 b: {{ type: bool, help: B, default: false }}\n\
         \x20 c: {{ type: choice, help: C, choices: [one, two], default: one }}\n\
         \x20 d: {{ type: text, help: D, when: a and not a, default: '' }}\n\
         \x20 e: {{ type: text, help: E, when: a and b and c == 'two', default: '' }}\n\
         files:\n\
         - {{ match: never.txt, when: c == 'one' and c == 'two' }}\n\
         - {{ match: rarely.txt, when: a and b and c == 'two' }}\n\
         parts:\n\
         \x20 part:\n\
         \x20   help: P\n\
         \x20   questions:\n\
         \x20     name: {{ type: ident, help: N }}\n\
         \x20     a: {{ type: bool, help: A, default: '{{{{ project.b }}}}' }}\n\
         \x20     mode: {{ type: text, help: M, when: nmae, default: '' }}\n\
         \x20   edits:\n\
         \x20   - {{ file: rarly.txt, add: line, item: '{{{{ mode }}}}' }}\n\
         \x20   - {{ file: rarely.txt, add: line, item: '{{{{ project.a }}}}' }}\n\
         migrations:\n\
         - {{ before: 1.0.0, rename: {{ x: '{{{{ aa }}}}' }}, answers: {{ ee: e, old: e }} }}\n\
         - {{ before: 2.0.0, answers: {{ e: old }} }}\n\
         tests:\n\
         - {{ answers: {{ cc: two }} }}\n\
         say: '{{{{ d }}}}{{{{ e }}}}'\n"
    );
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with("mine/never.txt", "")
        .with("mine/rarely.txt", "")
        .with("mine/a.txt.jinja", "{% include \"used.txt\" %}")
        .with("mine/shared/used.txt", "")
        .with("mine/shared/idle.txt", "");
    let run = project.run(&["template", "lint", "./mine"]);
    run.fails(
        1,
        &[
            "no answers make `a and not a` true, so `d` is never asked",
            "mine/template.yaml:9:35",
            "no answers make `c == 'one' and c == 'two'` true, so `never.txt` is never made",
            "no file includes `idle.txt`",
            "nobody answers `nmae`",
            "nobody answers `project",
            "part `part` asks `a`, and makes no use of it",
            "the template makes no file `rarly.txt`",
            "did you mean `rarely.txt`?",
            "nobody answers `aa`",
            "`ee` is answered, and nobody asks it",
            "mine/template.yaml:19:7",
            "`cc` is answered, and nobody asks it",
        ],
    );
    for fine in ["rarely.txt` is never", "`e` is never", "`old` is answered", "`used.txt`"] {
        assert!(!run.stderr.contains(fine), "{fine}: {}", run.stderr);
    }
}

#[test]
fn our_own_templates_are_clean() {
    let project = TestProject::shop();
    for name in ["ops-cli", &example()] {
        project.run(&["template", "lint", name]).ok();
    }
    let run = project.run(&["template", "test", "ops-cli", "--from", SHOP]).ok();
    assert!(run.stderr.contains("4 projects"), "{run:#?}");
    let run = project.run(&["template", "test", &example()]).ok();
    assert!(run.stderr.contains("3 tests of the template"), "{run:#?}");
    project.run(&["template", "test", "ops-cli"]).fails(2, &["--from"]);
}

#[test]
fn show_says_what_a_template_asks_makes_and_offers() {
    let project = TestProject::new();
    let run = project.run(&["template", "show", &example()]).ok();
    for part in [
        "tool 2.0.0",
        "--set licence=…  Whose it is: none | mit, else `none`",
        "--set channel=…  Where they report, where `notify`",
        "LICENSE, where `licence == 'mit'`",
        "for each stage in stages | split(',')",
        "cargo gen add command NAME",
    ] {
        assert!(run.stdout.contains(part), "no `{part}` in {}", run.stdout);
    }
    let json = project.run(&["template", "show", "ops-cli", "--format", "json"]).ok().json();
    assert_eq!(json["needs_source"], true);
    assert_eq!(json["questions"][0]["type"], "crate-name");
}

/// Two files that only meet under some answers, and a template that only then fails.
#[test]
fn pairs_of_choices_find_what_one_alone_does_not() {
    let manifest = format!(
        "{PLAIN}questions:\n\
         \x20 a: {{ type: bool, help: A, default: false }}\n\
         \x20 b: {{ type: bool, help: B, default: false }}\n\
         \x20 c: {{ type: choice, help: C, choices: [x, y, z], default: x }}\n\
         files:\n\
         - {{ match: one, to: \"{{{{ 'same' if a else 'one' }}}}\" }}\n\
         - {{ match: two, to: \"{{{{ 'same' if b else 'two' }}}}\" }}\n"
    );
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with("mine/one", "")
        .with("mine/two", "")
        .with("mine/late.jinja", "{% if a and c == 'z' %}{{ c.missing.name }}{% endif %}");
    project.run(&["new", "./mine", "out"]).ok();
    project.run(&["template", "test", "./mine"]).fails(
        1,
        &["two outputs want the path `same`", "\"a\":true", "mine/late.jinja:1:", "\"c\":\"z\""],
    );
}

#[test]
fn snapshots_are_compared_and_written_anew_on_demand() {
    let manifest = format!(
        "{PLAIN}questions:\n  who: {{ type: text, help: Who, default: me }}\n\
         tests:\n- {{ answers: {{ who: you }}, snapshot: tests/you }}\n"
    );
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with("mine/hello.jinja", "hello {{ who }}\n")
        .with("mine/tests/you/hello", "hello You\n")
        .with("mine/tests/you/old", "");
    project.run(&["template", "test", "./mine"]).fails(
        1,
        &["`tests/you/hello` is not", "-hello You\n", "+hello you", "`tests/you/old`", "--bless"],
    );
    project.run(&["template", "test", "./mine", "--bless"]).ok();
    assert_eq!(project.read("mine/tests/you/hello"), "hello you\n");
    assert!(!project.path("mine/tests/you/old").exists());
    project.run(&["template", "test", "./mine"]).ok();
    project.run(&["new", "./mine", "out"]).ok();
    assert!(!project.path("out/tests").exists(), "snapshots are no files of projects");
}

#[test]
fn cargo_must_like_the_project() {
    let manifest = format!("{PLAIN}tests:\n- {{ answers: {{}}, cargo: check }}\n");
    let package =
        "[package]\nname = \"sample\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with("mine/Cargo.toml.jinja", package)
        .with("mine/src/lib.rs", "pub fn one() -> u8 { 1 }\n");
    project.run(&["template", "test", "./mine"]).ok();
    project.write("mine/src/lib.rs", "pub fn one() -> u8 { true }\n");
    project
        .run(&["template", "test", "./mine"])
        .fails(1, &["`cargo check` failed", "mismatched types"]);
}
