//! Tables, JSON and flags against prost's own types, and whole commands.

mod json;
mod random;
mod roundtrip;
mod schema;
mod wire;
