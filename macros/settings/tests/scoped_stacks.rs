//! Random stacks of everything that there is: files of the system, of the user and of projects, each
//! with profiles, then variables, `--set` and flags. The strongest wins and is named; one broken
//! scalar, or one that its file may not set, is reported with its key and its exact place and nothing
//! else is.
//!
//! `TYPEWRIGHT_STACKS=100000` runs more of them, `TYPEWRIGHT_STACKS_FROM` begins at another one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Command;
use typewright_settings::{Loaded, Loader, Problems, Scope, Settings};

use crate::stacks::{Random, SETTINGS, TYPED, WRONG, seeds};
use crate::tree::App;

#[derive(Settings)]
#[settings(profiles, set)]
#[expect(dead_code, reason = "the rows are what counts")]
struct Whole {
    #[setting(flatten)]
    app: App,
    #[setting(scope = "user")]
    editor: Option<String>,
    #[setting(scope = "env")]
    session: Option<u16>,
}

/// The settings of the tree, and those that not every file may set.
const ALL: [(&str, &str, [&str; 3]); 12] = {
    let mut all = [("", "", [""; 3]); 12];
    let mut i = 0;
    while i < SETTINGS.len() {
        all[i] = SETTINGS[i];
        i += 1;
    }
    all[10] = ("editor", "--editor", ["e1x", "e2x", "e3x"]);
    all[11] = ("session", "--session", ["11", "12", "13"]);
    all
};

/// The weakest first.
const FILES: [(&str, Scope); 4] = [
    ("system.yaml", Scope::System),
    ("user.yaml", Scope::User),
    ("../app.yaml", Scope::Project),
    ("app.yaml", Scope::Project),
];

const PROFILES: [&str; 2] = ["dev", "prod"];

/// The part of a stack that says something: a file, a profile in one, or a layer outside of files.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    File(usize),
    Profile(usize, usize),
    Variables,
    Set,
    Flags,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::File(_) => "file",
            Part::Profile(..) => "profile",
            Part::Variables => "variables",
            Part::Set => "set",
            Part::Flags => "flags",
        }
    }
}

/// Values by key, each with its place.
type Said = BTreeMap<&'static str, (&'static str, String)>;

fn may_set(key: &str, scope: Scope) -> bool {
    key != "session" && (key != "editor" || scope != Scope::Project)
}

/// The mistake of a stack: where, what, and where it must be told.
struct Broken {
    part: Part,
    key: &'static str,
    place: String,
}

impl Broken {
    fn in_some_stacks(random: &mut Random) -> Option<Broken> {
        if random.below(2) == 0 {
            return None;
        }
        let file = random.below(4);
        let part = match random.below(5) {
            0 => Part::File(file),
            1 => Part::Profile(file, random.below(2)),
            2 => Part::Variables,
            3 => Part::Set,
            _ => Part::Flags,
        };
        let in_file = matches!(part, Part::File(_) | Part::Profile(..));
        // Outside of files, any text is right for most of them.
        let key = ALL[random.below(if in_file { ALL.len() } else { TYPED })].0;
        Some(Broken { part, key, place: String::new() })
    }
}

/// Adds what a file or profile says, at an indentation.
fn entries(
    text: &mut String,
    (part, indent): (Part, &str),
    random: &mut Random,
    broken: &mut Option<Broken>,
) -> Said {
    let (Part::File(file) | Part::Profile(file, _)) = part else { return Said::new() };
    let ((name, scope), mut said, mut open) = (FILES[file], Said::new(), "");
    for (key, _, values) in &ALL {
        let here = broken.as_mut().filter(|broken| broken.part == part && broken.key == *key);
        if here.is_none() && (random.below(2) == 0 || !may_set(key, scope)) {
            continue;
        }
        let (section, leaf) = key.split_once('.').unwrap_or(("", key));
        if section != open && !section.is_empty() {
            writeln!(text, "{indent}{section}:").expect("a string");
        }
        open = section;
        let inner = if section.is_empty() { "" } else { "   " };
        let gap = " ".repeat(1 + random.below(2));
        let (line, col) = (text.lines().count() + 1, indent.len() + inner.len() + 1);
        let at = |col: usize| format!("{name}:{line}:{col}");
        let value = match here {
            // What may not stand there is told at its key, whatever its value.
            Some(broken) if !may_set(key, scope) => {
                broken.place = at(col);
                values[random.below(3)]
            }
            Some(broken) => {
                broken.place = at(col + leaf.len() + 1 + gap.len());
                "{x: [y]}"
            }
            None => values[random.below(3)],
        };
        writeln!(text, "{indent}{inner}{leaf}:{gap}{value}").expect("a string");
        said.insert(*key, (value, at(col + leaf.len() + 1 + gap.len())));
    }
    said
}

