//! The whole program, as its users run it.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests prepare their folders")]

mod add;
mod apply;
mod attacks;
mod author;
mod block;
mod check;
mod client;
mod config;
mod docs;
mod example;
mod foreign;
mod generator;
mod git;
mod hostile;
mod kept;
mod killed;
mod new;
mod parts;
mod project;
mod projects;
mod readme;
mod render;
mod scaffolds;
mod schema;
mod stringer;
mod template;
mod together;
mod update;
mod words;
