//! The generated tool against a real server: each test starts a server of its own on loopback and
//! runs the tool as a process, as a user would; so does the typed client.

mod calls;
mod discover;
mod help;
mod remote;
mod robust;
mod settings;
mod shells;
mod streams;
#[cfg(unix)]
mod terminal;
mod tool;
mod typed;
