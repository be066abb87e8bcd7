//! The attempts of one call: the first, those after a failure, those side by side.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_stream::StreamExt;

use crate::channel::Shared;
use crate::replay::Body;
use crate::retry::{Hedging, Policy, Pushback, Retry};
use crate::transport::{Answers, Attempt, Frame, Transport};
use crate::{Code, Error, Metadata, Method, Response};

/// Pauses between looks at a server that is not ready.
const READY: Retry = Retry {
    max_attempts: u32::MAX,
    initial_backoff: Duration::from_millis(100),
    max_backoff: Duration::from_secs(5),
    backoff_multiplier: 1.6,
    codes: crate::Codes::NONE,
};

/// A call that can be attempted, and what became of its attempts so far.
pub(crate) struct Attempts {
    pub(crate) shared: std::sync::Arc<Shared>,
    pub(crate) method: &'static Method,
    pub(crate) metadata: Metadata,
    pub(crate) body: Body,
    pub(crate) policy: Policy,
    pub(crate) wait_for_ready: bool,
    /// No attempt begins after this moment.
    pub(crate) expires: Option<Instant>,
    pub(crate) max_request_bytes: usize,
    pub(crate) max_response_bytes: usize,
    /// Attempts that were begun and may have been seen by the server.
    pub(crate) made: u32,
    pub(crate) pauses: u32,
    pub(crate) waits: u32,
    /// Whether an attempt that no server read was made once more already.
    pub(crate) resent: bool,
}

/// An attempt that failed.
pub(crate) struct Failed {
    error: Error,
    /// Whether a message came before, so that the call is not to be repeated.
    answered: bool,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed { error, answered: false }
    }
}

impl Attempts {
    /// Makes the call whose answer is one message.
    pub(crate) async fn exchange(&mut self) -> Result<Response<Bytes>, Error> {
        if let Policy::Hedge(hedging) = self.policy {
            return self
                .race(hedging, |attempts, attempt| exchange(attempts.shared.start(attempt)))
                .await;
        }
        loop {
            let attempt = self.attempt()?;
            match exchange(self.shared.start(attempt)).await {
                Ok(response) => {
                    self.succeeded();
                    return Ok(response);
                }
                Err(failed) => self.pause(failed).await?,
            }
        }
    }

    /// Makes the call up to the head of its answer.
    pub(crate) async fn open(&mut self) -> Result<Answers, Error> {
        if let Policy::Hedge(hedging) = self.policy {
            let open = |attempts: &Attempts, attempt| {
                let starting = attempts.shared.start(attempt);
                async { starting.await.map_err(Failed::from) }
            };
            return self.race(hedging, open).await;
        }
        loop {
            let attempt = self.attempt()?;
            match self.shared.start(attempt).await {
                Ok(answers) => return Ok(answers),
                Err(error) => self.pause(error.into()).await?,
            }
        }
    }

    /// Makes the call again after its answer broke off before the first message.
    pub(crate) async fn reopen(&mut self, error: Error) -> Result<Answers, Error> {
        self.pause(error.into()).await?;
        self.open().await
    }

    /// Whether a stream of requests is worth keeping for another attempt after the first.
    pub(crate) fn may_repeat(&self) -> bool {
        !matches!(self.policy, Policy::Once) || self.wait_for_ready
    }

    pub(crate) fn succeeded(&self) {
        if let Some(throttle) = self.shared.throttle(self.method) {
            throttle.succeeded();
        }
    }

    fn attempt(&mut self) -> Result<Attempt, Error> {
        let gone = || Error::new(Code::Internal, "the requests of this call are used up");
        let requests = self.body.attempt().ok_or_else(gone)?;
        let mut metadata = self.metadata.clone();
        if self.made > 0 {
            metadata.set_protocol("grpc-previous-rpc-attempts", self.made);
        }
        self.made += 1;
        Ok(Attempt {
            method: self.method,
            metadata,
            requests,
            timeout: self.expires.map(|at| at.saturating_duration_since(Instant::now())),
            max_request_bytes: self.max_request_bytes,
            max_response_bytes: self.max_response_bytes,
        })
    }

    /// Waits for the moment of the next attempt, or gives the call up with the error.
    async fn pause(&mut self, failed: Failed) -> Result<(), Error> {
        let made = self.made;
        match self.next(&failed) {
            Some(at) => {
                sleep_until(at).await;
                Ok(())
            }
            None => Err(failed.error.after(made)),
        }
    }

