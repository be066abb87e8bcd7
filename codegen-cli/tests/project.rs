//! A folder to run the program in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A temporary folder that is gone at the end of the test.
pub(crate) struct TestProject {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A small API in two files, the first of which imports the second.
pub(crate) const SHOP: &str = "proto/shop/v1/shop.proto";
pub(crate) const ITEM: &str = "proto/shop/v1/item.proto";

impl TestProject {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    /// A project with the shop API in it.
    pub(crate) fn shop() -> Self {
        Self::new()
            .with(
                SHOP,
                r#"syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
import "shop/v1/item.proto";
// Sells things.
service Shop {
  // Lists what is there. All of it.
  rpc ListItems(ListItemsRequest) returns (ListItemsResponse);
  rpc WatchItems(ListItemsRequest) returns (stream Item);
}
message ListItemsRequest { int32 page_size = 1; google.protobuf.Timestamp since = 2; }
message ListItemsResponse { repeated Item items = 1; }
"#,
            )
            .with(
                ITEM,
                "syntax = \"proto3\";\npackage shop.v1;\nmessage Item { string name = 1; }\n",
            )
    }

    pub(crate) fn with(self, path: &str, contents: &str) -> Self {
        self.write(path, contents);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, contents: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_in("", args)
    }

    /// Runs in a folder of the project, with no settings but those of the project.
    pub(crate) fn run_in(&self, folder: &str, args: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-gen"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CARGO_GEN_") {
                command.env_remove(name);
            }
        }
        let output = command
            .args(args)
            .current_dir(self.path(folder))
            .env("XDG_CONFIG_HOME", self.path(".user"))
            .envs(self.environment.iter().cloned())
            .output()
            .unwrap();
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Everything in the folder, by path; a symbolic link shows where it leads.
    pub(crate) fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        collect(self.folder.path(), self.folder.path(), &mut tree);
        tree
    }
}

fn collect(root: &Path, at: &Path, tree: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        if path.is_symlink() {
            let to = fs::read_link(&path).unwrap();
            tree.insert(name, format!("-> {}", to.display()));
        } else if path.is_dir() {
            tree.insert(format!("{name}/"), String::new());
            collect(root, &path, tree);
        } else {
            tree.insert(name, String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned());
        }
    }
}

impl Run {
    /// Asserts the exit code and texts of stderr.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, texts: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for text in texts {
            assert!(self.stderr.contains(text), "no `{text}` in:\n{}", self.stderr);
        }
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e} in {self:#?}"))
    }
}
