//! Ways to reach a server: several of them, sockets, TLS, compression.

#![expect(clippy::unwrap_used, reason = "a test without a port has failed")]

use std::time::Duration;

use tonic::transport::Server;
use typewright_client::transport::InProcess;
use typewright_client::{Channel, Code};

use crate::server::{Notes, NotesClient, note, serve};

/// An address at which nobody listens.
fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// The port of the server that answers a call.
async fn who(channel: &Channel) -> String {
    let client = NotesClient { channel: channel.clone() };
    let answer = client.echo(note("", 0)).once().response().await.unwrap();
    answer.metadata.get("x-address").unwrap().to_owned()
}

#[tokio::test]
async fn the_first_server_within_reach_takes_all_calls() {
    let (a, b) = (serve(Server::builder()).await, serve(Server::builder()).await);
    let builder = Channel::builder(nobody()).endpoint(&a).endpoint(&b);
    let channel = builder.clone().connect().await.unwrap();
    for _ in 0..4 {
        assert_eq!(who(&channel).await, a);
    }
    assert_eq!(who(&builder.lazy().unwrap()).await, a);

    let error = Channel::builder(nobody()).endpoint(nobody()).connect().await.unwrap_err();
    assert!(error.is_unsent() && error.code() == Code::Unavailable, "{error}");
    let channel = Channel::builder(nobody()).endpoint(nobody()).lazy().unwrap();
    let error = NotesClient { channel }.echo(note("", 0)).once().await.unwrap_err();
    assert!(error.is_unsent() && error.message().contains("Connection refused"), "{error}");
}

#[tokio::test]
async fn calls_are_spread_in_turn_over_servers_within_reach() {
    let (a, b) = (serve(Server::builder()).await, serve(Server::builder()).await);
    let builder = Channel::builder(&a).endpoint(&b).endpoint(nobody()).round_robin();
    let channel = builder.lazy().unwrap();
    let mut count = 0;
    for _ in 0..30 {
        count += usize::from(who(&channel).await == a);
    }
    assert!((10..=20).contains(&count), "{count}");
}

#[tokio::test]
async fn a_server_that_starts_late_is_waited_for() {
    let address = nobody();
    let channel = Channel::builder(&address).wait_for_ready(true).lazy().unwrap();
    let call = tokio::spawn(async move { NotesClient { channel }.echo(note("a", 1)).await });
    tokio::time::sleep(Duration::from_millis(150)).await;
    crate::server::serve_at(Server::builder(), &address).await;
    assert_eq!(call.await.unwrap().unwrap(), note("a", 1));

    let channel = Channel::builder(nobody()).wait_for_ready(true).lazy().unwrap();
    let call = NotesClient { channel }.echo(note("a", 1)).timeout(Duration::from_millis(400));
    assert!(matches!(call.await.unwrap_err().code(), Code::Unavailable | Code::DeadlineExceeded));
}

#[tokio::test]
async fn a_large_request_is_not_sent() {
    let address = serve(Server::builder()).await;
    let channel = Channel::builder(&address).max_request_bytes(100).lazy().unwrap();
    let error = NotesClient { channel }.echo(note(&"x".repeat(200), 0)).await.unwrap_err();
    assert_eq!(error.code(), Code::OutOfRange, "{error}");
}

#[tokio::test]
async fn a_service_in_this_process_needs_no_network() {
    let channel = Channel::over(InProcess::new(Notes::default())).lazy().unwrap();
    let client = NotesClient { channel };
    assert_eq!(client.echo(note("a", 1)).await.unwrap(), note("a", 1));
    let error = client.echo(note("refuse", 0)).await.unwrap_err();
    assert_eq!((error.code(), error.details().as_bytes()), (Code::FailedPrecondition, &[8, 9][..]));
    let mut answers = client.count(note("", 2)).await.unwrap();
    assert_eq!(answers.trailers().await.unwrap().get("x-sum"), Some("2"));
}

#[cfg(unix)]
#[tokio::test]
async fn a_unix_socket_is_an_endpoint() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("notes.sock");
    let listener = tokio::net::UnixListener::bind(&socket).unwrap();
    let incoming = tokio_stream::wrappers::UnixListenerStream::new(listener);
    let server = Server::builder().add_service(Notes::default());
    tokio::spawn(server.serve_with_incoming(incoming));
    let channel = Channel::builder(format!("unix:{}", socket.display())).connect().await.unwrap();
    assert_eq!(NotesClient { channel }.echo(note("a", 1)).await.unwrap(), note("a", 1));
}

