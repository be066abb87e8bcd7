//! The same tree as the peers read it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use confique::{Config as _, Layer as _};
use figment::providers::{Env, Format as _, Serialized, Yaml};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(default, deny_unknown_fields)]
pub struct App {
    pub log_level: LogLevel,
    pub output_format: Format,
    pub server: Server,
    pub database: Database,
    pub allowed_origins: Vec<String>,
    pub feature_flags: BTreeMap<String, bool>,
    pub labels: BTreeMap<String, String>,
    pub backoff: Backoff,
    pub http: Http,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    pub bind_addr: String,
    pub port: u16,
    #[serde(with = "humantime_serde")]
    pub request_timeout: Duration,
    pub max_body_bytes: Option<u64>,
    pub tls: Option<Tls>,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    pub cert_path: PathBuf,
    pub min_version: String,
    #[serde(default)]
    pub mutual: bool,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub pool_size: u32,
    pub password: String,
    pub replica_urls: Vec<String>,
    pub ports: Vec<u16>,
}

/// `flatten` and `deny_unknown_fields` exclude each other in serde.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(default)]
pub struct Http {
    pub keep_alive: bool,
    #[serde(flatten)]
    pub pooling: Pooling,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(default)]
pub struct Pooling {
    pub idle_secs: u32,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Backoff {
    Fixed {
        #[serde(default = "hundred")]
        delay_ms: u64,
    },
    Exponential {
        base_ms: u64,
        #[serde(default = "two")]
        factor: f64,
    },
}

fn hundred() -> u64 {
    100
}

fn two() -> f64 {
    2.0
}

impl Default for Backoff {
    fn default() -> Self {
        Self::Fixed { delay_ms: 100 }
    }
}

impl Default for Pooling {
    fn default() -> Self {
        Self { idle_secs: 60 }
    }
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    Debug,
    #[default]
    Info,
    Warn,
    Error,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Json,
    Yaml,
    #[default]
    Table,
}

impl Default for App {
    fn default() -> Self {
        Self {
            log_level: LogLevel::Info,
            output_format: Format::Table,
            server: Server::default(),
            database: Database::default(),
            allowed_origins: vec!["http://localhost".into()],
            feature_flags: BTreeMap::new(),
            labels: BTreeMap::new(),
            backoff: Backoff::default(),
            http: Http::default(),
        }
    }
}

impl Default for Server {
    fn default() -> Self {
        let request_timeout = Duration::from_secs(30);
        let bind_addr = "127.0.0.1".into();
        Self { bind_addr, port: 8080, request_timeout, max_body_bytes: None, tls: None }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "postgres://localhost/app".into(),
            pool_size: 8,
            password: String::new(),
            replica_urls: Vec::new(),
            ports: vec![5432],
        }
    }
}

impl Default for Http {
    fn default() -> Self {
        Self { keep_alive: true, pooling: Pooling::default() }
    }
}

/// The flags that a tool would define by hand: a key and what was typed.
pub type Typed = [(String, String)];

pub fn figment(files: &[PathBuf], typed: &Typed) -> Result<App, String> {
    let mut figment = figment::Figment::from(Serialized::defaults(App::default()));
    for file in files {
        figment = figment.merge(Yaml::file_exact(file));
    }
    figment = figment.merge(Env::prefixed("APP_").split("__"));
    for (key, text) in typed {
        figment = match text.parse::<u64>() {
            Ok(number) => figment.merge((key.as_str(), number)),
            Err(_) => figment.merge((key.as_str(), text)),
        };
    }
    figment.extract().map_err(|error| error.to_string())
}

pub fn config(files: &[PathBuf], typed: &Typed) -> Result<App, String> {
    let text = |error: config::ConfigError| error.to_string();
    let mut builder = config::Config::builder();
    for file in files {
        builder = builder.add_source(config::File::from(file.clone()));
    }
    let environment = config::Environment::with_prefix("APP")
        .prefix_separator("_")
        .separator("__")
        .try_parsing(true);
    builder = builder.add_source(environment);
    for (key, value) in typed {
        builder = builder.set_override(key, value.as_str()).map_err(text)?;
    }
    builder.build().and_then(config::Config::try_deserialize).map_err(text)
}

