//! One open connection, right above the frames of HTTP/2.
//!
//! The head of a request and its first message go into the connection's buffer together, so that they
//! leave in one write and arrive in one read; no task stands between a call and its connection. What
//! is known here alone is whether a request can have left this program before the connection ended.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use bytes::Bytes;
use h2::client::{Builder, SendRequest};
use h2::{Ping, PingPong, Reason, RecvStream};
use http::{Request, Response};
use http_body::{Body, Frame};
use tokio::sync::{Semaphore, TryAcquireError};
use tokio::time::{Instant, sleep_until, timeout};
use tonic::{Code, Status, body};

use super::checked::check;
use super::counted::{Counted, Traffic};
use super::dial::Carrier;
use super::feed::{Feed, Feeding};

/// What a server may send before it has to wait. The 64 KiB of the specification would keep a fast
/// network waiting.
const CONNECTION_WINDOW: u32 = 5 << 20;
const STREAM_WINDOW: u32 = 2 << 20;
/// Headers and trailers of one answer, in bytes.
const MOST_HEADERS: u32 = 16 << 10;
/// What one call has queued at most before its stream of requests has to wait, in bytes.
const MOST_QUEUED: usize = 1 << 20;
/// More calls at the same time are as good as any number.
const MOST_CALLS: usize = 1 << 24;
/// How often a call that waits for its turn asks whether the server allows more of them.
const AGAIN: Duration = Duration::from_millis(100);

/// A connection that takes requests; clones share it.
#[derive(Clone)]
pub(super) struct Line {
    requests: SendRequest<Bytes>,
    state: Arc<State>,
}

struct State {
    traffic: Arc<Traffic>,
    /// Those of `limit` calls that can still begin.
    turns: Semaphore,
    /// How many calls the server takes side by side.
    limit: AtomicUsize,
    /// So many of the turns that are taken do not come back: the limit sank meanwhile.
    owed: AtomicUsize,
    ended: AtomicBool,
    silent: OnceLock<Silent>,
}

/// The server gave no sign of life for so long.
#[derive(Clone, Copy, Debug)]
struct Silent(Duration);

impl fmt::Display for Silent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "keepalive: no answer to a ping within {:?}", self.0)
    }
}

impl StdError for Silent {}

/// Nothing of the request left this program, though there was a connection.
#[derive(Debug)]
pub(crate) struct Unwritten(String);

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Unwritten {}

impl Unwritten {
    fn status(why: impl Into<String>) -> Status {
        let mut status = Status::unavailable("the connection closed");
        status.set_source(Arc::new(Unwritten(why.into())));
        status
    }
}

impl Line {
    /// Begins HTTP/2 over the carrier; with keepalive, the server is asked for a sign of life when
    /// nothing came for the first time, and given up after the second.
    pub(super) async fn open(
        carrier: Carrier,
        keepalive: Option<(Duration, Duration)>,
    ) -> Result<Line, h2::Error> {
        let state = Arc::new(State {
            traffic: Traffic::new(keepalive.is_some()),
            turns: Semaphore::new(0),
            limit: AtomicUsize::new(0),
            owed: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
            silent: OnceLock::new(),
        });
        let (requests, mut connection) = Builder::new()
            .initial_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_header_list_size(MOST_HEADERS)
            .max_send_buffer_size(MOST_QUEUED)
            .enable_push(false)
            .handshake(Counted { carrier, traffic: state.traffic.clone() })
            .await?;
        let pings = keepalive.zip(connection.ping_pong());
        let ending = Ending(state.clone());
        tokio::spawn(async move {
            let State { traffic, silent, .. } = &*ending.0;
            let silence = async {
                match pings {
                    Some((times, pings)) => silence(times, pings, traffic).await,
                    None => std::future::pending().await,
                }
            };
            let mut silence = pin!(silence);
            // What ends a connection reaches its calls as their error.
            let ended = poll_fn(|cx| match Pin::new(&mut connection).poll(cx) {
                Poll::Ready(_) => Poll::Ready(None),
                Poll::Pending => silence.as_mut().poll(cx).map(Some),
            });
            if let Some(found) = ended.await {
                let _ = silent.set(found);
            }
        });
        Ok(Line { requests, state })
    }

    /// Whether another request can go this way: the server neither went away nor said that it will.
    pub(super) fn takes_more(&mut self) -> bool {
        let ready = self.requests.poll_ready(&mut Context::from_waker(Waker::noop()));
        matches!(ready, Poll::Ready(Ok(()))) && !self.state.ended.load(Ordering::Acquire)
    }

    /// Sends a request, as soon as the server takes one more, and gives the head of its answer.
    pub(super) async fn send(
        mut self,
        request: Request<body::Body>,
    ) -> Result<Response<Answer>, Status> {
        let mut turn = self.turn().await?;
        let (head, body) = request.into_parts();
        let sent = self.requests.send_request(Request::from_parts(head, ()), false);
        let (response, stream) =
            sent.map_err(|error| match error.is_io() || error.is_go_away() {
                true => Unwritten::status(error.to_string()),
                false => Status::invalid_argument(format!("the request cannot be sent: {error}")),
            })?;
        drop(self);
        let mut feed = Feed::new(body, stream);
        match poll_fn(|cx| Poll::Ready(feed.poll(cx))).await {
            Poll::Ready(fed) => fed?,
            Poll::Pending => turn.feeding = Some(feed.go_on()),
        }
        let response = response.await.map_err(|error| turn.status(error))?;
        let mut response = response.map(|stream| Answer { stream, turn, over: false });
        check(response.headers_mut());
        Ok(response)
    }

