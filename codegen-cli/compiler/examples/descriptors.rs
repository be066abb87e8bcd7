//! Compiles files into a descriptor set on standard output, as `protoc -I DIR … -o` does.
//!
//! `cargo run --example descriptors -- -I DIR [--retain] FILE…`

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut includes = Vec::new();
    let mut roots = Vec::new();
    let mut retain = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match &*arg {
            "-I" => includes.extend(args.next()),
            "--retain" => retain = true,
            _ => roots.push(arg),
        }
    }
    let mut open = |name: &str| {
        let path = includes.iter().map(|dir| std::path::Path::new(dir).join(name));
        let Some(path) = path.into_iter().find(|path| path.is_file()) else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes));
        read.map_err(|e| e.to_string())?;
        String::from_utf8(bytes).map(Some).map_err(|e| e.to_string())
    };
    let names: Vec<&str> = roots.iter().map(String::as_str).collect();
    let mut out = Vec::new();
    let mut told = String::new();
    let code = match typewright_compiler::compile(&names, &mut open) {
        Ok(compiled) => {
            for warning in compiled.warnings {
                told.push_str(&format!("warning: {warning}\n"));
            }
            for file in compiled.files {
                let bytes = if retain { file.descriptor } else { file.runtime };
                out.push(0x0a);
                let mut length = bytes.len();
                while length >= 0x80 {
                    out.push(length as u8 | 0x80);
                    length >>= 7;
                }
                out.push(length as u8);
                out.extend(bytes);
            }
            ExitCode::SUCCESS
        }
        Err(problems) => {
            for problem in problems {
                told.push_str(&format!("{problem}\n"));
            }
            ExitCode::FAILURE
        }
    };
    let written = std::io::stdout().write_all(&out);
    match written.and_then(|()| std::io::stderr().write_all(told.as_bytes())) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}
