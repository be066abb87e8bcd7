//! Sources: one file each reads an input into the model.

pub mod rust;
