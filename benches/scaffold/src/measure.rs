//! What a command costs.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// The argument with which this program runs one command and says what it cost. Only so is the peak
/// memory that of one program.
pub const ALONE: &str = "--alone";

/// What one command cost: milliseconds, milliseconds, MiB.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    pub cpu: f64,
    pub wall: f64,
    pub memory: f64,
}

/// The least of some runs, each after its preparation.
pub fn best(runs: usize, prepare: impl Fn(), command: impl Fn() -> Command) -> Usage {
    let mut least = Usage { cpu: f64::MAX, wall: f64::MAX, memory: f64::MAX };
    for _ in 0..runs {
        prepare();
        let run = once(&command());
        least.cpu = least.cpu.min(run.cpu);
        least.wall = least.wall.min(run.wall);
        least.memory = least.memory.min(run.memory);
    }
    least
}

fn once(command: &Command) -> Usage {
    let mut alone = Command::new(std::env::current_exe().expect("this program"));
    alone.arg(ALONE).arg(command.get_program()).args(command.get_args());
    alone.current_dir(command.get_current_dir().expect("a folder"));
    let output = alone.stderr(Stdio::inherit()).output().expect("this program runs");
    assert!(output.status.success(), "{command:?} failed");
    let text = String::from_utf8(output.stdout).expect("numbers");
    let numbers: Vec<f64> = text.split(' ').filter_map(|n| n.trim().parse().ok()).collect();
    let [cpu, wall, memory] = numbers[..] else { panic!("{text}") };
    Usage { cpu, wall, memory }
}

/// Runs a command and prints what it cost.
pub fn alone(mut args: impl Iterator<Item = String>) -> ExitCode {
    let mut command = Command::new(args.next().expect("a program"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output().expect("the program runs");
    let wall = start.elapsed().as_secs_f64() * 1e3;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return ExitCode::FAILURE;
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage");
    let ms = |time: TimeVal| time.tv_sec() as f64 * 1e3 + time.tv_usec() as f64 / 1e3;
    let cpu = ms(usage.user_time()) + ms(usage.system_time());
    println!("{cpu} {wall} {}", usage.max_rss() as f64 / 1024.0);
    ExitCode::SUCCESS
}

/// Whether a program is on the PATH.
pub fn there(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .any(|folder: std::path::PathBuf| Path::new(&folder).join(name).is_file())
}
