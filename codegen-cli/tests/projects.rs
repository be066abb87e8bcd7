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

/// A project of the sets' services, with a part of each kind; a folder as source stands for all files
/// in it, and `more` is a further service.
fn project_of(name: &str, sources: &[&str], more: &str) {
    let Some(inputs) = published() else { return };
    let project = TestProject::new();
    let root = inputs.join(name).to_str().unwrap().to_owned();
    let sources: Vec<String> = sources.iter().map(|source| format!("{root}/{source}")).collect();
    let mut args = vec!["new", "ops-cli", name, "-I", &root];
    args.extend(sources.iter().flat_map(|source| ["--from", source.as_str()]));
    project.run(&args).ok();
    // Its own set says where the imports of the further service count from.
    let set = inputs.join(more.split('/').next().unwrap());
    let root = format!("-I{}", set.display());
    // Records, and what cargo makes, are not the project's.
    let tree = |project: &TestProject| {
        let mut tree = project.tree();
        tree.retain(|path, _| !path.contains(".cargo-gen") && !path.ends_with("Cargo.lock"));
        tree
    };
    let bare = tree(&project);
    for part in [
        &["service", "more", "--from", &format!("{}/{more}", inputs.display()), &root][..],
        &["command", "prune-old", "--about", "Takes away what is old."],
        &["command", "archive"],
        &["setting", "cache-size", "--type", "ByteSize", "--default", "10 MiB"],
        &["setting", "notify", "--type", "List"],
        &["setting", "passphrase", "--type", "Secret"],
    ] {
        project.run_in(name, &[&["add"], part].concat()).ok();
    }
    let at = project.path(name);
    // The versions of the workspace, so that nothing is resolved anew.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, at.join("Cargo.lock")).unwrap();
    cargo(&at, "clippy --quiet --all-targets -- -D warnings");
    cargo(&at, "test --quiet");
    cargo(&at, "fmt --check");
    project.run(&["check", name]).ok();
    project.run(&["update", name]).ok();
    assert!(at.join("src/commands/prune_old.rs").is_file());
    shows_its_settings(&at);
    for (part, name) in [
        ("setting", "passphrase"),
        ("command", "prune-old"),
        ("service", "more"),
        ("setting", "cache-size"),
        ("command", "archive"),
        ("setting", "notify"),
    ] {
        project.run_in(at.file_name().unwrap().to_str().unwrap(), &["remove", part, name]).ok();
    }
    let after = tree(&project);
    for (path, contents) in &bare {
        assert_eq!(after.get(path), Some(contents), "{path}");
    }
    assert_eq!(after.keys().collect::<Vec<_>>(), bare.keys().collect::<Vec<_>>());
}

/// A setting of the project's own is like all others.
fn shows_its_settings(project: &Path) {
    let name = project.file_name().unwrap().to_str().unwrap();
    let tool = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../generated/debug").join(name);
    let run = |args: &[&str]| {
        let output = Command::new(&tool).args(args).current_dir(project).output().unwrap();
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    for (args, text) in [
        (&["--help"][..], "--cache-size <SIZE>"),
        (&["config", "show", "--origin"], "cache_size: 10 MiB  # default\n"),
        (&["config", "explain", "cache_size"], "The cache size."),
        (&["config", "schema"], "\"cache_size\""),
        (&["config", "init", "-"], "cache_size: 10 MiB\n"),
        (&["prune-old", "--dry-run", "-o", "text"], "dry_run   true\n"),
    ] {
        let said = run(args);
        assert!(said.contains(text), "{args:?}: {said}");
    }
}

#[test]
fn csi() {
    project_of("csi", &["csi.proto"], "showcase/google/showcase/v1beta1/echo.proto");
}

#[test]
#[ignore = "csi and pubsub are enough for each run"]
fn etcd() {
    project_of(
        "etcd",
        &["etcd/api"],
        "etcd/etcd/server/etcdserver/api/v3lock/v3lockpb/v3lock.proto",
    );
}

#[test]
#[ignore = "csi and pubsub are enough for each run"]
fn otel() {
    project_of("otel", &["opentelemetry"], "csi/csi.proto");
}

#[test]
fn pubsub() {
    project_of(
        "pubsub",
        &["google/pubsub/v1/schema.proto"],
        "pubsub/google/pubsub/v1/pubsub.proto",
    );
}

#[test]
#[ignore = "csi and pubsub are enough for each run"]
fn showcase() {
    project_of(
        "showcase",
        &["google/showcase", "google/longrunning", "google/rpc"],
        "pubsub/google/pubsub/v1/schema.proto",
    );
}
