//! What we generate compiles without a warning, its documentation too, and holds no doctest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use typewright_core::emit::{self, Options};
use typewright_core::source::proto::Input;

use crate::{cases, folder, inputs};

/// What the cases say lives elsewhere.
const STANDING_IN: &str = "/// A crate of someone else's.
pub mod standing_in {
    /// A place.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
    pub struct Place {}

    /// A place with a name.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
    pub struct Spot {
        /// Its name.
        #[prost(string, tag = \"1\")]
        pub name: ::prost::alloc::string::String,
    }
}
";

/// All emitters, those that are opt-in too.
pub(crate) fn everything() -> Options {
    let emitters = emit::EMITTERS.iter().map(|emitter| emitter.name.to_owned()).collect();
    Options { emitters, ..Options::default() }
}

/// A crate around generated code: one module a set of inputs.
pub(crate) struct Crate {
    name: &'static str,
    files: BTreeMap<String, String>,
    modules: Vec<String>,
}

impl Crate {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, files: BTreeMap::new(), modules: Vec::new() }
    }

    pub(crate) fn add(&mut self, module: &str, input: &Input, options: &Options) {
        self.add_files(module, input, options);
        self.modules.push(module.to_owned());
    }

    fn add_files(&mut self, module: &str, input: &Input, options: &Options) {
        let schema =
            inputs::schema(input, options).unwrap_or_else(|error| panic!("{module}: {error}"));
        let files = emit::emit(&schema, options).unwrap();
        for (path, text) in cases::texts(&files) {
            let path = format!("src/{module}/{path}");
            let before = self.files.insert(path.clone(), text);
            assert_eq!(before, None, "{path} is written twice");
        }
    }

    /// As buf's `strategy: directory` has it: a run a folder, and a tree that a person declares.
    fn add_by_folders(&mut self, module: &str, root: &Path, names: Vec<String>) {
        let emitters = emit::EMITTERS.iter().map(|emitter| format!("emit={}", emitter.name));
        let options: Vec<String> = emitters.chain(["root=false".to_owned()]).collect();
        let options = Options::of(options.iter().map(String::as_str)).unwrap();
        let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in names {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder.to_owned()).or_default().push(name);
        }
        for names in folders.into_values() {
            self.add_files(module, &inputs::compile(root, names), &options);
        }
        let inside = format!("src/{module}/");
        let packages = self.files.keys().filter_map(|path| {
            let folder = path.strip_prefix(&inside)?.strip_suffix("package.rs")?;
            Some(folder.trim_end_matches('/').to_owned())
        });
        let packages = packages.collect::<BTreeSet<String>>();
        let bare = match packages.contains("") {
            true => "#![allow(warnings, clippy::all, rustdoc::all)]\ninclude!(\"package.rs\");\n",
            false => "",
        };
        let text = format!("//! Packages.\n{bare}{}", declared("", &packages));
        self.files.insert(format!("{inside}mod.rs"), text);
        self.modules.push(module.to_owned());
    }

    /// Writes the crate and runs all checks over it.
    fn check(self) {
        self.run_all(&["clippy --all-targets", "doc --no-deps", "test --doc"]);
    }

    /// Writes the crate with a test of what it does, and runs that.
    pub(crate) fn check_with(self, test: &str) {
        self.run_with(test, &[]);
    }

    fn run_with(mut self, test: &str, before: &[&str]) {
        self.files.insert("tests/behaviour.rs".to_owned(), test.to_owned());
        self.run_all(&[before, &["test --test behaviour"]].concat());
    }

    /// Writes the crate with a test that reads all of its tables, and runs that and clippy.
    pub(crate) fn check_tables(self) {
        let library = self.name.replace('-', "_");
        let mut calls = String::new();
        for module in &self.modules {
            let text = self.files.get(&format!("src/{module}/mod.rs"));
            for (list, function) in [("MESSAGES", "messages"), ("SERVICES", "services")] {
                let declared = format!("pub static {list}: ");
                if text.is_some_and(|text| text.contains(&declared)) {
                    calls.push_str(&format!("    {function}({library}::{module}::{list});\n"));
                }
            }
        }
        let reader = include_str!("run/tables.rs");
        let test = format!("{reader}\n#[test]\nfn all() {{\n{calls}}}\n");
        self.run_with(&test, &["clippy"]);
    }

    fn run_all(mut self, commands: &[&str]) {
        let root = folder::workspace();
        let dependencies = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [lints.rust]\nwarnings = \"deny\"\n\n[dependencies]\n\
             prost = {{ version = \"0.14\", default-features = false, features = [\"derive\", \"std\"] }}\n\
             prost-types = {{ version = \"0.14\", default-features = false, features = [\"std\"] }}\n\
             typewright-client = {{ path = {:?} }}\n\
             typewright-json = {{ path = {:?} }}\n\
             typewright-ops = {{ path = {:?} }}\n\
             typewright-server = {{ path = {:?} }}\n\n\
             [dev-dependencies]\nserde_json = \"1\"\n\n\
             [profile.dev.package.{name}]\ndebug = false\n",
            root.join("plugins/client"),
            root.join("plugins/json"),
            root.join("plugins/ops"),
            root.join("plugins/server"),
            name = self.name,
        );
        self.modules.sort();
        let modules: String =
            self.modules.iter().map(|module| format!("pub mod {module};\n")).collect();
        let library = format!("//! Generated code under test.\n\n{modules}\n{STANDING_IN}");
        self.files.insert("Cargo.toml".to_owned(), dependencies);
        self.files.insert("src/lib.rs".to_owned(), library);
        // Else clippy would overlook what a program that holds such code shows.
        let clippy = "avoid-breaking-exported-api = false\n".to_owned();
        self.files.insert("clippy.toml".to_owned(), clippy);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.name);
        // The versions of the workspace, so that nothing is resolved or downloaded anew.
        let lock = std::fs::read_to_string(root.join("Cargo.lock")).unwrap();
        self.files.insert("Cargo.lock".to_owned(), lock);
        folder::write(&folder, &self.files);
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../generated");
        for command in commands {
            run(&folder, &target, command);
        }
    }
}

