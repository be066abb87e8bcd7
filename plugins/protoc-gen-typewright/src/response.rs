//! A shadow of `CodeGeneratorResponse`, with the range of editions that `prost-types` lacks.

use prost::Message;
use typewright_core::files::Files;

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Response {
    #[prost(string, optional, tag = "1")]
    error: Option<String>,
    #[prost(uint64, optional, tag = "2")]
    supported_features: Option<u64>,
    #[prost(int32, optional, tag = "3")]
    minimum_edition: Option<i32>,
    #[prost(int32, optional, tag = "4")]
    maximum_edition: Option<i32>,
    #[prost(message, repeated, tag = "15")]
    file: Vec<File>,
}

#[derive(Clone, PartialEq, Message)]
struct File {
    #[prost(string, optional, tag = "1")]
    name: Option<String>,
    #[prost(string, optional, tag = "15")]
    content: Option<String>,
}

const PROTO3_OPTIONAL: u64 = 1;
const EDITIONS: u64 = 2;
const PROTO2: i32 = 998;
const EDITION_2024: i32 = 1001;

impl Response {
    /// What we can read is said in every response: protoc looks at it before it looks at the error.
    fn new() -> Self {
        Self {
            supported_features: Some(PROTO3_OPTIONAL | EDITIONS),
            minimum_edition: Some(PROTO2),
            maximum_edition: Some(EDITION_2024),
            ..Self::default()
        }
    }

    pub(crate) fn of(files: &Files) -> Self {
        let file = files.iter().map(|(name, file)| File {
            name: Some(name.to_owned()),
            content: Some(String::from_utf8_lossy(&file.contents).into_owned()),
        });
        Self { file: file.collect(), ..Self::new() }
    }

    pub(crate) fn failed(message: String) -> Self {
        Self { error: Some(message), ..Self::new() }
    }
}
