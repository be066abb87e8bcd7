//! What a manifest says, word by word: types of questions, files of every kind, versions.

use std::fs;

use crate::project::TestProject;

const PLAIN: &str = "name: mine\nversion: 1.0.0\nsummary: Mine\n";

/// A template that asks one question, `q`, and writes its answer as JSON.
fn asks(question: &str) -> TestProject {
    let manifest = format!("{PLAIN}questions:\n  q: {{ help: Q, {question} }}\n");
    TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with("mine/a.jinja", "{{ q | tojson }}")
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// What a question may be, answers with what they are, and wrong ones with what is said.
type Type = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [(&'static str, &'static str)],
);

const TYPES: &[Type] = &[
    ("type: text", &[("a b", "\"a b\""), ("", "\"\""), ("7", "\"7\"")], &[]),
    (
        "type: bool",
        &[("yes", "true"), ("no", "false"), ("true", "true"), ("off", "false")],
        &[("maybe", "found `maybe`")],
    ),
    (
        "type: int",
        &[("-3", "-3"), ("9007199254740993", "9007199254740993")],
        &[("1.5", "expected a whole number, found `1.5`"), ("", "a whole number")],
    ),
    (
        "type: float",
        &[("1.5", "1.5"), ("-2", "-2.0")],
        &[("x", "expected a number"), ("", "a number")],
    ),
    (
        "type: choice, choices: [red, [Green one, 2]]",
        &[("red", "\"red\""), ("2", "2"), ("Green one", "2")],
        &[("rde", "did you mean `red`?")],
    ),
    ("type: list", &[("a, b", "[\"a\",\"b\"]"), ("", "[]")], &[]),
    (
        "type: list, choices: [a, b, c]",
        &[("c,a", "[\"a\",\"c\"]")],
        &[("a,x", "expected one of `a`, `b`, `c`, found `x`")],
    ),
    (
        "type: data",
        &[("{a: [1, x]}", "{\"a\":[1,\"x\"]}"), ("3", "3")],
        &[("{a: [", "unclosed bracket")],
    ),
    ("type: crate-name", &[("my-app", "\"my-app\"")], &[("9x", "`9x`"), ("test", "`test`")]),
    ("type: ident", &[("my_fn", "\"my_fn\"")], &[("my-fn", "`my-fn`"), ("fn", "`fn`")]),
    (
        "type: text, pattern: '^v[0-9]+$', message: v and a number",
        &[("v12", "\"v12\"")],
        &[("12", "v and a number")],
    ),
    (
        "type: text, refuse: \"{% if q | length > 3 %}at most three{% endif %}\"",
        &[("abc", "\"abc\"")],
        &[("abcd", "at most three")],
    ),
    (
        "type: int, check: 1 <= q <= 9, message: 1 to 9",
        &[("9", "9")],
        &[("10", "`q` is 10: 1 to 9")],
    ),
];

#[test]
fn each_type_takes_what_it_says_and_nothing_else() {
    for (question, good, bad) in TYPES {
        let project = asks(question);
        for (at, (answer, expected)) in good.iter().enumerate() {
            let out = format!("out{at}");
            // A flag, a variable and a file say the same.
            let set = format!("q={answer}");
            project.run(&["new", "./mine", &out, "--set", &set]).ok();
            assert_eq!(
                json(&project.read(&format!("{out}/a"))),
                json(expected),
                "{question}: {answer}"
            );
            let project = asks(question).env("CARGO_GEN_ANSWER_Q", answer);
            project.run(&["new", "./mine", "out"]).ok();
            assert_eq!(json(&project.read("out/a")), json(expected), "{question}: {answer}");
            project.write("values.json", &format!("{{\"q\": {expected}}}"));
            let project = asks(question).with("v.json", &format!("{{\"q\": {expected}}}"));
            project.run(&["new", "./mine", "out", "--values", "v.json"]).ok();
            assert_eq!(json(&project.read("out/a")), json(expected), "{question}: {answer}");
            project.run(&["check", "out"]).ok();
            project.run(&["update", "out"]).ok();
            assert_eq!(json(&project.read("out/a")), json(expected), "{question}: {answer}");
        }
        for (answer, why) in *bad {
            project.run(&["new", "./mine", "no", "--set", &format!("q={answer}")]).fails(2, &[why]);
            assert!(!project.path("no").exists());
        }
    }
}

