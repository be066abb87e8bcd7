//! Several servers that do the same.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::connect::Balance;
use super::spread::Spread;
use super::{Attempt, Starting, Template, Transport};
use crate::replay::Body;
use crate::{Code, Error};

/// How long a server that could not be reached is left alone while there are others.
pub(super) const REST: Duration = Duration::from_secs(1);

/// Sends each attempt to one server, and to the next one if that cannot be reached.
pub(crate) struct Pool<T>(Arc<Inner<T>>);

struct Inner<T> {
    sources: Vec<Source<T>>,
    balance: Balance,
    next: AtomicUsize,
}

/// Where servers come from.
pub(crate) enum Source<T> {
    One(Arc<Member<T>>),
    /// All addresses of a name.
    Name(Arc<Spread<T>>),
}

pub(crate) struct Member<T> {
    transport: T,
    rests_until: Mutex<Option<Instant>>,
}

impl<T> Member<T> {
    pub(crate) fn new(transport: T) -> Arc<Member<T>> {
        Arc::new(Member { transport, rests_until: Mutex::default() })
    }

    fn rests(&self, now: Instant) -> bool {
        self.rests_until.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| now < at)
    }

    fn rest(&self, until: Option<Instant>) {
        *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

impl<T: Transport> Pool<T> {
    pub(crate) fn new(sources: Vec<Source<T>>, balance: Balance) -> Pool<T> {
        Pool(Arc::new(Inner { sources, balance, next: AtomicUsize::new(0) }))
    }
}

impl<T: Transport> Inner<T> {
    /// All members; the error of a name is that of the pool if there is nothing else.
    async fn members(&self) -> Result<Vec<Arc<Member<T>>>, Error> {
        let (mut members, mut failure) = (Vec::new(), None);
        for source in &self.sources {
            match source {
                Source::One(member) => members.push(member.clone()),
                Source::Name(spread) => match spread.members().await {
                    Ok(found) => members.extend(found),
                    Err(error) => failure = Some(error),
                },
            }
        }
        match failure {
            Some(failure) if members.is_empty() => Err(failure),
            _ => Ok(members),
        }
    }

    /// Looks names up again, after none of their addresses could be reached.
    async fn look_again(&self) {
        for source in &self.sources {
            if let Source::Name(spread) = source {
                spread.look_again().await;
            }
        }
    }

    /// The order in which to try so many members: those that rest come last.
    fn order(&self, members: &[Arc<Member<T>>]) -> Vec<usize> {
        let first = match self.balance {
            Balance::PickFirst => self.next.load(Ordering::Relaxed),
            Balance::RoundRobin => self.next.fetch_add(1, Ordering::Relaxed),
        };
        let count = members.len();
        let mut order: Vec<usize> = (0..count).map(|n| first.wrapping_add(n) % count).collect();
        let now = Instant::now();
        order.sort_by_key(|member| members[*member].rests(now));
        order
    }

    async fn start(&self, template: Template, mut body: Body) -> Result<super::Answers, Error> {
        let mut failure = Error::new(Code::Unavailable, "a channel without endpoints").unsent();
        let mut tried: Vec<Arc<Member<T>>> = Vec::new();
        // The second time for the addresses that a name has since.
        for again in [false, true] {
            if again {
                self.look_again().await;
            }
            let mut members = self.members().await?;
            members.retain(|member| !tried.iter().any(|old| Arc::ptr_eq(old, member)));
            for number in self.order(&members) {
                let Some(requests) = body.attempt() else { return Err(failure) };
                let member = &members[number];
                let answering = member.transport.start(template.attempt(requests));
                match answering.await {
                    Err(error) if error.is_unsent() => {
                        member.rest(Instant::now().checked_add(REST));
                        failure = error;
                    }
                    answer => {
                        member.rest(None);
                        if matches!(self.balance, Balance::PickFirst) {
                            self.next.store(number, Ordering::Relaxed);
                        }
                        return answer;
                    }
                }
            }
            tried.append(&mut members);
        }
        Err(failure)
    }
}

impl<T: Transport> Transport for Pool<T> {
    fn start(&self, attempt: Attempt) -> Starting {
        let inner = self.0.clone();
        let (template, requests) = attempt.split();
        let body = Body::Stream(requests).keep();
        Box::pin(async move { inner.start(template, body).await })
    }
}