#[cfg(any(feature = "gzip", feature = "zstd"))]
#[tokio::test]
async fn messages_go_compressed_both_ways() {
    use typewright_client::Compression;
    let address = serve(Server::builder()).await;
    let big = note(&"again and ".repeat(1000), 0);
    for (compression, name) in [
        #[cfg(feature = "gzip")]
        (Compression::Gzip, "gzip"),
        #[cfg(feature = "zstd")]
        (Compression::Zstd, "zstd"),
    ] {
        let channel = Channel::builder(&address).compress(compression).lazy().unwrap();
        let response = NotesClient { channel }.echo(big.clone()).response().await.unwrap();
        assert_eq!(response.message, big);
        assert_eq!(response.metadata.get("x-encoding"), Some(name));
        assert!(response.metadata.get("x-accepted").unwrap().contains(name));
    }
}

#[cfg(feature = "tls")]
mod tls {
    use super::*;
    use tonic::transport::{Certificate, Identity, ServerTlsConfig};
    use typewright_client::Builder;

    const AUTHORITY: &str = include_str!("../tls/authority.pem");
    const STRANGER: &str = include_str!("../tls/stranger.pem");
    const SERVER: [&str; 2] =
        [include_str!("../tls/server.pem"), include_str!("../tls/server.key")];
    const CLIENT: [&str; 2] =
        [include_str!("../tls/client.pem"), include_str!("../tls/client.key")];

    fn tls() -> ServerTlsConfig {
        ServerTlsConfig::new().identity(Identity::from_pem(SERVER[0], SERVER[1]))
    }

    async fn start(tls: ServerTlsConfig) -> Builder {
        let address = serve(Server::builder().tls_config(tls).unwrap()).await;
        Channel::builder(format!("https://{address}")).server_name("server.test")
    }

    async fn outcome(builder: Builder) -> Result<(), typewright_client::Error> {
        let channel = builder.connect().await?;
        NotesClient { channel }.echo(note("a", 1)).await.map(drop)
    }

    #[tokio::test]
    async fn a_server_shows_a_certificate_of_our_authority_with_its_name() {
        let builder = start(tls()).await;
        outcome(builder.clone().ca_certificate(AUTHORITY)).await.unwrap();
        for wrong in [
            builder.clone().ca_certificate(STRANGER),
            builder.clone(),
            builder.clone().ca_certificate(AUTHORITY).server_name("other.test"),
        ] {
            let error = outcome(wrong.clone()).await.unwrap_err();
            assert_eq!(error.code(), Code::Unavailable);
            assert!(error.message().contains("certificate"), "{error}");
            let channel = wrong.lazy().unwrap();
            let error = NotesClient { channel }.echo(note("a", 1)).once().await.unwrap_err();
            assert!(error.is_unsent() && error.message().contains("certificate"), "{error}");
        }
        let error = outcome(builder.ca_certificate("no certificate")).await.unwrap_err();
        assert_eq!(error.code(), Code::FailedPrecondition);
        assert!(error.message().contains("the certificate of the authority: no PEM"), "{error}");
    }

    #[tokio::test]
    async fn a_client_shows_its_certificate() {
        let builder = start(tls().client_ca_root(Certificate::from_pem(AUTHORITY))).await;
        let builder = builder.ca_certificate(AUTHORITY);
        outcome(builder.clone().identity(CLIENT[0], CLIENT[1])).await.unwrap();
        let error = outcome(builder.clone()).await.unwrap_err();
        assert_eq!(error.code(), Code::Unavailable, "{error}");
        // Keys are not shown.
        let shown = format!("{:?}", builder.identity(CLIENT[0], CLIENT[1]));
        assert!(!shown.contains("PRIVATE"), "{shown}");
    }

    #[cfg(feature = "serve")]
    #[tokio::test]
    async fn a_server_that_stands_in_has_tls_too() {
        use typewright_client::transport::{Answers, Attempt};
        use typewright_client::{Error, StandIn};

        const PATH: &str = "/test.Notes/Echo";
        let echo = |mut attempt: Attempt| async move {
            Ok::<_, Error>(Answers::message(attempt.next_request().await.unwrap_or_default()))
        };
        let server = StandIn::of(echo).methods([PATH]);
        let [certificate, key] = SERVER;
        for (server, mutual) in [
            (server.clone().tls(certificate, key).unwrap(), false),
            (server.clone().mutual_tls(certificate, key, AUTHORITY).unwrap(), true),
        ] {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("https://{}", listener.local_addr().unwrap());
            tokio::spawn(server.serve(listener));
            let builder = Channel::builder(address).server_name("server.test");
            let trusting = builder.clone().ca_certificate(AUTHORITY);
            outcome(trusting.clone().identity(CLIENT[0], CLIENT[1])).await.unwrap();
            assert_eq!(outcome(trusting).await.is_err(), mutual);
            assert!(outcome(builder.ca_certificate(STRANGER)).await.is_err());
        }
        for (certificate, key) in [(key, key), (certificate, certificate), (CLIENT[0], key)] {
            let error = server.clone().tls(certificate, key).unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{error}");
        }
    }
}
