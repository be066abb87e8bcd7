//! What templates draw by lot. Here it follows from an answer, `_seed`, so that the same answers give
//! the same project.

use std::fmt::Write as _;

use minijinja::{Environment, Error, State, Value};
use sha2::{Digest, Sha256};

use super::python::wrong;

/// The question that stands for chance.
pub(in crate::template) const SEED: &str = "_seed";

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const PUNCTUATION: &[u8] = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

pub(super) fn add_to(env: &mut Environment<'_>) {
    env.add_function(
        "random_ascii_string",
        |state: &mut State<'_, '_>, length: usize, all: Option<bool>| {
            let mut letters = LETTERS.to_vec();
            if all.unwrap_or(false) {
                letters.extend_from_slice(PUNCTUATION);
            }
            let mut text = String::new();
            for byte in draw(state, length.min(1 << 16))? {
                text.push(char::from(letters[usize::from(byte) % letters.len()]));
            }
            Ok::<_, Error>(text)
        },
    );
    env.add_function("uuid4", |state: &mut State<'_, '_>| {
        let mut bytes = draw(state, 16)?;
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let mut text = String::new();
        for (at, byte) in bytes.into_iter().enumerate() {
            text.push_str(if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" });
            let _ = write!(text, "{byte:02x}");
        }
        Ok::<_, Error>(text)
    });
    env.add_filter("random", one_of);
}

/// One character of a text, or one item of a list.
fn one_of(state: &mut State<'_, '_>, value: &Value) -> Result<Value, Error> {
    let all: Vec<Value> = match value.as_str() {
        Some(text) => text.chars().map(Value::from).collect(),
        None => value.try_iter()?.collect(),
    };
    let drawn = draw(state, 8)?.into_iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(byte));
    let at = drawn.checked_rem(all.len() as u64).and_then(|at| usize::try_from(at).ok());
    Ok(at.map_or(Value::UNDEFINED, |at| all[at].clone()))
}

/// Bytes that follow from the seed, the file, and how often it asked before.
fn draw(state: &mut State<'_, '_>, length: usize) -> Result<Vec<u8>, Error> {
    let of = |name: &str| state.lookup(name)?.get_attr(SEED).ok();
    let seed = state.lookup(SEED).or_else(|| of("cookiecutter"));
    let seed = seed.filter(|seed| seed.as_str().is_some());
    let seed = seed.ok_or_else(|| wrong(format!("chance needs the answer `{SEED}`")))?;
    let count = state.get_temp(SEED).and_then(|count| i64::try_from(count).ok()).unwrap_or(0);
    state.set_temp(SEED, Value::from(count + 1));
    // The name of the file alone: where the template lies must not matter.
    let file = state.name().rsplit('/').next().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    for block in 0u64.. {
        if bytes.len() >= length {
            break;
        }
        let text = format!("{seed}\n{file}\n{count}\n{block}");
        bytes.extend(Sha256::digest(text));
    }
    bytes.truncate(length);
    Ok(bytes)
}
