//! What a generated client knows about a method.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use crate::fill::{self, Masked};
use crate::routing;
use crate::service_config::MethodConfig;

/// A method of a service, as generated clients name it.
///
/// ```
/// use typewright_client::Method;
///
/// static GET_TOPIC: Method = Method::new("/google.pubsub.v1.Publisher/GetTopic").idempotent();
/// assert_eq!(GET_TOPIC.service(), "google.pubsub.v1.Publisher");
/// assert_eq!(GET_TOPIC.name(), "GetTopic");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Method {
    /// Its gRPC path: `/google.pubsub.v1.Publisher/CreateTopic`.
    pub path: &'static str,
    /// Whether its author says that it may be called twice without harm.
    pub idempotent: bool,
    pub(crate) page_token: Option<u32>,
    pub(crate) routing: &'static [(&'static str, &'static [u32])],
    pub(crate) templates: &'static [(&'static [u32], &'static str)],
    pub(crate) id: Option<u32>,
    pub(crate) masked: Option<Masked>,
    pub(crate) rest: Option<Rest>,
    /// How it is called where neither its caller nor the channel says otherwise.
    pub(crate) defaults: MethodConfig,
    pub(crate) throttle: Option<(f64, f64)>,
}

/// What a method is over HTTP and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rest {
    /// The full names of its messages.
    pub(crate) input: &'static str,
    pub(crate) output: &'static str,
    pub(crate) gives_stream: bool,
    /// Verb, path, field that is the body, field of the answer that is the body; see `Http`.
    pub(crate) bindings: &'static [[&'static str; 4]],
}

impl Method {
    /// The method of a path, of which nothing else is known. Each path has one for good: there are
    /// no more of them than the program has texts.
    pub(crate) fn named(path: &'static str) -> &'static Method {
        static NAMED: Mutex<BTreeMap<&str, &Method>> = Mutex::new(BTreeMap::new());
        let mut named = NAMED.lock().unwrap_or_else(PoisonError::into_inner);
        named.entry(path).or_insert_with(|| Box::leak(Box::new(Method::new(path))))
    }

    /// A method that must not be called twice unless its caller says so.
    pub const fn new(path: &'static str) -> Method {
        Method {
            path,
            idempotent: false,
            page_token: None,
            routing: &[],
            templates: &[],
            id: None,
            masked: None,
            rest: None,
            defaults: MethodConfig::NONE,
            throttle: None,
        }
    }

    /// The same method, which may be called twice without harm.
    pub const fn idempotent(self) -> Method {
        Method { idempotent: true, ..self }
    }

    /// The same method, which answers in pages ([AIP-158](https://google.aip.dev/158)): the field
    /// of this number in its request says which one.
    pub const fn paged(self, page_token: u32) -> Method {
        Method { page_token: Some(page_token), ..self }
    }

    /// The same method, whose requests say where to go in the metadata `x-goog-request-params`
    /// ([AIP-4222](https://google.aip.dev/client-libraries/4222)): names of parameters, and the
    /// numbers of the fields that lead to the text of each.
    pub const fn routed(self, routing: &'static [(&'static str, &'static [u32])]) -> Method {
        Method { routing, ..self }
    }

    /// The same method, whose requests get a random UUID in the field of this number if they have
    /// none there, the same for all attempts ([AIP-155](https://google.aip.dev/155)).
    pub const fn identified(self, number: u32) -> Method {
        Method { id: Some(number), ..self }
    }

    /// The same method, which updates a resource ([AIP-134](https://google.aip.dev/134)): where a
    /// request has no mask, it gets one of the fields of its resource that are set. Numbers of the
    /// mask and of the resource, and the fields that a client may change.
    pub const fn masked(
        self,
        mask: u32,
        resource: u32,
        fields: &'static [(u32, &'static str)],
    ) -> Method {
        Method { masked: Some(Masked { mask, resource, fields }), ..self }
    }

    /// The same method, with its forms over HTTP and JSON
    /// ([`google.api.http`](https://google.aip.dev/127)): the full names of its messages, whether it
    /// gives a stream, and for each form the verb, the path, the field that is the body (`*` for all
    /// that is not in the path) and the field of the answer that is its body, empty for none.
    pub const fn http(
        self,
        input: &'static str,
        output: &'static str,
        gives_stream: bool,
        bindings: &'static [[&'static str; 4]],
    ) -> Method {
        Method { rest: Some(Rest { input, output, gives_stream, bindings }), ..self }
    }

    /// The request with what it may leave out.
    pub(crate) fn filled(&self, mut request: Bytes) -> Bytes {
        if let Some(number) = self.id {
            request = fill::with_id(request, number);
        }
        if let Some(masked) = self.masked {
            request = fill::with_mask(request, masked);
        }
        request
    }

    /// The full name of its service.
    pub fn service(&self) -> &'static str {
        self.path.trim_start_matches('/').rsplit_once('/').map_or("", |(service, _)| service)
    }

    /// Its own name.
    pub fn name(&self) -> &'static str {
        self.path.rsplit_once('/').map_or(self.path, |(_, name)| name)
    }

    /// The same method, whose requests say where to go by templates: the numbers of the fields that
    /// lead to a text, and which part of it is sent under which name, such as
    /// `projects/*/{location=locations/*}/**`. A text that does not match sends nothing; of several
    /// that match under one name the last counts
    /// ([AIP-4222](https://google.aip.dev/client-libraries/4222)).
    pub const fn routed_by(self, templates: &'static [(&'static [u32], &'static str)]) -> Method {
        Method { templates, ..self }
    }

    /// Where a request is to go; nothing if it does not say.
    pub(crate) fn routing(&self, request: &Bytes) -> Option<String> {
        routing::parameters(self.routing, self.templates, request)
    }
}
