//! Stand-ins for servers: a trait to implement, a script to follow.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use prost::Message;
use tokio_stream::{Stream, StreamExt};

use crate::channel::{decoded, encode};
use crate::transport::{Answers, Attempt, Frame};
use crate::{Channel, Code, Error, Metadata, Method, generated};

/// A method with the types of its messages, as generated clients name it.
#[derive(Debug)]
pub struct Rpc<Req, Res> {
    method: Method,
    types: PhantomData<fn(Req) -> Res>,
}

impl<Req, Res> Rpc<Req, Res> {
    /// The method, typed.
    pub const fn new(method: Method) -> Rpc<Req, Res> {
        Rpc { method, types: PhantomData }
    }

    /// What is known about it.
    pub const fn method(&self) -> &Method {
        &self.method
    }
}

/// Messages as a stub sends or receives them.
pub type Told<T> = Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>;

/// Makes a client of what implements its stub: `PublisherClient::from(Stub(mine))`.
///
/// Messages are encoded and decoded on the way, and options of calls hold: a stub that fails with
/// `UNAVAILABLE` is asked again as a server would be. The traits are there with the feature `stub`.
#[cfg(feature = "stub")]
#[derive(Debug)]
pub struct Stub<T>(pub T);

/// A server that follows a script: each expectation says which call comes, and what it gets.
///
/// A call takes the first expectation that is left for its method and matches its request. One for
/// which there is none fails with [`Code::Unimplemented`], and [`Fake::finish`] tells about it, as it
/// does about calls that did not come.
///
/// ```
/// use typewright_client::{Code, Error, Fake, Method, Rpc};
///
/// // What is generated for an RPC, here with text for both of its messages.
/// static GREET: Rpc<String, String> = Rpc::new(Method::new("/demo.Greeter/Greet").idempotent());
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let fake = Fake::new();
/// fake.expect(&GREET).fails(Error::new(Code::Unavailable, "not yet"));
/// fake.expect(&GREET).matching(|name| name == "Ada").answers("Good day".to_owned());
///
/// // A client by `GreeterClient::from(fake.channel())`; its call is made twice, as the first
/// // attempt fails with a code that passes.
/// let answer: String = fake.channel().unary(GREET.method(), "Ada".to_owned()).await?;
/// assert_eq!(answer, "Good day");
/// assert_eq!(fake.requests(&GREET), ["Ada", "Ada"]);
/// fake.finish().unwrap();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Fake {
    script: Arc<Mutex<Script>>,
}

#[derive(Default)]
struct Script {
    expectations: Vec<Expectation>,
    seen: Vec<(&'static str, Vec<Bytes>, Metadata)>,
    surprises: Vec<String>,
}

type Matches = Box<dyn Fn(&[Bytes]) -> bool + Send>;
type Answer = Box<dyn FnMut(&[Bytes]) -> Result<Vec<Bytes>, Error> + Send>;

struct Expectation {
    path: &'static str,
    matches: Matches,
    answer: Answer,
    /// How often it is still to come; none for any number of times.
    left: Option<usize>,
}

/// An expectation that still lacks its answer; from [`Fake::expect`].
#[must_use = "an expectation counts once it has an answer"]
pub struct Expect<'f, Req, Res> {
    fake: &'f Fake,
    path: &'static str,
    matches: Matches,
    left: Option<usize>,
    types: PhantomData<fn(Req) -> Res>,
}

/// What of a script did not come true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet(Vec<String>);

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Unmet {}

impl Fake {
    /// A server that expects nothing yet.
    pub fn new() -> Fake {
        Fake::default()
    }

    /// Expects a call of the method, once if [`Expect::times`] does not say otherwise.
    pub fn expect<Req, Res>(&self, rpc: &Rpc<Req, Res>) -> Expect<'_, Req, Res>
    where
        Req: Message + Default,
        Res: Message,
    {
        let matches = Box::new(|_: &[Bytes]| true);
        let path = rpc.method.path;
        Expect { fake: self, path, matches, left: Some(1), types: PhantomData }
    }

    /// A channel to it, for any number of clients.
    pub fn channel(&self) -> Channel {
        let fake = self.clone();
        generated::channel(move |attempt: Attempt| {
            let fake = fake.clone();
            async move { fake.answer(attempt).await }
        })
    }

