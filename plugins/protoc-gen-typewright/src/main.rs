//! Standard input to standard output; the library does the rest.

use std::io::{Read, Write, stderr, stdin, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut request = Vec::new();
    let answer = stdin()
        .read_to_end(&mut request)
        .map_err(|error| error.to_string())
        .and_then(|_| protoc_gen_typewright::respond(&request).map_err(|error| error.to_string()))
        .and_then(|answer| stdout().write_all(&answer).map_err(|error| error.to_string()));
    match answer {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let hint = "protoc runs this program: protoc --typewright_out=DIR FILE.proto";
            let _ = writeln!(stderr(), "protoc-gen-typewright: {error}\n{hint}");
            ExitCode::FAILURE
        }
    }
}
