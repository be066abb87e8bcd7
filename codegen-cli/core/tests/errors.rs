//! What mistakes look like: each folder of `cases/errors/` holds the text of one kind of mistake.
//!
//! Most of them no compiler lets through, so descriptors are made by hand.

use std::collections::BTreeMap;

use prost::Message as _;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, EnumValueDescriptorProto, FieldDescriptorProto,
    FileDescriptorProto, MessageOptions, MethodDescriptorProto, OneofDescriptorProto,
    ServiceDescriptorProto, SourceCodeInfo, source_code_info::Location,
};
use typewright_core::diag::Diagnostics;
use typewright_core::emit::{self, Options};
use typewright_core::files::{File, Files};
use typewright_core::model::Selection;
use typewright_core::source::proto::{self, Input};
use typewright_core::source::service_config;

use crate::{folder, inputs};

type Outcome = Result<(), Diagnostics>;
type Make = fn() -> Outcome;

/// One row a folder.
const CASES: &[(&str, Make)] = &[
    ("invalid-descriptor/bytes", broken_bytes),
    ("invalid-descriptor/declarations", broken_declarations),
    ("invalid-descriptor/names", bad_names),
    ("invalid-descriptor/relative_types", relative_types),
    ("invalid-descriptor/types", undeclared_types),
    ("excluded-item", excluded_items),
    ("internal", not_rust),
    ("invalid-config", wrong_configs),
    ("invalid-config-part", configs_of_a_part),
    ("invalid-option", wrong_values),
    ("missing-file", missing_file),
    ("output-collision", output_collision),
    ("unknown-emitter", unknown_emitter),
    ("unknown-item", idle_patterns),
    ("unknown-option", unknown_options),
    ("unsupported-edition", unsupported_edition),
];

/// The folders that the table knows.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    CASES.iter().map(|(name, _)| *name)
}

#[test]
fn every_mistake_is_told_as_expected() {
    let mut expected = BTreeMap::new();
    for (name, make) in CASES {
        let told = make().expect_err(name);
        let lines = told.iter().map(|d| format!("{}: {d}\n", d.code));
        expected.insert(format!("{name}/expect.txt"), lines.collect::<String>());
    }
    let mut folder = folder::tests();
    folder.push("cases/errors");
    for (name, text) in folder::read(&folder).into_iter().filter(|(n, _)| !n.ends_with(".txt")) {
        expected.insert(name, text);
    }
    folder::assert_same(&folder::differences(&folder, &expected));
}

