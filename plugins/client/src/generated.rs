//! What generated clients are made of: the emitter writes rows of data, these macros make the
//! types and functions. A mistake in them is mended by a release of this crate, without generating
//! again.

/// The request that a call is written with, once a module of generated code.
///
/// It belongs to that module, so that each message can have functions of its own on it, see
/// [`setters!`](crate::setters!).
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    () => {
        /// A call that is being written: functions named like the fields of its message set them,
        /// the others say how to make the call. `.send().await` or `.await` makes it.
        #[must_use = "a call is made when it is sent"]
        pub struct Request<Req, Res = Req, Kind = $crate::One> {
            call: $crate::Call<Req, Res, Kind>,
            request: Req,
        }

        impl<Req, Res, Kind> Request<Req, Res, Kind>
        where
            Req: $crate::generated::Message + Default,
        {
            fn new(call: $crate::Call<Req, Res, Kind>) -> Self {
                Self { call, request: Req::default() }
            }

            fn option(
                self,
                set: impl FnOnce($crate::Call<Req, Res, Kind>) -> $crate::Call<Req, Res, Kind>,
            ) -> Self {
                Self { call: set(self.call), ..self }
            }

            /// How long the whole call may take, see [`Call::timeout`](typewright_client::Call::timeout).
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                self.option(|call| call.timeout(timeout))
            }

            /// Sends a pair of metadata, see [`Call::metadata`](typewright_client::Call::metadata).
            pub fn metadata(self, key: &str, value: &str) -> Self {
                self.option(|call| call.metadata(key, value))
            }

            /// Sends a pair of metadata whose value is bytes.
            pub fn metadata_bin(self, key: &str, value: &[u8]) -> Self {
                self.option(|call| call.metadata_bin(key, value))
            }

            /// Repeats the call by these rules, see [`Call::retry`](typewright_client::Call::retry).
            pub fn retry(self, retry: $crate::Retry) -> Self {
                self.option(|call| call.retry(retry))
            }

            /// Makes the call several times side by side, see
            /// [`Call::hedge`](typewright_client::Call::hedge).
            pub fn hedge(self, hedging: $crate::Hedging) -> Self {
                self.option(|call| call.hedge(hedging))
            }

            /// Makes the call once, whatever its method and the service config say.
            pub fn once(self) -> Self {
                self.option(|call| call.once())
            }

            /// Whether to wait for a server that cannot be reached.
            pub fn wait_for_ready(self, wait: bool) -> Self {
                self.option(|call| call.wait_for_ready(wait))
            }

            /// The call as it was written.
            pub fn into_call(self) -> $crate::Call<Req, Res, Kind> {
                self.call.carrying(&self.request)
            }

            /// Makes the call.
            ///
            /// # Errors
            /// The status of the server if it is not OK, or what kept the call from reaching it.
            pub fn send(
                self,
            ) -> <$crate::Call<Req, Res, Kind> as ::std::future::IntoFuture>::IntoFuture
            where
                $crate::Call<Req, Res, Kind>: ::std::future::IntoFuture,
            {
                ::std::future::IntoFuture::into_future(self.into_call())
            }
        }

        impl<Req, Res> Request<Req, Res, $crate::One>
        where
            Req: $crate::generated::Message + Default,
        {
            /// Makes the call and gives the answer with its metadata and trailers.
            ///
            /// # Errors
            /// Those of `send`.
            pub async fn response(self) -> Result<$crate::Response<Res>, $crate::Error> {
                self.into_call().response().await
            }
        }

        impl<Req, Res> Request<Req, Res, $crate::Many>
        where
            Req: $crate::generated::Message + Default,
        {
            /// Makes the call and gives the answers with the metadata before them.
            ///
            /// # Errors
            /// Those of `send`.
            pub async fn response(
                self,
            ) -> Result<$crate::Response<$crate::Streaming<Res>>, $crate::Error> {
                self.into_call().response().await
            }
        }

        impl<Req, Res> Request<Req, Res, $crate::One>
        where
            Req: $crate::generated::Message + Default,
            Res: $crate::Page,
        {
            /// The pages of the list, see [`Call::pages`](typewright_client::Call::pages).
            pub fn pages(self) -> $crate::Pages<Res> {
                self.into_call().pages()
            }

            /// The items of all pages, see [`Call::items`](typewright_client::Call::items).
            pub fn items(self) -> $crate::Items<Res> {
                self.into_call().items()
            }
        }

        impl<Req, Res, Kind> ::std::future::IntoFuture for Request<Req, Res, Kind>
        where
            Req: $crate::generated::Message + Default,
            $crate::Call<Req, Res, Kind>: ::std::future::IntoFuture,
        {
            type Output = <$crate::Call<Req, Res, Kind> as ::std::future::IntoFuture>::Output;
            type IntoFuture =
                <$crate::Call<Req, Res, Kind> as ::std::future::IntoFuture>::IntoFuture;

            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.into_call())
            }
        }

        impl<Req: ::std::fmt::Debug, Res, Kind> ::std::fmt::Debug for Request<Req, Res, Kind> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("Request")
                    .field("call", &self.call)
                    .field("request", &self.request)
                    .finish()
            }
        }
    };
}

