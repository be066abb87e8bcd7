//! Settings from flags, environment, YAML files and defaults, each value with its origin.
//!
//! [`derive@Settings`] on a struct gives a constant schema. Every layer is read through it, so the
//! type of a setting decides what its text means, a variable's name is never taken apart to guess
//! a path, and every mistake of every layer is reported at once at its place.
//!
//! ```
//! use std::time::Duration;
//! use typewright_settings::{Loader, Settings};
//!
//! /// Settings of the app.
//! #[derive(Settings, Clone, Debug, PartialEq)]
//! struct App {
//!     /// How long a call may take.
//!     #[setting(default = "10s", short = 't')]
//!     timeout: Duration,
//!     /// Where to listen.
//!     server: Server,
//! }
//!
//! #[derive(Settings, Clone, Debug, PartialEq)]
//! struct Server {
//!     /// The port.
//!     #[setting(default = 8080)]
//!     port: u16,
//!     /// Names that this server answers to.
//!     names: Vec<String>,
//! }
//!
//! // Each setting is a flag: --timeout, --server-port, --server-names.
//! let command = App::flags(clap::Command::new("app"), "APP");
//! let matches = command.try_get_matches_from(["app", "--timeout", "1m 30s"])?;
//!
//! // Strength: defaults, then files in order, then variables, then flags.
//! let app = Loader::new("APP")
//!     .text("app.yaml", "timeout: 20s\nserver:\n  names: [a, b]\n")
//!     .env([("APP_SERVER_PORT".into(), "9000".into())])
//!     .flags(&matches)
//!     .load::<App>()?;
//!
//! assert_eq!(app.value.timeout, Duration::from_secs(90));
//! assert_eq!(app.value.server.port, 9000);
//! assert_eq!(app.origin("timeout").unwrap().to_string(), "--timeout");
//! assert_eq!(app.origin("server.port").unwrap().to_string(), "APP_SERVER_PORT");
//! assert_eq!(app.origin("server.names").unwrap().to_string(), "app.yaml:3:10");
//!
//! let problems = Loader::new("APP")
//!     .text("app.yaml", "timeout: 20\nserver:\n  prot: 1\n")
//!     .load::<App>()
//!     .unwrap_err();
//! assert_eq!(problems.to_string(), "\
//! error: app.yaml:1:10: timeout: expected a duration such as 30s or 5m, found `20`
//!    1 | timeout: 20
//!      |          ^^
//!   help: add a unit: `20s`
//! error: app.yaml:3:3: server.prot: unknown key
//!    3 |   prot: ***
//!      |   ^^^^
//!   help: did you mean `port`?");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Attributes
//!
//! The [`guide`] has an example of each.
//!
//! Of a field, in `#[setting(…)]`:
//!
//! | key | meaning |
//! |---|---|
//! | `default = "10s"` | the value where no layer sets one, read like a variable's |
//! | `flag = "endpoint"`, `no_flag` | the whole name of the flag; no flag |
//! | `short = 'e'` | a one-letter flag |
//! | `env = "ENDPOINT_URL"` | the variable behind the prefix: `APP_ENDPOINT_URL` |
//! | `placeholder = "URL"` | what stands for the value in help |
//! | `secret` | the value is never shown |
//! | `choice` | an enum with `const NAMES: &[&str]` and `FromStr`, or an `Option` or `Vec` of one |
//! | `section` | says that the field is a section; every struct that derives `Settings` is one |
//! | `alias = "old"` | another key, also for its variable and flag; any number of them |
//! | `deprecated = "set `x`"` | setting it is warned of: [`Loaded::warnings`] |
//! | `min = 1`, `max = 64` | bounds of a number, both included |
//! | `check = function` | a `fn(&T) -> Result<(), impl Display>` that refuses values |
//! | `example = "…"` | a value that shows what it is for |
//! | `merge = "append"`, `"by-key"` | a list adds to those of weaker layers; see [`Merge`] |
//! | `merge = "replace"` | one layer says all of a map |
//! | `key` | tells the items of such a list apart |
//! | `scope = "user"`, `"env"` | no file of a project, or no file at all may set it; see [`SetBy`] |
//! | `flatten` | the settings of this section stand beside it |
//! | `reload` | a running program takes a change of it, or of all in a section: [`Watched`] |
//!
//! Of the struct, in `#[settings(…)]`:
//!
//! | key | meaning |
//! |---|---|
//! | `profiles` | files may have `profiles: {dev: {…}}`; `--profile`, a variable or `profile: dev` selects one, which is stronger than all files |
//! | `set` | the flag `--set key=value`, stronger than variables and weaker than the flag of a setting |
//! | `crate = "path"` | where this crate is not called `typewright_settings` |
//!
//! Of an enum, which is the type of a setting and not a whole:
//!
//! | key | meaning |
//! |---|---|
//! | `tag = "kind"` | the key that says which variant it is; the settings of the variant stand beside it |
//! | `rename_all = "kebab-case"` | how variants are called; `snake_case` where nothing is said |
//! | `crate = "path"` | as for a struct |
//!
//! Of its variants, in `#[setting(…)]`: `default` for the one that is chosen where no layer chooses,
//! `rename = "at-once"` for a name of its own. Without `tag`, a variant is written by its name, and
//! one that holds settings as a key: `target: nowhere`, `target: {bucket: {name: b}}`. Setting
//! anything of such a variant chooses it. An enum whose variants hold nothing is a choice of names.
//!
//! ```
//! use typewright_settings::{Loader, Settings};
//!
//! #[derive(Settings, Debug, PartialEq)]
//! struct App {
//!     /// The pauses between calls.
//!     backoff: Backoff,
//! }
//!
//! #[derive(Settings, Debug, PartialEq)]
//! #[settings(tag = "kind")]
//! enum Backoff {
//!     #[setting(default)]
//!     Never,
//!     Fixed { delay_ms: u64 },
//!     Growing { base_ms: u64, factor: f64 },
//! }
//!
//! // The variable switches the variant, and with it go the settings of the weaker layer's.
//! let app = Loader::new("APP")
//!     .text("app.yaml", "backoff: {kind: growing, base_ms: 5, factor: 1.5}")
//!     .env([("APP_BACKOFF_KIND".into(), "fixed".into())])
//!     .env([("APP_BACKOFF_DELAY_MS".into(), "250".into())])
//!     .load::<App>()?;
//! assert_eq!(app.value.backoff, Backoff::Fixed { delay_ms: 250 });
//! # Ok::<(), typewright_settings::Problems>(())
//! ```
//!
//! Doc comments are the help text. A setting without a default must be set, unless it is an
//! `Option`, a `Vec` or a map. Two settings that share a variable or flag do not compile.
//!
//! # What values look like
//!
//! In YAML, as usual: numbers and bools without quotes, a text is a text even if it looks like a
//! number, `null` takes an `Option` away that a weaker layer sets. Duplicate and unknown keys, a
//! second document, more than 64 levels, 100 000 values, 10 000 anchors or 4 MiB are refused. Whatever
//! such a file holds, it is decided in less than 0.1 s of CPU and in 64 MiB; the most that was measured
//! of 24 hostile files is 47 ms and 31 MiB (`benches/settings hostile`).
//!
//! In a variable: the text as it is, so an empty variable is an empty text. A list is `a,b` or
//! JSON, a map is JSON. `APP_LABELS_team` sets one entry of a map, `APP_PORTS_1` one item of a
//! list. A variable with our prefix that sets nothing is a mistake only if it is nearly right. For a
//! secret, `APP_TOKEN_FILE=/run/secrets/token` names a file that holds it; a line feed at its end is
//! no part of it.

