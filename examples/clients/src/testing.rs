//! What stands in for a server: a script, a stub, samples, and any of them on a socket.

use std::time::Duration;

use tokio::net::TcpListener;
use typewright_client::{Channel, Code, Error, Fake, StandIn, Stub};
use typewright_ops::Samples;

use crate::Outcome;
use crate::api::SERVICES;
use crate::api::library::v1::client::{LIBRARY_GET_BOOK, LibraryClient, LibraryStub};
use crate::api::library::v1::{Book, GetBookRequest};

const EMMA: &str = "shelves/novels/books/emma";

/// Answers what a test is about.
struct Mine;

impl LibraryStub for Mine {
    async fn get_book(&self, request: GetBookRequest) -> Result<Book, Error> {
        match request.name.as_str() {
            EMMA => Ok(Book { title: "Emma".to_owned(), ..Book::default() }),
            other => Err(Error::new(Code::NotFound, format!("there is no `{other}`"))),
        }
    }
}

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();

    // A script, with a failure in it: the call is made again, as over a network.
    let fake = Fake::new();
    fake.expect(&LIBRARY_GET_BOOK).fails(Error::new(Code::Unavailable, "later"));
    let emma = Book { pages: 474, ..Book::default() };
    fake.expect(&LIBRARY_GET_BOOK).matching(|request| request.name == EMMA).answers(emma);
    fake.expect(&LIBRARY_GET_BOOK).answers(Book::default());
    let client = LibraryClient::from(fake.channel());
    told.push(format!("{} pages", client.get_book(EMMA).await?.pages));
    told.push(fake.finish().err().ok_or("one call did not come")?.to_string());

    // A stub: the rest is unimplemented. On a socket, for others.
    let stub = LibraryClient::from(Stub(Mine));
    told.push(stub.get_book(EMMA).await?.title);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let paths = ["/library.v1.Library/GetBook", "/library.v1.Library/ListBooks"];
    tokio::spawn(StandIn::of(stub.as_ref().clone()).methods(paths).serve(listener));
    let client = LibraryClient::from(Channel::builder(address).connect().await?);
    told.push(client.get_book(EMMA).await?.title);
    for call in [client.get_book("shelves/novels/books/nemo").into_call()] {
        told.push(call.await.err().ok_or("not there")?.to_string());
    }
    let error = client.list_books("shelves/novels").await.err().ok_or("not implemented")?;
    told.push(error.code().to_string());

    // Samples of everything, by the schema alone.
    let client = LibraryClient::from(Channel::over(Samples::of(SERVICES)).lazy()?);
    let book = client.get_book(EMMA).await?;
    told.push(format!("{} is called `{}`", book.name, book.title));
    let mut print = client.print_book(EMMA).await?;
    told.push(format!("printed {}", print.wait(Duration::from_secs(60)).await?.name));
    Ok(told)
}
