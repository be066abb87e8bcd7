//! The way to the server, step by step, and what it says when it is reached.

use std::time::Duration;

use typewright_client::{Builder, Channel, Code, Error, Health};
use typewright_settings::Loaded;

#[cfg(feature = "tls")]
use super::tls;
use super::{Check, clock, schema};
use crate::call::Stop;
use crate::call::wait;
use crate::connection::auth;
use crate::connection::fake::Samples;
use crate::connection::{self, Environment, Target};
use crate::output::report::{Exit, Report};
use crate::settings::Options;
use crate::tool::Tool;

/// Adds what was found out.
pub(super) fn checks(
    tool: &Tool,
    (settings, env): (&Loaded<Options>, &Environment),
    checks: &mut Vec<Check>,
    report: &mut Report<'_>,
) -> Result<(), Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else {
        checks.push(Check::fail("system", "gives no timers and sockets"));
        return Ok(());
    };
    let visit = Visit { tool, settings, env, endpoint: tool.endpoint(&settings.value) };
    let outcome = runtime.block_on(visit.run(checks, report));
    runtime.shutdown_background();
    match outcome {
        Err(Stop::Signal(signal)) => Err(Exit::Signal(signal)),
        Err(Stop::Exit(exit)) => Err(exit),
        // Every other end is told as a check.
        Ok(()) | Err(Stop::Call(_)) => Ok(()),
    }
}

struct Visit<'v> {
    tool: &'v Tool,
    settings: &'v Loaded<Options>,
    env: &'v Environment,
    endpoint: String,
}

impl Visit<'_> {
    async fn run(&self, checks: &mut Vec<Check>, report: &mut Report<'_>) -> Result<(), Stop> {
        let options = &self.settings.value;
        let origin = self.settings.origin("endpoint").map(ToString::to_string);
        let from = match &options.endpoint {
            Some(_) => origin.unwrap_or_default(),
            None => "nothing sets it".to_owned(),
        };
        checks.push(Check::ok("endpoint", format!("{} ({from})", self.endpoint)));
        if options.fake {
            checks.push(Check::warn("fake", "no server is called: `fake` is set"));
            return Ok(());
        }
        let credentials = auth::credentials(options, &self.endpoint).ok().flatten();
        let user_agent = connection::user_agent(self.tool);
        let target = Target {
            endpoint: &self.endpoint,
            user_agent: &user_agent,
            credentials: credentials.as_ref(),
            options,
            env: self.env,
        };
        let builder = connection::builder(&target, || Samples::of(&self.tool.services));
        let first = self.first(builder.as_ref().ok(), checks);
        let Some(first) = first else { return Ok(()) };
        if !self.reach(&first, checks, report).await? {
            return Ok(());
        }
        let builder = match builder {
            Ok(builder) => builder.timeout(options.timeout.min(Duration::from_secs(10))),
            Err(error) => {
                checks.push(Check::fail("settings", error.message()));
                return Ok(());
            }
        };
        #[cfg(feature = "tls")]
        if self.endpoint.starts_with("https://") {
            report.relabel("greeting the server by TLS");
            let shown = wait::until(builder.handshake(), report).await?;
            let trusted = shown.is_ok();
            checks.extend(tls::checks(shown, options.skip_verify));
            if !trusted {
                // Whose certificate it is says more; nothing is sent over this connection.
                let anyone = builder.clone().skip_verification();
                let shown = wait::until(anyone.handshake(), report).await?;
                checks.extend(shown.ok().and_then(|shown| tls::certificate(&shown)));
                return Ok(());
            }
        }
        match builder.lazy() {
            Ok(channel) => self.ask(&channel, checks, report).await,
            Err(error) => {
                checks.push(Check::fail("settings", error.message()));
                Ok(())
            }
        }
    }

    /// What is first on the way there: the endpoint or a proxy. Nothing, if that is no address.
    fn first(&self, builder: Option<&Builder>, checks: &mut Vec<Check>) -> Option<String> {
        match builder.map_or(Ok(None), Builder::used_proxy) {
            Ok(None) => Some(self.endpoint.clone()),
            Ok(Some(proxy)) => {
                checks.push(Check::ok("proxy", format!("{proxy} leads there")));
                Some(proxy)
            }
            Err(error) => {
                let help = "see --proxy, and the variables HTTPS_PROXY, http_proxy and ALL_PROXY";
                checks.push(Check::fail("proxy", error.message()).help(help));
                None
            }
        }
    }

    /// Whether there is a connection to it.
    async fn reach(
        &self,
        first: &str,
        checks: &mut Vec<Check>,
        report: &mut Report<'_>,
    ) -> Result<bool, Stop> {
        let limit = self.settings.value.connect_timeout;
        if let Some(path) = first.strip_prefix("unix:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            checks.push(socket(path, limit, report).await?);
        } else {
            let (host, port) = match address(first) {
                Ok(address) => address,
                Err(problem) => {
                    checks.push(Check::fail("address", problem).help("see --endpoint"));
                    return Ok(false);
                }
            };
            report.relabel(format!("looking {host} up"));
            let look_up = tokio::net::lookup_host((host.as_str(), port));
            let found = wait::until(tokio::time::timeout(limit, look_up), report).await?;
            let addresses: Vec<_> = match found {
                Ok(Ok(addresses)) => addresses.collect(),
                Ok(Err(error)) => {
                    let check = Check::fail("name", format!("`{host}` is not known: {error}"));
                    checks.push(check.help("see --endpoint, and the name servers of this machine"));
                    return Ok(false);
                }
                Err(_) => {
                    checks.push(Check::fail("name", format!("no answer within {limit:?}")));
                    return Ok(false);
                }
            };
            let shown: Vec<String> = addresses.iter().map(|a| a.ip().to_string()).collect();
            checks.push(Check::ok("name", format!("{host} is {}", shown.join(", "))));
            report.relabel(format!("connecting to {host}"));
            let connect = tokio::net::TcpStream::connect(&*addresses);
            let reached = wait::until(tokio::time::timeout(limit, connect), report).await?;
            checks.push(match reached {
                Ok(Ok(stream)) => {
                    let peer = stream.peer_addr().map(|peer| peer.to_string());
                    Check::ok("connection", format!("to {}", peer.unwrap_or_default()))
                }
                Ok(Err(error)) => Check::fail("connection", format!("port {port}: {error}"))
                    .help("is the server running, and does a firewall let us through?"),
                Err(_) => Check::fail("connection", format!("no answer within {limit:?}"))
                    .help("a firewall may drop what we send; see --connect-timeout"),
            });
        }
        Ok(checks.last().is_some_and(|check| check.outcome != super::Outcome::Fail))
    }

    /// Health, services and clock.
    async fn ask(
        &self,
        channel: &Channel,
        checks: &mut Vec<Check>,
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        report.relabel("asking the server");
        let health = wait::until(channel.health("").response(), report).await?;
        let date = match &health {
            Ok(response) => response.metadata.get("date").map(str::to_owned),
            Err(error) => error.metadata().get("date").map(str::to_owned),
        };
        let (check, speaks) = health_of(health.map(|response| response.message));
        checks.push(check);
        if speaks {
            let found = schema::compare(channel, &self.tool.services);
            checks.extend(wait::until(found, report).await?);
        }
        checks.extend(date.and_then(|date| clock::check(&date)));
        Ok(())
    }
}

