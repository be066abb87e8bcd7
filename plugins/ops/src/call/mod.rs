//! Requests ▶ a call.

mod answers;
pub(crate) mod batch;
pub(crate) mod confirm;
mod dry_run;
mod envelope;
pub(crate) mod failure;
pub(crate) mod interrupt;
pub(crate) mod invoke;
pub(crate) mod operation;
pub(crate) mod pages;
pub(crate) mod wait;

use std::time::Duration;

use prost::bytes::Bytes;
use tokio_stream::wrappers::ReceiverStream;
use typewright_client::{Call, Channel, Code, Credentials, Error, Response, Retry, from_iter};

use self::answers::Answers;
use self::batch::Batch;
use self::envelope::Envelope;
use self::interrupt::Signal;
use self::operation::State;
use self::pages::Pages;
use crate::connection::{self, Environment};
use crate::dynamic::DynamicMessage;
use crate::json::Types;
use crate::output::print::{self, Printer};
use crate::output::report::{Exit, Report};
use crate::request::live::{self, Live, Piece};
use crate::scalar;
use crate::settings::Options;
use crate::table::{Message, Method};

/// A call with all that it needs.
pub(crate) struct Plan<'p> {
    pub(crate) method: &'static Method,
    pub(crate) endpoint: String,
    pub(crate) user_agent: String,
    pub(crate) options: &'p Options,
    pub(crate) env: &'p Environment,
    /// Whether streams of answers are under the timeout too.
    pub(crate) limit_streams: bool,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) types: &'p Types,
    pub(crate) printer: Printer<'p>,
    /// How many items to get page by page.
    pub(crate) items: Option<u64>,
    /// How to call once for each of many requests.
    pub(crate) batch: Option<Batch>,
    /// How often to ask for an operation until it is done.
    pub(crate) poll: Option<Duration>,
    /// Where everything goes, if it is to be printed as one document.
    pub(crate) envelope: Option<Envelope>,
}

/// What is sent.
pub(crate) enum Requests<'r> {
    /// Encoded requests.
    Ready(Vec<Bytes>),
    /// Requests that are read meanwhile, and what encodes them.
    Live(Live, Box<Encode<'r>>),
}

/// What makes a request of a piece of input, or says what is wrong with it.
pub(crate) type Encode<'r> = dyn Fn(Piece) -> Result<Bytes, Vec<String>> + 'r;

/// Makes the call and prints its answers as they come.
pub(crate) fn run(plan: &Plan<'_>, requests: Requests<'_>, report: &mut Report<'_>) -> Exit {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(problem) => {
            report.error(&problem);
            return Exit::Failed;
        }
    };
    if plan.options.skip_verify && plan.endpoint.starts_with("https://") && !plan.options.fake {
        report.note(connection::UNVERIFIED);
    }
    report.begin(plan.method.name);
    let outcome = runtime.block_on(plan.make(requests, report));
    report.end();
    // Looking a name up cannot be broken off; nobody waits for it.
    runtime.shutdown_background();
    if let Some(envelope) = &plan.envelope {
        let error = match &outcome {
            Ok(()) => None,
            Err(Stop::Call(error)) => Some(error),
            Err(_) => return ended(plan, outcome, report),
        };
        let document = envelope.close(error, plan.types);
        if let Err(exit) = report.whole(&plan.printer.document(&document)) {
            return exit;
        }
    }
    ended(plan, outcome, report)
}

/// Says why it ended, and with which code.
fn ended(plan: &Plan<'_>, outcome: Result<(), Stop>, report: &mut Report<'_>) -> Exit {
    match outcome {
        Ok(()) => Exit::Ok,
        Err(Stop::Exit(exit)) => exit,
        Err(Stop::Signal(signal)) => Exit::Signal(signal),
        Err(Stop::Call(error)) => failure::explain(&error, &plan.endpoint, plan.types, report),
    }
}

/// What calls run on.
///
/// # Errors
/// The system gives no runtime.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| format!("cannot start: {error}"))
}

/// Why a call ends before its time.
pub(crate) enum Stop {
    Exit(Exit),
    Call(Error),
    Signal(Signal),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Call(error)
    }
}

impl From<Exit> for Stop {
    fn from(exit: Exit) -> Stop {
        Stop::Exit(exit)
    }
}

impl From<Signal> for Stop {
    fn from(signal: Signal) -> Stop {
        Stop::Signal(signal)
    }
}

