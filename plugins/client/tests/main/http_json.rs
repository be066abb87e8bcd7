//! Calls over HTTP and JSON, against a server that says what it was asked.

#![cfg(feature = "http-json")]
#![expect(clippy::unwrap_used, reason = "a test server that cannot start has failed")]

use std::collections::HashMap;
use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use typewright_client::status::{BadRequest, ErrorInfo};
use typewright_client::{Channel, Code, Method};
use typewright_json::Types;
use typewright_json::table::{Enum, Message, Type};

#[derive(Clone, PartialEq, prost::Message)]
struct Book {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(int64, tag = "2")]
    pages: i64,
    #[prost(message, optional, boxed, tag = "3")]
    sequel: Option<Box<Book>>,
    #[prost(string, repeated, tag = "4")]
    tags: Vec<String>,
    #[prost(enumeration = "i32", tag = "5")]
    kind: i32,
    #[prost(map = "string, string", tag = "6")]
    labels: HashMap<String, String>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Raw {
    #[prost(string, tag = "1")]
    content_type: String,
    #[prost(bytes = "bytes", tag = "2")]
    data: bytes::Bytes,
}

static KIND: Enum = Enum::new(
    "
    test.Kind
    0 UNKNOWN
    1 NOVEL
    ",
);
static BOOK: Message = Message::new(
    "
    test.Book
    1 name string
    2 pages int64 json=pageCount
    3 sequel .test.Book?
    4 tags string repeated
    5 kind .test.Kind
    6 labels map<string,string>
    ",
    &[Type::Message(&BOOK), Type::Enum(&KIND)],
);
static RAW: Message = Message::new(
    "
    google.api.HttpBody
    ",
    &[],
);
static TYPES: Types = Types::of(&[&BOOK, &RAW]);

/// A method of books with these forms.
const fn books(bindings: &'static [[&'static str; 4]]) -> Method {
    Method::new("/test.Books/Call").http("test.Book", "test.Book", false, bindings)
}

/// Starts a server with one answer to everything; gives a channel, and what was asked: the first
/// line and the body.
async fn server(answer: &'static str) -> (Channel, UnboundedReceiver<(String, String)>) {
    let (address, asked) = listen(answer, |stream| async { stream }).await;
    let builder = Channel::builder(format!("http://{address}/api/")).http_json(&TYPES);
    (builder.lazy().unwrap(), asked)
}

/// As [`server`], with what stands between TCP and HTTP; gives its address.
async fn listen<S, F>(
    answer: &'static str,
    accept: impl Fn(TcpStream) -> F + Send + 'static,
) -> (SocketAddr, UnboundedReceiver<(String, String)>)
where
    F: Future<Output = S> + Send,
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, asked) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = accept(stream).await;
            let mut bytes = Vec::new();
            let (head, body) = loop {
                let mut part = [0; 1024];
                let read = stream.read(&mut part).await.unwrap();
                bytes.extend_from_slice(&part[..read]);
                let text = String::from_utf8(bytes.clone()).unwrap();
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                if body.len() >= length.map_or(0, |length| length.parse().unwrap()) || read == 0 {
                    break (head.to_owned(), body.to_owned());
                }
            };
            let _ = tell.send((head.lines().next().unwrap_or_default().to_owned(), body));
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, asked)
}

/// What a request looks like over HTTP.
async fn asked(method: &'static Method, book: Book) -> (String, String) {
    let (channel, mut asked) = server("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}").await;
    assert_eq!(channel.unary::<_, Book>(method, book).await.unwrap(), Book::default());
    let (line, body) = asked.recv().await.unwrap();
    (line.strip_suffix(" HTTP/1.1").unwrap().to_owned(), body)
}

fn book(name: &str) -> Book {
    Book { name: name.to_owned(), ..Book::default() }
}

fn full() -> Book {
    Book {
        pages: 9_007_199_254_740_993,
        sequel: Some(Box::new(book("shelves/2/books/ä b"))),
        tags: vec!["x".into(), "y&z".into()],
        kind: 1,
        ..book("shelves/1/books/7")
    }
}

