//! The property that everything rests on: nothing is lost between types, bytes, JSON and flags.

use std::ffi::OsString;

use prost::Message as _;
use typewright_ops::dynamic::{Content, DynamicMessage, Key, Value};
use typewright_ops::flags::Flags;
use typewright_ops::json::{self, Types};
use typewright_ops::table::{Field, Kind, Message};

use crate::flags::parse;
use crate::random::Random;
use crate::schema::{WORLD, World};
use crate::tool::{run, worlds};

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

#[test]
fn nothing_is_lost_between_types_flags_and_bytes() {
    let types = Types::new([&WORLD]);
    let flags = Flags::new(&WORLD, &[].into());
    for seed in 0..1000 {
        let mut world = Random::new(seed).world(0);
        if seed % 20 == 0 {
            world.children = vec![Random::new(seed).world(0)];
            world.myself = Some(Box::new(Random::new(seed + 1).world(0)));
        }
        let dynamic = DynamicMessage::decode(&WORLD, &bytes(&world)).expect("prost's bytes");
        let mut argv = Vec::new();
        arguments(&flags, &dynamic, &mut Vec::new(), &types, &mut argv);
        let matches = parse(&flags, &argv).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        let request = flags.request(&matches, None, &types);
        let request = request.unwrap_or_else(|e| panic!("seed {seed}: {e:?}\n{argv:#?}"));
        assert!(bytes(&typed(&request)) == bytes(&world), "seed {seed}: by flags\n{argv:#?}");
    }
}

#[test]
fn nothing_is_lost_between_types_variables_and_bytes() {
    let types = Types::new([&WORLD]);
    for seed in 0..500 {
        let world = Random::new(seed).world(u32::from(seed % 20 == 0));
        let dynamic = DynamicMessage::decode(&WORLD, &bytes(&world)).expect("prost's bytes");
        let flags = Flags::new(&WORLD, &[].into());
        let variables = variables(&flags, &dynamic, &types);
        let flags = flags.with_variables("TOOL_CALL", &[].into(), variables);
        let matches = parse(&flags, &[]).expect("no arguments");
        let request = flags.request(&matches, None, &types);
        let request = request.unwrap_or_else(|e| panic!("seed {seed}: {e:?}\n{dynamic:?}"));
        assert!(bytes(&typed(&request)) == bytes(&world), "seed {seed}: by variables\n{dynamic:?}");
    }
}

#[test]
fn nothing_is_lost_between_types_and_yaml() {
    let types = Types::new([&WORLD]);
    for seed in 0..300 {
        let world = Random::new(seed).world(u32::from(seed % 20 == 0));
        let dynamic = DynamicMessage::decode(&WORLD, &bytes(&world)).expect("prost's bytes");
        let json = json::write(&dynamic, &types);
        let yaml = serde_saphyr::to_string(&json).expect("YAML");
        let shown = run(&worlds(), &["echo", "--dry-run", "-d", &yaml], &[]);
        assert_eq!(shown.code, 0, "seed {seed}: {}\n{yaml}", shown.err);
        let back = json::read(&WORLD, shown_request(&shown.out), &types).expect("a request");
        assert!(bytes(&typed(&back)) == bytes(&world), "seed {seed}: by YAML\n{yaml}");
    }
}

/// The request that `--dry-run` shows.
pub(crate) fn shown_request(shown: &str) -> &str {
    let (_, body) = shown.split_once('\n').expect("a heading");
    let (body, _) = body.split_once("\n\n# grpcurl").expect("the lines for grpcurl");
    body
}

/// The variables of `tool call` that say a message.
pub(crate) fn variables(
    flags: &Flags,
    message: &DynamicMessage,
    types: &Types,
) -> Vec<(OsString, OsString)> {
    let json = json::write(message, types);
    let variables = message.iter().map(|(field, content)| {
        let value = match content {
            Content::One(_) => text(field, &json[field.json]),
            _ => json[field.json].to_string(),
        };
        let flag = flags.name(&[field.name]).expect("a flag for every field");
        let variable = flag.to_uppercase().replace(['-', '.'], "_");
        (format!("TOOL_CALL_{variable}").into(), value.into())
    });
    variables.collect()
}

/// The flags that say a message: each field by its own, messages opened where they have flags.
pub(crate) fn arguments(
    flags: &Flags,
    message: &DynamicMessage,
    path: &mut Vec<&'static str>,
    types: &Types,
    argv: &mut Vec<String>,
) {
    let json = json::write(message, types);
    for (field, content) in message.iter() {
        path.push(field.name);
        let name = flags.name(path).expect("a flag for every field").to_owned();
        let json = &json[field.json];
        match content {
            Content::One(Value::Message(inner)) if opens(flags, inner.table(), path) => {
                argv.push(format!("--{name}={{}}"));
                arguments(flags, inner, path, types, argv);
            }
            Content::One(_) => argv.push(format!("--{name}={}", text(field, json))),
            Content::List(_) => {
                let items = json.as_array().expect("a list");
                argv.extend(items.iter().map(|item| format!("--{name}={}", text(field, item))));
            }
            Content::Map(map) => {
                for (key, (json_key, item)) in map.keys().zip(json.as_object().expect("a map")) {
                    argv.push(match key {
                        // The first `=` ends a key, so a key that has one takes JSON.
                        Key::String(key) if key.contains('=') => {
                            format!("--{name}={}", serde_json::json!({ json_key: item }))
                        }
                        _ => format!("--{name}={json_key}={}", text(field, item)),
                    });
                }
            }
        }
        path.pop();
    }
}

fn opens(flags: &Flags, table: &'static Message, path: &[&'static str]) -> bool {
    let first = table.fields.first().map(|field| field.name);
    first.is_some_and(|first| flags.name(&[path, &[first]].concat()).is_some())
}

/// JSON for messages that are JSON on the command line, and plain text for everything else.
fn text(field: &Field, json: &serde_json::Value) -> String {
    let plain = match field.kind {
        Kind::Message(table) => {
            let name = table.id.strip_prefix("google.protobuf.").unwrap_or("Any");
            !["Any", "Struct", "ListValue", "Value", "Empty"].contains(&name)
        }
        _ => true,
    };
    match json {
        serde_json::Value::String(text) if plain => text.clone(),
        json => json.to_string(),
    }
}
