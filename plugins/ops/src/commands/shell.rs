//! Completions: the scripts for shells, and the answers that those scripts ask for.
//!
//! A script calls the tool with the words so far, so that names of enums and fields are completed
//! too, whatever the size of the API; only the branch that the words select is built.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::Shells;
use clap_complete::generate;
use clap_complete_nushell::Nushell;

/// The shells with a script that asks the tool.
pub(crate) const SHELLS: [&str; 6] = ["bash", "elvish", "fish", "nushell", "powershell", "zsh"];

/// The name of the variable in which a script says which shell asks.
pub(crate) fn variable(prefix: &str) -> String {
    format!("{prefix}_COMPLETE")
}

/// The command that prints the scripts.
pub(crate) fn command() -> Command {
    let shell = Arg::new("shell").value_name("SHELL").required(true).value_parser(SHELLS);
    Command::new("completions")
        .about("Prints a script that completes commands, flags and values")
        .long_about(
            "Prints a script that completes commands, flags and values.\n\n\
             With --install it goes where the shell looks for it, in the folders of your account.\n\n\
             bash: source <(TOOL completions bash), in ~/.bashrc\n\
             zsh: source <(TOOL completions zsh), in ~/.zshrc behind compinit\n\
             fish: TOOL completions fish | source, in ~/.config/fish/config.fish\n\
             PowerShell: TOOL completions powershell | Out-String | Invoke-Expression\n\
             elvish: eval (TOOL completions elvish | slurp)\n\
             nushell: TOOL completions nushell | save -f TOOL.nu, then `use TOOL.nu *`",
        )
        .arg(shell)
        .arg(install())
}

/// The switch that writes what would be printed.
pub(crate) fn install() -> Arg {
    let help = "Writes it where it is looked for, and says where that is, in place of printing it";
    Arg::new("install").long("install").help(help).action(ArgAction::SetTrue)
}

/// A script. `whole` is the tool with all its commands and flags, for a shell that cannot ask.
pub(crate) fn script(
    shell: &str,
    prefix: &str,
    name: &str,
    whole: impl FnOnce() -> Command,
) -> Vec<u8> {
    let mut script = Vec::new();
    match Shells::builtins().completer(shell) {
        // Nothing fails when it is written to memory.
        Some(asks) => {
            drop(asks.write_registration(&variable(prefix), name, name, name, &mut script));
        }
        None => generate(Nushell, &mut whole(), name, &mut script),
    }
    script
}

/// What may follow the words, for the script of a shell; nothing for a shell that is not known.
pub(crate) fn answer(shell: &str, mut command: Command, words: Vec<OsString>) -> Vec<u8> {
    let mut answer = Vec::new();
    if let Some(asks) = Shells::builtins().completer(shell) {
        let here = std::env::current_dir().ok();
        command.build();
        drop(asks.write_complete(&mut command, words, here.as_deref(), &mut answer));
    }
    answer
}

/// Values that an argument may have, among others.
pub(crate) fn candidates(
    values: impl IntoIterator<Item = impl Into<String>>,
) -> ArgValueCandidates {
    let values: Vec<String> = values.into_iter().map(Into::into).collect();
    ArgValueCandidates::new(move || values.iter().map(CompletionCandidate::new).collect())
}
