//! Calls as others see them: spans of `tracing` and numbers of `metrics`, with the names that
//! [OpenTelemetry](https://opentelemetry.io/docs/specs/semconv/rpc/grpc/) gives them. Without the
//! features of these names nothing is here.

use std::future::Future;

use crate::{Channel, Code, Error, Metadata, Method};

/// A call that is watched until it ends; one that is dropped before was cancelled.
pub(crate) struct Watch {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    #[cfg(feature = "tracing")]
    context: Option<crate::TraceContext>,
    #[cfg(feature = "metrics")]
    begin: std::time::Instant,
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    method: &'static Method,
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    over: bool,
}

#[cfg(not(any(feature = "tracing", feature = "metrics")))]
impl Watch {
    pub(crate) fn new(_: &Channel, _: &'static Method) -> Watch {
        Watch {}
    }

    pub(crate) fn end(&mut self, _: Code, _: u32) {}

    pub(crate) fn mark(&self, _: &mut Result<Metadata, Error>) {}

    pub(crate) async fn until<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        work.await
    }
}

#[cfg(any(feature = "tracing", feature = "metrics"))]
impl Watch {
    #[cfg_attr(not(feature = "tracing"), expect(unused_variables, reason = "a span names it"))]
    pub(crate) fn new(channel: &Channel, method: &'static Method) -> Watch {
        Watch {
            #[cfg(feature = "tracing")]
            span: span(channel, method),
            #[cfg(feature = "tracing")]
            context: (channel.shared.trace)().map(|around| around.child()),
            #[cfg(feature = "metrics")]
            begin: std::time::Instant::now(),
            method,
            over: false,
        }
    }

    /// Says in the metadata which trace the call is part of, and in the span which span of it.
    #[cfg_attr(not(feature = "tracing"), expect(unused_variables, clippy::unused_self))]
    pub(crate) fn mark(&self, metadata: &mut Result<Metadata, Error>) {
        #[cfg(feature = "tracing")]
        if let (Some(context), Ok(metadata)) = (&self.context, metadata)
            && metadata.get("traceparent").is_none()
        {
            self.span.record("trace_id", context.trace_id());
            self.span.record("span_id", context.span_id());
            // The key and the digits can be sent.
            drop(metadata.append("traceparent", &context.to_string()));
        }
    }

    /// Runs `work` inside of the span.
    pub(crate) async fn until<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        #[cfg(feature = "tracing")]
        let work = tracing::Instrument::instrument(work, self.span.clone());
        work.await
    }

    pub(crate) fn end(&mut self, code: Code, attempts: u32) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        #[cfg(feature = "tracing")]
        {
            self.span.record("rpc.grpc.status_code", code.number());
            self.span.record("rpc.grpc.attempts", attempts);
            if code != Code::Ok {
                self.span.record("otel.status_code", "ERROR");
                self.span.record("error.type", code.name());
            }
        }
        #[cfg(feature = "metrics")]
        {
            let labels = [
                ("rpc.system", "grpc"),
                ("rpc.service", self.method.service()),
                ("rpc.method", self.method.name()),
                ("rpc.grpc.status_code", code.name()),
            ];
            metrics::histogram!("rpc.client.duration", &labels)
                .record(self.begin.elapsed().as_secs_f64() * 1000.0);
            metrics::histogram!("rpc.client.attempts", &labels).record(f64::from(attempts));
        }
        let _ = (self.method, code, attempts);
    }
}

#[cfg(any(feature = "tracing", feature = "metrics"))]
impl Drop for Watch {
    fn drop(&mut self) {
        self.end(Code::Cancelled, 0);
    }
}

#[cfg(feature = "tracing")]
fn span(channel: &Channel, method: &Method) -> tracing::Span {
    use tracing::field::Empty;

    let (address, port) = match channel.endpoint().parse::<http::Uri>() {
        Ok(uri) => (uri.host().unwrap_or_default().to_owned(), uri.port_u16()),
        Err(_) => (channel.endpoint().to_owned(), None),
    };
    tracing::info_span!(
        target: "typewright_client",
        "rpc",
        otel.name = method.path.trim_start_matches('/'),
        otel.kind = "client",
        otel.status_code = Empty,
        rpc.system = "grpc",
        rpc.service = method.service(),
        rpc.method = method.name(),
        rpc.grpc.status_code = Empty,
        rpc.grpc.attempts = Empty,
        error.r#type = Empty,
        trace_id = Empty,
        span_id = Empty,
        server.address = address,
        server.port = port,
    )
}
