//! Mistakes in a schema that the compiler can find: these run while the user's crate is compiled.

use crate::schema::{Field, Flag, Kind, Merge, Section};

/// How deep sections may be nested, and how many settings a schema may have: far above what people
/// write, and a bound for the arrays below.
const MAX_DEPTH: usize = 16;
const MAX_LEAVES: usize = 1024;

#[derive(Clone, Copy)]
struct Path {
    keys: [&'static str; MAX_DEPTH],
    len: usize,
}

#[derive(Clone, Copy)]
struct Entry {
    path: Path,
    env: u64,
    flag: u64,
    short: u32,
}

struct Table {
    entries: [Entry; MAX_LEAVES],
    len: usize,
}

/// Refuses two settings that share a variable, a flag or a letter, wherever they are nested.
///
/// # Panics
/// While compiling, with the name that is taken twice.
#[track_caller]
pub const fn check(schema: &'static Section) {
    let none = Path { keys: [""; MAX_DEPTH], len: 0 };
    let entry = Entry { path: none, env: 0, flag: 0, short: 0 };
    let mut table = Table { entries: [entry; MAX_LEAVES], len: 0 };
    if schema.profiles {
        reserve("profile", &mut table);
        reserve("profiles", &mut table);
    }
    if schema.set {
        reserve("set", &mut table);
    }
    collect(schema, none, &mut table);
    let mut i = 0;
    while i < table.len {
        let mut j = i + 1;
        while j < table.len {
            let (a, b) = (&table.entries[i], &table.entries[j]);
            if a.env == b.env {
                refuse("two settings share one environment variable: ", a.path, b.path);
            }
            if a.flag != 0 && a.flag == b.flag {
                refuse("two settings share one flag: ", a.path, b.path);
            }
            if a.short != 0 && a.short == b.short {
                refuse("two settings share one short flag: ", a.path, b.path);
            }
            j += 1;
        }
        i += 1;
    }
}

/// A name that no setting may have.
const fn reserve(name: &'static str, table: &mut Table) {
    let mut path = Path { keys: [""; MAX_DEPTH], len: 1 };
    path.keys[0] = name;
    let name = hash_path(path);
    add(table, Entry { path, env: name, flag: name, short: 0 });
}

const fn collect(section: &'static Section, path: Path, table: &mut Table) {
    let mut i = 0;
    while i < section.fields.len() {
        let field = &section.fields[i];
        if let (true, Kind::Section(inner)) = (field.flatten, field.kind) {
            collect(inner, path, table);
            i += 1;
            continue;
        }
        let mut path = path;
        assert!(path.len < MAX_DEPTH, "settings are nested too deeply");
        path.keys[path.len] = field.key;
        path.len += 1;
        match field.kind.required() {
            Kind::Section(inner) => collect(inner, path, table),
            _ => {
                let short = match field.short {
                    Some(letter) => letter as u32,
                    None => 0,
                };
                let env = match field.env {
                    Some(name) => hash(EMPTY, name),
                    None => hash_path(path),
                };
                let flag = match field.flag {
                    Flag::Path => hash_path(path),
                    Flag::Named(name) => hash(EMPTY, name),
                    Flag::None => 0,
                };
                add(table, Entry { path, env, flag, short });
                let mut alias = 0;
                while alias < field.aliases.len() {
                    path.keys[path.len - 1] = field.aliases[alias];
                    let name = hash_path(path);
                    let flag = if matches!(field.flag, Flag::Path) { name } else { 0 };
                    add(table, Entry { path, env: name, flag, short: 0 });
                    alias += 1;
                }
            }
        }
        i += 1;
    }
}

const fn add(table: &mut Table, entry: Entry) {
    assert!(table.len < MAX_LEAVES, "too many settings");
    table.entries[table.len] = entry;
    table.len += 1;
}

/// FNV-1a. `-` counts as `_` and letters as capitals, so that one hash serves for both spellings.
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

const fn hash_byte(hash: u64, byte: u8) -> u64 {
    let byte = if byte == b'-' { b'_' } else { byte.to_ascii_uppercase() };
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

const fn hash(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        hash = hash_byte(hash, bytes[i]);
        i += 1;
    }
    hash
}

const fn hash_path(path: Path) -> u64 {
    let mut whole = hash(EMPTY, path.keys[0]);
    let mut i = 1;
    while i < path.len {
        // The variant of an enum has no key of its own.
        if !path.keys[i].is_empty() {
            whole = hash(hash_byte(whole, b'_'), path.keys[i]);
        }
        i += 1;
    }
    whole
}

/// A constant panic takes one text, so it is put together in a buffer.
struct Text {
    bytes: [u8; 512],
    len: usize,
}

const fn push(text: &mut Text, more: &str) {
    let more = more.as_bytes();
    let mut i = 0;
    while i < more.len() && text.len < text.bytes.len() {
        text.bytes[text.len] = more[i];
        text.len += 1;
        i += 1;
    }
}

const fn push_path(text: &mut Text, path: Path) {
    let mut i = 0;
    while i < path.len {
        push(
            text,
            if i == 0 {
                "`"
            } else if path.keys[i].is_empty() {
                ""
            } else {
                "."
            },
        );
        push(text, path.keys[i]);
        i += 1;
    }
    push(text, "`");
}

#[track_caller]
const fn stop(text: &Text) -> ! {
    match std::str::from_utf8(text.bytes.split_at(text.len).0) {
        Ok(text) => panic!("{}", text),
        Err(_) => panic!("this schema is wrong, and its names are too long to say more"),
    }
}

#[track_caller]
const fn refuse(why: &str, a: Path, b: Path) -> ! {
    let mut text = Text { bytes: [0; 512], len: 0 };
    push(&mut text, why);
    push_path(&mut text, a);
    push(&mut text, " and ");
    push_path(&mut text, b);
    push(&mut text, "; rename one with `env = \"…\"` or `flag = \"…\"`");
    stop(&text)
}

/// Refuses a default that the kind of the field cannot have, as far as the compiler can read it.
///
/// # Panics
/// While compiling, with what is wrong.
#[track_caller]
pub const fn check_field(schema: &'static Section, index: usize) {
    check_one(&schema.fields[index]);
}

/// The same for the field of a variant.
///
/// # Panics
/// While compiling, with what is wrong.
#[track_caller]
pub const fn check_one(field: &Field) {
    match (field.kind, field.default) {
        (Kind::Option(_), Some(_)) => {
            panic!("an `Option` has no default: leave out either the `Option` or the default")
        }
        (Kind::Section(_), Some(_)) => {
            panic!("a section has no default: give defaults to the settings in it")
        }
        (Kind::Bool, None) => panic!("a `bool` needs a default: add `default = \"false\"`"),
        (kind, Some(text)) if !readable(kind, text.as_bytes()) => wrong_default(field, text),
        _ => {}
    }
    match field.kind {
        Kind::Section(section) if field.flatten && section.is_external() => {
            panic!("give the enum a `tag`: without one its variants cannot stand beside others")
        }
        Kind::Section(_) => {}
        _ if field.flatten && !field.variants.is_empty() => {
            panic!(
                "beside a tag, the value of a variant is a section: derive `Settings` for its type"
            )
        }
        _ if field.flatten => panic!("`flatten` is for a section that cannot be left out"),
        _ => {}
    }
    match (field.merge, field.kind.required()) {
        (None | Some(Merge::Replace), _) | (Some(Merge::Append), Kind::List(_)) => {}
        (Some(Merge::ByKey), Kind::List(Kind::Section(items))) if has_identity(items) => {}
        (Some(Merge::ByKey), Kind::List(_)) => {
            panic!("`merge = \"by-key\"` needs items of which a setting is marked with `key`")
        }
        _ => panic!("this `merge` is for lists"),
    }
    let of_section = matches!(field.kind.required(), Kind::Section(_));
    let named = field.short.is_some() || field.env.is_some() || field.placeholder.is_some();
    if of_section && (named || field.secret || !matches!(field.flag, Flag::Path)) {
        panic!("a section has no flag, variable or secret of its own: mark the settings in it");
    }
}

const fn has_identity(items: &Section) -> bool {
    let mut i = 0;
    while i < items.fields.len() {
        if items.fields[i].identity {
            return true;
        }
        i += 1;
    }
    false
}

#[track_caller]
const fn wrong_default(field: &Field, default: &str) -> ! {
    let mut text = Text { bytes: [0; 512], len: 0 };
    push(&mut text, "the default of `");
    push(&mut text, field.key);
    push(&mut text, "` cannot be read: `");
    push(&mut text, default);
    push(&mut text, "`");
    stop(&text)
}

const fn readable(kind: Kind, text: &[u8]) -> bool {
    match kind {
        Kind::Bool => among(&["true", "false"], text),
        Kind::Choice(names) => among(names, text),
        Kind::Integer { min, max } => match std::str::from_utf8(text) {
            Ok(text) => match i128::from_str_radix(text, 10) {
                Ok(n) => min as i128 <= n && n <= max as i128,
                Err(_) => false,
            },
            Err(_) => false,
        },
        _ => true,
    }
}

const fn among(names: &[&str], text: &[u8]) -> bool {
    let mut i = 0;
    while i < names.len() {
        if names[i].as_bytes().eq_ignore_ascii_case(text) {
            return true;
        }
        i += 1;
    }
    false
}
