//! Compilers of others, started as programs: `protoc` and `buf`.

use std::path::{Path, PathBuf};
use std::process::Command;

use typewright_core::source::proto::Input;

use super::proto::{Compiled, find};
use crate::error::{CommandError, Kind, Mistake, Place};
use crate::settings::Compiler;

/// Lets the compiler read the files of these import names.
///
/// # Errors
/// It cannot be started; what it says about the files, at the user's own places.
pub(super) fn compile(
    compiler: Compiler,
    names: Vec<String>,
    includes: Vec<PathBuf>,
) -> Result<Compiled, CommandError> {
    let set = match compiler {
        Compiler::Buf => buf(&names, &includes)?,
        Compiler::Protoc | Compiler::Embedded => protoc(&names, &includes)?,
    };
    let input = Input::from_set(&set, names)?;
    let found = input.names().into_iter();
    let files = found.filter_map(|name| Some((name.clone(), find(&name, &includes)?))).collect();
    Ok(Compiled { input, includes, files })
}

/// It writes its answer into a file; all systems have a folder for such, in which nobody else can
/// put something in its place.
fn protoc(names: &[String], includes: &[PathBuf]) -> Result<Vec<u8>, CommandError> {
    let folder = tempfile::tempdir()
        .map_err(|error| CommandError::io("make a folder in", &std::env::temp_dir(), error))?;
    let answer = folder.path().join("answer.binpb");
    let mut protoc = Command::new("protoc");
    protoc.args(includes.iter().map(|folder| format!("-I{}", folder.display())));
    protoc.args(["--include_imports", "--include_source_info"]);
    protoc.arg(format!("--descriptor_set_out={}", answer.display())).args(names);
    run(protoc, includes)?;
    std::fs::read(&answer).map_err(|error| CommandError::io("read", &answer, error))
}

/// It reads one folder, with what the `buf.yaml` there says, and answers on its output.
fn buf(names: &[String], includes: &[PathBuf]) -> Result<Vec<u8>, CommandError> {
    let [folder] = includes else {
        let message = "buf reads one folder, but there are several include folders".to_owned();
        return Err(CommandError::usage(message)
            .help("give one with `-I DIR`: the folder of the buf.yaml, or a module of it"));
    };
    let mut buf = Command::new("buf");
    buf.arg("build").arg(folder).args(["--as-file-descriptor-set", "-o", "-"]);
    for name in names {
        buf.arg("--path").arg(folder.join(name));
    }
    run(buf, includes)
}

fn run(mut command: Command, includes: &[PathBuf]) -> Result<Vec<u8>, CommandError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| {
        let message = format!("`{program}` cannot be run: {error}");
        CommandError::failed(message)
            .help("install it, or leave `compiler` as it is: the embedded one needs nothing")
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let mut mistakes: Vec<Mistake> =
        told.lines().filter(|line| !line.trim().is_empty()).map(|l| mistake(l, includes)).collect();
    if mistakes.is_empty() {
        mistakes.push(Mistake::new(format!("`{program}` failed and did not say why")));
    }
    Err(CommandError { kind: Kind::Failed, mistakes })
}

/// `name:line:column: message` of protoc, `path:line:column:message` of buf, or any other line.
fn mistake(line: &str, includes: &[PathBuf]) -> Mistake {
    let mut parts = line.splitn(4, ':');
    let placed = || {
        let (file, at, column) = (parts.next()?, parts.next()?, parts.next()?);
        let place = (at.trim().parse::<usize>().ok()?, column.trim().parse::<usize>().ok()?);
        Some((file, place, parts.next()?.trim()))
    };
    let mut placed = placed;
    if let Some((file, (line, column), message)) = placed() {
        let path = find(file, includes).unwrap_or_else(|| Path::new(file).to_owned());
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let place = Place::at(path.display().to_string(), &text, line, column);
        return Mistake::new(message).at(place);
    }
    // Of a file as a whole.
    match line.split_once(": ").map(|(file, rest)| (find(file, includes), rest)) {
        Some((Some(path), message)) => {
            let file = path.display().to_string();
            Mistake::new(message).at(Place { file, ..Place::default() })
        }
        _ => Mistake::new(line.strip_prefix("Failure: ").unwrap_or(line)),
    }
}
