//! Settings of a tool: how to call and how to print.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use typewright::Stringer;
use typewright_client::Retry;
use typewright_settings::Settings;

use crate::output::report::{ErrorFormat, Scheme};
use crate::output::terminal::Color;

/// Settings of a command-line tool. What a folder that somebody else made may not decide is `scope =
/// "user"`: what is run, and where secrets go.
#[derive(Settings, Clone, Debug, PartialEq)]
#[settings(profiles, set)]
pub(crate) struct Options {
    /// Where the server is, as `http://HOST:PORT`, `https://HOST:PORT` or `unix:/PATH`. If unset:
    /// the host that the service names, or `http://127.0.0.1:50051`.
    #[setting(short = 'e', placeholder = "URL")]
    pub(crate) endpoint: Option<String>,
    /// Calls no server: every answer is a sample that the schema gives, the same each time.
    #[setting(default = false)]
    pub(crate) fake: bool,
    /// How long a call may take. A stream of answers is limited only if this is set.
    #[setting(default = "30s")]
    pub(crate) timeout: Duration,
    /// How long connecting may take.
    #[setting(default = "10s")]
    pub(crate) connect_timeout: Duration,
    /// How often an idempotent method is called again when the server is unavailable, with longer
    /// pauses each time, within the timeout.
    #[setting(default = 3)]
    pub(crate) retries: u32,
    /// The pause before the first of these calls; each one after is twice as long.
    #[setting(default = "100ms")]
    pub(crate) retry_backoff: Duration,
    /// The longest pause between such calls.
    #[setting(default = "5s")]
    pub(crate) max_retry_backoff: Duration,
    /// How often a silent server is asked whether it is still there. If unset: never.
    #[setting(placeholder = "DURATION")]
    pub(crate) keepalive: Option<Duration>,
    /// How long a stream of answers may be silent before it is given up. If unset: as long as it
    /// likes.
    #[setting(placeholder = "DURATION")]
    pub(crate) idle_timeout: Option<Duration>,
    /// How answers are printed: `json`, `ndjson` with one line an answer, `yaml`, `table` for
    /// people, `csv`, `text` for the text format of protobuf, `binary` as they came, those of a
    /// stream each behind its length.
    #[setting(default = "json", short = 'o', choice, placeholder = "FORMAT")]
    pub(crate) output: Output,
    /// Prints fields that have their default too.
    #[setting(default = false)]
    pub(crate) emit_defaults: bool,
    /// Prints the names of the schema, `created_at` instead of `createdAt`.
    #[setting(default = false)]
    pub(crate) proto_names: bool,
    /// Prints the numbers of enums instead of their names.
    #[setting(default = false)]
    pub(crate) enum_numbers: bool,
    /// Metadata to send, as `key: value`, or `@FILE` with one a line. A key that ends in `-bin` takes
    /// base64.
    #[setting(flag = "header", short = 'H', placeholder = "KEY: VALUE", secret)]
    pub(crate) headers: Vec<String>,
    /// Puts the values of variables into `${NAME}` in metadata.
    #[setting(default = false, scope = "user")]
    pub(crate) expand_headers: bool,
    /// A token to send as `authorization: Bearer …`. It has no flag: everyone on a machine can see
    /// those.
    #[setting(secret, no_flag)]
    pub(crate) token: Option<String>,
    /// A file that holds the token.
    #[setting(placeholder = "FILE", scope = "user")]
    pub(crate) token_file: Option<PathBuf>,
    /// A command line that prints the token, for the shell.
    #[setting(placeholder = "COMMAND", scope = "user")]
    pub(crate) token_command: Option<String>,
    /// A name and password to send as `authorization: Basic …`, as `user:password`.
    #[setting(secret, no_flag)]
    pub(crate) basic: Option<String>,
    /// A file of names and passwords by host, in the form of `.netrc`.
    #[setting(placeholder = "FILE", scope = "user")]
    pub(crate) netrc: Option<PathBuf>,
    /// Sends credentials over `http://` to other machines too.
    #[setting(default = false, scope = "user")]
    pub(crate) clear_text_credentials: bool,
    /// Certificates of the authority to trust, as PEM, in place of the system's.
    #[setting(placeholder = "FILE")]
    pub(crate) tls_ca: Option<PathBuf>,
    /// The certificate to show to the server, as PEM.
    #[setting(placeholder = "FILE")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The private key of that certificate, as PEM.
    #[setting(placeholder = "FILE")]
    pub(crate) tls_key: Option<PathBuf>,
    /// The name in the server's certificate, if it is not the endpoint's host.
    #[setting(placeholder = "NAME")]
    pub(crate) server_name: Option<String>,
    /// The proxy to go through, as `http://HOST:PORT` or `http://USER:PASSWORD@HOST:PORT`, or `never`.
    /// If unset: what `HTTPS_PROXY`, `http_proxy` or `ALL_PROXY` says, unless `NO_PROXY` has the host.
    #[setting(placeholder = "URL", secret, scope = "user")]
    pub(crate) proxy: Option<String>,
    /// The host that the server reads in the request, if it is not the endpoint's.
    #[setting(placeholder = "NAME")]
    pub(crate) authority: Option<String>,
    /// Takes any certificate for the server's, so that anybody on the way can be it: for trying
    /// things out.
    #[setting(default = false, scope = "user")]
    pub(crate) skip_verify: bool,
    /// When to use colour. In `auto` a terminal has it, unless `NO_COLOR`, `CLICOLOR=0` or
    /// `TERM=dumb` object; `CLICOLOR_FORCE` gives it to pipes too.
    #[setting(default = "auto", choice, placeholder = "WHEN")]
    pub(crate) color: Color,
    /// The command line that shows what is longer than the screen, or `never`. If unset: `PAGER`,
    /// or `less -FRX`.
    #[setting(placeholder = "COMMAND", scope = "user")]
    pub(crate) pager: Option<String>,
    /// Prints the request and the metadata around the answer to standard error; twice, also what
    /// happens to each attempt.
    #[setting(default = 0, short = 'v', max = 2)]
    pub(crate) verbose: u8,
    /// Prints no warnings, hints and progress on standard error; errors only.
    #[setting(default = false)]
    pub(crate) quiet: bool,
    /// Never asks and never waits for a key: what needs an answer is refused.
    #[setting(default = false)]
    pub(crate) no_input: bool,
    /// Which lines about what happens go to standard error, such as `debug` or
    /// `typewright_client=info,warn`, in place of what `-vv` shows.
    #[setting(placeholder = "FILTER")]
    pub(crate) log: Option<String>,
    /// The exit code for a status of gRPC: `grpc` is 64 and the code; `buf` is eight times the code,
    /// and 1 for every other failure.
    #[setting(default = "grpc", choice, placeholder = "SCHEME")]
    pub(crate) exit_scheme: Scheme,
    /// How messages are printed on standard error: `text`, or `json` with one object a line.
    #[setting(default = "text", choice, placeholder = "FORMAT")]
    pub(crate) error_format: ErrorFormat,
    /// Command lines under names of your own, such as `mine: items list --owner me`. The names of
    /// commands stay what they are.
    #[setting(no_flag, scope = "user")]
    pub(crate) aliases: BTreeMap<String, String>,
    /// Plug-ins that get the credentials too; all get the other settings.
    #[setting(no_flag, scope = "user")]
    pub(crate) trusted_plugins: Vec<String>,
}

impl Options {
    /// How often and when a call is made again, if ever.
    pub(crate) fn retry(&self) -> Option<Retry> {
        let retry = Retry {
            max_attempts: self.retries.saturating_add(1),
            initial_backoff: self.retry_backoff,
            max_backoff: self.max_retry_backoff,
            ..Retry::default()
        };
        (self.retries > 0).then_some(retry)
    }
}

/// How answers are printed.
#[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq)]
#[stringer(rename_all = "lowercase")]
pub(crate) enum Output {
    Json,
    Ndjson,
    Yaml,
    Table,
    Csv,
    Text,
    Binary,
}
