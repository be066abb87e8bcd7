//! Which trace a call belongs to, as [W3C Trace Context](https://www.w3.org/TR/trace-context/) has it.

use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::str::FromStr;

use crate::Builder;

tokio::task_local! {
    static CURRENT: TraceContext;
}

/// A place in a trace: what the header `traceparent` says.
///
/// Calls that are made in the [`scope`](TraceContext::scope) of a context carry it on: each is a span
/// of its own, with the same trace, below the one that the scope is for. A server opens the scope with
/// what its caller sent; with nothing, or where there is no caller, [`TraceContext::begin`] begins a
/// trace. Programs that have a library for traces say by [`Builder::trace_context`] where it keeps
/// the current context.
///
/// ```
/// use typewright_client::transport::{Answers, Attempt};
/// use typewright_client::{Channel, Error, TraceContext};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let echo = |attempt: Attempt| async move {
///     Ok(Answers::message(attempt.metadata.get("traceparent").unwrap_or("none").to_owned()))
/// };
/// let channel = Channel::over(echo).lazy()?;
/// let here: TraceContext =
///     "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".parse().expect("a context");
/// let sent = here.scope(channel.raw_unary("/demo.Echo/Echo", "".into())).await?;
/// assert!(sent.starts_with(b"00-4bf92f3577b34da6a3ce929d0e0e4736-") && sent.ends_with(b"-01"));
/// assert_eq!(channel.raw_unary("/demo.Echo/Echo", "".into()).await?, "none");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceContext {
    trace: u128,
    span: u64,
    flags: u8,
}

/// A text that is no `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTraceContext;

impl fmt::Display for NoTraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a traceparent such as 00-{32 digits}-{16 digits}-01, digits from 0 to f")
    }
}

impl std::error::Error for NoTraceContext {}

impl TraceContext {
    /// The root of a new trace, which is recorded.
    pub fn begin() -> TraceContext {
        let trace = u128::from(random()) << 64 | u128::from(random());
        TraceContext { trace, span: random(), flags: 1 }
    }

    /// Another span of the same trace.
    pub fn child(&self) -> TraceContext {
        TraceContext { span: random(), ..*self }
    }

    /// The context of the [`scope`](TraceContext::scope) around, if there is one.
    pub fn current() -> Option<TraceContext> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Does `work` with this as its [`TraceContext::current`].
    pub async fn scope<F: IntoFuture>(self, work: F) -> F::Output {
        CURRENT.scope(self, work.into_future()).await
    }

    /// The number of the trace, as 32 digits from 0 to f.
    pub fn trace_id(&self) -> String {
        format!("{:032x}", self.trace)
    }

    /// The number of the span, as 16 digits from 0 to f.
    pub fn span_id(&self) -> String {
        format!("{:016x}", self.span)
    }
}

/// A random number that is not 0.
fn random() -> u64 {
    // The standard library seeds its hashers at random, each differently.
    std::hash::RandomState::new().build_hasher().finish().max(1)
}

/// As the header says it.
impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace, self.span, self.flags)
    }
}

impl FromStr for TraceContext {
    type Err = NoTraceContext;

    fn from_str(text: &str) -> Result<TraceContext, NoTraceContext> {
        let parts: Vec<&str> = text.split('-').collect();
        let digits = |part: &str, count| {
            let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            (part.len() == count && part.bytes().all(digit)).then_some(())
        };
        let read = || {
            let [version, trace, span, flags, rest @ ..] = parts.as_slice() else { return None };
            digits(version, 2).and_then(|()| digits(trace, 32)).and_then(|()| digits(span, 16))?;
            digits(flags, 2)?;
            // Later versions may say more behind; this one must not.
            if *version == "ff" || (*version == "00" && !rest.is_empty()) {
                return None;
            }
            let trace = u128::from_str_radix(trace, 16).ok().filter(|trace| *trace != 0)?;
            let span = u64::from_str_radix(span, 16).ok().filter(|span| *span != 0)?;
            Some(TraceContext { trace, span, flags: u8::from_str_radix(flags, 16).ok()? })
        };
        read().ok_or(NoTraceContext)
    }
}

/// Says where the current context is.
pub(crate) type Source = std::sync::Arc<dyn Fn() -> Option<TraceContext> + Send + Sync>;

impl Builder {
    /// Says where the current trace is, for programs whose traces are another library's;
    /// [`TraceContext::current`] if not set. Each call asks once, and sends a
    /// [child](TraceContext::child) of what it gets as `traceparent`.
    pub fn trace_context(
        mut self,
        current: impl Fn() -> Option<TraceContext> + Send + Sync + 'static,
    ) -> Builder {
        self.trace = std::sync::Arc::new(current);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::TraceContext;

    #[test]
    fn a_context_is_what_the_header_says() {
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let read: Result<TraceContext, _> = text.parse();
        assert_eq!(read.map(|context| context.to_string()), Ok(text.to_owned()));
        let later = text.replacen("00", "01", 1) + "-more";
        assert!(later.parse::<TraceContext>().is_ok());
        for wrong in [
            "",
            "00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        ] {
            assert!(wrong.parse::<TraceContext>().is_err(), "{wrong}");
        }
        let (root, other) = (TraceContext::begin(), TraceContext::begin());
        assert_ne!(root.trace_id(), other.trace_id());
        assert_eq!(root.child().trace_id(), root.trace_id());
        assert_ne!(root.child().span_id(), root.span_id());
    }
}
