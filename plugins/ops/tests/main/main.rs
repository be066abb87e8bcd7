//! Tables, JSON and flags against prost's own types, and whole commands.

mod discover;
mod extras;
mod fake;
mod flags;
mod gateway;
mod input;
mod json;
mod live;
mod operations;
mod output;
mod own;
mod published;
mod random;
mod roundtrip;
mod schema;
mod screen;
mod server;
mod stand_in;
#[cfg(feature = "tls")]
mod tls;
mod tool;
mod wire;
