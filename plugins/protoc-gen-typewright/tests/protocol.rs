//! What the protocol between a compiler and its plugins asks for, answers that are errors included.

use prost::Message;

use crate::inputs::Request;

/// A response with the fields that `prost-types` does not know.
#[derive(Clone, PartialEq, Message)]
struct Response {
    #[prost(string, optional, tag = "1")]
    error: Option<String>,
    #[prost(uint64, optional, tag = "2")]
    supported_features: Option<u64>,
    #[prost(int32, optional, tag = "3")]
    minimum_edition: Option<i32>,
    #[prost(int32, optional, tag = "4")]
    maximum_edition: Option<i32>,
    #[prost(message, repeated, tag = "15")]
    file: Vec<prost_types::compiler::code_generator_response::File>,
}

/// A request of a newer compiler: the files to generate come a second time, with all their options.
#[derive(Clone, PartialEq, Message)]
struct Newer {
    #[prost(string, repeated, tag = "1")]
    file_to_generate: Vec<String>,
    #[prost(string, optional, tag = "2")]
    parameter: Option<String>,
    #[prost(bytes = "vec", repeated, tag = "15")]
    proto_file: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "17")]
    source_file_descriptors: Vec<Vec<u8>>,
}

fn respond(request: &impl Message) -> Response {
    let answer = protoc_gen_typewright::respond(&request.encode_to_vec()).unwrap();
    Response::decode(&*answer).unwrap()
}

fn compiled(text: &str) -> typewright_compiler::Compiled {
    let mut open = |name: &str| Ok((name == "a.proto").then(|| text.to_owned()));
    typewright_compiler::compile(&["a.proto"], &mut open).unwrap()
}

fn request(descriptor: Vec<u8>) -> Request {
    Request {
        file_to_generate: vec!["a.proto".to_owned()],
        parameter: None,
        proto_file: vec![descriptor],
    }
}

#[test]
fn every_answer_declares_optional_fields_and_editions() {
    let text = "edition = \"2024\";\npackage a;\nmessage M { int32 n = 1; }\n";
    let descriptor = compiled(text).files[0].descriptor.clone();
    let right = request(descriptor.clone());
    let wrong = Request { parameter: Some("emti=client".to_owned()), ..right.clone() };
    let absent = Request { file_to_generate: vec!["b.proto".to_owned()], ..right.clone() };
    for (request, fails) in [(right, false), (wrong, true), (absent, true)] {
        let answer = respond(&request);
        assert_eq!(answer.error.is_some(), fails, "{:?}", answer.error);
        assert_eq!(answer.file.is_empty(), fails);
        assert_eq!(answer.supported_features, Some(3));
        assert_eq!((answer.minimum_edition, answer.maximum_edition), (Some(998), Some(1001)));
    }
}

#[test]
fn an_unknown_edition_is_told_at_its_line() {
    let text = "// A licence.\n\n  edition = \"2024\";\npackage a;\n";
    let mut descriptor = compiled(text).files[0].descriptor.clone();
    // The last value of a field counts.
    prost::encoding::int32::encode(14, &1002, &mut descriptor);
    let answer = respond(&request(descriptor));
    let told = answer.error.unwrap();
    assert!(told.starts_with("a.proto:3:3: edition 2025 is not supported"), "{told}");
    assert_eq!(answer.supported_features, Some(3));
}

/// Options that are kept for sources only stand in field 17 and not in field 15.
#[test]
fn the_fuller_descriptors_are_read_where_a_compiler_sends_them() {
    let with = |docs: &str| {
        let text = format!("syntax = \"proto3\";\npackage a;\n// {docs}\nmessage M {{}}\n");
        compiled(&text).files[0].descriptor.clone()
    };
    let (runtime, source) = (with("Of field 15."), with("Of field 17."));
    let newer = Newer {
        file_to_generate: vec!["a.proto".to_owned()],
        parameter: Some("emit=messages".to_owned()),
        proto_file: vec![runtime],
        source_file_descriptors: vec![source],
    };
    let text = |answer: Response| {
        let mut all = String::new();
        answer.file.iter().for_each(|file| all.push_str(file.content()));
        all
    };
    let read = text(respond(&newer));
    assert!(read.contains("/// Of field 17.") && !read.contains("/// Of field 15."), "{read}");
    let older = Newer { source_file_descriptors: Vec::new(), ..newer };
    assert!(text(respond(&older)).contains("/// Of field 15."));
}
