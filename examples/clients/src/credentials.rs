//! A token that becomes stale, a command that gives one, an interceptor, secrets that are not shown.

use std::sync::{Arc, Mutex, PoisonError};

use typewright_client::transport::Attempt;
use typewright_client::{Channel, Code, Credentials, Error, Next};

use crate::Outcome;
use crate::api::library::v1::client::LibraryClient;
use crate::server::{Server, Trouble};

const EMMA: &str = "shelves/novels/books/emma";

/// Takes one token.
async fn guarded(token: &str) -> Outcome<Server> {
    let wanted = format!("Bearer {token}");
    Server::start(move |_, attempt| match attempt.metadata.get("authorization") {
        Some(shown) if shown == wanted => Trouble::Nothing,
        _ => Trouble::Fails(Error::new(Code::Unauthenticated, "who are you?")),
    })
    .await
}

/// # Errors
/// If a call goes another way than it should.
pub async fn story() -> Outcome {
    let mut told = Vec::new();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("token");
    std::fs::write(&file, "old\n")?;
    let credentials = Credentials::token_file(&file);
    told.push(format!("shows no secret: {}", !format!("{credentials:?}").contains("old")));

    // The file is read for the first call, and again when the server takes the token no more.
    let open = guarded("old").await?;
    let channel = Channel::builder(&open.address).credentials(credentials.clone()).lazy()?;
    LibraryClient::from(channel).get_book(EMMA).await?;
    std::fs::write(&file, "new\n")?;
    let server = guarded("new").await?;
    let channel = Channel::builder(&server.address).credentials(credentials).lazy()?;
    LibraryClient::from(channel).get_book(EMMA).await?;
    told.push(format!("{} calls with a stale token", server.seen(|_| ()).len()));

    let server = guarded("from-a-command").await?;
    let credentials = Credentials::token_command("echo", ["from-a-command"]);
    let channel = Channel::builder(&server.address).credentials(credentials).lazy()?;
    LibraryClient::from(channel).get_book(EMMA).await?;
    told.push("a command gave a token".to_owned());

    // Around every attempt of every kind of call.
    let log: Arc<Mutex<Vec<String>>> = Arc::default();
    let notes = log.clone();
    let audit = move |mut attempt: Attempt, next: Next| {
        let notes = notes.clone();
        async move {
            attempt.metadata.append("x-audit", attempt.method.name())?;
            attempt.metadata.append_bin("x-audit-bin", &[0, 255])?;
            let name = attempt.method.name();
            let answer = next.start(attempt).await;
            let line = format!("{name} went well: {}", answer.is_ok());
            notes.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            answer
        }
    };
    let server = Server::start(|_, _| Trouble::Nothing).await?;
    let basic = Credentials::basic("ada", "secret");
    let channel = Channel::builder(&server.address).credentials(basic).intercept(audit).lazy()?;
    let client = LibraryClient::from(channel);
    client.get_book(EMMA).metadata("x-tenant", "blue").await?;
    client.read_book(EMMA).await?;
    told.extend(server.seen(|seen| {
        let says = |key| seen.metadata.get(key).unwrap_or_default().to_owned();
        let bytes = seen.metadata.get_bin("x-audit-bin").unwrap_or_default().to_vec();
        let basic = says("authorization") == "Basic YWRhOnNlY3JldA==";
        format!("{} {} {bytes:?} basic: {basic}", says("x-audit"), says("x-tenant"))
    }));
    let shown = server.seen(|seen| format!("{:?}", seen.metadata).contains("YWRh"));
    told.push(format!("secrets shown: {shown:?}"));
    told.append(&mut log.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(told)
}
