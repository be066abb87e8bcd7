//! What a build script sees: files, lines for Cargo, and mistakes at their place.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "sources are written into temporary folders")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use typewright_build::{Builder, configure};

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = folder.at(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn builder(&self) -> Builder {
        configure().emit("messages").out_dir(self.at("out")).without_cargo_lines()
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap()
    }

    /// The text of the error, with the folder left out.
    fn told(&self, builder: &Builder, protos: &[&str]) -> String {
        let protos: Vec<PathBuf> = protos.iter().map(|name| self.at(name)).collect();
        let error = builder.compile(&protos, &[self.at("proto")]).unwrap_err();
        assert_eq!(format!("{error:?}"), format!("\n{error}"), "`main` prints the same");
        error.to_string().replace(&*self.0.path().to_string_lossy(), "…")
    }
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

const SHOP: &str = "syntax = \"proto3\";\npackage shop.v1;\nimport \"parts/bolt.proto\";\n\
    message Item {\n  parts.Bolt bolt = 1;\n}\n";
const BOLT: &str = "syntax = \"proto3\";\npackage parts;\nmessage Bolt {}\n";

#[test]
fn files_are_written_once_and_what_is_gone_is_removed() {
    let folder = Folder::with(&[("proto/shop.proto", SHOP), ("proto/parts/bolt.proto", BOLT)]);
    let build =
        || folder.builder().compile(&[folder.at("proto/shop.proto")], &[folder.at("proto")]);
    build().unwrap();
    assert!(folder.text("out/api.rs").contains("#[path = \"api/mod.rs\"]\npub mod api;"));
    assert!(folder.text("out/api/shop/v1.rs").contains("pub struct Item"));
    assert!(folder.text("out/api/parts.rs").contains("pub struct Bolt"));

    let before = modified(&folder.at("out/api/shop/v1.rs"));
    fs::write(folder.at("out/api/old.rs"), "").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    build().unwrap();
    assert_eq!(modified(&folder.at("out/api/shop/v1.rs")), before, "it was written again");
    assert!(!folder.at("out/api/old.rs").exists());
}

#[test]
fn options_are_those_of_the_plugin() {
    let folder = Folder::with(&[("proto/shop.proto", SHOP), ("proto/parts/bolt.proto", BOLT)]);
    let builder = folder
        .builder()
        .module("shop_api")
        .extern_path(".parts", "crate::parts")
        .type_attribute(".shop", "#[derive(Eq, Hash)]")
        .field_attribute("Item.bolt", "#[doc(alias = \"screw\")]");
    // A name as other files import it.
    builder.compile(&["shop.proto"], &[folder.at("proto")]).unwrap();
    let shop = folder.text("out/shop_api/shop/v1.rs");
    for part in ["#[derive(Eq, Hash)]", "crate::parts::Bolt", "#[doc(alias = \"screw\")]"] {
        assert!(shop.contains(part), "{part} is not in {shop}");
    }
    assert!(!folder.at("out/shop_api/parts.rs").exists());
    assert!(folder.text("out/shop_api.rs").contains("pub mod shop_api;"));

    let told = folder.told(&folder.builder().option("btree_mpa=."), &["proto/shop.proto"]);
    assert_eq!(told, "error: there is no option `btree_mpa`\n = help: did you mean `btree_map`?");
}

#[test]
fn mistakes_are_told_at_their_place_and_all_at_once() {
    let broken = "syntax = \"proto3\";\npackage shop.v1;\nmessage Item {\n\tItme item = 1;\n  \
        string item = 2;\n}\n";
    let folder = Folder::with(&[("proto/shop.proto", broken)]);
    assert_eq!(
        folder.told(&folder.builder(), &["proto/shop.proto"]),
        "error: `Itme` is not defined\n --> …/proto/shop.proto:4:2\n  |\n4 | \tItme item = 1;\n  \
         | \t^^^^\n  = help: did you mean `Item`?\n\n\
         error: `item` is declared twice in `shop.v1.Item`\n \
         --> …/proto/shop.proto:5:10\n  |\n5 |   string item = 2;\n  |          ^^^^\n  \
         = note: …/proto/shop.proto:4:7: it is declared here"
    );
}

#[test]
fn mistakes_of_the_engine_are_told_at_their_place() {
    let folder = Folder::with(&[("proto/shop.proto", SHOP), ("proto/parts/bolt.proto", BOLT)]);
    let told = folder.told(&folder.builder().option("exclude=parts"), &["proto/shop.proto"]);
    let start = "error: `shop.v1.Item.bolt` needs `parts.Bolt`, which is excluded\n --> \
        …/proto/shop.proto:5:3\n  |\n5 |   parts.Bolt bolt = 1;\n  |   ^\n  = help: ";
    assert!(told.starts_with(start), "{told}");
}

#[test]
fn what_is_missing_is_told() {
    let folder = Folder::with(&[("proto/shop.proto", SHOP), ("elsewhere.proto", BOLT)]);
    let told = folder.told(&folder.builder(), &["proto/shp.proto", "elsewhere.proto"]);
    assert_eq!(
        told,
        "error: `…/proto/shp.proto` does not exist\n\nerror: `…/elsewhere.proto` is in none of the \
         include folders; add the folder that its imports count from"
    );
    let told = folder.told(&folder.builder(), &["proto/shop.proto"]);
    assert!(told.starts_with("error: `parts/bolt.proto` is not found\n --> "), "{told}");
    assert!(told.contains("3 | import \"parts/bolt.proto\";"), "{told}");
}

#[test]
fn an_unknown_edition_is_told_at_its_line() {
    let folder =
        Folder::with(&[("proto/a.proto", "// A licence.\n\n  edition = \"2026\";\npackage a;\n")]);
    let told = folder.told(&folder.builder(), &["proto/a.proto"]);
    assert!(told.contains("unknown edition `2026`\n --> …/proto/a.proto:3:13"), "{told}");
    assert!(told.contains("it can be `2023` or `2024`"), "{told}");
    assert!(!folder.at("out").exists());
    let told = folder.told(&folder.builder().option("gen_crate"), &["proto/a.proto"]);
    assert!(told.contains("a build script is part of one"), "{told}");
}
