//! ctrl-C, and the system's wish that we end: the first is heeded in peace, the second at once.

use std::sync::OnceLock;
use std::sync::mpsc;

use tokio::sync::watch;

/// Why a run is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Somebody pressed ctrl-C.
    Interrupt,
    /// The system, or another program, asks for it.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix has it"))]
    Terminate,
}

impl Signal {
    /// The exit code, as a shell would give it.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Signal::Interrupt => 128 + 2,
            Signal::Terminate => 128 + 15,
        }
    }
}

/// Tells of the first signal that comes. A thread listens, once a process: it ends the process when
/// a second signal comes, whatever else hangs.
pub(crate) fn signals() -> watch::Receiver<Option<Signal>> {
    static SIGNALS: OnceLock<watch::Receiver<Option<Signal>>> = OnceLock::new();
    SIGNALS.get_or_init(listen).clone()
}

fn listen() -> watch::Receiver<Option<Signal>> {
    let (tell, told) = watch::channel(None);
    let (ready, begun) = mpsc::channel();
    let thread = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        // Where signals cannot be had, they do what the system does with them.
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let Some(mut source) = Source::new() else { return };
            let _ = ready.send(());
            let first = source.next().await;
            tell.send_replace(Some(first));
            let second = source.next().await;
            std::process::exit(i32::from(second.number()));
        });
    });
    if thread.is_ok() {
        // Whoever calls now will be interrupted by a signal that comes right after.
        let _ = begun.recv();
    }
    told
}

#[cfg(unix)]
struct Source(tokio::signal::unix::Signal, tokio::signal::unix::Signal);

#[cfg(unix)]
impl Source {
    fn new() -> Option<Source> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt()).ok()?;
        Some(Source(interrupt, signal(SignalKind::terminate()).ok()?))
    }

    async fn next(&mut self) -> Signal {
        std::future::poll_fn(|cx| {
            if self.0.poll_recv(cx).is_ready() {
                return std::task::Poll::Ready(Signal::Interrupt);
            }
            self.1.poll_recv(cx).map(|_| Signal::Terminate)
        })
        .await
    }
}

#[cfg(not(unix))]
struct Source;

#[cfg(not(unix))]
impl Source {
    fn new() -> Option<Source> {
        Some(Source)
    }

    async fn next(&mut self) -> Signal {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::Interrupt
    }
}
