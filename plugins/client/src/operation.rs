//! Long-running operations ([AIP-151](https://google.aip.dev/151)), typed.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use tokio::time::Instant;

use crate::call::Call;
use crate::channel::{decode, encode};
use crate::replay::Body;
use crate::retry::Retry;
use crate::status::Any;
use crate::{Channel, Code, Codes, Error, Method, Unary};

/// A call that starts an operation and gives it.
pub type LongRunning<Req, Res, Meta> = Unary<Req, Operation<Res, Meta>>;

static GET: Method =
    Method::new("/google.longrunning.Operations/GetOperation").idempotent().routed(NAME);
static CANCEL: Method =
    Method::new("/google.longrunning.Operations/CancelOperation").idempotent().routed(NAME);
const NAME: &[(&str, &[u32])] = &[("name", &[1])];

/// Looks at an operation after one second, and then ever less often, up to every 20 seconds.
const PATIENCE: Retry = Retry {
    max_attempts: u32::MAX,
    initial_backoff: Duration::from_secs(1),
    max_backoff: Duration::from_secs(20),
    backoff_multiplier: 1.5,
    codes: Codes::NONE,
};

/// Work that goes on in the server after the call that started it.
///
/// ```
/// use std::time::Duration;
/// # use typewright_client::{Error, LongRunning};
///
/// # async fn start(call: LongRunning<String, String, ()>) -> Result<(), Error> {
/// let mut operation = call.await?;
/// println!("started {}", operation.name());
/// let result = operation.wait(Duration::from_secs(600)).await?;
/// # let _ = result;
/// # Ok(())
/// # }
/// ```
pub struct Operation<Res, Meta> {
    channel: Channel,
    state: State,
    types: PhantomData<fn() -> (Res, Meta)>,
}

/// `google.longrunning.Operation`.
#[derive(Clone, PartialEq, Message)]
struct State {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, optional, tag = "2")]
    metadata: Option<Any>,
    #[prost(bool, tag = "3")]
    done: bool,
    #[prost(message, optional, tag = "4")]
    error: Option<Failure>,
    #[prost(message, optional, tag = "5")]
    response: Option<Any>,
}

/// `google.rpc.Status`, of which an [`Error`] keeps the bytes for its details.
#[derive(Clone, PartialEq, Message)]
struct Failure {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
    #[prost(message, repeated, tag = "3")]
    details: Vec<Any>,
}

/// The request of both methods: a name.
#[derive(Clone, PartialEq, Message)]
struct Named {
    #[prost(string, tag = "1")]
    name: String,
}

impl Channel {
    /// A call with one request that starts a long-running operation.
    pub fn long_running<Req, Res, Meta>(
        &self,
        method: &'static Method,
        request: Req,
    ) -> LongRunning<Req, Res, Meta>
    where
        Req: Message,
    {
        let body = Body::One(encode(request));
        Call::new(self, method, body, Operation::decode)
    }

    /// An operation that was started before, by its name. What is known of it comes with the
    /// first [`Operation::refresh`] or [`Operation::wait`].
    pub fn operation<Res, Meta>(&self, name: impl Into<String>) -> Operation<Res, Meta> {
        let state = State { name: name.into(), ..State::default() };
        Operation { channel: self.clone(), state, types: PhantomData }
    }
}

impl<Res, Meta> Operation<Res, Meta> {
    fn decode(bytes: Bytes, channel: &Channel) -> Result<Self, Error> {
        let state = decode(bytes, channel)?;
        Ok(Operation { channel: channel.clone(), state, types: PhantomData })
    }

    /// Its name, under which the server knows it.
    pub fn name(&self) -> &str {
        &self.state.name
    }

    /// Whether it has ended, well or not.
    pub fn is_done(&self) -> bool {
        self.state.done
    }

    /// Asks the server how it stands.
    ///
    /// # Errors
    /// Those of the call. The operation goes on whatever became of it.
    pub async fn refresh(&mut self) -> Result<(), Error> {
        self.state = self.channel.unary(&GET, self.named()).await?;
        Ok(())
    }

    /// Asks the server to end it early. It may still end well.
    ///
    /// # Errors
    /// Those of the call; [`Code::Unimplemented`] from a server that cannot.
    pub async fn cancel(&self) -> Result<(), Error> {
        self.channel.unary(&CANCEL, self.named()).await
    }

    fn named(&self) -> Named {
        Named { name: self.state.name.clone() }
    }
}

impl<Res, Meta> Operation<Res, Meta>
where
    Res: Message + Default,
    Meta: Message + Default,
{
    /// How far it is; nothing if the server does not say.
    ///
    /// # Errors
    /// [`Code::Internal`] if what the server says is another message.
    pub fn metadata(&self) -> Result<Option<Meta>, Error> {
        self.state.metadata.as_ref().map(|any| self.read(any)).transpose()
    }

    /// What it ended with; nothing while it goes on.
    ///
    /// # Errors
    /// The error that it ended with.
    pub fn result(&self) -> Result<Option<Res>, Error> {
        match (self.state.done, &self.state.error, &self.state.response) {
            (false, ..) => Ok(None),
            (true, Some(failure), _) => {
                let code = Code::from_number(failure.code);
                let details = failure.encode_to_vec().into();
                Err(Error::from_server(code, failure.message.clone(), details))
            }
            (true, None, Some(any)) => self.read(any).map(Some),
            // A result without fields may be left out.
            (true, None, None) => Ok(Some(Res::default())),
        }
    }

    /// Waits for its end, asking ever less often. Dropping this future, an error or the timeout
    /// ends the waiting and not the operation; it can be waited for again.
    ///
    /// # Errors
    /// The error that it ended with, those of a call that asks, or [`Code::DeadlineExceeded`].
    pub async fn wait(&mut self, timeout: Duration) -> Result<Res, Error> {
        let begin = Instant::now();
        for step in 0.. {
            if let Some(result) = self.result()? {
                return Ok(result);
            }
            let left = timeout.saturating_sub(begin.elapsed());
            // One that is known by its name alone is looked at first.
            let first = step == 0 && self.state.metadata.is_none();
            let pause = if first { Duration::ZERO } else { PATIENCE.backoff(step) };
            tokio::time::sleep(pause.min(left)).await;
            if pause >= left {
                break;
            }
            let left = timeout.saturating_sub(begin.elapsed());
            self.state = self.channel.unary(&GET, self.named()).timeout(left).await?;
        }
        let message = format!("operation `{}` did not end within {timeout:?}", self.name());
        Err(Error::new(Code::DeadlineExceeded, message))
    }

    fn read<T: Message + Default>(&self, any: &Any) -> Result<T, Error> {
        T::decode(any.value.clone()).map_err(|error| {
            let (name, found) = (self.name(), any.name());
            let message = format!("operation `{name}` carries a `{found}` that cannot be read");
            Error::new(Code::Internal, message).with_source(error)
        })
    }
}

impl<Res, Meta> fmt::Debug for Operation<Res, Meta> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("name", &self.state.name)
            .field("done", &self.state.done)
            .finish_non_exhaustive()
    }
}
