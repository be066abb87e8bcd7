//! `cargo run --release -- FOLDER` generates the API below FOLDER, such as google.cloud.compute with
//! what it imports, with our plugin and with the four that it takes the place of, checks what each
//! made, builds a tool with and without the commands of the API, and reads and writes JSON by ours and
//! by pbjson. Prints tables with ratios, and draws `plugins/protoc-gen-typewright/docs/cost.svg`.
//!
//! The peers are installed below `target/peers` (or `PROTO_PEERS` names a folder that has them), and
//! ours is built for release (or `PROTO_PLUGIN` names what was built).
//! Seconds are of CPU, user and system with all children; memory is the highest of a process. The
//! least of several runs counts. Checks and builds are of the generated crate alone, in one job, not
//! incremental and without debug info.

mod crates;
mod request;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use bench_measure::{Bar, Chart, Usage, alone, best, succeed};
use prost::Message as _;
use request::{File, Request, Response};

use crate::crates::Work;

/// The peers, with the options under which they fit together.
const PEERS: [(&str, &str); 4] = [
    ("protoc-gen-prost", "compile_well_known_types,extern_path=.google.protobuf=::pbjson_types"),
    ("protoc-gen-prost-serde", "no_include,extern_path=.google.protobuf=::pbjson_types"),
    (
        "protoc-gen-tonic",
        "no_server,no_include,compile_well_known_types,extern_path=.google.protobuf=::pbjson_types",
    ),
    ("protoc-gen-prost-crate", "include_file=lib.rs,no_features"),
];

/// How often each crate is checked.
const ROUNDS: usize = 3;

/// One line of a table.
struct Row {
    group: &'static str,
    what: String,
    cost: Usage,
    /// The first row of the group that others are compared with.
    base: bool,
    /// What it may cost at most: milliseconds, and MB.
    limit: Option<(f64, f64)>,
    ours: bool,
}

impl Row {
    fn new(group: &'static str, what: &str, cost: Usage) -> Self {
        Self { group, what: what.to_owned(), cost, base: false, limit: None, ours: false }
    }

    fn base(self) -> Self {
        Self { base: true, ..self }
    }

    fn ours(self, limit: Option<(f64, f64)>) -> Self {
        Self { ours: true, limit, ..self }
    }

    fn megabytes(&self) -> f64 {
        self.cost.memory * 1.048_576
    }

    fn holds(&self) -> Option<bool> {
        self.limit.map(|(ms, mb)| self.cost.cpu <= ms && self.megabytes() <= mb)
    }
}

fn main() -> ExitCode {
    if let Some(code) = alone() {
        return code;
    }
    let folder = std::env::args_os().nth(1).map(PathBuf::from).expect("FOLDER of an API");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize();
    let root = root.expect("the checkout");
    let work = Work::new(&root);
    let mut plugins = Plugins { request: Request::of(&folder), work: work.folder.clone() };
    let ours = build_ours(&root, &work.target);
    let peers = install_peers(&work.target);
    let mut rows = generation(&mut plugins, &ours, &peers);
    rows.extend(checks(&mut plugins, &ours, &peers, &work));
    let sizes = tools(&mut plugins, &ours, &work, &mut rows);
    println!("API: {}\n", folder.file_name().unwrap_or_default().to_string_lossy());
    print(&rows);
    println!("\nthe tool with the commands is {sizes:.1} MB larger (at most 2)");
    json(&root);
    let chart = root.join("plugins/protoc-gen-typewright/docs/cost.svg");
    std::fs::write(chart, draw(&rows)).expect("the chart");
    ExitCode::SUCCESS
}

/// A request, and where it is written for plugins to read.
struct Plugins {
    request: Request,
    work: PathBuf,
}

impl Plugins {
    /// What the least of three runs of a plugin cost, and what it answered.
    fn run(&mut self, program: &Path, parameter: &str) -> (Usage, Vec<File>) {
        self.request.parameter = Some(parameter.to_owned());
        let (input, output) = (self.work.join("request"), self.work.join("response"));
        std::fs::write(&input, self.request.encode_to_vec()).expect("the request");
        let cost = best(
            3,
            || (),
            || {
                let mut shell = Command::new("sh");
                shell.args(["-c", "exec \"$0\" < \"$1\" > \"$2\""]).arg(program);
                shell.args([&input, &output]);
                shell
            },
        );
        let answer = Response::decode(&*std::fs::read(&output).expect("the response"));
        let answer = answer.expect("a response");
        assert_eq!(answer.error, None, "{}", program.display());
        (cost, answer.file)
    }
}

fn generation(plugins: &mut Plugins, ours: &Path, peers: &Path) -> Vec<Row> {
    const GROUP: &str = "generate";
    let (cost, _) = plugins.run(ours, "");
    let bound = Some((1000.0, 150.0));
    let mut rows = vec![
        Row::new(GROUP, "typewright: messages, JSON, clients, commands", cost).base().ours(bound),
    ];
    let mut sum = Usage { cpu: 0.0, wall: 0.0, memory: 0.0 };
    for (name, parameter) in PEERS {
        let (cost, _) = plugins.run(&peers.join(name), parameter);
        sum.cpu += cost.cpu;
        sum.memory = sum.memory.max(cost.memory);
        rows.push(Row::new(GROUP, name, cost));
    }
    rows.push(Row::new(GROUP, "the four together", sum));
    rows
}