    /// When the next attempt begins, if there is one.
    fn next(&mut self, failed: &Failed) -> Option<Instant> {
        let unread = failed.error.is_unread() && !self.resent;
        let pause = if unread {
            // Not a retry: nobody saw it. Once, so that a server that refuses all is not hammered.
            (self.made, self.resent) = (self.made - 1, true);
            Duration::ZERO
        } else if failed.error.is_unsent() && self.wait_for_ready {
            self.made -= 1;
            self.waits += 1;
            READY.backoff(self.waits - 1)
        } else {
            let Policy::Retry(retry) = self.policy else { return None };
            let pushback = Pushback::of(&failed.error);
            let wanted = retry.codes.contains(failed.error.code()) && pushback != Pushback::Never;
            let allowed = self.charge(wanted || pushback == Pushback::Never);
            if !wanted || !allowed || failed.answered || self.made >= retry.max_attempts {
                return None;
            }
            // A server that names a pause starts the row of growing pauses anew.
            self.pauses = if pushback == Pushback::Nothing { self.pauses + 1 } else { 0 };
            match pushback {
                Pushback::After(wait) => wait,
                _ => retry.backoff(self.pauses - 1),
            }
        };
        let at = Instant::now().checked_add(pause)?;
        // Nobody would wait for the answer of an attempt that begins behind the deadline.
        let in_time = self.expires.is_none_or(|expires| at < expires);
        (in_time && self.body.is_whole()).then_some(at)
    }

    /// Counts a failure that is about the server, and says whether attempts may be repeated.
    fn charge(&self, failure: bool) -> bool {
        let Some(throttle) = self.shared.throttle(self.method) else { return true };
        if failure {
            throttle.failed();
        }
        throttle.allows()
    }

    /// Runs attempts side by side and gives the first good answer. The others are dropped.
    async fn race<T, F>(
        &mut self,
        hedging: Hedging,
        start: impl Fn(&Attempts, Attempt) -> F,
    ) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Failed>> + Send + 'static,
    {
        let mut running = JoinSet::new();
        let mut next = Some(Instant::now());
        loop {
            let due = next.filter(|_| self.made < hedging.max_attempts);
            match event(&mut running, due).await {
                Event::Due if self.made > 0 && !self.charge(false) => next = None,
                Event::Due => {
                    let attempt = self.attempt()?;
                    running.spawn(start(self, attempt));
                    next = Instant::now().checked_add(hedging.delay);
                }
                Event::Done(Ok(answer)) => {
                    self.succeeded();
                    return Ok(answer);
                }
                Event::Done(Err(Failed { error, answered })) => {
                    let pushback = Pushback::of(&error);
                    let other = hedging.non_fatal.contains(error.code()) && !answered;
                    let allowed = self.charge(other || pushback == Pushback::Never);
                    next = match pushback {
                        Pushback::Never => None,
                        Pushback::After(wait) => Instant::now().checked_add(wait),
                        Pushback::Nothing => next.map(|_| Instant::now()),
                    };
                    let more = next.is_some() && allowed && self.made < hedging.max_attempts;
                    if !other || (running.is_empty() && !more) {
                        return Err(error.after(self.made));
                    }
                }
            }
        }
    }
}

enum Event<T> {
    /// It is time for another attempt.
    Due,
    Done(Result<T, Failed>),
}

async fn event<T: 'static>(
    running: &mut JoinSet<Result<T, Failed>>,
    due: Option<Instant>,
) -> Event<T> {
    let mut sleep = pin!(due.map(sleep_until));
    poll_fn(|cx: &mut Context<'_>| {
        if let Poll::Ready(Some(done)) = running.poll_join_next(cx) {
            let lost = |_| Error::new(Code::Internal, "the runtime dropped an attempt").into();
            return Poll::Ready(Event::Done(done.map_err(lost).and_then(|done| done)));
        }
        match sleep.as_mut().as_pin_mut() {
            Some(sleep) => sleep.poll(cx).map(|()| Event::Due),
            None => Poll::Pending,
        }
    })
    .await
}

/// One attempt whose answer is one message, to its end.
async fn exchange(starting: crate::transport::Starting) -> Result<Response<Bytes>, Failed> {
    let Answers { metadata, mut frames } = starting.await?;
    let mut message = None;
    let mut trailers = Metadata::default();
    while let Some(frame) = frames.next().await {
        match frame {
            Ok(Frame::Message(first)) if message.is_none() => message = Some(first),
            Ok(Frame::Message(_)) => {
                let error = Error::new(Code::Internal, "the server sent more than one answer");
                return Err(Failed { error, answered: true });
            }
            Ok(Frame::Trailers(after)) => trailers = after,
            Err(error) => return Err(Failed { error, answered: message.is_some() }),
        }
    }
    let none = || Error::new(Code::Internal, "the server ended the call without an answer");
    let message = message.ok_or_else(none)?;
    Ok(Response { message, metadata, trailers })
}