#[tokio::test]
async fn requests_are_written_by_their_bindings() {
    static GET: Method = books(&[["GET", "/v1/{name=shelves/*/books/*}", "", ""]]);
    let (line, body) = asked(&GET, full()).await;
    assert_eq!(
        line,
        "GET /api/v1/shelves/1/books/7?kind=NOVEL&pageCount=9007199254740993\
         &sequel.name=shelves%2F2%2Fbooks%2F%C3%A4%20b&tags=x&tags=y%26z"
    );
    assert_eq!(body, "");

    static ALL: Method = books(&[["POST", "/v1/{sequel.name=shelves/**}:move/{pages}", "*", ""]]);
    let (line, body) = asked(&ALL, full()).await;
    assert_eq!(line, "POST /api/v1/shelves/2/books/%C3%A4%20b:move/9007199254740993");
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let expected = serde_json::json!(
        {"name": "shelves/1/books/7", "sequel": {}, "tags": ["x", "y&z"], "kind": "NOVEL"}
    );
    assert_eq!(body, expected);

    static PART: Method = books(&[["PATCH", "/v1/{kind}/{name}", "sequel", ""]]);
    let (line, body) = asked(&PART, full()).await;
    assert_eq!(
        line,
        "PATCH /api/v1/NOVEL/shelves%2F1%2Fbooks%2F7?pageCount=9007199254740993&tags=x&tags=y%26z"
    );
    assert_eq!(body, r#"{"name":"shelves/2/books/ä b"}"#);
}

#[tokio::test]
async fn a_proxy_is_asked_for_a_tunnel() {
    static GET: Method = books(&[["GET", "/v1/{name=shelves/*}", "", ""]]);
    // It answers the tunnel, and what comes behind it.
    let well = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}";
    let (address, mut asked) = listen(well, |mut stream| async move {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        assert!(head.starts_with(b"CONNECT books.invalid:80 HTTP/1.1\r\n"));
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        stream
    })
    .await;
    let builder = Channel::builder("http://books.invalid").http_json(&TYPES);
    let channel = builder.proxy(address.to_string()).lazy().unwrap();
    assert_eq!(channel.unary::<_, Book>(&GET, book("shelves/1")).await.unwrap(), Book::default());
    assert_eq!(asked.recv().await.unwrap().0, "GET /v1/shelves/1 HTTP/1.1");
}

#[tokio::test]
async fn the_first_form_that_the_request_fits_counts() {
    static MANY: Method = books(&[
        ["GET", "/v1/{name=shelves/*}", "", ""],
        ["GET", "/v1/{name=halls/*/**}", "", ""],
        ["GET", "/v1/books/{sequel.name}", "", ""],
    ]);
    assert_eq!(asked(&MANY, book("shelves/1")).await.0, "GET /api/v1/shelves/1");
    assert_eq!(asked(&MANY, book("halls/1/a/b")).await.0, "GET /api/v1/halls/1/a/b");
    let (line, _) = asked(&MANY, Book { sequel: Some(Box::new(book("s"))), ..book("") }).await;
    assert_eq!(line, "GET /api/v1/books/s");
    let (channel, _asked) = server("").await;
    let error = channel.unary::<_, Book>(&MANY, book("rooms/1")).await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument);
    assert!(error.message().contains("GET /v1/{name=halls/*/**}"), "{error}");
}

#[tokio::test]
async fn answers_are_read_whole_or_in_part() {
    static WHOLE: Method = books(&[["GET", "/v1/x", "", ""]]);
    let text = "HTTP/1.1 200 OK\r\nx-tag: t\r\nconnection: close\r\n\r\n\
                {\"name\":\"a\",\"pageCount\":\"7\",\"news\":1,\"kind\":\"NOVEL\"}";
    let (channel, _asked) = server(text).await;
    let response = channel.unary::<_, Book>(&WHOLE, book("")).response().await.unwrap();
    assert_eq!(response.message, Book { pages: 7, kind: 1, ..book("a") });
    assert_eq!(response.metadata.get("x-tag"), Some("t"));

    static PART: Method = books(&[["GET", "/v1/x", "", "sequel"]]);
    let (channel, _asked) = server(text).await;
    let answer: Book = channel.unary(&PART, book("")).await.unwrap();
    assert_eq!(answer.sequel.unwrap().name, "a");

    static BYTES: Method = Method::new("/test.Books/Read").http(
        "test.Book",
        "google.api.HttpBody",
        false,
        &[["GET", "/v1/x", "", ""]],
    );
    let text = "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nconnection: close\r\n\r\nPNG";
    let (channel, _asked) = server(text).await;
    let answer: Raw = channel.unary(&BYTES, book("")).await.unwrap();
    assert_eq!(answer, Raw { content_type: "image/png".into(), data: "PNG".into() });
}

