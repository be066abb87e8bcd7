//! Mistaken input of every kind is answered, never by a panic.

use crate::{folder, protos};
use typewright_compiler::compile;

/// How many inputs are tried; `TYPEWRIGHT_MUTATIONS` says otherwise.
const COUNT: u64 = 20_000;

/// A sequence of numbers that is the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}

/// Splits a text into words, numbers and single other characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut start = 0;
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = false;
    for (index, c) in text.char_indices() {
        if index > start && !(word(c) && before) {
            all.push(&text[start..index]);
            start = index;
        }
        before = word(c);
    }
    all.push(&text[start..]);
    all
}

fn mutate(numbers: &mut Numbers, text: &[&str], words: &[&str]) -> String {
    let mut tokens = text.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(tokens.len());
        let word = words[numbers.below(words.len())];
        match numbers.below(7) {
            0 => tokens[at] = "",
            1 => tokens[at] = word,
            2 => tokens.insert(at, word),
            3 => tokens.truncate(at + 1),
            4 => {
                let other = numbers.below(tokens.len());
                tokens.swap(at, other);
            }
            5 => {
                let end = (at + 1 + numbers.below(30)).min(tokens.len());
                tokens.extend_from_within(at..end);
            }
            _ => {
                let odd = ["\0", "é", "\u{feff}", "\"", "'", "/*", "{", "}", "<", "0x", "1e", "\\"];
                tokens.insert(at, odd[numbers.below(odd.len())]);
            }
        }
        if tokens.is_empty() {
            break;
        }
    }
    tokens.concat()
}

#[test]
fn never_panics() {
    let folder = folder("cases");
    let names = protos(&folder);
    let read = |name: &String| std::fs::read_to_string(folder.join(name)).unwrap();
    let texts: Vec<String> = names.iter().map(read).collect();
    let all: Vec<Vec<&str>> = texts.iter().map(|text| tokens(text)).collect();
    let words: Vec<&str> = all.concat();
    let named = std::env::var("TYPEWRIGHT_MUTATIONS").ok();
    let count = named.map_or(COUNT, |text| text.parse().unwrap());
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut accepted = 0;
    for _ in 0..count {
        let seed = numbers.below(all.len());
        let text = mutate(&mut numbers, &all[seed], &words);
        let mut open = |name: &str| {
            Ok(match name {
                "mutated.proto" => Some(text.clone()),
                _ => names.iter().position(|own| own == name).map(|at| texts[at].clone()),
            })
        };
        match compile(&["mutated.proto"], &mut open) {
            Ok(_) => accepted += 1,
            Err(problems) => {
                let own = problems.iter().filter(|problem| problem.place.file == "mutated.proto");
                for problem in own {
                    assert!(problem.place.span.end <= text.len(), "{problem}");
                }
                assert!(!problems.is_empty());
            }
        }
    }
    // Some mutations must be harmless, or the mistakes would hide all that comes behind them.
    assert!(accepted * 100 > count, "only {accepted} of {count} inputs are accepted");
}
