//! `macros/settings/tests/cases/*.yaml` through each library, each case in a process of its own.
//!
//! A case says what must come out, or the report of ours. Of that report, a peer must name as much:
//! the key, the file and line, the variable or the flag, and the word that was meant.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use figment::providers::{Format as _, Yaml};
use serde::Deserialize;
use typewright_settings::Settings as _;

use crate::matrix::{of_app, value};
use crate::ours::tree::App;
use crate::{ours, peers};

const LIBRARIES: [&str; 4] = ["typewright-settings", "figment", "config", "confique"];

/// Slower than this is a hang.
const PATIENCE: Duration = Duration::from_secs(5);

/// In KiB, of addresses.
const MEMORY: u32 = 1 << 20;

#[derive(Deserialize)]
struct Suite {
    cases: Vec<Case>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Case {
    id: String,
    files: Vec<String>,
    brackets: usize,
    required: Vec<PathBuf>,
    env: BTreeMap<String, String>,
    bytes: BTreeMap<String, Vec<u8>>,
    args: Vec<String>,
    want: BTreeMap<String, String>,
    password: Option<String>,
    report: Option<String>,
}

/// What became of a case, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Ok,
    /// Refused rightly, without all that the report of ours says.
    Unplaced,
    RefusedThoughRight,
    /// Another value, or a mistake that was taken.
    SilentlyWrong,
    HangOrCrash,
}

/// The program itself, for one library and one case: `LIBRARY KEY FILES -- ARGS`.
pub fn one(words: &[String]) -> i32 {
    let [library, key, rest @ ..] = words else { return 1 };
    let end = rest.iter().position(|word| word == "--").unwrap_or(rest.len());
    let files: Vec<PathBuf> = rest[..end].iter().map(PathBuf::from).collect();
    let args = rest.get(end + 1..).unwrap_or_default();
    let typed: Vec<_> =
        args.chunks(2).filter_map(|pair| flag(pair.first()?, pair.get(1)?)).collect();
    let read = match &**library {
        "figment" => of_app(peers::figment(&files, &typed), key),
        "config" => of_app(peers::config(&files, &typed), key),
        "confique" => peers::confique(&files, &typed).map(|app| value(&app, key)),
        _ => ours::read(&files, key, args),
    };
    if std::env::var_os("BENCH_PEAK").is_some() {
        println!("{}", std::fs::read_to_string("/proc/self/status").unwrap_or_default());
    }
    match read {
        Ok(value) => println!("{value}"),
        Err(report) => eprintln!("{report}"),
    }
    0
}

/// `--server-port` ▶ `server.port`
fn flag(flag: &str, text: &str) -> Option<(String, String)> {
    let leaves = App::SCHEMA.leaves();
    let leaf = leaves.iter().find(|leaf| leaf.flag().as_deref() == flag.strip_prefix("--"))?;
    Some((leaf.key(), text.to_owned()))
}

pub fn run(folder: &Path, each: bool) {
    let cases = cases();
    let mut table: BTreeMap<(usize, Outcome), usize> = BTreeMap::new();
    for case in &cases {
        let outcomes: Vec<Outcome> =
            LIBRARIES.iter().map(|library| judge(case, library, folder)).collect();
        if each {
            let words: Vec<&str> = outcomes.iter().map(|outcome| word(*outcome)).collect();
            println!("| {} | {} |", case.id, words.join(" | "));
        }
        for (i, outcome) in outcomes.into_iter().enumerate() {
            *table.entry((i, outcome)).or_default() += 1;
        }
    }
    println!("| of {} cases | ok | refused, place incomplete | refused though right | silently wrong | hang or crash |", cases.len());
    println!("|---|---|---|---|---|---|");
    let all = [
        Outcome::Ok,
        Outcome::Unplaced,
        Outcome::RefusedThoughRight,
        Outcome::SilentlyWrong,
        Outcome::HangOrCrash,
    ];
    for (i, library) in LIBRARIES.iter().enumerate() {
        let numbers = all.map(|outcome| table.get(&(i, outcome)).copied().unwrap_or(0).to_string());
        println!("| {library} | {} |", numbers.join(" | "));
    }
    let ours = table.get(&(0, Outcome::Ok)).copied().unwrap_or(0);
    assert_eq!(ours, cases.len(), "ours gets every case right");
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "ok",
        Outcome::Unplaced => "unplaced",
        Outcome::RefusedThoughRight => "refused",
        Outcome::SilentlyWrong => "WRONG",
        Outcome::HangOrCrash => "HANG",
    }
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../macros/settings/tests/cases");
    let files = std::fs::read_dir(folder).expect("the cases");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let suite = |file: &PathBuf| Yaml::from_path::<Suite>(file).expect("cases").cases;
    files.iter().flat_map(suite).collect()
}

fn judge(case: &Case, library: &str, folder: &Path) -> Outcome {
    let Some(report) = &case.report else {
        let worst = case.want.iter().map(|(key, want)| {
            // Values that are strings show their quotes in ours alone.
            let want = want.rsplit_once(" (").map_or(&**want, |(value, _)| value);
            let want =
                case.password.as_deref().filter(|_| key == "database.password").unwrap_or(want);
            match answer(case, library, key, folder) {
                None => Outcome::HangOrCrash,
                Some(Ok(got)) if same(&got, want) => Outcome::Ok,
                Some(Ok(_)) => Outcome::SilentlyWrong,
                Some(Err(_)) => Outcome::RefusedThoughRight,
            }
        });
        return worst.max().unwrap_or(Outcome::Ok);
    };
    let answers: Vec<_> = (0..3).map(|_| answer(case, library, "server.port", folder)).collect();
    match &answers[0] {
        None => Outcome::HangOrCrash,
        Some(Ok(_)) => Outcome::SilentlyWrong,
        Some(Err(said)) => {
            let stable = answers.iter().all(|other| *other == answers[0]);
            if stable && names_as_much(said, report, library) {
                Outcome::Ok
            } else {
                Outcome::Unplaced
            }
        }
    }
}

