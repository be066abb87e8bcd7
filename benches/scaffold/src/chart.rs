//! The rows as bars, as long as the logarithm of what they cost.

use std::fmt::Write as _;

use crate::Row;

const LEFT: f64 = 190.0;
/// Pixels of ten times the cost.
const DECADE: f64 = 90.0;

/// The rows as an SVG that needs nothing else; a mark shows what was allowed.
pub fn draw(rows: &[Row]) -> String {
    let x = |ms: f64| LEFT + DECADE * (ms.max(0.5) / 0.5).log10();
    let (mut svg, mut y, mut last) = (String::new(), 24.0, "");
    for row in rows {
        if row.what != last {
            y += 8.0;
            last = &row.what;
        }
        let fill = if row.tool == "cargo gen" { "#2a7f62" } else { "#9aa5b1" };
        let (label, end) = (format!("{}, {}", row.what, row.tool), x(row.usage.cpu));
        let _ = writeln!(
            svg,
            "<text x='{:.0}' y='{:.0}' text-anchor='end'>{label}</text>\
             <rect x='{LEFT}' y='{y:.0}' width='{:.1}' height='10' fill='{fill}'/>\
             <text x='{:.0}' y='{:.0}'>{:.1} ms</text>",
            LEFT - 6.0,
            y + 9.0,
            end - LEFT,
            end + 4.0,
            y + 9.0,
            row.usage.cpu
        );
        if let Some((limit, _)) = row.limit {
            let at = x(limit);
            let _ = writeln!(
                svg,
                "<line x1='{at:.1}' y1='{:.0}' x2='{at:.1}' y2='{:.0}' stroke='#c33'/>",
                y - 2.0,
                y + 12.0
            );
        }
        y += 13.0;
    }
    let (width, height) = (LEFT + DECADE * 5.4 + 60.0, y + 8.0);
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width:.0}' height='{height:.0}' \
         font-family='sans-serif' font-size='10'>\n<rect width='100%' height='100%' fill='white'/>\n\
         <text x='{LEFT}' y='16'>CPU time, each grid ten times the one before; red is the bound</text>\n\
         {svg}</svg>\n"
    )
}
