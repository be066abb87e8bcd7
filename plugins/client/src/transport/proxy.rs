//! Proxies: a tunnel through them, by `CONNECT`
//! ([RFC 9110, section 9.3.6](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6)).

use std::error::Error as StdError;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Lookup;
use super::dial::by_name;
use crate::error::root;
use crate::{Code, Error};

/// So long may be what a proxy answers, in bytes.
const LONGEST: usize = 16 * 1024;

/// Which endpoints are behind which proxy.
#[derive(Clone, Default)]
pub(crate) struct Proxies {
    /// For `http://` and for `https://` endpoints.
    clear: Option<Said>,
    secure: Option<Said>,
    /// What is reached without one, in the words of `no_proxy`.
    except: Option<String>,
}

/// The URL of a proxy, and who says so.
#[derive(Clone)]
struct Said {
    url: String,
    by: &'static str,
}

impl Proxies {
    /// One for all.
    pub(crate) fn all(url: String) -> Proxies {
        let said = Some(Said { url, by: "proxy" });
        Proxies { clear: said.clone(), secure: said, except: None }
    }

    /// What the variables of an environment say. The upper-case form of `http_proxy` is left out: a
    /// web server sets it to what its clients like.
    pub(crate) fn of_variables(variable: impl Fn(&str) -> Option<String>) -> Proxies {
        // One that is set to nothing says that there is none.
        let first = |names: &[&'static str]| {
            let said = |by: &&'static str| variable(by).map(|url| Said { url, by });
            names.iter().find_map(said).filter(|said| !said.url.trim().is_empty())
        };
        let except = first(&["no_proxy", "NO_PROXY"]).map_or_else(String::new, |said| said.url);
        Proxies {
            clear: first(&["http_proxy", "all_proxy", "ALL_PROXY"]),
            secure: first(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
            except: Some(except),
        }
    }

    /// The proxy of an endpoint, if it has one.
    ///
    /// # Errors
    /// What stands for one is no address of a proxy.
    pub(crate) fn of(&self, endpoint: &Uri) -> Result<Option<Proxy>, Error> {
        let secure = endpoint.scheme_str() == Some("https");
        let said = if secure { &self.secure } else { &self.clear };
        let spared = |except: &String| spares(except, endpoint);
        match said {
            Some(said) if !self.except.as_ref().is_some_and(spared) => Proxy::read(said).map(Some),
            _ => Ok(None),
        }
    }
}

/// Whether a list such as `.example.com,10.0.0.0/8,db:5432` names the endpoint. This machine is in
/// every list.
fn spares(list: &str, endpoint: &Uri) -> bool {
    let host = endpoint.host().unwrap_or_default().trim_matches(['[', ']']).to_lowercase();
    let (_, port) = host_and_port(endpoint);
    let address = host.parse::<IpAddr>().ok();
    if host == "localhost" || address.is_some_and(|address| address.is_loopback()) {
        return true;
    }
    let names = |entry: &str| {
        if entry == "*" {
            return true;
        }
        if let (Some(address), Some((net, length))) = (address, entry.split_once('/')) {
            return within(address, net, length).unwrap_or(false);
        }
        let entry = match entry.rsplit_once(':') {
            Some((name, digits)) if !name.contains(':') || name.ends_with(']') => {
                if digits.parse() != Ok(port) {
                    return false;
                }
                name
            }
            _ => entry,
        };
        let entry = entry.trim_matches(['[', ']']).to_lowercase();
        let domain = entry.trim_start_matches('*').trim_start_matches('.');
        let below = |host: &str| host.strip_suffix(domain).is_some_and(|head| head.ends_with('.'));
        !domain.is_empty() && (host == domain || address.is_none() && below(&host))
    };
    list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).any(names)
}

/// Whether the address is in the net, which is not one if it cannot be read.
fn within(address: IpAddr, net: &str, length: &str) -> Option<bool> {
    let bits = |address| match address {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)) << 96, 32),
        IpAddr::V6(v6) => (u128::from(v6), 128),
    };
    let (net, length): (IpAddr, u32) = (net.parse().ok()?, length.parse().ok()?);
    let ((one, most), (other, same)) = (bits(address), bits(net));
    let mask = u128::MAX.checked_shl(128 - length.min(128)).unwrap_or(0);
    Some(most == same && length <= most && (one ^ other) & mask == 0)
}

/// A proxy, and who we are to it.
#[derive(Clone)]
pub(crate) struct Proxy {
    address: Uri,
    /// The value of `Proxy-Authorization`.
    authorization: Option<String>,
}

impl Proxy {
    fn read(Said { url, by }: &Said) -> Result<Proxy, Error> {
        let url = url.trim();
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let wrong = |why: &str| {
            // Without the user, who has a password.
            let message = format!("{by}: `{scheme}://{host}` {why}; give `http://HOST:PORT`");
            Error::new(Code::InvalidArgument, message)
        };
        if scheme != "http" {
            return Err(wrong("is no proxy that we can speak to"));
        }
        let address: Uri = format!("http://{host}").parse().map_err(|_| wrong("is no address"))?;
        if address.host().is_none_or(str::is_empty) {
            return Err(wrong("has no host"));
        }
        let authorization = user.map(|user| {
            let pair = if user.contains(':') { user.to_owned() } else { format!("{user}:") };
            format!("Basic {}", STANDARD.encode(decoded(&pair)))
        });
        Ok(Proxy { address, authorization })
    }

