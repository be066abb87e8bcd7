//! The requests of published APIs: a random message, as flags, as JSON, as YAML and as variables, is
//! the same bytes again, and no two of their fields share a flag.
//!
//! Runs where the descriptions of those APIs lie beside the checkout, as they do in CI.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use typewright_core::model::{self, Behavior, Presence, Schema, Type};
use typewright_core::source::proto;
use typewright_ops::Tool;
use typewright_ops::dynamic::{Content, DynamicMessage, Key, Value};
use typewright_ops::flags::Flags;
use typewright_ops::json::{self, Types};
use typewright_ops::table::{self, Enum, Kind, Message, Service, Shape};
use typewright_ops::textproto::{self, Writer};
use typewright_ops::well_known as known;

use crate::flags::parse;
use crate::random::Random;
use crate::roundtrip::{arguments, shown_request, variables};
use crate::tool::run;

/// Compiles every file below a folder.
fn schema(root: &Path) -> Schema {
    let mut names = Vec::new();
    let mut pending = vec![root.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "proto") {
                let name = path.strip_prefix(root).expect("below the root");
                names.push(name.to_str().expect("UTF-8").to_owned());
            }
        }
    }
    names.sort();
    let roots: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut open = |name: &str| Ok(std::fs::read_to_string(root.join(name)).ok());
    let compiled = typewright_compiler::compile(&roots, &mut open).expect("protobuf");
    let files = compiled.files.into_iter().map(|file| file.descriptor).collect();
    proto::read(&proto::Input { files, generate: names }).expect("a schema")
}

/// Tables from a schema. What holds itself is cut where it does, as tables that are made here
/// cannot point at each other in circles.
pub(crate) struct Tables<'s> {
    schema: &'s Schema,
    whole: BTreeMap<&'s str, &'static Message>,
    cuts: usize,
}

impl<'s> Tables<'s> {
    pub(crate) fn of(schema: &'s Schema) -> Tables<'s> {
        Tables { schema, whole: BTreeMap::new(), cuts: 0 }
    }

    pub(crate) fn message(&mut self, id: &'s str, around: &mut Vec<&'s str>) -> &'static Message {
        match id.strip_prefix("google.protobuf.") {
            Some("Any") => return &known::ANY,
            Some("Struct") => return &known::STRUCT,
            Some("Value") => return &known::VALUE,
            Some("ListValue") => return &known::LIST_VALUE,
            Some("Timestamp") => return &known::TIMESTAMP,
            Some("Duration") => return &known::DURATION,
            Some("FieldMask") => return &known::FIELD_MASK,
            Some("Empty") => return &known::EMPTY,
            _ => {}
        }
        if let Some(table) = self.whole.get(id) {
            return table;
        }
        let name: &'static str = id.to_owned().leak();
        if around.contains(&id) {
            self.cuts += 1;
            return Box::leak(Box::new(Message::new(name, &[])));
        }
        let Some(message) = self.schema.messages.get(id) else {
            panic!("{id} is not in the schema");
        };
        around.push(id);
        let before = self.cuts;
        let (mut text, mut types) = (id.to_owned(), Vec::new());
        for field in &message.fields {
            text.push_str(&self.field(message, field, around, &mut types));
        }
        around.pop();
        let table = Box::leak(Box::new(Message::new(text.leak(), types.leak())));
        if self.cuts == before {
            self.whole.insert(id, table);
        }
        table
    }

