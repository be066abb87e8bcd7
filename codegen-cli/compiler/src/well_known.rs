//! The files of `google/protobuf` that every compiler ships: their declarations, which are all
//! that descriptors of them need.

macro_rules! files {
    ($($name:literal,)*) => {
        const FILES: &[(&str, &str)] = &[$((
            concat!("google/protobuf/", $name),
            include_str!(concat!("wkt/", $name)),
        )),*];
    };
}

files! {
    "any.proto",
    "api.proto",
    "compiler/plugin.proto",
    "cpp_features.proto",
    "descriptor.proto",
    "duration.proto",
    "empty.proto",
    "field_mask.proto",
    "go_features.proto",
    "java_features.proto",
    "source_context.proto",
    "struct.proto",
    "timestamp.proto",
    "type.proto",
    "wrappers.proto",
}

/// The text of a well-known file.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(file, _)| *file == name).map(|(_, text)| *text)
}

/// The names of the well-known files.
pub(crate) fn names<'a>() -> impl Iterator<Item = &'a str> {
    FILES.iter().map(|(name, _)| *name)
}
