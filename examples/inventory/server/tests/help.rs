//! Help: of the tool, of each command, and of its exit codes.

use crate::tool::Tool;

const COMMANDS: [&str; 7] = [
    "create-item",
    "get-item",
    "list-items",
    "adjust-stock",
    "delete-item",
    "watch-items",
    "import-items",
];

#[test]
fn the_tool_lists_its_commands_with_their_docs() {
    let help = Tool::new().run(&["--help"]).ok().out;
    for command in COMMANDS {
        assert!(help.contains(command), "{command} {help}");
    }
    assert!(help.contains("Adds to the stock of an item"), "{help}");
}

#[test]
fn every_command_has_help_with_the_docs_of_its_fields() {
    let tool = Tool::new();
    for command in COMMANDS {
        let help = tool.run(&[command, "--help"]).ok().out;
        assert!(help.contains("--timeout"), "{command} {help}");
    }
    let help = tool.run(&["create-item", "--help"]).ok().out;
    for says in
        ["--item.title", "What people call it", "--item.storage", "cooled", "--item.size.width"]
    {
        assert!(help.contains(says), "{says} {help}");
    }
}

#[test]
fn exit_codes_are_documented() {
    let help = Tool::new().run(&["help", "exit-codes"]).ok().out;
    for says in ["0  ", "2  ", "69  NOT_FOUND", "101  ", "130  "] {
        assert!(help.contains(says), "{says} {help}");
    }
}

#[test]
fn the_version_is_the_project_s() {
    assert_eq!(Tool::new().run(&["--version"]).ok().out, "inventory 0.1.0\n");
}
