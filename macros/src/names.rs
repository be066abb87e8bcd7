//! Texts of a packed table, one after the other.

use core::fmt;
use core::iter::FusedIterator;

use crate::table::Table;

/// The texts of all values of an enum, in the order of their declaration; see
/// [`ParseError::names`](crate::ParseError::names).
#[derive(Clone)]
pub struct Names {
    table: &'static Table,
    next: usize,
    end: usize,
}

impl Names {
    pub(crate) const fn new(table: &'static Table, next: usize, end: usize) -> Self {
        Self { table, next, end }
    }
}

impl Iterator for Names {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        if self.next == self.end {
            return None;
        }
        self.next += 1;
        Some(self.table.name_in_any(self.next - 1))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

impl DoubleEndedIterator for Names {
    fn next_back(&mut self) -> Option<&'static str> {
        if self.next == self.end {
            return None;
        }
        self.end -= 1;
        Some(self.table.name_in_any(self.end))
    }
}

impl ExactSizeIterator for Names {}
impl FusedIterator for Names {}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
