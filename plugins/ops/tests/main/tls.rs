//! TLS as settings say it, proved against a server: what is trusted, whose name, which certificate.

use std::path::Path;

use tonic::transport::{Certificate, Identity, ServerTlsConfig};

use crate::server::start_secured;
use crate::tool::{Run, run, worlds};

/// The certificates that the client is tested with; `README.md` beside them says how they are made.
fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../client/tests/tls");
    folder.join(name).to_str().expect("UTF-8").to_owned()
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(file(name)).expect("a certificate")
}

/// A certificate that ended long ago; `README.md` beside it says how.
fn expired(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    folder.join(name).to_str().expect("UTF-8").to_owned()
}

fn start_expired() -> String {
    let read = |name| std::fs::read(expired(name)).expect("a certificate");
    let identity = Identity::from_pem(read("expired.pem"), read("expired.key"));
    start_secured(ServerTlsConfig::new().identity(identity))
}

fn start(client: bool) -> String {
    let tls =
        ServerTlsConfig::new().identity(Identity::from_pem(read("server.pem"), read("server.key")));
    let authority = Certificate::from_pem(read("authority.pem"));
    start_secured(if client { tls.client_ca_root(authority) } else { tls })
}

fn echo(endpoint: &str, args: &[&str], env: &[(&str, &str)]) -> Run {
    let args = [&["echo", "--must=5", "--retries=0", "-e", endpoint], args].concat();
    run(&worlds(), &args, env)
}

#[track_caller]
fn answers(run: &Run) {
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "{\n  \"must\": 5\n}\n", ""));
}

#[test]
fn an_authority_and_a_name_are_trusted_from_flags_and_variables_alike() {
    let server = start(false);
    let ca = file("authority.pem");
    answers(&echo(&server, &["--tls-ca", &ca, "--server-name=server.test"], &[]));
    let env = [("WORLDS_TLS_CA", &*ca), ("WORLDS_SERVER_NAME", "server.test")];
    answers(&echo(&server, &[], &env));
    // A flag is stronger than the variable.
    let stranger = file("stranger.pem");
    assert_eq!(echo(&server, &["--tls-ca", &stranger], &env).code, 78);
}

#[test]
fn what_is_not_trusted_is_not_called_and_the_message_says_why() {
    let server = start(false);
    let (ca, stranger) = (file("authority.pem"), file("stranger.pem"));
    for args in [
        // The system knows no such authority.
        &["--server-name=server.test"][..],
        &["--tls-ca", &stranger, "--server-name=server.test"],
        // The right authority, and the name of another server.
        &["--tls-ca", &ca],
        &["--tls-ca", &ca, "--server-name=other.test"],
    ] {
        let run = echo(&server, args, &[]);
        assert_eq!((run.code, run.out.as_str()), (78, ""), "{args:?} {}", run.err);
        assert!(run.err.starts_with("error: UNAVAILABLE (14): "), "{args:?} {}", run.err);
        assert!(run.err.contains("certificate"), "{args:?} {}", run.err);
    }
}

#[test]
fn a_client_s_certificate_is_shown_where_it_is_asked_for() {
    let server = start(true);
    let (ca, cert, key) = (file("authority.pem"), file("client.pem"), file("client.key"));
    let trusted = ["--tls-ca", &ca, "--server-name=server.test"];
    let with = |args: &[&str]| echo(&server, &[&trusted, args].concat(), &[]);
    answers(&with(&["--tls-cert", &cert, "--tls-key", &key]));
    let without = with(&[]);
    assert_eq!((without.code, without.out.as_str()), (78, ""), "{}", without.err);

    // Half of a pair, a file that is none, and a file that is not what it should be: told before
    // anything is sent.
    for (args, says) in [
        (&["--tls-cert", &*cert][..], "tls_cert, tls_key: a certificate and its key go together"),
        (
            &["--tls-cert", &cert, "--tls-key", "/no/such.key"],
            "tls_key: cannot read `/no/such.key`",
        ),
        (&["--tls-cert", &cert, "--tls-key", &cert], "key"),
    ] {
        let run = with(args);
        assert!(run.code == 2, "{args:?} {} {}", run.code, run.err);
        assert!(run.err.contains(says), "{args:?} {}", run.err);
    }
}