/// What a function of a field takes, by how the field is held.
#[doc(hidden)]
#[macro_export]
macro_rules! given {
    (plain $ty:ty) => { $ty };
    (into $ty:ty) => { impl Into<$ty> };
    (some $($rest:tt)*) => { $crate::given!($($rest)*) };
    (member $($rest:tt)*) => { $crate::given!($($rest)*) };
    (plains $ty:ty) => { impl IntoIterator<Item = $ty> };
    (list $ty:ty) => { impl IntoIterator<Item = impl Into<$ty>> };
    (map $key:ty, $value:ty) => { impl IntoIterator<Item = (impl Into<$key>, impl Into<$value>)> };
}

/// What is put into a field, by how the field is held. The second conversion is for a field that
/// is boxed, or whose bytes are of another type than `Vec<u8>`.
#[doc(hidden)]
#[macro_export]
macro_rules! held {
    ($value:ident plain $ty:ty) => { $value };
    ($value:ident into $ty:ty) => { ::core::convert::Into::<$ty>::into($value).into() };
    ($value:ident some $($rest:tt)*) => { Some($crate::held!($value $($rest)*)) };
    ($value:ident plains $ty:ty) => { $value.into_iter().collect() };
    ($value:ident list $ty:ty) => {
        $value.into_iter().map(|one| ::core::convert::Into::<$ty>::into(one).into()).collect()
    };
    ($value:ident map $key:ty, $value_ty:ty) => {
        $value
            .into_iter()
            .map(|(key, one)| {
                let key = ::core::convert::Into::<$key>::into(key);
                (key, ::core::convert::Into::<$value_ty>::into(one).into())
            })
            .collect()
    };
}

