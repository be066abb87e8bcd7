//! The comments of a file, on every item that prost-build documents.

use std::collections::BTreeMap;
use std::rc::Rc;

use prost_types::source_code_info::Location;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, EnumOptions, FieldOptions, FileDescriptorProto,
    MessageOptions, SourceCodeInfo,
};

use crate::emit::docs::shielded;
use crate::emit::links::{Links, Spot};
use crate::model::path::{Paths, snake};

/// One location for each item, with comments that do not break rustdoc: prost-build panics where a
/// file has locations but one is missing.
pub(super) fn located(
    file: &FileDescriptorProto,
    info: SourceCodeInfo,
    links: &Links<'_>,
    paths: &Paths<'_>,
) -> SourceCodeInfo {
    let mut given = BTreeMap::new();
    for location in info.location {
        given.entry(location.path.clone()).or_insert(location);
    }
    let location = |item: Item| {
        let given = given.remove(&item.path).unwrap_or_default();
        let link = |name: &str| links.target(name, item.spot.as_deref()?);
        let comment = |text: &str| (!text.trim().is_empty()).then(|| shielded(text, &link));
        let leading = given.leading_comments.as_deref().unwrap_or_default();
        let silent = item.deprecated && !leading.to_lowercase().contains("deprecated");
        let leading = match silent {
            true => format!("{}\n\n Deprecated.", leading.trim_end()),
            false => leading.to_owned(),
        };
        Location {
            leading_comments: comment(&leading),
            trailing_comments: given.trailing_comments.as_deref().and_then(comment),
            path: item.path,
            ..Location::default()
        }
    };
    SourceCodeInfo { location: items(file, paths).into_iter().map(location).collect() }
}

/// An item that prost-build documents.
struct Item {
    /// By the field numbers of `descriptor.proto`.
    path: Vec<i32>,
    /// Nowhere for a oneof: prost sets its comment at two places, and a link holds at one.
    spot: Option<Rc<Spot>>,
    /// Whether the author advises against it and prost-build does not say so.
    deprecated: bool,
}

fn items(file: &FileDescriptorProto, paths: &Paths<'_>) -> Vec<Item> {
    let spot = Spot { id: file.package().to_owned(), module: paths.modules(file.package()) };
    let mut found = Found { paths, items: Vec::new() };
    for (i, message) in (0..).zip(&file.message_type) {
        found.message(message, vec![4, i], &spot);
    }
    for (i, item) in (0..).zip(&file.enum_type) {
        found.enumeration(item, vec![5, i], &spot);
    }
    found.items
}

struct Found<'p> {
    paths: &'p Paths<'p>,
    items: Vec<Item>,
}

impl Found<'_> {
    fn message(&mut self, message: &DescriptorProto, path: Vec<i32>, around: &Spot) {
        let at = |field: i32, i: i32| [&*path, &[field, i]].concat();
        let id = inside(&around.id, message.name());
        let below = [&*around.module, &[snake(self.paths.name(&id))]].concat();
        // Members of a oneof are in the module of the message, all else beside the message.
        let member = Rc::new(Spot { id: id.clone(), module: below.clone() });
        let own = Rc::new(Spot { id: id.clone(), module: around.module.clone() });
        for (i, field) in (0..).zip(&message.field) {
            let single = field.oneof_index.is_none() || field.proto3_optional();
            let spot = Some(if single { own.clone() } else { member.clone() });
            // prost-build marks all fields but maps.
            let map = message.nested_type.iter().any(|entry| {
                entry.options.as_ref().is_some_and(MessageOptions::map_entry)
                    && field.type_name().strip_prefix('.') == Some(&*inside(&id, entry.name()))
            });
            let deprecated = field.options.as_ref().is_some_and(FieldOptions::deprecated);
            self.items.push(Item { path: at(2, i), spot, deprecated: map && deprecated });
        }
        let oneofs = (0..).zip(&message.oneof_decl);
        self.items.extend(oneofs.map(|(i, _)| Item {
            path: at(8, i),
            spot: None,
            deprecated: false,
        }));
        let spot = Spot { id, module: below };
        for (i, nested) in (0..).zip(&message.nested_type) {
            self.message(nested, at(3, i), &spot);
        }
        for (i, nested) in (0..).zip(&message.enum_type) {
            self.enumeration(nested, at(4, i), &spot);
        }
        let deprecated = message.options.as_ref().is_some_and(MessageOptions::deprecated);
        self.items.push(Item { path, spot: Some(own), deprecated });
    }

    fn enumeration(&mut self, item: &EnumDescriptorProto, path: Vec<i32>, around: &Spot) {
        let id = inside(&around.id, item.name());
        let spot = Some(Rc::new(Spot { id, module: around.module.clone() }));
        let values = (0..).zip(&item.value).map(|(i, _)| [&*path, &[2, i]].concat());
        let value = |path| Item { path, spot: spot.clone(), deprecated: false };
        self.items.extend(values.map(value));
        let deprecated = item.options.as_ref().is_some_and(EnumOptions::deprecated);
        self.items.push(Item { path, spot, deprecated });
    }
}

fn inside(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
