//! The generated tool against a real server: each test starts a server of its own on loopback and
//! runs the tool as a process, as a user would.

mod calls;
mod help;
mod settings;
mod streams;
mod tool;
