//! The moment at which a call is given up.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Sleep};
use tonic::Status;

use crate::{Code, Error};

/// The header has eight digits; a longer time is as good as none.
const LONGEST: Duration = Duration::from_secs(99_999_999);

pub(crate) struct Deadline {
    after: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl Deadline {
    /// A deadline from now; none for a time beyond three years.
    pub(crate) fn new(after: Duration) -> Option<Deadline> {
        (after <= LONGEST).then(|| Deadline { after, sleep: Box::pin(tokio::time::sleep(after)) })
    }

    pub(crate) fn after(&self) -> Duration {
        self.after
    }

    /// The error once the moment has come.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Option<Error> {
        self.sleep.as_mut().poll(cx).is_ready().then(|| self.error())
    }

    /// What a status means under a deadline: a server and the transport give up at the same
    /// moment as we do, and only say that the call was cut off.
    pub(crate) fn judge(deadline: &Option<Deadline>, status: Status, endpoint: &str) -> Error {
        let error = Error::from_status(status, endpoint);
        match deadline {
            Some(deadline)
                if matches!(error.code(), Code::Cancelled | Code::Unavailable)
                    && deadline.sleep.deadline() <= Instant::now() =>
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