/// Of a secret nothing is kept but the file that the user owns: no record, plan or message holds it,
/// nor a sum that would confirm a guess.
#[test]
fn a_secret_is_nowhere_but_where_it_belongs() {
    let secret = "hunter2-hunter2";
    let manifest = format!(
        "{PLAIN}questions:\n\
         \x20 token: {{ type: secret, help: Token }}\n\
         \x20 header: {{ compute: \"'Bearer ' ~ token\" }}\n\
         files: [{{ match: .env, owner: user }}, {{ match: twice, owner: user }}]\n"
    );
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with("mine/.env.jinja", "T={{ token }}\n")
        .with("mine/twice.jinja", "{{ header }}\n")
        .with("mine/other.jinja", "other\n");
    let set = format!("token={secret}");
    let mut said = String::new();
    for rest in
        [&["--dry-run"][..], &["--diff"], &["--dry-run", "--format", "json"], &["--verbose"]]
    {
        let run = project.run(&[&["new", "./mine", "out", "--set", &set], rest].concat()).ok();
        said.extend([run.stdout, run.stderr]);
    }
    project.write("mine/template.yaml", &manifest.replace("1.0.0", "2.0.0"));
    project.write("mine/other.jinja", "another\n");
    for args in [&["check", "out", "--diff"][..], &["update", "out"], &["undo", "out"]] {
        let run = project.run(args);
        said.extend([run.stdout, run.stderr]);
    }
    assert!(!said.contains(secret), "{said}");
    let sum = |text: &str| {
        use std::fmt::Write as _;
        let mut hex = String::new();
        for byte in <sha2::Sha256 as sha2::Digest>::digest(text) {
            write!(hex, "{byte:02x}").unwrap();
        }
        hex
    };
    let env = format!("T={secret}\n");
    for (path, text) in project.tree() {
        let belongs = matches!(&*path, "out/.env" | "out/twice");
        assert_eq!(text.contains(secret), belongs, "{path}");
        assert!(!text.contains(&sum(&env)) && !text.contains(&sum(secret)), "{path}");
    }
    assert_eq!(project.read("out/.env"), env);
    // Where it would be kept, it is refused, computed values too.
    for text in ["{{ token }}", "{% if true %}{{ header }}{% endif %}"] {
        project.write("mine/other.jinja", text);
        project.run(&["new", "./mine", "no", "--set", &set]).fails(1, &["mine/other.jinja:1:"]);
    }
}

