//! What is shown on standard error while something takes its time.

use std::time::{Duration, Instant};

/// Nothing shows for what is over so soon.
const PATIENCE: Duration = Duration::from_millis(400);

/// So long a line stays as it is.
const STILL: Duration = Duration::from_millis(90);

/// Letters that every terminal and font has.
const TURNS: [char; 4] = ['-', '\\', '|', '/'];

/// Work under way.
#[derive(Debug)]
pub(crate) struct Progress {
    label: String,
    since: Instant,
    items: u64,
    turn: usize,
    shown: Option<Instant>,
}

impl Progress {
    pub(crate) fn new(label: String) -> Progress {
        Progress { label, since: Instant::now(), items: 0, turn: 0, shown: None }
    }

    /// Another item of a stream has come.
    pub(crate) fn count(&mut self) {
        self.items += 1;
    }

    pub(crate) fn relabel(&mut self, label: String) {
        self.label = label;
    }

    /// The line to show now, if it is time for one; `columns` is what it may fill.
    pub(crate) fn line(&mut self, columns: usize) -> Option<String> {
        let elapsed = self.since.elapsed();
        if elapsed < PATIENCE || self.shown.is_some_and(|shown| shown.elapsed() < STILL) {
            return None;
        }
        self.shown = Some(Instant::now());
        self.turn = (self.turn + 1) % TURNS.len();
        let (turn, label, seconds) = (TURNS[self.turn], &self.label, elapsed.as_secs());
        let items = match self.items {
            0 => String::new(),
            1 => ", 1 answer".to_owned(),
            many => format!(", {many} answers"),
        };
        let line = format!("{turn} {label}{items}, {seconds}s");
        Some(line.chars().take(columns.saturating_sub(1)).collect())
    }
}
