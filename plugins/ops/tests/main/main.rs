//! Tables, JSON and flags against prost's own types, and whole commands.

mod flags;
mod json;
mod random;
mod roundtrip;
mod schema;
mod server;
mod tool;
mod wire;
