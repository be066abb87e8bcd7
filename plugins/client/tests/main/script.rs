//! A transport that does what a test wrote down, and remembers what it was asked.

#![expect(clippy::unwrap_used, reason = "a test that cannot lock has failed")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;
use tokio_stream::StreamExt;
use typewright_client::transport::{Answers, Attempt, Frame};
use typewright_client::{Builder, Channel, Code, Error, Metadata};

/// What becomes of one attempt.
pub(crate) enum Step {
    Answer(Vec<Result<Frame, Error>>),
    Fail(Error),
    /// Nothing for so long, and then the step.
    Late(Duration, Box<Step>),
}

/// What an attempt was.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Since the script was made.
    pub(crate) at: Duration,
    pub(crate) timeout: Option<Duration>,
    pub(crate) metadata: Metadata,
    pub(crate) requests: Vec<bytes::Bytes>,
}

#[derive(Clone)]
pub(crate) struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    begin: Instant,
}

impl Script {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>) -> Script {
        let steps = Arc::new(Mutex::new(steps.into_iter().collect()));
        Script { steps, seen: Arc::default(), begin: Instant::now() }
    }

    pub(crate) fn builder(&self) -> Builder {
        let script = self.clone();
        Channel::over(move |attempt| script.clone().attempt(attempt))
    }

    pub(crate) fn channel(&self) -> Channel {
        self.builder().lazy().unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// When the attempts began, in milliseconds.
    pub(crate) fn times(&self) -> Vec<u128> {
        self.seen().iter().map(|seen| seen.at.as_millis()).collect()
    }

    async fn attempt(self, mut attempt: Attempt) -> Result<Answers, Error> {
        let at = self.begin.elapsed();
        let number = self.seen.lock().unwrap().len();
        let Attempt { timeout, metadata, .. } = &attempt;
        let seen = Seen { at, timeout: *timeout, metadata: metadata.clone(), requests: vec![] };
        self.seen.lock().unwrap().push(seen);
        let mut step = self.steps.lock().unwrap().pop_front().expect("one more step");
        while let Some(request) = attempt.requests.next().await {
            self.seen.lock().unwrap()[number].requests.push(request);
        }
        loop {
            match step {
                Step::Answer(frames) => return Ok(Answers::from_frames(frames)),
                Step::Fail(error) => return Err(error),
                Step::Late(wait, then) => {
                    tokio::time::sleep(wait).await;
                    step = *then;
                }
            }
        }
    }
}

pub(crate) fn good() -> Step {
    Step::Answer(vec![Ok(Frame::Message("good".into()))])
}

pub(crate) fn fail(code: Code) -> Step {
    Step::Fail(Error::new(code, "as written"))
}
