//! Lists in pages: all of them, some of them, and a server that fails on the way.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use tonic::codegen::Service as TowerService;
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Request, Response, Status};
use typewright_ops::Tool;
use typewright_ops::table::{Message, Service, Type};

use crate::server::start;
use crate::tool::{Run, run};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ListRequest {
    #[prost(string, tag = "1")]
    page_token: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Book {
    #[prost(string, tag = "1")]
    title: String,
    #[prost(int32, tag = "2")]
    pages: i32,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ListResponse {
    #[prost(message, repeated, tag = "1")]
    books: Vec<Book>,
    #[prost(string, tag = "2")]
    next_page_token: String,
}

/// Two books a page, three pages; `Broken` has no third one.
#[derive(Clone)]
pub(crate) struct Shelf;

impl NamedService for Shelf {
    const NAME: &'static str = "test.Shelf";
}

impl TowerService<http::Request<tonic::body::Body>> for Shelf {
    type Response = http::Response<tonic::body::Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<tonic::body::Body>) -> Self::Future {
        let broken = request.uri().path().ends_with("Broken");
        Box::pin(async move {
            let mut grpc = Grpc::new(tonic_prost::ProstCodec::default());
            Ok(grpc.unary(Page { broken }, request).await)
        })
    }
}

struct Page {
    broken: bool,
}

impl UnaryService<ListRequest> for Page {
    type Response = ListResponse;
    type Future = std::future::Ready<Result<Response<ListResponse>, Status>>;

    fn call(&mut self, request: Request<ListRequest>) -> Self::Future {
        let page = request.into_inner().page_token.parse().unwrap_or(0);
        if self.broken && page == 2 {
            return std::future::ready(Err(Status::internal("the shelf fell")));
        }
        let book = |n: i32| Book { title: format!("\"b, {n}\""), pages: n + 1 };
        let next_page_token = if page < 2 { (page + 1).to_string() } else { String::new() };
        let books = vec![book(page * 2), book(page * 2 + 1)];
        std::future::ready(Ok(Response::new(ListResponse { books, next_page_token })))
    }
}

static REQUEST: Message = Message::new(
    "
    test.ListRequest
    1 page_token string
    ",
    &[],
);

static BOOK: Message = Message::new(
    "
    test.Book
    1 title string
    2 pages int32
    ",
    &[],
);

static RESPONSE: Message = Message::new(
    "
    test.ListResponse
    1 books .test.Book repeated
    2 next_page_token string
    ",
    &[Type::Message(&BOOK)],
);

static SHELF: Service = Service::new(
    "
    test.Shelf
    Whole .test.ListRequest .test.ListResponse
    Broken .test.ListRequest .test.ListResponse
    ",
    &[Type::Message(&REQUEST), Type::Message(&RESPONSE)],
);

fn shelf(args: &[&str]) -> Run {
    let endpoint = start();
    let tool = Tool::new("shelf", "1").services(&[&SHELF]);
    run(&tool, &[args, &["-e", &endpoint]].concat(), &[])
}

/// The same under the names of the Container Storage Interface.
static CSI_REQUEST: Message = Message::new("test.ListVolumesRequest\n1 starting_token string", &[]);

static CSI_RESPONSE: Message = Message::new(
    "
    test.ListVolumesResponse
    1 entries .test.Book repeated
    2 next_token string
    ",
    &[Type::Message(&BOOK)],
);

static CSI: Service = Service::new(
    "
    test.Csi
    ListVolumes .test.ListVolumesRequest .test.ListVolumesResponse path=/test.Shelf/Whole
    ",
    &[Type::Message(&CSI_REQUEST), Type::Message(&CSI_RESPONSE)],
);

#[test]
fn pages_of_volumes_are_pages() {
    let tool = Tool::new("csi", "1").services(&[&CSI]);
    let args = ["list-volumes", "--all", "-q", ".pages", "-o", "ndjson", "-e", &start()];
    let run = run(&tool, &args, &[]);
    assert_eq!(run.out, "1\n2\n3\n4\n5\n6\n", "{}", run.err);
}

#[test]
fn all_pages_are_one_answer() {
    for (args, expected) in [
        (&["--all", "-q", "[.books[].pages]", "-o", "ndjson"][..], "1 2 3 4 5 6"),
        (&["--limit=3", "-q", ".pages", "-o", "ndjson"], "1 2 3"),
        (&["-q", ".books[].pages"], "1 2"),
    ] {
        let run = shelf(&[&["whole"], args].concat());
        let numbers = run.out.replace(['\n', '[', ']', ','], " ");
        let numbers = numbers.split_whitespace().collect::<Vec<_>>().join(" ");
        // With lines a filter sees each item, else each answer.
        if args.contains(&"[.books[].pages]") {
            assert_eq!((run.code, numbers.is_empty()), (1, true), "{} {}", run.out, run.err);
        } else {
            assert_eq!((numbers.as_str(), run.code), (expected, 0), "{args:?} {}", run.err);
        }
    }
    let csv = shelf(&["whole", "--all", "-o", "csv"]);
    let rows: Vec<&str> = csv.out.lines().collect();
    assert_eq!(rows[..2], ["title,pages", "\"\"\"b, 0\"\"\",1"], "{}", csv.err);
    assert_eq!(rows.len(), 7);
}

/// What came is there, whole, and the exit code is that of the page that did not.
#[test]
fn a_page_that_fails_takes_none_of_the_others() {
    for (args, lines, end) in [
        (&["-o", "ndjson"][..], 4, "{\"title\":\"\\\"b, 3\\\"\",\"pages\":4}\n"),
        (&["-o", "csv"], 5, "\"\"\"b, 3\"\"\",4\n"),
        (&["-o", "table"], 5, "\"b, 3\"  4\n"),
        (&["-o", "text"], 16, "}\n"),
        (&["-q", ".books | length"], 1, "4\n"),
    ] {
        let run = shelf(&[&["broken", "--all"], args].concat());
        assert_eq!(run.code, 64 + 13, "{args:?} {}", run.err);
        assert_eq!(run.out.lines().count(), lines, "{args:?} {}", run.out);
        assert!(run.out.ends_with(end), "{args:?} {}", run.out);
        assert_eq!(
            run.err,
            "warning: 2 pages came, and the next one failed\n\
                      error: INTERNAL (13): the shelf fell\n"
        );
    }
    // Nobody asked for the page that is not there.
    assert_eq!(shelf(&["broken", "--limit", "4", "-o", "ndjson"]).code, 0);
}
