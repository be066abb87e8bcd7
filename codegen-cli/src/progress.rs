//! What a long run is at: one line of the terminal, where a person looks on, and gone at its end.

use std::time::{Duration, Instant};

use crate::report;

/// What is done sooner is not worth a line.
const AFTER: Duration = Duration::from_millis(150);

/// How often the clock is looked at, in files.
const OFTEN: usize = 64;

/// Files that are worked on.
#[derive(Debug)]
pub(crate) struct Progress {
    what: &'static str,
    /// How many there are, where that is known.
    of: Option<usize>,
    done: usize,
    since: Instant,
    told: bool,
}

impl Progress {
    /// Starts; `what` is said of the files that are done, such as `rendered`.
    pub(crate) fn new(what: &'static str, of: Option<usize>) -> Self {
        Self { what, of, done: 0, since: Instant::now(), told: false }
    }

    /// Tells at once of something that has no parts.
    pub(crate) fn at(what: &'static str, name: &str) -> Self {
        let told = report::status(&format!("{what} {name}"));
        Self { told, ..Self::new(what, None) }
    }

    /// One more file is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        if !self.done.is_multiple_of(OFTEN) || self.since.elapsed() < AFTER {
            return;
        }
        let of = self.of.map(|all| format!(" of {all}")).unwrap_or_default();
        self.told |= report::status(&format!("{} {}{of} files", self.what, self.done));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.told {
            report::status("");
        }
    }
}
