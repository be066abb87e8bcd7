//! Several servers that do the same.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::connect::Balance;
use super::{Attempt, Starting, Transport};
use crate::replay::Body;
use crate::{Code, Error};

/// How long a server that could not be reached is left alone while there are others.
const REST: Duration = Duration::from_secs(1);

/// Sends each attempt to one server, and to the next one if that cannot be reached.
pub(crate) struct Pool<T> {
    members: Arc<[Member<T>]>,
    balance: Balance,
    next: Arc<AtomicUsize>,
}

struct Member<T> {
    transport: T,
    rests_until: Mutex<Option<Instant>>,
}

impl<T> Pool<T> {
    pub(crate) fn new(members: Vec<T>, balance: Balance) -> Pool<T> {
        let members = members.into_iter();
        let members = members.map(|transport| Member { transport, rests_until: Mutex::default() });
        Pool { members: members.collect(), balance, next: Arc::default() }
    }

    /// The members in the order in which to try them: those that rest come last.
    fn order(&self) -> Vec<usize> {
        let first = match self.balance {
            Balance::PickFirst => self.next.load(Ordering::Relaxed),
            Balance::RoundRobin => self.next.fetch_add(1, Ordering::Relaxed),
        };
        let count = self.members.len();
        let mut order: Vec<usize> = (0..count).map(|n| first.wrapping_add(n) % count).collect();
        let now = Instant::now();
        order.sort_by_key(|member| self.members[*member].rests(now));
        order
    }
}

impl<T> Member<T> {
    fn rests(&self, now: Instant) -> bool {
        self.rests_until.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| now < at)
    }

    fn rest(&self, until: Option<Instant>) {
        *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

impl<T: Transport> Transport for Pool<T> {
    fn start(&self, attempt: Attempt) -> Starting {
        let (order, members, next) = (self.order(), self.members.clone(), self.next.clone());
        let sticks = matches!(self.balance, Balance::PickFirst);
        let (template, requests) = attempt.split();
        let mut body = Body::Stream(requests).keep();
        Box::pin(async move {
            let mut failure = Error::new(Code::Unavailable, "a channel without endpoints").unsent();
            for member in order {
                let Some(requests) = body.attempt() else { break };
                let answer = members[member].transport.start(template.attempt(requests)).await;
                match answer {
                    Err(error) if error.is_unsent() => {
                        members[member].rest(Instant::now().checked_add(REST));
                        failure = error;
                    }
                    answer => {
                        members[member].rest(None);
                        if sticks {
                            next.store(member, Ordering::Relaxed);
                        }
                        return answer;
                    }
                }
            }
            Err(failure)
        })
    }
}
