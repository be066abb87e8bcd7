//! What strum's derives and attributes mean, and which of strum's mistakes are not made.

#![allow(dead_code)] // a derive needs variants that nobody makes

mod companion;
mod hygiene;
mod iterate;
mod known;
mod number;
mod ours;
mod parse;
mod table;
mod text;
