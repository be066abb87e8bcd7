//! Service configs: what they say reaches the call, and what they get wrong is said.

use std::time::Duration;

use typewright_client::{Code, Method, ServiceConfig};

use crate::script::{Script, Step, fail};
use typewright_client::transport::Frame;

static A: Method = Method::new("/test.S/A");
static B: Method = Method::new("/test.S/B");
static OTHER: Method = Method::new("/test.Other/A").idempotent();

const CONFIG: &str = r#"{
    "loadBalancingConfig": [{"round_robin": {}}],
    "methodConfig": [
        {
            "name": [{"service": "test.S", "method": "A"}],
            "timeout": "1.5s",
            "retryPolicy": {
                "maxAttempts": 9, "initialBackoff": "0.010s", "maxBackoff": "1s",
                "backoffMultiplier": 3, "retryableStatusCodes": ["ABORTED", 14]
            }
        },
        {"name": [{"service": "test.S"}], "timeout": "7s", "waitForReady": true},
        {"name": [{}], "timeout": "9s", "maxResponseMessageBytes": "10"}
    ]
}"#;

#[tokio::test(start_paused = true)]
async fn the_closest_entry_counts() {
    for (method, left) in [(&A, 1500), (&B, 7000), (&OTHER, 9000)] {
        let script = Script::new([Step::Answer(vec![Ok(Frame::Message("".into()))])]);
        let config = ServiceConfig::from_json(CONFIG).unwrap();
        let channel = script.builder().service_config(config).lazy().unwrap();
        channel.unary::<_, ()>(method, String::new()).await.unwrap();
        assert_eq!(script.seen()[0].timeout, Some(Duration::from_millis(left)));
        // Of two limits the shorter one holds.
        let script = Script::new([Step::Answer(vec![Ok(Frame::Message("".into()))])]);
        let config = ServiceConfig::from_json(CONFIG).unwrap();
        let channel = script.builder().service_config(config).lazy().unwrap();
        let short = Duration::from_secs(1);
        channel.unary::<_, ()>(method, String::new()).timeout(short).await.unwrap();
        assert_eq!(script.seen()[0].timeout, Some(short));
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_holds_for_methods_that_are_not_idempotent_and_ends_at_five() {
    let codes = [Code::Aborted, Code::Unavailable, Code::Aborted, Code::Aborted, Code::Aborted];
    let script = Script::new(codes.map(fail));
    let config = ServiceConfig::from_json(CONFIG).unwrap();
    let channel = script.builder().service_config(config).lazy().unwrap();
    let error = channel.unary::<_, ()>(&A, String::new()).await.unwrap_err();
    assert_eq!(error.attempts(), 5);
}

static BUILT_IN: Method = Method::new("/test.S/Built")
    .timeout(2.5)
    .retry(3, 0.010, 1.0, 2.0, &[Code::Aborted])
    .throttle(4.0, 0.5);
static BESIDE: Method = Method::new("/test.S/Beside").hedge(2, 0.3, &[Code::Unavailable]);

#[tokio::test(start_paused = true)]
async fn what_is_built_in_holds_until_the_channel_says_otherwise() {
    let answer = || Step::Answer(vec![Ok(Frame::Message("".into()))]);
    let script = Script::new([fail(Code::Aborted), fail(Code::Aborted), fail(Code::Aborted)]);
    let error = script.channel().unary::<_, ()>(&BUILT_IN, String::new()).await.unwrap_err();
    // The third attempt that its policy has is one too many for its throttle.
    assert_eq!(error.attempts(), 2);
    assert_eq!(script.seen()[0].timeout, Some(Duration::from_millis(2500)));

    let script = Script::new([Step::Late(Duration::from_secs(9), Box::new(answer())), answer()]);
    script.channel().unary::<_, ()>(&BESIDE, String::new()).await.unwrap();
    assert_eq!(script.times(), [0, 300]);

    // An entry of the channel's config takes the place of all that is built in.
    let script = Script::new([fail(Code::Aborted), fail(Code::Aborted)]);
    let config = ServiceConfig::from_json(
        r#"{"methodConfig": [{"name": [{"service": "test.S", "method": "Built"}], "timeout": "9s"}]}"#,
    );
    let channel = script.builder().service_config(config.unwrap()).lazy().unwrap();
    let error = channel.unary::<_, ()>(&BUILT_IN, String::new()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(script.seen()[0].timeout, Some(Duration::from_secs(9)));
    // And the caller's word goes over both.
    let error = channel.unary::<_, ()>(&BUILT_IN, String::new()).once().await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[test]
fn every_mistake_is_said_with_its_place() {
    let config = r#"{
        "methodConfig": [
            {"name": [], "timeout": "1"},
            {"name": [{"method": "A"}], "waitForReady": 1, "retryPolicy": {
                "maxAttempts": 1, "initialBackoff": "0s", "backoffMultiplier": -1,
                "retryableStatusCodes": ["GONE", 99]
            }, "hedgingPolicy": {"maxAttempts": 2}},
            {"name": [{"service": "S"}, {"service": "S"}], "maxRequestMessageBytes": -1}
        ],
        "retryThrottling": {"maxTokens": 1001}
    }"#;
    let error = ServiceConfig::from_json(config).unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument);
    let expected = r#"service config.methodConfig[0].timeout: "1" is not a duration such as "0.5s"
service config.methodConfig[0]: needs a `name`: a list of services and methods
service config.methodConfig[1].retryPolicy.retryableStatusCodes[0]: "GONE" is not a status code
service config.methodConfig[1].retryPolicy.retryableStatusCodes[1]: 99 is not a status code
service config.methodConfig[1].retryPolicy: needs `retryableStatusCodes`, at least one
service config.methodConfig[1].retryPolicy: needs `maxAttempts`: a whole number above 1
service config.methodConfig[1].retryPolicy.initialBackoff: must be above 0
service config.methodConfig[1].retryPolicy: needs `maxBackoff`, such as "0.5s"
service config.methodConfig[1].retryPolicy: needs `backoffMultiplier`: above 0
service config.methodConfig[1]: takes `retryPolicy` or `hedgingPolicy`, not both
service config.methodConfig[1].waitForReady: must be true or false
service config.methodConfig[1].name[0]: a `method` needs its `service`
service config.methodConfig[2].maxRequestMessageBytes: -1 is not a number of bytes
service config.methodConfig[2].name[1]: is named twice
service config.retryThrottling: needs `maxTokens`: 1 to 1000
service config.retryThrottling: needs `tokenRatio`: above 0"#;
    assert_eq!(error.message(), expected);
    assert!(ServiceConfig::from_json("{").unwrap_err().message().contains("line 1"));
    assert!(ServiceConfig::from_json("[]").is_err());
    assert_eq!(ServiceConfig::from_json("{}").unwrap(), ServiceConfig::default());
}
