//! A server that tells about its services.

#![expect(clippy::unwrap_used, reason = "what the test sends is there")]

use tonic::transport::Server;
use typewright_client::transport::{Answers, Attempt};
use typewright_client::{Channel, Code, Error};

use crate::server::serve;

/// Length-delimited field `tag` of these bytes.
fn field(tag: u32, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    prost::encoding::bytes::encode(tag, &bytes.to_vec(), &mut out);
    out
}

/// A server of the draft alone, or of both.
fn server(draft_only: bool) -> Channel {
    let answer = move |mut attempt: Attempt| async move {
        if draft_only && attempt.method.path.contains(".v1.") {
            return Err(Error::new(Code::Unimplemented, "an old server"));
        }
        let request = tokio_stream::StreamExt::next(&mut attempt.requests).await.unwrap();
        let answer = match &request[..] {
            // list_services
            [0x3a, ..] => {
                let service = |name: &str| field(1, &field(1, name.as_bytes()));
                field(6, &[service("a.A"), service("b.B")].concat())
            }
            // file_containing_symbol
            [0x22, _, name @ ..] if name == b"a.A" => field(4, &field(1, b"file")),
            _ => field(7, &[8, 5, 0x12, 4, b'n', b'o', b'n', b'e']),
        };
        Ok(Answers::message(answer))
    };
    Channel::over(answer).lazy().unwrap()
}

#[tokio::test]
async fn a_server_says_what_it_has() {
    for draft_only in [false, true] {
        let reflection = server(draft_only).reflection();
        assert_eq!(reflection.services().await.unwrap(), ["a.A", "b.B"]);
        assert_eq!(reflection.file_of("a.A").await.unwrap(), ["file"]);
        let error = reflection.file("x.proto").await.unwrap_err();
        assert_eq!((error.code(), error.message()), (Code::NotFound, "none"));
    }
}

#[tokio::test]
async fn a_server_may_not_tell() {
    let channel = Channel::builder(serve(Server::builder()).await).lazy().unwrap();
    let error = channel.reflection().services().await.unwrap_err();
    assert_eq!(error.code(), Code::Unimplemented);
}
