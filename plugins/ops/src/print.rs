//! Answers ▶ text.

use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr;

use crate::columns;
use crate::dynamic::DynamicMessage;
use crate::json::Writer;
use crate::query::Query;
use crate::settings::Output;
use crate::table::Field;
use crate::yaml;

/// How answers become text.
pub(crate) struct Printer<'p> {
    pub(crate) output: Output,
    pub(crate) writer: Writer<'p>,
    pub(crate) columns: Vec<String>,
    pub(crate) query: Option<Query>,
}

impl Printer<'_> {
    /// One answer, ready to print.
    pub(crate) fn answer(&self, message: &DynamicMessage) -> Result<String, String> {
        let masked = self.writer.masked(true);
        if let Some(query) = &self.query {
            let found = query.run(&self.writer.write(message));
            let found = found.map_err(|error| format!("--query: {error}"))?;
            return Ok(found.iter().map(|json| self.found(json)).collect());
        }
        Ok(match self.output {
            Output::Table => columns::table(message, &self.columns, masked),
            Output::Text => aligned(&columns::pairs(&masked.write(message))),
            output => document(&self.writer.write(message), output),
        })
    }

    /// One item of a list, alone.
    pub(crate) fn item(&self, page: &DynamicMessage, list: &Field) -> Result<String, String> {
        let page = self.writer.write(page);
        let item = &page[self.writer.name(list)][0];
        let Some(query) = &self.query else { return Ok(document(item, self.output)) };
        let found = query.run(item).map_err(|error| format!("--query: {error}"))?;
        Ok(found.iter().map(|json| self.found(json)).collect())
    }

    /// Text is for people and shells, so that a string has no quotes there.
    fn found(&self, json: &Json) -> String {
        match (json, self.output) {
            (Json::String(text), Output::Text | Output::Table) => format!("{}\n", printable(text)),
            (json, Output::Text | Output::Table) => format!("{json}\n"),
            (json, output) => document(json, output),
        }
    }
}

/// Data in a format.
pub(crate) fn document(json: &Json, output: Output) -> String {
    match output {
        Output::Ndjson => format!("{json}\n"),
        Output::Yaml => yaml::text(json),
        Output::Json | Output::Table | Output::Text => format!("{json:#}\n"),
    }
}

/// Control characters would break lines, or speak to the terminal.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// Columns two spaces apart.
pub(crate) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
