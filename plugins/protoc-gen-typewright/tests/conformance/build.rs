//! Generates messages and JSON from the runner's `.proto` files, in the folder that
//! `CONFORMANCE_PROTOS` names.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use typewright_core::emit::{self, Options};
use typewright_core::source::proto::{Input, read};

const FILES: [&str; 6] = [
    "conformance/conformance.proto",
    "google/protobuf/test_messages_proto2.proto",
    "google/protobuf/test_messages_proto3.proto",
    "google/protobuf/test_messages_edition2023.proto",
    "google/protobuf/test_messages_proto2_editions.proto",
    "google/protobuf/test_messages_proto3_editions.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=CONFORMANCE_PROTOS");
    let protos =
        env::var("CONFORMANCE_PROTOS").map_err(|_| "started by ./run, which fetches them")?;
    println!("cargo::rerun-if-changed={protos}");
    let protos = PathBuf::from(protos);
    let mut open = |name: &str| {
        let path = protos.join(name);
        path.is_file().then(|| fs::read_to_string(path)).transpose().map_err(|e| e.to_string())
    };
    let compiled = typewright_compiler::compile(&FILES, &mut open)
        .map_err(|problems| format!("{problems:#?}"))?;
    let input = Input {
        files: compiled.files.into_iter().map(|file| file.descriptor).collect(),
        generate: FILES.map(str::to_owned).to_vec(),
    };
    let options = Options::of(["emit=messages", "json=serde"])?;
    let out = PathBuf::from(env::var("OUT_DIR")?).join("api");
    for (name, file) in emit::emit(&read(&input)?, &options)?.iter() {
        let path = out.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, &file.contents)?;
    }
    // A path in an attribute must be a literal, so the one that declares the tree is written, too.
    let root = format!("#[path = {:?}]\npub mod api;\n", out.join("mod.rs"));
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("root.rs"), root)?;
    Ok(())
}