impl Plan<'_> {
    async fn make(&self, requests: Requests<'_>, report: &mut Report<'_>) -> Result<(), Stop> {
        let channel = connection::channel(self)?;
        let Method { path, client_streaming, server_streaming, .. } = *self.method;
        let always = Some(self.options.timeout);
        let limit = always.filter(|_| self.limit_streams);
        let answers = Answers { plan: self };
        let mut requests = match requests {
            Requests::Live(live, encode) => {
                return self.converse(&channel, live, &*encode, report).await;
            }
            Requests::Ready(requests) => requests,
        };
        match (client_streaming, server_streaming) {
            (false, false) => {
                if let Some(batch) = self.batch {
                    return self.batch(&channel, requests, batch, report).await;
                }
                let request = requests.pop().unwrap_or_default();
                if let (Some(limit), Some(pages)) = (self.items, Pages::of(self.method)) {
                    return self.pages(&channel, request, (limit, pages), report).await;
                }
                let mut answer = self.unary(&channel, path, request, report).await?;
                if let Some(interval) = self.poll {
                    answer = self.wait(&channel, answer, interval, report).await?;
                }
                answers.one(&answer, report)?;
                self.done(&answer.message, report)
            }
            (true, false) => {
                let call = channel.raw_client_streaming(path, from_iter(requests));
                answers.one(
                    &wait::until(self.prepared(call, always)?.response(), report).await??,
                    report,
                )
            }
            (false, true) => {
                let request = requests.pop().unwrap_or_default();
                let call = channel.raw_server_streaming(path, request);
                answers
                    .all(
                        wait::until(self.prepared(call, limit)?.response(), report).await??,
                        report,
                    )
                    .await
            }
            (true, true) => {
                let call = channel.raw_bidi_streaming(path, from_iter(requests));
                answers
                    .all(
                        wait::until(self.prepared(call, limit)?.response(), report).await??,
                        report,
                    )
                    .await
            }
        }
    }

    /// Sends requests as they are read, and prints answers as they come. The end of the input ends
    /// the requests, not the answers.
    async fn converse(
        &self,
        channel: &Channel,
        live: Live,
        encode: &Encode<'_>,
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        let (path, answers) = (self.method.path, Answers { plan: self });
        let limit = Some(self.options.timeout).filter(|_| self.limit_streams);
        let (send, requests) = tokio::sync::mpsc::channel(16);
        if live.is_typed() {
            report.note("# a request a line, as JSON or YAML; ctrl-D ends them, ctrl-C the call");
            report.prompt(Some("> "));
        }
        let (lines, requests) = (report.lines(), ReceiverStream::new(requests));
        let talk = async {
            if self.method.server_streaming {
                let call = channel.raw_bidi_streaming(path, requests);
                answers
                    .all(
                        wait::until(self.prepared(call, limit)?.response(), report).await??,
                        report,
                    )
                    .await
            } else {
                let call = channel.raw_client_streaming(path, requests);
                answers.one(
                    &wait::until(self.prepared(call, limit)?.response(), report).await??,
                    report,
                )
            }
        };
        match live::beside(live::send(live, send, encode, &lines), talk).await {
            live::Ended::Work(outcome) => outcome,
            live::Ended::Reading(problems) => {
                for problem in problems {
                    report.error(&problem);
                }
                Err(Stop::Exit(Exit::Usage))
            }
        }
    }

    /// A call under its time limit, with its headers and what is to be done when it fails.
    fn prepared<Q, A, K>(
        &self,
        mut call: Call<Q, A, K>,
        timeout: Option<Duration>,
    ) -> Result<Call<Q, A, K>, Error> {
        if let Some(timeout) = timeout {
            call = call.timeout(timeout);
        }
        if let Some(retry) = self.retry() {
            call = call.retry(retry);
        }
        for (key, value) in &self.headers {
            call = match binary(key, value)? {
                Some(bytes) => call.metadata_bin(key, &bytes),
                None => call.metadata(key, value),
            };
        }
        Ok(call)
    }

    /// Only what does no harm twice is tried twice.
    fn retry(&self) -> Option<Retry> {
        self.options.retry().filter(|_| self.method.idempotent)
    }

    pub(crate) async fn unary(
        &self,
        channel: &Channel,
        path: &'static str,
        request: Bytes,
        report: &mut Report<'_>,
    ) -> Result<Response<Bytes>, Stop> {
        let call = channel.raw_unary(path, request);
        Ok(wait::until(self.prepared(call, Some(self.options.timeout))?.response(), report)
            .await??)
    }

    /// Asks for an operation until it is done.
    async fn wait(
        &self,
        channel: &Channel,
        mut answer: Response<Bytes>,
        interval: Duration,
        report: &mut Report<'_>,
    ) -> Result<Response<Bytes>, Stop> {
        loop {
            let operation = self.decode(self.method.output, &answer.message, report)?;
            let State::Running { name } = operation::state(&operation) else { return Ok(answer) };
            let shown = print::printable(&name);
            if self.options.verbose > 0 {
                report.say(&format!("> waiting for {shown}"));
            }
            report.relabel(format!("waiting for {shown}"));
            let again = async {
                wait::until(tokio::time::sleep(interval), report).await?;
                let request = operation::request(&name).into();
                self.unary(channel, operation::GET, request, report).await
            };
            answer = again.await.inspect_err(|stop| {
                if matches!(stop, Stop::Signal(_)) {
                    report.say(&format!("  help: {shown} goes on without us"));
                }
            })?;
        }
    }

    /// An operation that failed is a call that failed.
    fn done(&self, bytes: &Bytes, report: &mut Report<'_>) -> Result<(), Stop> {
        if self.poll.is_none() {
            return Ok(());
        }
        let operation = self.decode(self.method.output, bytes, report)?;
        let State::Failed(code, message) = operation::state(&operation) else { return Ok(()) };
        let (code, message) = (Code::from_number(code), print::printable(&message));
        report.error(&format!("{code} ({}): {message}", code.number()));
        Err(Stop::Exit(Exit::Status(code.number())))
    }

    pub(crate) fn decode(
        &self,
        table: &'static Message,
        bytes: &Bytes,
        report: &mut Report<'_>,
    ) -> Result<DynamicMessage, Exit> {
        DynamicMessage::decode(table, bytes).map_err(|malformed| {
            report.error(&format!("the answer is not a {}: {malformed}", table.id));
            Exit::Failed
        })
    }
}

/// The bytes of a header whose name asks for them.
fn binary(key: &str, value: &str) -> Result<Option<Vec<u8>>, Error> {
    if !key.to_ascii_lowercase().ends_with("-bin") {
        return Ok(None);
    }
    let bytes = scalar::parse_base64(value);
    let wrong = |error| Error::new(Code::InvalidArgument, format!("header `{key}`: {error}"));
    bytes.map(Some).map_err(wrong)
}
