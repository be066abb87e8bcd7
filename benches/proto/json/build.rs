//! The same files twice: by ours, and by prost-build with pbjson-build.

#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

use prost::Message;
use prost_types::{FileDescriptorProto, FileDescriptorSet};

const FILES: [(&str, &str); 2] =
    [("pubsub", "google/pubsub/v1/pubsub.proto"), ("otel", "opentelemetry/proto/trace/v1/trace.proto")];

fn main() {
    println!("cargo::rerun-if-env-changed=TYPEWRIGHT_INPUTS");
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/inputs");
    let inputs = std::env::var_os("TYPEWRIGHT_INPUTS").map_or(beside, PathBuf::from).join("proto");
    let includes = FILES.map(|(set, _)| inputs.join(set));
    let protos: Vec<PathBuf> = FILES.iter().map(|(set, file)| inputs.join(set).join(file)).collect();
    let mut builder = typewright_build::configure();
    for emitter in ["messages", "json", "serde"] {
        builder = builder.emit(emitter);
    }
    builder.compile(&protos, &includes).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    peer(&includes);
}

fn peer(includes: &[PathBuf]) {
    let mut open = |name: &str| {
        let path = includes.iter().map(|folder| folder.join(name)).find(|path| path.is_file());
        Ok(path.map(|path| std::fs::read_to_string(path).expect("a file")))
    };
    let compiled = typewright_compiler::compile(&FILES.map(|(_, file)| file), &mut open);
    let compiled = compiled.unwrap_or_else(|problems| panic!("{}", problems[0]));
    let file = |bytes: &[u8]| FileDescriptorProto::decode(bytes).expect("a descriptor");
    let files = compiled.files.iter().map(|compiled| {
        // Comments would become doctests that do not compile.
        FileDescriptorProto { source_code_info: None, ..file(&compiled.runtime) }
    });
    let set = FileDescriptorSet { file: files.collect() };
    let encoded = set.encode_to_vec();
    let mut config = prost_build::Config::new();
    config.compile_well_known_types().extern_path(".google.protobuf", "::pbjson_types");
    config.compile_fds(set).expect("prost-build");
    let mut builder = pbjson_build::Builder::new();
    builder.register_descriptors(&encoded).expect("descriptors");
    builder.extern_path(".google.protobuf", "::pbjson_types");
    builder.build(&[".google.pubsub", ".opentelemetry"]).expect("pbjson-build");
}
