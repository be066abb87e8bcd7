//! Lists that come in pages ([AIP-158](https://google.aip.dev/158)), as streams.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use prost::Message;
use prost::encoding::string;
use tokio_stream::Stream;

use crate::call::{Decode, Raw};
use crate::replay::Body;
use crate::{Code, Error, Unary};

/// An answer that is one page of a list; generated clients implement it.
pub trait Page: Message + Default {
    /// What the list is of.
    type Item;

    /// The token of the next page, empty on the last.
    fn next_page_token(&self) -> &str;

    /// The items of this page.
    fn into_items(self) -> Vec<Self::Item>;
}

type Turning = Pin<Box<dyn Future<Output = Result<Bytes, Error>> + Send>>;

/// The pages of a list, from [`Call::pages`](crate::Call::pages). After an error it ends.
pub struct Pages<T> {
    /// What makes the call for each page; gone after the last one.
    raw: Option<Raw>,
    turning: Option<Turning>,
    token: String,
    decode: Decode<T>,
}

/// The items of a list, from [`Call::items`](crate::Call::items). After an error it ends.
pub struct Items<T: Page> {
    pages: Pages<T>,
    items: VecDeque<T::Item>,
    left: usize,
}

impl<Req, T: Page> Unary<Req, T> {
    /// Makes a call for each page, one after the other and only when it is asked for. Options of
    /// the call, its timeout too, hold for each of them.
    ///
    /// ```
    /// # use typewright_client::{Error, Page, Unary};
    /// # async fn show<Req, T: Page>(call: Unary<Req, T>) -> Result<(), Error> {
    /// let mut pages = call.pages();
    /// while let Some(page) = pages.page().await? {
    ///     println!("{} items", page.into_items().len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> Pages<T> {
        let (raw, decode) = self.into_parts();
        Pages { raw: Some(raw), turning: None, token: String::new(), decode }
    }

    /// The items of all pages, as [`Call::pages`](crate::Call::pages) gets them.
    pub fn items(self) -> Items<T> {
        Items { pages: self.pages(), items: VecDeque::new(), left: usize::MAX }
    }
}

impl<T: Page> Pages<T> {
    /// The next page, or nothing after the last.
    ///
    /// # Errors
    /// Those of the call; [`Code::Internal`] if the server names the same page twice in a row.
    pub async fn page(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| self.poll_page(cx)).await.transpose()
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let Some(raw) = &mut self.raw else { return Poll::Ready(None) };
        let turning = self.turning.get_or_insert_with(|| {
            let call = raw.again();
            Box::pin(async { Ok(call?.exchange().await?.message) })
        });
        let answer = ready!(turning.as_mut().poll(cx));
        self.turning = None;
        let page = answer.and_then(|bytes| (self.decode)(bytes, &raw.channel));
        Poll::Ready(Some(self.turn(page)))
    }

    /// Prepares the call for the page behind this one.
    fn turn(&mut self, page: Result<T, Error>) -> Result<T, Error> {
        let raw = self.raw.take();
        let page = page?;
        let token = page.next_page_token();
        if token.is_empty() {
            return Ok(page);
        }
        if token == self.token {
            let message = format!("the server names the page `{token}` twice in a row");
            return Err(Error::new(Code::Internal, message));
        }
        token.clone_into(&mut self.token);
        self.raw = raw.map(|raw| raw.with_page_token(&self.token));
        Ok(page)
    }
}

impl<T: Page> Items<T> {
    /// Ends after so many items. No page is asked for that is not needed.
    pub fn limit(mut self, items: usize) -> Items<T> {
        self.left = items;
        self
    }

    /// The next item, or nothing after the last.
    ///
    /// # Errors
    /// As [`Pages::page`].
    pub async fn item(&mut self) -> Result<Option<T::Item>, Error> {
        poll_fn(|cx| self.poll_item(cx)).await.transpose()
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T::Item, Error>>> {
        while self.left > 0 {
            if let Some(item) = self.items.pop_front() {
                self.left -= 1;
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.items = page.into_items().into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => break,
            }
        }
        Poll::Ready(None)
    }
}

impl Raw {
    /// The same call once more.
    fn again(&self) -> Result<Raw, Error> {
        let Body::One(request) = &self.body else {
            return Err(Error::new(Code::Internal, "a call with a stream has no pages"));
        };
        Ok(Raw {
            channel: self.channel.clone(),
            method: self.method,
            body: Body::One(request.clone()),
            metadata: match &self.metadata {
                Ok(metadata) => Ok(metadata.clone()),
                Err(error) => Err(Error::new(error.code(), error.message())),
            },
            ..*self
        })
    }

    /// The same call for another page: of a field that occurs twice, the last one counts.
    fn with_page_token(mut self, token: &String) -> Raw {
        if let (Body::One(request), Some(number)) = (&mut self.body, self.method.page_token) {
            let mut bytes = request.to_vec();
            string::encode(number, token, &mut bytes);
            *request = bytes.into();
        }
        self
    }
}

impl<T: Page> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        self.get_mut().poll_page(cx)
    }
}

impl<T: Page> Unpin for Items<T> {}

impl<T: Page> Stream for Items<T> {
    type Item = Result<T::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("token", &self.token).finish_non_exhaustive()
    }
}

impl<T: Page> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