    /// A line of a table.
    fn field(
        &mut self,
        message: &'s model::Message,
        field: &'s model::Field,
        around: &mut Vec<&'s str>,
        types: &mut Vec<table::Type>,
    ) -> String {
        let mut ty = self.ty(&field.ty, around, types);
        let shape = match (&field.ty, field.presence) {
            (Type::Map(key, _), _) => {
                ty = format!("map<{},{ty}>", format!("{key:?}").to_lowercase());
                String::new()
            }
            (Type::List(_), _) if field.packed => " packed".to_owned(),
            (Type::List(_), _) => " repeated".to_owned(),
            (_, Presence::Implicit) => String::new(),
            (_, Presence::Required) => " required".to_owned(),
            (_, Presence::Explicit) => field.sum.map_or_else(
                || "?".to_owned(),
                |index| format!(" oneof={}", message.sums[index].name),
            ),
        };
        let flag = |on: bool, word: &'static str| if on { word } else { "" };
        let patterns = self.schema.name_patterns(message, field);
        let patterns = patterns.iter().map(|pattern| format!(" pattern={pattern}"));
        format!(
            "\n{} {} {ty}{shape} json={}{}{}{}{}",
            field.number,
            field.name,
            field.json_name,
            flag(field.delimited, " group"),
            flag(field.behavior.contains(&Behavior::Required), " REQUIRED"),
            flag(field.behavior.contains(&Behavior::OutputOnly), " OUTPUT_ONLY"),
            patterns.collect::<String>(),
        )
    }

    fn ty(
        &mut self,
        ty: &'s Type,
        around: &mut Vec<&'s str>,
        types: &mut Vec<table::Type>,
    ) -> String {
        let (id, ty) = match ty {
            Type::Scalar(one) => return format!("{one:?}").to_lowercase(),
            Type::List(one) | Type::Map(_, one) => return self.ty(one, around, types),
            Type::Enum(id) if id == "google.protobuf.NullValue" => {
                (id, table::Type::Enum(&known::NULL_VALUE))
            }
            Type::Enum(id) => {
                let values = self.schema.enums[id].variants.iter();
                let lines = values.map(|v| format!("\n{} {}", v.number.unwrap_or(0), v.text));
                let text = format!("{id}{}", lines.collect::<String>());
                (id, table::Type::Enum(Box::leak(Box::new(Enum::new(text.leak())))))
            }
            Type::Message(id) => (id, table::Type::Message(self.message(id, around))),
        };
        types.push(ty);
        format!(".{id}")
    }
}

/// A message in which what is required is set, and much else. What only the server sets is not.
fn message(table: &'static Message, random: &mut Random, depth: usize) -> DynamicMessage {
    let mut message = DynamicMessage::new(table);
    for field in table.fields.iter().filter(|field| !field.output_only) {
        let required = field.required || matches!(field.shape, Shape::Required);
        let taken = message.conflict(field).is_some();
        if !required && (taken || random.below(3) > 0 || depth > 4) {
            continue;
        }
        let mut one = || match field.patterns {
            [] => value(field.kind, random, depth + 1),
            patterns => Value::String(name(random.pick(patterns), random)),
        };
        let content = match field.shape {
            Shape::Repeated { .. } => Content::List(vec![one(), one()]),
            Shape::Map(key) => {
                let key = match value(key, &mut Random::new(7), depth) {
                    Value::String(text) => Key::String(text),
                    Value::Bool(on) => Key::Bool(on),
                    Value::Int(number) => Key::Int(number),
                    Value::Uint(number) => Key::Uint(number),
                    other => panic!("{other:?} is no key"),
                };
                Content::Map([(key, one())].into())
            }
            Shape::Implicit | Shape::Explicit | Shape::Required => Content::One(one()),
        };
        message.set(field, content);
    }
    message
}

/// A name that a pattern allows.
fn name(pattern: &str, random: &mut Random) -> String {
    let mut name = String::new();
    for (index, part) in pattern.split(['{', '}']).enumerate() {
        let deep = part.ends_with("=**");
        name.push_str(match index % 2 {
            0 => part,
            _ if deep => random.pick(&["a", "a/b", "a/b-1/c"]),
            _ => random.pick(&["a", "-", "p-1", "ä b", "{", "example.com:p"]),
        });
    }
    name
}

