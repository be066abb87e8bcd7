//! A settings tree with one field of every sort, which most tests load.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use typewright_settings::{Loaded, Loader, Problems, Settings};

/// Settings of an app.
#[derive(Settings, Clone, Debug, PartialEq)]
pub(crate) struct App {
    /// How much is logged.
    #[setting(default = "info", choice)]
    pub(crate) log_level: LogLevel,
    /// How answers are printed.
    #[setting(default = "table", choice, short = 'o')]
    pub(crate) output_format: Format,
    /// Where to listen.
    #[setting(section)]
    pub(crate) server: Server,
    /// Where the data is.
    pub(crate) database: Database,
    /// Pages that may call.
    #[setting(default = "http://localhost")]
    pub(crate) allowed_origins: Vec<String>,
    /// Features that are not ready.
    pub(crate) feature_flags: BTreeMap<String, bool>,
    /// Labels of everything that is made.
    pub(crate) labels: BTreeMap<String, String>,
    /// How failed calls are repeated.
    pub(crate) backoff: Backoff,
    /// Connections.
    pub(crate) http: Http,
}

#[derive(Settings, Clone, Debug, PartialEq)]
pub(crate) struct Server {
    /// The address.
    #[setting(default = "127.0.0.1")]
    pub(crate) bind_addr: String,
    /// The port.
    #[setting(default = 8080)]
    pub(crate) port: u16,
    /// How long an answer may take.
    #[setting(default = "30s")]
    pub(crate) request_timeout: Duration,
    /// The largest request, in bytes.
    pub(crate) max_body_bytes: Option<u64>,
    /// Encryption, if this section is there.
    pub(crate) tls: Option<Tls>,
}

#[derive(Settings, Clone, Debug, PartialEq)]
pub(crate) struct Tls {
    /// The certificate.
    pub(crate) cert_path: PathBuf,
    /// The oldest version that is allowed.
    pub(crate) min_version: String,
    /// Whether clients show a certificate.
    #[setting(default = false)]
    pub(crate) mutual: bool,
}

#[derive(Settings, Clone, Debug, PartialEq)]
pub(crate) struct Database {
    /// The server.
    #[setting(default = "postgres://localhost/app")]
    pub(crate) url: String,
    /// How many connections are kept.
    #[setting(default = 8)]
    pub(crate) pool_size: u32,
    /// The password.
    #[setting(default = "", secret)]
    pub(crate) password: String,
    /// Servers to read from.
    pub(crate) replica_urls: Vec<String>,
    /// Ports to try.
    #[setting(default = "5432")]
    pub(crate) ports: Vec<u16>,
}

#[derive(Settings, Clone, Debug, PartialEq)]
pub(crate) struct Http {
    /// Whether connections are kept.
    #[setting(default = true)]
    pub(crate) keep_alive: bool,
    /// Those that are kept.
    #[setting(flatten)]
    pub(crate) pooling: Pooling,
}

#[derive(Settings, Clone, Debug, PartialEq)]
pub(crate) struct Pooling {
    /// How long an idle one is kept, in seconds.
    #[setting(default = 60)]
    pub(crate) idle_secs: u32,
}

/// The pauses between calls.
#[derive(Settings, Clone, Debug, PartialEq)]
#[settings(tag = "kind")]
pub(crate) enum Backoff {
    /// The same each time.
    #[setting(default)]
    Fixed {
        /// In milliseconds.
        #[setting(default = 100)]
        delay_ms: u64,
    },
    /// Longer each time.
    Exponential {
        /// The first, in milliseconds.
        base_ms: u64,
        /// By how much each is longer than the last.
        #[setting(default = 2)]
        factor: f64,
    },
}

/// An enum that lists and reads its names by hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum LogLevel {
    Debug,
    Info,
    Warn,
    Error,
}

impl LogLevel {
    pub(crate) const NAMES: &[&str] = &["debug", "info", "warn", "error"];
}

impl FromStr for LogLevel {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "debug" => Ok(Self::Debug),
            "info" => Ok(Self::Info),
            "warn" => Ok(Self::Warn),
            "error" => Ok(Self::Error),
            _ => Err(()),
        }
    }
}

/// An enum that derives its names.
#[derive(typewright::Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(rename_all = "lowercase")]
pub(crate) enum Format {
    Json,
    Yaml,
    Table,
}

/// Loads the tree from files, variables and arguments, as a program does.
pub(crate) fn load(
    files: &[(&str, &str)],
    env: &[(&str, &str)],
    args: &[&str],
) -> Result<Loaded<App>, Problems> {
    let command = App::flags(clap::Command::new("app").no_binary_name(true), "APP");
    let matches = command.try_get_matches_from(args).expect("flags that clap knows");
    let loader =
        files.iter().fold(Loader::new("APP"), |loader, (name, text)| loader.text(*name, *text));
    loader.env(env.iter().map(|(k, v)| (k.into(), v.into()))).flags(&matches).load()
}

/// The report of a load that must fail.
pub(crate) fn refuse(files: &[(&str, &str)], env: &[(&str, &str)], args: &[&str]) -> String {
    load(files, env, args).expect_err("a mistake").to_string()
}

/// A setting and its place, as `value (place)`.
pub(crate) fn row(app: &Loaded<App>, key: &str) -> String {
    let row = app.origins().find(|row| row.key == key).unwrap_or_else(|| panic!("no row {key}"));
    format!("{} ({})", row.value.as_deref().unwrap_or("not set"), row.origin)
}
