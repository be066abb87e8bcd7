//! The derives in use: what they give, what they stand, and what their mistakes look like.

mod hygiene;
mod items;
mod lints;
mod lookup;
mod naming;
mod numbers;
mod open;
mod parts;
mod stringer;
mod ui;
