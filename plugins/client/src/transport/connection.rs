//! One HTTP/2 connection to one server: made when it is needed, made again when it broke.
//!
//! It stands right above hyper: requests go into the connection's own queue without a task in
//! between, a request that was not sent comes back, and each new connection looks its name up anew.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{HeaderValue, USER_AGENT};
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::TokioTimer;
use tokio::sync::watch;
use tonic::body;
use tonic::codegen::Service;

use super::checked::{CheckedBody, check};
use super::dial::Dial;

/// A connection, or what becomes one; clones share it.
#[derive(Clone)]
pub(crate) struct Connection(Arc<Inner>);

struct Inner {
    dial: Arc<Dial>,
    settings: Builder<Tasks>,
    agent: HeaderValue,
    /// How long connecting may take.
    patience: Option<Duration>,
    slot: Mutex<Slot>,
}

/// Starts the tasks of a connection, of which each call has one. They are large, and moved around on
/// their way to the runtime, so they are boxed first.
#[derive(Clone, Copy)]
struct Tasks;

impl<F> hyper::rt::Executor<F> for Tasks
where
    F: Future<Output: Send> + Send + 'static,
{
    fn execute(&self, task: F) {
        tokio::spawn(Box::pin(task));
    }
}

type Sender = SendRequest<body::Body>;
type Dialled = Result<Sender, Unreached>;
type Cause = Box<dyn StdError + Send + Sync>;

enum Slot {
    Idle,
    Dialling(watch::Receiver<Option<Dialled>>),
    Ready(Sender),
}

/// No connection came about, so nothing was sent.
#[derive(Clone, Debug)]
pub(crate) struct Unreached(Arc<dyn StdError + Send + Sync>);

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no connection")
    }
}

impl StdError for Unreached {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
    }
}

impl Unreached {
    fn by(cause: impl Into<Cause>) -> Unreached {
        Unreached(Arc::from(cause.into()))
    }
}

impl Connection {
    pub(crate) fn new(
        dial: Arc<Dial>,
        agent: HeaderValue,
        patience: Option<Duration>,
        keepalive: Option<(Duration, Duration)>,
    ) -> Connection {
        let mut settings = Builder::new(Tasks);
        settings.timer(TokioTimer::new());
        if let Some((interval, timeout)) = keepalive {
            settings
                .keep_alive_interval(interval)
                .keep_alive_timeout(timeout)
                .keep_alive_while_idle(true);
        }
        let slot = Mutex::new(Slot::Idle);
        Connection(Arc::new(Inner { dial, settings, agent, patience, slot }))
    }

    /// Waits until it is connected.
    pub(crate) async fn connected(&self) -> Result<(), Unreached> {
        self.sender().await.map(drop)
    }

    async fn sender(&self) -> Dialled {
        let lost = || Unreached::by("the runtime that was connecting is gone");
        let mut dialling = match self.0.now() {
            Ok(sender) => return Ok(sender),
            Err(dialling) => dialling,
        };
        let dialled = dialling.wait_for(Option::is_some).await.map_err(|_| lost())?;
        dialled.clone().unwrap_or_else(|| Err(lost()))
    }

    async fn send(self, mut request: Request<body::Body>) -> Result<Response<Incoming>, Cause> {
        request.headers_mut().entry(USER_AGENT).or_insert_with(|| self.0.agent.clone());
        Ok(self.sender().await?.send_request(request).await?)
    }
}

impl Inner {
    /// The connection, or the news of the one that is being made.
    fn now(self: &Arc<Self>) -> Result<Sender, watch::Receiver<Option<Dialled>>> {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        match &*slot {
            Slot::Ready(sender) if !sender.is_closed() => return Ok(sender.clone()),
            // Nobody is dialling any more if the runtime that did ended.
            Slot::Dialling(news) if news.has_changed().is_ok() => return Err(news.clone()),
            _ => {}
        }
        let (tell, news) = watch::channel(None);
        *slot = Slot::Dialling(news.clone());
        let this = self.clone();
        // A task of its own, so that it goes on when the call that needed it first gives up.
        tokio::spawn(async move {
            let dialled = this.connect().await;
            let next = dialled.as_ref().map_or(Slot::Idle, |sender| Slot::Ready(sender.clone()));
            *this.slot.lock().unwrap_or_else(PoisonError::into_inner) = next;
            tell.send_replace(Some(dialled));
        });
        Err(news)
    }

    async fn connect(&self) -> Dialled {
        let connecting = async {
            let io = self.dial.dial().await.map_err(Unreached::by)?;
            self.settings.handshake(io).await.map_err(Unreached::by)
        };
        let (sender, connection) = match self.patience {
            None => connecting.await?,
            Some(patience) => tokio::time::timeout(patience, connecting)
                .await
                .map_err(|_| Unreached::by(format!("not connected within {patience:?}")))??,
        };
        // What ends a connection reaches its calls as their error.
        tokio::spawn(async { drop(connection.await) });
        Ok(sender)
    }
}

impl Service<Request<body::Body>> for Connection {
    type Response = Response<CheckedBody<Incoming>>;
    type Error = Cause;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Cause>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<body::Body>) -> Self::Future {
        let connection = self.clone();
        Box::pin(async {
            let mut answer = connection.send(request).await?;
            check(answer.headers_mut());
            Ok(answer.map(CheckedBody))
        })
    }
}
