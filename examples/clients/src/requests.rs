//! Requests field by field, signatures, whole messages, and all four kinds of calls.

use std::time::Duration;

use tokio_stream::wrappers::ReceiverStream;
use typewright_client::{Channel, from_iter};

use crate::Outcome;
use crate::api::library::v1::client::LibraryClient;
use crate::api::library::v1::{Book, CreateBookRequest, Line};
use crate::server::{Server, Trouble};

/// # Errors
/// If a call fails.
pub async fn story() -> Outcome {
    let server = Server::start(|_, _| Trouble::Nothing).await?;
    let client = LibraryClient::from(Channel::builder(&server.address).connect().await?);
    let mut told = Vec::new();

    // What the author requires is asked for first, the rest is set by name.
    let book = Book { title: "Emma".to_owned(), ..Book::default() };
    let made = client
        .create_book("shelves/novels", book.clone())
        .request_id("0b9f54c6-2d1e-4d55-8f14-3a0c9de7a001")
        .timeout(Duration::from_secs(5))
        .send()
        .await?;
    told.push(format!("created {}", made.title));
    // The author's other list of arguments.
    client.create_book_by_book(book.clone()).await?;
    // A message that is there already.
    let request = CreateBookRequest { book: Some(book.clone()), ..CreateBookRequest::default() };
    client.create_book_call(request).await?;
    told.push(format!("{} calls", server.seen(|_| ()).len()));

    let mut lines = client.read_book("shelves/novels/books/emma").await?;
    let mut count = 0;
    while let Some(line) = lines.message().await? {
        count += 1;
        told.extend((count == 1).then(|| format!("reads: {}", line.text)));
    }
    told.push(format!("{count} lines"));

    let receipt = client.return_books(from_iter([book.clone(), book])).await?;
    told.push(format!("a receipt for {}", receipt.books));

    let (say, words) = tokio::sync::mpsc::channel(1);
    let mut answers = client.discuss(ReceiverStream::new(words)).await?;
    for text in ["How was it?", "And the end?"] {
        say.send(Line { text: text.to_owned() }).await?;
        let answer = answers.message().await?.ok_or("an answer to each line")?;
        told.push(format!("answered: {}", answer.text));
    }
    drop(say);
    told.push(format!("over: {}", answers.message().await?.is_none()));
    Ok(told)
}
