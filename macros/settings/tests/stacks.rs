//! Random stacks of layers against a model of a few lines: the strongest layer that sets a scalar
//! wins, maps add up by key, lists are replaced, and the origin is the winner's place.
//!
//! `TYPEWRIGHT_STACKS=100000` runs more of them, `TYPEWRIGHT_STACKS_FROM` begins at another one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::tree::load;

/// A setting, its flag, and values for it that differ from each other as text.
pub(crate) const SETTINGS: &[(&str, &str, [&str; 3])] = &[
    ("log_level", "--log-level", ["debug", "warn", "error"]),
    ("server.port", "--server-port", ["1", "2", "3"]),
    ("server.request_timeout", "--server-request-timeout", ["1s", "2s", "3m"]),
    ("server.max_body_bytes", "--server-max-body-bytes", ["4", "5", "6"]),
    ("http.keep_alive", "--http-keep-alive", ["true", "false", "true"]),
    ("database.pool_size", "--database-pool-size", ["7", "8", "9"]),
    ("database.url", "--database-url", ["u1x", "u2x", "u3x"]),
    ("allowed_origins", "--allowed-origins", ["[a]", "[b, c]", "[]"]),
    ("labels.team", "", ["t1x", "t2x", "t3x"]),
    ("labels.zone", "", ["z1x", "z2x", "z3x"]),
];

/// How many of them, the first ones, do not take every text.
pub(crate) const TYPED: usize = 6;

/// What none of those takes.
pub(crate) const WRONG: &str = "w r o n g";

/// The numbers of the stacks to run: that many from 0 on, if nothing else is said.
pub(crate) fn seeds(count: u64) -> Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let from = number("TYPEWRIGHT_STACKS_FROM").unwrap_or(0);
    from..from + number("TYPEWRIGHT_STACKS").unwrap_or(count)
}

/// xorshift64*: the same numbers on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed * 2 + 1)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).expect("31 bits") % n
    }
}

/// What one file says, laid out in one of several ways, and the place of each value.
fn file(
    name: &str,
    random: &mut Random,
    broken: Option<&str>,
) -> (String, BTreeMap<&'static str, (&'static str, String)>) {
    let (mut text, mut said, mut open) = (String::new(), BTreeMap::new(), "");
    for _ in 0..random.below(3) {
        text.push_str("# comment\n\n");
    }
    for (key, _, values) in SETTINGS {
        let forced = broken == Some(*key);
        if random.below(2) == 0 && !forced {
            continue;
        }
        let (section, leaf) = key.split_once('.').unwrap_or(("", key));
        if section != open && !section.is_empty() {
            writeln!(text, "{section}:").expect("a string");
        }
        open = section;
        let indent = if section.is_empty() { "" } else { "   " };
        let gap = " ".repeat(1 + random.below(2));
        let value = if forced { "{x: [y]}" } else { values[random.below(3)] };
        let line = text.lines().count() + 1;
        let col = indent.len() + leaf.len() + 1 + gap.len() + 1;
        writeln!(text, "{indent}{leaf}:{gap}{value}").expect("a string");
        said.insert(*key, (value, format!("{name}:{line}:{col}")));
    }
    (text, said)
}

/// What must come out: the value and its place by key; under `broken`, the key that is.
type Expected = BTreeMap<&'static str, (&'static str, String)>;

/// What variables or flags say, each by its name.
fn words(
    layer: &str,
    one_in: usize,
    random: &mut Random,
    broken: Option<&str>,
    expected: &mut Expected,
) -> Vec<(String, &'static str)> {
    let mut words = Vec::new();
    for (key, flag, values) in SETTINGS {
        let broken = broken == Some(*key);
        let name = match layer {
            "flag" => (*flag).to_owned(),
            _ => format!("APP_{}", key.replace('.', "_")).to_uppercase(),
        };
        if name.is_empty() || random.below(one_in) > 0 && !broken {
            continue;
        }
        let value = if broken { WRONG } else { values[random.below(3)] };
        expected.insert(key, (value, name.clone()));
        if broken {
            expected.insert("broken", (key, name.clone()));
        }
        words.push((name, value));
    }
    words
}

#[test]
fn the_strongest_layer_wins_and_is_named() {
    for seed in seeds(10_000) {
        let mut random = Random::new(seed);
        let names = ["a.yaml", "b.yaml", "c.yaml"];
        let files = &names[..random.below(4)];
        // In some stacks one scalar of one layer is broken.
        let layers: Vec<&str> = files.iter().copied().chain(["variable", "flag"]).collect();
        let broken = layers.get(random.below(8)).map(|layer| {
            let among = if files.contains(layer) { SETTINGS } else { &SETTINGS[..TYPED] };
            (*layer, among[random.below(among.len())].0)
        });
        let mut expected = Expected::new();
        let mut texts = Vec::new();
        for name in files {
            let here = broken.filter(|(file, _)| file == name).map(|(_, key)| key);
            let (text, said) = file(name, &mut random, here);
            texts.push((*name, text));
            if let Some(key) = here {
                let report = &said[key].1;
                expected.insert("broken", (key, report.clone()));
            }
            expected.extend(said);
        }
        let mut said = |layer: &str, one_in: usize| {
            let here = broken.filter(|(there, _)| *there == layer).map(|(_, key)| key);
            words(layer, one_in, &mut random, here, &mut expected)
        };
        let (env, args) = (said("variable", 4), said("flag", 5));
        let args: Vec<String> =
            args.iter().map(|(flag, value)| format!("{flag}={value}")).collect();
        let texts: Vec<_> = texts.iter().map(|(name, text)| (*name, &**text)).collect();
        let env: Vec<_> = env.iter().map(|(name, value)| (&**name, *value)).collect();
        let args: Vec<_> = args.iter().map(|arg| &**arg).collect();
        let loaded = load(&texts, &env, &args);
        if let Some((key, place)) = expected.remove("broken") {
            let report = loaded.expect_err("a broken scalar").to_string();
            let wanted = format!("error: {place}: {key}: expected ");
            assert!(report.starts_with(&wanted), "seed {seed}: {wanted}\n{report}");
            assert_eq!(report.matches("error:").count(), 1, "seed {seed}: {report}");
            continue;
        }
        let app = loaded.unwrap_or_else(|problems| panic!("seed {seed}: {problems}"));
        for row in app.origins() {
            let got = (row.value.as_deref().unwrap_or("null"), row.origin.to_string());
            match expected.get(&*row.key) {
                Some((value, place)) => assert_eq!(got, (*value, place.clone()), "seed {seed}"),
                None => assert_eq!(got.1, "default", "seed {seed}: {}", row.key),
            }
        }
        let rows: Vec<&str> = app.origins().map(|row| &*row.key).collect();
        assert!(expected.keys().all(|key| rows.contains(key)), "seed {seed}");
    }
}
