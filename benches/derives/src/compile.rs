//! What the derives cost the compiler and the binary, over the same code without them.
//!
//! Each cost is the processor time of one `rustc`, the least of several runs, as the system counts it
//! for the children of this process.

use std::path::{Path, PathBuf};
use std::process::Command;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

use crate::gate::Row;
use crate::source::{self, TOOLS};

const RUNS: usize = 20;
const MODES: &[(&str, &[&str])] = &[
    ("check", &["--emit=metadata"]),
    ("debug", &["--emit=link", "-Cdebuginfo=2"]),
    ("release", &["--emit=link", "-Copt-level=3"]),
];

/// The rows of the compile cost and the size; those of enums of one size, where that is given.
pub fn measure(only: Option<usize>) -> Vec<Row> {
    let bench = Bench::new();
    let wanted = |size: usize| only.is_none_or(|only| only == size);
    let mut rows = Vec::new();
    for (size, limit) in [(10, 1.0), (100, 0.55), (1000, 0.35)] {
        rows.extend(wanted(size).then(|| bench.size(size, limit)));
    }
    let many = [("check", 0.40), ("debug", 0.75), ("release", 0.45)];
    for (mode, limit) in many.into_iter().filter(|_| wanted(8)) {
        let sources = TOOLS.map(|tool| source::many(tool, 200, 8));
        rows.push(bench.row("200 enums of 8, used", mode, 1600, &sources, Some(limit)));
    }
    for (size, limit) in [(10, Some(1.0)), (100, None), (1000, Some(0.12)), (5000, Some(0.05))] {
        for (mode, _) in MODES.iter().filter(|_| wanted(size)) {
            let sources = TOOLS.map(|tool| source::one(tool, size));
            let limit = limit.filter(|_| *mode == "release" || size == 10);
            rows.push(bench.row("one enum, used", mode, size, &sources, limit));
        }
    }
    rows
}

/// What a variant costs in a large enum, beside what it costs in one of a thousand.
pub fn linear() -> Vec<Row> {
    let bench = Bench::new();
    let cost = |size: usize| {
        let sources = ["none", "ours"].map(|tool| source::one(tool, size));
        let row = bench.row("one enum, used", "release", size, &sources, None);
        row.costs[0].1 * 1e3 / size as f64
    };
    let thousand = cost(1000);
    let row = |size| Row {
        what: "release, a variant, of one in 1000",
        size,
        unit: "µs",
        costs: vec![("ours", cost(size)), ("in 1000", thousand)],
        limit: Some(1.2),
        at_most: None,
    };
    [2000, 5000, 10_000].map(row).into()
}

/// The compiler, with the crates of all tools built.
struct Bench {
    folder: PathBuf,
    debug: Vec<String>,
    release: Vec<String>,
}

impl Bench {
    fn new() -> Self {
        let folder = std::env::temp_dir().join("typewright-bench");
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        Self { folder, debug: externs(&[]), release: externs(&["--release"]) }
    }

