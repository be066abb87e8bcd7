//! Requests ▶ a call ▶ answers.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use prost::bytes::Bytes;
use typewright_client::{
    Channel, Code, Credentials, Error, Metadata, Response, Retry, Streaming, from_iter,
};

use crate::connect;
use crate::dynamic::DynamicMessage;
use crate::json::Types;
use crate::operation::{self, State};
use crate::pages::Pages;
use crate::print::{self, Printer};
use crate::report::{Exit, Report};
use crate::scalar;
use crate::settings::{Options, Output};
use crate::table::{Message, Method};

/// A call with all that it needs.
pub(crate) struct Plan<'p> {
    pub(crate) method: &'static Method,
    pub(crate) endpoint: String,
    pub(crate) user_agent: String,
    pub(crate) options: &'p Options,
    /// Whether streams of answers are under the timeout too.
    pub(crate) limit_streams: bool,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) types: &'p Types,
    pub(crate) printer: Printer<'p>,
    /// How many items to get page by page.
    pub(crate) items: Option<u64>,
    /// How often to ask for an operation until it is done.
    pub(crate) poll: Option<Duration>,
}

/// Makes the call and prints its answers as they come.
pub(crate) fn run(plan: &Plan<'_>, requests: Vec<Vec<u8>>, report: &mut Report<'_>) -> Exit {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            report.error(&format!("cannot start: {error}"));
            return Exit::Failed;
        }
    };
    let outcome = runtime.block_on(interruptible(async {
        plan.make(requests.into_iter().map(Bytes::from).collect(), report).await
    }));
    match outcome {
        None => Exit::Interrupted,
        Some(Ok(())) => Exit::Ok,
        Some(Err(Stop::Exit(exit))) => exit,
        Some(Err(Stop::Call(error))) => plan.explain(&error, report),
    }
}

/// Why a call ends before its time.
enum Stop {
    Exit(Exit),
    Call(Error),
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

/// The outcome of the work, or nothing if ctrl-C came first.
async fn interruptible<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    poll_fn(|cx| {
        if let Poll::Ready(value) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(value));
        }
        // Where signals cannot be had, the call runs to its end.
        match interrupt.as_mut().poll(cx) {
            Poll::Ready(Ok(())) => Poll::Ready(None),
            _ => Poll::Pending,
        }
    })
    .await
}

macro_rules! with_headers {
    ($plan:expr, $call:expr, $timeout:expr) => {{
        let mut call = $call;
        if let Some(timeout) = $timeout {
            call = call.timeout(timeout);
        }
        if let Some(retry) = $plan.retry() {
            call = call.retry(retry);
        }
        for (key, value) in &$plan.headers {
            call = match binary(key, value)? {
                Some(bytes) => call.metadata_bin(key, &bytes),
                None => call.metadata(key, value),
            };
        }
        call.response().await?
    }};
}

