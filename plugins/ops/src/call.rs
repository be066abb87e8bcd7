//! Requests ▶ a call ▶ answers.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use prost::bytes::Bytes;
use typewright_client::{Channel, Code, Error, Metadata, Response, Streaming, from_iter};

use crate::dynamic::DynamicMessage;
use crate::json::Types;
use crate::print;
use crate::report::{Exit, Report};
use crate::scalar;
use crate::settings::{Options, Output};
use crate::table::Method;

/// A call with all that it needs.
pub(crate) struct Plan<'p> {
    pub(crate) method: &'static Method,
    pub(crate) endpoint: String,
    pub(crate) user_agent: String,
    pub(crate) options: &'p Options,
    /// Whether streams of answers are under the timeout too.
    pub(crate) limit_streams: bool,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) types: &'p Types,
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
        let channel = Channel::builder(&self.endpoint)
            .connect_timeout(self.options.connect_timeout)
            .user_agent(&self.user_agent)
            .max_response_bytes(usize::MAX)
            .lazy()?;
        let Method { path, client_streaming, server_streaming, .. } = *self.method;
        let always = Some(self.options.timeout);
        let limit = always.filter(|_| self.limit_streams);
        match (client_streaming, server_streaming) {
            (false, false) => {
                let request = requests.pop().unwrap_or_default();
                let call = channel.raw_unary(path, request);
                self.one(&with_headers!(self, call, always), report)
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
            if !first && self.options.output == Output::Table {
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
        match DynamicMessage::decode(self.method.output, bytes) {
            Ok(message) => {
                let text = print::answer(&message, self.options.output, self.types);
                Ok(report.data(&text)?)
            }
            Err(malformed) => {
                let id = self.method.output.id;
                report.error(&format!("the answer is not a {id}: {malformed}"));
                Err(Stop::Exit(Exit::Failed))
            }
        }
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
        match code {
            Code::Unavailable => report
                .say(&format!("  help: nothing serves gRPC at {}; see --endpoint", self.endpoint)),
            Code::DeadlineExceeded => report.say("  help: see --timeout"),
            Code::Unauthenticated => {
                report.say("  help: credentials go into --header 'authorization: …'");
            }
            _ => {}
        }
        Exit::Status(code.number())
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
