//! What is printed, where, and how: data on standard output, words on standard error.

pub(crate) mod bug;
pub(crate) mod columns;
mod pager;
pub(crate) mod paint;
pub(crate) mod print;
mod progress;
pub(crate) mod query;
pub(crate) mod report;
pub(crate) mod terminal;
pub(crate) mod yaml;