#[test]
fn a_server_without_tls_is_not_spoken_to_in_clear_text() {
    let server = crate::server::start().replace("http://", "https://");
    let run = echo(&server, &["--server-name=server.test"], &[]);
    assert_eq!((run.code, run.out.as_str()), (78, ""), "{}", run.err);
}

#[test]
fn skipping_verification_is_possible_and_loud() {
    let (wrong_name, expired) = (start(false), start_expired());
    for endpoint in [&wrong_name, &expired] {
        assert_eq!(echo(endpoint, &[], &[]).code, 78);
        let taken = echo(endpoint, &["--skip-verify"], &[]);
        assert_eq!((taken.code, taken.out.as_str()), (0, "{\n  \"must\": 5\n}\n"), "{}", taken.err);
        assert!(taken.err.starts_with("warning: skip_verify is set: "), "{}", taken.err);
    }
    let dry = echo(&expired, &["--skip-verify", "--dry-run"], &[]).out;
    assert!(
        dry.contains("grpcurl -max-time 30 -insecure ") && dry.contains(" --insecure "),
        "{dry}"
    );
    // Who serves without a certificate is not warned of.
    let plain = echo(&crate::server::start(), &["--skip-verify"], &[]);
    assert_eq!(plain.err, "");
}

/// Steps of `doctor` by their names: how each went, and what it says.
fn doctor(endpoint: &str, args: &[&str]) -> (u8, Vec<(String, String, String)>) {
    let args = [&["doctor", "-o", "json", "-e", endpoint], args].concat();
    let run = run(&worlds(), &args, &[]);
    let told: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let text = |check: &serde_json::Value, key: &str| check[key].as_str().unwrap_or("").to_owned();
    let checks = told["checks"].as_array().expect("checks").iter();
    let checks = checks.map(|c| (text(c, "name"), text(c, "outcome"), text(c, "message")));
    (run.code, checks.filter(|(name, ..)| name == "tls" || name == "certificate").collect())
}

#[test]
fn the_doctor_says_what_is_wrong_with_a_certificate() {
    let (server, old) = (start(false), start_expired());
    let (ca, stranger) = (file("authority.pem"), file("stranger.pem"));
    let old_ca = expired("authority.pem");
    let right = ["--tls-ca", &ca, "--server-name=server.test"];
    for (endpoint, args, code, expected) in [
        (
            &server,
            &right[..],
            0,
            [("ok", "TLSv1_3, h2"), ("ok", "of server, server.test, valid until 2126")],
        ),
        (
            &server,
            &["--tls-ca", &ca],
            1,
            [("fail", "not valid for name"), ("ok", "of server, server.test, valid until 2126")],
        ),
        (
            &server,
            &["--tls-ca", &stranger, "--server-name=server.test"],
            1,
            [("fail", "UnknownIssuer"), ("ok", "of server, server.test, valid until 2126")],
        ),
        (
            &old,
            &["--tls-ca", &old_ca],
            1,
            [("fail", "expired"), ("fail", "expired at 2021-01-01T00:00:00Z (")],
        ),
        (
            &old,
            &["--skip-verify"],
            1,
            [("warn", "anybody can be this server"), ("fail", "expired at 2021-01-01T00:00:00Z (")],
        ),
    ] {
        let (ended, checks) = doctor(endpoint, args);
        assert_eq!((ended, checks.len()), (code, 2), "{args:?} {checks:?}");
        for ((_, outcome, message), (wanted, says)) in checks.iter().zip(expected) {
            assert_eq!(outcome, wanted, "{args:?} {checks:?}");
            assert!(message.contains(says), "{args:?} {checks:?}");
        }
    }
}
