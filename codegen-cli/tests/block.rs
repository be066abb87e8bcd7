//! Files with the owner `block`: marked regions are generated, the rest is the user's.

use crate::project::TestProject;

const MANIFEST: &str = "name: mine\nversion: 1.0.0\nsummary: Mine\nquestions:\n\
    \x20 topic: { type: text, help: What about, default: tea }\nfiles:\n\
    - { match: page.md, owner: block }\n";

const PAGE: &str = "# Title\n\n<!-- cargo-gen:begin list -->\n- {{ topic }}\n<!-- cargo-gen:end list -->\n\nText.\n";

fn project() -> TestProject {
    let project =
        TestProject::new().with("tpl/template.yaml", MANIFEST).with("tpl/page.md.jinja", PAGE);
    project.run(&["new", "./tpl", "p"]).ok();
    project
}

#[test]
fn the_user_writes_around_it() {
    let project = project();
    let mine = project.read("p/page.md").replace("# Title", "# Mine").replace("Text.", "My text.");
    project.write("p/page.md", &mine);
    project.run(&["check", "p"]).ok();
    // The template says something else inside, and something else outside.
    project.write("tpl/page.md.jinja", &PAGE.replace("- {{", "* {{").replace("Text.", "Words."));
    let run = project.run(&["check", "p"]);
    run.fails(1, &["--fix"]);
    assert!(run.stdout.contains("stale p/page.md"), "{run:#?}");
    project.run(&["check", "p", "--fix"]).ok();
    assert_eq!(project.read("p/page.md"), mine.replace("- tea", "* tea"));
    project.run(&["update", "p", "--set", "topic=milk"]).ok();
    assert_eq!(project.read("p/page.md"), mine.replace("- tea", "* milk"));
    project.run(&["check", "p"]).ok();
    project.run_in("p", &["undo"]).ok();
    assert_eq!(project.read("p/page.md"), mine.replace("- tea", "* tea"));
}

#[test]
fn an_edit_inside_is_found() {
    let project = project();
    let edited = project.read("p/page.md").replace("- tea", "- coffee");
    project.write("p/page.md", &edited);
    let run = project.run(&["check", "p"]);
    assert!(
        run.stdout.contains("edited p/page.md (what is generated in it was edited)"),
        "{run:#?}"
    );
    run.fails(1, &["--force"]);
    project.run(&["check", "p", "--fix"]).fails(1, &["page.md` would be overwritten"]);
    project.run(&["update", "p", "--set", "topic=milk"]).fails(1, &["would be overwritten"]);
    assert_eq!(project.read("p/page.md"), edited);
    project.run(&["check", "p", "--fix", "--force"]).ok();
    assert_eq!(project.read("p/page.md"), edited.replace("coffee", "tea"));
    project.remove("p/page.md");
    project.run(&["check", "p", "--fix"]).ok();
    assert!(!project.path("p/page.md").exists(), "what the user deleted stays away");
}

#[test]
fn damaged_marks_are_told_at_their_places() {
    for (from, to, told) in [
        (
            "<!-- cargo-gen:end list -->\n",
            "",
            &["page.md:3:1", "`list` has no end", "cargo-gen:end list"][..],
        ),
        ("<!-- cargo-gen:begin list -->\n", "", &["page.md:4:1", "has not begun"]),
        ("begin list", "begin lost", &["page.md:5:1", "`lost` ends as `list`"]),
    ] {
        let project = project();
        project.write("p/page.md", &project.read("p/page.md").replace(from, to));
        let before = project.tree();
        for verb in [&["check", "p"][..], &["check", "p", "--fix"], &["update", "p"]] {
            project.run(verb).fails(1, told);
            assert_eq!(before, project.tree(), "{verb:?}");
        }
    }
    let project = project();
    project.write("p/page.md", "All mine.\n");
    let told = &["the region `list` is gone", "put these lines where it belongs", "begin list -->"];
    project.run(&["check", "p"]).fails(1, told);
}

/// What was merged so far becomes a block: its marks come in by a merge.
#[test]
fn a_shared_file_becomes_a_block_and_a_generated_one() {
    let project = TestProject::new()
        .with("tpl/template.yaml", &MANIFEST.replace("owner: block", "owner: merged"))
        .with("tpl/page.md.jinja", "# Title\n\n- {{ topic }}\n\nText.\n");
    project.run(&["new", "./tpl", "p"]).ok();
    project.write("p/page.md", "# Mine\n\n- tea\n\nText.\n");
    project.write("tpl/template.yaml", &MANIFEST.replace("1.0.0", "2.0.0"));
    project.write("tpl/page.md.jinja", PAGE);
    project.run(&["check", "p"]).ok();
    project.run(&["update", "p"]).ok();
    let expected = PAGE.replace("Title", "Mine").replace("{{ topic }}", "tea");
    assert_eq!(project.read("p/page.md"), expected);
    project.run(&["check", "p"]).ok();
    let manifest = MANIFEST.replace("1.0.0", "3.0.0").replace("owner: block", "owner: generated");
    project.write("tpl/template.yaml", &manifest);
    project.run(&["update", "p"]).fails(1, &["would be overwritten"]);
    project.run(&["update", "p", "--force"]).ok();
    assert_eq!(project.read("p/page.md"), PAGE.replace("{{ topic }}", "tea"));
    project.run(&["check", "p"]).ok();
}

/// `render` fills the marks that somebody put into a file of their own.
#[test]
fn a_file_that_is_there_needs_empty_marks() {
    let manifest = MANIFEST.replace("- tea", "");
    let project = TestProject::new()
        .with("tpl/template.yaml", &manifest)
        .with("tpl/page.md.jinja", PAGE)
        .with(
            "docs/page.md",
            "Mine.\n<!-- cargo-gen:begin list -->\n<!-- cargo-gen:end list -->\n",
        );
    project.run(&["render", "./tpl", "--out", "docs"]).ok();
    let expected = "Mine.\n<!-- cargo-gen:begin list -->\n- tea\n<!-- cargo-gen:end list -->\n";
    assert_eq!(project.read("docs/page.md"), expected);
    project.run(&["render", "./tpl", "--out", "docs"]).ok();
    let full = TestProject::new()
        .with("tpl/template.yaml", &manifest)
        .with("tpl/page.md.jinja", PAGE)
        .with("docs/page.md", &expected.replace("tea", "mine"));
    full.run(&["render", "./tpl", "--out", "docs"]).fails(1, &["would be overwritten"]);
}

#[test]
fn a_block_without_a_region_is_a_mistake_of_the_template() {
    let project = TestProject::new()
        .with("tpl/template.yaml", MANIFEST)
        .with("tpl/page.md.jinja", "# {{ topic }}\n");
    project
        .run(&["new", "./tpl", "p"])
        .fails(1, &["page.md` has no region", "cargo-gen:begin NAME"]);
    assert!(!project.path("p").exists());
}
