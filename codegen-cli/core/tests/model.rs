//! The model as data: what templates and generators outside of this project see.

use std::collections::BTreeMap;

use typewright_core::source::proto;

use crate::{folder, inputs};

/// Cases whose model is a file of `model/`; the form is a contract, so a difference here needs a
/// new `model::VERSION`.
const CASES: [&str; 3] = ["commands/annotated", "commands/proto2", "commands/shapes"];

#[test]
fn the_serialized_model_is_a_contract() {
    let mut files = BTreeMap::new();
    for case in CASES {
        let root = folder::tests().join("cases").join(case);
        let input = inputs::compile(&root, inputs::protos(&root));
        let schema = proto::read(&input).unwrap();
        let name = case.replace('/', "_");
        let json = serde_json::to_string_pretty(&schema).unwrap();
        files.insert(format!("{name}.json"), format!("{json}\n"));
        files.insert(format!("{name}.places.txt"), places(&schema));
    }
    folder::assert_same(&folder::differences(&folder::tests().join("model"), &files));
}

/// Where each item stands; positions are not part of the serialized form.
fn places(schema: &typewright_core::model::Schema) -> String {
    use typewright_core::diag::Origin;
    let mut lines = Vec::new();
    let mut line = |id: String, origin: &Origin| match origin {
        Origin::File(place) => lines.push(format!("{place} {id}\n")),
        _ => lines.push(format!("nowhere {id}\n")),
    };
    for message in schema.messages.values().filter(|m| !m.id.starts_with("google.")) {
        line(message.id.clone(), &message.origin);
        for field in &message.fields {
            line(format!("{}.{}", message.id, field.name), &field.origin);
        }
    }
    for item in schema.enums.values().filter(|e| !e.id.starts_with("google.")) {
        line(item.id.clone(), &item.origin);
        for variant in &item.variants {
            line(format!("{}.{}", item.id, variant.name), &variant.origin);
        }
    }
    for service in &schema.services {
        line(service.id.clone(), &service.origin);
        for method in &service.methods {
            line(format!("{}.{}", service.id, method.name), &method.origin);
        }
    }
    lines.concat()
}
