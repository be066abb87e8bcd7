//! The requests of a client stream.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio_stream::Stream;
use tonic::Status;
use tonic::metadata::MetadataMap;

use crate::codec::decoded;

/// The requests of a client stream, as they come; an error ends it.
pub struct Streaming<T> {
    bytes: tonic::Streaming<Bytes>,
    message: PhantomData<fn() -> T>,
}

impl<T> Streaming<T> {
    pub(crate) fn new(bytes: tonic::Streaming<Bytes>) -> Self {
        Streaming { bytes, message: PhantomData }
    }
}

impl<T: prost::Message + Default> Streaming<T> {
    /// The next request, or nothing after the last one.
    ///
    /// # Errors
    /// If the client broke the stream off, or sent something else.
    pub async fn message(&mut self) -> Result<Option<T>, Status> {
        self.bytes.message().await?.map(decoded).transpose()
    }

    /// What the client sent after the last request; requests before it are passed over.
    ///
    /// # Errors
    /// If the client broke the stream off.
    pub async fn trailers(&mut self) -> Result<Option<MetadataMap>, Status> {
        self.bytes.trailers().await
    }
}

impl<T: prost::Message + Default> Stream for Streaming<T> {
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.bytes).poll_next(cx);
        next.map(|item| item.map(|bytes| bytes.and_then(decoded)))
    }
}

impl<T> fmt::Debug for Streaming<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streaming").finish_non_exhaustive()
    }
}
