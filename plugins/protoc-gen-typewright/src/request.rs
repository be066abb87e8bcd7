//! A shadow of `CodeGeneratorRequest` that keeps each file descriptor as the bytes that came, since
//! decoding it with `prost-types` would drop custom options.

use std::collections::HashMap;

use prost::Message;
use typewright_core::source::proto::Input;

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Request {
    #[prost(string, repeated, tag = "1")]
    file_to_generate: Vec<String>,
    #[prost(string, optional, tag = "2")]
    parameter: Option<String>,
    #[prost(bytes = "vec", repeated, tag = "15")]
    proto_file: Vec<Vec<u8>>,
    /// The files to generate with the options that are kept for sources only; newer compilers.
    #[prost(bytes = "vec", repeated, tag = "17")]
    source_file_descriptors: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
struct Named {
    #[prost(string, tag = "1")]
    name: String,
}

impl Request {
    pub(crate) fn into_input(self) -> Input {
        let name = |file: &[u8]| Named::decode(file).unwrap_or_default().name;
        let fuller: HashMap<String, Vec<u8>> =
            self.source_file_descriptors.into_iter().map(|file| (name(&file), file)).collect();
        let files = self.proto_file.into_iter();
        let files = files.map(|file| fuller.get(&name(&file)).cloned().unwrap_or(file)).collect();
        Input { files, generate: self.file_to_generate }
    }
}
