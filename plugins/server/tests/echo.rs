//! `service Echo`, as the emitter writes it.

use typewright_server::{Answering, Answers, Call, Request, Result, Served, Streaming};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Number {
    #[prost(int32, tag = "1")]
    pub(crate) number: i32,
}

pub(crate) trait Echo: Send + Sync + 'static {
    fn double(&self, request: Request<Number>) -> impl Future<Output = Result<Number>> + Send;

    fn count(
        &self,
        request: Request<Number>,
    ) -> impl Future<Output = Result<Answers<Number>>> + Send;

    fn sum(
        &self,
        request: Request<Streaming<Number>>,
    ) -> impl Future<Output = Result<Number>> + Send;

    fn sums(
        &self,
        request: Request<Streaming<Number>>,
    ) -> impl Future<Output = Result<Answers<Number>>> + Send;

    fn later(&self, request: Request<Number>) -> impl Future<Output = Result<Number>> + Send {
        typewright_server::unimplemented(request, "/test.Echo/Later")
    }
}

pub(crate) type EchoServer<T> = typewright_server::Server<EchoApi, T>;

pub(crate) enum EchoApi {}

impl typewright_server::Api for EchoApi {
    const NAME: &'static str = "test.Echo";
}

impl<T: Echo> typewright_server::Serve<T> for EchoApi {
    fn serve(served: Served<T>, call: Call) -> Answering {
        match call.path() {
            "/test.Echo/Double" => {
                call.unary(async move |request| <T as Echo>::double(&served, request).await)
            }
            "/test.Echo/Count" => call
                .server_streaming(async move |request| <T as Echo>::count(&served, request).await),
            "/test.Echo/Sum" => {
                call.client_streaming(async move |request| <T as Echo>::sum(&served, request).await)
            }
            "/test.Echo/Sums" => {
                call.bidi_streaming(async move |request| <T as Echo>::sums(&served, request).await)
            }
            "/test.Echo/Later" => {
                call.unary(async move |request| <T as Echo>::later(&served, request).await)
            }
            _ => call.unimplemented(),
        }
    }
}
