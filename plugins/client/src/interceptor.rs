//! What runs around every attempt.

use std::future::Future;
use std::sync::Arc;

use crate::transport::{Answers, Attempt, Starting, Transport};
use crate::{Builder, Error};

/// Runs around every attempt of every call: it sees the method, may change what is sent, may wait,
/// may answer itself, and sees the answer, whatever kind of call it is.
///
/// A closure is one:
///
/// ```
/// use typewright_client::transport::Attempt;
/// use typewright_client::{Channel, Next};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), typewright_client::Error> {
/// let channel = Channel::builder("localhost:50051")
///     .intercept(|mut attempt: Attempt, next: Next| async move {
///         if !attempt.method.idempotent {
///             attempt.metadata.append("x-audit", attempt.method.name())?;
///         }
///         next.start(attempt).await
///     })
///     .lazy()?;
/// # let _ = channel;
/// # Ok(())
/// # }
/// ```
pub trait Interceptor: Send + Sync + 'static {
    /// Handles an attempt; `next` hands it on. It may be called again with another attempt, if
    /// the method may be called twice.
    fn intercept(&self, attempt: Attempt, next: Next) -> Starting;
}

/// What is behind an [`Interceptor`].
#[derive(Clone)]
pub struct Next(Arc<dyn Transport>);

impl Next {
    /// Hands an attempt on.
    pub fn start(&self, attempt: Attempt) -> Starting {
        self.0.start(attempt)
    }
}

impl std::fmt::Debug for Next {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Next")
    }
}

impl<F, Fut> Interceptor for F
where
    F: Fn(Attempt, Next) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Answers, Error>> + Send + 'static,
{
    fn intercept(&self, attempt: Attempt, next: Next) -> Starting {
        Box::pin(self(attempt, next))
    }
}

/// An interceptor in front of a transport is a transport.
struct Layer {
    interceptor: Arc<dyn Interceptor>,
    next: Next,
}

impl Transport for Layer {
    fn start(&self, attempt: Attempt) -> Starting {
        self.interceptor.intercept(attempt, self.next.clone())
    }
}

/// The interceptors in front of the transport, the first one outermost.
pub(crate) fn stack(
    interceptors: Vec<Arc<dyn Interceptor>>,
    transport: Arc<dyn Transport>,
) -> Arc<dyn Transport> {
    interceptors
        .into_iter()
        .rev()
        .fold(transport, |next, interceptor| Arc::new(Layer { interceptor, next: Next(next) }))
}

impl Builder {
    /// Runs `interceptor` around every attempt. The first one given is the outermost.
    pub fn intercept(mut self, interceptor: impl Interceptor) -> Builder {
        self.interceptors.push(Arc::new(interceptor));
        self
    }
}
