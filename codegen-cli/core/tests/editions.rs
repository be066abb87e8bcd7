//! An edition whose features say what proto3 says gives what proto3 gives.

use prost::Message as _;
use prost_types::FileDescriptorProto;
use typewright_core::emit::{self, Options};
use typewright_core::source::proto::{self, Input};

use crate::cases::texts;
use crate::{folder, inputs};

/// `option features.field_presence = IMPLICIT;` as a field of the file, which `prost-types` does not
/// know: `FileOptions` in field 8, `FeatureSet` in its field 50, the presence in its field 1.
const IMPLICIT: [u8; 7] = [0x42, 5, 0x92, 0x03, 2, 0x08, 2];

fn in_edition(file: &[u8], number: i32) -> Vec<u8> {
    let mut file = FileDescriptorProto::decode(file).unwrap();
    file.syntax = Some("editions".to_owned());
    let mut bytes = file.encode_to_vec();
    bytes.extend(IMPLICIT);
    prost::encoding::int32::encode(14, &number, &mut bytes);
    bytes
}

#[test]
fn an_edition_with_the_features_of_proto3_is_proto3() {
    // Without `optional` fields, which an edition writes down another way.
    for case in ["client/streams", "messages/packages", "messages/comments"] {
        let root = folder::tests().join("cases").join(case);
        let plain = inputs::compile(&root, inputs::protos(&root));
        let files = |input: &Input| {
            texts(&emit::emit(&proto::read(input).unwrap(), &Options::default()).unwrap())
        };
        for edition in [1000, 1001] {
            let lowered = Input {
                files: plain.files.iter().map(|file| in_edition(file, edition)).collect(),
                ..plain.clone()
            };
            assert_eq!(files(&lowered), files(&plain), "{case} in edition {edition}");
        }
    }
}
