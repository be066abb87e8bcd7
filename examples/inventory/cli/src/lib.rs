//! Operates the inventory API: the tool, the typed client of the API, and the tables that its commands are made
//! of.
//!
//! The modules of [`api`] are generated from the files in `proto/`: edit those, then run
//! `cargo gen check --fix`. Everything else is yours.

use typewright_ops::Tool;

#[rustfmt::skip] // What is generated stays byte for byte, so that `cargo gen check` can compare.
pub mod api;
pub mod commands;
pub mod settings;

/// The tool: a command for every RPC, and those of your own.
pub fn tool() -> Tool {
    Tool::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
        .about(env!("CARGO_PKG_DESCRIPTION"))
        .env_prefix("INVENTORY")
        .services(api::SERVICES)
        .settings::<settings::Settings>()
}
