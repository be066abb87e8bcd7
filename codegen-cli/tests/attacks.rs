//! Twelve ways to do harm, each by a template of every kind that is read: ours, cookiecutter's,
//! copier's and cargo-generate's. Nothing outside of the new folder is written or read, nothing runs,
//! what was there stays, and it takes at most 2 s of processor time and 128 MiB.
#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::hostile::bounded;
use crate::project::{Run, TestProject};

/// A tool by how its templates are written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Dialect {
    Ours,
    Cookiecutter,
    Copier,
    CargoGenerate,
}

use Dialect::{CargoGenerate, Cookiecutter, Copier, Ours};

impl Dialect {
    const ALL: [Self; 4] = [Ours, Cookiecutter, Copier, CargoGenerate];

    /// A template that asks `p`, whose default this is, beside a secret and a folder to keep out of.
    fn template(self, default: &str, files: &[(&str, &str)]) -> TestProject {
        let json = serde_json::Value::from(default);
        let (manifest, text) = match self {
            Ours => (
                "template.yaml",
                format!(
                    "name: e\nversion: 1.0.0\nsummary: E\nquestions:\n  \
                     p: {{ type: text, help: P, default: {json} }}\n"
                ),
            ),
            Cookiecutter => ("cookiecutter.json", format!("{{\"slug\": \"out\", \"p\": {json}}}")),
            Copier => ("copier.yml", format!("_subdirectory: template\np: {json}\n")),
            CargoGenerate => (
                "cargo-generate.toml",
                format!(
                    "[placeholders]\np = {{ type = \"string\", prompt = \"P\", default = {json} }}\n"
                ),
            ),
        };
        let project = TestProject::new()
            .with("secret.txt", "S3CR3T")
            .with("victim/keep", "k")
            .with(&format!("tpl/{manifest}"), &text);
        for (path, text) in files {
            project.write(&self.path(path), text);
        }
        // `p` is made use of, so that lint has nothing to say.
        project.write(&self.path(&format!("p.txt{}", self.ending())), &self.value("p"));
        project
    }

    /// Where a file of a project is in the template.
    fn path(self, path: &str) -> String {
        match self {
            Ours | CargoGenerate => format!("tpl/{path}"),
            Cookiecutter => format!("tpl/{{{{cookiecutter.slug}}}}/{path}"),
            Copier => format!("tpl/template/{path}"),
        }
    }

    /// What the name of a rendered file ends with.
    fn ending(self) -> &'static str {
        match self {
            Ours | Copier => ".jinja",
            Cookiecutter | CargoGenerate => "",
        }
    }

    /// Prints an answer.
    fn value(self, name: &str) -> String {
        match self {
            Cookiecutter => format!("{{{{ cookiecutter.{name} }}}}"),
            _ => format!("{{{{ {name} }}}}"),
        }
    }

    /// A template whose one file holds this.
    fn rendering(self, text: &str) -> TestProject {
        self.template("q", &[(&format!("a.txt{}", self.ending()), text)])
    }
}

/// Makes a project, and gives what came of it; the world outside stays as it was.
#[track_caller]
fn attack(project: &TestProject) -> Run {
    let run = bounded(project, &["new", "./tpl", "out", "--defaults"]);
    assert!(matches!(run.code, Some(0..=2)), "{run:#?}");
    run
}

#[track_caller]
fn refused(dialect: Dialect, project: &TestProject) {
    let run = attack(project);
    assert_ne!(run.code, Some(0), "{dialect:?}: {run:#?}");
    assert!(!project.path("out").exists(), "{dialect:?}");
}

#[test]
fn an_absolute_path_in_an_answer() {
    for dialect in Dialect::ALL {
        let name = format!("{}_x.txt{}", dialect.value("p"), dialect.ending());
        let probe = TestProject::new();
        let project = dialect.template(probe.path("abs").to_str().unwrap(), &[(&name, "pwn")]);
        attack(&project);
        assert!(probe.tree().is_empty(), "{dialect:?}");
    }
}

#[test]
fn the_folder_above_in_an_answer() {
    for dialect in Dialect::ALL {
        for path in ["../../escaped", "..", "a/../../victim/keep", "..\\..\\escaped"] {
            let name = format!("{}_x.txt{}", dialect.value("p"), dialect.ending());
            attack(&dialect.template(path, &[(&name, "pwn")]));
        }
    }
}

#[test]
fn a_link_of_the_template_to_a_secret() {
    for dialect in Dialect::ALL {
        let project = dialect.template("q", &[("a.txt", "x")]);
        symlink(project.path("secret.txt"), project.path(&dialect.path("stolen.txt"))).unwrap();
        attack(&project);
    }
}

#[test]
fn a_link_in_the_destination() {
    for dialect in Dialect::ALL {
        let project = dialect.template("q", &[("sub/pwn.txt", "x")]).with("out/mine.txt", "mine");
        symlink(project.path("victim"), project.path("out/sub")).unwrap();
        attack(&project);
        assert!(!project.path("victim/pwn.txt").exists());
        assert_eq!(project.read("out/mine.txt"), "mine");
        // The destination itself.
        let project = dialect.template("q", &[("sub/pwn.txt", "x")]);
        symlink(project.path("victim"), project.path("out")).unwrap();
        attack(&project);
        assert_eq!(std::fs::read_dir(project.path("victim")).unwrap().count(), 1, "{dialect:?}");
    }
}

