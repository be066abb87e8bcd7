//! Runtime of the command-line tools that Typewright generates for gRPC services.
//!
//! Generated code is tables: [`table::Service`] and what it points at. A [`Tool`] over them is the
//! whole program:
//!
//! ```
//! use typewright_ops::Tool;
//! use typewright_ops::table::{Field, Kind, Message, Method, Service};
//!
//! static NAME: Message = Message {
//!     id: "demo.Name",
//!     fields: &[
//!         Field { number: 1, name: "name", json: "name", kind: Kind::String, ..Field::NEW },
//!     ],
//!     ..Message::NEW
//! };
//! static GREETER: Service = Service {
//!     id: "demo.Greeter",
//!     methods: &[Method {
//!         name: "SayHello",
//!         path: "/demo.Greeter/SayHello",
//!         docs: "Says hello. Politely.",
//!         input: &NAME,
//!         output: &NAME,
//!         ..Method::NEW
//!     }],
//!     ..Service::NEW
//! };
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
//! # Commands
//!
//! `tool SERVICE METHOD`, both in kebab-case; `tool METHOD` where there is one service. Services of
//! one name in two packages carry their package: `tool a.v1.topics get`. A service called `config`
//! or `help`, the names of the built-in commands, is `config-service`; a method is
//! `config-method`.
//!
//! - [`flags`] says how fields become flags.
//! - `-d` takes the request as JSON, `@FILE` or `@-`; flags lie over it. A method that takes a
//!   stream of requests takes any number of documents, one after the other.
//! - `config show [--origin]` prints the settings, `config path` the name of their file.
//! - `help exit-codes` lists the exit codes: 0, 1 for a failure, 2 for a mistake in the command
//!   line, the request or the settings, 64 and the code for a gRPC status, 130 for ctrl-C.
//!
//! # Settings
//!
//! `endpoint`, `timeout`, `connect_timeout`, `output`, `headers` and `verbose`: as flags, as
//! variables with the tool's prefix (`DEMO_TIMEOUT=5s`), and in `config.yaml` in the current folder
//! or the file that `--config` names, in this order of strength.
//!
//! With the feature `tls`, `https://` endpoints work.

mod call;
mod docs;
pub mod dynamic;
pub mod flags;
mod input;
pub mod json;
mod print;
mod report;
mod scalar;
mod settings;
pub mod table;
mod time;
mod tool;
mod tree;
pub mod well_known;

pub use tool::Tool;