    /// Where it is, without who we are to it.
    pub(crate) fn shown(&self) -> String {
        self.address.to_string().trim_end_matches('/').to_owned()
    }

    /// A tunnel to the target, which the proxy looks up.
    pub(super) async fn connect(
        &self,
        target: &Uri,
        lookup: &Lookup,
    ) -> Result<TcpStream, Box<dyn StdError + Send + Sync>> {
        let shown = self.shown();
        let mut stream = by_name(&self.address, lookup).await.map_err(|error| {
            let cause = root(&*error).map_or_else(|| error.to_string(), ToString::to_string);
            format!("the proxy {shown} cannot be reached: {cause}")
        })?;
        let (host, port) = host_and_port(target);
        let mut head = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
        if let Some(authorization) = &self.authorization {
            head.push_str(&format!("Proxy-Authorization: {authorization}\r\n"));
        }
        head.push_str("\r\n");
        let broken = |error: std::io::Error| format!("the proxy {shown} broke off: {error}");
        stream.write_all(head.as_bytes()).await.map_err(broken)?;
        let answer = answer(&mut stream).await.map_err(broken)?;
        let status = answer.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..));
        match status.map(|status| (status.as_bytes().first(), status)) {
            Some((Some(b'2'), _)) => Ok(stream),
            Some((_, status)) => {
                let help = match status.get(..3) {
                    Some("407") => "; it wants `http://USER:PASSWORD@HOST:PORT`",
                    _ => "",
                };
                let status = status.escape_debug();
                Err(format!("the proxy {shown} refused {host}:{port}: {status}{help}").into())
            }
            None => Err(format!("the proxy {shown} does not speak HTTP").into()),
        }
    }
}

/// The first line of an answer, read to the end of its head and no further: what follows is the
/// target's.
async fn answer(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() == LONGEST {
            return Err(std::io::Error::other("its answer has no end"));
        }
        head.push(stream.read_u8().await?);
    }
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    Ok(String::from_utf8_lossy(line).into_owned())
}

fn host_and_port(uri: &Uri) -> (&str, u16) {
    let usual = if uri.scheme_str() == Some("https") { 443 } else { 80 };
    (uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(usual))
}

/// A text without the escapes of URLs.
fn decoded(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escape = behind.get(..2).filter(|_| *first == b'%');
        let byte = escape.and_then(|digits| str::from_utf8(digits).ok());
        match byte.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &behind[2..];
            }
            None => {
                out.push(*first);
                rest = behind;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Proxies;

    fn proxy(variables: &[(&str, &str)], endpoint: &str) -> Result<Option<String>, String> {
        let variable = |name: &str| {
            let set = variables.iter().find(|(known, _)| *known == name);
            set.map(|(_, value)| (*value).to_owned())
        };
        let proxy = Proxies::of_variables(variable).of(&endpoint.parse().expect("a URI"));
        let proxy = proxy.map(|proxy| proxy.map(|proxy| proxy.shown()));
        proxy.map_err(|error| error.message().to_owned())
    }

    #[test]
    fn variables_say_which_proxy_it_is() {
        let secure = [("HTTPS_PROXY", "http://u:canary@p:3128/"), ("ALL_PROXY", "q:1")];
        let https = "https://a.example.com";
        assert_eq!(proxy(&secure, https), Ok(Some("http://p:3128".into())));
        assert_eq!(proxy(&secure, "http://a.example.com"), Ok(Some("http://q:1".into())));
        assert_eq!(proxy(&secure, "http://127.0.0.1:50051"), Ok(None));
        assert_eq!(proxy(&secure, "https://[::1]:7"), Ok(None));
        assert_eq!(proxy(&[("HTTP_PROXY", "p:1")], "http://a.b"), Ok(None));
        assert_eq!(proxy(&[("https_proxy", " "), ("ALL_PROXY", "q:1")], https), Ok(None));
        for wrong in ["socks5://u:canary@p:1", "http://u:canary@", "https://p:1", "http://a b:1"] {
            let told = proxy(&[("HTTPS_PROXY", wrong)], https).unwrap_err();
            assert!(told.starts_with("HTTPS_PROXY: `") && !told.contains("canary"), "{told}");
        }
    }

    #[test]
    fn what_is_spared_has_no_proxy() {
        for (list, endpoint, spared) in [
            ("*", "https://a.b", true),
            ("example.com", "https://example.com", true),
            ("example.com", "https://a.Example.com", true),
            (".example.com, c", "https://a.example.com", true),
            ("*.example.com", "https://a.example.com", true),
            ("example.com", "https://badexample.com", false),
            ("b.example.com", "https://example.com", false),
            ("a:8443 a:443", "https://a", true),
            ("a:8443", "https://a", false),
            ("10.0.0.0/8", "http://10.1.2.3:5", true),
            ("10.0.0.0/8", "http://11.1.2.3:5", false),
            ("0.0.0.0/0", "http://11.1.2.3:5", true),
            ("11.1.2.3/32,x/8,10.0.0.0/33", "http://11.1.2.4:5", false),
            ("2001:db8::/32", "http://[2001:db8::1]:5", true),
            ("[2001:db8::1]:5", "http://[2001:db8::1]:5", true),
            ("2001:db8::1", "http://[2001:db8::1]:5", true),
            ("1.2.3", "http://9.1.2.3", false),
            (",", "https://a", false),
        ] {
            let told = proxy(&[("all_proxy", "p:1"), ("no_proxy", list)], endpoint);
            assert_eq!(told.expect("a proxy").is_none(), spared, "{list} {endpoint}");
        }
    }
}
