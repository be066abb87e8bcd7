//! Answers as tables: what the rows are, and which columns say most.

use serde_json::Value as Json;

use crate::dynamic::{Content, DynamicMessage, Value};
use crate::json::Writer;
use crate::output::paint::Paint;
use crate::output::print::{self, printable};
use crate::scalar;
use crate::table::{Field, Kind, Message, Shape};
use crate::well_known;

/// The rows of the one list of messages that an answer has, and its other fields below them; or
/// all fields, one a line. With `columns` those of the rows, or of the answer where it has none.
pub(crate) fn table(
    message: &DynamicMessage,
    columns: &[String],
    writer: Writer<'_>,
    paint: Paint,
) -> String {
    let Some(list) = rows(message.table()) else {
        let json = writer.write(message);
        if columns.is_empty() {
            return print::pairs(&pairs(&json), paint);
        }
        return print::grid(&chosen(message.table(), &[json], columns, writer), paint);
    };
    let mut rest = message.clone();
    rest.clear(list);
    let items = match message.get(list) {
        Some(Content::List(items)) => items.as_slice(),
        _ => &[],
    };
    let mut text = match list.kind {
        Kind::Message(table) if !items.is_empty() => {
            print::grid(&grid(table, items, columns, writer), paint)
        }
        _ => String::new(),
    };
    let rest = if columns.is_empty() { pairs(&writer.write(&rest)) } else { Vec::new() };
    if !rest.is_empty() {
        text.push('\n');
        text.push_str(&print::pairs(&rest, paint));
    }
    text
}

/// Mistakes in the names of columns.
pub(crate) fn check(answer: &'static Message, columns: &[String]) -> Vec<String> {
    let table = match rows(answer).map(|list| list.kind) {
        Some(Kind::Message(table)) => table,
        _ => answer,
    };
    let wrong = columns.iter().filter_map(|column| path(table, column).err());
    wrong.map(|problem| format!("--columns: {problem}")).collect()
}

