//! What follows from a schema. Golden files are in `exports/`; `TYPEWRIGHT_BLESS=1` writes them.

use std::fs;
use std::path::Path;

use typewright_settings::{Export, Loader, Settings, json_schema, template};

use crate::tree::App;

#[test]
#[expect(clippy::disallowed_methods, reason = "golden files, written when asked to")]
fn golden() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    for (name, form) in Export::ALL {
        let text = form.render(App::SCHEMA, "app", "APP");
        let path = folder.join(name);
        if std::env::var_os("TYPEWRIGHT_BLESS").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &text).expect("a golden file");
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, golden, "{name} is another than its golden file");
    }
}

#[test]
fn a_variable_stands_once() {
    #[derive(Settings)]
    #[expect(dead_code, reason = "the schema is what counts")]
    struct App {
        #[setting(secret)]
        token: Option<String>,
        /// Where the token is.
        token_file: Option<std::path::PathBuf>,
    }
    for form in [Export::Env, Export::Systemd] {
        let text = form.render(App::SCHEMA, "app", "APP");
        assert_eq!(text.matches("APP_TOKEN_FILE=").count(), 1, "{text}");
        assert!(!text.contains("Either here"), "{text}");
    }
}

mod before {
    #[derive(typewright_settings::Settings)]
    #[expect(dead_code, reason = "the schema is what counts")]
    pub(super) struct App {
        /// The first.
        #[setting(default = 1)]
        first: u16,
    }
}

mod after {
    #[derive(typewright_settings::Settings)]
    #[expect(dead_code, reason = "the schema is what counts")]
    pub(super) struct App {
        /// The first.
        #[setting(default = 1)]
        first: u16,
        /// How it is new.
        #[setting(default = "quite")]
        brand_new: String,
        /// A word to keep.
        #[setting(secret)]
        pass_word: Option<String>,
    }
}

/// One more field, and nothing else, is in all that follows from the schema.
#[test]
fn a_new_field_is_everywhere() {
    fn all<T: Settings>() -> Vec<(String, String)> {
        let exports = Export::ALL
            .iter()
            .map(|(name, form)| ((*name).to_owned(), form.render(T::SCHEMA, "app", "APP")));
        let mut all: Vec<_> = exports.collect();
        all.push(("schema".into(), json_schema(T::SCHEMA).to_string()));
        all.push(("template".into(), template(T::SCHEMA, "APP")));
        let help = T::flags(clap::Command::new("app"), "APP").render_help().to_string();
        all.push(("help".into(), help));
        let rows: Vec<String> = Loader::new("APP")
            .load::<T>()
            .expect("no mistake")
            .origins()
            .map(|row| format!("{}: {:?} # {}", row.key, row.value, row.docs))
            .collect();
        all.push(("show".into(), rows.join("\n")));
        all
    }
    let names = ["brand_new", "BRAND_NEW", "brand-new"];
    for ((form, before), (_, after)) in all::<before::App>().iter().zip(all::<after::App>()) {
        assert!(!names.iter().any(|name| before.contains(name)), "{form}");
        assert!(names.iter().any(|name| after.contains(name)), "{form}\n{after}");
        assert!(after.contains("How it is new"), "{form}\n{after}");
        assert!(
            after.contains("quite") || form == "completion" || form == "man",
            "{form}\n{after}"
        );
    }
    let manifests = Export::Kubernetes.render(after::App::SCHEMA, "app", "APP");
    let (map, secret) = manifests.split_once("---\n").expect("two documents");
    assert!(map.contains("APP_BRAND_NEW: \"quite\"") && !map.contains("PASS_WORD"), "{map}");
    assert!(secret.contains("#APP_PASS_WORD") && !secret.contains("BRAND"), "{secret}");
}

/// The values in what is deployed are those that the program has without it.
#[test]
fn what_is_deployed_sets_the_defaults() {
    let env = Export::Env.render(App::SCHEMA, "app", "APP");
    let env = env.lines().filter_map(|line| line.strip_prefix('#')?.split_once('='));
    let env = env.filter(|(name, _)| !name.contains("_TLS_"));
    let map = Export::Kubernetes.render(App::SCHEMA, "app", "APP");
    let map = map.lines().filter_map(|line| line.trim().split_once(": "));
    let unquoted = |value: &str| value.trim_matches(['\'', '"']).to_owned();
    let defaults = Loader::new("APP").load::<App>().expect("no mistake").value;
    for variables in [env.collect::<Vec<_>>(), map.collect::<Vec<_>>()] {
        let variables = variables.into_iter().filter(|(name, _)| name.starts_with("APP_"));
        let variables = variables.map(|(name, value)| (name, unquoted(value)));
        let variables = variables.filter(|(_, value)| !value.is_empty());
        let set =
            Loader::new("APP").env(variables.map(|(name, value)| (name.into(), value.into())));
        let set = set.load::<App>().expect("no mistake");
        assert_eq!(set.value, defaults);
        assert!(set.origins().filter(|row| row.origin.to_string().starts_with("APP_")).count() > 8);
    }
}
