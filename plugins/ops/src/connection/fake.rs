//! A stand-in for the server: every RPC gets an answer made of its tables alone.

use prost::bytes::Bytes;
use typewright_client::transport::{Answers, Attempt, Frame, Starting, Transport};
use typewright_client::{Code, Error, Metadata, StandIn};
use typewright_json::dynamic::{Content, DynamicMessage, Value};
use typewright_json::{sample, sample_answer};

use crate::connection::descriptors;
use crate::table::{Kind, Method, Service};

/// So many answers has a stream.
const MANY: usize = 3;

/// Answers every RPC of some services with [samples](typewright_json::sample()), the same each time,
/// with nothing else running. Fields that the request has under the same name say the same in the
/// answer, so what is asked for by its name comes with this name. A long-running operation has ended, with
/// a sample of its result.
///
/// A tool does so with `--fake`, and for others with its command `fake`, which is
/// [`Samples::stand_in`]. A typed client takes it as any transport:
///
/// ```
/// # use typewright_ops::table::{Message, Service, Type};
/// use typewright_client::Channel;
/// use typewright_ops::Samples;
///
/// # static NOTHING: Message = Message::new("demo.Nothing", &[]);
/// # static DEMO: Service = Service::new(
/// #     "demo.Demo
/// #     Do .demo.Nothing .demo.Nothing",
/// #     &[Type::Message(&NOTHING)],
/// # );
/// # static SERVICES: &[&Service] = &[&DEMO];
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), typewright_client::Error> {
/// let channel = Channel::over(Samples::of(SERVICES)).lazy()?;
/// // DemoClient::from(channel)
/// # assert_eq!(channel.raw_unary("/demo.Demo/Do", "".into()).await?, "");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Samples {
    services: Vec<&'static Service>,
    methods: Vec<&'static Method>,
}

impl Samples {
    /// Samples for all methods of these services.
    pub fn of(services: &[&'static Service]) -> Samples {
        let methods = services.iter().flat_map(|service| service.methods.iter()).collect();
        Samples { services: services.to_vec(), methods }
    }

    /// Samples for one method.
    pub(crate) fn of_method(method: &'static Method) -> Samples {
        Samples { services: Vec::new(), methods: vec![method] }
    }

    /// A server on a socket that answers with the samples, health and reflection included, so that
    /// any client of gRPC can be tried.
    ///
    /// ```
    /// # use typewright_ops::Samples;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// # let services = [];
    /// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    /// tokio::spawn(Samples::of(&services).stand_in().serve(listener));
    /// # Ok(())
    /// # }
    /// ```
    pub fn stand_in(self) -> StandIn {
        let paths: Vec<&'static str> = self.methods.iter().map(|method| method.path).collect();
        let files = descriptors::of(&self.services);
        StandIn::of(self).methods(paths).descriptors(files)
    }
}

impl Transport for Samples {
    fn start(&self, attempt: Attempt) -> Starting {
        let method = self.methods.iter().find(|method| method.path == attempt.method.path).copied();
        Box::pin(async move {
            let none = || {
                let message = format!("there is no sample for `{}`", attempt.method.path);
                Error::new(Code::Unimplemented, message)
            };
            answer(method.ok_or_else(none)?, attempt).await
        })
    }
}

async fn answer(method: &'static Method, mut attempt: Attempt) -> Result<Answers, Error> {
    if method.client_streaming && method.server_streaming {
        // Each request has its answer at once, as others may wait for it before they go on.
        let frames = tokio_stream::StreamExt::map(attempt.requests, |request| {
            Ok(Frame::Message(sampled(method, Some(&request))?))
        });
        return Ok(Answers { metadata: Metadata::default(), frames: Box::pin(frames) });
    }
    let mut last = None;
    while let Some(request) = attempt.next_request().await {
        last = Some(request);
    }
    let bytes = sampled(method, last.as_ref())?;
    let count = if method.server_streaming { MANY } else { 1 };
    Ok(Answers::from_frames((0..count).map(move |_| Ok(Frame::Message(bytes.clone())))))
}

fn sampled(method: &'static Method, request: Option<&Bytes>) -> Result<Bytes, Error> {
    let request = request.map(|request| DynamicMessage::decode(method.input, request));
    let request = request
        .transpose()
        .map_err(|error| Error::new(Code::InvalidArgument, error.to_string()))?;
    let sampled = |table| match &request {
        Some(request) => sample_answer(table, request),
        None => sample(table),
    };
    let mut message = sampled(method.output);
    if let Some([result, progress]) = method.operation {
        hold(&mut message, "response", &sampled(result));
        hold(&mut message, "metadata", &sampled(progress));
    }
    Ok(message.encode().into())
}

/// Puts a message into an operation's field of any type.
fn hold(operation: &mut DynamicMessage, name: &str, held: &DynamicMessage) {
    let Some(field) = operation.table().field(name) else { return };
    let Kind::Message(table) = field.kind else { return };
    let mut any = DynamicMessage::new(table);
    let id = held.table().id;
    for (name, value) in [
        ("type_url", Value::String(format!("type.googleapis.com/{id}"))),
        ("value", Value::Bytes(held.encode())),
    ] {
        if let Some(field) = table.field(name) {
            any.set(field, Content::One(value));
        }
    }
    operation.set(field, Content::One(Value::Message(any)));
}
