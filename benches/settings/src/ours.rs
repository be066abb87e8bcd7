//! The tree as ours reads it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use typewright::Stringer;
use typewright_settings::{Loader, Settings};

#[derive(Settings, Debug)]
pub struct App {
    #[setting(default = "info", choice)]
    pub log_level: LogLevel,
    #[setting(default = "table", choice)]
    pub output_format: Format,
    pub server: Server,
    pub database: Database,
    #[setting(default = "http://localhost")]
    pub allowed_origins: Vec<String>,
    pub feature_flags: BTreeMap<String, bool>,
    pub labels: BTreeMap<String, String>,
    pub http: Http,
}

#[derive(Settings, Debug)]
pub struct Server {
    #[setting(default = "127.0.0.1")]
    pub bind_addr: String,
    #[setting(default = 8080)]
    pub port: u16,
    #[setting(default = "30s")]
    pub request_timeout: Duration,
    pub max_body_bytes: Option<u64>,
    pub tls: Option<Tls>,
}

#[derive(Settings, Debug)]
pub struct Tls {
    pub cert_path: PathBuf,
    pub min_version: String,
}

#[derive(Settings, Debug)]
pub struct Database {
    #[setting(default = "postgres://localhost/app")]
    pub url: String,
    #[setting(default = 8)]
    pub pool_size: u32,
    #[setting(default = "", secret)]
    pub password: String,
    pub replica_urls: Vec<String>,
    #[setting(default = "5432")]
    pub ports: Vec<u16>,
}

#[derive(Settings, Debug)]
pub struct Http {
    #[setting(default = true)]
    pub keep_alive: bool,
    #[setting(default = 60)]
    pub idle_secs: u32,
}

#[derive(Stringer, Clone, Copy, Debug)]
#[stringer(rename_all = "lowercase")]
pub enum LogLevel {
    Debug,
    Info,
    Warn,
    Error,
}

#[derive(Stringer, Clone, Copy, Debug)]
#[stringer(rename_all = "lowercase")]
pub enum Format {
    Json,
    Yaml,
    Table,
}

/// The value of one setting as it is shown, or the report.
pub fn read(files: &[PathBuf], key: &str) -> Result<String, String> {
    let loader = files.iter().fold(Loader::new("APP").process_env(), |l, file| l.file(file));
    let loaded = loader.load::<App>().map_err(|problems| problems.to_string())?;
    let row = loaded.origins().find(|row| row.key == key);
    Ok(row.and_then(|row| row.value.clone()).unwrap_or_else(|| "null".into()))
}

/// All layers, with the origin of every value.
pub fn load(files: &[PathBuf], env: &[(String, String)]) -> u16 {
    let env = env.iter().map(|(k, v)| (k.into(), v.into()));
    let loader = files.iter().fold(Loader::new("APP").env(env), |l, file| l.file(file));
    let loaded = loader.load::<App>().expect("settings without a mistake");
    loaded.value.server.port
}
