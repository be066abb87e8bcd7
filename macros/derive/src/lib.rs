//! The procedural macros of `typewright`; depend on that crate instead.
//!
//! Each entry parses the item, asks the engine for the model and the tokens, and gives a fallback
//! impl beside the errors, so that one mistake shows as one error.

mod settings;
mod stringer;
