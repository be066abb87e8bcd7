//! Messages pass through the transport as bytes, also where tonic compresses them.
//!
//! The transport is compiled once, for bytes, and not once a message type: a generated client
//! only encodes before it and decodes after it.

use bytes::{Buf, BufMut, Bytes};
use tonic::Status;
#[cfg(feature = "serve")]
use tonic::codec::Codec;
use tonic::codec::{DecodeBuf, Decoder, EncodeBuf, Encoder};

#[derive(Debug)]
pub(crate) struct BytesCodec;

#[cfg(feature = "serve")]
impl Codec for BytesCodec {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = BytesCodec;
    type Decoder = BytesCodec;

    fn encoder(&mut self) -> BytesCodec {
        BytesCodec
    }

    fn decoder(&mut self) -> BytesCodec {
        BytesCodec
    }
}

impl Encoder for BytesCodec {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, message: Bytes, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.put(message);
        Ok(())
    }
}

impl Decoder for BytesCodec {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, bytes: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(bytes.copy_to_bytes(bytes.remaining())))
    }
}
