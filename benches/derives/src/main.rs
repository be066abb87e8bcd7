//! Our derives beside strum, derive_more, phf and a hand-written `match`: costs as ratios to
//! strum's, each with the limit that we hold ourselves to.
//!
//! Without an argument it measures the run time; `compile` measures what the derives cost the
//! compiler and the binary (Linux, minutes), `compile 5000` the same of enums of one size (8 for the
//! 200 enums), `tree` what a build of the crates alone costs, `linear` what a variant costs in enums
//! of up to 10,000.
//! `--chart FILE` draws what was measured as an SVG.

#![allow(clippy::disallowed_methods)] // a bench writes files of its own

mod chart;
mod compile;
mod gate;
mod run;
mod source;
mod time;

mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chart = arguments.iter().position(|a| a == "--chart").map(|at| arguments[at + 1].clone());
    let rows = match arguments.first().map(String::as_str) {
        Some("compile") => compile::measure(arguments.get(1).and_then(|size| size.parse().ok())),
        Some("tree") => compile::tree(),
        Some("linear") => compile::linear(),
        _ => run::measure(),
    };
    gate::print(&rows);
    if let Some(path) = chart {
        std::fs::write(&path, chart::draw(&rows)).expect("a path that can be written");
    }
    if rows.iter().all(gate::Row::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
