//! Types of settings that the standard library does not have.

use std::fmt;
use std::str::FromStr;

use crate::schema::Kind;
use crate::value::{Invalid, Setting, Value};

/// A value that is never shown: not by `{:?}`, not in a report, not by `config show`.
///
/// A setting of this type is secret without being marked.
///
/// ```
/// use typewright_settings::{Loader, Secret, Settings};
///
/// #[derive(Settings, Debug)]
/// struct App {
///     token: Secret<String>,
/// }
///
/// let app = Loader::new("APP").text("app.yaml", "token: abc").load::<App>()?;
/// assert_eq!(app.value.token.expose(), "abc");
/// assert_eq!(format!("{:?}", app.value), "App { token: *** }");
/// assert_eq!(app.origins().next().unwrap().value.as_deref(), Some("***"));
/// # Ok::<(), typewright_settings::Problems>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Hides a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the one place that needs it.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::snippet::MASK)
    }
}

impl<T: Setting> Setting for Secret<T> {
    const KIND: Kind = T::KIND;
    const SECRET: bool = true;
    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        T::read(value).map(Self)
    }
}

/// A number of bytes, written as people write it: `512`, `10 MiB`, `1.5GB`.
///
/// ```
/// use typewright_settings::ByteSize;
/// assert_eq!("10 MiB".parse(), Ok(ByteSize(10 << 20)));
/// assert_eq!("10 MB".parse(), Ok(ByteSize(10_000_000)));
/// assert!("10 miles".parse::<ByteSize>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteSize(pub u64);

impl FromStr for ByteSize {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let size = text.parse::<bytesize::ByteSize>();
        size.map(|size| Self(size.as_u64())).map_err(|_| expected(Kind::Size))
    }
}

impl Setting for ByteSize {
    const KIND: Kind = Kind::Size;
    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        value.text().unwrap_or_default().parse().map_err(|invalid| vec![invalid])
    }
}

/// An absolute URL, such as `https://host/path`. It is kept as it was written; a password in it is
/// never shown.
///
/// ```
/// use typewright_settings::Url;
/// let url: Url = "postgres://me:abc@host/db".parse()?;
/// assert_eq!(url.as_str(), "postgres://me:abc@host/db");
/// assert_eq!(format!("{url} {url:?}"), "postgres://me:***@host/db postgres://me:***@host/db");
/// assert!("host/db".parse::<Url>().is_err());
/// # Ok::<(), typewright_settings::Invalid>(())
/// ```
///
/// Source: <https://www.rfc-editor.org/rfc/rfc3986>
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Url(String);

impl Url {
    /// The whole text, with a password that may be in it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Url {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (scheme, rest) = text.split_once(':').ok_or_else(|| expected(Kind::Url))?;
        let in_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        let in_url = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
        let scheme =
            scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(in_scheme);
        // `C:/x` is a path, and `host:80` no scheme.
        let rest = rest.starts_with('/') && rest.len() > 1 && rest.chars().all(in_url);
        let long = text.find(':').is_some_and(|end| end > 1);
        if scheme && rest && long { Ok(Self(text.to_owned())) } else { Err(expected(Kind::Url)) }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked_url(&self.0))
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Setting for Url {
    const KIND: Kind = Kind::Url;
    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        value.text().unwrap_or_default().parse().map_err(|invalid| vec![invalid])
    }
}

/// A URL without the password in it.
pub(crate) fn masked_url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match authority.rsplit_once('@').map(|(user, host)| (user.split_once(':'), host)) {
        Some((Some((user, _)), host)) => {
            format!("{scheme}://{user}:{}@{host}{path}", crate::snippet::MASK)
        }
        _ => url.to_owned(),
    }
}

fn expected(kind: Kind) -> Invalid {
    Invalid::new(format!("expected {}", kind.expectation()))
}
