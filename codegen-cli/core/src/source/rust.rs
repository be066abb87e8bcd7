//! Rust items and their attributes, for the derives.
