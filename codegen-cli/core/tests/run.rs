//! Generated code does what its options say: it is compiled with a test of its own (`run/`).

use typewright_core::emit::Options;

use crate::compile::Crate;
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
