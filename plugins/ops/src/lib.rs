//! Under construction.

mod docs;
pub mod dynamic;
pub mod flags;
mod input;
pub mod json;
mod scalar;
pub mod table;
mod time;
pub mod well_known;