/// A value that is not the default.
pub(crate) fn value(kind: Kind, random: &mut Random, depth: usize) -> Value {
    let number = 1 + random.below(1 << 30);
    match kind {
        Kind::Double => Value::Double(number as f64 / 64.0),
        Kind::Float => Value::Float((number % 4096) as f32 / 64.0 + 1.0),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::Int(-(number as i64) << 20),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::Int(-(number as i64)),
        Kind::Uint64 | Kind::Fixed64 => Value::Uint(number << 30),
        Kind::Uint32 | Kind::Fixed32 => Value::Uint(number),
        Kind::Bool => Value::Bool(true),
        Kind::String => {
            Value::String(random.pick(&["a", "-1", "@x", "null", "ä b", "{", "'\""]).into())
        }
        Kind::Bytes => Value::Bytes(number.to_be_bytes().to_vec()),
        Kind::Enum(table) => {
            let numbers: Vec<i32> = table.values.iter().map(|(_, number)| *number).collect();
            Value::Enum(random.pick(&numbers).max(1))
        }
        Kind::Message(table) | Kind::Group(table) => match table.id {
            "google.protobuf.Timestamp" | "google.protobuf.Duration" => {
                let mut time = DynamicMessage::new(table);
                time.set(&table.fields[0], Content::One(Value::Int(number as i64)));
                time.set(&table.fields[1], Content::One(Value::Int(500_000_000)));
                Value::Message(time)
            }
            "google.protobuf.FieldMask" => {
                let paths = ["a", "b_c.d"].map(|path| Value::String(path.to_owned()));
                let mut mask = DynamicMessage::new(table);
                mask.set(&table.fields[0], Content::List(paths.to_vec()));
                Value::Message(mask)
            }
            "google.protobuf.Any" => Value::Message(DynamicMessage::new(table)),
            "google.protobuf.Struct" | "google.protobuf.ListValue" => {
                Value::Message(DynamicMessage::new(table))
            }
            "google.protobuf.Value" => {
                let mut text = DynamicMessage::new(table);
                text.set(&table.fields[2], Content::One(Value::String("x".to_owned())));
                Value::Message(text)
            }
            _ => Value::Message(message(table, random, depth)),
        },
    }
}

/// The published sets, if they are on this machine.
pub(crate) fn published() -> Vec<Schema> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/inputs"));
    let inputs = std::env::var_os("TYPEWRIGHT_INPUTS").map_or(beside, PathBuf::from).join("proto");
    let sets = std::fs::read_dir(&inputs).into_iter().flatten();
    sets.map(|set| schema(&set.expect("a set").path())).collect()
}

#[test]
fn reflection_tells_of_every_service() {
    for schema in &published() {
        let mut tables = Tables::of(schema);
        let mut services: Vec<&'static Service> = Vec::new();
        for service in &schema.services {
            let (mut text, mut types) = (service.id.clone(), Vec::new());
            for method in &service.methods {
                text.push_str(&format!("\n{} .{} .{}", method.name, method.input, method.output));
                text.push_str(if method.client_streaming { " client_streaming" } else { "" });
                text.push_str(if method.server_streaming { " server_streaming" } else { "" });
                for id in [&method.input, &method.output] {
                    types.push(table::Type::Message(tables.message(id, &mut Vec::new())));
                }
            }
            services.push(Box::leak(Box::new(Service::new(text.leak(), types.leak()))));
        }
        let told = crate::stand_in::told(&services);
        for service in &schema.services {
            let same = told.services.iter().find(|one| one.id == service.id).expect("it is told");
            for (one, other) in service.methods.iter().zip(&same.methods) {
                assert_eq!((&one.path, &one.input), (&other.path, &other.input));
                assert_eq!(one.output, other.output);
            }
        }
        for (id, message) in &told.messages {
            let Some(own) = schema.messages.get(id) else { continue };
            assert_eq!(message.parent, own.parent, "{id}");
            for field in &message.fields {
                let own = own.fields.iter().find(|own| own.number == field.number);
                let own = own.unwrap_or_else(|| panic!("{id}.{}", field.name));
                assert_eq!((&own.name, &own.ty), (&field.name, &field.ty), "{id}");
                assert_eq!(own.json_name, field.json_name, "{id}");
            }
        }
    }
}