/// The types are those of the structs, so quotes tell nothing; durations are laid out in many ways.
fn same(got: &str, want: &str) -> bool {
    let plain = |text: &str| text.replace(['"', '\\'], "").trim_end_matches(".0").to_owned();
    let (got, want) = (plain(got), plain(if want == "not set" { "null" } else { want }));
    let escaped = got.replace('\n', "n").replace('\t', "t");
    let duration = |text: &str| humantime::parse_duration(text).ok();
    got == want || escaped == want || duration(&got).is_some_and(|d| duration(&want) == Some(d))
}

/// Runs one library on one case; `None` where it hangs or dies.
fn answer(case: &Case, library: &str, key: &str, folder: &Path) -> Option<Result<String, String>> {
    let mut files = Vec::new();
    let deep = (case.brackets > 0).then(|| format!("labels: {}", "[".repeat(case.brackets)));
    for (i, text) in case.files.iter().chain(&deep).enumerate() {
        let path = folder.join(format!("{i}.yaml"));
        std::fs::write(&path, text).expect("a file");
        files.push(path);
    }
    files.extend(case.required.iter().cloned());
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")]).arg(program);
    command.args(["one", library, key]).args(&files).arg("--").args(&case.args);
    command.env_clear().envs(case.env.iter().map(|(k, v)| (variable(k, library), v)));
    let bytes = case.bytes.iter();
    command.envs(
        bytes
            .map(|(k, v)| (k, std::os::unix::ffi::OsStringExt::from_vec(v.clone())))
            .map(|(k, v): (_, OsString)| (k, v)),
    );
    let said = (folder.join("stdout"), folder.join("stderr"));
    let file = |path: &Path| Stdio::from(std::fs::File::create(path).expect("a file"));
    let mut child = command.stdout(file(&said.0)).stderr(file(&said.1)).spawn().expect("a process");
    let start = Instant::now();
    let status = loop {
        match child.try_wait().expect("a process") {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => {
                child.kill().and_then(|()| child.wait()).expect("its end");
                return None;
            }
            None => std::thread::sleep(Duration::from_micros(500)),
        }
    };
    if !status.success() {
        return None;
    }
    let text = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let refused = text(&said.1);
    let value = text(&said.0);
    Some(if refused.is_empty() {
        Ok(value.trim_end_matches('\n').to_owned())
    } else {
        Err(refused)
    })
}

/// Peers that read any key need two underscores between sections.
fn variable(name: &str, library: &str) -> String {
    if library == LIBRARIES[0] {
        return name.to_owned();
    }
    let (leaves, join) = (App::SCHEMA.leaves(), |path: &[&str]| path.join("__").to_uppercase());
    let under = |leaf: &typewright_settings::Leaf| {
        let rest = name.strip_prefix(&leaf.env("APP"))?;
        let element = rest.strip_prefix('_').map(|element| format!("__{element}"));
        (rest.is_empty() || element.is_some())
            .then(|| format!("APP_{}{}", join(&leaf.path), element.unwrap_or_default()))
    };
    if let Some(name) = leaves.iter().find_map(under) {
        return name;
    }
    // A mistyped one, as its author would have mistyped it there.
    let sections = leaves.iter().filter(|leaf| leaf.path.len() > 1).map(|leaf| leaf.path[0]);
    let rest = |section: &str| name.strip_prefix(&format!("APP_{}_", section.to_uppercase()));
    let found = sections.into_iter().find_map(|section| Some((section, rest(section)?)));
    found.map_or(name.to_owned(), |(s, rest)| format!("APP_{}__{rest}", s.to_uppercase()))
}

/// Whether a report says what ours says of each mistake.
fn names_as_much(said: &str, ours: &str, library: &str) -> bool {
    let lower = said.to_lowercase();
    let word = |word: &str| {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let found = lower.match_indices(&word.to_lowercase()).any(|(at, found)| {
            let (before, after) = (&lower[..at], &lower[at + found.len()..]);
            !before.ends_with(part) && !after.starts_with(part)
        });
        found
    };
    ours.lines().all(|line| {
        if let Some((_, meant)) = line.split_once("did you mean `") {
            let meant = meant.trim_end_matches("`?");
            let last = meant.rsplit("__").next().unwrap_or(meant);
            return said.contains(last) || word(&variable(meant, library));
        }
        let Some(mistake) = line.strip_prefix("error: ") else { return true };
        let mut parts = mistake.split(": ");
        let first = parts.next().unwrap_or_default();
        let mut place = first.split(':');
        let (name, at) = (place.next().unwrap_or_default(), place.next());
        let is_key =
            |text: &str| !text.contains([' ', '/']) && text.starts_with(char::is_lowercase);
        let mut key = parts.next().filter(|key| is_key(key));
        let placed = match name {
            name if name.ends_with(".yaml") => {
                let line = at.is_none_or(|n| {
                    [format!(":{n}:"), format!("line {n}"), format!("at {n}"), format!("\n {n} |")]
                        .iter()
                        .any(|form| said.contains(form))
                });
                said.contains(name) && line
            }
            name if name.starts_with("APP_") => said.contains(&variable(name, library)),
            name if name.starts_with("--") => said.contains(name),
            name => {
                key = Some(name);
                true
            }
        };
        placed && key.is_none_or(|key| key.split('.').filter(|k| !k.is_empty()).all(word))
    })
}
