//! `config init` and `config schema`.

use std::path::Path;

use serde_json::json;

use super::{Answer, of_file, target, write, written};
use crate::input::{Unreadable, read};
use crate::load::Loader;
use crate::problem::Problems;
use crate::value::Settings;
use crate::{json_schema, template};

pub(super) fn init<T: Settings>(
    loader: &Loader,
    file: Option<&str>,
    schema: Option<&str>,
) -> Result<Answer, Problems> {
    let example = template(T::SCHEMA, loader.prefix());
    if file == Some("-") {
        let text = match schema {
            Some(place) if !place.is_empty() => format!("{}\n\n{example}", modeline(place)),
            _ => example,
        };
        return Ok(Answer { json: json!({ "text": text }), text, ..Answer::default() });
    }
    let path = target(loader, file)?;
    if !matches!(read(&path), Err(Unreadable::Missing)) {
        let problem = of_file(&path, "is there already");
        return Err(problem.help("`config init -` prints the example").into());
    }
    let beside = path.with_extension("schema.json");
    let place = match schema {
        None => None,
        Some("") => {
            write(&beside, &json_text::<T>())?;
            beside.file_name().map(|name| name.to_string_lossy().into_owned())
        }
        Some(place) => Some(place.to_owned()),
    };
    let text = match &place {
        Some(place) => format!("{}\n\n{example}", modeline(place)),
        None => example,
    };
    write(&path, &text)?;
    let mut answer = written(&path, "created");
    if schema == Some("") {
        answer.notes.push(format!("created {}", beside.display()));
    }
    Ok(answer)
}

pub(super) fn schema<T: Settings>(file: Option<&str>) -> Result<Answer, Problems> {
    let Some(path) = file.filter(|file| *file != "-") else {
        let json = json_schema(T::SCHEMA);
        return Ok(Answer { text: format!("{json:#}\n"), json, ..Answer::default() });
    };
    write(Path::new(path), &json_text::<T>())?;
    let mut answer = written(Path::new(path), "wrote");
    answer.notes.push(format!("the first line of a settings file: {}", modeline(path)));
    Ok(answer)
}

fn json_text<T: Settings>() -> String {
    format!("{:#}\n", json_schema(T::SCHEMA))
}

/// What tells editors with the YAML language server where the schema is.
///
/// Source: <https://github.com/redhat-developer/yaml-language-server#using-inlined-schema>
fn modeline(place: &str) -> String {
    format!("# yaml-language-server: $schema={place}")
}
