//! `protoc` plugin of Typewright: messages, typed clients and command tables from `.proto` files.
//!
//! ```console
//! $ protoc --plugin=protoc-gen-typewright --typewright_out=src/api --typewright_opt=emit=messages shop.proto
//! ```
//!
#![doc = include_str!("../docs/options.md")]
//!
//! The protocol is that of [`plugin.proto`]: mistakes in the user's files or parameters are the
//! `error` of the response, at `file:line:col`; only a broken request makes the plugin itself fail.
//!
//! [`plugin.proto`]: https://protobuf.dev/reference/cpp/api-docs/google.protobuf.compiler.plugin.pb/

mod request;
mod response;

use prost::Message;
use typewright_core::diag::Diagnostics;
use typewright_core::{emit, files::Files, source};

use request::Request;
use response::Response;

/// Answers one encoded `CodeGeneratorRequest` with an encoded `CodeGeneratorResponse`.
///
/// # Errors
/// The bytes are no request.
///
/// ```
/// use prost::Message;
/// use prost_types::compiler::{CodeGeneratorRequest, CodeGeneratorResponse};
///
/// let request = CodeGeneratorRequest { parameter: Some("emti=client".into()), ..Default::default() };
/// let answer = protoc_gen_typewright::respond(&request.encode_to_vec()).unwrap();
/// let answer = CodeGeneratorResponse::decode(&*answer).unwrap();
/// assert!(answer.error().contains("did you mean `emit`?"));
/// ```
pub fn respond(request: &[u8]) -> Result<Vec<u8>, prost::DecodeError> {
    let request = Request::decode(request)?;
    let response = match generate(request) {
        Ok(files) => Response::of(&files),
        Err(diagnostics) => Response::failed(diagnostics.to_string()),
    };
    Ok(response.encode_to_vec())
}

fn generate(request: Request) -> Result<Files, Diagnostics> {
    let options = emit::Options::parse(request.parameter())?;
    let mut schema = source::proto::read_selected(&request.into_input(), &options.selection)?;
    let open = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
    let (configs, selection) = (&options.service_configs, &options.selection);
    source::service_config::apply(&mut schema, configs, selection, open)?;
    let mut files = emit::emit(&schema, &options)?;
    if let Some(manifest) = emit::manifest(&schema, &options, open)? {
        files.insert("Cargo.toml", manifest)?;
    }
    Ok(files)
}