#[test]
fn a_link_of_the_template_that_a_file_is_written_through() {
    for dialect in Dialect::ALL {
        let folder = dialect.value("p");
        let file = format!("{folder}/pwn.txt{}", dialect.ending());
        let project = dialect.template("a_link", &[(&file, "x")]);
        if dialect == Copier {
            let manifest = project.read("tpl/copier.yml");
            project.write("tpl/copier.yml", &format!("_preserve_symlinks: true\n{manifest}"));
        }
        symlink(project.path("victim"), project.path(&dialect.path("a_link"))).unwrap();
        attack(&project);
        assert!(!project.path("victim/pwn.txt").exists(), "{dialect:?}");
    }
}

#[test]
fn a_hook() {
    for dialect in Dialect::ALL {
        let project = dialect.template("q", &[("a.txt", "x")]);
        let script = format!("#!/bin/sh\ntouch {}\n", project.path("victim/hook").display());
        let (manifest, more, hook) = match dialect {
            Ours => ("template.yaml", "after: ['sh hook.sh']\n".to_owned(), "hook.sh"),
            Cookiecutter => ("", String::new(), "hooks/post_gen_project.sh"),
            Copier => {
                ("copier.yml", "_tasks: ['sh hook.sh', 'touch ../victim/hook']\n".into(), "hook.sh")
            }
            CargoGenerate => {
                ("cargo-generate.toml", "[hooks]\npost = [\"h.rhai\"]\n".into(), "h.rhai")
            }
        };
        project.write(&format!("tpl/{hook}"), &script);
        let program = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(project.path(&format!("tpl/{hook}")), program).unwrap();
        if !manifest.is_empty() {
            let path = format!("tpl/{manifest}");
            project.write(&path, &(project.read(&path) + &more));
        }
        attack(&project);
    }
}

#[test]
fn code_in_an_expression() {
    for dialect in Dialect::ALL {
        for text in [
            "{{ cycler.__init__.__globals__.os.popen('touch victim/x').read() }}",
            "{{ ''.__class__.__mro__[1].__subclasses__() }}",
            "{{ \"x.rhai\" | rhai }}",
            "{{ get_env(name='HOME') }}{{ env.HOME }}",
            "{% include '../secret.txt' %}",
            "{% include '../../secret.txt' %}",
        ] {
            attack(&dialect.rendering(text));
        }
    }
}

/// Loops and texts in the language of each.
fn loops(dialect: Dialect, inside: &str) -> String {
    let range = |n: u32| match dialect {
        CargoGenerate => format!("(1..{n})"),
        _ => format!("range({n})"),
    };
    let one = |n, inside: &str| format!("{{% for i in {} %}}{inside}{{% endfor %}}", range(n));
    one(90_000, &one(90_000, inside))
}

#[test]
fn a_loop_without_an_end() {
    for dialect in Dialect::ALL {
        refused(dialect, &dialect.rendering(&loops(dialect, "")));
        refused(dialect, &dialect.rendering(&loops(dialect, "x")));
    }
}

#[test]
fn a_text_without_an_end() {
    for dialect in Dialect::ALL {
        let text = match dialect {
            CargoGenerate => {
                let double = "{% assign s = s | append: s %}".repeat(30);
                format!("{{% assign s = 'xxxxxxxxxxxxxxxx' %}}{double}{{{{ s }}}}")
            }
            _ => "{% set ns = namespace(s='xxxxxxxxxxxxxxxx') %}{% for i in range(30) %}\
                  {% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}"
                .to_owned(),
        };
        refused(dialect, &dialect.rendering(&text));
    }
}

#[test]
fn a_mistake_in_one_of_many_files() {
    for dialect in Dialect::ALL {
        let bad = if dialect == CargoGenerate { "{% if %}" } else { "{{ 1 / 0 }}" };
        let project = dialect.rendering(&format!("before {bad}"));
        for n in 0..20 {
            project.write(&dialect.path(&format!("f{n}.txt")), "fine");
        }
        refused(dialect, &project);
        // Nor into a folder where somebody has something.
        project.write("out/mine.txt", "mine");
        attack(&project);
        assert_eq!(std::fs::read_dir(project.path("out")).unwrap().count(), 1, "{dialect:?}");
    }
}

/// A name that nobody answers is a mistake where the tool of the template says so; the others take
/// it for nothing, which is told.
#[test]
fn a_name_that_nobody_answers() {
    for dialect in Dialect::ALL {
        let text = format!("[{}]", dialect.value("typo"));
        let project = dialect.rendering(&text);
        match dialect {
            Ours | Cookiecutter => refused(dialect, &project),
            Copier | CargoGenerate => {
                attack(&project);
                assert_eq!(project.read("out/a.txt"), "[]");
            }
        }
    }
}

#[test]
fn a_file_of_the_user_under_the_same_name() {
    for dialect in Dialect::ALL {
        let project = dialect.template("q", &[("mine.txt", "theirs")]).with("out/mine.txt", "mine");
        let run = attack(&project);
        assert_ne!(run.code, Some(0), "{run:#?}");
        assert_eq!(project.read("out/mine.txt"), "mine");
    }
}