/// The list that an answer is about: the only one of messages.
fn rows(table: &'static Message) -> Option<&'static Field> {
    let mut lists = table.fields.iter().filter(|field| {
        matches!(field.shape, Shape::Repeated { .. })
            && matches!(field.kind, Kind::Message(inner) if well_known::special(inner).is_none())
    });
    lists.next().filter(|_| lists.next().is_none())
}

/// A heading and a row an item.
fn grid(
    table: &'static Message,
    items: &[Value],
    columns: &[String],
    writer: Writer<'_>,
) -> Vec<Vec<String>> {
    let objects: Vec<Json> = items
        .iter()
        .map(|item| match item {
            Value::Message(message) => writer.write(message),
            _ => Json::Null,
        })
        .collect();
    if !columns.is_empty() {
        return chosen(table, &objects, columns, writer);
    }
    let used =
        |field: &&Field| objects.iter().any(|object| object.get(writer.name(field)).is_some());
    let used: Vec<&Field> = table.fields.iter().filter(used).collect();
    // What is nested has room in the other formats; a table of nothing else shows it.
    let flat: Vec<&Field> = used.iter().copied().filter(|field| is_flat(field)).collect();
    let columns = if flat.is_empty() { used } else { flat };
    let heading = columns.iter().map(|field| field.name.to_uppercase()).collect();
    let cells = objects.iter().map(|object| {
        let cells = columns.iter().map(|field| object.get(writer.name(field)));
        cells.map(|json| json.map(cell).unwrap_or_default()).collect()
    });
    [heading].into_iter().chain(cells).collect()
}

/// The rows of an answer as records, a heading first. Without `columns` they are the same for every
/// answer of this type: what is nested has no column.
pub(crate) fn records(
    message: &DynamicMessage,
    columns: &[String],
    writer: Writer<'_>,
) -> Vec<Vec<String>> {
    let (table, objects): (_, Vec<Json>) = match (rows(message.table()), writer.write(message)) {
        (Some(list), mut json) => {
            let items = json.get_mut(writer.name(list)).map(Json::take);
            let items = items.and_then(|items| items.as_array().cloned()).unwrap_or_default();
            let (Kind::Message(table) | Kind::Group(table)) = list.kind else { return Vec::new() };
            (table, items)
        }
        (None, json) => (message.table(), vec![json]),
    };
    let paths: Vec<Vec<&Field>> = if columns.is_empty() {
        let flat: Vec<&Field> = table.fields.iter().filter(|field| is_flat(field)).collect();
        let all = || table.fields.iter().collect();
        let fields: Vec<&Field> = if flat.is_empty() { all() } else { flat };
        fields.into_iter().map(|field| vec![field]).collect()
    } else {
        columns.iter().filter_map(|column| path(table, column).ok()).collect()
    };
    let name =
        |path: &Vec<&Field>| path.iter().map(|f| writer.name(f)).collect::<Vec<_>>().join(".");
    let heading = paths.iter().map(name).collect();
    let row = |object: &Json| {
        let cell = |path: &Vec<&Field>| {
            let json = path.iter().try_fold(object, |json, field| json.get(writer.name(field)));
            json.map(print::record).unwrap_or_default()
        };
        paths.iter().map(cell).collect()
    };
    std::iter::once(heading).chain(objects.iter().map(row)).collect()
}

/// Data that no schema describes as records: a row for each object of a list, or for each key.
pub(crate) fn tabular(json: &Json) -> Vec<Vec<String>> {
    match json {
        Json::Array(rows) if !rows.is_empty() && rows.iter().all(Json::is_object) => {
            let mut heads: Vec<&str> = Vec::new();
            for key in rows.iter().filter_map(Json::as_object).flat_map(|row| row.keys()) {
                if !heads.contains(&key.as_str()) {
                    heads.push(key);
                }
            }
            let of = |row: &Json| {
                let cell = |head: &&str| row.get(*head).map(print::record).unwrap_or_default();
                heads.iter().map(cell).collect()
            };
            let heading = heads.iter().map(|head| (*head).to_owned()).collect();
            std::iter::once(heading).chain(rows.iter().map(of)).collect()
        }
        Json::Array(cells) => cells.iter().map(|cell| vec![print::record(cell)]).collect(),
        Json::Object(fields) => {
            fields.iter().map(|(key, value)| vec![key.clone(), print::record(value)]).collect()
        }
        single => vec![vec![print::record(single)]],
    }
}

fn is_flat(field: &Field) -> bool {
    match (field.kind, field.shape) {
        (_, Shape::Map(_)) | (Kind::Group(_), _) => false,
        (Kind::Message(table), _) => well_known::special(table).is_some(),
        _ => true,
    }
}

fn chosen(
    table: &'static Message,
    objects: &[Json],
    columns: &[String],
    writer: Writer<'_>,
) -> Vec<Vec<String>> {
    let paths: Vec<Vec<&Field>> =
        columns.iter().filter_map(|column| path(table, column).ok()).collect();
    let heading = paths.iter().map(|path| {
        path.iter().map(|field| field.name.to_uppercase()).collect::<Vec<_>>().join(".")
    });
    let cells = objects.iter().map(|object| {
        let at = |path: &Vec<&Field>| {
            let json = path.iter().try_fold(object, |json, field| json.get(writer.name(field)));
            json.map(cell).unwrap_or_default()
        };
        paths.iter().map(at).collect()
    });
    [heading.collect()].into_iter().chain(cells).collect()
}

/// The fields that a column with dots goes through.
fn path(table: &'static Message, column: &str) -> Result<Vec<&'static Field>, String> {
    let mut table = Some(table);
    let mut path = Vec::new();
    for part in column.split('.') {
        let Some(inner) = table else {
            return Err(format!("`{column}`: nothing is inside of what stands before `{part}`"));
        };
        let field = inner.field(part).or_else(|| inner.field(&part.replace('-', "_")));
        let Some(field) = field else {
            let near = scalar::did_you_mean(part, inner.fields.iter().map(|field| field.name));
            return Err(format!("{} has no field `{part}`{near}", inner.id));
        };
        path.push(field);
        table = match (field.kind, field.shape) {
            (_, Shape::Repeated { .. } | Shape::Map(_)) => None,
            (Kind::Message(inner), _) if well_known::special(inner).is_none() => Some(inner),
            _ => None,
        };
    }
    Ok(path)
}

/// Keys with dots and values, opened down to lists and scalars.
pub(crate) fn pairs(json: &Json) -> Vec<Vec<String>> {
    fn open(key: &str, json: &Json, into: &mut Vec<Vec<String>>) {
        match json {
            Json::Object(fields) if !fields.is_empty() => {
                for (name, value) in fields {
                    let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                    open(&key, value, into);
                }
            }
            Json::Object(_) if key.is_empty() => {}
            other => into.push(vec![printable(key), cell(other)]),
        }
    }
    let mut rows = Vec::new();
    open("", json, &mut rows);
    rows
}

/// A heading with every field of these objects, and a row for each of them.
pub(crate) fn objects(rows: &[Json]) -> Vec<Vec<String>> {
    let mut heads: Vec<&str> = Vec::new();
    for key in rows.iter().filter_map(Json::as_object).flat_map(|row| row.keys()) {
        if !heads.contains(&key.as_str()) {
            heads.push(key);
        }
    }
    let heading = heads.iter().map(|head| printable(head)).collect();
    let of =
        |row: &Json| heads.iter().map(|head| row.get(head).map(cell).unwrap_or_default()).collect();
    std::iter::once(heading).chain(rows.iter().map(of)).collect()
}

fn cell(json: &Json) -> String {
    match json {
        Json::String(text) => printable(text),
        Json::Array(items) if !items.iter().any(|item| item.is_object() || item.is_array()) => {
            items.iter().map(cell).collect::<Vec<_>>().join(", ")
        }
        other => printable(&other.to_string()),
    }
}
