//! Waiting: what takes its time can be interrupted, and shows that it is under way.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use crate::call::interrupt::{Signal, signals};
use crate::output::report::Report;

/// How often progress is shown anew.
const TICK: Duration = Duration::from_millis(100);

/// What the work gives, or the signal that came first.
pub(crate) async fn until<T>(
    work: impl Future<Output = T>,
    report: &mut Report<'_>,
) -> Result<T, Signal> {
    let mut work = pin!(work);
    let mut signal = pin!(signal());
    report.tick();
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + TICK, TICK);
    loop {
        let outcome = poll_fn(|cx| {
            if let Poll::Ready(value) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(Ok(value)));
            }
            if let Poll::Ready(signal) = signal.as_mut().poll(cx) {
                return Poll::Ready(Some(Err(signal)));
            }
            ticks.poll_tick(cx).map(|_| None)
        })
        .await;
        report.told();
        match outcome {
            Some(outcome) => return outcome,
            None => report.tick(),
        }
    }
}

/// As [`until`], for work that speaks itself.
pub(crate) async fn quietly<T>(work: impl Future<Output = T>) -> Result<T, Signal> {
    let mut work = pin!(work);
    let mut signal = pin!(signal());
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Ok(value)),
        Poll::Pending => signal.as_mut().poll(cx).map(Err),
    })
    .await
}

async fn signal() -> Signal {
    let mut signals = signals();
    match signals.wait_for(Option::is_some).await.map(|signal| *signal) {
        Ok(Some(signal)) => signal,
        // Nobody listens for signals here.
        _ => std::future::pending().await,
    }
}
