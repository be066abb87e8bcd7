//! What the benchmarks share: what a command costs, and a chart of bars.
//!
//! A benchmark that measures commands begins its `main` with [`alone`].

mod chart;

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

pub use chart::{Bar, Chart};

const ALONE: &str = "--alone";

/// What one command cost: milliseconds of CPU (user and system, with all its children), milliseconds
/// of the clock, and MiB of memory at its highest.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    pub cpu: f64,
    pub wall: f64,
    pub memory: f64,
}

impl Usage {
    /// What is the less of two, each figure by itself.
    #[must_use]
    pub fn least(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.min(other.cpu),
            wall: self.wall.min(other.wall),
            memory: self.memory.min(other.memory),
        }
    }
}

/// If this program was started to run one command and to say what it cost, does so. Only in a
/// process of its own is the highest memory that of one command.
pub fn alone() -> Option<ExitCode> {
    let mut args = std::env::args_os().skip(1);
    if args.next()? != ALONE {
        return None;
    }
    let mut command = Command::new(args.next().expect("a program"));
    command.args(args).stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output().expect("the program runs");
    let wall = start.elapsed().as_secs_f64() * 1e3;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return Some(ExitCode::FAILURE);
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage");
    let ms = |time: TimeVal| time.tv_sec() as f64 * 1e3 + time.tv_usec() as f64 / 1e3;
    let cpu = ms(usage.user_time()) + ms(usage.system_time());
    println!("{cpu} {wall} {}", usage.max_rss() as f64 / 1024.0);
    Some(ExitCode::SUCCESS)
}

/// The least of some runs, each after its preparation.
///
/// # Panics
/// If a run fails, with what it said.
pub fn best(runs: usize, mut prepare: impl FnMut(), command: impl Fn() -> Command) -> Usage {
    let mut least = Usage { cpu: f64::MAX, wall: f64::MAX, memory: f64::MAX };
    for _ in 0..runs {
        prepare();
        least = least.least(once(&command()));
    }
    least
}

fn once(command: &Command) -> Usage {
    let mut alone = Command::new(std::env::current_exe().expect("this program"));
    alone.arg(ALONE).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        alone.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => alone.env(name, value),
            None => alone.env_remove(name),
        };
    }
    let output = alone.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.expect("this program runs");
    assert!(output.status.success(), "{command:?} failed");
    let text = String::from_utf8(output.stdout).expect("numbers");
    let numbers: Vec<f64> = text.split(' ').filter_map(|n| n.trim().parse().ok()).collect();
    let [cpu, wall, memory] = numbers[..] else { panic!("{text}") };
    Usage { cpu, wall, memory }
}

/// Whether a program is on the PATH.
pub fn there(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| Path::new(&folder).join(name).is_file())
}

/// Runs what a benchmark stands on.
///
/// # Panics
/// If it fails.
pub fn succeed(command: &mut Command) {
    let status = command.status().expect("it starts");
    assert!(status.success(), "{command:?}");
}
