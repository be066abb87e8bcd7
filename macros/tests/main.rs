//! The derives in use: what they give, what they stand, and what their mistakes look like.

mod arguments;
mod comments;
mod data;
mod discriminants;
mod display;
mod flags;
mod generics;
mod go;
mod hygiene;
mod items;
mod keyed;
mod lints;
mod locale;
mod lookup;
mod message;
mod naming;
mod next;
mod numbers;
mod open;
mod parts;
mod property;
mod scan;
mod serialized;
mod stringer;
mod try_as;
mod ui;
