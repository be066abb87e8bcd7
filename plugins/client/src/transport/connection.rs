//! One HTTP/2 connection to one server: made when it is needed, made again when it broke.
//!
//! A request that did not leave comes back, and each new connection looks its name up anew.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{HeaderValue, USER_AGENT};
use http::{Request, Response};
use tokio::sync::watch;
use tonic::body;
use tonic::codegen::Service;

use super::dial::Dial;
use super::line::{Answer, Line};

/// A connection, or what becomes one; clones share it.
#[derive(Clone)]
pub(crate) struct Connection(Arc<Inner>);

struct Inner {
    dial: Arc<Dial>,
    agent: HeaderValue,
    /// How long connecting may take.
    patience: Option<Duration>,
    keepalive: Option<(Duration, Duration)>,
    slot: Mutex<Slot>,
}

type Dialled = Result<Line, Unreached>;
type Cause = Box<dyn StdError + Send + Sync>;

enum Slot {
    Idle,
    Dialling(watch::Receiver<Option<Dialled>>),
    Ready(Line),
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
        let slot = Mutex::new(Slot::Idle);
        Connection(Arc::new(Inner { dial, agent, patience, keepalive, slot }))
    }

    /// Waits until it is connected.
    pub(crate) async fn connected(&self) -> Result<(), Unreached> {
        self.line().await.map(drop)
    }

    async fn line(&self) -> Dialled {
        let lost = || Unreached::by("the runtime that was connecting is gone");
        let mut dialling = match self.0.now() {
            Ok(line) => return Ok(line),
            Err(dialling) => dialling,
        };
        let dialled = dialling.wait_for(Option::is_some).await.map_err(|_| lost())?;
        dialled.clone().unwrap_or_else(|| Err(lost()))
    }

    async fn send(self, mut request: Request<body::Body>) -> Result<Response<Answer>, Cause> {
        request.headers_mut().entry(USER_AGENT).or_insert_with(|| self.0.agent.clone());
        Ok(self.line().await?.send(request).await?)
    }
}

impl Inner {
    /// The connection, or the news of the one that is being made.
    fn now(self: &Arc<Self>) -> Result<Line, watch::Receiver<Option<Dialled>>> {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        match &*slot {
            Slot::Ready(line) => {
                let mut line = line.clone();
                if line.takes_more() {
                    return Ok(line);
                }
            }
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
            let next = dialled.as_ref().map_or(Slot::Idle, |line| Slot::Ready(line.clone()));
            *this.slot.lock().unwrap_or_else(PoisonError::into_inner) = next;
            tell.send_replace(Some(dialled));
        });
        Err(news)
    }

    async fn connect(&self) -> Dialled {
        let connecting = async {
            let io = self.dial.dial().await.map_err(Unreached::by)?;
            Line::open(io, self.keepalive).await.map_err(Unreached::by)
        };
        match self.patience {
            None => connecting.await,
            Some(patience) => tokio::time::timeout(patience, connecting)
                .await
                .map_err(|_| Unreached::by(format!("not connected within {patience:?}")))?,
        }
    }
}

impl Service<Request<body::Body>> for Connection {
    type Response = Response<Answer>;
    type Error = Cause;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Cause>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<body::Body>) -> Self::Future {
        Box::pin(self.clone().send(request))
    }
}
