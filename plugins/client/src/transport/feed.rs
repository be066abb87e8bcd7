//! The requests of one call on their way into a stream of HTTP/2.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use h2::{Reason, SendStream};
use http_body::Body as _;
use tokio::task::AbortHandle;
use tonic::{Status, body};

/// What is sent, and where to.
pub(super) struct Feed {
    body: body::Body,
    stream: SendStream<Bytes>,
    /// A piece that waits until the server takes more, and whether it is the last one.
    waiting: Option<(Bytes, bool)>,
    /// Whether something was sent; the first piece waits for nothing, so that it leaves with the head.
    begun: bool,
}

impl Feed {
    pub(super) fn new(body: body::Body, stream: SendStream<Bytes>) -> Feed {
        Feed { body, stream, waiting: None, begun: false }
    }

    /// Sends what is there and what the server takes of it. It ends with the last piece, or when
    /// nobody wants the rest: why, the answer says. An error is one of the requests themselves.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Status>> {
        match self.poll_pieces(cx) {
            Poll::Pending if self.stream.poll_reset(cx).is_ready() => Poll::Ready(Ok(())),
            fed => fed,
        }
    }

    fn poll_pieces(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Status>> {
        loop {
            if let Some((piece, last)) = self.waiting.take() {
                if self.begun && !piece.is_empty() && self.stream.capacity() == 0 {
                    self.stream.reserve_capacity(1);
                    match self.stream.poll_capacity(cx) {
                        Poll::Ready(Some(Ok(_))) => self.waiting = Some((piece, last)),
                        Poll::Ready(_) => return Poll::Ready(Ok(())),
                        Poll::Pending => {
                            self.waiting = Some((piece, last));
                            return Poll::Pending;
                        }
                    }
                    continue;
                }
                self.begun = true;
                if self.stream.send_data(piece, last).is_err() || last {
                    return Poll::Ready(Ok(()));
                }
            }
            self.waiting = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => Some((Bytes::new(), true)),
                Some(frame) => {
                    let last = self.body.is_end_stream();
                    frame?.into_data().ok().map(|piece| (piece, last))
                }
            };
        }
    }

    /// Goes on beside the call, for as long as that lives.
    pub(super) fn go_on(mut self) -> Feeding {
        let failure = Arc::new(OnceLock::new());
        let told = failure.clone();
        let task = tokio::spawn(async move {
            if let Err(status) = poll_fn(|cx| self.poll(cx)).await {
                // Told before the call sees its stream end.
                let _ = told.set(status);
                self.stream.send_reset(Reason::CANCEL);
            }
        });
        Feeding { task: task.abort_handle(), failure }
    }
}

/// Requests that are sent while answers come.
pub(super) struct Feeding {
    task: AbortHandle,
    failure: Arc<OnceLock<Status>>,
}

impl Feeding {
    /// What was wrong with the requests.
    pub(super) fn failure(&self) -> Option<Status> {
        self.failure.get().cloned()
    }
}

impl Drop for Feeding {
    fn drop(&mut self) {
        self.task.abort();
    }
}
