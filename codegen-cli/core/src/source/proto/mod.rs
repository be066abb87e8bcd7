//! Protobuf descriptors ▶ [`Schema`].
//!
//! Descriptors come from a `protoc` request or from the embedded compiler; this file does not care
//! which. They are decoded by a shadow of `descriptor.proto` in which the options
//! that we know are ordinary fields: prost drops extensions, and reading the bytes a second time
//! costs a tenth of a descriptor pool.

mod check;
mod descriptor;
mod edition;
mod features;
mod location;
mod lower;

use prost::Message as _;

use crate::diag::{Diagnostic, Diagnostics, Origin, Place, code, nearest};
use crate::model::{Schema, Selection, VERSION, select};

/// What a compiler gives.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Encoded `FileDescriptorProto`s with all that they import, in any order.
    pub files: Vec<Vec<u8>>,
    /// Names of the files for which code is wanted.
    pub generate: Vec<String>,
}

impl Input {
    /// What a compiler wrote as a `FileDescriptorSet`.
    ///
    /// # Errors
    /// The bytes are no such set.
    pub fn from_set(set: &[u8], generate: Vec<String>) -> Result<Self, Diagnostics> {
        let set = descriptor::RawSet::decode(set).map_err(|error| {
            let message = format!("the compiler's answer is not a descriptor set: {error}");
            Diagnostic::new(code::INVALID_DESCRIPTOR, Origin::None, message)
        })?;
        Ok(Self { files: set.file, generate })
    }

    /// The names of the files that were compiled.
    pub fn names(&self) -> Vec<String> {
        let name = |bytes: &Vec<u8>| descriptor::File::decode(&**bytes).ok()?.name;
        self.files.iter().filter_map(name).collect()
    }
}

/// Reads descriptors into the model.
///
/// Imported files whose types the wanted ones use are generated too, so that what comes out
/// compiles; files that are imported for their options alone are not. The well-known types are
/// never generated: `prost-types` has them.
///
/// # Errors
/// Bytes that are no descriptors, a wanted file that is missing, an edition that we cannot read, a
/// reference to a type that no file declares. All of them at once, at their places.
///
/// ```
/// use prost::Message;
/// use prost_types::{DescriptorProto, FileDescriptorProto};
/// use typewright_core::source::proto::{Input, read};
///
/// let file = FileDescriptorProto {
///     name: Some("greet.proto".into()),
///     package: Some("greet".into()),
///     syntax: Some("proto3".into()),
///     message_type: vec![DescriptorProto { name: Some("Hello".into()), ..Default::default() }],
///     ..Default::default()
/// };
/// let input = Input { files: vec![file.encode_to_vec()], generate: vec!["greet.proto".into()] };
/// let schema = read(&input).unwrap();
/// assert_eq!(schema.messages["greet.Hello"].name, "Hello");
/// ```
pub fn read(input: &Input) -> Result<Schema, Diagnostics> {
    read_selected(input, &Selection::default())
}

/// As [`read`], with a part of what the files declare.
///
/// # Errors
/// As [`read`]; patterns that find nothing; an item that is needed but excluded.
pub fn read_selected(input: &Input, selection: &Selection) -> Result<Schema, Diagnostics> {
    let files = decode(input)?;
    let mut diagnostics = Diagnostics::new();
    let mut schema = Schema { version: VERSION, ..Schema::default() };
    let mut declared = check::Declared::new();
    for (file, _) in &files {
        check::file(file, &mut declared, &mut diagnostics);
        lower::file(file, &mut schema);
    }
    diagnostics.finish()?;
    let mut diagnostics = Diagnostics::new();
    check_references(&schema, &mut diagnostics);
    diagnostics.finish()?;

    select(&mut schema, &input.generate, selection)?;
    let mut plain = Vec::new();
    for (file, bytes) in &files {
        let lowered = edition::lowered(file, bytes);
        if lowered != *bytes {
            schema.originals.insert(file.name().to_owned(), bytes.to_vec());
        }
        plain.push(lowered);
    }
    schema.descriptors = descriptor::RawSet { file: plain }.encode_to_vec();
    Ok(schema)
}

