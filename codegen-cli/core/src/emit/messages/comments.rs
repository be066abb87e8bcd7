//! The comments of a file, on every item that prost-build documents.

use std::collections::BTreeMap;
use std::rc::Rc;

use prost_types::source_code_info::Location;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, EnumOptions, FieldOptions, FileDescriptorProto,
    FileOptions, MessageOptions, SourceCodeInfo,
};

use crate::emit::docs::linked_doc_lines;
use crate::emit::links::{Links, Spot};
use crate::model::TextFormat;
use crate::model::path::{Paths, snake};

/// Starts the line that prost-build reads in the place of a comment; no comment starts so.
const MARK: &str = " \u{f8f0}";

/// The comments of all items. prost-build would mark and escape them anew, at a third of the cost of
/// everything, so it sees a number in the place of each.
#[derive(Default)]
pub(super) struct Comments(Vec<Vec<String>>);

impl Comments {
    /// One location for each item, with the number of its comment: prost-build panics where a file
    /// has locations but one is missing.
    pub(super) fn located(
        &mut self,
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
            let Location { leading_comments, trailing_comments, .. } =
                given.remove(&item.path).unwrap_or_default();
            let link = |name: &str| links.target(name, item.spot.as_deref()?);
            let mut leading = leading_comments.unwrap_or_default();
            let deprecated = item.deprecated && !leading.to_lowercase().contains("deprecated");
            for note in item.format.into_iter().chain(deprecated.then_some("Deprecated.")) {
                leading.truncate(leading.trim_end().len());
                leading.push_str(&format!("\n\n {note}"));
            }
            let trailing = trailing_comments.unwrap_or_default();
            let written = [leading, trailing].into_iter().filter(|text| !text.trim().is_empty());
            let blocks = written.map(|text| comment_lines(&text, &link));
            let lines =
                blocks.reduce(|above, beside| [above, vec![String::new()], beside].concat());
            let number = lines.map(|lines| self.keep(lines));
            Location { leading_comments: number, path: item.path, ..Location::default() }
        };
        SourceCodeInfo { location: items(file, paths).into_iter().map(location).collect() }
    }

    /// What stands for the comment.
    fn keep(&mut self, lines: Vec<String>) -> String {
        self.0.push(lines);
        format!("{MARK}{}", self.0.len() - 1)
    }

    /// Code with the comments in the places of their numbers.
    pub(super) fn restored(&self, code: &str) -> String {
        let mut out = String::with_capacity(code.len() * 2);
        for line in code.split_inclusive('\n') {
            let text = line.trim_start();
            let indent = &line[..line.len() - text.len()];
            let number = text.strip_prefix("///").and_then(|text| text.strip_prefix(MARK));
            let kept =
                number.and_then(|number| self.0.get(number.trim_end().parse::<usize>().ok()?));
            match kept {
                None => out.push_str(line),
                Some(lines) => {
                    for line in lines {
                        out.extend([indent, "///", line, "\n"]);
                    }
                }
            }
        }
        out
    }
}

/// A comment as lines of rustdoc.
fn comment_lines(comment: &str, link: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let plain: Vec<&str> =
        comment.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    linked_doc_lines(plain.join("\n").trim_matches('\n'), link)
}

/// An item that prost-build documents.
struct Item {
    /// By the field numbers of `descriptor.proto`.
    path: Vec<i32>,
    /// Nowhere for a oneof: prost sets its comment at two places, and a link holds at one.
    spot: Option<Rc<Spot>>,
    /// Whether the author advises against it and prost-build does not say so.
    deprecated: bool,
    /// What its text must look like.
    format: Option<&'static str>,
}

/// What is said about a format of AIP-202.
fn said(format: TextFormat) -> &'static str {
    match format {
        TextFormat::Uuid4 => "Format: a UUID, version 4.",
        TextFormat::Ipv4 => "Format: an IPv4 address.",
        TextFormat::Ipv6 => "Format: an IPv6 address.",
        TextFormat::Ipv4OrIpv6 => "Format: an IPv4 or IPv6 address.",
    }
}

fn items(file: &FileDescriptorProto, paths: &Paths<'_>) -> Vec<Item> {
    let spot = Spot { id: file.package().to_owned(), module: paths.modules(file.package()) };
    let mut found = Found { paths, items: Vec::new() };
    let old = file.options.as_ref().is_some_and(FileOptions::deprecated);
    for (i, message) in (0..).zip(&file.message_type) {
        found.message(message, vec![4, i], &spot);
        found.items.last_mut().into_iter().for_each(|item| item.deprecated |= old);
    }
    for (i, item) in (0..).zip(&file.enum_type) {
        found.enumeration(item, vec![5, i], &spot);
        found.items.last_mut().into_iter().for_each(|item| item.deprecated |= old);
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
            let format = self.paths.format(&id, field.number()).map(said);
            self.items.push(Item { path: at(2, i), spot, deprecated: map && deprecated, format });
        }
        let oneofs = (0..).zip(&message.oneof_decl);
        self.items.extend(oneofs.map(|(i, _)| Item {
            path: at(8, i),
            spot: None,
            deprecated: false,
            format: None,
        }));
        let spot = Spot { id, module: below };
        for (i, nested) in (0..).zip(&message.nested_type) {
            self.message(nested, at(3, i), &spot);
        }
        for (i, nested) in (0..).zip(&message.enum_type) {
            self.enumeration(nested, at(4, i), &spot);
        }
        let deprecated = message.options.as_ref().is_some_and(MessageOptions::deprecated);
        self.items.push(Item { path, spot: Some(own), deprecated, format: None });
    }

    fn enumeration(&mut self, item: &EnumDescriptorProto, path: Vec<i32>, around: &Spot) {
        let id = inside(&around.id, item.name());
        let spot = Some(Rc::new(Spot { id, module: around.module.clone() }));
        let values = (0..).zip(&item.value).map(|(i, _)| [&*path, &[2, i]].concat());
        let value = |path| Item { path, spot: spot.clone(), deprecated: false, format: None };
        self.items.extend(values.map(value));
        let deprecated = item.options.as_ref().is_some_and(EnumOptions::deprecated);
        self.items.push(Item { path, spot, deprecated, format: None });
    }
}

fn inside(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