/// What a person writes to declare the packages below a folder.
fn declared(folder: &str, packages: &BTreeSet<String>) -> String {
    let inside = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let below = packages.iter().filter_map(|package| package.strip_prefix(&inside));
    let names = below.filter_map(|rest| rest.split('/').next());
    let mut out = String::new();
    for name in names.filter(|name| !name.is_empty()).collect::<BTreeSet<_>>() {
        let path = format!("{inside}{name}");
        let children = declared(&path, packages);
        let word = match syn::parse_str::<syn::Ident>(name) {
            Ok(_) => name.to_owned(),
            Err(_) => format!("r#{name}"),
        };
        out.push_str(&match (packages.contains(&path), children.is_empty()) {
            (true, true) => format!("pub mod {word};\n"),
            (true, false) => format!(
                "#[allow(warnings, clippy::all, rustdoc::all)]\npub mod {word} {{\n\
                 include!(\"{path}/package.rs\");\n{children}}}\n"
            ),
            // A package may be called as the one that it is in.
            (false, _) => format!(
                "/// Packages.\n#[allow(clippy::module_inception)]\n\
                 pub mod {word} {{\n{children}}}\n"
            ),
        });
    }
    out
}

fn run(folder: &Path, target: &Path, command: &str) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(command.split(' '))
        .arg("--quiet")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target);
    // What this test was started with must not change how the dependencies are built.
    for set in ["RUSTFLAGS", "RUSTDOCFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        cargo.env_remove(set);
    }
    let output = cargo.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let told = String::from_utf8_lossy(&output.stdout);
    let said = format!("cargo {command} in {}:\n{errors}{told}", folder.display());
    assert!(output.status.success(), "{said}");
}

#[test]
fn our_cases() {
    let mut generated = Crate::new("own-cases");
    for case in inputs::cases() {
        // Everything, in a tree that the crate can declare, with the other options of the case.
        let emit::Options { selection, types, file_descriptor_set, .. } = cases::options(&case);
        let client = cases::options(&case).client_attributes;
        let options = Options {
            selection,
            types,
            file_descriptor_set,
            client_attributes: client,
            ..everything()
        };
        generated.add(&format!("{}_{}", case.theme, case.name), &case.input(), &options);
    }
    generated.check();
}

/// Nobody has seen all of it when it is made.
#[test]
fn trees_without_a_root() {
    let mut generated = Crate::new("without-a-root");
    for case in inputs::cases() {
        // What options ask for is made with a root.
        if case.name != "packages_without_root" && case.path.join("options.txt").exists() {
            continue;
        }
        let mut names = inputs::protos(&case.path);
        let text = |name: &String| std::fs::read_to_string(case.path.join(name)).unwrap();
        // Imports are made where they are wanted themselves.
        let operations = "google/longrunning/operations.proto";
        if names.iter().any(|name| text(name).contains(operations)) {
            names.push(operations.to_owned());
        }
        generated.add_by_folders(&format!("{}_{}", case.theme, case.name), &case.path, names);
    }
    if let Some(root) = inputs::published() {
        let set = root.join("otel");
        generated.add_by_folders("set_otel", &set, inputs::published_set(&set).generate);
    }
    generated.check();
}

#[test]
fn published_inputs() {
    let Some(root) = inputs::published() else { return };
    let mut generated = Crate::new("published-inputs");
    for set in inputs::PUBLISHED {
        generated.add(
            &format!("set_{set}"),
            &inputs::published_set(&root.join(set)),
            &everything(),
        );
    }
    generated.check();
}