/// The files beside their bytes, by name: compilers hand out files that do not import each other in
/// the order in which they were asked for, which must not show in what is generated.
fn decode(input: &Input) -> Result<Vec<(descriptor::File, &[u8])>, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut files = Vec::new();
    for bytes in &input.files {
        match descriptor::File::decode(&**bytes) {
            Ok(file) => files.push((file, &**bytes)),
            Err(error) => diagnostics.push(Diagnostic::new(
                code::INVALID_DESCRIPTOR,
                Origin::None,
                format!("the compiler's answer is not a file descriptor: {error}"),
            )),
        }
    }
    files.sort_by(|(a, _), (b, _)| a.name().cmp(b.name()));
    for pair in files.windows(2).filter(|pair| pair[0].0.name() == pair[1].0.name()) {
        let message = "the file is given twice";
        let origin = whole_file(pair[0].0.name());
        diagnostics.push(Diagnostic::new(code::INVALID_DESCRIPTOR, origin, message));
    }
    for (file, _) in &files {
        check_syntax(file, &mut diagnostics);
    }
    for wanted in &input.generate {
        if !files.iter().any(|(file, _)| file.name() == wanted) {
            diagnostics.push(missing_file(wanted, files.iter().map(|(file, _)| file.name())));
        }
    }
    diagnostics.finish()?;
    Ok(files)
}

fn whole_file(name: &str) -> Origin {
    Origin::File(Place { file: name.into(), line: 0, col: 0 })
}

fn missing_file<'f>(wanted: &str, files: impl Iterator<Item = &'f str>) -> Diagnostic {
    let message = "it should be generated but is not among the inputs";
    let missing = Diagnostic::new(code::MISSING_FILE, whole_file(wanted), message);
    match nearest(wanted, files) {
        Some(near) => missing.help(format!("did you mean `{near}`?")),
        None => missing.help("name it as other files import it, and give the compiler its folder"),
    }
}

/// proto2 (or nothing), proto3 and the editions that [`features`] knows can be read; others are
/// refused at their line.
fn check_syntax(file: &descriptor::File, diagnostics: &mut Diagnostics) {
    let found = match (file.syntax.as_deref(), file.edition) {
        (None | Some("" | "proto2" | "proto3"), _) => return,
        (Some("editions"), Some(edition)) if features::EDITIONS.contains(&edition) => return,
        (Some("editions"), edition) => format!("edition {}", edition_name(edition.unwrap_or(0))),
        (Some(other), _) => format!("syntax \"{other}\""),
    };
    // Compilers note the statement under `syntax`, whichever of the two it is.
    let origin = location::Locations::new(file).origin(&[descriptor::SYNTAX]);
    let message = format!("{found} is not supported; proto2, proto3, editions 2023 and 2024 are");
    diagnostics.push(
        Diagnostic::new(code::UNSUPPORTED_EDITION, origin, message)
            .help("declare `edition = \"2024\";` or `syntax = \"proto3\";`"),
    );
}

/// Editions are numbered from 1000 on, one a year since 2023.
fn edition_name(number: i32) -> String {
    match number {
        1000..1100 => (number - 1000 + 2023).to_string(),
        other => format!("number {other}"),
    }
}

/// Every type that a field or method names must be declared somewhere.
fn check_references(schema: &Schema, diagnostics: &mut Diagnostics) {
    let mut missing = |id: &str, origin: &Origin, user: &str| {
        let message = format!("`{user}` names the type `{id}`, which no input declares");
        diagnostics.push(Diagnostic::new(code::INVALID_DESCRIPTOR, origin.clone(), message));
    };
    for message in schema.messages.values() {
        for field in &message.fields {
            if let Some(id) = schema.undeclared(&field.ty) {
                missing(id, &field.origin, &format!("{}.{}", message.id, field.name));
            }
        }
    }
    for service in &schema.services {
        for method in &service.methods {
            for id in [&method.input, &method.output] {
                if !schema.messages.contains_key(id) {
                    missing(id, &method.origin, &format!("{}.{}", service.id, method.name));
                }
            }
        }
    }
}
