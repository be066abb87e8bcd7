//! `macros/settings/tests/matrix/cells.yaml` through each library.

use std::path::{Path, PathBuf};

use figment::providers::{Format as _, Yaml};
use serde::Deserialize;
use serde_json::Value;

use crate::{ours, peers};

const CELLS: &str = include_str!("../../../macros/settings/tests/matrix/cells.yaml");

#[derive(Deserialize)]
struct Matrix {
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    key: String,
    text: String,
    layers: Vec<String>,
    want: Option<String>,
}

#[derive(Default)]
struct Score {
    right: usize,
    /// Another value, or a wrong one that was taken.
    silently_wrong: usize,
    refused_though_right: usize,
    /// Refused rightly, without the key, the line or the variable.
    unplaced: usize,
}

type Read = fn(&[PathBuf], &str) -> Result<String, String>;

/// A key of a map may hold dots.
pub fn value(app: &Value, key: &str) -> String {
    let mut value = app;
    let mut rest = key;
    while let Value::Object(map) = value {
        if let Some(found) = map.get(rest) {
            return shown(found);
        }
        let Some((first, more)) = rest.split_once('.') else { return "null".into() };
        (value, rest) = (map.get(first).unwrap_or(&Value::Null), more);
    }
    shown(if value.is_object() { &Value::Null } else { value })
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

pub fn of_app(app: Result<peers::App, String>, key: &str) -> Result<String, String> {
    let app = serde_json::to_value(app?).map_err(|error| error.to_string())?;
    Ok(value(&app, key))
}

pub fn run(folder: &Path) {
    let libraries: [(&str, &str, Read); 4] = [
        ("typewright-settings", "_", |files, key| ours::read(files, key, &[])),
        ("figment", "__", |files, key| of_app(peers::figment(files, &[]), key)),
        ("config", "__", |files, key| of_app(peers::config(files, &[]), key)),
        ("confique", "__", |files, key| Ok(value(&peers::confique(files, &[])?, key))),
    ];
    let matrix: Matrix = Yaml::from_str(CELLS).expect("cells");
    println!("| library | right | silently wrong | refused though right | refused without place |");
    println!("|---|---|---|---|---|");
    for (name, separator, read) in libraries {
        let mut score = Score::default();
        for cell in &matrix.cells {
            for layer in cell.layers.iter().filter(|layer| *layer != "flag") {
                judge(cell, layer, separator, read, folder, &mut score);
            }
        }
        let Score { right, silently_wrong, refused_though_right, unplaced } = score;
        println!("| {name} | {right} | {silently_wrong} | {refused_though_right} | {unplaced} |");
    }
}

fn judge(cell: &Cell, layer: &str, separator: &str, read: Read, folder: &Path, score: &mut Score) {
    let parts: Vec<&str> = cell.key.split('.').collect();
    let path = folder.join("m.yaml");
    let variable = format!("APP_{}", parts.join(separator).to_uppercase());
    let mut files = Vec::new();
    if layer == "file" {
        let mut text = String::new();
        for (depth, part) in parts.iter().enumerate() {
            let last = depth + 1 == parts.len();
            let end = if last { format!(" {}", cell.text) } else { String::new() };
            text.push_str(&format!("{}{part}:{end}\n", "  ".repeat(depth)));
        }
        std::fs::write(&path, text).expect("a file");
        files.push(path);
    } else {
        std::env::set_var(&variable, &cell.text);
    }
    let result = read(&files, &cell.key);
    std::env::remove_var(&variable);
    // The types are those of the structs, so quotes tell nothing.
    let plain = |text: &str| text.replace(['"', '\\'], "");
    match (result, &cell.want) {
        (Ok(got), Some(want)) if plain(&got) == plain(want) => score.right += 1,
        (Ok(_), _) => score.silently_wrong += 1,
        (Err(_), Some(_)) => score.refused_though_right += 1,
        (Err(report), None) => {
            let line = parts.len();
            let placed = match layer {
                "file" => {
                    report.contains("m.yaml")
                        && (report.contains(&format!(":{line}:"))
                            || report.contains(&format!("line {line}")))
                }
                _ => report.contains(&variable),
            };
            if placed {
                score.right += 1
            } else {
                score.unplaced += 1
            }
        }
    }
}
