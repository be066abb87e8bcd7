//! The same project as a template in several dialects: of 100 files, 70 of about 2 KiB of templated
//! text (some with templated names), 20 of plain text, 10 of bytes; some are programs.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// In which language a template is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Dialect {
    /// The project itself.
    Plain,
    CargoGen,
    Cookiecutter,
    Copier,
    Liquid,
    Kickstart,
}

/// A tool of others.
pub struct Peer {
    pub name: &'static str,
    pub dialect: Dialect,
    pub args: &'static [&'static str],
}

/// The others, each as it makes `out` from the folder of its name; `AT` is where these are, as one of
/// them makes nothing of a relative path.
pub const PEERS: &[Peer] = &[
    Peer {
        name: "cargo-generate",
        dialect: Dialect::Liquid,
        args: &["generate", "--path", "cargo-generate", "--name", "out", "--silent"],
    },
    Peer {
        name: "kickstart",
        dialect: Dialect::Kickstart,
        args: &["AT/kickstart", "--output-dir", "AT/out", "--no-input"],
    },
    Peer {
        name: "cookiecutter",
        dialect: Dialect::Cookiecutter,
        args: &["cookiecutter", "--no-input"],
    },
    Peer {
        name: "copier",
        dialect: Dialect::Copier,
        args: &["copy", "--defaults", "--quiet", "copier", "out"],
    },
];

/// What the template asks, with its answers.
const ANSWERS: [(&str, &str); 4] = [
    ("title", "Demo Project"),
    ("author", "Ada Lovelace"),
    ("email", "ada@example.org"),
    ("region", "eu-1"),
];

/// Writes the template, or the project, in its first or second version, which differ in a tenth of
/// the files.
pub fn write(root: &Path, files: usize, dialect: Dialect, version: u32) {
    let _ = fs::remove_dir_all(root);
    let body = match dialect {
        Dialect::Cookiecutter => root.join("{{ cookiecutter.out }}"),
        Dialect::Kickstart => root.join("{{ out }}"),
        _ => root.to_path_buf(),
    };
    fs::create_dir_all(&body).expect("a folder");
    let questions = |format: &dyn Fn(&str, &str) -> String| -> String {
        ANSWERS.iter().map(|(name, answer)| format(name, answer)).collect()
    };
    let manifest = match dialect {
        Dialect::Plain => None,
        Dialect::CargoGen => {
            let asked =
                questions(&|n, a| format!("  {n}: {{ type: text, help: A text, default: {a} }}\n"));
            let rules = "files:\n- { match: '**/*.sh', executable: true }\n";
            let head =
                format!("name: bench\nversion: {version}.0.0\nsummary: A bench\nquestions:\n");
            Some(("template.yaml", format!("{head}{asked}{rules}")))
        }
        Dialect::Cookiecutter => {
            let asked = questions(&|n, a| format!(",\"{n}\": \"{a}\""));
            Some(("cookiecutter.json", format!("{{\"out\": \"out\"{asked}}}")))
        }
        Dialect::Copier => {
            let asked = questions(&|n, a| format!("{n}: {{ type: str, default: {a} }}\n"));
            Some(("copier.yml", format!("_templates_suffix: .jinja\n{asked}")))
        }
        Dialect::Liquid => {
            let asked = questions(&|n, a| {
                format!("{n} = {{ type = \"string\", prompt = \"?\", default = \"{a}\" }}\n")
            });
            // It would stop at what looks like a mark of its language in an image.
            let excluded = "[template]\nexclude = [\"**/*.bin\"]\n";
            Some(("cargo-generate.toml", format!("{excluded}[placeholders]\n{asked}")))
        }
        Dialect::Kickstart => {
            let asked = questions(&|n, a| {
                format!("[[variables]]\nname = \"{n}\"\ndefault = \"{a}\"\nprompt = \"?\"\n")
            });
            let out = "[[variables]]\nname = \"out\"\ndefault = \"out\"\nprompt = \"?\"\n";
            Some((
                "template.toml",
                format!("name = \"bench\"\nkickstart_version = 1\n{out}{asked}"),
            ))
        }
    };
    if let Some((name, text)) = manifest {
        fs::write(root.join(name), text).expect("a manifest");
    }
    for file in 0..files {
        one(&body, file, dialect, version);
    }
}

/// How many files there are.
pub fn count(root: &Path) -> usize {
    let Ok(entries) = fs::read_dir(root) else { return 0 };
    let paths = entries.flatten().map(|entry| entry.path());
    paths.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
}

fn one(root: &Path, file: usize, dialect: Dialect, version: u32) {
    let folder = root.join(format!("part-{}", file / 20));
    fs::create_dir_all(&folder).expect("a folder");
    let (name, contents) = match file % 10 {
        9 => (format!("image-{file}.bin"), bytes(file)),
        7 | 8 => (format!("plain-{file}.txt"), lines(file, &|text| text.to_owned()).into_bytes()),
        kind => {
            let value = |text: &str| match dialect {
                Dialect::Plain => {
                    ANSWERS.iter().find(|(n, _)| *n == text).map_or("", |a| a.1).to_owned()
                }
                Dialect::Cookiecutter => format!("{{{{ cookiecutter.{text} }}}}"),
                _ => format!("{{{{ {text} }}}}"),
            };
            let newer = version > 1 && file % 10 == 3;
            let head = if newer { "// The second version.\n" } else { "" };
            let ending = if kind == 6 { "sh" } else { "rs" };
            let suffix = match dialect {
                Dialect::CargoGen | Dialect::Copier => ".jinja",
                _ => "",
            };
            let text = format!("{head}{}", lines(file, &value));
            (format!("file-{file}.{ending}{suffix}"), text.into_bytes())
        }
    };
    fs::write(folder.join(name), contents).expect("a file");
}

/// About 2 KiB of lines, some with a value in them.
fn lines(file: usize, value: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    for line in 0..36 {
        let (name, _) = ANSWERS[line % 4];
        let _ = match line % 3 {
            0 => writeln!(text, "// {file}.{line}: written by {} for the bench", value(name)),
            _ => {
                writeln!(text, "    let total_{line} = items.iter().map(|i| i.price).sum::<u64>();")
            }
        };
    }
    text
}

/// 4 KiB that are no text.
fn bytes(file: usize) -> Vec<u8> {
    (0..4096).map(|at| (at * 31 + file * 7) as u8).collect()
}

/// What a user does: a line at the end of every fifteenth file.
pub fn edit(out: &Path, files: usize) {
    for file in (0..files).step_by(15).filter(|file| file % 10 < 6) {
        let path = out.join(format!("part-{}", file / 20)).join(format!("file-{file}.rs"));
        let text = fs::read_to_string(&path).expect("a file");
        fs::write(path, format!("{text}// by hand\n")).expect("a file");
    }
}

/// Whether a tool made what it should.
pub fn same(expected: &Path, made: &Path) {
    for entry in fs::read_dir(expected).expect("a folder") {
        let path = entry.expect("an entry").path();
        let other = made.join(path.file_name().expect("a name"));
        if path.is_dir() {
            same(&path, &other);
        } else {
            assert_eq!(fs::read(&path).ok(), fs::read(&other).ok(), "{}", other.display());
        }
    }
}
