mod ast;
mod lexer;
mod locations;
mod option;
mod parser;
mod problem;
mod text;

pub use problem::{Place, Problem};
