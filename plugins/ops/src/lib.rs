//! Under construction.

pub mod dynamic;
pub mod json;
mod scalar;
pub mod table;
mod time;
pub mod well_known;
