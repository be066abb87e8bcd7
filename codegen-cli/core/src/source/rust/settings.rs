//! A struct item ▶ settings.

/// Under construction.
pub fn read_settings() {}
