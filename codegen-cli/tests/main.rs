//! The whole program, as its users run it.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests prepare their folders")]

mod check;
mod client;
mod config;
mod new;
mod project;
mod projects;
mod readme;
mod template;
