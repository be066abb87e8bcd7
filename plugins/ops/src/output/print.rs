//! Answers ▶ text.

use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr;

use crate::dynamic::DynamicMessage;
use crate::json::Writer;
use crate::output::columns;
use crate::output::paint::Paint;
use crate::output::query::Query;
use crate::output::yaml;
use crate::settings::Output;
use crate::table::Field;
use crate::textproto;

/// How answers become text.
pub(crate) struct Printer<'p> {
    pub(crate) output: Output,
    pub(crate) writer: Writer<'p>,
    pub(crate) text: textproto::Writer<'p>,
    pub(crate) columns: Vec<String>,
    pub(crate) query: Option<Query>,
    pub(crate) paint: Paint,
}

impl Printer<'_> {
    /// One answer, ready to print; the first of many has the heading that is for all of them.
    pub(crate) fn answer(&self, message: &DynamicMessage, first: bool) -> Result<String, String> {
        let masked = self.writer.masked(true);
        if let Some(query) = &self.query {
            let found = query.run(&self.writer.write(message));
            let found = found.map_err(|error| format!("--query: {error}"))?;
            return Ok(found.iter().map(|json| self.found(json)).collect());
        }
        Ok(match self.output {
            Output::Table => columns::table(message, &self.columns, masked, self.paint),
            Output::Csv => csv(&columns::records(message, &self.columns, self.writer), first),
            Output::Text => self.paint.document(self.text.write(message), Output::Text),
            _ => self.document(&self.writer.write(message)),
        })
    }

    /// One item of a list, alone.
    pub(crate) fn item(&self, page: &DynamicMessage, list: &Field) -> Result<String, String> {
        let page = self.writer.write(page);
        let item = &page[self.writer.name(list)][0];
        let Some(query) = &self.query else { return Ok(self.document(item)) };
        let found = query.run(item).map_err(|error| format!("--query: {error}"))?;
        Ok(found.iter().map(|json| self.found(json)).collect())
    }

    /// Text is for people and shells, so that a string has no quotes there.
    fn found(&self, json: &Json) -> String {
        match (json, self.output) {
            (Json::Array(cells), Output::Csv) => csv(&[cells.iter().map(record).collect()], true),
            (Json::String(_) | Json::Number(_) | Json::Bool(_) | Json::Null, Output::Csv) => {
                csv(&[vec![record(json)]], true)
            }
            (Json::String(text), Output::Text | Output::Table) => format!("{}\n", printable(text)),
            (json, Output::Text | Output::Table) => format!("{json}\n"),
            (json, _) => self.document(json),
        }
    }

    /// Data in the format of the answers.
    pub(crate) fn document(&self, json: &Json) -> String {
        // Data that is no message has no text format.
        let output = if self.output == Output::Text { Output::Json } else { self.output };
        self.paint.document(document(json, output), output)
    }
}

/// Data in a format.
pub(crate) fn document(json: &Json, output: Output) -> String {
    match output {
        Output::Ndjson => format!("{json}\n"),
        Output::Yaml => yaml::text(json),
        Output::Csv => csv(&columns::tabular(json), true),
        Output::Json | Output::Table | Output::Text | Output::Binary => format!("{json:#}\n"),
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

/// Rows as [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180) has them, but for lines that end as
/// those of other text do.
pub(crate) fn csv(rows: &[Vec<String>], heading: bool) -> String {
    let quoted = |cell: &String| match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().skip(usize::from(!heading)).map(line).collect()
}

/// A value as one cell of such a row. What would speak to a terminal is escaped.
pub(crate) fn record(json: &Json) -> String {
    let text = match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let speaks = |c: char| c.is_control() && !"\n\r\t".contains(c);
    let escaped = |c: char| if speaks(c) { c.escape_default().collect() } else { c.to_string() };
    if text.contains(speaks) { text.chars().map(escaped).collect() } else { text }
}

/// Columns two spaces apart, the first line of which says what they are.
pub(crate) fn grid(rows: &[Vec<String>], paint: Paint) -> String {
    let mut lines = aligned(rows);
    if let Some(heading) = lines.first_mut() {
        *heading = paint.heading(heading);
    }
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// Columns two spaces apart, the first of which says what the others are.
pub(crate) fn pairs(rows: &[Vec<String>], paint: Paint) -> String {
    let lines = aligned(rows).into_iter().zip(rows);
    let painted = lines.map(|(line, row)| {
        let key = row.first().map_or(0, String::len);
        format!("{}{}\n", paint.key(&line[..key]), &line[key..])
    });
    painted.collect()
}

fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let lines = rows.iter().map(|row| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        line.truncate(line.trim_end().len());
        line
    });
    lines.collect()
}
