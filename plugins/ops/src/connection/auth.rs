//! Settings ▶ who calls.

use typewright_client::Credentials;

use crate::settings::Options;

/// The credentials that the settings ask for, if they do.
///
/// # Errors
/// What is wrong with them; no secret is told.
pub(crate) fn credentials(
    options: &Options,
    endpoint: &str,
) -> Result<Option<Credentials>, Vec<String>> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut given = Vec::new();
    if let Some(token) = &options.token {
        given.push(("token", Credentials::bearer(token)));
    }
    if let Some(path) = &options.token_file {
        given.push(("token_file", Credentials::token_file(path)));
    }
    if let Some(line) = &options.token_command {
        given.push(("token_command", Credentials::token_command(shell, [flag, line])));
    }
    if let Some(pair) = &options.basic {
        let Some((user, password)) = pair.split_once(':') else {
            return Err(vec!["basic: expected `user:password`, found no colon".to_owned()]);
        };
        given.push(("basic", Credentials::basic(user, password)));
    }
    if let Some(path) = &options.netrc {
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|error| vec![format!("netrc: `{}`: {error}", path.display())])?;
        // A host that the file does not know is called by nobody in particular.
        if let Some((user, password)) = netrc(&text, host(endpoint)) {
            given.push(("netrc", Credentials::basic(user, password)));
        }
    }
    if given.len() > 1 {
        let names: Vec<&str> = given.iter().map(|(name, _)| *name).collect();
        return Err(vec![format!("{}: only one of them can be set", names.join(", "))]);
    }
    Ok(given.pop().map(|(_, credentials)| credentials))
}

/// The host of an endpoint.
fn host(endpoint: &str) -> &str {
    let rest = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or_default();
    let host = match rest.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => rest,
    };
    host.trim_matches(['[', ']'])
}

/// The name and password of a host; those of `default` where it has none.
///
/// Source: <https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html>
fn netrc<'t>(text: &'t str, host: &str) -> Option<(&'t str, &'t str)> {
    let mut words = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let mut words = words.by_ref().flat_map(str::split_whitespace);
    let (mut ours, mut login, mut password) = (false, None, None);
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if let (true, Some(login), Some(password)) = (ours, login, password) {
                    return Some((login, password));
                }
                (login, password) = (None, None);
                ours = word == "default" || words.next() == Some(host);
            }
            "login" => login = words.next(),
            "password" => password = words.next(),
            "account" => drop(words.next()),
            _ => {}
        }
    }
    Some((login?, password?)).filter(|_| ours)
}

#[cfg(test)]
mod tests {
    use super::{host, netrc};

    #[test]
    fn a_password_is_found_by_its_host() {
        let text = "# mine\nmachine a.example login me password x y\nmachine\n  b password z\n\
                    login you account q\nmachine c login only\ndefault login any password w\n";
        for (host, expected) in [
            ("a.example", Some(("me", "x"))),
            ("b", Some(("you", "z"))),
            ("c", Some(("any", "w"))),
            ("d", Some(("any", "w"))),
        ] {
            assert_eq!(netrc(text, host), expected, "{host}");
        }
        assert_eq!(netrc("machine a login b password c", "d"), None);
        for endpoint in ["a.b", "http://a.b:5", "https://a.b/", "a.b:7"] {
            assert_eq!(host(endpoint), "a.b");
        }
        assert_eq!(host("http://[::1]:5"), "::1");
    }
}
