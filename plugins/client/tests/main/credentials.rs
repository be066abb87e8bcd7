//! Who calls: what is sent, when it is read again, and that it is never shown.

#![expect(clippy::unwrap_used, reason = "a test whose call fails has failed")]

use std::io::{Seek, Write};
use std::time::Duration;

use typewright_client::{Channel, Code, Credentials, Metadata};

use crate::script::{Script, fail, good};

/// What was sent in `authorization` by the attempts of one call.
async fn sent(credentials: &Credentials, script: &Script) -> (Result<(), Code>, Vec<String>) {
    let channel = script.builder().credentials(credentials.clone()).lazy().unwrap();
    let before = script.seen().len();
    let outcome = channel.raw_unary("/a/b", "".into()).await;
    let seen = script.seen().split_off(before);
    let sent = seen.iter().map(|seen| seen.metadata.get("authorization").unwrap().to_owned());
    (outcome.map(drop).map_err(|error| error.code()), sent.collect())
}

#[tokio::test(start_paused = true)]
async fn fixed_credentials_are_sent_as_they_are() {
    let script = Script::new([good(), good(), fail(Code::Unauthenticated)]);
    let bearer = Credentials::bearer("opensesame");
    assert_eq!(sent(&bearer, &script).await.1, ["Bearer opensesame"]);
    // The example of RFC 7617.
    let basic = Credentials::basic("Aladdin", "open sesame");
    assert_eq!(sent(&basic, &script).await.1, ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
    let refused = (Err(Code::Unauthenticated), vec!["Bearer opensesame".to_owned()]);
    assert_eq!(sent(&bearer, &script).await, refused);
}

#[tokio::test]
async fn a_token_file_is_read_again_when_it_is_old_or_refused() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut write = |token: &str| {
        file.rewind().unwrap();
        file.write_all(token.as_bytes()).unwrap();
        file.path().to_owned()
    };
    let credentials = Credentials::token_file(write("one\n"));
    let refused = || fail(Code::Unauthenticated);
    let script = Script::new([good(), good(), refused(), good(), refused()]);
    assert_eq!(sent(&credentials, &script).await.1, ["Bearer one"]);
    write("two\n");
    // It is fresh, so it is not read for every call; once refused, it is read and sent again.
    assert_eq!(sent(&credentials, &script).await.1, ["Bearer one"]);
    assert_eq!(
        sent(&credentials, &script).await,
        (Ok(()), vec!["Bearer one".to_owned(), "Bearer two".to_owned(),])
    );
    // The same token a second time would be refused a second time.
    let once = (Err(Code::Unauthenticated), vec!["Bearer two".to_owned()]);
    assert_eq!(sent(&credentials, &script).await, once);

    let always = Credentials::token_file(write("one")).refresh_every(Duration::ZERO);
    let script = Script::new([good(), good()]);
    assert_eq!(sent(&always, &script).await.1, ["Bearer one"]);
    write("six");
    assert_eq!(sent(&always, &script).await.1, ["Bearer six"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_prints_the_token() {
    let script = Script::new([good()]);
    let echo = Credentials::token_command("echo", ["abc"]);
    assert_eq!(sent(&echo, &script).await.1, ["Bearer abc"]);

    for (credentials, why) in [
        (Credentials::token_command("false", [""]), "`false`: exit status: 1"),
        (Credentials::token_command("no-such-program", [""]), "No such file"),
        (Credentials::token_command("true", [""]), "it is empty"),
        (Credentials::token_file("/no/such/file"), "No such file"),
    ] {
        let script = Script::new([]);
        let channel = script.builder().credentials(credentials).lazy().unwrap();
        let error = channel.raw_unary("/a/b", "".into()).await.unwrap_err();
        assert_eq!(error.code(), Code::Unauthenticated);
        assert!(error.is_unsent() && error.message().contains(why), "{error}");
    }
}

#[tokio::test]
async fn secrets_are_not_shown_and_not_sent_in_clear_text() {
    let credentials = [
        Credentials::bearer("hidden"),
        Credentials::basic("hidden", "hidden"),
        Credentials::token_command("print-token", ["hidden"]),
    ];
    for credentials in credentials {
        for endpoint in ["localhost:1", "http://127.0.0.1:1", "[::1]:1", "unix:/tmp/x"] {
            Channel::builder(endpoint).credentials(credentials.clone()).lazy().unwrap();
        }
        let far = Channel::builder("http://localhost.example.com:1").credentials(credentials);
        let error = far.clone().lazy().unwrap_err();
        assert!(error.message().contains("clear text"), "{error}");
        assert!(far.clone().connect().await.is_err());
        let channel = far.clear_text_credentials();
        assert!(!format!("{channel:?} {:?}", channel.clone().lazy()).contains("hidden"));
    }
    let mut metadata = Metadata::default();
    metadata.append("Authorization", "hidden").unwrap();
    metadata.append_bin("x-session-token-bin", b"hidden").unwrap();
    metadata.append("x-request-id", "7").unwrap();
    let shown = format!("{metadata:?}");
    assert!(!shown.contains("hidden") && shown.contains("(secret)"), "{shown}");
    assert!(shown.contains("x-request-id") && shown.contains('7'), "{shown}");
    assert!(metadata.remove("authorization") && !metadata.remove("authorization"));
}
