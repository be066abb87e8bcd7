//! The property that everything rests on: nothing is lost between types, bytes, JSON and flags.

use prost::Message as _;
use typewright_ops::dynamic::DynamicMessage;
use typewright_ops::json::{self, Types};

use crate::random::Random;
use crate::schema::{WORLD, World};

/// Bytes, so that NaN equals itself.
fn bytes(world: &World) -> Vec<u8> {
    world.encode_to_vec()
}

fn typed(message: &DynamicMessage) -> World {
    World::decode(message.encode().as_slice()).expect("bytes that prost reads")
}

#[test]
fn nothing_is_lost_between_types_bytes_and_json() {
    let types = Types::new([&WORLD]);
    for seed in 0..3000 {
        let world = Random::new(seed).world(u32::from(seed % 20 == 0));
        let dynamic = DynamicMessage::decode(&WORLD, &bytes(&world)).expect("prost's bytes");
        assert!(bytes(&typed(&dynamic)) == bytes(&world), "seed {seed}: by bytes");

        let text = json::write(&dynamic, &types).to_string();
        let back = json::read(&WORLD, &text, &types)
            .unwrap_or_else(|problems| panic!("seed {seed}: {problems:?}\n{text}"));
        assert!(bytes(&typed(&back)) == bytes(&world), "seed {seed}: by JSON\n{text}");
        assert!(back.encode() == dynamic.encode(), "seed {seed}: equal messages, equal bytes");
    }
}

#[test]
fn damaged_bytes_are_an_error_or_a_message_but_never_a_panic() {
    let mut refused = 0;
    for seed in 0..3000 {
        let mut random = Random::new(seed);
        let mut damaged = bytes(&random.world(1));
        for _ in 0..=random.below(3) {
            let at = random.below(damaged.len() as u64 + 1) as usize;
            match random.below(3) {
                0 => damaged.truncate(at),
                1 => damaged.insert(at, random.next() as u8),
                _ => damaged.iter_mut().skip(at).take(1).for_each(|b| *b = random.next() as u8),
            }
        }
        match DynamicMessage::decode(&WORLD, &damaged) {
            Ok(message) => drop(json::write(&message, &Types::new([&WORLD])).to_string()),
            Err(error) => {
                refused += 1;
                assert!(!error.message.is_empty());
            }
        }
    }
    assert!(refused > 500, "only {refused} of the damaged messages were refused");
}