fn read(files: &[FileDescriptorProto]) -> Outcome {
    let input = Input {
        files: files.iter().map(FileDescriptorProto::encode_to_vec).collect(),
        generate: files.iter().map(|f| f.name().to_owned()).collect(),
    };
    proto::read(&input).and_then(|schema| emit::emit(&schema, &Options::default())).map(drop)
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn file(name: &str, messages: Vec<DescriptorProto>) -> FileDescriptorProto {
    FileDescriptorProto {
        name: text(name),
        package: text("made.by.hand"),
        syntax: text("proto3"),
        message_type: messages,
        ..FileDescriptorProto::default()
    }
}

fn message(name: &str, fields: Vec<FieldDescriptorProto>) -> DescriptorProto {
    DescriptorProto { name: text(name), field: fields, ..DescriptorProto::default() }
}

fn field(name: &str, number: i32, kind: Type) -> FieldDescriptorProto {
    FieldDescriptorProto {
        name: text(name),
        number: Some(number),
        label: Some(Label::Optional as i32),
        r#type: Some(kind as i32),
        ..FieldDescriptorProto::default()
    }
}

fn typed(name: &str, number: i32, kind: Type, type_name: &str) -> FieldDescriptorProto {
    FieldDescriptorProto { type_name: text(type_name), ..field(name, number, kind) }
}

fn enumeration(name: &str, values: &[(&str, i32)]) -> EnumDescriptorProto {
    let value = |(name, number): &(&str, i32)| EnumValueDescriptorProto {
        name: text(name),
        number: Some(*number),
        ..EnumValueDescriptorProto::default()
    };
    EnumDescriptorProto {
        name: text(name),
        value: values.iter().map(value).collect(),
        ..EnumDescriptorProto::default()
    }
}

fn broken_bytes() -> Outcome {
    let twice = file("twice.proto", Vec::new()).encode_to_vec();
    let files = vec![b"no descriptor".to_vec(), vec![0xff], twice.clone(), twice];
    let input = Input { files, generate: Vec::new() };
    proto::read(&input).map(drop)
}

fn missing_file() -> Outcome {
    let input = Input {
        files: vec![file("shop/orders.proto", Vec::new()).encode_to_vec()],
        generate: vec!["shop/order.proto".to_owned(), "far/away.proto".to_owned()],
    };
    proto::read(&input).map(drop)
}

fn bad_names() -> Outcome {
    let mut one = file(
        "names.proto",
        vec![
            message("Spaced Out", vec![field("sch\u{f6}n", 1, Type::Bool)]),
            message("_", vec![field("__", 1, Type::Bool)]),
            DescriptorProto {
                oneof_decl: vec![OneofDescriptorProto {
                    name: text("a-b"),
                    ..OneofDescriptorProto::default()
                }],
                field: vec![FieldDescriptorProto {
                    oneof_index: Some(0),
                    ..field("c", 1, Type::Bool)
                }],
                ..message("", Vec::new())
            },
        ],
    );
    one.enum_type.push(enumeration("1st", &[("A B", 0)]));
    one.service.push(ServiceDescriptorProto {
        name: text("no.dots"),
        ..ServiceDescriptorProto::default()
    });
    let mut two = file("package.proto", Vec::new());
    two.package = text("a..b");
    let mut three = file("", Vec::new());
    three.package = text("..");
    read(&[one, two, three])
}

fn undeclared_types() -> Outcome {
    let mut one = file(
        "types.proto",
        vec![message(
            "Uses",
            vec![
                typed("absent", 1, Type::Message, ".made.by.hand.Absent"),
                typed("kind", 2, Type::Enum, ".made.by.hand.Uses"),
            ],
        )],
    );
    one.service.push(service(".made.by.hand.Uses", ".made.by.hand.Gone"));
    let location = |path: &[i32], span: &[i32]| Location {
        path: path.to_vec(),
        span: span.to_vec(),
        ..Location::default()
    };
    one.source_code_info = Some(SourceCodeInfo {
        location: vec![location(&[4, 0, 2, 0], &[7, 2, 20]), location(&[6, 0, 2, 0], &[11, 4, 30])],
    });
    read(&[one])
}

fn service(input: &str, output: &str) -> ServiceDescriptorProto {
    ServiceDescriptorProto {
        name: text("Service"),
        method: vec![MethodDescriptorProto {
            name: text("Get"),
            input_type: text(input),
            output_type: text(output),
            ..MethodDescriptorProto::default()
        }],
        ..ServiceDescriptorProto::default()
    }
}

/// Types must be named from the root, as every compiler writes them.
fn relative_types() -> Outcome {
    let fields = vec![
        typed("relative", 1, Type::Message, "Uses"),
        typed("nothing", 2, Type::Enum, ""),
        field("none", 3, Type::Group),
    ];
    let mut one = file("relative.proto", vec![message("Uses", fields)]);
    one.service.push(service("Uses", ""));
    read(&[one])
}

fn broken_declarations() -> Outcome {
    let entry = |fields| DescriptorProto {
        options: Some(MessageOptions { map_entry: Some(true), ..MessageOptions::default() }),
        ..message("MapEntry", fields)
    };
    let map = |entry: DescriptorProto, around: &str| DescriptorProto {
        nested_type: vec![entry],
        ..message(around, Vec::new())
    };
    let mut one = file(
        "declarations.proto",
        vec![
            message("Twice", vec![field("a", 1, Type::Bool), field("b", 1, Type::Bool)]),
            message("Twice", Vec::new()),
            message(
                "Fields",
                vec![
                    field("zero", 0, Type::Bool),
                    field("negative", -1, Type::Bool),
                    field("huge", i32::MAX, Type::Bool),
                    FieldDescriptorProto { r#type: Some(99), ..field("kind", 1, Type::Bool) },
                    FieldDescriptorProto { oneof_index: Some(7), ..field("sum", 2, Type::Bool) },
                    FieldDescriptorProto {
                        default_value: text("ends in \\"),
                        ..field("bytes", 3, Type::Bytes)
                    },
                ],
            ),
            map(entry(Vec::new()), "EmptyMap"),
            map(
                entry(vec![field("key", 1, Type::Double), field("value", 2, Type::Bool)]),
                "RealKeys",
            ),
        ],
    );
    one.enum_type.push(enumeration("Empty", &[]));
    let mut two = file("more.proto", vec![message("Fields", Vec::new())]);
    two.service.push(ServiceDescriptorProto {
        name: text("EmptyMap"),
        method: vec![MethodDescriptorProto::default(), MethodDescriptorProto::default()],
        ..ServiceDescriptorProto::default()
    });
    read(&[one, two])
}

fn unsupported_edition() -> Outcome {
    let edition = |name: &str, number: Option<i32>, syntax: &str| {
        // The edition is a field that `prost-types` does not know.
        let mut bytes = file(name, Vec::new());
        bytes.syntax = text(syntax);
        let mut bytes = bytes.encode_to_vec();
        if let Some(number) = number {
            prost::encoding::int32::encode(14, &number, &mut bytes);
        }
        bytes
    };
    let input = Input {
        files: vec![
            edition("future.proto", Some(1076), "editions"),
            edition("odd.proto", Some(7), "editions"),
            edition("none.proto", None, "editions"),
            edition("syntax.proto", None, "proto4"),
            edition("fine.proto", Some(1000), "editions"),
        ],
        generate: Vec::new(),
    };
    proto::read(&input).map(drop)
}

fn output_collision() -> Outcome {
    let mut found = Diagnostics::new();
    let mut files = Files::new();
    for path in ["a.rs", "a.rs", "../a.rs", "/a.rs", "a/.git/b", "a\\b", "con.rs", "dot."] {
        if let Err(diagnostic) = files.insert(path, File::generated("")) {
            found.push(diagnostic);
        }
    }
    found.finish()
}

fn unknown_emitter() -> Outcome {
    let emitters = ["cleint", "everything", "messages"].map(str::to_owned).to_vec();
    let schema = typewright_core::model::Schema::default();
    emit::emit(&schema, &Options { emitters, ..Options::default() }).map(drop)
}

/// Only a mistake of ours leads here, so the model is changed behind the reader's back.
fn not_rust() -> Outcome {
    let root = folder::tests().join("cases/client/streams");
    let mut schema = proto::read(&inputs::compile(&root, inputs::protos(&root)))?;
    schema.services[0].methods[0].input = "streams._".to_owned();
    let options = Options { emitters: vec!["server".to_owned()], ..Options::default() };
    emit::emit(&schema, &options).map(drop)
}

fn option(text: &str) -> Outcome {
    Options::parse(text).map(drop)
}

fn unknown_options() -> Outcome {
    option("btree_mpa=.,colour")
}

fn wrong_values() -> Outcome {
    option(
        "emit,root=maybe,include_file=src/lib,only_include=a,package_separator=/,type_attribute=.=derive(Hash),field_attribute=.a,\
         extern_path=google.type=::types,extern_path=.a=no path,default_package_filename=a/b",
    )
}

fn selected(options: &str) -> Outcome {
    let root = folder::tests().join("cases/messages/selection");
    let input = inputs::compile(&root, inputs::protos(&root));
    proto::read_selected(&input, &Options::parse(options)?.selection).map(drop)
}

fn wrong_configs() -> Outcome {
    let tests = folder::tests();
    let case = tests.join("cases/client/service_config");
    let mut schema = proto::read(&inputs::compile(&case, inputs::protos(&case)))?;
    let open = |file: &str| {
        let path = tests.join("cases/errors/invalid-config").join(file);
        std::fs::read_to_string(path).map_err(|_| "it is not there".to_owned())
    };
    let files = ["shop.json", "broken.json", "gone.json"].map(str::to_owned);
    service_config::apply(&mut schema, &files, &Selection::default(), open)
}

/// What is not generated may be named, what there is not may not.
fn configs_of_a_part() -> Outcome {
    let tests = folder::tests();
    let case = tests.join("cases/client/service_config");
    let options = Options::parse("exclude=shop.v1.Shop.Find,exclude=shop.v1.Other")?;
    let input = inputs::compile(&case, inputs::protos(&case));
    let mut schema = proto::read_selected(&input, &options.selection)?;
    let open = |file: &str| {
        let path = tests.join("cases/errors/invalid-config-part").join(file);
        std::fs::read_to_string(path).map_err(|error| error.to_string())
    };
    service_config::apply(&mut schema, &["shop.json".to_owned()], &options.selection, open)
}

fn idle_patterns() -> Outcome {
    selected("include=shop.v1.Shp,exclude=shop.v2.*,exclude=nowhere")
}

fn excluded_items() -> Outcome {
    selected("exclude=parts.Size,exclude=shop.v1.Gone")
}
