//! A call for each of many requests, some at a time, with the answers in their order.

use std::collections::VecDeque;

use prost::bytes::Bytes;
use tokio::task::JoinHandle;
use typewright_client::{Channel, Error, Response};

use crate::call::answers::Answers;
use crate::call::{Plan, Stop, failure, wait};
use crate::output::report::{Exit, Report};

/// How a command is called once for each request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Batch {
    /// How many calls are under way at a time.
    pub(crate) parallel: usize,
    /// Whether those behind one that failed are made.
    pub(crate) keep_going: bool,
}

/// A call that is under way.
type Running = JoinHandle<Result<Response<Bytes>, Error>>;

impl Plan<'_> {
    /// Makes the calls. The first failure is how the run ends, and is the last call unless the user
    /// wants to go on; what is under way then is given up.
    pub(crate) async fn batch(
        &self,
        channel: &Channel,
        requests: Vec<Bytes>,
        batch: Batch,
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        let (all, mut waiting) = (requests.len(), requests.into_iter());
        let mut running: VecDeque<Running> = VecDeque::new();
        let (mut answered, mut failed, mut first) = (0, 0, None);
        loop {
            while running.len() < batch.parallel
                && let Some(request) = waiting.next()
            {
                let call = channel.raw_unary(self.method.path, request);
                let call = self.prepared(call, Some(self.options.timeout))?;
                running.push_back(tokio::spawn(call.response()));
            }
            let Some(next) = running.pop_front() else { break };
            match self.answer(channel, next, answered == 0, report).await {
                Ok(()) => answered += 1,
                Err(stop) => {
                    let exit = self.failure(stop, answered + failed + 1, report);
                    let goes_on = batch.keep_going && matches!(exit, Exit::Status(_));
                    failed += usize::from(!matches!(exit, Exit::Ok | Exit::Signal(_)));
                    first.get_or_insert(exit);
                    if !goes_on {
                        break;
                    }
                }
            }
            report.count();
        }
        running.iter().for_each(JoinHandle::abort);
        let left = all - answered - failed;
        if let Some(exit) = first {
            let behind = if left > 0 { format!(", {left} not waited for") } else { String::new() };
            report.note(&format!("{answered} of {all} calls went well, {failed} failed{behind}"));
            return Err(exit.into());
        }
        report.note(&format!("{answered} of {all} calls went well"));
        Ok(())
    }

    /// Says why the call of a request failed, and which exit code that is.
    fn failure(&self, stop: Stop, number: usize, report: &mut Report<'_>) -> Exit {
        match stop {
            Stop::Call(error) => {
                let request = format!("request {number}: ");
                failure::of(&request, &error, &self.endpoint, self.types, report)
            }
            Stop::Exit(exit) => {
                if exit != Exit::Ok {
                    report.say(&format!("  help: it was request {number}"));
                }
                exit
            }
            Stop::Signal(signal) => Exit::Signal(signal),
        }
    }

    /// Waits for an answer and prints it.
    async fn answer(
        &self,
        channel: &Channel,
        running: Running,
        first: bool,
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        let answers = Answers { plan: self };
        let mut answer = match wait::until(running, report).await? {
            Ok(answer) => answer?,
            // A task that panicked has told so.
            Err(_) => return Err(Exit::Failed.into()),
        };
        if let Some(interval) = self.poll {
            answer = self.wait(channel, answer, interval, report).await?;
        }
        answers.one_of_many(&answer, first, report)?;
        self.done(&answer.message, report)
    }
}
