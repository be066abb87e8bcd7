//! An API of a thousand commands with eleven flags each, and the same for clap.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const SERVICES: usize = 50;
const METHODS: usize = 20;

/// Writes the API's files and gives their folder.
pub fn proto(folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).expect("a folder");
    for service in 0..SERVICES {
        let mut file = format!(
            "syntax = \"proto3\";\n\npackage large.v{service};\n\n\
             // Keeps things of kind {service}.\nservice Things{service} {{\n"
        );
        for method in 0..METHODS {
            let _ = write!(
                file,
                "  // Does {method} to a thing. Whoever may not, is told so.\n  \
                 rpc Do{method}(Do{method}Request) returns (Thing);\n"
            );
        }
        file += "}\n\n// A thing.\nmessage Thing {\n  // Its name.\n  string name = 1;\n}\n";
        for method in 0..METHODS {
            let _ = write!(file, "\n// What to do.\nmessage Do{method}Request {{\n");
            for field in 1..=11 {
                let _ = writeln!(
                    file,
                    "  // The part {field} of it, which says more than its name.\n  \
                     string part_{field} = {field};"
                );
            }
            file += "}\n";
        }
        fs::write(folder.join(format!("things{service}.proto")), file).expect("a file");
    }
    folder.to_path_buf()
}

/// A tool with the commands and flags of [`proto`], all built when it starts, as clap's users do.
pub const CLAP: &str = r#"
use clap::{Arg, Command};

fn main() {
    let mut tool = Command::new("eager").about("Operates the large API");
    for service in 0..50 {
        let mut things = Command::new(format!("things{service}"))
            .about(format!("Keeps things of kind {service}"));
        for method in 0..20 {
            let mut command = Command::new(format!("do{method}"))
                .about(format!("Does {method} to a thing"));
            for field in 1..=11 {
                let name = format!("part-{field}");
                command = command.arg(
                    Arg::new(name.clone())
                        .long(name)
                        .value_name("TEXT")
                        .help(format!("The part {field} of it, which says more than its name")),
                );
            }
            things = things.subcommand(command);
        }
        tool = tool.subcommand(things);
    }
    println!("{:?}", tool.get_matches().subcommand_name());
}
"#;
