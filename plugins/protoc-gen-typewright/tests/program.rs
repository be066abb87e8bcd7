//! The built program, as a compiler starts it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use prost::Message as _;
use prost_types::compiler::CodeGeneratorResponse;

use crate::inputs::{answer, inventory};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_protoc-gen-typewright");

fn run(request: &[u8]) -> Output {
    let mut plugin = Command::new(PROGRAM)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    plugin.stdin.take().unwrap().write_all(request).unwrap();
    plugin.wait_with_output().unwrap()
}

#[test]
fn it_reads_a_request_and_writes_an_answer() {
    let request = inventory().request("");
    let output = run(&request.encode_to_vec());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(CodeGeneratorResponse::decode(&*output.stdout).unwrap(), answer(&request));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_mistake_of_the_user_is_an_answer_and_no_failure() {
    let output = run(&inventory().request("emit=nothing").encode_to_vec());
    assert_eq!(output.status.code(), Some(0));
    let answer = CodeGeneratorResponse::decode(&*output.stdout).unwrap();
    assert!(answer.error().contains("`nothing`"));
}

#[test]
fn what_is_no_request_is_a_failure_that_says_how_to_run_it() {
    let output = run(b"\xffno request");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("protoc-gen-typewright: "), "{told}");
    assert!(told.contains("protoc --typewright_out=DIR"), "{told}");
}
