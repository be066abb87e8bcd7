//! Messages on the wire of gRPC, as far as they are not compressed: five bytes and the message.
//!
//! Most calls send one message and get one. Such a request goes out in a single frame that also
//! ends the stream, and such an answer is a slice of the bytes that arrived. What is compressed
//! takes the way through tonic.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use http_body::{Body, Frame as Part, SizeHint};
use tonic::{Code, Status};

use super::Frame;
use crate::Metadata;

/// One byte that says whether a message is compressed, four that say how long it is.
const PREFIX: usize = 5;

/// The body of a request with one message.
pub(super) struct Single(Bytes);

impl Single {
    /// Nothing for a message whose length no prefix can say.
    pub(super) fn new(message: &Bytes) -> Option<Single> {
        let length = u32::try_from(message.len()).ok()?;
        let mut framed = BytesMut::with_capacity(PREFIX + message.len());
        framed.put_u8(0);
        framed.put_u32(length);
        framed.put_slice(message);
        Some(Single(framed.freeze()))
    }
}

impl Body for Single {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Part<Bytes>, Infallible>>> {
        let framed = std::mem::take(&mut self.0);
        Poll::Ready((!framed.is_empty()).then(|| Ok(Part::data(framed))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}

/// Reads the messages of an answer that is not compressed.
pub(super) struct Reader<B> {
    body: B,
    http: StatusCode,
    /// What arrived and was not read yet.
    rest: Bytes,
    largest: usize,
    trailers: Option<HeaderMap>,
    over: bool,
}

impl<B> Reader<B>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: Into<tonic::codegen::StdError>,
{
    pub(super) fn new(body: B, http: StatusCode, largest: usize) -> Reader<B> {
        Reader { body, http, rest: Bytes::new(), largest, trailers: None, over: false }
    }

    /// A message, or the trailers of a call that went well.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Frame, Status>> {
        loop {
            if let Some(message) = self.message()? {
                return Poll::Ready(Ok(Frame::Message(message)));
            }
            if self.over {
                return Poll::Ready(self.end().map(Frame::Trailers));
            }
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => self.over = true,
                Some(part) => self.add(part.map_err(|error| Status::from_error(error.into()))?),
            }
        }
    }

    fn add(&mut self, part: Part<Bytes>) {
        match part.into_data() {
            Ok(data) if self.rest.is_empty() => self.rest = data,
            Ok(data) => {
                let mut joined = std::mem::take(&mut self.rest)
                    .try_into_mut()
                    .unwrap_or_else(|shared| BytesMut::from(&*shared));
                joined.reserve(data.len().max(self.missing(&joined)));
                joined.put(data);
                self.rest = joined.freeze();
            }
            Err(part) => {
                self.trailers = part.into_trailers().ok();
                self.over = true;
            }
        }
    }

    /// How many bytes are still to come for the message that began.
    fn missing(&self, bytes: &[u8]) -> usize {
        let Some(length) = length(bytes) else { return 0 };
        (PREFIX + length.min(self.largest)).saturating_sub(bytes.len())
    }

    fn message(&mut self) -> Result<Option<Bytes>, Status> {
        let Some(length) = length(&self.rest) else { return Ok(None) };
        if self.rest[0] != 0 {
            return Err(Status::internal("a compressed message without a `grpc-encoding`"));
        }
        if length > self.largest {
            let message = format!("an answer of {length} bytes; at most {} are read", self.largest);
            return Err(Status::out_of_range(message));
        }
        if self.rest.len() < PREFIX + length {
            return Ok(None);
        }
        self.rest.advance(PREFIX);
        Ok(Some(self.rest.split_to(length)))
    }

    /// How the call ended.
    fn end(&mut self) -> Result<Metadata, Status> {
        if !self.rest.is_empty() {
            return Err(Status::internal("the answer broke off inside of a message"));
        }
        let mut trailers = self.trailers.take().unwrap_or_default();
        let status = Status::from_header_map(&trailers).unwrap_or_else(|| without(self.http));
        if status.code() != Code::Ok {
            return Err(status);
        }
        for name in ["grpc-status", "grpc-message"] {
            trailers.remove(name);
        }
        Ok(Metadata::from(trailers))
    }
}

fn length(bytes: &[u8]) -> Option<usize> {
    let length = bytes.get(1..PREFIX)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(length)).ok()
}

/// What an answer without a status means, by
/// [gRPC's table](https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md).
pub(super) fn without(http: StatusCode) -> Status {
    let code = match http.as_u16() {
        200 => return Status::unknown("the server ended the call without a status"),
        400 => Code::Internal,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::Unimplemented,
        429 | 502..=504 => Code::Unavailable,
        _ => Code::Unknown,
    };
    Status::new(code, format!("the server answered HTTP {http}, without a status of gRPC"))
}