#[test]
#[cfg(unix)]
fn files_of_every_kind() {
    use std::os::unix::fs::PermissionsExt as _;
    let manifest = format!(
        "{PLAIN}questions:\n\
         \x20 mod_name: {{ type: ident, help: Module, default: core }}\n\
         \x20 docs: {{ type: bool, help: Docs, default: false }}\n\
         \x20 tables: {{ type: list, help: Tables, default: [a, b] }}\n\
         files:\n\
         - {{ match: 'docs/**', when: docs }}\n\
         - {{ match: plain.sh, executable: false }}\n\
         - {{ match: said.sh, executable: true }}\n\
         - {{ match: table.sql, for_each: t in tables, when: t != 'b', to: 'sql/{{{{ loop_free(t) }}}}' }}\n\
         parts:\n\
         \x20 hook:\n\
         \x20   help: A hook\n\
         \x20   questions: {{ name: {{ type: ident, help: Name }} }}\n\
         \x20   files: [{{ from: hook.sh, to: 'hooks/{{{{ name }}}}.sh' }}]\n"
    )
    .replace("loop_free(t)", "t");
    let project = TestProject::new()
        .with("mine/template.yaml", &manifest)
        .with("mine/src/{{ mod_name }}.rs.jinja", "pub mod {{ mod_name }} {}\n")
        .with("mine/docs/x.md", "")
        .with("mine/table.sql.jinja", "-- {{ t }}\n")
        .with("mine/hook.sh.jinja", "# {{ name }}\n");
    for (name, mode) in
        [("run.sh", 0o755), ("plain.sh", 0o755), ("said.sh", 0o644), ("x.sh", 0o644)]
    {
        let path = format!("mine/{name}");
        project.write(&path, "#!/bin/sh\n");
        fs::set_permissions(project.path(&path), fs::Permissions::from_mode(mode)).unwrap();
    }
    let hook = project.path("mine/hook.sh.jinja");
    fs::set_permissions(hook, fs::Permissions::from_mode(0o755)).unwrap();
    let bytes: Vec<u8> = (0..=255).chain([b'\r', b'\n', b'{', b'{', b' ', b'x']).collect();
    fs::write(project.path("mine/logo.png"), &bytes).unwrap();
    fs::write(project.path("mine/dos.txt.jinja"), "{% if docs %}\r\nyes\r\n{% endif %}\r\nend\r\n")
        .unwrap();
    fs::write(project.path("mine/no-end.jinja"), "{{ mod_name }}").unwrap();
    project.run(&["new", "./mine", "out"]).ok();
    assert_eq!(fs::read(project.path("out/logo.png")).unwrap(), bytes);
    assert_eq!(project.read("out/src/core.rs"), "pub mod core {}\n");
    assert_eq!(project.read("out/no-end"), "core");
    assert_eq!(project.read("out/sql/a"), "-- a\n");
    assert!(!project.path("out/sql/b").exists() && !project.path("out/docs").exists());
    assert!(project.read("out/dos.txt").ends_with("end\r\n"));
    project.run(&["add", "hook", "pre", "--dir", "out"]).ok();
    let program =
        |path: &str| fs::metadata(project.path(path)).unwrap().permissions().mode() & 0o111 != 0;
    let programs = ["run.sh", "plain.sh", "said.sh", "x.sh", "hooks/pre.sh"];
    assert_eq!(
        programs.map(|name| program(&format!("out/{name}"))),
        [true, false, true, false, true]
    );
    project.run(&["check", "out"]).ok();
    fs::write(project.path("mine/raw.jinja"), [0xff, 0xfe]).unwrap();
    project
        .run(&["new", "./mine", "no"])
        .fails(1, &["raw.jinja` is not UTF-8 text", "drop its `.jinja`"]);
}

/// A template moved on, with a question renamed: what it makes is compared with the answers as it
/// takes them now.
#[test]
fn a_project_of_an_older_version_is_checked_with_migrated_answers() {
    let first = format!(
        "{PLAIN}questions:\n  port: {{ type: int, help: Port, default: 80 }}\n\
         files: [{{ match: made.txt, owner: generated }}]\n"
    );
    let second = "name: mine\nversion: 2.0.0\nsummary: Mine\nquestions:\n\
         \x20 listen: { type: text, help: Address }\n\
         files: [{ match: made.txt, owner: generated }]\n\
         migrations: [{ before: 2.0.0, answers: { listen: \"'[::]:' ~ port\" } }]\n";
    let project = TestProject::new()
        .with("mine/template.yaml", &first)
        .with("mine/made.txt.jinja", "{{ port }}\n");
    project.run(&["new", "./mine", "out", "--set", "port=81"]).ok();
    project.write("mine/template.yaml", second);
    project.write("mine/made.txt.jinja", "{{ listen | upper }}\n");
    let run = project.run(&["diff", "out"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    assert!(run.stdout.contains("+[::]:81\n"), "{run:#?}");
    let run = project.run(&["update", "out"]).ok();
    assert!(run.stderr.contains("mine: 1.0.0 -> 2.0.0\n"), "{run:#?}");
    assert_eq!(project.read("out/made.txt"), "[::]:81\n");
    // A question that nobody can answer but a person is one for `update`.
    let third = second
        .replace("2.0.0\nsum", "3.0.0\nsum")
        .replace("questions:\n", "questions:\n  team: { type: text, help: Whose it is }\n");
    project.write("mine/template.yaml", &third);
    project.run(&["check", "out"]).fails(1, &["`team` has no answer", "`cargo gen update` asks"]);
    project.run(&["update", "out", "--set", "team=red"]).ok();
    project.run(&["check", "out"]).ok();
}