#[test]
fn every_request_can_be_said_in_every_way() {
    let sets = published();
    let mut requests = 0;
    for schema in &sets {
        let mut tables = Tables::of(schema);
        let inputs = schema.services.iter().flat_map(|service| &service.methods);
        let inputs: BTreeSet<&str> = inputs.map(|method| method.input.as_str()).collect();
        for id in inputs {
            let table = tables.message(id, &mut Vec::new());
            flags_are_unique(table);
            for seed in 0..2 {
                let request = message(table, &mut Random::new(seed + requests * 31), 0);
                by_flags_json_and_variables(&request);
                by_yaml(&request);
                by_text(&request);
            }
            requests += 1;
        }
    }
    assert!(sets.is_empty() || requests > 500, "only {requests} requests");
}

fn flags_are_unique(table: &'static Message) {
    let flags = Flags::new(table, &BTreeSet::new());
    let names = flags.args().into_iter().filter_map(|arg| arg.get_long().map(str::to_owned));
    let names: Vec<String> = names.collect();
    let unique: BTreeSet<&String> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "{}: fields share a flag", table.id);
}

fn by_flags_json_and_variables(request: &DynamicMessage) {
    let (table, bytes) = (request.table(), request.encode());
    let (types, flags) = (Types::new([table]), Flags::new(table, &BTreeSet::new()));
    let json = json::write(request, &types);
    let same = |way: &str, back: Result<DynamicMessage, Vec<String>>| {
        let back = back.unwrap_or_else(|e| panic!("{} {way}: {e:#?}\n{json:#}", table.id));
        assert!(back.encode() == bytes, "{} {way}\n{json:#}\n{back:?}", table.id);
    };

    let mut argv = Vec::new();
    arguments(&flags, request, &mut Vec::new(), &types, &mut argv);
    let matches = parse(&flags, &argv).unwrap_or_else(|e| panic!("{} {e}\n{argv:#?}", table.id));
    same("by flags", flags.request(&matches, None, &types));

    let matches = parse(&flags, &[]).expect("no flags");
    same("by JSON", flags.request(&matches, Some(&json), &types));

    let variables = variables(&flags, request, &types);
    let flags = flags.with_variables("TOOL_CALL", &[].into(), variables);
    let matches = parse(&flags, &[]).expect("no flags");
    same("by variables", flags.request(&matches, None, &types));
}

/// By `tool call -d YAML`, as a person would.
fn by_yaml(request: &DynamicMessage) {
    let (table, types) = (request.table(), Types::new([request.table()]));
    let text = format!("a.A\nCall .{} .google.protobuf.Empty", table.id).leak();
    let named = vec![table::Type::Message(table), table::Type::Message(&known::EMPTY)].leak();
    let service = Service::new(text, named);
    let tool = Tool::new("tool", "1.0.0").services(vec![&*Box::leak(Box::new(service))].leak());
    let yaml = serde_saphyr::to_string(&json::write(request, &types)).expect("YAML");
    let shown = run(&tool, &["call", "--dry-run", "-d", &yaml], &[]);
    assert_eq!(shown.code, 0, "{}: {}\n{yaml}", table.id, shown.err);
    let back = json::read(table, shown_request(&shown.out), &types).expect("a request");
    assert!(back.encode() == request.encode(), "{}: by YAML\n{yaml}", table.id);
}

fn by_text(request: &DynamicMessage) {
    let (table, types) = (request.table(), Types::new([request.table()]));
    let text = Writer::new(&types).write(request);
    let back = textproto::read(table, &text, &types);
    let back = back.unwrap_or_else(|e| panic!("{} by text: {e:#?}\n{text}", table.id));
    assert!(back.encode() == request.encode(), "{}: by text\n{text}\n{back:?}", table.id);
}
