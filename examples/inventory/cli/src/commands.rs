//! Commands of your own, beside those of the RPCs: `cargo gen add command NAME` adds one.