/// Settings, attribute by attribute.
#[doc = include_str!("../docs/guide.md")]
pub mod guide {}

mod check;
mod command;
mod complete;
#[doc(hidden)]
pub mod derive;
mod discover;
mod edit;
mod env;
mod explain;
mod export;
mod field;
mod file;
mod flags;
mod input;
mod json_schema;
mod layer;
mod leaf;
mod load;
mod loaded;
mod merge;
mod near;
mod problem;
mod profiles;
mod read;
#[cfg(feature = "config")]
mod remote;
mod save;
mod scalar;
mod schema;
#[cfg(feature = "complete")]
mod shell;
mod show;
mod snippet;
mod stack;
mod template;
mod types;
mod value;
mod watched;
mod yaml;

pub use command::{Answer, ConfigCommand};
pub use explain::{Explanation, LayerValue};
pub use export::Export;
pub use flags::flags;
pub use json_schema::json_schema;
pub use load::{Loader, Scope};
pub use loaded::{Change, Loaded, Row};
pub use problem::{Origin, Problem, Problems, Snippet};
pub use profiles::Profiles;
pub use schema::{Field, Flag, Kind, Leaf, Merge, Section, SetBy};
#[cfg(feature = "complete")]
pub use shell::complete;
pub use template::template;
pub use types::{ByteSize, Secret, Url};
/// Derives [`Settings`](trait@Settings) and [`Setting`]; see the [crate](self).
pub use typewright_derive::Settings;
pub use value::{Invalid, Setting, Settings, Value};
pub use watched::Watched;
