//! Settings of a tool: how to call and how to print.

use std::str::FromStr;
use std::time::Duration;

use typewright_settings::Settings;

/// Settings of a command-line tool.
#[derive(Settings, Clone, Debug, PartialEq)]
pub(crate) struct Options {
    /// Where the server is, as `http://HOST:PORT`, `https://HOST:PORT` or `unix:/PATH`. If unset:
    /// the host that the service names, or `http://127.0.0.1:50051`.
    #[setting(short = 'e', placeholder = "URL")]
    pub(crate) endpoint: Option<String>,
    /// How long a call may take. A stream of answers is limited only if this is set.
    #[setting(default = "30s")]
    pub(crate) timeout: Duration,
    /// How long connecting may take.
    #[setting(default = "10s")]
    pub(crate) connect_timeout: Duration,
    /// How answers are printed: `json`, `ndjson` with one line an answer, `table` for people.
    #[setting(default = "json", short = 'o', choice, placeholder = "FORMAT")]
    pub(crate) output: Output,
    /// Metadata to send, as `key: value`. A key that ends in `-bin` takes base64.
    #[setting(flag = "header", short = 'H', placeholder = "KEY: VALUE", secret)]
    pub(crate) headers: Vec<String>,
    /// Prints the request and the metadata around the answer to standard error.
    #[setting(default = false, short = 'v')]
    pub(crate) verbose: bool,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    Json,
    Ndjson,
    Table,
}

impl Output {
    pub(crate) const NAMES: &'static [&'static str] = &["json", "ndjson", "table"];
}

impl FromStr for Output {
    type Err = String;

    fn from_str(name: &str) -> Result<Output, String> {
        match name {
            "json" => Ok(Output::Json),
            "ndjson" => Ok(Output::Ndjson),
            "table" => Ok(Output::Table),
            _ => Err(format!("`{name}` is no output format")),
        }
    }
}
