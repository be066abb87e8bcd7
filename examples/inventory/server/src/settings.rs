//! Settings of the server: flags, variables and files, over what another service answers.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use config::{AsyncSource, Config, ConfigError, FileFormat, Format as _, Map, Value};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use typewright_settings::{Loader, Problems, Watched};

/// What the server is told.
#[derive(typewright_settings::Settings, Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    #[setting(default = "127.0.0.1:50051", placeholder = "ADDRESS")]
    pub listen: String,
    /// How many items are on a page where the caller says nothing.
    #[setting(default = 50, min = 1, reload)]
    pub page_size: u32,
    /// Where more settings are asked for, as JSON: `http://HOST:PORT/PATH`. They are weaker than files.
    #[setting(scope = "user", placeholder = "URL")]
    pub remote: Option<typewright_settings::Url>,
    /// How long it takes until they are asked for again.
    #[setting(default = "30s", reload)]
    pub remote_interval: Duration,
}

/// The settings as they are now, for everybody who needs them.
pub type Shared = Arc<Watched<Settings>>;

/// Why there are no settings.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The loader with what is asked for far away as one more layer. Those of this machine come first, as
/// they say where that is.
///
/// # Errors
/// Every mistake in the settings of this machine, or why the other one gives none.
pub async fn with_remote(local: &Loader) -> Result<Loader, Failure> {
    let Some(url) = local.load::<Settings>()?.value.remote else { return Ok(local.clone()) };
    let source = Remote { url: url.as_str().to_owned() };
    let answer = Config::builder().add_async_source(source).build().await?;
    Ok(local.clone().config("remote", &answer))
}

/// Asks for the settings again and again, and tells what changed. A mistake in them, or no answer,
/// changes nothing.
pub async fn follow(local: Loader, settings: Shared, tell: impl Fn(String)) {
    loop {
        tokio::time::sleep(settings.get().value.remote_interval).await;
        let changes = match with_remote(&local).await {
            Ok(loader) => settings.reload_with(loader).map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        match changes {
            Ok(changes) => changes.iter().for_each(|change| {
                let when = if change.reload { "" } else { " from the next start on" };
                tell(format!("{} changed{when}", change.key));
            }),
            Err(failure) => tell(failure.to_string()),
        }
    }
}

/// The settings of a program that is told nothing.
///
/// # Errors
/// None, as every setting has a default or may be left out.
pub fn defaults() -> Result<Shared, Problems> {
    Loader::new("").watch().map(Arc::new)
}

/// A source of the crate `config`: any client of anything may stand in its place. This one speaks as
/// little HTTP as it can.
#[derive(Debug)]
struct Remote {
    url: String,
}

type Answer = Result<Map<String, Value>, ConfigError>;

impl AsyncSource for Remote {
    fn collect<'s, 'f>(&'s self) -> Pin<Box<dyn Future<Output = Answer> + Send + 'f>>
    where
        's: 'f,
        Self: 'f,
    {
        Box::pin(async {
            let text = get(&self.url).await;
            let text = text.map_err(|why| ConfigError::Message(format!("{}: {why}", self.url)))?;
            // The address is the place of each value in messages and in `--origin`.
            let values = FileFormat::Json.parse(Some(&self.url), &text);
            values.map_err(|cause| ConfigError::FileParse { uri: Some(self.url.clone()), cause })
        })
    }
}

async fn get(url: &str) -> Result<String, Failure> {
    let rest = url.strip_prefix("http://").ok_or("only http:// is read")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host).await?;
    let request = format!("GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("the answer is no HTTP")?;
    let status = head.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) != Some("200") {
        return Err(status.into());
    }
    Ok(body.to_owned())
}
