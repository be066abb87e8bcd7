//! Lists in pages, long-running operations, requests that say where to go.

use std::time::Duration;

use prost::Message;
use tokio::time::Instant;
use tokio_stream::StreamExt;
use typewright_client::transport::Frame;
use typewright_client::{Code, Error, LongRunning, Method, Page, Unary};

use crate::script::{Script, Step, fail};
use crate::server::{Note, note};

#[derive(Clone, PartialEq, prost::Message)]
struct ListRequest {
    #[prost(string, tag = "1")]
    parent: String,
    #[prost(string, tag = "3")]
    page_token: String,
}

#[derive(Clone, PartialEq, prost::Message)]
struct ListResponse {
    #[prost(message, repeated, tag = "1")]
    notes: Vec<Note>,
    #[prost(string, tag = "2")]
    next: String,
}

/// As the emitter writes it.
impl Page for ListResponse {
    type Item = Note;
    fn next_page_token(&self) -> &str {
        &self.next
    }
    fn into_items(self) -> Vec<Note> {
        self.notes
    }
}

static LIST: Method =
    Method::new("/test.Notes/List").idempotent().paged(3).routed(&[("parent", &[1])]);
static PRINT: Method = Method::new("/test.Notes/Print");

fn answer(message: &impl Message) -> Step {
    Step::Answer(vec![Ok(Frame::Message(message.encode_to_vec().into()))])
}

fn page(numbers: std::ops::Range<i32>, next: &str) -> Step {
    let notes = numbers.map(|number| note("", number)).collect();
    answer(&ListResponse { notes, next: next.to_owned() })
}

fn list(script: &Script) -> Unary<ListRequest, ListResponse> {
    let request = ListRequest { parent: "shelves/ä".into(), page_token: String::new() };
    script.channel().unary(&LIST, request)
}

#[tokio::test(start_paused = true)]
async fn items_come_from_page_after_page() {
    let unavailable = || fail(Code::Unavailable);
    let script = Script::new([page(0..2, "b"), unavailable(), page(2..2, "c"), page(2..5, "")]);
    let call = list(&script).metadata("x-tag", "t").timeout(Duration::from_secs(1));
    let items: Vec<_> = call.items().map(|item| item.unwrap().number).collect().await;
    assert_eq!(items, [0, 1, 2, 3, 4]);
    let seen = script.seen();
    let tokens = seen.iter().map(|seen| ListRequest::decode(&*seen.requests[0]).unwrap());
    let tokens: Vec<_> = tokens.map(|request| (request.parent, request.page_token)).collect();
    let expected = ["", "b", "b", "c"].map(|token| ("shelves/ä".to_owned(), token.to_owned()));
    assert_eq!(tokens, expected);
    for seen in seen {
        assert_eq!(seen.metadata.get("x-tag"), Some("t"));
        assert_eq!(seen.metadata.get("x-goog-request-params"), Some("parent=shelves%2F%C3%A4"));
    }
}

