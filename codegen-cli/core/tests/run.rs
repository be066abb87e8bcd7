//! Generated code does what its options say: it is compiled with a test of its own (`run/`).

use typewright_core::emit::Options;
use typewright_core::source::proto::Input;

use crate::compile::{Crate, everything};
use crate::{folder, inputs};

/// The same messages, by the canonical rules and by all the others; a type of theirs lives elsewhere.
#[test]
fn json_follows_its_options() {
    const ELSEWHERE: &str = "extern_path=.elsewhere=crate::standing_in";
    let root = folder::tests().join("run");
    let input = inputs::compile(&root, vec!["shop.proto".to_owned()]);
    let mut generated = Crate::new("json-rules");
    let chosen = "ignore_unknown_fields,preserve_proto_field_names,emit_fields,\
                  use_integers_for_enums";
    for (module, options) in [("plain", ""), ("chosen", chosen)] {
        let options =
            Options::parse(&format!("json=serde,no_client,{ELSEWHERE},{options}")).unwrap();
        generated.add(module, &input, &options);
    }
    generated.check_with(include_str!("run/json.rs"));
}

/// 300 of everything, and messages in messages as deep as compilers allow.
fn wide() -> Input {
    let each = |row: &dyn Fn(usize) -> String| (1..=300).map(row).collect::<String>();
    let deep = |n: usize| format!("message D{n} {{ D{} next = 1; ", n + 1);
    let text = [
        "syntax = \"proto3\"; package wide;\nmessage Wide {\n".to_owned(),
        each(&|n| format!("oneof way_{n} {{ string a_{n} = {n}; int32 b_{n} = {}; }}\n", 300 + n)),
        each(&|n| format!("M{n} m_{n} = {};\n", 600 + n)),
        "Many many = 901;\n}\n".to_owned(),
        each(&|n| format!("message M{n} {{ string text = 1; }}\n")),
        (1..30).map(deep).collect(),
        format!("message D30 {{}} {}\n", "}".repeat(29)),
        format!("enum Many {{ MANY_0 = 0;\n{}}}\n", each(&|n| format!("MANY_{n} = {n};\n"))),
        format!("service All {{\n{}}}\n", each(&|n| format!("rpc Do{n}(Wide) returns (M{n});\n"))),
    ];
    let text = text.concat();
    let compiled = typewright_compiler::compile(&["wide.proto"], &mut |_| Ok(Some(text.clone())));
    let files = compiled.unwrap().files.into_iter().map(|file| file.descriptor).collect();
    Input { files, generate: vec!["wide.proto".to_owned()] }
}

#[test]
fn there_may_be_much_of_everything() {
    let mut generated = Crate::new("wide-schema");
    generated.add("all", &wide(), &everything());
    generated.check_with(include_str!("run/wide.rs"));
}
