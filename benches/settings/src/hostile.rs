//! How long ours takes to decide what nobody wrote in good faith, and what it takes of memory.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::ours;

#[path = "../../../macros/settings/tests/hostile_texts.rs"]
mod hostile_texts;

pub fn run(folder: &Path) {
    let path = folder.join("hostile.yaml");
    let files = [path.clone()];
    println!("| text | ms of CPU | peak of the process, MiB |\n|---|---|---|");
    for (name, text, _) in hostile_texts::texts() {
        std::fs::write(&path, text).expect("a file");
        let took = (0..3).map(|_| {
            let start = cpu();
            let decided = ours::read(&files, "log_level", &[]);
            drop(std::hint::black_box(decided));
            cpu() - start
        });
        let least = took.min().unwrap_or(Duration::ZERO);
        println!("| {name} | {:.1} | {} |", least.as_secs_f64() * 1e3, peak(&path));
    }
}

/// What this thread has had of a processor, whoever else shares it.
fn cpu() -> Duration {
    // It is brought up to date where the thread gives way.
    std::thread::yield_now();
    let times = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = times.split(' ').next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
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
