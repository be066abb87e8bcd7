//! What a server says about its own services, by the
//! [gRPC reflection protocol](https://github.com/grpc/grpc/blob/master/doc/server-reflection.md).

use bytes::Bytes;
use prost::Message;

use crate::{Channel, Code, Error, Method, from_iter};

static V1: Method =
    Method::new("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo").idempotent();
/// The same messages under the name of a draft, which older servers know alone.
static DRAFT: Method =
    Method::new("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo").idempotent();

/// Asks a server about its services; from [`Channel::reflection`].
#[derive(Clone, Debug)]
pub struct Reflection {
    channel: Channel,
}

/// What is asked; also read by a server.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Question {
    #[prost(string, tag = "1")]
    pub(crate) host: String,
    #[prost(oneof = "Asked", tags = "3, 4, 5, 6, 7")]
    pub(crate) asked: Option<Asked>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum Asked {
    #[prost(string, tag = "3")]
    File(String),
    #[prost(string, tag = "4")]
    Symbol(String),
    #[prost(message, tag = "5")]
    Extension(Extension),
    #[prost(string, tag = "6")]
    Numbers(String),
    #[prost(string, tag = "7")]
    Services(String),
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Extension {
    #[prost(string, tag = "1")]
    pub(crate) of: String,
    #[prost(int32, tag = "2")]
    pub(crate) number: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Answer {
    #[prost(string, tag = "1")]
    pub(crate) host: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) question: Option<Question>,
    #[prost(message, optional, tag = "4")]
    pub(crate) files: Option<Files>,
    #[prost(message, optional, tag = "5")]
    pub(crate) numbers: Option<Extensions>,
    #[prost(message, optional, tag = "6")]
    pub(crate) services: Option<Services>,
    #[prost(message, optional, tag = "7")]
    pub(crate) error: Option<Failure>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Files {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    pub(crate) files: Vec<Bytes>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Extensions {
    #[prost(string, tag = "1")]
    pub(crate) ty: String,
    #[prost(int32, repeated, tag = "2")]
    pub(crate) numbers: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Services {
    #[prost(message, repeated, tag = "1")]
    pub(crate) services: Vec<Service>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Service {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Failure {
    #[prost(int32, tag = "1")]
    pub(crate) code: i32,
    #[prost(string, tag = "2")]
    pub(crate) message: String,
}

impl Channel {
    /// Asks the server about its services, if it tells.
    pub fn reflection(&self) -> Reflection {
        Reflection { channel: self.clone() }
    }
}

impl Reflection {
    /// The full names of all services.
    ///
    /// # Errors
    /// Those of a call; [`Code::Unimplemented`] from a server that does not tell.
    pub async fn services(&self) -> Result<Vec<String>, Error> {
        let answer = self.ask(Asked::Services(String::new())).await?;
        let services = answer.services.unwrap_or_default().services;
        Ok(services.into_iter().map(|service| service.name).collect())
    }

    /// The file that declares a service, method or type, and all files that it imports which the
    /// server sends along: each an encoded `google.protobuf.FileDescriptorProto`.
    ///
    /// # Errors
    /// Those of a call; [`Code::NotFound`] for a name that the server does not know.
    pub async fn file_of(&self, symbol: &str) -> Result<Vec<Bytes>, Error> {
        let answer = self.ask(Asked::Symbol(symbol.to_owned())).await?;
        Ok(answer.files.unwrap_or_default().files)
    }

    /// A file by its name, such as `google/rpc/status.proto`; see [`Reflection::file_of`].
    ///
    /// # Errors
    /// Those of a call; [`Code::NotFound`] for a file that the server does not know.
    pub async fn file(&self, name: &str) -> Result<Vec<Bytes>, Error> {
        let answer = self.ask(Asked::File(name.to_owned())).await?;
        Ok(answer.files.unwrap_or_default().files)
    }

    async fn ask(&self, asked: Asked) -> Result<Answer, Error> {
        match self.ask_by(&V1, asked.clone()).await {
            Err(error) if error.code() == Code::Unimplemented => self.ask_by(&DRAFT, asked).await,
            answer => answer,
        }
    }

    async fn ask_by(&self, method: &'static Method, asked: Asked) -> Result<Answer, Error> {
        let question = Question { host: String::new(), asked: Some(asked) };
        let mut answers = self.channel.bidi_streaming(method, from_iter([question])).await?;
        let none = || Error::new(Code::Internal, "the server ended the call without an answer");
        let answer: Answer = answers.message().await?.ok_or_else(none)?;
        match answer.error {
            None => Ok(answer),
            Some(Failure { code, message }) => {
                Err(Error::from_server(Code::from_number(code), message, Bytes::new()))
            }
        }
    }
}
