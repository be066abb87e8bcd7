//! Operates the inventory API. This file is yours.

use std::process::ExitCode;

use typewright_ops::Tool;

use inventory::api;

fn main() -> ExitCode {
    Tool::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
        .about(env!("CARGO_PKG_DESCRIPTION"))
        .env_prefix("INVENTORY")
        .services(api::SERVICES)
        .main()
}
