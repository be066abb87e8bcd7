//! What one rendering may cost, for an engine that does not count: steps, and 64 bytes of text each.

use std::cell::Cell;
use std::io::{self, Write};

use liquid_core::error::{Error, Result};

/// Enough for 64 MB of text.
const FUEL: u64 = 1_000_000;

/// The longest text and list that a template may make, in bytes and items.
pub(super) const LONGEST: usize = 1 << 20;

thread_local! {
    static LEFT: Cell<u64> = const { Cell::new(0) };
}

/// Begins a rendering.
pub(super) fn refill() {
    LEFT.set(FUEL);
}

/// Pays for some bytes.
pub(super) fn spend(bytes: usize) -> Result<()> {
    let cost = 1 + bytes as u64 / 64;
    let left = LEFT.get();
    LEFT.set(left.saturating_sub(cost));
    match cost > left || bytes > LONGEST {
        true => Err(Error::with_msg("the template ran out of fuel")),
        false => Ok(()),
    }
}

/// A text that pays for what is written to it.
#[derive(Default)]
pub(super) struct Paid(pub(super) Vec<u8>);

impl Write for Paid {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        spend(bytes.len()).map_err(|error| io::Error::other(error.to_string()))?;
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
