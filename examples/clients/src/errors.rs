//! Errors with details, of the standard and of one's own.

use typewright_client::status::{BadRequest, Detail, ErrorInfo, FieldViolation};
use typewright_client::{Channel, Code, Error};

use crate::Outcome;
use crate::api::library::v1::client::LibraryClient;
use crate::api::library::v1::{Book, Line};
use crate::server::{Server, Trouble};

/// A message of this API that its errors carry.
impl Detail for Line {
    const NAME: &'static str = "library.v1.Line";
}

fn refusal() -> Error {
    let field = FieldViolation {
        field: "book.title".to_owned(),
        description: "is empty".to_owned(),
        ..FieldViolation::default()
    };
    let info = ErrorInfo { reason: "UNTITLED".to_owned(), ..ErrorInfo::default() };
    Error::new(Code::InvalidArgument, "a book needs a title")
        .with_detail(&BadRequest { field_violations: vec![field] })
        .with_detail(&info)
        .with_detail(&Line { text: "Call me Ishmael.".to_owned() })
}

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();
    let server = Server::start(|_, _| Trouble::Fails(refusal())).await?;
    let client = LibraryClient::from(Channel::builder(&server.address).lazy()?);
    let call = client.create_book("shelves/novels", Book::default());
    let error = call.await.err().ok_or("refused")?;
    told.push(error.to_string());
    let details = error.details();
    told.extend(details.field_violations().map(|v| format!("{} {}", v.field, v.description)));
    told.extend(details.get::<ErrorInfo>().map(|info| info.reason));
    told.extend(details.get::<Line>().map(|line| line.text));
    told.push(format!("again: {}, here: {}", error.is_retryable(), error.is_local()));

    // A mistake of ours does not leave the program.
    let call = client.get_book("shelves/novels/books/emma").metadata("no key", "");
    let error = call.await.err().ok_or("not a key")?;
    told.push(format!("here: {}, {error}", error.is_local()));
    told.push(format!("seen {} time", server.seen(|_| ()).len()));
    Ok(told)
}
