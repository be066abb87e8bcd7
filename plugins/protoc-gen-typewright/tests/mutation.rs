//! Broken requests are answered or refused; none of them makes the plugin panic.
//!
//! `TYPEWRIGHT_REQUESTS=100000` sets how many; the default is for every day.

use prost::Message as _;

use crate::inputs::{cases, inventory};

const REQUESTS: usize = 20_000;

fn requests() -> usize {
    let wanted = std::env::var("TYPEWRIGHT_REQUESTS").ok();
    wanted.map_or(REQUESTS, |number| number.parse().expect("TYPEWRIGHT_REQUESTS is a number"))
}

/// Numbers that look random and are the same in each run (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// Real requests. Those of published APIs are larger than they are different.
fn originals() -> Vec<Vec<u8>> {
    let sources = std::iter::once(inventory()).chain(cases());
    let mut requests: Vec<_> = sources.map(|sources| sources.request("")).collect();
    for request in requests.clone() {
        // Without the well-known types, more mutations hit what is generated.
        let mut alone = request;
        alone.proto_file.retain(|file| file.len() < 4000);
        requests.push(alone);
    }
    requests.iter().map(prost::Message::encode_to_vec).collect()
}

/// One to four changes: bits flipped, bytes set, cut off, taken out, doubled, or spliced in.
fn mutated(originals: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = originals[numbers.below(originals.len())].clone();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len());
        let length = numbers.below(40).min(bytes.len() - at);
        match numbers.below(12) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let part = bytes[at..at + length].to_vec();
                bytes.splice(at..at, part);
            }
            3 => {
                let other = &originals[numbers.below(originals.len())];
                let from = numbers.below(other.len());
                let part = other[from..(from + length).min(other.len())].to_vec();
                bytes.splice(at..at + length, part);
            }
            4..8 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
            _ if at < bytes.len() => bytes[at] = u8::try_from(numbers.below(256)).unwrap(),
            _ => {}
        }
    }
    bytes
}

#[test]
fn no_request_makes_it_panic() {
    let originals = originals();
    for original in &originals {
        protoc_gen_typewright::respond(original).unwrap();
    }
    let workers: Vec<_> = (1..=4)
        .map(|seed| {
            let originals = originals.clone();
            std::thread::spawn(move || {
                hurt(&originals, &mut Numbers(0x9e37_79b9_7f4a_7c15 >> seed))
            })
        })
        .collect();
    for worker in workers {
        let (panics, answered) = worker.join().unwrap();
        assert!(panics.is_empty(), "{} panics:\n{}", panics.len(), panics.join("\n"));
        assert!(answered > requests() / 50, "only {answered} requests came through to generation");
    }
}

/// What the panics said, and how many requests gave files.
fn hurt(originals: &[Vec<u8>], numbers: &mut Numbers) -> (Vec<String>, usize) {
    let (mut panics, mut generated) = (Vec::new(), 0);
    for _ in 0..requests() / 4 {
        if panics.len() > 20 {
            break;
        }
        let request = mutated(originals, numbers);
        match std::panic::catch_unwind(|| protoc_gen_typewright::respond(&request)) {
            Ok(Ok(answer)) => {
                let answer = prost_types::compiler::CodeGeneratorResponse::decode(&*answer);
                generated += usize::from(answer.unwrap().error.is_none());
            }
            Ok(Err(_)) => {}
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                let text = text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
                panics.push(text.unwrap_or_default());
            }
        }
    }
    panics.sort();
    panics.dedup();
    (panics, generated)
}
