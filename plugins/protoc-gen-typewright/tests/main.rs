//! The plugin as a library, as a program, and under real compilers.
//!
//! `TYPEWRIGHT_REQUIRE_PROTOC=1` makes a missing `protoc` a failure; `TYPEWRIGHT_INPUTS` names the
//! folder of published inputs.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stderr, reason = "a test says what it could not do here")]

mod compilers;
mod inputs;
mod mutation;
mod options;
mod peers;
mod program;
mod protocol;
mod respond;
