//! What a tool says about itself: manual pages and its build.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};
use clap_mangen::Man;
use serde_json::{Map, Value as Json};

use crate::commands::shell;

/// The command for manual pages.
pub(crate) fn command() -> Command {
    let names = Arg::new("names").value_name("COMMAND").action(ArgAction::Append);
    Command::new("man")
        .about("Prints the manual page of the tool, or of a command")
        .long_about(
            "Prints the manual page of the tool, or of a command.\n\n\
             Read one: TOOL man items get | man -l -\n\
             Install one for your account: TOOL man items get --install",
        )
        .arg(shell::install())
        .arg(names.num_args(0..).help("A command, such as `items get`"))
}

/// The command for the build.
pub(crate) fn version_command() -> Command {
    Command::new("version").about("Prints the version, and with -o json how it was built")
}

/// The page of the command that the words name.
pub(crate) fn page(mut tool: Command, words: &[OsString]) -> Result<String, String> {
    tool.build();
    let mut command = &tool;
    let mut name = tool.get_name().to_owned();
    for word in words {
        let word = word.to_string_lossy();
        let inner = command.find_subcommand(&*word);
        command = inner.ok_or_else(|| format!("there is no command `{word}`; see `list`"))?;
        name.push_str(&format!("-{word}"));
    }
    let mut page = Vec::new();
    // Nothing fails when it is written to memory.
    drop(Man::new(command.clone().display_name(name)).render(&mut page));
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// The version: a line, or every fact as JSON.
pub(crate) fn version(
    name: &str,
    version: &str,
    build: &[(&'static str, String)],
    output: Option<&str>,
) -> String {
    if output.is_none_or(|output| !output.ends_with("json")) {
        return format!("{name} {version}\n");
    }
    let own = [
        ("name", name),
        ("version", version),
        ("runtime", concat!("typewright-ops ", env!("CARGO_PKG_VERSION"))),
        ("os", std::env::consts::OS),
        ("arch", std::env::consts::ARCH),
        ("profile", if cfg!(debug_assertions) { "debug" } else { "release" }),
        ("tls", if cfg!(feature = "tls") { "yes" } else { "no" }),
    ];
    let own = own.iter().map(|(fact, value)| ((*fact).to_owned(), Json::from(*value)));
    let build = build.iter().map(|(fact, value)| ((*fact).to_owned(), value.clone().into()));
    format!("{:#}\n", Json::Object(own.chain(build).collect::<Map<_, _>>()))
}
