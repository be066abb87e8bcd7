//! Calls through a proxy, by a tunnel.

#![expect(clippy::unwrap_used, reason = "a test without a port has failed")]

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tonic::transport::Server;
use typewright_client::{Builder, Channel, Code, Error};

use crate::server::{NotesClient, note, serve};

/// A proxy that answers so, and when that is well, leads everywhere to this server. Gives its
/// address and what it was asked.
async fn proxy(answer: &'static str, server: String) -> (String, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (tell, asked) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (tell, server) = (tell.clone(), server.clone());
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") {
                    stream.read_line(&mut head).await.unwrap();
                }
                let _ = tell.send(head);
                stream.write_all(answer.as_bytes()).await.unwrap();
                if answer.contains(" 200 ") {
                    let mut behind = TcpStream::connect(server).await.unwrap();
                    let _ = copy_bidirectional(&mut stream, &mut behind).await;
                }
            });
        }
    });
    (address, asked)
}

const WELL: &str = "HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n";

async fn echo(builder: Builder) -> Result<String, Error> {
    let channel = builder.lazy()?;
    Ok(NotesClient { channel }.echo(note("through", 1)).await?.text)
}

#[tokio::test]
async fn a_proxy_is_asked_for_a_tunnel() {
    let server = serve(Server::builder()).await;
    let (address, mut asked) = proxy(WELL, server).await;
    // The name is known to the proxy alone.
    let builder = Channel::builder("http://stock.invalid:50051");
    let one = builder.clone().proxy(format!("http://me:p%40ss@{address}/"));
    assert_eq!(one.used_proxy().unwrap(), Some(format!("http://{address}")));
    assert!(!format!("{one:?}").contains("p%40ss"));
    assert_eq!(echo(one).await.unwrap(), "through");
    assert_eq!(
        asked.recv().await.unwrap(),
        "CONNECT stock.invalid:50051 HTTP/1.1\r\nHost: stock.invalid:50051\r\n\
         Proxy-Authorization: Basic bWU6cEBzcw==\r\n\r\n"
    );
    // Where calls are spread too: the proxy knows how many servers the name has.
    let spread = builder
        .round_robin()
        .proxy_variables(|name| (name == "all_proxy").then(|| address.clone()));
    assert_eq!(echo(spread).await.unwrap(), "through");
    assert!(!asked.recv().await.unwrap().contains("Authorization"));
}

#[tokio::test]
async fn what_is_spared_goes_there_itself() {
    let server = serve(Server::builder()).await;
    let builder = Channel::builder(format!("http://{server}"));
    let spared = builder.proxy_variables(|name| (name == "http_proxy").then(|| "gone:1".into()));
    assert_eq!(spared.used_proxy().unwrap(), None);
    assert_eq!(echo(spared).await.unwrap(), "through");
}

#[tokio::test]
async fn a_proxy_that_will_not_says_why() {
    for (answer, told) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            "refused stock.invalid:443: 407 Proxy Authentication Required; it wants \
             `http://USER:PASSWORD@HOST:PORT`",
        ),
        ("HTTP/1.0 502 Bad\x1bGateway\r\n\r\n", "refused stock.invalid:443: 502 Bad\\u{1b}Gateway"),
        ("HTTP/1.1 20", "broke off: "),
        ("SSH-2.0\r\n\r\n", "does not speak HTTP"),
    ] {
        let (address, _asked) = proxy(answer, String::new()).await;
        let builder = Channel::builder("http://stock.invalid:443");
        let error = echo(builder.proxy(format!("me:canary@{address}"))).await.unwrap_err();
        assert_eq!(error.code(), Code::Unavailable, "{error}");
        let expected = format!("the proxy http://{address} {told}");
        assert!(error.message().contains(&expected), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
    // One that is gone: a port that was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let gone = Channel::builder("http://stock.invalid").proxy(format!("http://me:canary@{free}"));
    let error = echo(gone).await.unwrap_err();
    let expected = format!("the proxy http://{free} cannot be reached: ");
    assert!(error.message().contains(&expected), "{error}");
    assert!(error.is_unsent() && !format!("{error:?}").contains("canary"), "{error:?}");
    let wrong = Channel::builder("http://a").proxy("socks5://me:canary@h:1").lazy().unwrap_err();
    assert_eq!(wrong.code(), Code::InvalidArgument);
    assert!(wrong.message().starts_with("proxy: `socks5://h:1` is no proxy that"), "{wrong}");
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn tls_is_inside_of_the_tunnel() {
    use tonic::transport::{Identity, ServerTlsConfig};
    let [certificate, key, authority] = [
        include_str!("../tls/server.pem"),
        include_str!("../tls/server.key"),
        include_str!("../tls/authority.pem"),
    ];
    let tls = ServerTlsConfig::new().identity(Identity::from_pem(certificate, key));
    let server = serve(Server::builder().tls_config(tls).unwrap()).await;
    let (address, mut asked) = proxy(WELL, server).await;
    let builder = Channel::builder("https://server.test").ca_certificate(authority);
    let builder = builder.proxy_variables(|name| (name == "HTTPS_PROXY").then(|| address.clone()));
    assert_eq!(echo(builder.clone()).await.unwrap(), "through");
    assert!(asked.recv().await.unwrap().starts_with("CONNECT server.test:443 HTTP/1.1\r\n"));
    assert_eq!(builder.handshake().await.unwrap().protocol.as_deref(), Some("h2"));
}