    /// The requests of the method that came so far, those of all its attempts; of a stream each one.
    pub fn requests<Req: Message + Default, Res>(&self, rpc: &Rpc<Req, Res>) -> Vec<Req> {
        let script = self.script();
        let calls = script.seen.iter().filter(|(path, ..)| *path == rpc.method.path);
        calls
            .flat_map(|(_, requests, _)| requests)
            .filter_map(|r| decoded(r.clone()).ok())
            .collect()
    }

    /// What came before the requests of each attempt at the method.
    pub fn metadata<Req, Res>(&self, rpc: &Rpc<Req, Res>) -> Vec<Metadata> {
        let script = self.script();
        let calls = script.seen.iter().filter(|(path, ..)| *path == rpc.method.path);
        calls.map(|(.., metadata)| metadata.clone()).collect()
    }

    /// Whether all came as expected, and nothing else.
    ///
    /// # Errors
    /// Every call that did not come, and every one that nobody expected.
    pub fn finish(&self) -> Result<(), Unmet> {
        let script = self.script();
        let missing = script.expectations.iter().filter_map(|expected| {
            let left = expected.left.filter(|left| *left > 0)?;
            let times =
                if left == 1 { "once more".to_owned() } else { format!("{left} times more") };
            Some(format!("`{}` was to be called {times}", expected.path))
        });
        let unmet: Vec<String> = script.surprises.iter().cloned().chain(missing).collect();
        if unmet.is_empty() { Ok(()) } else { Err(Unmet(unmet)) }
    }

    async fn answer(&self, mut attempt: Attempt) -> Result<Answers, Error> {
        let mut requests = Vec::new();
        while let Some(request) = attempt.requests.next().await {
            requests.push(request);
        }
        let path = attempt.method.path;
        let mut script = self.script();
        script.seen.push((path, requests.clone(), attempt.metadata));
        let mut fits = script.expectations.iter_mut().filter(|expected| {
            expected.path == path && expected.left != Some(0) && (expected.matches)(&requests)
        });
        let Some(expected) = fits.next() else {
            let message = format!("nobody expected this call of `{path}`");
            script.surprises.push(message.clone());
            return Err(Error::new(Code::Unimplemented, message));
        };
        expected.left = expected.left.map(|left| left - 1);
        let messages = (expected.answer)(&requests)?;
        Ok(Answers::from_frames(messages.into_iter().map(|message| Ok(Frame::Message(message)))))
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Req, Res> Expect<'_, Req, Res>
where
    Req: Message + Default,
    Res: Message,
{
    /// Only a call whose request is so; of a stream, whose every request is.
    pub fn matching(mut self, wanted: impl Fn(&Req) -> bool + Send + 'static) -> Self {
        self.matches = Box::new(move |requests| {
            let wanted = |request: &Bytes| decoded(request.clone()).is_ok_and(|r| wanted(&r));
            requests.iter().all(wanted)
        });
        self
    }

    /// So many calls.
    pub fn times(mut self, times: usize) -> Self {
        self.left = Some(times);
        self
    }

    /// Any number of calls, none included.
    pub fn any_times(mut self) -> Self {
        self.left = None;
        self
    }

    /// The calls get this answer.
    pub fn answers(self, answer: Res) {
        self.streams([answer]);
    }

    /// The calls get these answers, one after the other.
    pub fn streams(self, answers: impl IntoIterator<Item = Res>) {
        let answers: Vec<Bytes> = answers.into_iter().map(encode).collect();
        self.replies(move |_| Ok(answers.clone()));
    }

    /// The calls get what is made of their request; of a stream, of its first one.
    pub fn answers_by(self, mut answer: impl FnMut(Req) -> Result<Res, Error> + Send + 'static) {
        self.replies(move |requests| {
            let mut requests: VecDeque<Bytes> = requests.to_vec().into();
            let request = decoded(requests.pop_front().unwrap_or_default())?;
            Ok(vec![encode(answer(request)?)])
        });
    }

    /// The calls fail.
    pub fn fails(self, error: Error) {
        self.replies(move |_| Err(error.again()));
    }

    fn replies(self, answer: impl FnMut(&[Bytes]) -> Result<Vec<Bytes>, Error> + Send + 'static) {
        let Expect { fake, path, matches, left, .. } = self;
        let answer = Box::new(answer);
        fake.script().expectations.push(Expectation { path, matches, answer, left });
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fake").field("unmet", &self.finish().err()).finish_non_exhaustive()
    }
}

impl<Req, Res> fmt::Debug for Expect<'_, Req, Res> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expect").field("path", &self.path).finish_non_exhaustive()
    }
}
