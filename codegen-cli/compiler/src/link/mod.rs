//! Finds out what everything in parsed files means.
//!
//! Files are linked in the order of their imports. In a file, names come first, then the options
//! of `descriptor.proto`, then features, then options that are extensions: each needs what is
//! before it.

mod check;
mod declare;
pub(crate) mod features;
mod lifetime;
mod options;
mod pool;
pub(crate) mod runtime;
mod text_format;
mod types;
mod value;

pub(crate) use pool::Pool;

use crate::ast::File;
use crate::problem::Mistake;

/// Links files one after another.
#[derive(Default)]
pub(crate) struct Linker {
    pub(crate) pool: Pool,
    /// Mistakes by the index of their file.
    pub(crate) mistakes: Vec<(usize, Mistake)>,
    /// What is not wrong, but to be reconsidered.
    pub(crate) warnings: Vec<(usize, Mistake)>,
}

impl Linker {
    pub(crate) fn new(files: Vec<File>) -> Self {
        Self { pool: Pool::new(files), ..Self::default() }
    }

    /// Links a file whose imports are linked. Without `options`, those are left as they are
    /// written: the file that defines them is mistaken.
    pub(crate) fn link(&mut self, file: usize, options: bool) {
        self.pool.add_view(file);
        self.declare(file);
        self.resolve(file);
        if options {
            self.interpret(file);
            self.check(file);
        }
    }

    fn report(&mut self, file: usize, mistake: Mistake) {
        self.mistakes.push((file, mistake));
    }
}
