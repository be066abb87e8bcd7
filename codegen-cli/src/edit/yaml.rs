//! Edits of YAML: one more line in a mapping in block style. Lines and indents say where; reading
//! the result says whether that was right.

use serde_json::{Map, Value};

use super::{Insertion, Request, indented, line_end};
use crate::error::Mistake;
use crate::read;

/// A line with its start and its indent; `None` for blank lines and comments.
struct Line<'a> {
    end: usize,
    text: &'a str,
    indent: Option<usize>,
}

fn lines(content: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let line = |whole: &'_ str| {
        at += whole.len();
        let text = whole.trim_end_matches(['\n', '\r']);
        (at - whole.len() + text.len(), text.len())
    };
    let places: Vec<_> = content.split_inclusive('\n').map(line).collect();
    places
        .into_iter()
        .map(|(end, length)| {
            let text = &content[end - length..end];
            let inner = text.trim_start_matches(' ');
            let says = !inner.trim().is_empty() && !inner.starts_with('#');
            Line { end, text, indent: says.then(|| text.len() - inner.len()) }
        })
        .collect()
}

pub(super) fn plan(
    request: &Request,
    path: &str,
    content: &str,
) -> Result<Vec<Insertion>, Mistake> {
    let before: Map<String, Value> = match content.trim().is_empty() {
        true => Map::new(),
        false => read::yaml(path, content)?,
    };
    let added: Map<String, Value> = read::yaml("the line", &request.item)?;
    let names: Vec<&str> = request.to.split('.').filter(|name| !name.is_empty()).collect();
    let mut place = &before;
    for name in &names {
        place = match place.get(*name) {
            Some(Value::Object(inner)) => inner,
            _ => return Err(Mistake::new(format!("`{path}` has no mapping `{}`", request.to))),
        };
    }
    if added.keys().all(|key| place.contains_key(key)) {
        return Ok(Vec::new());
    }
    let insertion = insertion(request, &names, content);
    let result = insertion.map(|one| (super::apply(content, std::slice::from_ref(&one)), one));
    let mut expected = before.clone();
    extend(&mut expected, &names, added);
    match result {
        Some((text, one))
            if read::yaml(path, &text).is_ok_and(|now: Map<_, _>| now == expected) =>
        {
            Ok(vec![one])
        }
        _ => Err(Mistake::new(format!("`{path}`: `{}` is no mapping in block style", request.to))),
    }
}

/// A line behind the last one of the mapping.
fn insertion(request: &Request, names: &[&str], content: &str) -> Option<Insertion> {
    let (lines, end) = (lines(content), line_end(content));
    let (mut from, mut depth) = (0, None);
    for name in names {
        let is_key = |line: &Line<'_>| {
            let key = line.text.trim_start();
            depth.is_none_or(|depth| line.indent > Some(depth))
                && (key.starts_with(&format!("{name}:"))
                    || key.starts_with(&format!("\"{name}\":")))
        };
        let found = lines[from..].iter().position(|l| l.indent.is_some() && is_key(l))?;
        from += found + 1;
        depth = lines[from - 1].indent;
    }
    let inside = lines[from..]
        .iter()
        .take_while(|line| line.indent.is_none_or(|indent| depth.is_none_or(|d| indent > d)));
    let last = inside.clone().filter(|line| line.indent.is_some()).last();
    let blanks = match inside.clone().find_map(|line| line.indent) {
        Some(indent) => " ".repeat(indent),
        None => " ".repeat(depth.map_or(0, |depth| depth + 2)),
    };
    let item = indented(&request.item, &blanks, end);
    Some(match (last, from) {
        (Some(line), _) => Insertion { at: line.end, text: format!("{end}{blanks}{item}") },
        (None, 0) => Insertion {
            at: content.len(),
            text: match content.is_empty() || content.ends_with('\n') {
                true => format!("{item}{end}"),
                false => format!("{end}{item}{end}"),
            },
        },
        (None, _) => Insertion { at: lines[from - 1].end, text: format!("{end}{blanks}{item}") },
    })
}

fn extend(map: &mut Map<String, Value>, names: &[&str], added: Map<String, Value>) {
    match names.split_first() {
        None => map.extend(added),
        Some((first, rest)) => {
            if let Some(Value::Object(inner)) = map.get_mut(*first) {
                extend(inner, rest, added);
            }
        }
    }
}
