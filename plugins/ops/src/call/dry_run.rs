//! A call that is shown instead of made, with what would make it from a shell.

use serde_json::Value as Json;
use typewright_json::http;

use crate::call::Plan;
use crate::connection;
use crate::dynamic::DynamicMessage;
use crate::json;
use crate::scalar;

/// The requests, and the lines for `grpcurl` and `curl` that send the same: over HTTP and JSON where
/// the API says how, and as gRPC.
///
/// Secrets do not show: headers and sensitive fields are `***`, and where a request has a
/// sensitive field there is no line with its bytes, which would tell it.
pub(crate) fn text(plan: &Plan<'_>, requests: &[DynamicMessage]) -> String {
    let shown: Vec<Json> = requests.iter().map(|one| json::masked(one, plan.types)).collect();
    let mut out = format!("# {} {}\n", plan.endpoint, plan.method.path);
    for request in &shown {
        out.push_str(&format!("{request:#}\n"));
    }
    out.push_str(&format!("\n# grpcurl\n{}\n", grpcurl(plan, &shown)));
    let plain: Vec<Json> = requests.iter().map(|one| json::write(one, plan.types)).collect();
    if let ([plain], [shown]) = (&*plain, &*shown)
        && !plan.method.http.is_empty()
        && !plan.method.client_streaming
    {
        let line = over_http(plan, plain, shown).unwrap_or_else(|why| format!("# none: {why}"));
        out.push_str(&format!("\n# curl, where the endpoint takes HTTP and JSON\n{line}\n"));
    }
    let curl = if plain == shown {
        as_grpc(plan, requests)
    } else {
        "# none: the request holds a secret, which its bytes would tell".to_owned()
    };
    out.push_str(&format!("\n# curl\n{curl}\n"));
    out
}

fn grpcurl(plan: &Plan<'_>, requests: &[Json]) -> String {
    let (address, secure) = address(&plan.endpoint);
    let mut words = vec!["grpcurl".to_owned()];
    if !secure {
        words.push("-plaintext".to_owned());
    }
    if plan.endpoint.starts_with("unix:") {
        words.push("-unix".to_owned());
    }
    words.extend(limit(plan, "-max-time"));
    if secure {
        words.extend(files(plan, ["-cacert", "-cert", "-key"]));
        words.extend(plan.options.skip_verify.then(|| "-insecure".to_owned()));
    }
    // The name of the certificate goes by the same flag there.
    let name = plan.options.server_name.as_ref().filter(|_| secure);
    if let Some(name) = plan.options.authority.as_ref().or(name) {
        words.extend(["-authority".to_owned(), quoted(name)]);
    }
    for key in keys(plan) {
        words.extend(["-H".to_owned(), quoted(&format!("{key}: ***"))]);
    }
    let data: Vec<String> = requests.iter().map(ToString::to_string).collect();
    words.extend(["-d".to_owned(), quoted(&data.join("\n")), quoted(address)]);
    words.push(plan.method.path.trim_start_matches('/').to_owned());
    words.join(" ")
}

/// By the first binding that fits the request; see [`http`].
fn over_http(plan: &Plan<'_>, plain: &Json, shown: &Json) -> Result<String, String> {
    let table = plan.method.input;
    let (_, binding) =
        http::write(plan.method.http, table, plain).map_err(|unfit| unfit.to_string())?;
    let request = binding
        .request(table, shown)
        .ok_or_else(|| format!("the path {} would tell a secret", binding.path))?;
    let mut words = vec!["curl".to_owned(), "-sS".to_owned()];
    match (request.verb, &request.body) {
        ("GET", None) | ("POST", Some(_)) => {}
        ("HEAD", None) => words.push("--head".to_owned()),
        (verb, _) => words.extend(["-X".to_owned(), quoted(verb)]),
    }
    // Else curl takes `..` out of a path.
    let path = request.target.split('?').next().unwrap_or_default();
    if path.split('/').any(|part| part == "." || part == "..") {
        words.push("--path-as-is".to_owned());
    }
    words.extend(security(plan));
    words.extend(headers(plan, &[]));
    match &request.body {
        Some(body) => {
            words.extend(["-H".to_owned(), quoted("content-type: application/json")]);
            words.extend(["--data-raw".to_owned(), quoted(&body.to_string())]);
        }
        // Servers want to know the length, which is 0, and curl would say that it is a form.
        None if ["POST", "PUT", "PATCH"].contains(&request.verb) => {
            words.extend(["-H", "content-type:", "--data-raw", "''"].map(str::to_owned));
        }
        None => {}
    }
    words.extend(url(plan, &request.target));
    Ok(words.join(" "))
}