/// Functions that set the fields of a message: the name of each, with the field behind it where
/// that is called otherwise, and how it is held.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($message:ty { $($name:ident ($($how:tt)*) $(in $field:ident $(as $variant:path)?)?;)* }) => {
        impl<Res, Kind> Request<$message, Res, Kind> {
            $($crate::setter!($name ($($how)*) $(in $field $(as $variant)?)?);)*
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($name:ident ($($how:tt)*)) => { $crate::setter!($name ($($how)*) in $name); };
    ($name:ident ($($how:tt)*) in $field:ident) => {
        #[doc = concat!("Sets the field `", stringify!($field), "`.")]
        pub fn $name(mut self, value: $crate::given!($($how)*)) -> Self {
            self.request.$field = $crate::held!(value $($how)*);
            self
        }
    };
    ($name:ident ($($how:tt)*) in $field:ident as $variant:path) => {
        #[doc = concat!("Sets `", stringify!($field), "` to its member `", stringify!($name), "`.")]
        pub fn $name(mut self, value: $crate::given!($($how)*)) -> Self {
            self.request.$field = Some($variant($crate::held!(value $($how)*)));
            self
        }
    };
}

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
                [$($argument:ident($($given:tt)*)),*]
                ($req:ty => $res:ty $(; $result:ty, $progress:ty)?) = $path:literal
                $(.$fact:ident($($with:tt)*))*;
        )*
    ) => {
        $(#[$meta])*
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

        impl $client {
            $($crate::rpc!(
                [$(#[$doc])*] $kind $spec $function $call [$($argument($($given)*)),*]
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
        [$($argument:ident($($given:tt)*)),*] ($req:ty => $res:ty)
    ) => {
        $($doc)*
        pub fn $function(
            &self,
            $($argument: $crate::given!($($given)*)),*
        ) -> Request<$req, $res> {
            Request::new(self.channel.unary($spec.method(), <$req>::default()))
                $(.$argument($argument))*
        }

        #[doc = concat!("Calls [`Self::", stringify!($function), "`] with its whole message.")]
        pub fn $call(&self, request: $req) -> $crate::Unary<$req, $res> {
            self.channel.unary($spec.method(), request)
        }
    };
    (
        [$($doc:tt)*] long_running $spec:ident $function:ident $call:ident
        [$($argument:ident($($given:tt)*)),*]
        ($req:ty => $res:ty; $result:ty, $progress:ty)
    ) => {
        $($doc)*
        pub fn $function(
            &self,
            $($argument: $crate::given!($($given)*)),*
        ) -> Request<$req, $crate::Operation<$result, $progress>> {
            Request::new(self.channel.long_running($spec.method(), <$req>::default()))
                $(.$argument($argument))*
        }

        #[doc = concat!("Calls [`Self::", stringify!($function), "`] with its whole message.")]
        pub fn $call(&self, request: $req) -> $crate::LongRunning<$req, $result, $progress> {
            self.channel.long_running($spec.method(), request)
        }
    };
    (
        [$($doc:tt)*] server_streaming $spec:ident $function:ident $call:ident
        [$($argument:ident($($given:tt)*)),*] ($req:ty => $res:ty)
    ) => {
        $($doc)*
        pub fn $function(
            &self,
            $($argument: $crate::given!($($given)*)),*
        ) -> Request<$req, $res, $crate::Many> {
            Request::new(self.channel.server_streaming($spec.method(), <$req>::default()))
                $(.$argument($argument))*
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
            async { Err($crate::generated::unimplemented($spec.method().path)) }
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
        $crate::generated::many(
            <T as $stub>::$function(&$this, $crate::generated::one($attempt).await?).await?,
        )
    };
    (client_streaming $stub:ident $function:ident $this:ident $attempt:ident) => {
        $crate::generated::single(
            <T as $stub>::$function(&$this, $crate::generated::all($attempt)).await?,
        )
    };
    (bidi_streaming $stub:ident $function:ident $this:ident $attempt:ident) => {
        $crate::generated::many(
            <T as $stub>::$function(&$this, $crate::generated::all($attempt)).await?,
        )
    };
    ($kind:ident $stub:ident $function:ident $this:ident $attempt:ident) => {
        $crate::generated::single(
            <T as $stub>::$function(&$this, $crate::generated::one($attempt).await?).await?,
        )
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

/// The one request of an attempt.
pub async fn one<Req: Message + Default>(mut attempt: Attempt) -> Result<Req, Error> {
    let none = || Error::new(Code::Internal, "the call has no request");
    decoded(attempt.requests.next().await.ok_or_else(none)?)
}

/// The requests of an attempt.
pub fn all<Req: Message + Default + 'static>(attempt: Attempt) -> Told<Req> {
    Box::pin(attempt.requests.map(decoded))
}

pub fn single(answer: impl Message) -> Result<Answers, Error> {
    Ok(Answers::message(encode(answer)))
}

pub fn many<Res: Message + 'static>(answers: Told<Res>) -> Result<Answers, Error> {
    let frames = answers.map(|answer| answer.map(|answer| Frame::Message(encode(answer))));
    Ok(Answers { metadata: crate::Metadata::default(), frames: Box::pin(frames) })
}
