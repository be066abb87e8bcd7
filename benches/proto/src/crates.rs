//! What was generated, as crates that are checked and built.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bench_measure::{Usage, best, succeed};

use crate::request::File;

type Files = Vec<(String, String)>;

/// Where crates are made and built.
pub struct Work {
    /// The folder of the request and of the crates.
    pub folder: PathBuf,
    /// What cargo makes.
    pub target: PathBuf,
    /// The dependencies of all crates.
    dependencies: String,
}

impl Work {
    /// Below Cargo's target folder, or in the one that `PROTO_WORK` names.
    pub fn new(root: &Path) -> Self {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
        let target = std::env::var_os("PROTO_WORK").map_or(target, PathBuf::from);
        let folder = target.join("crates");
        fs::create_dir_all(&folder).expect("a folder");
        let ours = ["client", "json", "ops"].map(|name| {
            format!("typewright-{name} = {{ path = {:?} }}\n", root.join("plugins").join(name))
        });
        let dependencies = format!(
            "prost = {{ version = \"0.14\", default-features = false, features = [\"derive\", \"std\"] }}\n\
             prost-types = {{ version = \"0.14\", default-features = false, features = [\"std\"] }}\n\
             {}",
            ours.concat()
        );
        Self { folder, target, dependencies }
    }

    /// A library whose checks are measured.
    pub fn library(&self, name: &str, files: &Files) -> Library<'_> {
        let peers = "prost = \"0.14\"\npbjson = \"0.8\"\npbjson-types = \"0.8\"\nserde = \"1\"\n\
                     tonic = \"0.14\"\ntonic-prost = \"0.14\"\n";
        let dependencies = if name == "peers" { peers } else { &self.dependencies };
        Library { work: self, folder: self.write(name, files, dependencies) }
    }

    /// What `cargo build` of a program costs, and how many MB it has without its symbols.
    pub fn build(&self, name: &str, files: &Files) -> (Usage, f64) {
        let folder = self.write(name, files, &self.dependencies);
        let cost = self.cargo(&folder, "build", "src/main.rs");
        let program = self.target.join("checked/debug").join(name);
        (cost, fs::metadata(program).expect("the program").len() as f64 / 1e6)
    }

    fn write(&self, name: &str, files: &Files, dependencies: &str) -> PathBuf {
        let folder = self.folder.join(name);
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{dependencies}\n\
             [profile.dev]\ndebug = 0\nincremental = false\nstrip = true\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
        folder
    }

    /// The least of two runs over the crate alone.
    fn cargo(&self, folder: &Path, verb: &str, main: &str) -> Usage {
        let run = || self.command(folder, verb);
        succeed(&mut run());
        best(2, || touch(&folder.join(main)), run)
    }

    fn command(&self, folder: &Path, verb: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.args([verb, "--quiet", "--jobs", "1"]).current_dir(folder);
        cargo.env("CARGO_TARGET_DIR", self.target.join("checked"));
        cargo
    }
}

/// A crate of its own, without a program.
pub struct Library<'w> {
    work: &'w Work,
    folder: PathBuf,
}

impl Library<'_> {
    /// What one `cargo check` of it costs, and what it stands on is built before.
    pub fn check(&self) -> Usage {
        let run = || self.work.command(&self.folder, "check");
        best(1, || touch(&self.folder.join("src/lib.rs")), run)
    }

    /// Checks it and what it stands on, so that a later run has it to do alone.
    pub fn warm(&self) {
        succeed(&mut self.work.command(&self.folder, "check"));
    }
}

fn touch(file: &Path) {
    let text = fs::read_to_string(file).expect("the main file");
    fs::write(file, text).expect("the main file");
}

/// The files of ours in a library.
pub fn ours(files: Vec<File>) -> Files {
    let mut files = below_api(files);
    files.push(("src/lib.rs".to_owned(), "pub mod api;\n".to_owned()));
    files
}

/// A tool over the commands of ours.
pub fn tool(files: Vec<File>) -> Files {
    let main = "mod api;\n\nfn main() -> std::process::ExitCode {\n    \
                typewright_ops::Tool::new(\"tool\", \"1.0.0\").services(api::SERVICES).main()\n}\n";
    let mut files = below_api(files);
    files.push(("src/main.rs".to_owned(), main.to_owned()));
    files
}

fn below_api(files: Vec<File>) -> Files {
    files.into_iter().map(|file| (format!("src/api/{}", file.name), file.content)).collect()
}

/// The files of the peers in a library, those of one package in one module.
///
/// protoc-gen-prost-serde writes impls for `google.protobuf` whenever a file of it is in the request,
/// on types that pbjson-types has not all; a user leaves that file out, too.
pub fn peers(files: Vec<File>) -> Files {
    let mut tree = Module::default();
    let mut all = Vec::new();
    for file in files.into_iter().filter(|file| !file.name.contains("google.protobuf")) {
        let parts: Vec<&str> = file.name.split('/').collect();
        let modules = &parts[..parts.len() - 1];
        let module = modules
            .iter()
            .fold(&mut tree, |module, part| module.below.entry((*part).to_owned()).or_default());
        module.files.push(file.name.clone());
        all.push((format!("src/{}", file.name), file.content));
    }
    let mut library = String::new();
    tree.write(&mut library);
    all.push(("src/lib.rs".to_owned(), library));
    all
}

#[derive(Default)]
struct Module {
    files: Vec<String>,
    below: BTreeMap<String, Module>,
}

impl Module {
    fn write(&self, out: &mut String) {
        for file in &self.files {
            out.push_str(&format!("include!(\"{file}\");\n"));
        }
        for (name, module) in &self.below {
            out.push_str(&format!("pub mod r#{name} {{\n"));
            module.write(out);
            out.push_str("}\n");
        }
    }
}