/// One file: its text, what it says, and what it says for each profile.
fn file(
    number: usize,
    random: &mut Random,
    broken: &mut Option<Broken>,
    profiles: &mut BTreeMap<&'static str, Said>,
) -> (String, Said) {
    let (mut text, mut said) = ("# comment\n".repeat(random.below(3)), Said::new());
    let base_first = random.below(2) == 0;
    if base_first {
        said = entries(&mut text, (Part::File(number), ""), random, broken);
    }
    let mut nested = String::new();
    let above = text.lines().count() + 1;
    for (i, profile) in PROFILES.iter().enumerate() {
        let part = Part::Profile(number, i);
        if random.below(2) == 0 && broken.as_ref().is_none_or(|broken| broken.part != part) {
            continue;
        }
        if nested.is_empty() {
            // The lines above, for the numbers of those that follow.
            nested = "\n".repeat(above);
        }
        writeln!(nested, "  {profile}:").expect("a string");
        let more = entries(&mut nested, (part, "    "), random, broken);
        if more.is_empty() {
            writeln!(nested, "    {{}}").expect("a string");
        }
        profiles.entry(*profile).or_default().extend(more);
    }
    if !nested.is_empty() {
        text.push_str("profiles:\n");
        text.push_str(&nested[above..]);
    }
    if !base_first {
        said = entries(&mut text, (Part::File(number), ""), random, broken);
    }
    (text, said)
}

/// What variables, `--set` or flags say, each as name and value.
fn words(part: Part, random: &mut Random, broken: &mut Option<Broken>) -> (Vec<[String; 2]>, Said) {
    let (mut words, mut said) = (Vec::new(), Said::new());
    for (key, flag, values) in &ALL {
        let here = broken.as_mut().filter(|broken| broken.part == part && broken.key == *key);
        let name = match part {
            Part::Flags => (*flag).to_owned(),
            Part::Set => (*key).to_owned(),
            _ => format!("APP_{}", key.replace('.', "_")).to_uppercase(),
        };
        if name.is_empty() || random.below(5) > 0 && here.is_none() {
            continue;
        }
        let place = if part == Part::Set { "--set".to_owned() } else { name.clone() };
        let value = match here {
            Some(broken) => {
                broken.place.clone_from(&place);
                WRONG
            }
            None => values[random.below(3)],
        };
        said.insert(*key, (value, place));
        words.push([name, value.to_owned()]);
    }
    (words, said)
}

