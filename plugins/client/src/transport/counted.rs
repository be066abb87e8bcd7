//! A carrier of bytes whose traffic is noted.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::dial::Carrier;

/// What went over a connection so far.
pub(super) struct Traffic {
    writes: AtomicU64,
    /// When something came last, where somebody wants to know.
    heard: Option<Mutex<Instant>>,
}

impl Traffic {
    /// The traffic of a new connection; what comes is noted for those who watch.
    pub(super) fn new(watched: bool) -> Arc<Traffic> {
        let heard = watched.then(|| Mutex::new(Instant::now()));
        Arc::new(Traffic { writes: AtomicU64::new(0), heard })
    }

    /// How often something was written, or may have been.
    pub(super) fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// When something came last.
    pub(super) fn heard(&self) -> Option<Instant> {
        self.heard.as_ref().map(|heard| *heard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn hear(&self) {
        if let Some(heard) = &self.heard {
            *heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
    }
}

pub(super) struct Counted {
    pub(super) carrier: Carrier,
    pub(super) traffic: Arc<Traffic>,
}

impl Counted {
    /// What fails may have been written in part.
    fn wrote<T>(&self, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.traffic.writes.fetch_add(1, Ordering::AcqRel);
        }
        outcome
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.carrier).poll_read(cx, buffer);
        if read.is_ready() {
            self.traffic.hear();
        }
        read
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.carrier).poll_write(cx, bytes);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.carrier).poll_write_vectored(cx, bytes);
        self.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.carrier.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.carrier).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.carrier).poll_shutdown(cx)
    }
}
