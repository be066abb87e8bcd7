//! What the start of a generated tool costs, beside a program that does nothing and beside the same
//! commands and flags as a clap tool that builds them all: CPU time and memory of `--help`, and the
//! size of the program. Prints a table, and draws `plugins/ops/docs/start.svg`.
//!
//! The small tool is that of the inventory example. The large one has a thousand commands with
//! eleven flags each, or is made from the API below the folder that is named.

mod large;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use bench_measure::{Bar, Chart, Usage, alone, best, succeed};

/// One line of the table.
struct Row {
    what: &'static str,
    tool: &'static str,
    usage: Usage,
    /// Bytes.
    size: u64,
    /// Milliseconds of CPU above the program that does nothing, and MiB.
    limit: Option<(f64, f64)>,
}

fn main() -> ExitCode {
    if let Some(code) = alone() {
        return code;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().expect("the checkout");
    let work = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).expect("a folder");

    let nothing = build(&work, "nothing", "", "fn main() {}\n");
    let small = generate(&root, &work, "small", &root.join("examples/inventory/proto"));
    let named = std::env::args_os().nth(1).map(PathBuf::from);
    let api = named.clone().unwrap_or_else(|| large::proto(&work.join("proto")));
    let big = generate(&root, &work, "large", &api);

    let mut rows = vec![
        row("nothing", "an empty main", &nothing, None),
        row("7 commands", "typewright", &small, Some((1.0, f64::MAX))),
        row("many commands", "typewright", &big, Some((10.0, 6.0))),
    ];
    if named.is_none() {
        let clap = "clap = { version = \"4\", features = [\"string\"] }";
        rows.push(row("many commands", "clap", &build(&work, "eager", clap, large::CLAP), None));
    }
    print(&rows);
    let chart = root.join("plugins/ops/docs/start.svg");
    fs::create_dir_all(chart.parent().expect("a folder")).expect("the folder of the docs");
    fs::write(chart, draw(&rows)).expect("the chart");
    ExitCode::SUCCESS
}

fn row(what: &'static str, tool: &'static str, program: &Path, limit: Option<(f64, f64)>) -> Row {
    let help = || {
        let mut help = Command::new(program);
        help.arg("--help").current_dir(std::env::temp_dir());
        help
    };
    let size = fs::metadata(program).expect("the program").len();
    Row { what, tool, usage: best(100, || (), help), size, limit }
}

/// A tool for the API below a folder, as a user would make it, built for release.
fn generate(root: &Path, work: &Path, name: &str, api: &Path) -> PathBuf {
    let ours = std::env::var_os("CARGO_GEN").map(PathBuf::from);
    let ours = ours.unwrap_or_else(|| root.join("target/release/cargo-gen"));
    let source = format!("path:{}", root.display());
    let mut new = Command::new(ours);
    new.args(["new", "ops-cli", name, "--defaults", "--quiet", "--typewright-source", &source]);
    succeed(new.arg("--from").arg(api).current_dir(work));
    release(work, name)
}

/// A program of one file, built for release.
fn build(work: &Path, name: &str, dependency: &str, main: &str) -> PathBuf {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{dependency}\n\n\
         [profile.release]\ncodegen-units = 1\nlto = true\nstrip = true\n"
    );
    fs::create_dir_all(work.join(name).join("src")).expect("a folder");
    fs::write(work.join(name).join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(work.join(name).join("src/main.rs"), main).expect("a program");
    release(work, name)
}

fn release(work: &Path, name: &str) -> PathBuf {
    let target = work.with_file_name("built");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--quiet", "--target-dir"]).arg(&target);
    succeed(cargo.current_dir(work.join(name)));
    target.join("release").join(name)
}

/// Milliseconds of CPU above the program that does nothing.
fn above(rows: &[Row], row: &Row) -> f64 {
    (row.usage.cpu - rows[0].usage.cpu).max(0.0)
}

fn print(rows: &[Row]) {
    println!(
        "{:<16} {:<14} {:>8} {:>8} {:>8} {:>9}  bound",
        "--help", "", "CPU ms", "above", "MiB", "program"
    );
    for row in rows {
        let above = above(rows, row);
        let bound = row.limit.map_or(String::new(), |(ms, mib)| {
            let held = if above <= ms && row.usage.memory <= mib { "held" } else { "MISSED" };
            let mib = if mib < f64::MAX { format!(", {mib:.0} MiB") } else { String::new() };
            format!("{held}: {ms:.0} ms{mib}")
        });
        let Row { what, tool, usage, size, .. } = row;
        let (cpu, memory, megabytes) = (usage.cpu, usage.memory, *size as f64 / 1e6);
        println!(
            "{what:<16} {tool:<14} {cpu:>8.2} {above:>8.2} {memory:>8.1} {megabytes:>6.1} MB  {bound}"
        );
    }
}

fn draw(rows: &[Row]) -> String {
    let most = rows.iter().map(|row| above(rows, row)).fold(10.0, f64::max);
    let bars = rows[1..].iter().map(|row| Bar {
        group: row.what.to_owned(),
        tool: row.tool.to_owned(),
        length: above(rows, row) / most,
        cost: format!("{:.1} ms, {:.1} MiB", above(rows, row), row.usage.memory),
        limit: row.limit.map(|(ms, _)| ms / most),
        ours: row.tool == "typewright",
    });
    let title = "CPU time of --help above a program that does nothing; red is the bound".to_owned();
    Chart { title, bars: bars.collect() }.svg()
}
