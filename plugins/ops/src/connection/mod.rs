//! Settings ▶ the channel that a call goes over.

pub(crate) mod auth;
mod descriptors;
pub(crate) mod fake;
pub(crate) mod trace;

use std::ffi::OsString;
use std::time::Duration;

use typewright_client::{Builder, Channel, Code, Credentials, Error};

use self::fake::Samples;
use crate::call::Plan;
use crate::settings::Options;
use crate::tool::Tool;

/// So long a server may take to say that it is still there.
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(20);

/// What is said whenever a server can be anybody.
pub(crate) const UNVERIFIED: &str = "warning: skip_verify is set: the certificate of the server is \
                                     not checked, and anybody on the way can read and change \
                                     everything";

/// What the setting `proxy` says for none.
pub(crate) const NO_PROXY: &str = "never";

/// Whom to connect to, and as whom.
pub(crate) struct Target<'t> {
    pub(crate) endpoint: &'t str,
    pub(crate) user_agent: &'t str,
    pub(crate) credentials: Option<&'t Credentials>,
    pub(crate) options: &'t Options,
    pub(crate) env: &'t Environment,
}

/// The variables of a run.
pub(crate) type Environment = [(OsString, OsString)];

/// What servers read as our name.
pub(crate) fn user_agent(tool: &Tool) -> String {
    format!("{}/{}", tool.name, tool.version)
}

/// The channel, which connects with the first call.
///
/// # Errors
/// If the endpoint is none, or a certificate cannot be read.
pub(crate) fn channel(plan: &Plan<'_>) -> Result<Channel, Error> {
    let target = Target {
        endpoint: &plan.endpoint,
        user_agent: &plan.user_agent,
        credentials: plan.credentials.as_ref(),
        options: plan.options,
        env: plan.env,
    };
    builder(&target, || Samples::of_method(plan.method))?.lazy()
}

/// The channel before it is made; `samples` stand in for the server where the settings say so.
///
/// # Errors
/// If a certificate cannot be read.
pub(crate) fn builder(
    target: &Target<'_>,
    samples: impl FnOnce() -> Samples,
) -> Result<Builder, Error> {
    let Target { endpoint, user_agent, credentials, options, env } = *target;
    if options.fake {
        return Ok(Channel::over(samples()));
    }
    let mut builder = Channel::builder(endpoint)
        .connect_timeout(options.connect_timeout)
        .user_agent(user_agent)
        .max_response_bytes(usize::MAX);
    builder = match options.proxy.as_deref() {
        Some(NO_PROXY) => builder,
        Some(url) => builder.proxy(url),
        None => builder.proxy_variables(|name| variable(env, name)),
    };
    if let Some(interval) = options.keepalive {
        builder = builder.keepalive(interval, KEEPALIVE_TIMEOUT);
    }
    if let Some(credentials) = credentials {
        builder = builder.credentials(credentials.clone());
    }
    if options.verbose > 1 || options.log.is_some() {
        builder = builder.intercept(trace::attempt);
    }
    if let Some(name) = &options.authority {
        builder = builder.authority(name);
    }
    if options.clear_text_credentials {
        builder = builder.clear_text_credentials();
    }
    secured(builder, options)
}

fn variable(env: &Environment, name: &str) -> Option<String> {
    let set = env.iter().rev().find(|(known, _)| *known == *name);
    set.map(|(_, value)| value.to_string_lossy().into_owned())
}

#[cfg(feature = "tls")]
fn secured(mut builder: Builder, options: &Options) -> Result<Builder, Error> {
    let read = |name: &str, path: &std::path::Path| {
        std::fs::read(path).map_err(|error| {
            let message = format!("{name}: cannot read `{}`: {error}", path.display());
            Error::new(Code::InvalidArgument, message)
        })
    };
    if let Some(path) = &options.tls_ca {
        builder = builder.ca_certificate(read("tls_ca", path)?);
    }
    if let Some(name) = &options.server_name {
        builder = builder.server_name(name);
    }
    if options.skip_verify {
        builder = builder.skip_verification();
    }
    match (&options.tls_cert, &options.tls_key) {
        (Some(cert), Some(key)) => {
            builder = builder.identity(read("tls_cert", cert)?, read("tls_key", key)?);
        }
        (None, None) => {}
        _ => {
            let message = "tls_cert, tls_key: a certificate and its key go together";
            return Err(Error::new(Code::InvalidArgument, message));
        }
    }
    Ok(builder)
}

#[cfg(not(feature = "tls"))]
fn secured(builder: Builder, options: &Options) -> Result<Builder, Error> {
    let files = [&options.tls_ca, &options.tls_cert, &options.tls_key];
    let others = options.server_name.is_some() || options.skip_verify;
    if files.iter().any(|file| file.is_some()) || others {
        let message = "tls_ca, tls_cert, tls_key, server_name, skip_verify: this tool is built without \
                       TLS; build it with the feature `tls` of `typewright-ops`";
        return Err(Error::new(Code::InvalidArgument, message));
    }
    Ok(builder)
}
