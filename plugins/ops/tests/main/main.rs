//! Tables, JSON and flags against prost's own types, and whole commands.

mod batch;
mod curl;
mod discover;
mod extras;
mod fake;
mod flags;
mod gateway;
mod input;
mod json;
mod live;
mod messages;
mod names;
mod operations;
mod output;
mod own;
mod pages;
mod proxy;
mod published;
mod random;
mod roundtrip;
mod schema;
mod screen;
mod server;
mod stand_in;
#[cfg(unix)]
#[path = "../../../../examples/inventory/server/tests/terminal.rs"]
mod terminal;
#[cfg(feature = "tls")]
mod tls;
mod tool;
#[cfg(unix)]
mod typing;
mod wire;
