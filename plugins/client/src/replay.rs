//! The requests of a call, which another attempt may need again.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio_stream::Stream;

use crate::transport::Outgoing;

/// So many bytes of a stream of requests are kept for another attempt; a longer one is sent once.
const MOST_KEPT: usize = 256 * 1024;

/// The requests of a call.
pub(crate) enum Body {
    One(Bytes),
    Stream(Outgoing),
    Kept(Arc<Mutex<Kept>>),
    Gone,
}

/// A stream of requests and what was read of it.
pub(crate) struct Kept {
    source: Outgoing,
    read: Vec<Bytes>,
    bytes: usize,
    ended: bool,
    /// Whether all that was read is in `read`.
    whole: bool,
}

impl Body {
    /// Keeps requests from now on, so that there can be more than one attempt.
    pub(crate) fn keep(self) -> Body {
        match self {
            Body::Stream(source) => {
                let (read, bytes, ended, whole) = (Vec::new(), 0, false, true);
                Body::Kept(Arc::new(Mutex::new(Kept { source, read, bytes, ended, whole })))
            }
            other => other,
        }
    }

    /// The requests for the next attempt; nothing if they are used up.
    pub(crate) fn attempt(&mut self) -> Option<Outgoing> {
        match self {
            Body::One(request) => Some(Outgoing::one(request.clone())),
            Body::Kept(kept) => {
                lock(kept).whole.then(|| Outgoing::many(Replay { kept: kept.clone(), next: 0 }))
            }
            Body::Stream(_) | Body::Gone => match std::mem::replace(self, Body::Gone) {
                Body::Stream(source) => Some(source),
                _ => None,
            },
        }
    }

    /// Whether [`Body::attempt`] will give the requests again.
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Body::One(_) | Body::Stream(_) => true,
            Body::Kept(kept) => lock(kept).whole,
            Body::Gone => false,
        }
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was read, and then what is read on.
struct Replay {
    kept: Arc<Mutex<Kept>>,
    next: usize,
}

impl Stream for Replay {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        // Once the call itself is done with its requests, no other attempt will ask for them.
        let last = Arc::strong_count(&self.kept) == 1;
        let next = self.next;
        let (found, whole) = {
            let mut kept = lock(&self.kept);
            let found = match kept.read.get(next).cloned() {
                Some(request) => Some(request),
                None => ready!(kept.poll_source(cx, last)),
            };
            (found, kept.whole)
        };
        self.next = if whole { next + 1 } else { usize::MAX };
        Poll::Ready(found)
    }
}

impl Kept {
    fn poll_source(&mut self, cx: &mut Context<'_>, last: bool) -> Poll<Option<Bytes>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let request = ready!(Pin::new(&mut self.source).poll_next(cx));
        match &request {
            None => self.ended = true,
            Some(request) => {
                self.bytes += request.len();
                self.whole &= !last && self.bytes <= MOST_KEPT;
                if self.whole {
                    self.read.push(request.clone());
                } else {
                    self.read = Vec::new();
                }
            }
        }
        Poll::Ready(request)
    }
}
