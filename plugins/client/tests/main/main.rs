//! The client against a server in the same process.

mod calls;
mod errors;
mod server;