#[derive(confique::Config, Serialize)]
#[config(layer_attr(serde(deny_unknown_fields)))]
struct Confique {
    #[config(env = "APP_LOG_LEVEL", default = "info")]
    log_level: LogLevel,
    #[config(env = "APP_OUTPUT_FORMAT", default = "table")]
    output_format: Format,
    #[config(nested)]
    server: ConfiqueServer,
    #[config(nested)]
    database: ConfiqueDatabase,
    #[config(env = "APP_ALLOWED_ORIGINS", default = ["http://localhost"], parse_env = confique::env::parse::list_by_comma)]
    allowed_origins: Vec<String>,
    #[config(env = "APP_FEATURE_FLAGS", default = {})]
    feature_flags: BTreeMap<String, bool>,
    #[config(env = "APP_LABELS", default = {})]
    labels: BTreeMap<String, String>,
    #[config(env = "APP_BACKOFF", default = { "kind": "fixed" })]
    backoff: Backoff,
    #[config(nested)]
    http: ConfiqueHttp,
}

#[derive(confique::Config, Serialize)]
#[config(layer_attr(serde(deny_unknown_fields)))]
struct ConfiqueServer {
    #[config(env = "APP_SERVER__BIND_ADDR", default = "127.0.0.1")]
    bind_addr: String,
    #[config(env = "APP_SERVER__PORT", default = 8080)]
    port: u16,
    #[config(env = "APP_SERVER__REQUEST_TIMEOUT", default = "30s", deserialize_with = humantime_serde::deserialize)]
    #[serde(with = "humantime_serde")]
    request_timeout: Duration,
    #[config(env = "APP_SERVER__MAX_BODY_BYTES")]
    max_body_bytes: Option<u64>,
    #[config(env = "APP_SERVER__TLS")]
    tls: Option<Tls>,
}

#[derive(confique::Config, Serialize)]
#[config(layer_attr(serde(deny_unknown_fields)))]
struct ConfiqueDatabase {
    #[config(env = "APP_DATABASE__URL", default = "postgres://localhost/app")]
    url: String,
    #[config(env = "APP_DATABASE__POOL_SIZE", default = 8)]
    pool_size: u32,
    #[config(env = "APP_DATABASE__PASSWORD", default = "")]
    password: String,
    #[config(env = "APP_DATABASE__REPLICA_URLS", default = [], parse_env = confique::env::parse::list_by_comma)]
    replica_urls: Vec<String>,
    #[config(env = "APP_DATABASE__PORTS", default = [5432], parse_env = confique::env::parse::list_by_comma)]
    ports: Vec<u16>,
}

#[derive(confique::Config, Serialize)]
#[config(layer_attr(serde(deny_unknown_fields)))]
struct ConfiqueHttp {
    #[config(env = "APP_HTTP__KEEP_ALIVE", default = true)]
    keep_alive: bool,
    #[config(env = "APP_HTTP__IDLE_SECS", default = 60)]
    idle_secs: u32,
}

pub fn confique(files: &[PathBuf], typed: &Typed) -> Result<Value, String> {
    let mut flags = <Confique as confique::Config>::Layer::empty();
    let of_serde = |text: &str| serde_json::Value::from(text);
    let text = |error: serde_json::Error| error.to_string();
    for (key, value) in typed {
        match key.as_str() {
            "server.port" => {
                flags.server.port = Some(
                    value.parse().map_err(|_| format!("--server-port: `{value}` is no port"))?,
                )
            }
            "log_level" => {
                flags.log_level = Some(serde_json::from_value(of_serde(value)).map_err(text)?);
            }
            _ => {
                flags.output_format = Some(serde_json::from_value(of_serde(value)).map_err(text)?);
            }
        }
    }
    let mut builder = Confique::builder().preloaded(flags).env();
    for file in files.iter().rev() {
        let file = confique::File::new(file).map_err(|error| error.to_string())?.required();
        builder = builder.preloaded(file.load().map_err(|error| error.to_string())?);
    }
    let config = builder.load().map_err(|error| error.to_string())?;
    serde_json::to_value(config).map_err(|error| error.to_string())
}
