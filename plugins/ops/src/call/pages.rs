//! Lists that come in pages ([AIP-158](https://google.aip.dev/158)), as one.

use prost::bytes::Bytes;

use crate::dynamic::{Content, DynamicMessage, Value};
use crate::table::{Field, Kind, Method, Shape};

/// The fields that make a method's answers pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pages {
    token: &'static Field,
    next: &'static Field,
    pub(crate) items: &'static Field,
}

/// The names of the token in the request and in the answer: those of AIP-158, and those of the
/// Container Storage Interface, which is older.
const TOKENS: [(&str, &str); 2] =
    [("page_token", "next_page_token"), ("starting_token", "next_token")];

impl Pages {
    /// The fields of a method that has them: a token in, a token out, and a list.
    pub(crate) fn of(method: &Method) -> Option<Pages> {
        let text = |field: &&'static Field| {
            matches!((field.kind, field.shape), (Kind::String, Shape::Implicit | Shape::Explicit))
        };
        let (token, next) = TOKENS.iter().find_map(|(token, next)| {
            let token = method.input.field(token).filter(text)?;
            Some((token, method.output.field(next).filter(text)?))
        })?;
        let list = |field: &&Field| matches!(field.shape, Shape::Repeated { .. });
        let items = method.output.fields.iter().find(list)?;
        let unary = !method.client_streaming && !method.server_streaming;
        unary.then_some(Pages { token, next, items })
    }

    /// The request for the page behind this one, if there is one.
    pub(crate) fn next(
        &self,
        request: &mut DynamicMessage,
        page: &DynamicMessage,
    ) -> Option<Bytes> {
        let token = page.get(self.next).filter(|token| !is_empty(token))?;
        // A server that gives the token that it got would do so for ever.
        if request.get(self.token) == Some(token) {
            return None;
        }
        request.set(self.token, token.clone());
        Some(request.encode().into())
    }

    /// The items of a page, and the page without them.
    pub(crate) fn open(&self, mut page: DynamicMessage) -> (Vec<Value>, DynamicMessage) {
        let items = match page.get(self.items) {
            Some(Content::List(items)) => items.clone(),
            _ => Vec::new(),
        };
        page.clear(self.items);
        (items, page)
    }

    /// All items as one answer: the last page, which has no successor.
    pub(crate) fn close(&self, items: Vec<Value>, mut page: DynamicMessage) -> DynamicMessage {
        page.set(self.items, Content::List(items));
        page
    }
}

fn is_empty(token: &Content) -> bool {
    matches!(token, Content::One(Value::String(text)) if text.is_empty())
}
