//! Stubs: a trait with a function a method, which tests implement. They are a third of what a client
//! costs its compiler and no program needs them, so that they wait for the feature `stub`.

/// The stub of a client, and the client that is made of it.
#[cfg(not(feature = "stub"))]
#[doc(hidden)]
#[macro_export]
macro_rules! stubbed {
    ($($rows:tt)*) => {};
}

/// The stub of a client, and the client that is made of it.
#[cfg(feature = "stub")]
#[doc(hidden)]
#[macro_export]
macro_rules! stubbed {
    (
        $client:ident $stub:ident = $service:literal;
        $(
            [$($doc:tt)*] $kind:ident $spec:ident $function:ident ($req:ty => $res:ty) =
                $path:literal;
        )*
    ) => {
        #[doc = concat!("What stands in for a server of `", $service, "` in tests: implement what")]
        /// is called, and make a client of it by `from(Stub(..))`. The rest is `UNIMPLEMENTED`.
        pub trait $stub: Send + Sync + 'static {
            $(
                $($doc)*
                fn $function(
                    &self,
                    request: $crate::asked!($kind $req),
                ) -> impl ::std::future::Future<
                    Output = ::core::result::Result<$crate::told!($kind $res), $crate::Error>,
                > + Send {
                    $crate::generated::absent($path, request)
                }
            )*
        }

        impl<T: $stub> From<$crate::Stub<T>> for $client {
            fn from(stub: $crate::Stub<T>) -> Self {
                let stub = ::std::sync::Arc::new(stub.0);
                let channel = $crate::generated::channel(
                    move |attempt: $crate::transport::Attempt| match attempt.method.path {
                        $($path => $crate::answered!(
                            $kind (stub.clone(), attempt, <T as $stub>::$function) $req => $res
                        ),)*
                        path => $crate::generated::unimplemented(path),
                    },
                );
                Self { channel }
            }
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

/// An attempt, answered by a function of a stub.
#[doc(hidden)]
#[macro_export]
macro_rules! answered {
    (server_streaming $given:tt $req:ty => $res:ty) => {
        $crate::answered!($given one_to_many $req => $res)
    };
    (client_streaming $given:tt $req:ty => $res:ty) => {
        $crate::answered!($given many_to_one $req => $res)
    };
    (bidi_streaming $given:tt $req:ty => $res:ty) => {
        $crate::answered!($given many_to_many $req => $res)
    };
    ($kind:ident $given:tt $req:ty => $res:ty) => {
        $crate::answered!($given one_to_one $req => $res)
    };
    (($($given:tt)*) $way:ident $req:ty => $res:ty) => {
        $crate::generated::$way::<T, $req, $res, _>($($given)*)
    };
}
