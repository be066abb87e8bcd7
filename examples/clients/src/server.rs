//! The server of all pages: it stands on a socket of this machine, answers with samples, and makes
//! the trouble that it is told to make.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::net::TcpListener;
use typewright_client::transport::{Answers, Attempt, Transport};
use typewright_client::{Error, Metadata, StandIn};
use typewright_ops::Samples;

use crate::Outcome;
use crate::api::SERVICES;

/// What meets a call.
pub enum Trouble {
    /// Nothing: it is answered with a sample.
    Nothing,
    /// It fails.
    Fails(Error),
    /// It is answered so late.
    Slow(Duration),
    /// It is answered with this message, encoded.
    Answers(Bytes),
}

/// A call as the server saw it.
pub struct Seen {
    /// The name of the method.
    pub method: &'static str,
    /// What came before the requests.
    pub metadata: Metadata,
    /// The time that it was given.
    pub timeout: Option<Duration>,
}

/// A server that runs for as long as its runtime.
pub struct Server {
    /// Where it is.
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Starts a server on a free port; the n-th call meets its trouble.
    ///
    /// # Errors
    /// If there is no port.
    pub async fn start(
        trouble: impl Fn(usize, &Attempt) -> Trouble + Send + Sync + 'static,
    ) -> Outcome<Server> {
        Server::on(TcpListener::bind("127.0.0.1:0").await?, trouble)
    }

    /// Starts a server on a listener.
    ///
    /// # Errors
    /// If the listener has no address.
    pub fn on(
        listener: TcpListener,
        trouble: impl Fn(usize, &Attempt) -> Trouble + Send + Sync + 'static,
    ) -> Outcome<Server> {
        let address = listener.local_addr()?.to_string();
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let (notes, samples, trouble) = (seen.clone(), Samples::of(SERVICES), Arc::new(trouble));
        let methods = SERVICES.iter().flat_map(|service| service.methods.iter());
        let paths: Vec<&'static str> = methods.map(|method| method.path).collect();
        let answers = move |attempt: Attempt| {
            let (samples, trouble, notes) = (samples.clone(), trouble.clone(), notes.clone());
            async move {
                let Attempt { method, ref metadata, timeout, .. } = attempt;
                let number = {
                    let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
                    let metadata = metadata.clone();
                    notes.push(Seen { method: method.name(), metadata, timeout });
                    notes.len() - 1
                };
                match trouble(number, &attempt) {
                    Trouble::Nothing => {}
                    Trouble::Fails(error) => return Err(error),
                    Trouble::Slow(pause) => tokio::time::sleep(pause).await,
                    Trouble::Answers(message) => return Ok(Answers::message(message)),
                }
                samples.start(attempt).await
            }
        };
        const GET: &str = "/google.longrunning.Operations/GetOperation";
        let stand_in = StandIn::of(answers).methods(paths.into_iter().chain([GET]));
        tokio::spawn(stand_in.serve(listener));
        Ok(Server { address, seen })
    }

    /// The calls so far, each as one line.
    pub fn seen<T>(&self, line: impl Fn(&Seen) -> T) -> Vec<T> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).iter().map(line).collect()
    }
}

/// An address at which nobody listens.
///
/// # Errors
/// If there is no port.
pub fn nobody() -> Outcome<String> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}
