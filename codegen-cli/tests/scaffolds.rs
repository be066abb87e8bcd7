//! What the templates of this repository make, byte for byte, and whether these tests would notice if
//! a condition in a template were another.
//!
//! `TYPEWRIGHT_BLESS=1 cargo test -p typewright-cli --test main scaffolds` writes `scaffolds/*.txt`.
//! `TYPEWRIGHT_MUTANTS=1` prints the mutants that nothing noticed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::project::{SHOP, TestProject};

/// A service of a public host, one of the same name in another package, and everything odd.
const ODD: &str = r#"syntax = "proto3";
package odd.v1;
import "google/api/client.proto";
import "google/api/field_behavior.proto";
// Odd things. And more.
service List {
  option (google.api.default_host) = "odd.example.com";
  rpc Need(Needs) returns (Needs);
  rpc Send(stream Plain) returns (Plain);
  // Asks | answers.
  rpc Ask(Plain) returns (Plain) { option deprecated = true; }
}
service Other { rpc Do(Plain) returns (Plain); }
message Needs { string name = 1 [(google.api.field_behavior) = REQUIRED]; }
message Plain { string name = 1; }
"#;
const TWIN: &str =
    "syntax = \"proto3\";\npackage twin;\nservice List { rpc Ask(A) returns (A); }\nmessage A {}\n";
const STREAMS: &str = "syntax = \"proto3\";\npackage s;\nservice Version { rpc Help(stream A) returns (A); }\nmessage A {}\n";
const BUILT_IN: &str =
    "syntax = \"proto3\";\npackage b;\nservice One { rpc Config(A) returns (A); }\nmessage A {}\n";
const CLIENT: &str = "syntax = \"proto3\";\npackage google.api;\nimport \"google/protobuf/descriptor.proto\";\n\
    extend google.protobuf.ServiceOptions { string default_host = 1049; }\n";
const BEHAVIOR: &str = "syntax = \"proto3\";\npackage google.api;\nimport \"google/protobuf/descriptor.proto\";\n\
    extend google.protobuf.FieldOptions { repeated FieldBehavior field_behavior = 1052; }\n\
    enum FieldBehavior { FIELD_BEHAVIOR_UNSPECIFIED = 0; REQUIRED = 2; }\n";