/// A stack, and what it must come to.
struct Stack {
    files: Vec<(&'static str, Scope, String)>,
    env: Vec<[String; 2]>,
    args: Vec<String>,
    expected: Said,
    broken: Option<Broken>,
}

impl Stack {
    fn new(seed: u64) -> Stack {
        let mut random = Random::new(seed);
        let random = &mut random;
        let mut broken = Broken::in_some_stacks(random);
        let (mut files, mut expected, mut profiles) = (Vec::new(), Said::new(), BTreeMap::new());
        let mut chosen = None;
        for (number, (name, scope)) in FILES.iter().enumerate() {
            let forced = broken.as_ref().is_some_and(
                |broken| matches!(broken.part, Part::File(n) | Part::Profile(n, _) if n == number),
            );
            if random.below(2) == 0 || forced {
                let (text, said) = file(number, random, &mut broken, &mut profiles);
                files.push((*name, *scope, text));
                expected.extend(said);
            }
        }
        let names: Vec<&str> = profiles.keys().copied().collect();
        let mut some = |n: usize| {
            (!names.is_empty() && random.below(n) == 0).then(|| names[random.below(names.len())])
        };
        // A file selects one, a variable another, a flag a third: the strongest counts.
        let (by_file, by_variable, by_flag) = (some(2), some(3), some(3));
        if let (Some(profile), Some((.., text))) = (by_file, files.last_mut()) {
            writeln!(text, "profile: {profile}").expect("a string");
            chosen = Some(profile);
        }
        let (mut env, set) = (words(Part::Variables, random, &mut broken), Part::Set);
        let (set, flags) =
            (words(set, random, &mut broken), words(Part::Flags, random, &mut broken));
        env.0.extend(by_variable.map(|name| ["APP_PROFILE".to_owned(), name.to_owned()]));
        let chosen = by_flag.or(by_variable).or(chosen);
        expected.extend(chosen.and_then(|profile| profiles.remove(profile)).unwrap_or_default());
        expected.extend(env.1);
        expected.extend(set.1);
        expected.extend(flags.1);
        let mut args: Vec<String> = flags.0.iter().map(|[flag, v]| format!("{flag}={v}")).collect();
        args.extend(set.0.iter().map(|[key, value]| format!("--set={key}={value}")));
        args.extend(by_flag.map(|name| format!("--profile={name}")));
        Stack { files, env: env.0, args, expected, broken }
    }

    fn load(&self) -> Result<Loaded<Whole>, Problems> {
        let command = Whole::flags(Command::new("app").no_binary_name(true), "APP");
        let matches = command.try_get_matches_from(&self.args).expect("flags that clap knows");
        let files = self.files.iter();
        let loader = files.fold(Loader::new("APP"), |loader, (name, scope, text)| {
            loader.text_of(*scope, *name, text.as_str())
        });
        let env = self.env.iter().map(|[name, value]| (name.into(), value.into()));
        loader.env(env).flags(&matches).load()
    }
}

#[test]
fn profiles_and_scopes_too() {
    let (mut right, mut wrong) = (0, BTreeMap::<&str, usize>::new());
    for seed in seeds(5_000) {
        let stack = Stack::new(seed);
        let loaded = stack.load().map(|loaded| {
            let rows = loaded.origins();
            let row = |row: &typewright_settings::Row| {
                (row.key.clone(), (row.value.clone(), row.origin.to_string()))
            };
            rows.map(row).collect::<BTreeMap<_, _>>()
        });
        if let Some(Broken { part, key, place }) = stack.broken {
            let report = loaded.expect_err("a mistake").to_string();
            let start = format!("error: {place}: {key}: ");
            assert!(report.starts_with(&start), "seed {seed}, {part:?}: {start}\n{report}");
            assert_eq!(report.matches("error:").count(), 1, "seed {seed}: {report}");
            let kind = if report.contains(" may ") { "scope" } else { part.name() };
            *wrong.entry(kind).or_default() += 1;
            continue;
        }
        right += 1;
        let rows = loaded.unwrap_or_else(|problems| panic!("seed {seed}: {problems}"));
        for (key, (value, place)) in &rows {
            let got = (value.as_deref().unwrap_or("null"), &**place);
            match stack.expected.get(&**key) {
                Some((value, place)) => assert_eq!(got, (*value, &**place), "seed {seed}: {key}"),
                None => assert_eq!(got.1, "default", "seed {seed}: {key}"),
            }
        }
        assert!(stack.expected.keys().all(|key| rows.contains_key(*key)), "seed {seed}");
    }
    // Nothing of it was left out by chance.
    assert!(right > 1_000 && wrong.len() == 6, "{right} {wrong:?}");
    assert!(wrong.values().all(|&n| n > 20), "{wrong:?}");
}
