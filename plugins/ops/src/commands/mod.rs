//! The tree of commands, and those that every tool has.

mod builtin;
pub(crate) mod controls;
pub(crate) mod docs;
mod doctor;
pub(crate) mod early;
mod examples;
mod install;
mod manual;
mod operate;
pub(crate) mod root;
pub(crate) mod shell;
mod start;
pub(crate) mod tree;
