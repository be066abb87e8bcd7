//! Speaks the protocol of Google's conformance runner: requests on standard input, answers on
//! standard output, a length in four bytes before each.

use std::io::{ErrorKind, Read, Write, stdin, stdout};

use prost::Message;
use typewright_json::{Json, Reader, Types, Writer};

include!(concat!(env!("OUT_DIR"), "/root.rs"));

use api::conformance::conformance_request::Payload;
use api::conformance::conformance_response::Result as Outcome;
use api::conformance::{
    ConformanceRequest, ConformanceResponse, FailureSet, TestCategory, WireFormat,
};
use api::protobuf_test_messages::{editions, proto2, proto3};

/// What an `Any` may hold.
static TYPES: Types = Types::of(api::MESSAGES);

fn main() -> std::io::Result<()> {
    let (mut requests, mut answers) = (stdin().lock(), stdout().lock());
    loop {
        let mut length = [0; 4];
        match requests.read_exact(&mut length) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
            read => read?,
        }
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        requests.read_exact(&mut bytes)?;
        let request = ConformanceRequest::decode(&*bytes)?;
        let answer = ConformanceResponse { result: Some(answer(request)) }.encode_to_vec();
        let length = u32::try_from(answer.len()).unwrap_or(u32::MAX);
        answers.write_all(&length.to_le_bytes())?;
        answers.write_all(&answer)?;
        answers.flush()?;
    }
}

fn answer(request: ConformanceRequest) -> Outcome {
    match &*request.message_type {
        // The first request asks which tests fail; the list is given to the runner instead.
        "conformance.FailureSet" => Outcome::ProtobufPayload(FailureSet::default().encode_to_vec()),
        "protobuf_test_messages.proto2.TestAllTypesProto2" => {
            run::<proto2::TestAllTypesProto2>(request)
        }
        "protobuf_test_messages.proto2.TestAllRequiredTypesProto2" => {
            run::<proto2::TestAllRequiredTypesProto2>(request)
        }
        "protobuf_test_messages.proto3.TestAllTypesProto3" => {
            run::<proto3::TestAllTypesProto3>(request)
        }
        "protobuf_test_messages.editions.TestAllTypesEdition2023" => {
            run::<editions::TestAllTypesEdition2023>(request)
        }
        "protobuf_test_messages.editions.proto2.TestAllTypesProto2" => {
            run::<editions::proto2::TestAllTypesProto2>(request)
        }
        "protobuf_test_messages.editions.proto2.TestAllRequiredTypesProto2" => {
            run::<editions::proto2::TestAllRequiredTypesProto2>(request)
        }
        "protobuf_test_messages.editions.proto3.TestAllTypesProto3" => {
            run::<editions::proto3::TestAllTypesProto3>(request)
        }
        other => Outcome::RuntimeError(format!("the type `{other}` is not known to this program")),
    }
}

/// Reads a message in one format and writes it in another.
fn run<T: Json>(request: ConformanceRequest) -> Outcome {
    let lenient = request.test_category() == TestCategory::JsonIgnoreUnknownParsingTest;
    let wanted = request.requested_output_format();
    let message = match request.payload {
        Some(Payload::ProtobufPayload(bytes)) => {
            T::decode(&*bytes).map_err(|error| error.to_string())
        }
        Some(Payload::JsonPayload(text)) => {
            let reader = Reader::new(&TYPES).ignore_unknown(lenient);
            T::from_json_with(&text, &reader).map_err(|error| error.to_string())
        }
        _ => return Outcome::Skipped("binary and JSON only".to_owned()),
    };
    let message = match message {
        Ok(message) => message,
        Err(error) => return Outcome::ParseError(error),
    };
    match wanted {
        WireFormat::Protobuf => Outcome::ProtobufPayload(message.encode_to_vec()),
        WireFormat::Json => match message.to_json_with(&Writer::new(&TYPES)) {
            Ok(text) => Outcome::JsonPayload(text),
            Err(error) => Outcome::SerializeError(error.to_string()),
        },
        _ => Outcome::Skipped("binary and JSON only".to_owned()),
    }
}
