//! The model: what a source says, as plain data that no emitter shapes.
//!
//! It is a superset of what each source knows. Rust names, modules and boxing are never stored
//! here: they are a plan that emitters make with [`name`]. Where the feature `tools` is on, the
//! model serializes; that form is what user templates and external generators see, so it carries
//! [`VERSION`].

#[cfg(feature = "tools")]
mod api;
#[cfg(feature = "tools")]
mod calls;
mod constant;
mod enums;
#[cfg(feature = "tools")]
mod externs;
mod form;
#[cfg(feature = "tools")]
mod items;
pub mod name;
mod part;
#[cfg(feature = "tools")]
pub mod path;
#[cfg(feature = "tools")]
mod resource;
#[cfg(feature = "tools")]
mod select;
#[cfg(feature = "settings")]
mod settings;
#[cfg(feature = "strum-compat")]
mod strum;

#[cfg(feature = "tools")]
pub use api::*;
#[cfg(feature = "tools")]
pub use calls::*;
pub use constant::*;
pub use enums::*;
#[cfg(feature = "tools")]
pub use externs::Externs;
pub use form::*;
#[cfg(feature = "tools")]
pub use items::*;
pub use part::*;
#[cfg(feature = "tools")]
pub use resource::Resource;
#[cfg(feature = "tools")]
pub(crate) use select::select;
#[cfg(feature = "tools")]
pub use select::{Pattern, Selection};
#[cfg(feature = "settings")]
pub use settings::*;
#[cfg(feature = "strum-compat")]
pub use strum::*;

/// Version of the serialized model. It grows by one with every change that a reader could notice.
pub const VERSION: u32 = 5;

/// Text that the author wrote for people, as it stands in the source without comment markers.
pub type Docs = String;
