//! A call that is shown instead of made, with what would make it from a shell.

use serde_json::Value as Json;

use crate::call::Plan;
use crate::dynamic::DynamicMessage;
use crate::json;
use crate::scalar;

/// The requests, and the lines for `grpcurl` and `curl` that send the same.
///
/// Secrets do not show: headers and sensitive fields are `***`, and where a request has a
/// sensitive field there is no line for `curl`, as its bytes would tell it.
pub(crate) fn text(plan: &Plan<'_>, requests: &[DynamicMessage]) -> String {
    let shown: Vec<Json> = requests.iter().map(|one| json::masked(one, plan.types)).collect();
    let mut out = format!("# {} {}\n", plan.endpoint, plan.method.path);
    for request in &shown {
        out.push_str(&format!("{request:#}\n"));
    }
    out.push_str(&format!("\n# grpcurl\n{}\n", grpcurl(plan, &shown)));
    let plain = requests.iter().map(|one| json::write(one, plan.types));
    let secret = plain.zip(&shown).any(|(plain, shown)| plain != *shown);
    let curl = if secret {
        "# none: the request holds a secret, which its bytes would tell".to_owned()
    } else {
        curl(plan, requests)
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

/// The body is one frame a request: a zero byte, the length, and the message.
///
/// See <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>.
fn curl(plan: &Plan<'_>, requests: &[DynamicMessage]) -> String {
    let mut body = Vec::new();
    for request in requests {
        let bytes = request.encode();
        body.push(0);
        body.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        body.extend(bytes);
    }
    let (address, secure) = address(&plan.endpoint);
    let mut words: Vec<String> =
        ["printf", "%s", &scalar::base64_text(&body), "|", "base64", "-d", "|", "curl", "-sS"]
            .map(str::to_owned)
            .to_vec();
    words.push(if secure { "--http2" } else { "--http2-prior-knowledge" }.to_owned());
    words.extend(limit(plan, "--max-time"));
    if secure {
        words.extend(files(plan, ["--cacert", "--cert", "--key"]));
        words.extend(plan.options.skip_verify.then(|| "--insecure".to_owned()));
    }
    if let Some(name) = &plan.options.authority {
        words.extend(["-H".to_owned(), quoted(&format!("host: {name}"))]);
    }
    let own = [("content-type", "application/grpc"), ("te", "trailers")];
    let own = own.iter().map(|(key, value)| format!("{key}: {value}"));
    for header in own.chain(keys(plan).map(|key| format!("{key}: ***"))) {
        words.extend(["-H".to_owned(), quoted(&header)]);
    }
    words.extend(["--data-binary", "@-", "--output", "-"].map(str::to_owned));
    let scheme = if secure { "https" } else { "http" };
    let url = if plan.endpoint.starts_with("unix:") {
        words.extend(["--unix-socket".to_owned(), quoted(address)]);
        format!("http://localhost{}", plan.method.path)
    } else if let Some(name) = plan.options.server_name.as_ref().filter(|_| secure) {
        // The name is what the certificate is checked for, the connection goes where it went.
        let (host, port) = host_and_port(address);
        let to = format!("{name}:{port}:{host}:{port}");
        words.extend(["--connect-to".to_owned(), quoted(&to)]);
        format!("{scheme}://{name}:{port}{}", plan.method.path)
    } else {
        format!("{scheme}://{address}{}", plan.method.path)
    };
    words.push(quoted(&url));
    words.join(" ")
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
    let files = [&options.ca, &options.cert, &options.key].into_iter().zip(flags);
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