impl Plan<'_> {
    async fn make(&self, mut requests: Vec<Bytes>, report: &mut Report<'_>) -> Result<(), Stop> {
        let channel = connect::channel(self)?;
        let Method { path, client_streaming, server_streaming, .. } = *self.method;
        let always = Some(self.options.timeout);
        let limit = always.filter(|_| self.limit_streams);
        match (client_streaming, server_streaming) {
            (false, false) => {
                let request = requests.pop().unwrap_or_default();
                if let (Some(limit), Some(pages)) = (self.items, Pages::of(self.method)) {
                    return self.pages(&channel, request, (limit, pages), report).await;
                }
                let mut answer = self.unary(&channel, path, request).await?;
                if let Some(interval) = self.poll {
                    answer = self.wait(&channel, answer, interval, report).await?;
                }
                self.one(&answer, report)?;
                self.done(&answer.message, report)
            }
            (true, false) => {
                let call = channel.raw_client_streaming(path, from_iter(requests));
                self.one(&with_headers!(self, call, always), report)
            }
            (false, true) => {
                let request = requests.pop().unwrap_or_default();
                let call = channel.raw_server_streaming(path, request);
                self.all(with_headers!(self, call, limit), report).await
            }
            (true, true) => {
                let call = channel.raw_bidi_streaming(path, from_iter(requests));
                self.all(with_headers!(self, call, limit), report).await
            }
        }
    }

    /// Only what does no harm twice is tried twice.
    fn retry(&self) -> Option<Retry> {
        let again = self.method.idempotent && self.options.retries > 0;
        let max_attempts = self.options.retries.saturating_add(1);
        again.then(|| Retry { max_attempts, ..Retry::default() })
    }

    async fn unary(
        &self,
        channel: &Channel,
        path: &'static str,
        request: Bytes,
    ) -> Result<Response<Bytes>, Stop> {
        let call = channel.raw_unary(path, request);
        Ok(with_headers!(self, call, Some(self.options.timeout)))
    }

    /// Page after page, printed as one answer; as lines, each item as it comes.
    async fn pages(
        &self,
        channel: &Channel,
        first: Bytes,
        (limit, pages): (u64, Pages),
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        let mut request = self.decode(self.method.input, &first, report)?;
        let (mut bytes, mut all) = (first, Vec::new());
        let lines = self.printer.output == Output::Ndjson;
        let mut left = usize::try_from(limit).unwrap_or(usize::MAX);
        loop {
            let answer = self.unary(channel, self.method.path, bytes).await?;
            self.around("<", &answer.metadata, report);
            let page = self.decode(self.method.output, &answer.message, report)?;
            let next = pages.next(&mut request, &page);
            let (mut items, rest) = pages.open(page);
            items.truncate(left);
            left -= items.len();
            if lines {
                for item in items {
                    let page = pages.close(vec![item], DynamicMessage::new(rest.table()));
                    let text = self.printer.item(&page, pages.items);
                    let text = text.map_err(|problem| failed(&problem, report))?;
                    report.data(&text)?;
                }
            } else {
                all.extend(items);
            }
            match next.filter(|_| left > 0) {
                Some(next) => bytes = next,
                None if lines => return Ok(()),
                None => return self.show(&pages.close(all, rest), report),
            }
        }
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
            if self.options.verbose {
                report.say(&format!("> waiting for {}", print::printable(&name)));
            }
            tokio::time::sleep(interval).await;
            let request = operation::request(&name).into();
            answer = self.unary(channel, operation::GET, request).await?;
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

    fn decode(
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

    fn one(&self, response: &Response<Bytes>, report: &mut Report<'_>) -> Result<(), Stop> {
        self.around("<", &response.metadata, report);
        self.print(&response.message, report)?;
        self.around("< trailer", &response.trailers, report);
        Ok(())
    }

    async fn all(
        &self,
        response: Response<Streaming<Bytes>>,
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        self.around("<", &response.metadata, report);
        let mut answers = response.message;
        let mut first = true;
        while let Some(answer) = answers.message().await? {
            if !first && self.printer.output == Output::Table {
                report.data("\n")?;
            }
            first = false;
            self.print(&answer, report)?;
        }
        let trailers = answers.trailers().await?;
        self.around("< trailer", &trailers, report);
        Ok(())
    }

    fn print(&self, bytes: &Bytes, report: &mut Report<'_>) -> Result<(), Stop> {
        let message = self.decode(self.method.output, bytes, report)?;
        self.show(&message, report)
    }

    fn show(&self, message: &DynamicMessage, report: &mut Report<'_>) -> Result<(), Stop> {
        let text = self.printer.answer(message).map_err(|problem| failed(&problem, report))?;
        Ok(report.data(&text)?)
    }

    fn around(&self, mark: &str, metadata: &Metadata, report: &mut Report<'_>) {
        if self.options.verbose {
            for (key, value) in metadata.iter() {
                let value = match value {
                    typewright_client::Value::Ascii(text) => text,
                    typewright_client::Value::Binary(bytes) => scalar::base64_text(&bytes),
                };
                report.say(&format!("{mark} {key}: {value}"));
            }
        }
    }

    /// Says what a status means here. The caller's own mistakes, which never went out, are a
    /// matter of usage and not a status.
    fn explain(&self, error: &Error, report: &mut Report<'_>) -> Exit {
        let code = error.code();
        let message = print::printable(error.message());
        if error.is_local() {
            report.error(&message);
            return Exit::Usage;
        }
        let text = match message.as_str() {
            "" => format!("{code} ({})", code.number()),
            message => format!("{code} ({}): {message}", code.number()),
        };
        report.error(&text);
        let details = error.details();
        for violation in details.field_violations() {
            let said = format!("  {}: {}", violation.field, violation.description);
            report.say(&print::printable(&said));
        }
        for detail in details.iter().filter(|_| self.options.verbose) {
            report.say(&format!("< detail {}", print::printable(detail.name())));
        }
        match code {
            Code::Unavailable => report
                .say(&format!("  help: nothing serves gRPC at {}; see --endpoint", self.endpoint)),
            Code::DeadlineExceeded => report.say("  help: see --timeout"),
            Code::Unauthenticated => {
                report.say("  help: see the settings token, token_file, token_command and basic");
            }
            _ => {}
        }
        Exit::Status(code.number())
    }
}

fn failed(problem: &str, report: &mut Report<'_>) -> Exit {
    report.error(problem);
    Exit::Failed
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
