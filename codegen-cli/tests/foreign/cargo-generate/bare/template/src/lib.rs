//! {{crate_name}}
