//! What generated clients are made of: the emitter writes rows of data, these macros make the
//! types and functions. A mistake in them is mended by a release of this crate, without generating
//! again.

#[cfg(feature = "stub")]
mod answering;
mod request;
mod stub;

/// A client, what it knows about the methods, and its stub (see [`stubbed!`](crate::stubbed!)).
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
        /// Made of a [`Channel`](typewright_client::Channel) by `from`, in tests of a `Stub` (feature
        /// `stub` of the crate `typewright-client`); cloning is cheap. A method begins a request,
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

        $crate::stubbed! {
            $client $stub = $service;
            $([$(#[$doc])*] $kind $spec $function ($req => $res) = $path;)*
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

use std::sync::Arc;

use crate::Channel;
use crate::builder::{Builder, Target};
use crate::transport::Transport;

#[cfg(feature = "stub")]
pub use self::answering::{
    absent, many_to_many, many_to_one, one_to_many, one_to_one, unimplemented,
};
pub use crate::resource::{read, written};
pub use prost::Message;

/// A channel over a transport that needs no setting up.
pub fn channel(transport: impl Transport) -> Channel {
    let transport: Arc<dyn Transport> = Arc::new(transport);
    Builder::new(Target::Transport(transport.clone())).into_channel(transport, "a stub".to_owned())
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
