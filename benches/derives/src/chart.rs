//! The rows as a bar chart: a bar a tool, as long as its cost is in units of strum's.

use std::fmt::Write;

use crate::gate::Row;

const LEFT: f64 = 330.0;
/// Pixels of a cost equal to strum's.
const UNIT: f64 = 200.0;
/// Bars end here, with their cost beside them.
const LONGEST: f64 = 2.0;
const BAR: f64 = 11.0;

/// The rows that have a limit, as an SVG that needs nothing else.
pub fn draw(rows: &[Row]) -> String {
    let mut svg = String::new();
    let mut y = 30.0;
    for row in rows.iter().filter(|row| row.limit.is_some()) {
        let height = BAR * row.costs.len() as f64;
        let label = format!("{}, {}", row.what, row.size);
        text(&mut svg, LEFT - 8.0, y + height / 2.0 + 4.0, "end", &label);
        for (at, (tool, cost)) in row.costs.iter().enumerate() {
            let ratio = cost / row.costs[1].1;
            let (top, width) = (y + BAR * at as f64, UNIT * ratio.clamp(0.0, LONGEST));
            let fill = ["#2a7f62", "#9aa5b1"][at.min(1)];
            let height = BAR - 2.0;
            writeln!(
                svg,
                "<rect x='{LEFT}' y='{top:.0}' width='{width:.1}' height='{height}' fill='{fill}'/>",
            )
            .expect("a string");
            let label = format!("{tool} {cost:.1} {}", row.unit);
            text(&mut svg, LEFT + width + 4.0, top + 8.0, "start", &label);
        }
        y += height + 9.0;
    }
    let (width, strum) = (LEFT + UNIT * LONGEST + 130.0, LEFT + UNIT);
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{y}' \
         font-family='sans-serif' font-size='10'>\n\
         <rect width='{width}' height='{y}' fill='white'/>\n\
         <text x='{strum}' y='16' text-anchor='middle'>strum = 1</text>\n\
         <line x1='{strum}' y1='20' x2='{strum}' y2='{y}' stroke='#c33' stroke-dasharray='3'/>\n\
         {svg}</svg>\n",
    )
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, text: &str) {
    writeln!(svg, "<text x='{x:.0}' y='{y:.0}' text-anchor='{anchor}'>{text}</text>")
        .expect("a string");
}