#[tokio::test(start_paused = true)]
async fn no_page_is_asked_for_that_is_not_needed() {
    let script = Script::new([page(0..2, "b"), page(2..4, "c")]);
    let items: Vec<_> = list(&script).items().limit(4).collect().await;
    assert_eq!((items.len(), script.times().len()), (4, 2));

    let script = Script::new([page(0..2, "b")]);
    let mut pages = list(&script).pages();
    assert_eq!(pages.page().await.unwrap().unwrap().notes.len(), 2);
    assert_eq!(script.times().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_list_ends_with_its_error() {
    let script = Script::new([page(0..1, "b"), fail(Code::NotFound)]);
    let mut items = list(&script).items();
    assert!(items.item().await.unwrap().is_some());
    assert_eq!(items.item().await.unwrap_err().code(), Code::NotFound);
    assert!(items.item().await.unwrap().is_none());

    // A server that turns in circles.
    let script = Script::new([page(0..1, "b"), page(1..2, "b")]);
    let items: Result<Vec<_>, Error> = list(&script).items().collect().await;
    let error = items.unwrap_err();
    assert_eq!(error.message(), "the server names the page `b` twice in a row");

    let call = list(&Script::new([])).metadata("no key", "");
    assert_eq!(call.pages().page().await.unwrap_err().code(), Code::InvalidArgument);
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct State {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) metadata: Option<typewright_client::status::Any>,
    #[prost(bool, tag = "3")]
    pub(crate) done: bool,
    #[prost(message, optional, tag = "4")]
    pub(crate) error: Option<tonic_types::Status>,
    #[prost(message, optional, tag = "5")]
    pub(crate) response: Option<typewright_client::status::Any>,
}

pub(crate) fn any(message: &Note) -> Option<typewright_client::status::Any> {
    let value = message.encode_to_vec().into();
    let type_url = "type.googleapis.com/test.Note".to_owned();
    Some(typewright_client::status::Any { type_url, value })
}

pub(crate) fn state(percent: i32) -> State {
    let name = "operations/7".to_owned();
    State { name, metadata: any(&note("percent", percent)), ..State::default() }
}

fn print(script: &Script) -> LongRunning<Note, Note, Note> {
    script.channel().long_running(&PRINT, note("a", 1))
}

#[tokio::test(start_paused = true)]
async fn an_operation_is_waited_for() {
    let done = State { done: true, response: any(&note("printed", 2)), ..state(100) };
    let script = Script::new([
        answer(&state(0)),
        answer(&state(30)),
        fail(Code::Unavailable),
        answer(&state(60)),
        answer(&done),
    ]);
    let mut operation = print(&script).await.unwrap();
    assert_eq!((operation.name(), operation.is_done()), ("operations/7", false));
    assert_eq!(operation.metadata().unwrap(), Some(note("percent", 0)));
    assert_eq!(operation.result().unwrap(), None);
    assert_eq!(operation.wait(Duration::from_secs(60)).await.unwrap(), note("printed", 2));
    assert_eq!(operation.metadata().unwrap(), Some(note("percent", 100)));
    let seen = script.seen();
    assert_eq!(seen[1].metadata.get("x-goog-request-params"), Some("name=operations%2F7"));
    // Looked at ever less often.
    let times = script.times();
    assert!((800..=1200).contains(&times[1]) && times[4] - times[3] > 1500, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn an_operation_ends_with_its_error() {
    let details = crate::status::detailed();
    let error = tonic_types::Status::decode(details.details()).unwrap();
    let script = Script::new([answer(&State { done: true, error: Some(error), ..state(9) })]);
    let mut operation = print(&script).await.unwrap();
    let error = operation.wait(Duration::ZERO).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Code::ResourceExhausted, "too many"));
    assert_eq!(error.details().iter().count(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_server_gone_during_an_operation_loses_nothing() {
    let gone = (0..4).map(|_| fail(Code::Unavailable));
    let done = State { done: true, ..state(100) };
    let script = Script::new([answer(&state(0))].into_iter().chain(gone).chain([answer(&done)]));
    let mut operation = print(&script).await.unwrap();
    let error = operation.wait(Duration::from_secs(60)).await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Code::Unavailable, 4));
    // It can be waited for again, here by its name, as after a restart. A result without fields
    // may be left out.
    let mut again = script.channel().operation::<Note, Note>(operation.name());
    assert_eq!(again.wait(Duration::from_secs(60)).await.unwrap(), Note::default());
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_at_its_time_and_an_operation_can_be_cancelled() {
    let script = Script::new((0..5).map(|n| answer(&state(n))).chain([answer(&note("", 0))]));
    let mut operation = print(&script).await.unwrap();
    let begin = Instant::now();
    let error = operation.wait(Duration::from_secs(4)).await.unwrap_err();
    assert_eq!(error.code(), Code::DeadlineExceeded);
    assert_eq!(begin.elapsed(), Duration::from_secs(4));
    assert!(!operation.is_done());

    let script = Script::new([answer(&note("", 0))]);
    script.channel().operation::<Note, Note>("operations/7").cancel().await.unwrap();
    let sent = Note::decode(&*script.seen()[0].requests[0]).unwrap();
    assert_eq!(sent.text, "operations/7");
}
