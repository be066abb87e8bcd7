//! The rows as bars, as long as the logarithm of what they cost.

use bench_measure::{Bar, Chart};

use crate::Row;

/// The cost of a bar without length, in milliseconds, and how many tenfold steps the chart is wide.
const LEAST: f64 = 0.5;
const STEPS: f64 = 5.4;

/// The rows as an SVG; a mark shows what was allowed.
pub fn draw(rows: &[Row]) -> String {
    let length = |ms: f64| (ms.max(LEAST) / LEAST).log10() / STEPS;
    let bars = rows.iter().map(|row| Bar {
        group: row.what.clone(),
        tool: row.tool.to_owned(),
        length: length(row.usage.cpu),
        cost: format!("{:.1} ms", row.usage.cpu),
        limit: row.limit.map(|(ms, _)| length(ms)),
        ours: row.tool == "cargo gen",
    });
    let title = "CPU time on a logarithmic scale; red is the bound".to_owned();
    Chart { title, bars: bars.collect() }.svg()
}
