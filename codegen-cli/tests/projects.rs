//! Whole projects from published APIs, where those are at hand: built by clippy without a warning,
//! their own tests run (each command's `--help` is one of them), formatted as rustfmt would.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::TestProject;

/// Published sets of `.proto` files beside the repository; they are never copied into it.
pub(crate) fn published() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/inputs");
    let root = std::env::var_os("TYPEWRIGHT_INPUTS").map_or(beside, PathBuf::from).join("proto");
    root.is_dir().then_some(root)
}

/// Runs cargo over a generated project, in the one target folder of all of them.
#[track_caller]
pub(crate) fn cargo(project: &Path, command: &str) {
    let output = Command::new(env!("CARGO"))
        .args(command.split(' '))
        .current_dir(project)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("../generated"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "cargo {command} in {}:\n{out}{err}", project.display());
}

/// A project of the sets' services; a folder as source stands for all files in it.
fn project_of(name: &str, sources: &[&str]) {
    let Some(inputs) = published() else { return };
    let project = TestProject::new();
    let root = inputs.join(name).to_str().unwrap().to_owned();
    let sources: Vec<String> = sources.iter().map(|source| format!("{root}/{source}")).collect();
    let mut args = vec!["new", "ops-cli", name, "-I", &root];
    args.extend(sources.iter().flat_map(|source| ["--from", source.as_str()]));
    project.run(&args).ok();
    let at = project.path(name);
    // The versions of the workspace, so that nothing is resolved anew.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, at.join("Cargo.lock")).unwrap();
    cargo(&at, "clippy --quiet --all-targets -- -D warnings");
    cargo(&at, "test --quiet");
    cargo(&at, "fmt --check");
    project.run(&["check", name]).ok();
}

#[test]
fn csi() {
    project_of("csi", &["csi.proto"]);
}

#[test]
fn etcd() {
    project_of("etcd", &["etcd"]);
}

#[test]
fn otel() {
    project_of("otel", &["opentelemetry"]);
}

#[test]
fn pubsub() {
    project_of("pubsub", &["google/pubsub/v1"]);
}

#[test]
fn showcase() {
    project_of("showcase", &["google/showcase", "google/longrunning", "google/rpc"]);
}
