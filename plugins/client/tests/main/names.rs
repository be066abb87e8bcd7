//! Names that stand for several servers, and for others later.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test without a port has failed")]

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::Server;
use typewright_client::{Channel, Code};

use crate::server::{Notes, NotesClient, note};

/// What a name stands for now, and how often somebody asked.
#[derive(Clone, Default)]
struct Zone {
    addresses: Arc<Mutex<Vec<IpAddr>>>,
    asked: Arc<AtomicUsize>,
}

impl Zone {
    fn set(&self, last: &[u8]) {
        let addresses = last.iter().map(|last| IpAddr::from([127, 0, 0, *last]));
        *self.addresses.lock().unwrap() = addresses.collect();
    }

    fn channel(&self, port: u16) -> typewright_client::Builder {
        let zone = self.clone();
        Channel::builder(format!("http://notes.test:{port}")).resolver(move |host: String| {
            let zone = zone.clone();
            async move {
                assert_eq!(host, "notes.test");
                zone.asked.fetch_add(1, Ordering::SeqCst);
                Ok::<_, std::io::Error>(zone.addresses.lock().unwrap().clone())
            }
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// A server at `127.0.0.LAST`, which says so in its answers. It ends with all its connections.
struct Running(Option<Runtime>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.take().unwrap().shutdown_background();
    }
}

fn serve(last: u8, port: u16) -> (u16, Running) {
    let listener = std::net::TcpListener::bind((IpAddr::from([127, 0, 0, last]), port)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        let server = Server::builder().add_service(Notes::at(&address.to_string()));
        drop(server.serve_with_incoming(TcpListenerStream::new(listener)).await);
    });
    (address.port(), Running(Some(runtime)))
}

async fn who(channel: &Channel) -> Result<String, typewright_client::Error> {
    let answer =
        NotesClient { channel: channel.clone() }.echo(note("", 0)).once().response().await?;
    let address = answer.metadata.get("x-address").unwrap();
    Ok(address.split_once(':').unwrap().0.to_owned())
}

async fn all(channel: &Channel) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for _ in 0..12 {
        all.insert(who(channel).await.unwrap());
    }
    all
}

fn hosts(last: &[u8]) -> BTreeSet<String> {
    last.iter().map(|last| format!("127.0.0.{last}")).collect()
}

#[tokio::test]
async fn calls_go_to_all_addresses_of_a_name_in_turn() {
    let (port, _one) = serve(2, 0);
    let (_, _two) = serve(3, port);
    let (_, _three) = serve(4, port);
    let zone = Zone::default();
    zone.set(&[2, 3]);
    let channel = zone.channel(port).round_robin().connect().await.unwrap();
    assert_eq!(all(&channel).await, hosts(&[2, 3]));
    let asked = zone.asked();
    assert_eq!(all(&channel).await, hosts(&[2, 3]));
    assert_eq!(zone.asked(), asked, "what is known is not asked for");

    // Half a minute later another address is there, and one is gone.
    zone.set(&[3, 4]);
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(31)).await;
    tokio::time::resume();
    who(&channel).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(all(&channel).await, hosts(&[3, 4]));
    assert_eq!(zone.asked(), asked + 1);

    // Without it the first address takes all.
    let channel = zone.channel(port).lazy().unwrap();
    assert_eq!(all(&channel).await.len(), 1);
}

#[tokio::test]
async fn a_name_is_looked_up_again_when_its_servers_are_gone() {
    for spread in [false, true] {
        let (port, old) = serve(5, 0);
        let zone = Zone::default();
        zone.set(&[5]);
        let builder = zone.channel(port);
        let builder = if spread { builder.round_robin() } else { builder };
        let channel = builder.lazy().unwrap();
        assert_eq!(all(&channel).await, hosts(&[5]));
        drop(old);
        let (_, _new) = serve(6, port);
        zone.set(&[6]);
        // The connection has to end, too; and nobody looks twice within a second.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        assert_eq!(all(&channel).await, hosts(&[6]), "{spread}");
    }
}

#[tokio::test]
async fn a_name_without_an_address_is_an_error_until_it_has_one() {
    let zone = Zone::default();
    for builder in [zone.channel(7), zone.channel(7).round_robin()] {
        let error = who(&builder.lazy().unwrap()).await.unwrap_err();
        assert!(error.is_unsent() && error.code() == Code::Unavailable, "{error}");
        assert!(error.message().contains("`notes.test` has no address"), "{error}");
    }
}
