//! Operates the inventory API. This file is yours.

use std::process::ExitCode;

fn main() -> ExitCode {
    inventory::tool().main()
}
