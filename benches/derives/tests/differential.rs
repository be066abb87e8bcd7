//! Random enums through ours, strum and a map: they agree about every text and every number.
//!
//! The enums are written by the build script; `TYPEWRIGHT_SEED=n cargo test` tries others.

#![allow(unreachable_code)] // strum, for an enum without values

use std::collections::HashMap;

use strum::IntoEnumIterator;

/// What a text stands for, by a map that is too simple to be wrong.
struct Model {
    places: HashMap<String, usize>,
    ignore_case: bool,
}

impl Model {
    fn new(texts: &[(usize, &[&str])], ignore_case: bool) -> Self {
        let mut model = Self { places: HashMap::new(), ignore_case };
        for (place, texts) in texts {
            for text in *texts {
                model.places.insert(model.key(text), *place);
            }
        }
        model
    }

    fn key(&self, text: &str) -> String {
        if self.ignore_case { text.to_ascii_lowercase() } else { text.to_owned() }
    }

    fn find(&self, text: &str) -> Option<usize> {
        self.places.get(&self.key(text)).copied()
    }
}

/// The text itself and its neighbours: cut, longer, another letter at each end and inside, other
/// case.
fn neighbours(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned(), format!("{text}x"), format!("x{text}")];
    all.extend([text.to_uppercase(), text.to_lowercase(), text.to_ascii_uppercase()]);
    let letters: Vec<char> = text.chars().collect();
    if let Some(last) = letters.len().checked_sub(1) {
        all.push(letters[1..].iter().collect());
        all.push(letters[..last].iter().collect());
        for at in [0, last / 2, last] {
            let mut other = letters.clone();
            other[at] = if other[at] == '~' { '!' } else { '~' };
            all.push(other.into_iter().collect());
        }
    }
    all
}

macro_rules! check {
    ($module:ident) => {{
        use $module::{IGNORE_CASE, TEXTS, fast, ours, theirs};
        let model = Model::new(TEXTS, IGNORE_CASE);
        let values: Vec<ours::E> = ours::E::iter().collect();
        let strums: Vec<theirs::E> = theirs::E::iter().collect();
        assert_eq!((values.len(), ours::E::COUNT), (TEXTS.len(), strums.len()));
        for (place, texts) in TEXTS {
            assert_eq!(values[*place].to_string(), texts[0]);
            assert_eq!(strums[*place].to_string(), texts[0]);
            for text in texts.iter().flat_map(|text| neighbours(text)) {
                let ours = text.parse::<ours::E>().ok();
                let expected = model.find(&text);
                assert_eq!(ours, expected.map(|at| values[at]), "{text:?}");
                assert_eq!(ours, ours::E::from_str(&text).ok(), "{text:?}");
                let fast = text.parse::<fast::E>().ok().map(|value| value as usize);
                assert_eq!(fast, ours.map(|value| value as usize), "{text:?}");
                let strum = text.parse::<theirs::E>().ok();
                let strum = strum.and_then(|found| strums.iter().position(|e| *e == found));
                assert_eq!(strum, expected, "{text:?}");
            }
        }
    }};
}

macro_rules! check_shape {
    ($module:ident) => {{
        use $module::{AROUND, KNOWN, Number, ours, theirs};
        let values: Vec<ours::E> = ours::E::iter().collect();
        let strums: Vec<theirs::E> = theirs::E::iter().collect();
        assert_eq!((values.len(), strums.len()), (KNOWN.len(), KNOWN.len()));
        let texts = KNOWN.iter().enumerate().map(|(at, (text, _))| ((*text).to_owned(), at));
        let model = Model { places: texts.collect(), ignore_case: false };
        for (at, (text, number)) in KNOWN.iter().enumerate() {
            let value = values[at];
            assert_eq!((value.as_str(), &*value.to_string()), (*text, *text));
            assert_eq!(strums[at].to_string(), *text);
            assert_eq!(
                (value as Number, value.repr(), Number::from(value)),
                (*number, *number, *number)
            );
            for near in [*number, number.wrapping_add(1), number.wrapping_sub(1), 0, Number::MAX] {
                let place = KNOWN.iter().position(|(_, other)| *other == near);
                assert_eq!(ours::E::from_repr(near), place.map(|at| values[at]), "{near}");
                assert_eq!(ours::E::try_from(near).ok(), place.map(|at| values[at]), "{near}");
                assert_eq!(theirs::E::from_repr(near), place.map(|at| strums[at]), "{near}");
            }
            for text in neighbours(text) {
                let ours = text.parse::<ours::E>().ok();
                assert_eq!(ours, model.find(&text).map(|at| values[at]), "{text:?}");
                // strum does not parse what stands around its names.
                if !AROUND {
                    let strum = text.parse::<theirs::E>().ok();
                    assert_eq!(strum, model.find(&text).map(|at| strums[at]), "{text:?}");
                }
            }
        }
    }};
}

include!(concat!(env!("OUT_DIR"), "/random.rs"));

#[test]
fn all_three_agree() {
    all();
}

#[test]
fn styles_identifiers_and_numbers_agree() {
    all_shapes();
}
