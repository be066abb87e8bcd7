//! Pages, work that goes on while its server goes, names of resources, what is filled in.

use std::time::Duration;

use prost::Message;
use typewright_client::{Channel, Code, Error, Fake};

use crate::Outcome;
use crate::api::google::longrunning::{Operation, operation};
use crate::api::library::v1::client::{
    BookName, LIBRARY_CREATE_BOOK, LIBRARY_UPDATE_BOOK, LibraryClient,
};
use crate::api::library::v1::{Book, ListBooksResponse, Progress};
use crate::server::{Server, Trouble};

fn page(titles: &[&str], next: &str) -> Trouble {
    let book = |title: &&str| Book { title: (*title).to_owned(), ..Book::default() };
    let books = titles.iter().map(book).collect();
    let page = ListBooksResponse { books, next_page_token: next.to_owned() };
    Trouble::Answers(page.encode_to_vec().into())
}

fn any(name: &str, message: &impl Message) -> prost_types::Any {
    let type_url = format!("type.googleapis.com/library.v1.{name}");
    prost_types::Any { type_url, value: message.encode_to_vec() }
}

fn printing(percent: i32) -> Trouble {
    let book = Book { title: "Emma".to_owned(), ..Book::default() };
    let result = (percent == 100).then(|| operation::Result::Response(any("Book", &book)));
    let state = Operation {
        name: "operations/7".to_owned(),
        metadata: Some(any("Progress", &Progress { percent })),
        done: percent == 100,
        result,
    };
    Trouble::Answers(state.encode_to_vec().into())
}

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();

    // The second page is not there at once; the items come as if it were.
    let server = Server::start(|number, _| match number {
        0 => page(&["Emma", "Persuasion"], "2"),
        1 => Trouble::Fails(Error::new(Code::Unavailable, "later")),
        2 => page(&["Sanditon", "Lady Susan"], "3"),
        _ => page(&["one too many"], ""),
    });
    let server = server.await?;
    let client = LibraryClient::from(Channel::builder(&server.address).lazy()?);
    let mut books = client.list_books("shelves/novels").page_size(2).items().limit(4);
    while let Some(book) = books.item().await? {
        told.push(book.title);
    }
    let routed = server.seen(|seen| seen.metadata.get("x-goog-request-params").map(str::to_owned));
    told.push(format!("{} calls, to {}", routed.len(), routed[0].clone().unwrap_or_default()));

    // The server goes while it prints; the operation is waited for again.
    let server = Server::start(|number, _| match number {
        0 => printing(0),
        1..=4 => Trouble::Fails(Error::new(Code::Unavailable, "restarting")),
        5 => printing(60),
        _ => printing(100),
    });
    let client = LibraryClient::from(Channel::builder(server.await?.address).lazy()?);
    let mut print = client.print_book("shelves/novels/books/emma").await?;
    told.push(format!("{} at {:?}", print.name(), print.metadata()?.map(|p| p.percent)));
    let error = print.wait(Duration::from_secs(60)).await.err().ok_or("the server is gone")?;
    told.push(error.to_string());
    told.push(format!("printed {}", print.wait(Duration::from_secs(60)).await?.title));

    // A name in its parts.
    let name: BookName = "shelves/novels/books/emma".parse()?;
    told.push(format!("{} on {}", name.book, name.shelf));
    let wrong = "shelves/novels".parse::<BookName>().err().ok_or("not the name of a book")?;
    told.push(wrong.to_string());

    // What is left out is filled in.
    let fake = Fake::new();
    fake.expect(&LIBRARY_CREATE_BOOK).fails(Error::new(Code::Unavailable, "later"));
    fake.expect(&LIBRARY_CREATE_BOOK).answers(Book::default());
    fake.expect(&LIBRARY_UPDATE_BOOK).answers(Book::default());
    let client = LibraryClient::from(fake.channel());
    client.create_book("shelves/novels", Book::default()).await?;
    let ids = fake.requests(&LIBRARY_CREATE_BOOK).into_iter().map(|request| request.request_id);
    let ids: Vec<String> = ids.collect();
    told.push(format!("one id for both attempts: {}", ids[0].len() == 36 && ids[0] == ids[1]));
    client.update_book(Book { name: name.into(), pages: 474, ..Book::default() }).await?;
    let masks = fake.requests(&LIBRARY_UPDATE_BOOK).into_iter().map(|r| r.update_mask);
    told.extend(masks.flatten().map(|mask| format!("changes {}", mask.paths.join(" and "))));
    fake.finish()?;
    Ok(told)
}
