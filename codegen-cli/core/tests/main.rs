//! The engine on inputs of our own (`cases/`), on published ones where they are at hand, and the
//! rules of the house.
//!
//! `TYPEWRIGHT_BLESS=1 cargo test -p typewright-core` writes the expectations anew; read the
//! difference. `TYPEWRIGHT_INPUTS` names the folder of published inputs.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stderr, reason = "a test says what it could not do here")]

mod attributes;
mod cases;
mod compile;
mod determinism;
mod docs;
mod editions;
mod errors;
mod folder;
mod fuzz;
mod hostile;
mod identity;
mod inputs;
mod items;
mod known;
mod model;
mod run;
#[cfg(feature = "strum-compat")]
mod strum;
mod tidy;
