//! `cases/*.yaml`: layers in, settings with their places or the whole report out.

use std::collections::BTreeMap;
#[cfg(unix)]
use std::ffi::OsString;
use std::path::Path;

use typewright_settings::{Loaded, Loader, Problems, Settings};

use crate::tree::{App, row};

/// A file of cases, read by this crate itself.
#[derive(Settings)]
struct Suite {
    cases: Vec<Case>,
}

#[derive(Settings)]
struct Case {
    /// What the case is called.
    id: String,
    /// What it shows.
    #[expect(dead_code, reason = "it is for the reader of the file")]
    what: String,
    /// Texts of files, the weakest first; they are called `0.yaml`, `1.yaml` …
    files: Vec<String>,
    /// As many opening brackets in one more file: `labels: [[[…`.
    brackets: Option<usize>,
    /// Paths of files that must be there.
    required: Vec<String>,
    /// Variables.
    env: BTreeMap<String, String>,
    /// Variables that are no text.
    #[cfg_attr(not(unix), expect(dead_code, reason = "they are made of bytes on Unix alone"))]
    bytes: BTreeMap<String, Vec<u8>>,
    /// Arguments.
    args: Vec<String>,
    /// What must come out: `value (place)` by key.
    want: BTreeMap<String, String>,
    /// The password that must come out, which no row shows.
    password: Option<String>,
    /// The report that must come out instead.
    report: Option<String>,
}

fn load(case: &Case) -> Result<Loaded<App>, Problems> {
    let command = App::flags(clap::Command::new("app").no_binary_name(true), "APP");
    let matches = command.try_get_matches_from(&case.args).expect("flags that clap knows");
    let deep = case.brackets.map(|n| format!("labels: {}", "[".repeat(n)));
    let mut loader = Loader::new("APP").flags(&matches);
    for (i, text) in case.files.iter().chain(&deep).enumerate() {
        loader = loader.text(format!("{i}.yaml"), text);
    }
    loader = case.required.iter().fold(loader, Loader::required_file);
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        let bytes = case.bytes.iter();
        let bytes = bytes.map(|(k, v)| (k.into(), OsString::from_vec(v.clone())));
        loader = loader.env(bytes);
    }
    loader.env(case.env.iter().map(|(k, v)| (k.into(), v.into()))).load()
}

fn run(case: &Case) -> Result<(), String> {
    let compare = |what: &str, got: &str, want: &str| {
        if got == want { Ok(()) } else { Err(format!("{what}\n-- got\n{got}\n-- want\n{want}")) }
    };
    match (load(case), &case.report) {
        (Ok(_), None) if case.want.is_empty() => Err("the case wants nothing".to_owned()),
        (Ok(app), None) => {
            if let Some(want) = &case.password {
                compare("password", &app.value.database.password, want)?;
            }
            case.want.iter().try_for_each(|(key, want)| compare(key, &row(&app, key), want))
        }
        (Ok(_), Some(_)) => Err("it was accepted".to_owned()),
        (Err(problems), want) => {
            let again = load(case).expect_err("the same mistake").to_string();
            compare("second run", &again, &problems.to_string())?;
            compare("report", &problems.to_string(), want.as_deref().unwrap_or_default().trim_end())
        }
    }
}

#[test]
fn every_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let (mut count, mut failed) = (0, Vec::new());
    for path in paths {
        let suite = Loader::new("CASES").required_file(&path).load::<Suite>();
        let suite = suite.unwrap_or_else(|problems| panic!("{problems}"));
        for case in &suite.value.cases {
            count += 1;
            if let Err(why) = run(case) {
                failed.push(format!("## {}\n{why}", case.id));
            }
        }
    }
    assert!(failed.is_empty(), "{} of {count} failed\n{}", failed.len(), failed.join("\n"));
    assert!(count >= 200, "only {count} cases were found");
}