    async fn turn(&self) -> Result<Turn, Status> {
        self.heed_limit();
        let turns = &self.state.turns;
        let closed = || Unwritten::status("the connection closed before it was this call's turn");
        match turns.try_acquire() {
            Ok(permit) => permit.forget(),
            Err(TryAcquireError::Closed) => return Err(closed()),
            Err(TryAcquireError::NoPermits) => {
                let mut waiting = pin!(turns.acquire());
                loop {
                    match timeout(AGAIN, waiting.as_mut()).await {
                        Ok(permit) => break permit.map_err(|_| closed())?.forget(),
                        Err(_) => self.heed_limit(),
                    }
                }
            }
        }
        let writes = self.state.traffic.writes();
        Ok(Turn { state: self.state.clone(), writes, feeding: None })
    }

    /// Gives out more turns, or fewer, when the server allows another number of calls.
    fn heed_limit(&self) {
        let now = self.requests.current_max_send_streams().min(MOST_CALLS);
        let State { limit, turns, owed, .. } = &*self.state;
        let before = limit.swap(now, Ordering::AcqRel);
        if now > before {
            let more = now - before;
            let paid = |owed: usize| Some(owed.saturating_sub(more));
            let owed = owed.fetch_update(Ordering::AcqRel, Ordering::Acquire, paid);
            turns.add_permits(more.saturating_sub(owed.unwrap_or(0)));
        } else if now < before {
            let gone = turns.forget_permits(before - now);
            owed.fetch_add(before - now - gone, Ordering::AcqRel);
        }
    }
}

impl State {
    /// Lets another call begin, unless there are more than the server takes.
    fn give_back(&self) {
        let paid = |owed: usize| owed.checked_sub(1);
        if self.owed.fetch_update(Ordering::AcqRel, Ordering::Acquire, paid).is_err() {
            self.turns.add_permits(1);
        }
    }
}

/// Ends once the server owes a sign of life.
async fn silence(
    (interval, patience): (Duration, Duration),
    mut pings: PingPong,
    traffic: &Traffic,
) -> Silent {
    loop {
        let due = traffic.heard().map(|heard| heard + interval);
        if let Some(due) = due.filter(|due| Instant::now() < *due) {
            sleep_until(due).await;
            continue;
        }
        match timeout(patience, pings.ping(Ping::opaque())).await {
            Ok(Ok(_)) => traffic.hear(),
            // The connection is at its end by itself.
            Ok(Err(_)) => std::future::pending().await,
            Err(_) => return Silent(patience),
        }
    }
}

/// Says that the connection is over, however its task ends.
struct Ending(Arc<State>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::Release);
        self.0.turns.close();
    }
}

/// One of the calls that the connection carries.
pub(super) struct Turn {
    state: Arc<State>,
    /// The writes before its request.
    writes: u64,
    feeding: Option<Feeding>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.state.give_back();
    }
}

impl Turn {
    /// What an error of the stream means for the call.
    fn status(&self, error: h2::Error) -> Status {
        if let Some(status) = self.feeding.as_ref().and_then(Feeding::failure) {
            return status;
        }
        if self.writes == self.state.traffic.writes() {
            return Unwritten::status(error.to_string());
        }
        let mut status = Status::new(code(&error), "the call broke off");
        match self.state.silent.get() {
            Some(silent) => status.set_source(Arc::new(*silent)),
            None => status.set_source(Arc::new(error)),
        };
        status
    }
}

/// As gRPC's [table](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#errors) has it for
/// streams; a connection that ends, by the server's word or without one, is `UNAVAILABLE`.
fn code(error: &h2::Error) -> Code {
    if error.is_io() || (error.is_go_away() && error.is_remote()) {
        return Code::Unavailable;
    }
    match error.reason() {
        Some(Reason::REFUSED_STREAM) => Code::Unavailable,
        Some(Reason::CANCEL) => Code::Cancelled,
        Some(Reason::ENHANCE_YOUR_CALM) => Code::ResourceExhausted,
        Some(Reason::INADEQUATE_SECURITY) => Code::PermissionDenied,
        Some(_) => Code::Internal,
        None => Code::Unknown,
    }
}

/// The body of an answer, its trailers checked.
pub(crate) struct Answer {
    stream: RecvStream,
    turn: Turn,
    /// Whether only the trailers are to come.
    over: bool,
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let Answer { stream, turn, over } = &mut *self;
        if !*over {
            match ready!(stream.poll_data(cx)) {
                Some(Ok(data)) => {
                    // A connection that cannot be told so is at its end, which comes as an error.
                    let _ = stream.flow_control().release_capacity(data.len());
                    return Poll::Ready(Some(Ok(Frame::data(data))));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(turn.status(error)))),
                None => *over = true,
            }
        }
        Poll::Ready(match ready!(stream.poll_trailers(cx)) {
            Ok(trailers) => trailers.map(|mut trailers| {
                check(&mut trailers);
                Ok(Frame::trailers(trailers))
            }),
            Err(error) => Some(Err(turn.status(error))),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.stream.is_end_stream()
    }
}
