//! Runtime of the command-line tools that Typewright generates for gRPC services.
//!
//! Generated code is tables: [`table::Service`] and what it points at. A [`Tool`] over them is the
//! whole program:
//!
//! ```
//! use typewright_ops::Tool;
//! use typewright_ops::table::{Message, Service, Type};
//!
//! static NAME: Message = Message::new("demo.Name\n1 name string", &[]);
//! static GREETER: Service = Service::new(
//!     "
//!     demo.Greeter
//!     SayHello .demo.Name .demo.Name
//!     / Says hello. Politely.
//!     ",
//!     &[Type::Message(&NAME)],
//! );
//!
//! // In a program: fn main() -> std::process::ExitCode { … .main() }
//! let tool = Tool::new("demo", "1.0.0").about("Greets").services(&[&GREETER]);
//! let (mut out, mut err) = (Vec::new(), Vec::new());
//! let code = tool.run(["say-hello".into(), "--help".into()], [], &mut out, &mut err);
//! let help = String::from_utf8(out).unwrap();
//! assert!(help.contains("--name <TEXT>"), "{help}");
//! assert_eq!(code, 0);
//! ```
//!
//! The [`guide`] has a page for each subject, with examples.
//!
//! # Commands
//!
//! `tool SERVICE METHOD`, both in kebab-case; `tool METHOD` where there is one service. Services of
//! one name in two packages carry their package: `tool a.v1.topics get`. A service called `config`
//! or `help`, the names of the built-in commands, is `config-service`; a method is
//! `config-method`.
//!
//! - [`flags`] says how fields become flags.
//! - `-d` takes the request as JSON or YAML, `@FILE` or `@-`; flags lie over it. `--input` has other
//!   forms. A method that takes a stream of requests takes any number of documents, one after the
//!   other, from standard input as they come, or typed one a line; `--each` calls another method once
//!   for each of them.
//! - `list`, `describe`, `template` and `schema` say what there is to call and what to send;
//!   `--dry-run` at a command shows what would be sent, with the grpcurl and curl lines for it.
//! - `--all` and `--limit` turn pages, `--wait` waits for long-running operations, `--columns`,
//!   `--query` (jq) and `--save` say what becomes of the answer.
//! - `operation get|wait|cancel NAME` is about long-running operations that were begun before, in a
//!   tool whose API begins some.
//! - A method that takes something away for good asks first; `--yes` is the answer.
//! - `fake` serves sample answers on a port of this machine, for this tool and any other client of
//!   gRPC, health and reflection included; `--fake` at a command has them without a server.
//! - `config show|get|explain|init|validate|schema|set|unset|path|profiles|export` are about the
//!   settings; see [`typewright_settings::ConfigCommand`].
//! - `context list|use|show` is about the `profiles` of the settings, of which `--profile` or
//!   `context use` chooses one; `doctor` says why calls do not go well, step by step.
//! - `aliases` in the settings are command lines under names of one's own; a program `TOOL-NAME` on
//!   the PATH is the command `TOOL NAME`, and gets the settings as variables, but no secrets unless
//!   `trusted_plugins` names it. Neither can take the name of a command.
//! - `completions SHELL` prints a script for bash, zsh, fish, PowerShell, elvish or nushell;
//!   `man [COMMAND]` prints a manual page, `version` the build.
//! - `-v` and `-vv` tell what is sent and what happens, `--log` by a filter.
//! - Colour, a pager for what is longer than the screen, and progress on standard error are for
//!   people who look at a [`Terminal`]; `--color`, `--pager` and the usual variables say otherwise.
//! - `help exit-codes` lists the exit codes: 0, 1 for a failure, 2 for a mistake in the command
//!   line, the request or the settings, 64 and the code for a gRPC status, 130 for ctrl-C,
//!   143 for SIGTERM.
//!
//! # Settings
//!
//! The endpoint, TLS, credentials, timeouts, retries and the output: as flags, as
//! variables with the tool's prefix (`DEMO_TIMEOUT=5s`), in `config.yaml` in the current folder, and
//! in the files of the user and of the system (`~/.config/demo/config.yaml`), in this order of
//! strength; or in the file that `--config` names alone. What is run, and where secrets go, is no
//! matter of a folder that somebody else may have made: its file cannot set `token_command`,
//! `token_file`, `netrc`, `clear_text_credentials`, `expand_headers`, `skip_verify`, `pager`, `aliases` and
//! `trusted_plugins`.
//!
//! With the feature `tls`, `https://` endpoints work.
//!
//! # What is your own
//!
//! [`Tool::settings`] adds a struct of yours that derives `Settings`: its fields are flags, variables
//! and keys of the same file. [`Tool::command`] adds a command that you wrote; its [`Context`] holds
//! a channel to the server, the settings and the output.

/// How to use a tool, a page a subject.
#[cfg(doc)]
pub mod guide {
    #[doc = include_str!("../docs/answers.md")]
    pub mod answers {}
    #[doc = include_str!("../docs/calls.md")]
    pub mod calls {}
    #[doc = include_str!("../docs/settings.md")]
    pub mod settings {}
    #[doc = include_str!("../docs/start.md")]
    #[doc = include_str!("../docs/start.svg")]
    pub mod start {}
    #[doc = include_str!("../docs/trouble.md")]
    pub mod trouble {}
}

mod call;
mod commands;
mod connection;
mod extras;
pub mod flags;
pub mod json;
mod output;
mod own;
mod request;
mod settings;
pub mod table;
pub mod textproto;
mod tool;

pub use connection::fake::Samples;
pub use output::terminal::Terminal;
pub use own::context::{Context, Failure};
pub use tool::Tool;
pub use typewright_json::{dynamic, well_known};

use typewright_json::scalar;
