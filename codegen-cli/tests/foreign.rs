//! Templates of other tools: their own programs' output is checked in, and here ours is compared
//! with it; see `foreign/peers.py`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::project::TestProject;

/// The folder of each case, `TOOL/CASE`.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign");
    let folders = |path: &Path| {
        let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
        folders.sort();
        folders
    };
    let cases: Vec<PathBuf> = folders(&root).iter().flat_map(|tool| folders(tool)).collect();
    assert!(cases.len() >= 6);
    cases
}

/// Files below a folder, by path, with whether they can be run.
fn files(root: &Path) -> BTreeMap<String, (Vec<u8>, bool)> {
    fn collect(root: &Path, at: &Path, out: &mut BTreeMap<String, (Vec<u8>, bool)>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                collect(root, &path, out);
            } else {
                out.insert(name, (fs::read(&path).unwrap(), is_executable(&path)));
            }
        }
    }
    let mut out = BTreeMap::new();
    collect(root, root, &mut out);
    out.retain(|path, _| !path.starts_with(".cargo-gen"));
    out
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    false
}

fn copy(from: &Path, to: &Path) {
    for (path, _) in files(from) {
        let target = to.join(&path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&path), target).unwrap();
    }
}

/// The answers of a case: those that its tool was given, and those that only we ask for.
fn answers(case: &Path) -> String {
    let read = |name: &str| -> serde_json::Map<String, Value> {
        let text = fs::read_to_string(case.join(name)).unwrap_or_else(|_| "{}".to_owned());
        serde_json::from_str(&text).unwrap()
    };
    let mut answers = read("answers.json");
    answers.extend(read("own.json"));
    Value::Object(answers).to_string()
}

#[track_caller]
fn assert_same(case: &Path, project: &TestProject, folder: &str) {
    assert_files(case, &files(&case.join("expect")), &files(&project.path(folder)));
}

#[track_caller]
fn assert_files(
    case: &Path,
    expected: &BTreeMap<String, (Vec<u8>, bool)>,
    made: &BTreeMap<String, (Vec<u8>, bool)>,
) {
    let paths = |files: &BTreeMap<String, _>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(made), paths(expected), "{}", case.display());
    for (path, (contents, executable)) in expected {
        let text = |contents: &[u8]| {
            // Where a template was taken from is told by each tool in its own words.
            let text = String::from_utf8_lossy(contents).into_owned();
            let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("_src_path:"));
            lines.collect::<String>()
        };
        let place = format!("{}: {path}", case.display());
        assert_eq!(text(&made[path].0), text(contents), "{place}");
        assert_eq!(made[path].1, *executable, "{place}");
    }
}

#[test]
fn what_comes_out_is_what_their_own_tools_make() {
    for case in cases() {
        let project = TestProject::new();
        copy(&case.join("template"), &project.path("theirs"));
        project.write("answers.json", &answers(&case));
        let run = project
            .run(&["new", "./theirs", "project", "--defaults", "--values", "answers.json"])
            .ok();
        let tool = case.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        assert!(run.stderr.contains(&format!("is a template of {tool} (")), "{}", run.stderr);
        assert_same(&case, &project, "project");
        // Nothing is stale, and an update finds nothing new.
        project.run(&["check", "project"]).ok();
        let update = project.run(&["update", "project"]).ok();
        assert!(!update.stderr.contains("updated"), "{}", update.stderr);
        assert_same(&case, &project, "project");
    }
}

/// The cases that say something which only their tool can, with what is told of it.
const KEEP: [(&str, &[&str]); 4] = [
    (
        "cookiecutter/features",
        &[
            "because:\nwarning: it uses all answers as one value",
            "filters.txt:16:20",
            "help: use them",
        ],
    ),
    ("cookiecutter/lines", &["its statements may be lines without marks"]),
    ("cookiecutter/marks", &["its statements may be lines without marks"]),
    ("copier/features", &["`_folder_name` is told by copier alone", "lib/folder.txt.tmpl:1:4"]),
];

