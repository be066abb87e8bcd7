//! Resources ▶ types of their names (AIP-122).

use std::collections::BTreeSet;

use crate::model::Schema;
use crate::model::path;

/// A type for each pattern of the resources of a package, those of its messages first, as rows of the
/// runtime's macro.
pub(super) fn names(schema: &Schema, package: &str, types: &mut BTreeSet<String>) -> String {
    let mut rows = String::new();
    let mut done = BTreeSet::new();
    let messages = schema.messages.values().filter(|message| message.package == package);
    let messages = messages.filter_map(|message| message.resource.as_ref());
    let documents = schema.documents.iter();
    let documents = documents.filter(|document| document.generate && document.package == package);
    let others = documents.flat_map(|document| &document.resources);
    let others = others.filter_map(|kind| schema.resources.get(kind));
    for resource in messages.chain(others) {
        let kind = resource.kind.rsplit('/').next().unwrap_or(&resource.kind);
        for pattern in &resource.patterns {
            let Some(parts) = variables(pattern).filter(|_| done.insert(pattern)) else { continue };
            let name = path::unique(path::upper_camel(&format!("{kind}_Name")), types);
            rows.push_str(&format!("    {name} = {pattern:?} {{ {} }};\n", parts.join(", ")));
        }
    }
    match rows.is_empty() {
        true => rows,
        false => format!("\n::typewright_client::resource_names! {{\n{rows}}}\n"),
    }
}

/// The variables of a pattern as fields; none if it has none or one twice.
fn variables(pattern: &str) -> Option<Vec<String>> {
    let inside = pattern.split('{').skip(1).filter_map(|rest| rest.split(['=', '}']).next());
    let names: Vec<String> = inside.map(path::snake).collect();
    let apart: BTreeSet<&String> = names.iter().collect();
    (!names.is_empty() && apart.len() == names.len()).then_some(names)
}
