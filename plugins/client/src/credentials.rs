//! Who calls.

use std::fmt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::interceptor::{Interceptor, Next};
use crate::replay::Body;
use crate::transport::{Attempt, Starting};
use crate::{Code, Error};

/// How long a token that is read from somewhere is used before it is read again.
const REFRESH: Duration = Duration::from_secs(60);

/// Who calls, as the server reads it in the metadata `authorization`.
///
/// A token from a file or a command is read again after a minute
/// ([`Credentials::refresh_every`]), and at once when the server answers
/// [`Code::Unauthenticated`]; if it is another one then, the call is sent again with it.
///
/// Secrets are never shown: `{:?}` says only where they come from.
///
/// ```
/// use typewright_client::Credentials;
///
/// let credentials = Credentials::bearer("opensesame");
/// assert_eq!(format!("{credentials:?}"), "Credentials(bearer token)");
/// ```
#[derive(Clone)]
pub struct Credentials(Arc<Inner>);

struct Inner {
    source: Source,
    refresh: Duration,
    cached: Mutex<Option<(String, Instant)>>,
}

#[derive(Clone)]
enum Source {
    Bearer(String),
    Basic(String),
    File(PathBuf),
    Command(String, Vec<String>),
}

impl Credentials {
    fn new(source: Source, refresh: Duration) -> Credentials {
        Credentials(Arc::new(Inner { source, refresh, cached: Mutex::default() }))
    }

    /// A token that does not change.
    pub fn bearer(token: impl Into<String>) -> Credentials {
        Credentials::new(Source::Bearer(token.into()), REFRESH)
    }

    /// A user and a password ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    pub fn basic(user: &str, password: &str) -> Credentials {
        Credentials::new(Source::Basic(STANDARD.encode(format!("{user}:{password}"))), REFRESH)
    }

    /// A token in a file; white space around it does not count.
    pub fn token_file(path: impl Into<PathBuf>) -> Credentials {
        Credentials::new(Source::File(path.into()), REFRESH)
    }

    /// A token that a command prints; white space around it does not count. No shell is involved.
    pub fn token_command<A: Into<String>>(
        program: impl Into<String>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Credentials {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Credentials::new(Source::Command(program.into(), arguments), REFRESH)
    }

    /// How long a token from a file or a command is used before it is read again.
    pub fn refresh_every(self, refresh: Duration) -> Credentials {
        Credentials::new(self.0.source.clone(), refresh)
    }

    /// The value of `authorization`; read again unless the one at hand is fresh and not `stale`.
    async fn authorization(&self, stale: Option<&str>) -> Result<String, Error> {
        let Inner { source, refresh, cached } = &*self.0;
        match source {
            Source::Bearer(token) => return Ok(format!("Bearer {token}")),
            Source::Basic(pair) => return Ok(format!("Basic {pair}")),
            Source::File(_) | Source::Command(..) => {}
        }
        // Held while the token is read, so that side by side calls read it once.
        let mut cached = cached.lock().await;
        if let Some((value, read)) = &*cached
            && read.elapsed() < *refresh
            && stale != Some(value)
        {
            return Ok(value.clone());
        }
        let reader = source.clone();
        let token = tokio::task::spawn_blocking(move || reader.read()).await;
        let token = token.map_err(|_| self.failed("reading it was broken off"))?;
        let token = token.map_err(|why| self.failed(&why))?;
        if token.is_empty() {
            return Err(self.failed("it is empty"));
        }
        let value = format!("Bearer {token}");
        *cached = Some((value.clone(), Instant::now()));
        Ok(value)
    }

    fn failed(&self, why: &str) -> Error {
        Error::new(Code::Unauthenticated, format!("no {}: {why}", self.0.source)).unsent()
    }

    fn changes(&self) -> bool {
        matches!(self.0.source, Source::File(_) | Source::Command(..))
    }
}

impl Source {
    fn read(&self) -> Result<String, String> {
        let text = match self {
            Source::Bearer(token) | Source::Basic(token) => token.clone(),
            Source::File(path) => {
                std::fs::read_to_string(path).map_err(|error| error.to_string())?
            }
            Source::Command(program, arguments) => {
                let output = Command::new(program).args(arguments).output();
                let output = output.map_err(|error| error.to_string())?;
                if !output.status.success() {
                    let said = String::from_utf8_lossy(&output.stderr);
                    return Err(format!("{}: {}", output.status, said.trim()));
                }
                String::from_utf8(output.stdout).map_err(|_| "it is not text".to_owned())?
            }
        };
        Ok(text.trim().to_owned())
    }
}

/// Where the secret comes from, never what it is; arguments of a command may be secret too.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Bearer(_) => f.write_str("bearer token"),
            Source::Basic(_) => f.write_str("user and password"),
            Source::File(path) => write!(f, "token from `{}`", path.display()),
            Source::Command(program, _) => write!(f, "token from the command `{program}`"),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.0.source)
    }
}

impl Interceptor for Credentials {
    fn intercept(&self, mut attempt: Attempt, next: Next) -> Starting {
        let credentials = self.clone();
        Box::pin(async move {
            let value = credentials.authorization(None).await?;
            if !credentials.changes() {
                attempt.metadata.append("authorization", &value)?;
                return next.start(attempt).await;
            }
            let (template, requests) = attempt.split();
            let mut body = Body::Stream(requests).keep();
            let mut sent = value;
            let mut last = None;
            while let Some(requests) = body.attempt() {
                let mut attempt = template.attempt(requests);
                attempt.metadata.append("authorization", &sent)?;
                let error = match next.start(attempt).await {
                    Err(error) if error.code() == Code::Unauthenticated => error,
                    answer => return answer,
                };
                let fresh = credentials.authorization(Some(&sent)).await?;
                if last.is_some() || fresh == sent {
                    return Err(error);
                }
                sent = fresh;
                last = Some(error);
            }
            Err(last.unwrap_or_else(|| Error::new(Code::Internal, "the requests are used up")))
        })
    }
}
