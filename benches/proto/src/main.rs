//! `cargo run -- FOLDER` generates the API below FOLDER, such as google.cloud.compute with what it
//! imports, with our plugin and with the four that it takes the place of, checks what ours made, and
//! prints what each cost. `results.md` and `results.svg` hold the same.
//!
//! The peers are installed below `target/peers`. CPU seconds are those of the process (user and
//! system), memory is its highest, as GNU `time` tells them; the best of three runs counts. The
//! checks are of the generated crate alone, in one job and not incremental.

mod chart;
mod output;
mod request;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use prost::Message as _;
use request::{Request, Response};

/// The peers, with the options under which they fit together.
pub const PEERS: [(&str, &str); 4] = [
    ("protoc-gen-prost", ""),
    ("protoc-gen-prost-serde", "no_include"),
    ("protoc-gen-tonic", "no_server,no_include"),
    ("protoc-gen-prost-crate", "include_file=lib.rs,no_features"),
];

/// What a process cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub seconds: f64,
    pub megabytes: f64,
}

/// One line of the table.
pub struct Row {
    pub what: String,
    pub cost: Cost,
    /// What it may cost at most, in seconds and megabytes.
    pub limit: Option<(f64, f64)>,
}

fn main() {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).expect("FOLDER of an API");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = here.join("target");
    let ours = build_ours(here);
    let peers = install_peers(&target);
    let mut request = Request::of(&folder);
    let mut rows = Vec::new();

    let (cost, files) = plugin(&ours, &mut request, "");
    rows.push(Row { what: "typewright".into(), cost, limit: Some((1.0, 150.0)) });
    let mut sum = Cost { seconds: 0.0, megabytes: 0.0 };
    for (name, parameter) in PEERS {
        let (cost, _) = plugin(&peers.join(name), &mut request, parameter);
        sum.seconds += cost.seconds;
        sum.megabytes = sum.megabytes.max(cost.megabytes);
        rows.push(Row { what: name.into(), cost, limit: None });
    }
    rows.push(Row { what: "the four peers".into(), cost: sum, limit: None });

    // Without the commands first, so that what they add is seen.
    let mut check = |name: &str, parameter: &str| {
        let (_, files) = plugin(&ours, &mut request, parameter);
        output::check(&target, name, &output::ours(files))
    };
    let alone = check("messages", "emit=messages");
    rows.push(Row { what: "cargo check of prost's messages".into(), cost: alone, limit: None });
    let most = 1.25 * alone.seconds;
    let calls = check("calls", "emit=messages,emit=json,emit=client");
    let what = "cargo check with JSON and clients".into();
    rows.push(Row { what, cost: calls, limit: Some((most, f64::INFINITY)) });
    let all = output::check(&target, "typewright", &output::ours(files));
    let what = "cargo check with commands, too".into();
    let limit = Some((most.min(calls.seconds + 1.0), calls.megabytes + 100.0));
    rows.push(Row { what, cost: all, limit });
    let table = table(&folder, &rows, alone);
    print!("{table}");
    std::fs::write(here.join("results.md"), table).expect("results.md");
    std::fs::write(here.join("results.svg"), chart::draw(&rows)).expect("results.svg");
}

fn table(folder: &Path, rows: &[Row], alone: Cost) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut out =
        format!("API: {name}\n\n| | CPU s | MB | ratio | at most | |\n|---|---|---|---|---|---|\n");
    let ours = rows[0].cost;
    for row in rows {
        let base = if row.what.starts_with("cargo check") { alone } else { ours };
        let (limit, holds) = match row.limit {
            None => (String::new(), ""),
            Some((seconds, megabytes)) => {
                let holds = row.cost.seconds <= seconds && row.cost.megabytes <= megabytes;
                let megabytes = match megabytes.is_finite() {
                    true => format!(", {megabytes:.0} MB"),
                    false => String::new(),
                };
                (format!("{seconds:.2} s{megabytes}"), if holds { "holds" } else { "FAILS" })
            }
        };
        out += &format!(
            "| {} | {:.2} | {:.0} | {:.2} | {limit} | {holds} |\n",
            row.what,
            row.cost.seconds,
            row.cost.megabytes,
            row.cost.seconds / base.seconds,
        );
    }
    out
}

fn build_ours(here: &Path) -> PathBuf {
    let root = here.join("../..");
    let built = here.join("target/ours");
    let arguments =
        ["build", "--release", "--quiet", "-p", "protoc-gen-typewright", "--target-dir"];
    succeed(Command::new("cargo").current_dir(root).args(arguments).arg(&built));
    built.join("release/protoc-gen-typewright")
}

fn install_peers(target: &Path) -> PathBuf {
    let root = target.join("peers");
    if !PEERS.iter().all(|(name, _)| root.join("bin").join(name).is_file()) {
        let names = PEERS.map(|(name, _)| name);
        succeed(
            Command::new("cargo").args(["install", "--quiet", "--root"]).arg(&root).args(names),
        );
    }
    root.join("bin")
}

/// Runs a plugin three times: the least that it cost, and what it answered.
fn plugin(program: &Path, request: &mut Request, parameter: &str) -> (Cost, Vec<request::File>) {
    request.parameter = Some(parameter.to_owned());
    let input = std::env::temp_dir().join(format!("proto-bench-{}.request", std::process::id()));
    std::fs::write(&input, request.encode_to_vec()).expect("the request");
    let run = || measured(&Command::new(program), Some(&input));
    let runs = [run(), run(), run()];
    let cost = runs.iter().map(|(cost, _)| *cost);
    let cost = cost.min_by(|a, b| a.seconds.total_cmp(&b.seconds)).expect("three runs");
    let answer = Response::decode(&*runs[0].1).expect("a response");
    assert_eq!(answer.error, None, "{}", program.display());
    (cost, answer.file)
}

/// What a command cost by GNU `time`, and its output.
pub fn measured(command: &Command, input: Option<&Path>) -> (Cost, Vec<u8>) {
    let told = std::env::temp_dir().join(format!("proto-bench-{}.time", std::process::id()));
    let mut timed = Command::new("/usr/bin/time");
    timed.args(["-f", "%U %S %M", "-o"]).arg(&told);
    timed.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        timed.current_dir(folder);
    }
    timed.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let open = |path| std::fs::File::open(path).expect("the input");
    timed.stdin(input.map_or(Stdio::null(), |path| open(path).into()));
    let output = timed.output().expect("GNU time in /usr/bin");
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{shown}");
    let text = std::fs::read_to_string(&told).expect("what time told");
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [user, system, kilobytes] = numbers[..] else { panic!("time told {text}") };
    (Cost { seconds: user + system, megabytes: kilobytes / 1024.0 }, output.stdout)
}

pub fn succeed(command: &mut Command) {
    let status = command.status().expect("it starts");
    assert!(status.success(), "{command:?}");
}