/// The answers of a case to what an imported template asks.
fn answers_here(project: &TestProject, case: &Path) -> String {
    let shown = project.run(&["template", "show", "./ours", "--format", "json"]).ok().json();
    let asked: Vec<&str> = shown["questions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|question| question["type"].is_string())
        .map(|question| question["name"].as_str().unwrap())
        .collect();
    let answers: serde_json::Map<String, Value> = serde_json::from_str(&answers(case)).unwrap();
    let here = |(name, value): (String, Value)| {
        // The name of the project is asked under a name that Jinja can read.
        let name = if name == "project-name" { "name".to_owned() } else { name.replace('-', "_") };
        asked.contains(&name.as_str()).then_some((name, value))
    };
    Value::Object(answers.into_iter().filter_map(here).collect()).to_string()
}

#[test]
fn imported_templates_are_ours_and_make_the_same() {
    for case in cases() {
        let project = TestProject::new();
        copy(&case.join("template"), &project.path("theirs"));
        let run = project.run(&["import", "./theirs", "--into", "ours"]).ok();
        let name = case.display().to_string();
        let kept = KEEP.iter().find(|(kept, _)| name.ends_with(kept));
        for text in kept.iter().flat_map(|(_, texts)| *texts) {
            assert!(run.stderr.contains(text), "{name}: {text}\n{}", run.stderr);
        }
        let manifest = project.read("ours/template.yaml");
        assert_eq!(manifest.contains("dialect:"), kept.is_some(), "{name}: {}", run.stderr);
        project.run(&["template", "lint", "./ours"]).ok();
        let answers = if kept.is_some() { answers(&case) } else { answers_here(&project, &case) };
        project.write("answers.json", &answers);
        project.run(&["new", "./ours", "project", "--defaults", "--values", "answers.json"]).ok();
        let mut expected = files(&case.join("expect"));
        if kept.is_none() {
            // The lock keeps them.
            expected.remove(".copier-answers.yml");
        }
        assert_files(&case, &expected, &files(&project.path("project")));
        project.run(&["check", "project"]).ok();
        project.run(&["import", "./ours", "--into", "again"]).fails(2, &["cargo gen already"]);
        project.run(&["import", "./theirs", "--into", "ours"]).fails(2, &["is not empty"]);
    }
}

#[test]
fn what_an_import_says_is_read_by_machines_too() {
    let project = TestProject::new()
        .with("t/copier.yml", "name: x\n")
        .with("t/a.txt.jinja", "{{ name }} {{ _copier_conf.src_path }}\n")
        .with("u/copier.yml", "name: x\nnever: y\n")
        .with("u/a.txt.jinja", "{{ name }} {{ nobody }}|\n");
    let json = project.run(&["import", "./t", "--into", "a", "--format", "json"]).ok().json();
    assert_eq!(json["dialect"], "copier");
    assert_eq!(json["kept_because"][0]["file"], "t/a.txt.jinja");
    assert_eq!(json["kept_because"][0]["line"], 1);
    let json = project.run(&["import", "./u", "--into", "b", "--format", "json"]).ok().json();
    assert_eq!(json["dialect"], Value::Null);
    assert_eq!(json["notes"].as_array().unwrap().len(), 2, "{json}");
    assert!(project.read("b/template.yaml").contains("undefined: lenient"));
    project.run(&["new", "./b", "out", "--defaults"]).ok();
    assert_eq!(project.read("out/a.txt"), "x |\n");
}

#[test]
fn hooks_and_tasks_are_told_of_and_not_run() {
    let project = TestProject::new()
        .with("cc/cookiecutter.json", "{\"slug\": \"x\"}")
        .with("cc/{{cookiecutter.slug}}/a.txt", "a\n")
        .with("cc/hooks/post_gen_project.sh", "touch ../ran\n")
        .with("cp/copier.yml", "name: x\n_tasks:\n  - touch ../ran\n  - [touch, ran]\n")
        .with("cp/a.txt.jinja", "{{ name }}\n");
    let run = project.run(&["new", "./cc", "one", "--defaults"]).ok();
    assert!(run.stderr.contains("`hooks/post_gen_project.sh` is not run"), "{}", run.stderr);
    let run = project.run(&["new", "./cp", "two", "--defaults"]).ok();
    assert!(run.stderr.contains("`touch ../ran` is not run"), "{}", run.stderr);
    assert!(run.stderr.contains("copier.yml:3:5"), "{}", run.stderr);
    let json = project.run(&["new", "./cp", "three", "--defaults", "--format", "json"]).ok().json();
    assert_eq!(json["foreign"]["tool"], "copier");
    assert_eq!(json["foreign"]["notes"].as_array().unwrap().len(), 2);
    // What a script sets can be answered.
    let project = project
        .with("cg/cargo-generate.toml", "[hooks]\npre = [\"pre.rhai\"]\n")
        .with("cg/pre.rhai", "variable::set(\"arch\", \"riscv\"); file::write(\"ran\", \"\");\n")
        .with("cg/a.txt", "{{ arch }}|\n");
    let run = project.run(&["new", "./cg", "four", "--defaults"]).ok();
    assert!(run.stderr.contains("`pre.rhai` is not run"), "{}", run.stderr);
    assert!(run.stderr.contains("cargo-generate.toml:2:7"), "{}", run.stderr);
    assert_eq!(project.read("four/a.txt"), "|\n");
    project.run(&["new", "./cg", "five", "--defaults", "--set", "arch=arm"]).ok();
    assert_eq!(project.read("five/a.txt"), "arm|\n");
    assert!(!project.tree().keys().any(|path| path.ends_with("ran")));
}

/// Links stand for what they lead to in the template, also through others; what leads out is refused.
#[cfg(unix)]
#[test]
fn links_lead_nowhere_but_into_the_template() {
    use std::os::unix::fs::symlink;
    let project = TestProject::new()
        .with("t/copier.yml", "_subdirectory: template\nname: x\n")
        .with("t/shared/deep/one.txt", "one\n")
        .with("t/shared/two.txt.jinja", "{{ name }}\n")
        .with("t/template/plain.txt", "plain\n")
        .with("outside/secret.txt", "secret\n");
    let link = |to: &str, at: &str| symlink(to, project.path(at)).unwrap();
    link("../shared/two.txt.jinja", "t/template/two.txt.jinja");
    link("../shared", "t/template/folder");
    link("folder/deep/one.txt", "t/template/through.txt");
    link("through.txt", "t/template/again.txt");
    let git = |args: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
        let mut git = std::process::Command::new("git");
        let run = git.args(who).args(args).current_dir(project.path("t")).output().unwrap();
        assert!(run.status.success(), "{run:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "x"]);
    let from_git = format!("file://{}", project.path("t").display());
    for (template, dir) in [("./t", "disk"), (from_git.as_str(), "git")] {
        let cache = project.path("cache").display().to_string();
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-gen"))
            .args(["--no-config", "new", template, dir, "--defaults"])
            .current_dir(project.path(""))
            .env("XDG_CACHE_HOME", cache)
            .output()
            .unwrap();
        assert!(run.status.success(), "{run:?}");
        for (path, text) in [
            ("two.txt", "x\n"),
            ("folder/deep/one.txt", "one\n"),
            ("folder/two.txt", "x\n"),
            ("through.txt", "one\n"),
            ("again.txt", "one\n"),
        ] {
            let path = format!("{dir}/{path}");
            assert!(!project.path(&path).is_symlink(), "{path}");
            assert_eq!(project.read(&path), text, "{path}");
        }
    }
    for to in ["../../outside/secret.txt", "/etc/passwd", "..", "loop", "../template", "gone"] {
        let _ = fs::remove_file(project.path("t/template/loop"));
        link(to, "t/template/loop");
        let run = project.run(&["new", "./t", "out", "--defaults"]);
        run.fails(1, &["`template/loop` is a symbolic link"]);
        assert!(!project.path("out").exists(), "{to}");
    }
}

/// Choices that have values of their own, of which some are given.
#[test]
fn a_choice_takes_values_of_its_own() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign/cookiecutter/science");
    let template = case.join("template").display().to_string();
    let project = TestProject::new()
        .with("s3.yaml", "storage: { s3: { bucket: mine } }\n")
        .with("other.yaml", "storage: { s3: { buket: mine } }\n");
    let new = |dir: &str, answers: &[&str]| {
        project.run(&[&["new", &template, dir, "--defaults"], answers].concat())
    };
    new("file", &["--values", "s3.yaml"]).ok();
    assert!(project.read("file/Makefile").contains("aws s3 sync data/ s3://mine\n"));
    project.run(&["update", "file"]).ok();
    assert!(project.read("file/Makefile").contains("s3://mine\n"), "an update keeps them");
    new("flag", &["--set", "storage={s3: {profile: me}}"]).ok();
    assert!(project.read("flag/Makefile").contains("s3://sea_ice-data --profile me\n"));
    new("key", &["--set", "storage=none"]).ok();
    assert_eq!(project.read("key/Makefile"), "NAME = sea_ice\n\n");
    let told = ["has `bucket`, `profile`, and no `buket`", "did you mean `bucket`?"];
    new("wrong", &["--values", "other.yaml"]).fails(2, &told);
}

#[test]
fn mistakes_are_told_at_their_places() {
    let cookiecutter = |json: &str, file: &str| {
        TestProject::new()
            .with("t/cookiecutter.json", json)
            .with("t/{{cookiecutter.slug}}/a.txt", file)
    };
    let copier = |yaml: &str| TestProject::new().with("t/copier.yml", yaml).with("t/a.jinja", "");
    let liquid = |toml: &str, file: &str| {
        TestProject::new().with("t/cargo-generate.toml", toml).with("t/a.txt", file)
    };
    let new = ["new", "./t", "out", "--defaults"];
    for (project, code, texts) in [
        (cookiecutter("{\"slug\": \"x\",}", ""), 1, &["t/cookiecutter.json:1:14"][..]),
        (
            cookiecutter("{\"slug\": \"x\"}", "one\n{{ cookiecutter.slgu }}"),
            1,
            &["t/{{cookiecutter.slug}}/a.txt:2:4", "did you mean `cookiecutter.slug`?"],
        ),
        (
            cookiecutter("{\"slug\": \"{{ cookiecutter.nmae }}\"}", ""),
            2,
            &["the default of `slug`", "t/cookiecutter.json:1:2"],
        ),
        (
            cookiecutter("{\"slug\": \"x\", \"_extensions\": [\"local.Thing\"]}", ""),
            1,
            &["the extension `local.Thing` is code", "t/cookiecutter.json:1:31"],
        ),
        (
            cookiecutter("{\"templates\": {\"a\": {\"path\": \"./a\"}}}", ""),
            1,
            &["several templates: a", "`t/a`"],
        ),
        (
            cookiecutter("{\"slug\": \"x\"}", "{% now 'utc' %}"),
            2,
            &["`_now` has no answer", "--set _now=VALUE"],
        ),
        (
            copier("a:\n  typ: str\n  default: x\nb:\n  type: strg\n"),
            1,
            &[
                "t/copier.yml:2:3",
                "did you mean `type`?",
                "t/copier.yml:5:9",
                "did you mean `str`?",
            ],
        ),
        (copier("a: [b\n"), 1, &["t/copier.yml:"]),
        (
            copier("a: x\n---\n!include ../*.yml\n"),
            1,
            &["leads out of the template", "t/copier.yml:3"],
        ),
        (copier("_subdirectory: ../..\n"), 1, &["../.."]),
        (copier("_subdirectory: tmplate\n"), 1, &["names `tmplate`"]),
        (
            copier("a: { type: str, validator: 'too bad' }\n"),
            2,
            &["`a` has no answer", "copier.yml:1:1"],
        ),
        (copier("a: { default: x, validator: 'too bad' }\n"), 2, &["too bad"]),
        (copier("a: { type: int, default: many }\n"), 2, &["expected a whole number"]),
        (
            copier("_jinja_extensions: [my.py:Ext]\n"),
            1,
            &["`my.py:Ext` is code", "copier.yml:1:21"],
        ),
        (
            liquid("[placeholders]\nx = { type = \"bol\", prompt = \"X\" }\n", ""),
            1,
            &["`bol` is no type", "t/cargo-generate.toml:2:14", "did you mean `bool`?"],
        ),
        (
            liquid("[placeholders]\nx = { promt = \"X\" }\n", ""),
            1,
            &["has no `promt`", "t/cargo-generate.toml:2:7", "did you mean `prompt`?"],
        ),
        (liquid("[template\n", ""), 1, &["t/cargo-generate.toml:1:"]),
        (liquid("[conditional.'a.contains(1)']\n", ""), 1, &["`a` is called", "toml:1:14"]),
        (liquid("[template]\nsub_templates = [\"a\"]\n", ""), 1, &["several templates: a"]),
        (liquid("", "one\n{% if %}"), 1, &["t/a.txt:2:"]),
        (liquid("", "{{ authors }}"), 2, &["`authors` has no answer"]),
        (TestProject::new().with("t/a.txt", ""), 2, &["holds no template.yaml", "copier.yml"]),
    ] {
        let before = project.tree();
        project.run(&new).fails(code, texts);
        assert_eq!(before, project.tree());
    }
    let project = copier("_exlude: [a]\nname: x\n");
    let run = project.run(&new).ok();
    assert!(run.stderr.contains("did you mean `_exclude`?"), "{}", run.stderr);
}

#[test]
fn hostile_templates_reach_nothing() {
    let bomb = "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}";
    for (file, text, expected) in [
        ("{{cookiecutter.slug}}/a.txt", bomb, "fuel"),
        ("{{cookiecutter.slug}}/a.txt", "{{ ''.__class__.__mro__ }}", "a.txt:1"),
        ("{{cookiecutter.slug}}/a.txt", "{% include '../../secret.txt' %}", "a.txt:1"),
        ("{{cookiecutter.slug}}/a.txt", "{% include '/etc/passwd' %}", "a.txt:1"),
        ("{{cookiecutter.slug}}/{{cookiecutter.up}}/x", "x", "leaves the target folder"),
        ("{{cookiecutter.slug}}/{{cookiecutter.abs}}", "x", "is absolute"),
        ("{{cookiecutter.slug}}/{{cookiecutter.git}}", "x", "`.git`"),
        ("{{cookiecutter.slug}}/.cargo-gen.lock.yaml", "x", "keeps records"),
    ] {
        let project = TestProject::new()
            .with("secret.txt", "secret")
            .with(
                "t/cookiecutter.json",
                "{\"slug\": \"x\", \"up\": \"../..\", \"abs\": \"/tmp/x\", \"git\": \".git/config\"}",
            )
            .with(&format!("t/{file}"), text);
        let before = project.tree();
        project.run(&["new", "./t", "out", "--defaults"]).fails(1, &[expected]);
        assert_eq!(before, project.tree());
    }
    for (file, text, expected) in [
        ("a.txt.jinja", bomb, "fuel"),
        ("{{ '..' }}/x.txt", "x", "leaves the target folder"),
        ("{% yield i from range(20000) %}{{ i }}{% endyield %}", "x", "more than"),
        ("a.txt.jinja", "{{ 'x' | regex_replace('(x+x+)+y', 'z') ~ nothing.x }}", "a.txt.jinja:1"),
        ("a.txt.jinja", "{{ 'HOME' | expandvars }}", "looks at the machine"),
        ("a.txt.jinja", "{{ '*' | fileglob }}", "looks at the machine"),
    ] {
        let project =
            TestProject::new().with("t/copier.yml", "name: x\n").with(&format!("t/{file}"), text);
        let before = project.tree();
        project.run(&["new", "./t", "out", "--defaults"]).fails(1, &[expected]);
        assert_eq!(before, project.tree());
    }
}

#[test]
fn hostile_templates_of_liquid_reach_nothing() {
    let doubled = format!("{{% assign a = 'xx' %}}{}", "{% assign a = a | append: a %}".repeat(60));
    let nested = format!("{}x{}", "{% if true %}".repeat(200_000), "{% endif %}".repeat(200_000));
    let indexed = format!("{{{{ a{}1{} }}}}", "[a".repeat(100_000), "]".repeat(100_000));
    let split = format!("{{{{ '{}' | split: ',' | sort | size }}}}", "a,".repeat(400_000));
    for (file, text, expected) in [
        ("a.txt", "{% for i in (1..99999999999) %}{% endfor %}", "fuel"),
        ("a.txt", doubled.as_str(), "fuel"),
        // What the engine does not count, the system does.
        ("a.txt", nested.as_str(), "stopped, because evaluating it"),
        ("a.txt", indexed.as_str(), "nested too deep"),
        ("a.txt", split.as_str(), "fuel"),
        ("a.txt", "{% include '../secret.txt' %}", "t/a.txt"),
        ("{{ up }}/a.txt", "x", ""),
    ] {
        let toml = "[placeholders]\nup = { prompt = \"Up\", default = \"..\" }\n";
        let project = TestProject::new()
            .with("secret.txt", "secret")
            .with("t/cargo-generate.toml", toml)
            .with(&format!("t/{file}"), text);
        let before = project.tree();
        let run = project.run(&["new", "./t", "out", "--defaults"]);
        match expected {
            // A name stays a name, whatever was answered.
            "" => assert_eq!(project.read("out/_/a.txt"), "x"),
            expected => {
                // However long the template is, what is said is not.
                assert!(run.stderr.len() < 2_000, "{}", run.stderr.len());
                run.fails(1, &[expected]);
                assert_eq!(before, project.tree());
            }
        }
    }
}

#[test]
fn newer_templates_of_others_are_merged() {
    let project = TestProject::new()
        .with("t/copier.yml", "name: x\nport: 80\n")
        .with("t/a.txt.jinja", "one {{ name }}\ntwo\nthree\nfour\nfive {{ port }}\n");
    project.run(&["new", "./t", "out", "--set", "name=y"]).ok();
    project.write("out/a.txt", "one y\ntwo\nthree, mine\nfour\nfive 80\n");
    project.write("t/copier.yml", "name: x\nport: 8080\nnew: z\n");
    project.write("t/a.txt.jinja", "one {{ name }}!\ntwo\nthree\nfour\nfive {{ port }}\n");
    project.write("t/b.txt.jinja", "{{ new }}\n");
    project.run(&["update", "out"]).ok();
    // Answers stay; what is new is asked, or as the template says.
    assert_eq!(project.read("out/a.txt"), "one y!\ntwo\nthree, mine\nfour\nfive 80\n");
    assert_eq!(project.read("out/b.txt"), "z\n");
}
