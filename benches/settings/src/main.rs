//! Load time, and how many of the cases of the settings' own tests each library gets right.

mod cases;
mod hostile;
mod matrix;
#[allow(dead_code)] // what is not read here is read by the layers
mod ours;
mod peers;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const BASE: &str = "\
log_level: warn
server:
  bind_addr: 0.0.0.0
  port: 80
  request_timeout: 45s
database:
  url: postgres://db.internal/app
  pool_size: 16
  replica_urls: [postgres://r1/app, postgres://r2/app]
allowed_origins:
  - https://a.example
  - https://b.example
feature_flags: {new_ui: true, beta: false}
";
const OVER: &str = "\
server:
  port: 81
  max_body_bytes: 1048576
  tls:
    cert_path: /etc/app/tls.pem
    min_version: \"1.3\"
labels: {team: core, zone: eu-1}
http:
  keep_alive: false
  idle_secs: 30
";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("one", words)) = words.split_first().map(|(first, rest)| (&**first, rest)) {
        std::process::exit(cases::one(words));
    }
    let folder = std::env::temp_dir().join(format!("bench-settings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    match std::env::args().nth(1).as_deref() {
        Some("hostile") => hostile::run(&folder),
        Some("matrix") => matrix::run(&folder),
        Some("cases") => cases::run(&folder, words.iter().any(|word| word == "--each")),
        _ => speed(&folder),
    }
    std::fs::remove_dir_all(&folder).expect("the folder");
}

/// Two files and three variables over the defaults.
fn speed(folder: &Path) {
    let files: Vec<PathBuf> = [("base.yaml", BASE), ("over.yaml", OVER)]
        .iter()
        .map(|(name, text)| {
            let path = folder.join(name);
            std::fs::write(&path, text).expect("a file");
            path
        })
        .collect();
    let env = [("SERVER_PORT", "9000"), ("DATABASE_POOL_SIZE", "4"), ("LOG_LEVEL", "debug")];
    let ours: Vec<_> = env.map(|(k, v)| (format!("APP_{k}"), v.to_owned())).into();
    for (name, value) in
        [("SERVER__PORT", "9000"), ("DATABASE__POOL_SIZE", "4"), ("LOG_LEVEL", "debug")]
    {
        std::env::set_var(format!("APP_{name}"), value);
    }
    println!("two files and three variables, each value with its place where there are places");
    let base = time(|| u64::from(ours::load(&files, &ours)));
    report("typewright-settings", base, base);
    report(
        "figment",
        time(|| u64::from(peers::figment(&files, &[]).expect("it").server.port)),
        base,
    );
    report("config", time(|| u64::from(peers::config(&files, &[]).expect("it").server.port)), base);
    let port = |value: serde_json::Value| value["server"]["port"].as_u64().expect("a port");
    report("confique", time(|| port(peers::confique(&files, &[]).expect("it"))), base);
}

/// The least time of many runs: others share this machine.
fn time(load: impl Fn() -> u64) -> Duration {
    let run = || {
        let start = Instant::now();
        assert_eq!(black_box(load()), 9000);
        start.elapsed()
    };
    (0..3000).map(|_| run()).min().unwrap_or_default()
}

fn report(name: &str, took: Duration, ours: Duration) {
    let ratio = took.as_secs_f64() / ours.as_secs_f64();
    println!("{name:20} {:8.1} µs  {ratio:5.2} of ours", took.as_secs_f64() * 1e6);
}
