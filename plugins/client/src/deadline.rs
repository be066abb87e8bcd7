//! The moment at which a call is given up.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use crate::{Code, Error};

/// Three years: a longer time is as good as none.
const LONGEST: Duration = Duration::from_secs(99_999_999);

pub(crate) struct Deadline {
    after: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl Deadline {
    /// A deadline from now; none for a time that is as good as none.
    pub(crate) fn new(after: Duration) -> Option<Deadline> {
        (after <= LONGEST).then(|| Deadline { after, sleep: Box::pin(tokio::time::sleep(after)) })
    }

    pub(crate) fn at(&self) -> Instant {
        self.sleep.deadline()
    }

    /// The error once the moment has come.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Option<Error> {
        self.sleep.as_mut().poll(cx).is_ready().then(|| self.error())
    }

    /// Runs `work` no longer than to the moment.
    pub(crate) async fn limit<T>(
        deadline: &mut Option<Deadline>,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let mut work = pin!(work);
        poll_fn(|cx| {
            if let Some(error) = deadline.as_mut().and_then(|deadline| deadline.poll(cx)) {
                return Poll::Ready(Err(error));
            }
            work.as_mut().poll(cx).map_err(|error| Deadline::judge(deadline, error))
        })
        .await
    }

    /// What an error means under a deadline: a server and the transport give up at the same
    /// moment as we do, and only say that the call was cut off.
    pub(crate) fn judge(deadline: &Option<Deadline>, error: Error) -> Error {
        match deadline {
            Some(deadline)
                if matches!(error.code(), Code::Cancelled | Code::Unavailable)
                    && deadline.at() <= Instant::now() =>
            {
                deadline.error()
            }
            _ => error,
        }
    }

    fn error(&self) -> Error {
        Error::new(Code::DeadlineExceeded, format!("no answer within {:?}", self.after))
    }
}

impl fmt::Debug for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Deadline").field(&self.after).finish()
    }
}
