//! `matrix/cells.yaml`: every sort of text in every layer.

use std::path::Path;

use typewright_settings::{Loader, Settings};

use crate::tree::{load, row};

#[derive(Settings)]
struct Matrix {
    cells: Vec<Cell>,
}

#[derive(Settings)]
struct Cell {
    key: String,
    /// As it stands in the file, the variable or behind the flag.
    text: String,
    /// `file`, `env`, `flag`
    layers: Vec<String>,
    /// The value as it is shown.
    want: Option<String>,
    #[setting(default = false)]
    refused: bool,
}

impl Cell {
    fn run(&self, layer: &str) -> Result<(), String> {
        let (mut file, mut indent) = (String::new(), String::new());
        let (sections, name) = self.key.rsplit_once('.').unwrap_or(("", &self.key));
        for section in sections.split('.').filter(|section| !section.is_empty()) {
            file.push_str(&format!("{indent}{section}:\n"));
            indent.push_str("  ");
        }
        let (line, col) = (file.lines().count() + 1, indent.len() + name.len() + 3);
        file.push_str(&format!("{indent}{name}: {}\n", self.text));
        let variable = format!("APP_{}", self.key.replace('.', "_").to_uppercase());
        let flag = format!("--{}", self.key.replace(['.', '_'], "-"));
        let (place, loaded) = match layer {
            "file" => (format!("m.yaml:{line}:"), load(&[("m.yaml", &file)], &[], &[])),
            "env" => (variable.clone(), load(&[], &[(&variable, &self.text)], &[])),
            _ => (flag.clone(), load(&[], &[], &[&format!("{flag}={}", self.text)])),
        };
        match (loaded, &self.want) {
            (Ok(app), Some(want)) => {
                let place = if layer == "file" { format!("m.yaml:{line}:{col}") } else { place };
                let (got, want) = (row(&app, &self.key), format!("{want} ({place})"));
                if got == want { Ok(()) } else { Err(format!("got {got}, want {want}")) }
            }
            (Ok(app), None) => Err(format!("accepted as {}", row(&app, &self.key))),
            (Err(problems), None) => {
                let report = problems.to_string();
                let named = report.starts_with(&format!("error: {place}"))
                    && report.lines().next().is_some_and(|line| line.contains(&*self.key));
                // Text that is no YAML has a place and no setting.
                let broken = layer == "file"
                    && self.text.matches('[').count() != self.text.matches(']').count();
                if named || broken { Ok(()) } else { Err(report) }
            }
            (Err(problems), Some(_)) => Err(problems.to_string()),
        }
    }
}

#[test]
fn every_cell() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix/cells.yaml");
    let matrix = Loader::new("MATRIX").required_file(path).load::<Matrix>();
    let matrix = matrix.unwrap_or_else(|problems| panic!("{problems}")).value;
    let (mut count, mut failed) = (0, Vec::new());
    for cell in &matrix.cells {
        assert_ne!(cell.want.is_some(), cell.refused, "{}: {}", cell.key, cell.text);
        for layer in &cell.layers {
            count += 1;
            if let Err(why) = cell.run(layer) {
                failed.push(format!("{} = {:?} in {layer}: {why}", cell.key, cell.text));
            }
        }
    }
    assert!(failed.is_empty(), "{} of {count} failed\n{}", failed.len(), failed.join("\n"));
    assert!(count >= 300, "only {count} cells were found");
}
