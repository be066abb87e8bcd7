//! What protoc itself gives, where a current one can be run.

use std::path::Path;
use std::process::Command;

use prost::Message as _;

/// The version whose descriptors ours are equal to; older ones differ in known ways.
const VERSION: u32 = 35;

/// A current protoc, or `None` after saying that there is none.
///
/// It is the command in `TYPEWRIGHT_PROTOC`, or one of those that people have.
pub(crate) fn at_hand() -> Option<Protoc> {
    let named = std::env::var("TYPEWRIGHT_PROTOC").ok();
    let must = named.is_some();
    let known = ["protoc", "python3 -m grpc_tools.protoc"].map(str::to_owned);
    let words = named.map_or_else(|| known.to_vec(), |words| vec![words]);
    let found = words.into_iter().map(|words| Protoc { words }).find(|protoc| {
        let version = protoc.command().arg("--version").output().ok();
        let text = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let major = text.and_then(|text| {
            text.trim().strip_prefix("libprotoc ")?.split('.').next()?.parse::<u32>().ok()
        });
        major.is_some_and(|major| major >= VERSION)
    });
    assert!(found.is_some() || !must, "TYPEWRIGHT_PROTOC is not of version {VERSION} or later");
    if found.is_none() {
        eprintln!("no protoc of version {VERSION} or later: not compared with it");
    }
    found
}

pub(crate) struct Protoc {
    words: String,
}

#[derive(prost::Message)]
struct Set {
    #[prost(bytes = "vec", repeated, tag = "1")]
    files: Vec<Vec<u8>>,
}

impl Protoc {
    fn command(&self) -> Command {
        let mut words = self.words.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or("protoc"));
        command.args(words);
        command
    }

    /// The encoded files of a descriptor set with sources, and with all options where `retain`;
    /// or what is wrong.
    pub(crate) fn files(
        &self,
        folder: &Path,
        roots: &[&str],
        retain: bool,
    ) -> Result<Vec<Vec<u8>>, String> {
        let out = tempfile::NamedTempFile::new().unwrap();
        let mut command = self.command();
        command.arg("-I").arg(folder).args(["--include_imports", "--include_source_info"]);
        command.args(retain.then_some("--retain_options"));
        command.arg("--descriptor_set_out").arg(out.path()).args(roots);
        let output = command.output().unwrap();
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let set = std::fs::read(out.path()).unwrap();
        Ok(Set::decode(&*set).unwrap().files)
    }

    /// How our files differ from those of protoc.
    pub(crate) fn differences(&self, folder: &Path, roots: &[&str]) -> Vec<String> {
        let compiled = match crate::compile_in(folder, roots) {
            Ok(compiled) => compiled,
            Err(problems) => return problems.iter().map(ToString::to_string).collect(),
        };
        let mut all = roots.to_vec();
        all.push("google/protobuf/descriptor.proto");
        let schema = crate::dump::Schema::new(&crate::compile_in(folder, &all).unwrap());
        let mut differences = Vec::new();
        for retain in [true, false] {
            let theirs = match self.files(folder, roots, retain) {
                Ok(files) => files,
                Err(message) => return vec![message],
            };
            let ours = compiled
                .files
                .iter()
                .map(|file| (file, if retain { &file.descriptor } else { &file.runtime }));
            if theirs.len() != compiled.files.len() {
                differences.push(format!("{roots:?}: the number of files differs"));
            }
            for ((file, ours), theirs) in ours.zip(theirs) {
                // The text of the files that we ship is not that of protoc.
                let (ours, theirs) = match file.is_opened {
                    true => (ours.clone(), theirs),
                    false => (without_source(ours), without_source(&theirs)),
                };
                if ours != theirs {
                    let name = format!("{} (retain: {retain})", file.name);
                    let (theirs, ours) = (schema.file(&theirs), schema.file(&ours));
                    differences.push(crate::first_difference(&name, &theirs, &ours));
                }
            }
        }
        differences
    }
}

/// A file without its `source_code_info`, field 9.
pub(crate) fn without_source(bytes: &[u8]) -> Vec<u8> {
    use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
    let mut rest = bytes;
    let mut kept = Vec::new();
    while !rest.is_empty() {
        let start = rest;
        let (number, wire) = decode_key(&mut rest).unwrap();
        if wire == WireType::LengthDelimited {
            let length = usize::try_from(decode_varint(&mut rest).unwrap()).unwrap();
            rest = &rest[length..];
        } else {
            skip_field(wire, number, &mut rest, DecodeContext::default()).unwrap();
        }
        if number != 9 {
            kept.extend_from_slice(&start[..start.len() - rest.len()]);
        }
    }
    kept
}
