//! Another way to a server than a connection: whatever takes bytes and gives bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use prost::Message;
use typewright_client::transport::{Answers, Attempt, Starting, Transport};
use typewright_client::{Channel, Code, Error};

use crate::Outcome;
use crate::api::library::v1::client::LibraryClient;
use crate::api::library::v1::{Book, GetBookRequest};

/// A shelf in this process, which drops every second attempt.
#[derive(Clone, Default)]
struct Shelf(Arc<AtomicUsize>);

impl Transport for Shelf {
    fn start(&self, mut attempt: Attempt) -> Starting {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            if number.is_multiple_of(2) {
                // It never got there, so that also what is not idempotent may be sent elsewhere.
                return Err(Error::new(Code::Unavailable, "dropped").unsent());
            }
            let request = attempt.next_request().await.unwrap_or_default();
            let name = GetBookRequest::decode(request).unwrap_or_default().name;
            let book = Book { name, title: "Emma".to_owned(), ..Book::default() };
            Ok(Answers::message(Bytes::from(book.encode_to_vec())))
        })
    }
}

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let shelf = Shelf::default();
    let client = LibraryClient::from(Channel::over(shelf.clone()).lazy()?);
    let book = client.get_book("shelves/novels/books/emma").await?;
    let attempts = shelf.0.load(Ordering::SeqCst);
    Ok(vec![format!("{} with {attempts} attempts", book.title)])
}