/// In turns, as a machine is not as fast in one minute as in the next.
fn checks(plugins: &mut Plugins, ours: &Path, peers: &Path, work: &Work) -> Vec<Row> {
    const GROUP: &str = "cargo check";
    let mut library = |name: &str, parameter: &str| {
        work.library(name, &crates::ours(plugins.run(ours, parameter).1))
    };
    let alone = library("messages", "emit=messages");
    let calls = library("calls", "emit=messages,emit=json,emit=client");
    let all = library("all", "");
    let mut files = Vec::new();
    for (name, parameter) in &PEERS[..3] {
        files.extend(plugins.run(&peers.join(name), parameter).1);
    }
    let libraries = [alone, calls, all, work.library("peers", &crates::peers(files))];
    libraries.iter().for_each(crates::Library::warm);
    let rounds = [(); ROUNDS].map(|()| libraries.each_ref().map(crates::Library::check));
    let [alone, calls, all, theirs] = std::array::from_fn(|of| {
        rounds.map(|round| round[of]).into_iter().reduce(Usage::least).expect("a round")
    });
    let most = 1.25 * alone.cpu;
    let megabytes = 1.048_576 * calls.memory;
    vec![
        Row::new(GROUP, "prost's messages alone", alone).base(),
        Row::new(GROUP, "typewright: messages, JSON, clients", calls)
            .ours(Some((most, f64::INFINITY))),
        Row::new(GROUP, "typewright: commands, too", all)
            .ours(Some((most.min(calls.cpu + 1000.0), megabytes + 100.0))),
        Row::new(GROUP, "prost, pbjson and tonic", theirs),
    ]
}

/// Builds a tool with one command and one with all; gives how many MB the one is larger.
fn tools(plugins: &mut Plugins, ours: &Path, work: &Work, rows: &mut Vec<Row>) -> f64 {
    const GROUP: &str = "cargo build of a tool";
    let one = plugins.request.a_method();
    let (_, small) = plugins.run(ours, &format!("emit=commands,include={one}"));
    let (_, large) = plugins.run(ours, "emit=commands");
    let (small, small_size) = work.build("one-command", &crates::tool(small));
    let (large, large_size) = work.build("all-commands", &crates::tool(large));
    rows.push(Row::new(GROUP, "typewright: one command", small).base().ours(None));
    let limit = (small.cpu + 1000.0, 1.048_576 * small.memory + 100.0);
    rows.push(Row::new(GROUP, "typewright: every command", large).ours(Some(limit)));
    large_size - small_size
}

fn print(rows: &[Row]) {
    println!("| | | CPU s | MB | ratio | at most | |\n|---|---|---|---|---|---|---|");
    let mut base = 1.0;
    for row in rows {
        if row.base {
            base = row.cost.cpu;
        }
        let limit = row.limit.map_or_else(String::new, |(ms, mb)| {
            let mb = if mb.is_finite() { format!(", {mb:.0} MB") } else { String::new() };
            format!("{:.2} s{mb}", ms / 1e3)
        });
        let holds = row.holds().map_or("", |holds| if holds { "held" } else { "MISSED" });
        let (seconds, ratio) = (row.cost.cpu / 1e3, row.cost.cpu / base);
        println!(
            "| {} | {} | {seconds:.2} | {:.0} | {ratio:.2} | {limit} | {holds} |",
            row.group,
            row.what,
            row.megabytes()
        );
    }
}

/// Each group has a scale of its own.
fn draw(rows: &[Row]) -> String {
    let bar = |row: &Row| {
        let group = rows.iter().filter(|other| other.group == row.group);
        let most = group.map(|other| other.cost.cpu).fold(1.0, f64::max);
        Bar {
            group: row.group.to_owned(),
            tool: row.what.clone(),
            length: row.cost.cpu / most,
            cost: format!("{:.2} s, {:.0} MB", row.cost.cpu / 1e3, row.megabytes()),
            limit: row.limit.map(|(ms, _)| ms / most),
            ours: row.ours,
        }
    };
    let title = "CPU seconds and memory for an API; red is the bound".to_owned();
    Chart { title, bars: rows.iter().map(bar).collect() }.svg()
}

/// JSON beside pbjson: a table of nanoseconds.
fn json(root: &Path) {
    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--release", "--quiet", "--manifest-path"]);
    cargo.arg(root.join("benches/proto/json/Cargo.toml"));
    let output = cargo.output().expect("cargo");
    if !output.status.success() {
        return println!("\nno JSON:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    println!(
        "\n| µs | JSON bytes | write: ours | by serde | pbjson | read: ours | by serde | pbjson |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut cells = line.split('\t');
        let (name, bytes) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let times = cells.map(|cell| cell.parse::<f64>().unwrap_or(f64::NAN) / 1e3);
        let times: Vec<String> = times.map(|time| format!("{time:.1}")).collect();
        println!("| {name} | {bytes} | {} |", times.join(" | "));
    }
}

fn build_ours(root: &Path, target: &Path) -> PathBuf {
    if let Some(built) = std::env::var_os("PROTO_PLUGIN") {
        return built.into();
    }
    let built = target.join("ours");
    let arguments =
        ["build", "--release", "--quiet", "-p", "protoc-gen-typewright", "--target-dir"];
    succeed(Command::new("cargo").current_dir(root).args(arguments).arg(&built));
    built.join("release/protoc-gen-typewright")
}

fn install_peers(target: &Path) -> PathBuf {
    let given = std::env::var_os("PROTO_PEERS").map(PathBuf::from);
    let root = given.unwrap_or_else(|| target.join("peers"));
    if !PEERS.iter().all(|(name, _)| root.join("bin").join(name).is_file()) {
        let names = PEERS.map(|(name, _)| name);
        let install = ["install", "--quiet", "--locked", "--root"];
        succeed(Command::new("cargo").args(install).arg(&root).args(names));
    }
    root.join("bin")
}
