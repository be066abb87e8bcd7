//! What the crate `config` read, as a layer.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use config::{AsyncSource, Config, ConfigError, File, FileFormat, Map, Value};
use typewright_settings::{Loader, Problems, Settings};

use crate::tree::{App, Backoff, LogLevel};

fn of(text: &str, format: FileFormat) -> Config {
    Config::builder().add_source(File::from_str(text, format)).build().expect("a configuration")
}

fn load(config: &Config, file: &str, env: &[(&str, &str)]) -> Result<App, Problems> {
    let env = env.iter().map(|(k, v)| (k.into(), v.into()));
    let loader = Loader::new("APP").text("app.yaml", file).env(env).config("consul", config);
    loader.load::<App>().map(|loaded| loaded.value)
}

#[test]
fn weaker_than_files_and_stronger_than_defaults() {
    let config = of(
        r#"{"log_level": "DEBUG", "server": {"port": 1, "tls": null, "max_body_bytes": 5},
            "labels": {"Team": "core"}, "allowed_origins": ["a", "b"], "database": {"ports": "1,2"},
            "backoff": {"kind": "exponential", "base_ms": 5, "factor": 1.5},
            "http": {"keep_alive": false}}"#,
        FileFormat::Json,
    );
    let app =
        load(&config, "server: {port: 2}\nlabels: {zone: z}\n", &[("APP_HTTP_IDLE_SECS", "3")]);
    let app = app.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((app.log_level, app.server.port), (LogLevel::Debug, 2));
    assert_eq!((app.server.max_body_bytes, app.server.tls), (Some(5), None));
    assert_eq!(app.allowed_origins, ["a", "b"]);
    assert_eq!(app.database.ports, [1, 2]);
    assert_eq!((&*app.labels["Team"], &*app.labels["zone"]), ("core", "z"));
    assert_eq!(app.backoff, Backoff::Exponential { base_ms: 5, factor: 1.5 });
    assert!(!app.http.keep_alive);
    // `null` there is weaker than a file, too.
    let tls = "server: {tls: {cert_path: /c, min_version: '1.2'}}";
    assert!(load(&config, tls, &[]).expect("no mistake").server.tls.is_some());
}

#[test]
fn every_mistake_with_what_config_says_of_its_place() {
    let config = of(
        r#"{"server": {"port": 99999, "prot": 1}, "log_level": "loud", "database": {"password": {}},
            "labels": 3, "backoff": {"kind": "fixd"}}"#,
        FileFormat::Json,
    );
    let report = load(&config, "", &[]).expect_err("mistakes").to_string();
    assert_eq!(
        report,
        "\
error: consul: backoff.kind: expected one of fixed, exponential, found `fixd`
  help: did you mean `fixed`?
error: consul: database.password: expected text, found a section of keys
error: consul: labels: expected a section of keys, found `3`
  help: write JSON, such as `{\"key\": \"value\"}`
error: consul: log_level: expected one of debug, info, warn, error, found `loud`
error: consul: server.port: expected a whole number from 0 to 65535, found `99999`
error: consul: server.prot: unknown key
  help: did you mean `port`?"
    );
    // The place within, where `config` knows one.
    let origin = "https://me:hunter2@host/v1/kv".to_owned();
    let remote = Remote::of([("log_level", Value::new(Some(&origin), "loud"))]);
    let config = Config::builder().add_source(remote).build().expect("a configuration");
    let report = load(&config, "", &[]).expect_err("a mistake").to_string();
    let wanted = "error: consul (https://me:***@host/v1/kv): log_level: expected one of";
    assert!(report.starts_with(wanted), "{report}");
}

/// A source that answers at the second asking, as one over the network would.
#[derive(Debug)]
struct Slow(&'static str);

impl AsyncSource for Slow {
    fn collect<'s, 'f>(&'s self) -> Pin<Box<dyn Future<Output = Answer> + Send + 'f>>
    where
        's: 'f,
        Self: 'f,
    {
        Box::pin(async {
            let mut asked = false;
            std::future::poll_fn(|context| {
                context.waker().wake_by_ref();
                let answer = if asked { Poll::Ready(()) } else { Poll::Pending };
                asked = true;
                answer
            })
            .await;
            let origin = "https://host/settings".to_owned();
            Ok(Map::from([("server.port".to_owned(), Value::new(Some(&origin), self.0))]))
        })
    }
}

type Answer = Result<Map<String, Value>, ConfigError>;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

#[test]
fn an_async_source_is_a_layer_with_its_origin() {
    let built = |port| {
        let builder = Config::builder().add_async_source(Slow(port));
        block_on(builder.build()).expect("a configuration")
    };
    let loader = |port| Loader::new("APP").config("remote", &built(port));
    let service = loader("81").watch::<App>().unwrap_or_else(|problems| panic!("{problems}"));
    let now = service.get();
    assert_eq!(now.value.server.port, 81);
    assert_eq!(
        now.origin("server.port").expect("a row").to_string(),
        "remote (https://host/settings)"
    );
    // A later snapshot replaces it where a running program may take it.
    let changes = service.reload_with(loader("82")).expect("no mistake");
    assert_eq!((&*changes[0].key, changes[0].reload), ("server.port", false));
    let report = service.reload_with(loader("many")).expect_err("a mistake").to_string();
    assert!(report.starts_with("error: remote (https://host/settings): server.port:"), "{report}");
}

/// The other formats of `config`, which become YAML's types through the schema.
#[test]
fn a_layer_is_the_same_on_every_run() {
    #[derive(Settings)]
    #[expect(dead_code, reason = "only its mistakes count")]
    struct Few {
        #[setting(default = 1)]
        a: u8,
    }
    let text = r#"{"z": 1, "y": 1, "x": 1, "w": 1, "v": 1}"#;
    let report = || {
        let config = of(text, FileFormat::Json);
        let loaded = Loader::new("F").config("c", &config).load::<Few>();
        loaded.map(|_| ()).expect_err("mistakes").to_string()
    };
    let first = report();
    assert!((0..20).all(|_| report() == first));
    assert!(first.starts_with("error: c: v: unknown key"), "{first}");
}

/// A source that says where its values are.
#[derive(Clone, Debug)]
struct Remote(Map<String, Value>);

impl Remote {
    fn of<const N: usize>(values: [(&str, Value); N]) -> Self {
        Self(values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

impl config::Source for Remote {
    fn clone_into_box(&self) -> Box<dyn config::Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Answer {
        Ok(self.0.clone())
    }
}
