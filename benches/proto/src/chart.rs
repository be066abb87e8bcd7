//! The rows as a bar chart: a bar a process, as long as it took.

use std::fmt::Write;

use crate::Row;

const LEFT: f64 = 230.0;
const LONGEST: f64 = 420.0;
const HEIGHT: f64 = 16.0;

/// An SVG that needs nothing else. Plugins and checks have scales of their own.
pub fn draw(rows: &[Row]) -> String {
    let mut svg = String::new();
    let checks = |row: &&Row| row.what.starts_with("cargo check");
    let most = |check: bool| {
        let rows = rows.iter().filter(|row| checks(row) == check);
        rows.map(|row| row.cost.seconds).fold(0.01, f64::max)
    };
    for (at, row) in rows.iter().enumerate() {
        let y = 10.0 + HEIGHT * at as f64;
        let width = LONGEST * row.cost.seconds / most(checks(&row));
        let ours = row.what.contains("typewright") || row.limit.is_some();
        let fill = if ours { "#2a7f62" } else { "#9aa5b1" };
        let (label, middle) = (&row.what, y + 10.0);
        let end = LEFT - 8.0;
        writeln!(svg, "<text x='{end}' y='{middle}' text-anchor='end'>{label}</text>")
            .expect("a string");
        writeln!(
            svg,
            "<rect x='{LEFT}' y='{y}' width='{width:.1}' height='{}' fill='{fill}'/>",
            HEIGHT - 3.0
        )
        .expect("a string");
        let cost = format!("{:.2} s, {:.0} MB", row.cost.seconds, row.cost.megabytes);
        let start = LEFT + width + 4.0;
        writeln!(svg, "<text x='{start:.0}' y='{middle}'>{cost}</text>").expect("a string");
    }
    let (width, height) = (LEFT + LONGEST + 110.0, 20.0 + HEIGHT * rows.len() as f64);
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' \
         font-family='sans-serif' font-size='10'>\n\
         <rect width='{width}' height='{height}' fill='white'/>\n{svg}</svg>\n"
    )
}
