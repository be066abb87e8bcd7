//! Bars, drawn as an SVG that needs nothing else.

use std::fmt::Write as _;

/// Where bars begin, right of their labels.
const LEFT: f64 = 250.0;
/// Pixels of a bar of length one.
const WHOLE: f64 = 400.0;
const ROW: f64 = 13.0;

/// One bar.
pub struct Bar {
    /// What was measured; bars of one group stand together.
    pub group: String,
    /// Who was measured.
    pub tool: String,
    /// From 0 to 1 of the width.
    pub length: f64,
    /// What stands at its end.
    pub cost: String,
    /// Where it should have ended at most.
    pub limit: Option<f64>,
    /// Whether it is ours.
    pub ours: bool,
}

/// A chart under its title.
pub struct Chart {
    pub title: String,
    pub bars: Vec<Bar>,
}

impl Chart {
    /// The chart as an SVG.
    pub fn svg(&self) -> String {
        let (mut svg, mut y, mut last) = (String::new(), 24.0, "");
        for bar in &self.bars {
            if bar.group != last {
                y += 8.0;
                last = &bar.group;
            }
            bar.draw(y, &mut svg);
            y += ROW;
        }
        let (width, height) = (LEFT + WHOLE + 110.0, y + 8.0);
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{width:.0}' height='{height:.0}' \
             font-family='sans-serif' font-size='10'>\n\
             <rect width='100%' height='100%' fill='white'/>\n\
             <text x='{LEFT}' y='16'>{}</text>\n{svg}</svg>\n",
            self.title
        )
    }
}

impl Bar {
    fn draw(&self, y: f64, svg: &mut String) {
        let end = |length: f64| LEFT + WHOLE * length.clamp(0.0, 1.0);
        let fill = if self.ours { "#2a7f62" } else { "#9aa5b1" };
        let (label, base, to) = (LEFT - 6.0, y + 9.0, end(self.length));
        let _ = writeln!(
            svg,
            "<text x='{label}' y='{base}' text-anchor='end'>{}, {}</text>\
             <rect x='{LEFT}' y='{y}' width='{:.1}' height='10' fill='{fill}'/>\
             <text x='{:.0}' y='{base}'>{}</text>",
            self.group,
            self.tool,
            to - LEFT,
            to + 4.0,
            self.cost,
        );
        if let Some(limit) = self.limit {
            let (at, top, bottom) = (end(limit), y - 2.0, y + 12.0);
            let _ = writeln!(
                svg,
                "<line x1='{at:.1}' y1='{top}' x2='{at:.1}' y2='{bottom}' stroke='#c33'/>"
            );
        }
    }
}
