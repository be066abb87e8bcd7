//! A terminal with a program in it, and somebody who types.

use std::io::{Read as _, Write as _};
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};

/// Longer than any shell takes to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal of 24 lines, with 160 columns if nobody says another number.
pub(crate) struct Terminal {
    pty: Arc<Pty>,
    child: Child,
    shown: Arc<Mutex<Vec<u8>>>,
}

impl Terminal {
    /// Starts `command` as the one program of a terminal.
    pub(crate) fn start(command: Command) -> Self {
        Self::sized(command, 160)
    }

    /// The same with so many columns.
    pub(crate) fn sized(command: Command, columns: u16) -> Self {
        let (pty, inside) = open().expect("a pseudo terminal");
        pty.resize(Size::new(24, columns)).expect("a size");
        let child = command.spawn(inside).expect("the program starts");
        let (pty, shown) = (Arc::new(pty), Arc::new(Mutex::new(Vec::new())));
        let (from, to) = (Arc::clone(&pty), Arc::clone(&shown));
        // Reading ends with the program, which Linux tells as an error.
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = (&*from).read(&mut chunk) {
                to.lock().expect("no panic").extend_from_slice(&chunk[..length]);
            }
        });
        Terminal { pty, child, shown }
    }

    pub(crate) fn send(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).expect("the terminal takes keys");
    }

    /// All that was shown, escape sequences among it.
    pub(crate) fn shown(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().expect("no panic")).into_owned()
    }

    /// Waits until `ready` gives something, which is what the typing was for.
    #[track_caller]
    pub(crate) fn until<T>(&self, what: &str, mut ready: impl FnMut(&str) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let shown = self.shown();
            if let Some(found) = ready(&shown) {
                return found;
            }
            assert!(Instant::now() < end, "{what} never came; the terminal shows:\n{shown}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
