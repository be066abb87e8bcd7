//! Times `cargo gen` beside `cp -r` and its peers: CPU time and peak memory of whole commands, the
//! least of several runs. Prints a table and draws `codegen-cli/docs/speed.svg`.

mod chart;
mod copier;
mod tree;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use bench_measure::{Usage, alone, best, there};
use tree::Dialect;

/// One line of the table.
struct Row {
    what: String,
    tool: &'static str,
    usage: Usage,
    /// What it may cost, in milliseconds, and in MiB.
    limit: Option<(f64, f64)>,
}

fn main() -> ExitCode {
    if let Some(code) = alone() {
        return code;
    }
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10, 1_000, 10_000] } else { sizes };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ours = std::env::var_os("CARGO_GEN").map(PathBuf::from);
    let ours = ours.unwrap_or_else(|| root.join("target/release/cargo-gen"));
    let folder = std::env::temp_dir().join("bench-scaffold");
    let _ = std::fs::remove_dir_all(&folder);
    let mut rows = help(&ours);
    for files in sizes {
        let at = folder.join(files.to_string());
        rows.extend(create(&ours, &at, files));
        rows.extend(maintain(&ours, &at, files));
        if there("copier") && files <= 1_000 {
            let (what, usage) = (format!("update {files} files"), copier::update(&at, files));
            rows.push(Row { what, tool: "copier", usage, limit: None });
        }
    }
    print(&rows, &ours);
    let chart = root.join("codegen-cli/docs/speed.svg");
    std::fs::write(chart, chart::draw(&rows)).expect("the chart");
    std::fs::remove_dir_all(&folder).expect("the folder of the trees");
    ExitCode::SUCCESS
}

fn help(ours: &Path) -> Vec<Row> {
    let usage = best(40, || (), || command(ours, &["--help"], Path::new("/")));
    let mut rows =
        vec![Row { what: "--help".into(), tool: "cargo gen", usage, limit: Some((2.5, f64::MAX)) }];
    for peer in tree::PEERS.iter().filter(|peer| there(peer.name)) {
        let usage = best(10, || (), || command(peer.name, &["--help"], Path::new("/")));
        rows.push(Row { what: "--help".into(), tool: peer.name, usage, limit: None });
    }
    rows
}

/// A new tree, by `cp` and by each tool that is there.
fn create(ours: &Path, at: &Path, files: usize) -> Vec<Row> {
    let what = format!("create {files} files");
    tree::write(&at.join("raw"), files, Dialect::Plain, 1);
    let out = at.join("out");
    let clear = || drop(std::fs::remove_dir_all(&out));
    let runs = if files > 5_000 { 3 } else { 7 };
    let copied = best(runs, clear, || command("cp", &["-r", "raw", "out"], at));
    let limit = Some((3.0 * copied.cpu, 12.0));
    let mut rows = vec![Row { what: what.clone(), tool: "cp -r", usage: copied, limit: None }];
    tree::write(&at.join("ours"), files, Dialect::CargoGen, 1);
    let new = || command(ours, &["new", "./ours", "out", "--defaults", "--quiet"], at);
    rows.push(Row { what: what.clone(), tool: "cargo gen", usage: best(runs, clear, new), limit });
    tree::same(&at.join("raw"), &out);
    for peer in tree::PEERS.iter().filter(|peer| there(peer.name)) {
        tree::write(&at.join(peer.name), files, peer.dialect, 1);
        let here = at.display().to_string();
        let args: Vec<String> = peer.args.iter().map(|arg| arg.replace("AT", &here)).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let run = || command(peer.name, &args, at);
        let usage = best(if files > 5_000 { 1 } else { 3 }, clear, run);
        // Some end well without having made all of it.
        let made = tree::count(&out);
        if made < files {
            println!("{} made {made} of {files} files, and is left out", peer.name);
            continue;
        }
        rows.push(Row { what: what.clone(), tool: peer.name, usage, limit: None });
    }
    rows
}

/// What happens to a tree afterwards: nothing drifted; the template has a new version in which a
/// tenth of the files changed, while the user changed some.
fn maintain(ours: &Path, at: &Path, files: usize) -> Vec<Row> {
    let out = at.join("out");
    let fresh = || {
        let _ = std::fs::remove_dir_all(&out);
        tree::write(&at.join("ours"), files, Dialect::CargoGen, 1);
        let made = command(ours, &["new", "./ours", "out", "--defaults", "--quiet"], at).status();
        assert!(made.expect("cargo-gen runs").success());
    };
    fresh();
    let check = best(7, || (), || command(ours, &["check", "out", "--quiet"], at));
    let newer = || {
        fresh();
        tree::edit(&out, files);
        tree::write(&at.join("ours"), files, Dialect::CargoGen, 2);
    };
    let update = best(5, newer, || command(ours, &["update", "out", "--quiet"], at));
    let limit = |ms: f64| (files == 1_000).then_some((ms, f64::MAX));
    let row = |what: &str, usage, limit| Row {
        what: format!("{what} {files} files"),
        tool: "cargo gen",
        usage,
        limit,
    };
    vec![row("check", check, limit(60.0)), row("update", update, limit(130.0))]
}

fn command(program: impl AsRef<std::ffi::OsStr>, args: &[&str], at: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(at).env_remove("CARGO_GEN_CONFIG");
    command
}

fn print(rows: &[Row], ours: &Path) {
    println!("{:<20} {:<16} {:>9} {:>9} {:>9}  bound", "", "", "CPU ms", "wall ms", "MiB");
    for Row { what, tool, usage: Usage { cpu, wall, memory }, limit } in rows {
        let bound = limit.map_or(String::new(), |(ms, mib)| {
            let held = if *cpu <= ms && *memory <= mib { "held" } else { "MISSED" };
            let mib = if mib < f64::MAX { format!(", {mib:.0} MiB") } else { String::new() };
            format!("{held}: {ms:.1} ms{mib}")
        });
        println!("{what:<20} {tool:<16} {cpu:>9.1} {wall:>9.1} {memory:>9.1}  {bound}");
    }
    let size = std::fs::metadata(ours).map(|meta| meta.len()).unwrap_or_default() as f64 / 1e6;
    let held = if size <= 12.0 { "held" } else { "MISSED" };
    println!("the program: {size:.1} MB  {held}: 12 MB");
}
