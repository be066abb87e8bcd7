//! Settings ▶ who calls.

use typewright_client::Credentials;

use crate::settings::Options;

/// The credentials that the settings ask for, if they do.
///
/// # Errors
/// What is wrong with them; no secret is told.
pub(crate) fn credentials(options: &Options) -> Result<Option<Credentials>, Vec<String>> {
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
    if given.len() > 1 {
        let names: Vec<&str> = given.iter().map(|(name, _)| *name).collect();
        return Err(vec![format!("{}: only one of them can be set", names.join(", "))]);
    }
    Ok(given.pop().map(|(_, credentials)| credentials))
}