/// The body is one frame a request: a zero byte, the length, and the message.
///
/// See <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>.
fn as_grpc(plan: &Plan<'_>, requests: &[DynamicMessage]) -> String {
    let mut body = Vec::new();
    for request in requests {
        let bytes = request.encode();
        body.push(0);
        body.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        body.extend(bytes);
    }
    let (_, secure) = address(&plan.endpoint);
    let mut words: Vec<String> =
        ["printf", "%s", &scalar::base64_text(&body), "|", "base64", "-d", "|", "curl", "-sS"]
            .map(str::to_owned)
            .to_vec();
    words.push(if secure { "--http2" } else { "--http2-prior-knowledge" }.to_owned());
    words.extend(security(plan));
    words.extend(headers(plan, &["content-type: application/grpc", "te: trailers"]));
    words.extend(["--data-binary", "@-", "--output", "-"].map(str::to_owned));
    words.extend(url(plan, plan.method.path));
    words.join(" ")
}

/// The time limit, and what is shown and trusted.
fn security(plan: &Plan<'_>) -> Vec<String> {
    let mut words = limit(plan, "--max-time");
    if address(&plan.endpoint).1 {
        words.extend(files(plan, ["--cacert", "--cert", "--key"]));
        words.extend(plan.options.skip_verify.then(|| "--insecure".to_owned()));
    }
    // What the variables say, curl does by itself.
    match plan.options.proxy.as_deref() {
        None => {}
        Some(connection::NO_PROXY) => words.extend(["--noproxy".to_owned(), quoted("*")]),
        Some(url) => {
            let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
            let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
            let url = quoted(&format!("{scheme}://{host}"));
            words.extend(["--proxytunnel".to_owned(), "--proxy".to_owned(), url]);
        }
    }
    words
}

/// The headers of curl: whose host it is, those of the protocol, and those of the user.
fn headers(plan: &Plan<'_>, own: &[&str]) -> Vec<String> {
    let host = plan.options.authority.iter().map(|name| format!("host: {name}"));
    let own = own.iter().map(ToString::to_string);
    let all = host.chain(own).chain(keys(plan).map(|key| format!("{key}: ***")));
    all.flat_map(|header| ["-H".to_owned(), quoted(&header)]).collect()
}

/// Where curl connects, and what it asks for.
fn url(plan: &Plan<'_>, target: &str) -> Vec<String> {
    let (address, secure) = address(&plan.endpoint);
    let scheme = if secure { "https" } else { "http" };
    if plan.endpoint.starts_with("unix:") {
        let url = quoted(&format!("http://localhost{target}"));
        return vec!["--unix-socket".to_owned(), quoted(address), url];
    }
    if let Some(name) = plan.options.server_name.as_ref().filter(|_| secure) {
        // The name is what the certificate is checked for, the connection goes where it went.
        let (host, port) = host_and_port(address);
        let to = format!("{name}:{port}:{host}:{port}");
        let url = quoted(&format!("{scheme}://{name}:{port}{target}"));
        return vec!["--connect-to".to_owned(), quoted(&to), url];
    }
    vec![quoted(&format!("{scheme}://{address}{target}"))]
}

/// How long the call may take, where it is limited.
fn limit(plan: &Plan<'_>, flag: &str) -> Vec<String> {
    let limited = plan.limit_streams || !plan.method.server_streaming;
    let words = || vec![flag.to_owned(), plan.options.timeout.as_secs_f64().to_string()];
    if limited { words() } else { Vec::new() }
}

/// The certificates that are trusted and shown, each behind its flag.
fn files(plan: &Plan<'_>, flags: [&str; 3]) -> Vec<String> {
    let options = plan.options;
    let files = [&options.tls_ca, &options.tls_cert, &options.tls_key].into_iter().zip(flags);
    let given = files.filter_map(|(file, flag)| Some((file.as_ref()?, flag)));
    given.flat_map(|(file, flag)| [flag.to_owned(), quoted(&file.to_string_lossy())]).collect()
}

fn host_and_port(address: &str) -> (&str, &str) {
    match address.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (address, "443"),
    }
}

/// The names of all headers.
fn keys<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = &'p str> {
    let given = plan.headers.iter().map(|(key, _)| key.as_str());
    given.chain(plan.credentials.is_some().then_some("authorization"))
}

/// The endpoint without its scheme, and whether it is under TLS.
fn address(endpoint: &str) -> (&str, bool) {
    if let Some(host) = endpoint.strip_prefix("https://") {
        return (host.trim_end_matches('/'), true);
    }
    let plain = ["http://", "unix://", "unix:"].iter().find_map(|s| endpoint.strip_prefix(s));
    (plain.unwrap_or(endpoint).trim_end_matches('/'), false)
}

/// One word for a POSIX shell.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,=@%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