/// Commands that a template is tried by, each in a folder of its own: one that makes a project, and
/// others inside of it. Of a command that fails, what it says is what counts.
struct Case {
    name: &'static str,
    runs: &'static [&'static [&'static str]],
}

const OPS: &[Case] = &[
    Case { name: "plain", runs: &[&["--from", SHOP]] },
    Case {
        name: "odd",
        runs: &[&[
            "--from",
            "odd.proto",
            "--from",
            "twin.proto",
            "--standalone",
            "no",
            "--about",
            "Odd \"things\"",
            "--set",
            "name=odd-tool",
        ]],
    },
    Case { name: "image", runs: &[&["--from", SHOP, "--docker"]] },
    Case { name: "image without workflow", runs: &[&["--from", SHOP, "--docker", "--ci", "none"]] },
    Case {
        name: "member with image",
        runs: &[&["--from", SHOP, "--standalone", "no", "--docker"]],
    },
    Case { name: "streams", runs: &[&["--from", "streams.proto"]] },
    Case { name: "built-in", runs: &[&["--from", "built_in.proto"]] },
    Case {
        name: "parts",
        runs: &[
            &["--from", SHOP],
            &["add", "command", "prune-old"],
            &["add", "command", "archive", "--about", "Puts \"it\" away."],
            &["add", "setting", "cache-size", "--type", "ByteSize", "--default", "1 MiB"],
            &["add", "setting", "hosts", "--type", "List"],
            &["add", "setting", "names", "--type", "List", "--default", "a,b"],
            &["add", "setting", "most", "--type", "u16", "--default", "7"],
            &["add", "setting", "dir", "--type", "PathBuf"],
            &["add", "setting", "note", "--default", "it: \"is\""],
            &["add", "service", "--from", "../streams.proto"],
        ],
    },
    Case { name: "no package", runs: &[&["--from", SHOP, "--set", "name=prost"]] },
    Case { name: "no about", runs: &[&["--from", SHOP, "--about="]] },
    Case { name: "long about", runs: &[&["--from", SHOP, "--about", "a\nb"]] },
    Case { name: "no prefix", runs: &[&["--from", SHOP, "--env-prefix="]] },
    Case { name: "small prefix", runs: &[&["--from", SHOP, "--env-prefix", "small"]] },
    Case {
        name: "refused parts",
        runs: &[
            &["--from", SHOP],
            &["add", "command", "Prune"],
            &["add", "command", "type"],
            &["add", "command", "version"],
            &["add", "command", "x", "--about", "a\nb"],
            &["add", "setting", "Size"],
            &["add", "setting", "type"],
            &["add", "setting", "timeout"],
            &["add", "setting", "x", "--about", "a\nb"],
            &["add", "setting", "x", "--type", "u16", "--default", "y"],
        ],
    },
];

const TOOL: &[Case] = &[
    Case { name: "plain", runs: &[&[]] },
    Case {
        name: "all",
        runs: &[&[
            "--licence",
            "mit",
            "--docker",
            "--notify",
            "--retries",
            "5",
            "--labels",
            "{size: large}",
            "--targets",
            "linux,macos",
            "--token",
            "t",
            "--stages",
            "a b,c",
            "--about",
            "All",
        ]],
    },
    Case { name: "no stages", runs: &[&["--stages="]] },
    Case { name: "none", runs: &[&["--retries", "0"]] },
    Case { name: "six", runs: &[&["--retries", "6"]] },
    Case { name: "channel", runs: &[&["--channel", "x"]] },
    Case { name: "odd channel", runs: &[&["--notify", "--channel", "X Y"]] },
    Case { name: "no patience", runs: &[&["--patience", "0"]] },
    Case {
        name: "parts",
        runs: &[
            &[],
            &["add", "command", "say_hello"],
            &["add", "option", "loud"],
            &["add", "timer", "started"],
        ],
    },
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// What a case comes to: every file that is made of the template, or what is said.
fn outcome(project: &TestProject, template: &str, case: &Case) -> String {
    let _ = std::fs::remove_dir_all(project.path("out"));
    let mut text = format!("######## {}\n", case.name);
    for (at, run) in case.runs.iter().enumerate() {
        let run = match at {
            0 => project.run(&[&["new", template, "out"], *run].concat()),
            _ => project.run_in("out", run),
        };
        if run.code != Some(0) {
            text.push_str(&run.stderr);
            let _ = writeln!(text, "exit {:?}", run.code);
        }
    }
    let ours = |path: &str| {
        let below = path.strip_prefix("out/")?;
        let others = [".cargo-gen", "src/api", "proto", ".git/"];
        let is_file = !below.is_empty() && !below.ends_with('/');
        (is_file && !others.iter().any(|other| below.starts_with(other))).then(|| below.to_owned())
    };
    for (path, contents) in project.tree() {
        if let Some(path) = ours(&path) {
            let _ = write!(text, "==== {path}\n{contents}");
        }
    }
    text
}

fn project() -> TestProject {
    TestProject::shop()
        .with("odd.proto", ODD)
        .with("twin.proto", TWIN)
        .with("streams.proto", STREAMS)
        .with("built_in.proto", BUILT_IN)
        .with("google/api/client.proto", CLIENT)
        .with("google/api/field_behavior.proto", BEHAVIOR)
        .env("CARGO_GEN_TYPEWRIGHT_SOURCE", "git:https://example.com/typewright")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

fn expected(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scaffolds").join(format!("{name}.txt"))
}

fn compare(name: &str, folder: &str, cases: &[Case]) {
    let project = project();
    copy(&root().join(folder), &project.path("tpl"));
    let made: String = cases.iter().map(|case| outcome(&project, "./tpl", case)).collect();
    let file = expected(name);
    if std::env::var_os("TYPEWRIGHT_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &made).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap();
    for (line, (made, there)) in made.lines().zip(there.lines()).enumerate() {
        assert_eq!(made, there, "{}:{}", file.display(), line + 1);
    }
    assert_eq!(made.len(), there.len(), "{}", file.display());
}

#[test]
fn ops_cli_is_as_it_was() {
    compare("ops-cli", "templates/ops-cli", OPS);
}

#[test]
fn the_example_is_as_it_was() {
    compare("example", "examples/template", TOOL);
}

/// A condition in a text: its bytes.
fn conditions(path: &str, text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut between = |open: &str, ends: &[&str]| {
        for (at, _) in text.match_indices(open) {
            let from = at + open.len();
            let line = text[from..].split('\n').next().unwrap_or_default();
            let end = ends.iter().filter_map(|end| line.find(end)).min();
            found.extend(end.filter(|end| *end > 0).map(|end| from..from + end));
        }
    };
    for open in ["{% if ", "{% elif ", "[% if "] {
        between(open, &[" %}", " %]"]);
    }
    // In a loop, and inside of a value: `A if CONDITION else B`.
    between(" if ", &[" else ", " %}"]);
    if path == "template.yaml" {
        between("when: ", &[", ", " }"]);
        between("check: \"", &["\"\n", "\" }", "\""]);
        between("check: 1", &[", "]);
    }
    found.sort_by_key(|range| (range.start, range.end));
    found.dedup_by_key(|range| range.end);
    found.retain(|range| !text[..range.start].ends_with("{# "));
    found
}

/// Every condition negated, and dropped. At least four of five mutants must be noticed.
fn survivors(name: &str, folder: &str, cases: &[Case]) -> (usize, Vec<String>) {
    let golden = std::fs::read_to_string(expected(name)).unwrap();
    let golden: Vec<String> =
        golden.split("######## ").skip(1).map(|case| format!("######## {case}")).collect();
    let project = project();
    let template = project.path("tpl");
    copy(&root().join(folder), &template);
    let files: Vec<(String, String)> = project
        .tree()
        .into_iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("tpl/")?.to_owned(), text)))
        .filter(|(path, _)| path.ends_with(".jinja") || path == "template.yaml")
        .collect();
    let (mut count, mut survivors) = (0, Vec::new());
    for (path, text) in &files {
        for range in conditions(path, text) {
            let condition = &text[range.clone()];
            for mutant in [format!("not ({condition})"), "true".to_owned()] {
                count += 1;
                let changed = format!("{}{mutant}{}", &text[..range.start], &text[range.end..]);
                project.write(&format!("tpl/{path}"), &changed);
                let noticed =
                    |(case, golden): (&Case, &String)| outcome(&project, "./tpl", case) != *golden;
                if !cases.iter().zip(&golden).any(noticed) {
                    let line = text[..range.start].lines().count();
                    survivors.push(format!("{folder}/{path}:{line}: {condition} -> {mutant}"));
                }
            }
        }
        project.write(&format!("tpl/{path}"), text);
    }
    (count, survivors)
}

#[test]
fn a_condition_that_is_another_is_noticed() {
    for (name, folder, cases) in
        [("ops-cli", "templates/ops-cli", OPS), ("example", "examples/template", TOOL)]
    {
        let (count, survivors) = survivors(name, folder, cases);
        if std::env::var_os("TYPEWRIGHT_MUTANTS").is_some() {
            println!("{name}: {count} mutants, not noticed:\n{}", survivors.join("\n"));
        }
        assert!(count > 5, "{name}: {count} mutants");
        assert!(survivors.len() * 5 <= count, "{name}: of {count} not noticed {survivors:#?}");
    }
}

/// A tool that was made before its template had a workflow and an image.
#[test]
fn a_tool_of_an_older_version_gets_what_is_new() {
    let project = TestProject::shop();
    let folder = root().join("templates/ops-cli");
    copy(&folder, &project.path("old"));
    let now = project.read("old/template.yaml");
    let (before, rest) = now.split_once("  ci:\n").unwrap();
    let (_, rest) = rest.split_once("files:\n").unwrap();
    let gone = ["ci.yml", "Dockerfile", "dockerignore"];
    let kept = rest.lines().filter(|line| !gone.iter().any(|name| line.contains(name)));
    let old = format!("{before}files:\n{}\n", kept.collect::<Vec<_>>().join("\n"));
    project.write("old/template.yaml", &old.replace("version: 0.3.0", "version: 0.2.0"));
    for name in gone {
        std::fs::remove_file(project.path(&format!("old/{name}.jinja"))).unwrap();
    }
    let readme = project.read("old/README.md.jinja");
    let (first, rest) = readme.split_once("{% if ci ==").unwrap();
    let (_, last) = rest.rsplit_once("{% endif %}\n").unwrap();
    project.write("old/README.md.jinja", &format!("{first}{last}"));
    project.run(&["new", "./old", "tool", "--from", SHOP]).ok();
    assert!(project.read("tool/.cargo-gen.lock.yaml").contains("0.2.0"));
    assert!(!project.path("tool/.github").exists());
    // What the user wrote stays.
    let mine = project.read("tool/src/main.rs") + "// mine\n";
    project.write("tool/src/main.rs", &mine);
    project.run(&["update", "tool", "--template", "ops-cli"]).ok();
    assert_eq!(project.read("tool/src/main.rs"), mine);
    assert!(project.read("tool/.github/workflows/ci.yml").contains("cargo gen check"));
    assert!(!project.path("tool/Dockerfile").exists());
    project.run(&["check", "tool"]).ok();
    // A question that came with the version is answered when it is wanted.
    project.run(&["update", "tool", "--set", "docker=true"]).ok();
    assert!(project.read("tool/Dockerfile").contains("--from=build /src/target/release/tool"));
    assert!(project.read("tool/.github/workflows/ci.yml").contains("docker build --tag tool ."));
    project.run(&["update", "tool", "--abort"]).ok();
    assert!(!project.path("tool/Dockerfile").exists());
    project.run(&["check", "tool"]).ok();
}
