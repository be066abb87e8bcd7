//! Settings structs.
