//! All addresses of one name, each a server of its own.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Transport;
use super::pool::{Member, REST};
use super::resolve::Lookup;
use crate::{Code, Error};

/// How long what a name stands for is taken as known, while it is used.
const KNOWN_FOR: Duration = Duration::from_secs(30);

/// A name and the servers at its addresses.
pub(crate) struct Spread<T> {
    pub(super) name: Name,
    pub(super) lookup: Lookup,
    /// What makes a server of an address.
    pub(super) make: Box<dyn Fn(SocketAddr) -> T + Send + Sync>,
    state: Mutex<State<T>>,
    /// Held by the one that looks while others wait for it.
    looking: tokio::sync::Mutex<()>,
}

/// A host and a port, and the endpoint that they stand in.
pub(crate) struct Name {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) endpoint: String,
}

struct State<T> {
    members: Vec<(IpAddr, Arc<Member<T>>)>,
    looked: Option<Instant>,
}

impl<T: Transport> Spread<T> {
    pub(crate) fn new(
        name: Name,
        lookup: Lookup,
        make: impl Fn(SocketAddr) -> T + Send + Sync + 'static,
    ) -> Arc<Spread<T>> {
        let state = Mutex::new(State { members: Vec::new(), looked: None });
        let (make, looking) = (Box::new(make), tokio::sync::Mutex::default());
        Arc::new(Spread { name, lookup, make, state, looking })
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The servers, which are looked up first if they are not known.
    pub(super) async fn members(self: &Arc<Self>) -> Result<Vec<Arc<Member<T>>>, Error> {
        if self.known().is_empty() {
            let _one_looks = self.looking.lock().await;
            if self.known().is_empty() {
                self.look().await?;
            }
        } else if self.is_older_than(KNOWN_FOR) {
            let this = self.clone();
            // Nobody waits: what was known is still good for this call. If it fails, it stays so.
            tokio::spawn(async move {
                if let Ok(_one_looks) = this.looking.try_lock()
                    && this.is_older_than(KNOWN_FOR)
                {
                    drop(this.look().await);
                }
            });
        }
        Ok(self.known())
    }

    /// Looks again, unless somebody did right now.
    pub(super) async fn look_again(&self) {
        let _one_looks = self.looking.lock().await;
        if self.is_older_than(REST) {
            // What was known stays if nothing is known instead.
            drop(self.look().await);
        }
    }

    fn known(&self) -> Vec<Arc<Member<T>>> {
        self.state().members.iter().map(|(_, member)| member.clone()).collect()
    }

    fn is_older_than(&self, age: Duration) -> bool {
        self.state().looked.is_none_or(|looked| looked.elapsed() >= age)
    }

    /// Servers at addresses that stay are kept with their connections.
    async fn look(&self) -> Result<(), Error> {
        let Name { host, port, endpoint } = &self.name;
        let found = self.lookup.addresses(host).await;
        let mut state = self.state();
        state.looked = Some(Instant::now());
        let found = found.map_err(|error| {
            let message = format!("no answer from {endpoint}: {error}");
            Error::new(Code::Unavailable, message).with_source(error).unsent()
        })?;
        let mut members = Vec::new();
        for ip in found {
            if members.iter().any(|(known, _)| *known == ip) {
                continue;
            }
            let old = state.members.iter().find(|(known, _)| *known == ip);
            let new = || Member::new((self.make)(SocketAddr::new(ip, *port)));
            members.push((ip, old.map_or_else(new, |(_, member)| member.clone())));
        }
        state.members = members;
        Ok(())
    }
}
