//! Emitters: one file each turns the model into Rust.
//!
//! Those of impls give tokens for a derive. Those of files are the rows of [`EMITTERS`]; flags,
//! plugin parameters and docs of the doors follow from that table.

pub mod enums;
#[cfg(feature = "settings")]
pub mod settings;

#[cfg(feature = "tools")]
mod client;
#[cfg(feature = "tools")]
mod commands;
#[cfg(feature = "tools")]
mod docs;
#[cfg(feature = "tools")]
mod features;
#[cfg(feature = "tools")]
mod json;
#[cfg(feature = "tools")]
mod links;
#[cfg(feature = "tools")]
mod messages;
#[cfg(feature = "tools")]
mod module;
#[cfg(feature = "tools")]
mod options;
#[cfg(feature = "tools")]
mod rename;
#[cfg(feature = "tools")]
mod server;
#[cfg(feature = "tools")]
mod tables;

#[cfg(feature = "tools")]
pub use api::*;

/// The emitters of files.
#[cfg(feature = "tools")]
mod api {
    use std::collections::BTreeSet;

    pub use super::docs::doc_lines;
    use super::features::Features;
    pub use super::features::manifest;
    use super::module::{Module, lay_out};
    pub use super::options::{JsonRules, OPTIONS, Options, Row, TypeOptions};
    use super::{client, commands, json, messages, server};
    use crate::diag::{Diagnostic, Diagnostics, Origin, code, nearest};
    use crate::files::Files;
    use crate::model::Schema;
    use crate::model::path::{self, Paths};

    /// A row of the table of emitters.
    #[derive(Debug)]
    pub struct Emitter {
        /// What users call it.
        pub name: &'static str,
        /// What it makes, in one line.
        pub summary: &'static str,
        /// Emitters without which its output does not compile.
        pub needs: &'static [&'static str],
        /// Whether it runs only where it is asked for.
        pub opt_in: bool,
        emit: fn(&Schema, &Options) -> Result<Vec<Module>, Diagnostics>,
    }

    /// All emitters of files, in the order in which their items stand in a module.
    pub const EMITTERS: &[Emitter] = &[
        Emitter {
            name: "messages",
            summary: "messages and enums, by prost-build",
            needs: &[],
            opt_in: false,
            emit: messages::emit,
        },
        Emitter {
            name: "json",
            summary: "canonical JSON of the messages, by static tables",
            needs: &["messages"],
            opt_in: false,
            emit: json::emit,
        },
        Emitter {
            name: "serde",
            summary: "serde's traits for the messages, in canonical JSON",
            needs: &["messages", "json"],
            opt_in: true,
            emit: json::emit_serde,
        },
        Emitter {
            name: "client",
            summary: "typed clients of the services",
            needs: &["messages"],
            opt_in: false,
            emit: client::emit,
        },
        Emitter {
            name: "server",
            summary: "traits for servers of the services, mounted on tonic",
            needs: &["messages"],
            opt_in: true,
            emit: server::emit,
        },
        Emitter {
            name: "commands",
            summary: "command tables for a tool with one subcommand an RPC",
            needs: &[],
            opt_in: false,
            emit: commands::emit,
        },
    ];

    /// Runs the emitters that `options` names over the schema.
    ///
    /// # Errors
    /// An emitter that does not exist; a schema that an emitter cannot express.
    pub fn emit(schema: &Schema, options: &Options) -> Result<Files, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        for name in &options.emitters {
            if !EMITTERS.iter().any(|e| e.name == name) {
                diagnostics.push(unknown(name));
            }
        }
        diagnostics.finish()?;
        let schema = options.applied(schema);
        let mut modules = Vec::new();
        for emitter in EMITTERS.iter().filter(|emitter| options.runs(emitter.name)) {
            modules.extend((emitter.emit)(&schema, options)?);
        }
        let paths = Paths::new(&schema);
        let features = Features::of(&schema, options);
        let packages = schema.packages().into_iter().map(|package| {
            (paths.modules(package), features.as_ref().and_then(|all| all.name(package)))
        });
        lay_out(modules, &packages.collect(), options)
    }

    fn unknown(name: &str) -> Diagnostic {
        let known: Vec<&str> = EMITTERS.iter().map(|e| e.name).collect();
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("emitters: {}", known.join(", ")),
        };
        let message = format!("there is no emitter `{name}`");
        Diagnostic::new(code::UNKNOWN_EMITTER, Origin::None, message).help(help)
    }

    /// The path of a module of ours in a package, under a name that neither a package below nor the
    /// module of a message with nested types has.
    pub(super) fn beside_messages(
        schema: &Schema,
        paths: &Paths<'_>,
        package: &str,
        name: &str,
    ) -> Vec<String> {
        let inside = |other: &str| match package {
            "" => Some(other.to_owned()),
            _ => other.strip_prefix(package)?.strip_prefix('.').map(str::to_owned),
        };
        let below = schema.documents.iter().filter_map(|d| inside(&d.package));
        let messages = schema.messages.values().filter(|m| m.package == package);
        let mut taken: BTreeSet<String> = below
            .filter_map(|rest| rest.split('.').next().map(path::snake))
            .chain(messages.map(|m| path::snake(&m.name)))
            .collect();
        let mut at = paths.modules(package);
        at.push(path::unique(name.to_owned(), &mut taken));
        at
    }
}

#[cfg(feature = "tools")]
use api::beside_messages;
#[cfg(feature = "tools")]
use options::{attributes, path_finds};
