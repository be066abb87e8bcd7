//! Requests that are written field by field.

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
    // Most are one of these four: an API of a thousand methods has five thousand fields.
    ($name:ident (into String)) => {
        /// Sets the field of this name.
        pub fn $name(mut self, value: impl Into<String>) -> Self {
            self.request.$name = value.into();
            self
        }
    };
    ($name:ident (some into String)) => {
        /// Sets the field of this name.
        pub fn $name(mut self, value: impl Into<String>) -> Self {
            self.request.$name = Some(value.into());
            self
        }
    };
    ($name:ident (some plain $ty:ty)) => {
        /// Sets the field of this name.
        pub fn $name(mut self, value: $ty) -> Self {
            self.request.$name = Some(value);
            self
        }
    };
    ($name:ident (some into $ty:ty)) => {
        /// Sets the field of this name.
        pub fn $name(mut self, value: impl Into<$ty>) -> Self {
            self.request.$name = Some(::core::convert::Into::<$ty>::into(value).into());
            self
        }
    };
    ($name:ident ($($how:tt)*)) => { $crate::setter!($name ($($how)*) in $name); };
    ($name:ident ($($how:tt)*) in $field:ident) => {
        #[doc = concat!("Sets the field `", stringify!($field), "`.")]
        pub fn $name(mut self, value: $crate::given!($($how)*)) -> Self {
            $crate::put!((self.request) value $name ($($how)*) in $field);
            self
        }
    };
    ($name:ident ($($how:tt)*) in $field:ident as $variant:path) => {
        #[doc = concat!("Sets `", stringify!($field), "` to its member `", stringify!($name), "`.")]
        pub fn $name(mut self, value: $crate::given!($($how)*)) -> Self {
            $crate::put!((self.request) value $name ($($how)*) in $field as $variant);
            self
        }
    };
}

/// Puts a value into a field, by a row of [`setters!`](crate::setters!).
#[doc(hidden)]
#[macro_export]
macro_rules! put {
    (($($request:tt)*) $value:ident $name:ident (into String)) => {
        $($request)*.$name = $value.into();
    };
    (($($request:tt)*) $value:ident $name:ident ($($how:tt)*)) => {
        $($request)*.$name = $crate::held!($value $($how)*);
    };
    (($($request:tt)*) $value:ident $name:ident ($($how:tt)*) in $field:ident) => {
        $($request)*.$field = $crate::held!($value $($how)*);
    };
    (($($request:tt)*) $value:ident $name:ident ($($how:tt)*) in $field:ident as $variant:path) => {
        $($request)*.$field = Some($variant($crate::held!($value $($how)*)));
    };
}

/// A call whose first fields are given. They are put in their places here: each request of the module
/// may have a function of the same name, and the compiler would try every one of these for each.
#[doc(hidden)]
#[macro_export]
macro_rules! begun {
    (
        $this:ident $kind:ident $spec:ident $req:ty,
        $($argument:ident($($given:tt)*) $(in $field:ident $(as $variant:path)?)?),*
    ) => {{
        #[allow(unused_mut)]
        let mut request = <$req as ::core::default::Default>::default();
        $($crate::put!((request) $argument $argument ($($given)*) $(in $field $(as $variant)?)?);)*
        let call = $this.channel.$kind($spec.method(), <$req as ::core::default::Default>::default());
        Request { call, request }
    }};
}
