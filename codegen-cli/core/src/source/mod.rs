//! Sources: one file each reads an input into the model.

#[cfg(feature = "tools")]
pub mod proto;
pub mod rust;
#[cfg(feature = "tools")]
pub mod service_config;
