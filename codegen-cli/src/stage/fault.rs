//! Where tests let a call on the disk fail, or cut a run off as `kill -9` would.

/// Every call on the target folder passes here first.
#[cfg(not(test))]
#[inline]
#[allow(clippy::unnecessary_wraps, reason = "under test it fails")]
pub(super) fn point() -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) use injected::*;

#[cfg(test)]
mod injected {
    use std::cell::Cell;
    use std::io;

    /// What goes wrong.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Fault {
        /// One call fails, as on a disk that is full for a moment.
        Once,
        /// That call and all that follow fail, as on a disk that is gone.
        Always,
        /// The process is no more.
        Killed,
    }

    thread_local! {
        static LEFT: Cell<Option<(usize, Fault)>> = const { Cell::new(None) };
    }

    pub(in crate::stage) fn point() -> io::Result<()> {
        let Some((left, fault)) = LEFT.get() else { return Ok(()) };
        if left > 0 {
            LEFT.set(Some((left - 1, fault)));
            return Ok(());
        }
        match fault {
            Fault::Once => LEFT.set(None),
            Fault::Always => {}
            // Nothing tidies up while a panic passes through, and this one is silent.
            Fault::Killed => std::panic::resume_unwind(Box::new(Fault::Killed)),
        }
        Err(io::Error::from(io::ErrorKind::StorageFull))
    }

    /// Runs with a fault at the call of this number; gives whether the run came that far, and what
    /// it gave, which is nothing where it was killed.
    pub(crate) fn with<T>(at: usize, fault: Fault, run: impl FnOnce() -> T) -> (bool, Option<T>) {
        LEFT.set(Some((at, fault)));
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
        let came = !matches!(LEFT.take(), Some((left, _)) if left > 0);
        match result {
            Ok(given) => (came, Some(given)),
            Err(panic) if panic.is::<Fault>() => (true, None),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}
