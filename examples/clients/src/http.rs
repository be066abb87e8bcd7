//! The same client over HTTP and JSON, against a server that is not ready at first.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use typewright_client::Channel;
use typewright_client::status::ErrorInfo;

use crate::Outcome;
use crate::api;
use crate::api::library::v1::Book;
use crate::api::library::v1::client::LibraryClient;

static TYPES: typewright_json::Types = typewright_json::Types::of(api::MESSAGES);

const LATER: &str = r#"{"error": {"code": 503, "message": "later", "status": "UNAVAILABLE"}}"#;
const REFUSED: &str = r#"{"error": {"code": 429, "message": "enough", "status": "RESOURCE_EXHAUSTED",
    "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "QUOTA"}]}}"#;
const EMMA: &str = r#"{"name": "shelves/novels/books/emma", "title": "Emma", "pages": 474}"#;

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();
    let answers =
        [("503 Not Ready", LATER), ("200 OK", EMMA), ("200 OK", EMMA), ("429 No", REFUSED)];
    let (address, asked) = server(answers).await?;
    let channel = Channel::builder(format!("http://{address}")).http_json(&TYPES).lazy()?;
    let client = LibraryClient::from(channel);

    // Tried again, as over gRPC.
    let book = client.get_book("shelves/novels/books/emma").await?;
    told.push(format!("{} has {} pages", book.title, book.pages));
    // A name that the first form of the method cannot have takes the second.
    client.get_book("archive/1815/emma").await?;
    let call = client.create_book("shelves/novels", Book { pages: 474, ..book });
    let call = call.request_id("7f1c2a34-0b5d-4e6f-8a90-b1c2d3e4f506").once();
    let error = call.await.err().ok_or("refused")?;
    let reason = error.details().get::<ErrorInfo>().map(|info| info.reason).unwrap_or_default();
    told.push(format!("{error}, {reason}"));
    told.append(&mut asked.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(told)
}

type Asked = Arc<Mutex<Vec<String>>>;

/// Gives these answers in turn, and notes the first line of each request.
async fn server(answers: [(&'static str, &'static str); 4]) -> Outcome<(String, Asked)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let asked = Asked::default();
    let notes = asked.clone();
    tokio::spawn(async move {
        for (status, body) in answers {
            let Ok((stream, _)) = listener.accept().await else { return };
            let Ok(line) = answer(stream, status, body).await else { return };
            notes.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
    Ok((address, asked))
}

/// Answers one request and closes the connection.
async fn answer(mut stream: TcpStream, status: &str, body: &str) -> std::io::Result<String> {
    let mut read = Vec::new();
    let mut part = [0; 4096];
    loop {
        let length = stream.read(&mut part).await?;
        read.extend_from_slice(&part[..length]);
        let text = String::from_utf8_lossy(&read);
        let Some((head, rest)) = text.split_once("\r\n\r\n") else {
            if length == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            continue;
        };
        let wanted = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        if length > 0 && rest.len() < wanted.unwrap_or(0) {
            continue;
        }
        let line = head.lines().next().unwrap_or_default().to_owned();
        let answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        return Ok(line);
    }
}
