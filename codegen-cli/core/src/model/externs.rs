//! Types that live elsewhere: which they are, and what they are called in Rust.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use super::path::{snake, upper_camel};

/// Rust paths by the full names of packages and types, without the leading dot.
///
/// The rules are those of prost-build: a type goes by its own row, or by the row of the nearest
/// package or message around it, with the names between them as modules. The well-known types are
/// rows like any other, so whoever wants them elsewhere says so.
///
/// ```
/// use typewright_core::model::Externs;
///
/// let mut externs = Externs::default();
/// externs.insert(".google.type", "::common_types").unwrap();
/// assert_eq!(externs.path("google.type.LatLng").unwrap(), "::common_types::LatLng");
/// assert_eq!(externs.path("google.protobuf.Empty").unwrap(), "()");
/// assert_eq!(externs.path("google.rpc.Status"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Externs {
    rows: BTreeMap<String, String>,
}

/// What prost and prost-types make of the well-known types.
const WELL_KNOWN: &[(&str, &str)] = &[
    ("google.protobuf", "::prost_types"),
    ("google.protobuf.BoolValue", "bool"),
    ("google.protobuf.BytesValue", "::prost::alloc::vec::Vec<u8>"),
    ("google.protobuf.DoubleValue", "f64"),
    ("google.protobuf.Empty", "()"),
    ("google.protobuf.FloatValue", "f32"),
    ("google.protobuf.Int32Value", "i32"),
    ("google.protobuf.Int64Value", "i64"),
    ("google.protobuf.StringValue", "::prost::alloc::string::String"),
    ("google.protobuf.UInt32Value", "u32"),
    ("google.protobuf.UInt64Value", "u64"),
];

impl Default for Externs {
    fn default() -> Self {
        let row = |(id, path): &(&str, &str)| ((*id).to_owned(), (*path).to_owned());
        Self { rows: WELL_KNOWN.iter().map(row).collect() }
    }
}

impl Externs {
    /// Says where a package or type lives; `proto` starts with a dot. A row for all of
    /// `.google.protobuf` takes the place of the rows of its types, too.
    ///
    /// # Errors
    /// What is wrong with either of the two.
    pub fn insert(&mut self, proto: &str, rust: &str) -> Result<(), String> {
        let id = proto.strip_prefix('.').ok_or_else(|| {
            format!("`{proto}` is no full name: it must start with a dot, as in `.{proto}`")
        })?;
        let word = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        if !id.split('.').all(word) {
            return Err(format!("`{proto}` is not the name of a package or type"));
        }
        if syn::parse_str::<syn::Type>(rust).is_err() {
            return Err(format!("`{rust}` is not a Rust path"));
        }
        if id == "google.protobuf" {
            self.compile_well_known_types();
        }
        self.rows.insert(id.to_owned(), rust.to_owned());
        Ok(())
    }

    /// Takes away the rows that the well-known types have by default, so that they are generated.
    pub fn compile_well_known_types(&mut self) {
        self.rows.retain(|id, path| !WELL_KNOWN.contains(&(&**id, &**path)));
    }

    /// The Rust path of a type that lives elsewhere.
    pub fn path(&self, id: &str) -> Option<String> {
        if let Some(path) = self.rows.get(id) {
            return Some(path.clone());
        }
        let (at, path) =
            id.rmatch_indices('.').find_map(|(at, _)| Some((at, self.rows.get(&id[..at])?)))?;
        let mut inside = id[at + 1..].split('.');
        let name = inside.next_back().map(upper_camel);
        // As prost does: the given path is spelled as modules are.
        let module = |(i, part): (usize, &str)| match (i, part) {
            (0, "crate") | (_, "") => part.to_owned(),
            _ => snake(part),
        };
        let modules = path.split("::").chain(inside).enumerate().map(module);
        Some(modules.chain(name).collect::<Vec<_>>().join("::"))
    }

    /// The Rust type that `id` goes by, if it lives elsewhere.
    pub(crate) fn tokens(&self, id: &str) -> Option<TokenStream> {
        Some(self.path(id)?.parse().unwrap_or_default())
    }

    /// Full names with their leading dots, and paths.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (String, &str)> {
        self.rows.iter().map(|(id, path)| (format!(".{id}"), &**path))
    }
}

#[cfg(test)]
mod tests {
    use super::Externs;

    #[test]
    fn the_nearest_row_counts() {
        let mut externs = Externs::default();
        externs.insert(".a", "::one").unwrap();
        externs.insert(".a.b.C", "crate::two::See").unwrap();
        let path = |id: &str| externs.path(id);
        assert_eq!(path("a.x_y.Outer.inner").as_deref(), Some("::one::x_y::outer::Inner"));
        assert_eq!(path("a.b.C").as_deref(), Some("crate::two::See"));
        assert_eq!(path("a.b.C.d").as_deref(), Some("crate::two::see::D"));
        assert_eq!(path("ab.C"), None);
        assert_eq!(path("google.protobuf.Any").as_deref(), Some("::prost_types::Any"));
        externs.compile_well_known_types();
        assert_eq!(externs.path("google.protobuf.Empty"), None);
    }

    #[test]
    fn a_row_for_all_well_known_types_replaces_their_own() {
        let mut externs = Externs::default();
        externs.insert(".google.protobuf", "::pbjson_types").unwrap();
        let path = externs.path("google.protobuf.Empty");
        assert_eq!(path.as_deref(), Some("::pbjson_types::Empty"));
    }

    #[test]
    fn what_is_no_name_or_path_is_refused() {
        let mut externs = Externs::default();
        for (proto, rust) in [("a.b", "::x"), (".", "::x"), (".a..b", "::x"), (".a", "x y")] {
            assert!(externs.insert(proto, rust).is_err(), "{proto} {rust}");
        }
    }
}
