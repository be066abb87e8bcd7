//! Every page tells what it should, each time.

#[tokio::test]
async fn every_page_tells_what_it_should() {
    let mut told = String::new();
    for name in clients::PAGES {
        let lines = clients::page(name).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        told.push_str(name);
        lines.iter().for_each(|line| told.extend(["\n    ", line]));
        told.push('\n');
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/told.txt");
    if std::env::var_os("TYPEWRIGHT_BLESS").is_some() {
        std::fs::write(file, &told).expect("the file can be written");
    }
    assert_eq!(told, std::fs::read_to_string(file).expect("what is expected"));
}

#[tokio::test]
async fn a_page_that_is_not_there_is_named() {
    let error = clients::page("retry").await.expect_err("no such page").to_string();
    assert!(error.starts_with("there is no page `retry`; there are calls, "), "{error}");
}

#[test]
fn each_page_of_the_guide_is_a_program() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins/client/docs");
    for entry in std::fs::read_dir(docs).expect("the guide") {
        let path = entry.expect("a page").path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let page = path.extension().is_some_and(|ending| ending == "md");
        // What a call costs is measured by `benches/client`.
        if page && name != "overhead" {
            assert!(clients::PAGES.contains(&name), "{name} has no program");
            let text = std::fs::read_to_string(&path).expect("a page");
            assert!(text.contains(&format!("examples/clients/src/{name}.rs")), "{name}");
        }
    }
}
