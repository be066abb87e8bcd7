//! How long ours takes to decide what nobody wrote in good faith, and what it takes of memory.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::ours;

#[path = "../../../macros/settings/tests/hostile_texts.rs"]
mod hostile_texts;

pub fn run(folder: &Path) {
    let path = folder.join("hostile.yaml");
    let files = [path.clone()];
    println!("| text | ms | peak of the process, MiB |\n|---|---|---|");
    for (name, text, _) in hostile_texts::texts() {
        std::fs::write(&path, text).expect("a file");
        let took = (0..3).map(|_| {
            let start = Instant::now();
            let decided = ours::read(&files, "log_level", &[]);
            drop(std::hint::black_box(decided));
            start.elapsed()
        });
        let least = took.min().unwrap_or(Duration::ZERO);
        println!("| {name} | {:.1} | {} |", least.as_secs_f64() * 1e3, peak(&path));
    }
}

/// In a process that does nothing else.
fn peak(path: &Path) -> String {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.args(["one", "typewright-settings", "log_level"]).arg(path).env("BENCH_PEAK", "1");
    let said = command.output().expect("a process").stdout;
    let said = String::from_utf8_lossy(&said);
    let kib = said.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    kib.and_then(|kib| kib.parse::<u32>().ok()).map_or("?".into(), |kib| (kib >> 10).to_string())
}
