//! What generated clients are made of: the emitter writes rows of data, these macros make the
//! types and functions. A mistake in them is mended by a release of this crate, without generating
//! again.

mod request;

/// A client, its stub, and what both know about the methods.
#[doc(hidden)]
#[macro_export]
macro_rules! client {
    (
        $(#[$meta:meta])*
        $client:ident $stub:ident = $service:literal;
        $(
            $(#[$doc:meta])*
            $kind:ident $spec:ident $function:ident $call:ident
                [$($argument:ident($($given:tt)*) $(in $field:ident $(as $variant:path)?)?),*]
                ($req:ty => $res:ty $(; $result:ty, $progress:ty)?) = $path:literal
                $(.$fact:ident($($with:tt)*))*;
        )*
    ) => {
        $(#[$meta])*
        ///
        /// Made of a [`Channel`](typewright_client::Channel) by `from`, of a
        /// [`Stub`](typewright_client::Stub) in tests; cloning is cheap. A method begins a request,
        /// and `.await` makes its call.
        #[derive(Clone, Debug)]
        pub struct $client {
            #[allow(dead_code)]
            channel: $crate::Channel,
        }

        impl From<$crate::Channel> for $client {
            fn from(channel: $crate::Channel) -> Self {
                Self { channel }
            }
        }

        /// What the client goes over, for others to go the same way.
        impl AsRef<$crate::Channel> for $client {
            fn as_ref(&self) -> &$crate::Channel {
                &self.channel
            }
        }

        impl $client {
            $($crate::rpc!(
                [$(#[$doc])*] $kind $spec $function $call [$($argument($($given)*) $(in $field $(as $variant)?)?),*]
                ($req => $res $(; $result, $progress)?)
            );)*
        }

        $(
            #[doc = concat!("The method `", $path, "`.")]
            pub static $spec: $crate::Rpc<$req, $res> =
                $crate::Rpc::new($crate::Method::new($path)$(.$fact($($with)*))*);
        )*

        #[doc = concat!("What stands in for a server of `", $service, "` in tests: implement what")]
        /// is called, and make a client of it by `from(Stub(..))`. The rest is `UNIMPLEMENTED`.
        pub trait $stub: Send + Sync + 'static {
            $($crate::stub!([$(#[$doc])*] $kind $spec $function ($req => $res));)*
        }

        impl<T: $stub> From<$crate::Stub<T>> for $client {
            fn from(stub: $crate::Stub<T>) -> Self {
                async fn answer<T: $stub>(
                    stub: ::std::sync::Arc<T>,
                    attempt: $crate::transport::Attempt,
                ) -> Result<$crate::transport::Answers, $crate::Error> {
                    let _ = &stub;
                    $(if attempt.method.path == $path {
                        return $crate::answer!($kind $stub $function stub attempt);
                    })*
                    Err($crate::generated::unimplemented(attempt.method.path))
                }
                let stub = ::std::sync::Arc::new(stub.0);
                let channel = $crate::generated::channel(move |attempt| answer(stub.clone(), attempt));
                Self { channel }
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! rpc {
    (
        [$($doc:tt)*] unary $spec:ident $function:ident $call:ident
        [$($argument:ident($($given:tt)*) $(in $field:ident $(as $variant:path)?)?),*] ($req:ty => $res:ty)
    ) => {
        $($doc)*
        pub fn $function(
            &self,
            $($argument: $crate::given!($($given)*)),*
        ) -> Request<$req, $res> {
            $crate::begun!(
                self unary $spec $req,
                $($argument($($given)*) $(in $field $(as $variant)?)?),*
            )
        }

        #[doc = concat!("Calls [`Self::", stringify!($function), "`] with its whole message.")]
        pub fn $call(&self, request: $req) -> $crate::Unary<$req, $res> {
            self.channel.unary($spec.method(), request)
        }
    };
    (
        [$($doc:tt)*] long_running $spec:ident $function:ident $call:ident
        [$($argument:ident($($given:tt)*) $(in $field:ident $(as $variant:path)?)?),*]
        ($req:ty => $res:ty; $result:ty, $progress:ty)
    ) => {
        $($doc)*
        pub fn $function(
            &self,
            $($argument: $crate::given!($($given)*)),*
        ) -> Request<$req, $crate::Operation<$result, $progress>> {
            $crate::begun!(
                self long_running $spec $req,
                $($argument($($given)*) $(in $field $(as $variant)?)?),*
            )
        }

        #[doc = concat!("Calls [`Self::", stringify!($function), "`] with its whole message.")]
        pub fn $call(&self, request: $req) -> $crate::LongRunning<$req, $result, $progress> {
            self.channel.long_running($spec.method(), request)
        }
    };
    (
        [$($doc:tt)*] server_streaming $spec:ident $function:ident $call:ident
        [$($argument:ident($($given:tt)*) $(in $field:ident $(as $variant:path)?)?),*] ($req:ty => $res:ty)
    ) => {
        $($doc)*
        pub fn $function(
            &self,
            $($argument: $crate::given!($($given)*)),*
        ) -> Request<$req, $res, $crate::Many> {
            $crate::begun!(
                self server_streaming $spec $req,
                $($argument($($given)*) $(in $field $(as $variant)?)?),*
            )
        }

        #[doc = concat!("Calls [`Self::", stringify!($function), "`] with its whole message.")]
        pub fn $call(&self, request: $req) -> $crate::ServerStreaming<$req, $res> {
            self.channel.server_streaming($spec.method(), request)
        }
    };
    (
        [$($doc:tt)*] client_streaming $spec:ident $function:ident $call:ident
        [] ($req:ty => $res:ty)
    ) => {
        $($doc)*
        pub fn $function(
            &self,
            requests: impl $crate::Requests<$req>,
        ) -> $crate::ClientStreaming<$req, $res> {
            self.channel.client_streaming($spec.method(), requests)
        }
    };
    (
        [$($doc:tt)*] bidi_streaming $spec:ident $function:ident $call:ident
        [] ($req:ty => $res:ty)
    ) => {
        $($doc)*
        pub fn $function(
            &self,
            requests: impl $crate::Requests<$req>,
        ) -> $crate::BidiStreaming<$req, $res> {
            self.channel.bidi_streaming($spec.method(), requests)
        }
    };
}

/// Answers that are pages of lists: their items, and the field that says which page is next.
#[doc(hidden)]
#[macro_export]
macro_rules! pages {
    ($($page:ty { $items:ident: $item:ty, $next:ident })*) => {$(
        impl $crate::Page for $page {
            type Item = $item;

            fn next_page_token(&self) -> &str {
                $crate::generated::Token::token(&self.$next)
            }

            fn into_items(self) -> ::std::vec::Vec<Self::Item> {
                self.$items
            }
        }
    )*};
}

/// Further ways to begin a call: with the fields of one of its author's lists of arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! signatures {
    ($client:ident {
        $($function:ident [$($argument:ident($($given:tt)*) $(in $field:ident $(as $variant:path)?)?),*] =
            $kind:ident $spec:ident $whole:ident ($req:ty => $res:ty, $many:ident);)*
    }) => {
        impl $client {
            $(
                #[doc = concat!("Calls [`Self::", stringify!($whole), "`], begun with the fields")]
                #[doc = concat!($("`", stringify!($argument), "` "),*, "alone.")]
                pub fn $function(
                    &self,
                    $($argument: $crate::given!($($given)*)),*
                ) -> Request<$req, $res, $crate::$many> {
                    $crate::begun!(
                        self $kind $spec $req,
                        $($argument($($given)*) $(in $field $(as $variant)?)?),*
                    )
                }
            )*
        }
    };
}

/// A method of a stub, which answers that there is none.
#[doc(hidden)]
#[macro_export]
macro_rules! stub {
    ([$($doc:tt)*] $kind:ident $spec:ident $function:ident ($req:ty => $res:ty)) => {
        $($doc)*
        fn $function(
            &self,
            request: $crate::asked!($kind $req),
        ) -> impl ::std::future::Future<Output = Result<$crate::told!($kind $res), $crate::Error>> + Send
        {
            let _ = request;
            ::core::future::ready(Err($crate::generated::unimplemented($spec.method().path)))
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! asked {
    (client_streaming $req:ty) => { $crate::Told<$req> };
    (bidi_streaming $req:ty) => { $crate::Told<$req> };
    ($kind:ident $req:ty) => { $req };
}

#[doc(hidden)]
#[macro_export]
macro_rules! told {
    (server_streaming $res:ty) => { $crate::Told<$res> };
    (bidi_streaming $res:ty) => { $crate::Told<$res> };
    ($kind:ident $res:ty) => { $res };
}

/// An attempt, answered by a stub.
#[doc(hidden)]
#[macro_export]
macro_rules! answer {
    (server_streaming $stub:ident $function:ident $this:ident $attempt:ident) => {
        $crate::generated::one_to_many($attempt, |one| <T as $stub>::$function(&$this, one)).await
    };
    (client_streaming $stub:ident $function:ident $this:ident $attempt:ident) => {
        $crate::generated::many_to_one($attempt, |all| <T as $stub>::$function(&$this, all)).await
    };
    (bidi_streaming $stub:ident $function:ident $this:ident $attempt:ident) => {
        $crate::generated::many_to_many($attempt, |all| <T as $stub>::$function(&$this, all)).await
    };
    ($kind:ident $stub:ident $function:ident $this:ident $attempt:ident) => {
        $crate::generated::one_to_one($attempt, |one| <T as $stub>::$function(&$this, one)).await
    };
}

use std::sync::Arc;

use tokio_stream::StreamExt;

use crate::builder::{Builder, Target};
use crate::channel::{decoded, encode};
use crate::stub::Told;
use crate::transport::{Answers, Attempt, Frame, Transport};
use crate::{Channel, Code, Error};

pub use crate::resource::{read, written};
pub use prost::Message;

/// A channel over a transport that needs no setting up.
pub fn channel(transport: impl Transport) -> Channel {
    let transport: Arc<dyn Transport> = Arc::new(transport);
    Builder::new(Target::Transport(transport.clone())).into_channel(transport, "a stub".to_owned())
}

pub fn unimplemented(path: &str) -> Error {
    Error::new(Code::Unimplemented, format!("the stub does not implement `{path}`"))
}

/// A text that may be absent, which is as good as empty.
pub trait Token {
    fn token(&self) -> &str;
}

impl Token for String {
    fn token(&self) -> &str {
        self
    }
}

impl Token for Option<String> {
    fn token(&self) -> &str {
        self.as_deref().unwrap_or_default()
    }
}

/// The one request of an attempt.
async fn one<Req: Message + Default>(mut attempt: Attempt) -> Result<Req, Error> {
    let none = || Error::new(Code::Internal, "the call has no request");
    decoded(attempt.requests.next().await.ok_or_else(none)?)
}

/// The requests of an attempt.
fn all<Req: Message + Default + 'static>(attempt: Attempt) -> Told<Req> {
    Box::pin(attempt.requests.map(decoded))
}

fn single(answer: impl Message) -> Answers {
    Answers::message(encode(answer))
}

fn many<Res: Message + 'static>(answers: Told<Res>) -> Answers {
    let frames = answers.map(|answer| answer.map(|answer| Frame::Message(encode(answer))));
    Answers { metadata: crate::Metadata::default(), frames: Box::pin(frames) }
}

// An attempt, answered by a function of a stub.

pub async fn one_to_one<Req, Res, F>(
    attempt: Attempt,
    function: impl FnOnce(Req) -> F,
) -> Result<Answers, Error>
where
    Req: Message + Default,
    Res: Message,
    F: Future<Output = Result<Res, Error>>,
{
    Ok(single(function(one(attempt).await?).await?))
}

pub async fn one_to_many<Req, Res, F>(
    attempt: Attempt,
    function: impl FnOnce(Req) -> F,
) -> Result<Answers, Error>
where
    Req: Message + Default,
    Res: Message + 'static,
    F: Future<Output = Result<Told<Res>, Error>>,
{
    Ok(many(function(one(attempt).await?).await?))
}

pub async fn many_to_one<Req, Res, F>(
    attempt: Attempt,
    function: impl FnOnce(Told<Req>) -> F,
) -> Result<Answers, Error>
where
    Req: Message + Default + 'static,
    Res: Message,
    F: Future<Output = Result<Res, Error>>,
{
    Ok(single(function(all(attempt)).await?))
}

pub async fn many_to_many<Req, Res, F>(
    attempt: Attempt,
    function: impl FnOnce(Told<Req>) -> F,
) -> Result<Answers, Error>
where
    Req: Message + Default + 'static,
    Res: Message + 'static,
    F: Future<Output = Result<Told<Res>, Error>>,
{
    Ok(many(function(all(attempt)).await?))
}