#[tokio::test]
async fn streams_of_answers_arrive_one_by_one() {
    static LIST: Method = Method::new("/test.Books/List").http(
        "test.Book",
        "test.Book",
        true,
        &[["GET", "/v1/x", "", ""]],
    );
    for text in [
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n[{\"name\":\"a\"},\n{\"name\":\"b\"}]",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\
         {\"result\":{\"name\":\"a\"}}\n{\"result\":{\"name\":\"b\"}}\n",
    ] {
        let (channel, _asked) = server(text).await;
        let mut answers = channel.server_streaming::<_, Book>(&LIST, book("")).await.unwrap();
        assert_eq!(answers.message().await.unwrap(), Some(book("a")));
        assert_eq!(answers.message().await.unwrap(), Some(book("b")));
        assert_eq!(answers.message().await.unwrap(), None);
    }
    let text = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\
                {\"result\":{}}\n{\"error\":{\"code\":8,\"message\":\"enough\"}}\n";
    let (channel, _asked) = server(text).await;
    let mut answers = channel.server_streaming::<_, Book>(&LIST, book("")).await.unwrap();
    assert_eq!(answers.message().await.unwrap(), Some(book("")));
    let error = answers.message().await.unwrap_err();
    assert_eq!(error.to_string(), "RESOURCE_EXHAUSTED: enough");
}

#[tokio::test]
async fn errors_have_their_code_and_details() {
    static GET: Method = books(&[["GET", "/v1/x", "", ""]]);
    let google = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n\
        {\"error\":{\"code\":400,\"status\":\"FAILED_PRECONDITION\",\"message\":\"not so\",\"details\":[\
        {\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"R\",\"domain\":\"d\",\
        \"metadata\":{\"k\":\"v\"}},{\"@type\":\"x/no.Such\"},\
        {\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[\
        {\"field\":\"f\",\"description\":\"is bad\"}]}]}}";
    let (channel, _asked) = server(google).await;
    let error = channel.unary::<_, Book>(&GET, book("")).await.unwrap_err();
    assert_eq!(error.to_string(), "FAILED_PRECONDITION: not so");
    let info: ErrorInfo = error.details().get().unwrap();
    assert_eq!((&*info.reason, &*info.metadata["k"]), ("R", "v"));
    let bad: BadRequest = error.details().get().unwrap();
    assert_eq!(bad.field_violations[0].field, "f");

    let gateway = "HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n\
                   {\"code\":6,\"message\":\"is there\",\"details\":[]}";
    let (channel, _asked) = server(gateway).await;
    let error = channel.unary::<_, Book>(&GET, book("")).await.unwrap_err();
    assert_eq!(error.to_string(), "ALREADY_EXISTS: is there");

    let plain = "HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\ngo away\n";
    let (channel, _asked) = server(plain).await;
    let error = channel.unary::<_, Book>(&GET, book("")).await.unwrap_err();
    assert_eq!(error.to_string(), "PERMISSION_DENIED: go away");

    static NONE: Method = Method::new("/test.Books/None");
    let error = channel.unary::<_, Book>(&NONE, book("")).await.unwrap_err();
    assert_eq!(error.code(), Code::Unimplemented);
    let nobody = Channel::builder("http://127.0.0.1:9").http_json(&TYPES).lazy().unwrap();
    let error = nobody.unary::<_, Book>(&GET, book("")).await.unwrap_err();
    assert!(error.is_unsent() && error.message().contains("Connection refused"), "{error}");
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn calls_go_over_tls() {
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

    static GET: Method = books(&[["GET", "/v1/x", "", ""]]);
    let chain = CertificateDer::from_pem_slice(include_bytes!("../tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../tls/server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(ring::default_provider().into());
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = config.with_single_cert(vec![chain], key).unwrap();
    let acceptor = TlsAcceptor::from(std::sync::Arc::new(config));
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"name\": \"a\"}";
    let (address, _asked) = listen(answer, move |stream| {
        let acceptor = acceptor.clone();
        async move { acceptor.accept(stream).await.unwrap() }
    })
    .await;
    let builder = Channel::builder(format!("https://{address}")).server_name("server.test");
    let builder = builder.ca_certificate(include_str!("../tls/authority.pem"));
    let channel = builder.http_json(&TYPES).lazy().unwrap();
    assert_eq!(channel.unary::<_, Book>(&GET, book("")).await.unwrap(), book("a"));
}