    /// The costs of compiling a library; the first source is what the others are compared with.
    fn row(
        &self,
        what: &'static str,
        mode: &'static str,
        size: usize,
        sources: &[(&'static str, String)],
        limit: Option<f64>,
    ) -> Row {
        let flags = MODES.iter().find(|(name, _)| *name == mode).expect("a mode").1;
        let mut best = vec![f64::MAX; sources.len()];
        // One after the other, so that a noisy minute meets all of them.
        for run in 0..RUNS {
            for (at, (tool, source)) in sources.iter().enumerate() {
                let file = self.folder.join(format!("{tool}.rs"));
                // The longer it takes, the less of it is a noisy moment.
                let enough = match best[at] {
                    0.0..0.3 => RUNS,
                    0.3..5.0 => 5,
                    _ => 1,
                };
                if run < enough {
                    std::fs::write(&file, source).expect("a temporary file");
                    best[at] = best[at].min(self.compile(&file, mode == "release", flags));
                }
            }
        }
        let costs = sources.iter().zip(&best).skip(1);
        let costs = costs.map(|((tool, _), cost)| (*tool, (cost - best[0]) * 1e3)).collect();
        eprintln!("{what} {mode} {size}: {best:.3?}");
        Row { what: leak(format!("{mode}, {what}")), size, unit: "ms", costs, limit, at_most: None }
    }

    fn compile(&self, file: &Path, release: bool, flags: &[&str]) -> f64 {
        let before = children();
        self.rustc(file, release, &[&["--crate-type=lib"], flags].concat());
        children() - before
    }

    fn rustc(&self, file: &Path, release: bool, flags: &[&str]) {
        let status = Command::new("rustc")
            .args(["--edition=2024", "--crate-name=x", "-Awarnings", "-o"])
            .arg(self.folder.join("out"))
            .arg(file)
            .args(flags)
            .args(if release { &self.release } else { &self.debug })
            .status();
        assert!(status.is_ok_and(|status| status.success()), "rustc fails on {}", file.display());
    }

    /// The bytes of a stripped program, over one that only counts its arguments.
    fn size(&self, size: usize, limit: f64) -> Row {
        let flags = ["-Copt-level=3", "-Cstrip=symbols", "-Ccodegen-units=1", "-Cpanic=abort"];
        let bytes = TOOLS.map(|tool| {
            let (name, library) = source::one(tool, size);
            let file = self.folder.join(format!("{name}.rs"));
            let program = format!("{library}\n{}", source::main(tool));
            std::fs::write(&file, program).expect("a temporary file");
            self.rustc(&file, true, &[&["--crate-type=bin"][..], &flags].concat());
            let bytes = std::fs::metadata(self.folder.join("out")).expect("a program").len();
            (name, bytes as f64)
        });
        let costs = bytes[1..].iter().map(|(tool, b)| (*tool, b - bytes[0].1)).collect();
        let what = "binary over baseline";
        Row { what, size, unit: "bytes", costs, limit: Some(limit), at_most: None }
    }
}

/// Where the crates of the tools are, as arguments of `rustc`.
fn externs(profile: &[&str]) -> Vec<String> {
    let output = Command::new("cargo")
        .args(["build", "-q", "--message-format=json", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .args(profile)
        // As crates of a registry are, whose derives would else be compiled in more pieces and be slower.
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .expect("cargo");
    let messages = String::from_utf8(output.stdout).expect("cargo speaks UTF-8");
    let mut arguments = Vec::new();
    for name in ["typewright", "strum", "derive_more"] {
        let library = messages
            .split('"')
            .find(|part| part.ends_with(".rlib") && part.contains(&format!("/lib{name}-")))
            .unwrap_or_else(|| panic!("cargo built no {name}"));
        let folder = Path::new(library).parent().expect("a folder").display();
        arguments.extend(["--extern".to_owned(), format!("{name}={library}")]);
        arguments.extend(["-L".to_owned(), format!("dependency={folder}")]);
    }
    arguments
}

/// The seconds of processor time that ended children took.
fn children() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what every Unix counts");
    [usage.user_time(), usage.system_time()]
        .iter()
        .map(|time| time.num_microseconds() as f64 / 1e6)
        .sum()
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// The rows of a clean build of the crates alone, and of what they add to serde's.
pub fn tree() -> Vec<Row> {
    let ours = format!("typewright = {{ path = {:?} }}", root().join("macros"));
    let strum = "strum = { version = \"0.28\", features = [\"derive\"] }".to_owned();
    let serde = "serde = { version = \"1\", features = [\"derive\"] }".to_owned();
    let beside = |other: &str| format!("{serde}\n{other}");
    let cost = |name: &str, crates: &str| clean_build(name, crates);
    let base = cost("serde", &serde);
    let alone = vec![("ours", cost("ours", &ours)), ("strum", cost("strum", &strum))];
    let added = vec![
        ("ours", cost("serde-ours", &beside(&ours)) - base),
        ("strum", cost("serde-strum", &beside(&strum)) - base),
    ];
    let row = |what, costs, at_most| Row { what, size: 0, unit: "s", costs, limit: None, at_most };
    vec![row("tree, alone", alone, Some(4.3)), row("tree, beside serde", added, Some(1.0))]
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn clean_build(name: &str, dependencies: &str) -> f64 {
    let folder = std::env::temp_dir().join("typewright-bench").join(name);
    std::fs::create_dir_all(folder.join("src")).expect("a temporary folder");
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\n{dependencies}\n",
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("a temporary file");
    std::fs::write(folder.join("src/lib.rs"), "").expect("a temporary file");
    let cargo = |verb: &str| {
        let target = folder.join("target");
        // As for crates of a registry, which are not built incrementally.
        let status = Command::new("cargo")
            .args([verb, "-q"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_INCREMENTAL", "0")
            .status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "cargo {verb} in {}",
            folder.display()
        );
    };
    cargo("fetch");
    let mut best = f64::MAX;
    for _ in 0..3 {
        let _ = std::fs::remove_dir_all(folder.join("target"));
        let before = children();
        cargo("build");
        best = best.min(children() - before);
    }
    best
}
