//! The same input gives the same bytes, in whatever order independent files come.

use typewright_core::emit::{self, Options};
use typewright_core::source::proto::{self, Input};

use crate::cases::texts;
use crate::inputs;

fn bytes(input: &Input) -> std::collections::BTreeMap<String, String> {
    texts(&emit::emit(&proto::read(input).unwrap(), &Options::default()).unwrap())
}

#[test]
fn running_twice_gives_the_same() {
    for case in inputs::cases() {
        let input = case.input();
        assert_eq!(bytes(&input), bytes(&input), "{}", case.path.display());
    }
}

/// The order of names in the request, and with it the order in which the compiler hands out files
/// that do not import each other.
#[test]
fn the_order_of_files_does_not_show() {
    let several: Vec<inputs::Case> =
        inputs::cases().into_iter().filter(|c| inputs::protos(&c.path).len() > 1).collect();
    assert!(!several.is_empty(), "no case has several files");
    let sets = several.into_iter().map(|c| c.path);
    let published = inputs::published().into_iter().map(|root| root.join("etcd"));
    for root in sets.chain(published) {
        let mut names = inputs::protos(&root);
        names.retain(|n| !n.starts_with("google/") && !n.starts_with("protoc-gen-openapiv2/"));
        let expected = bytes(&inputs::compile(&root, names.clone()));
        for _ in 0..names.len().min(5) {
            names.rotate_left(1);
            let mut reversed = names.clone();
            reversed.reverse();
            for order in [names.clone(), reversed] {
                let found = bytes(&inputs::compile(&root, order.clone()));
                let differs =
                    found.iter().filter(|(name, text)| expected.get(*name) != Some(*text));
                let differs: Vec<&String> = differs.map(|(name, _)| name).collect();
                assert!(differs.is_empty(), "{order:?} changes {differs:?}");
                assert_eq!(found.len(), expected.len());
            }
        }
    }
}