/// What the health service says, and whether gRPC is spoken at all.
fn health_of(health: Result<Health, Error>) -> (Check, bool) {
    const NAME: &str = "health";
    match health {
        Ok(Health::Serving) => (Check::ok(NAME, "the server takes calls"), true),
        Ok(Health::NotServing) => {
            let check = Check::fail(NAME, "the server says that it takes no calls now");
            (check.help("see the logs of the server"), true)
        }
        Ok(_) => (Check::warn(NAME, "the server does not say how it is"), true),
        Err(error) if matches!(error.code(), Code::Unimplemented | Code::NotFound) => {
            (Check::ok(NAME, "the server speaks gRPC; it has no health service"), true)
        }
        Err(error) if matches!(error.code(), Code::Unauthenticated | Code::PermissionDenied) => {
            let check = Check::fail(NAME, format!("{}: {}", error.code(), error.message()));
            (check.help("see the settings token, token_file, token_command and basic"), true)
        }
        Err(error) => {
            let check = Check::fail(NAME, format!("{}: {}", error.code(), error.message()));
            (check.help("something answers there, but is it a gRPC server, and with TLS?"), false)
        }
    }
}

#[cfg(unix)]
async fn socket(path: &str, limit: Duration, report: &mut Report<'_>) -> Result<Check, Stop> {
    let connect = tokio::net::UnixStream::connect(path);
    Ok(match wait::until(tokio::time::timeout(limit, connect), report).await? {
        Ok(Ok(_)) => Check::ok("connection", format!("to `{path}`")),
        Ok(Err(error)) => Check::fail("connection", format!("`{path}`: {error}"))
            .help("is the server running, and may you use its socket?"),
        Err(_) => Check::fail("connection", format!("no answer within {limit:?}")),
    })
}

#[cfg(not(unix))]
async fn socket(_: &str, _: Duration, _: &mut Report<'_>) -> Result<Check, Stop> {
    Ok(Check::fail("connection", "sockets of this kind are for Unix"))
}

/// Host and port of an endpoint.
fn address(endpoint: &str) -> Result<(String, u16), String> {
    let (usual, rest) = match endpoint.split_once("://") {
        Some(("https", rest)) => (443, rest),
        Some(("http", rest)) => (80, rest),
        Some((scheme, _)) => return Err(format!("`{scheme}` is not a scheme that gRPC speaks")),
        None => (80, endpoint),
    };
    let rest = rest.split('/').next().unwrap_or_default();
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let port = port.parse().map_err(|_| format!("`{port}` is not a port"))?;
            (host, port)
        }
        _ => (rest, usual),
    };
    let host = host.trim_matches(['[', ']']);
    if host.is_empty() { Err(format!("`{endpoint}` has no host")) } else { Ok((host.into(), port)) }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn endpoints_have_a_host_and_a_port() {
        for (endpoint, host, port) in [
            ("http://a:5", "a", 5),
            ("https://a.example.com/", "a.example.com", 443),
            ("localhost:50051", "localhost", 50051),
            ("http://[::1]:7", "::1", 7),
            ("https://[::1]", "::1", 443),
        ] {
            assert_eq!(address(endpoint), Ok((host.to_owned(), port)), "{endpoint}");
        }
        for wrong in ["ftp://a", "http://", "http://a:x", ""] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
