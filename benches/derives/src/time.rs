//! Nanoseconds an operation.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Operations of one repetition: more than a processor learns, which foresees each branch of 4,096
/// random texts after some repetitions, and not so many that their memory counts.
pub const OPERATIONS: usize = 16_384;

/// The cost of `work` on each input, the least of many repetitions.
pub fn time<T, R>(inputs: &[T], mut work: impl FnMut(&T) -> R) -> f64 {
    let (mut best, mut spent) = (Duration::MAX, Duration::ZERO);
    let mut repetitions = 0;
    while repetitions < 15 || (spent < Duration::from_millis(150) && repetitions < 400) {
        let start = Instant::now();
        for input in inputs {
            black_box(work(black_box(input)));
        }
        let elapsed = start.elapsed();
        (best, spent) = (best.min(elapsed), spent + elapsed);
        repetitions += 1;
    }
    best.as_secs_f64() * 1e9 / inputs.len() as f64
}

/// Counts what is written, so that only the formatting is measured.
pub struct Count(pub usize);

impl Write for Count {
    #[inline]
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}
