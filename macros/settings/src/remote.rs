//! What the crate `config` read, as a layer: formats that are not YAML, remote and async sources.

use std::sync::Arc;

use config::{Config, Value, ValueKind};
use figment::value::Value as Tree;

use crate::layer::Layer;
use crate::load::Loader;
use crate::problem::Problem;
use crate::read::{Reader, Source};
use crate::schema::{Kind, Section, SetBy};
use crate::types::masked_url;
use crate::yaml::{Entry, Node};

/// Values with the place that `config` gives each.
#[derive(Clone)]
pub(crate) struct Remote {
    name: String,
    root: Value,
}

impl Loader {
    /// Adds all that a [`config::Config`] holds, stronger than the defaults and than what was added
    /// this way before, weaker than all files. The name stands before the place of each value in
    /// messages, as in `consul (https://host/v1/kv/app)`.
    ///
    /// This is the door for values that come from elsewhere: a source of `config` reads them, at once
    /// or asynchronously, in any of its formats, and they are read through the schema like those of
    /// a file. Text is typed by the schema, like that of a variable.
    ///
    /// ```
    /// use typewright_settings::{Loader, Settings};
    ///
    /// #[derive(Settings)]
    /// struct App {
    ///     #[setting(default = 80)]
    ///     port: u16,
    ///     name: String,
    /// }
    ///
    /// let remote = config::Config::builder()
    ///     .set_override("port", "8080")?
    ///     .set_override("name", "from afar")?
    ///     .build()?;
    /// let app = Loader::new("APP").config("remote", &remote).load::<App>()?;
    /// assert_eq!((app.value.port, &*app.value.name), (8080, "from afar"));
    /// assert_eq!(app.origin("port").unwrap().to_string(), "remote");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn config(mut self, name: impl Into<String>, config: &Config) -> Self {
        self.remotes.push(Remote { name: name.into(), root: config.cache.clone() });
        self
    }
}

impl Remote {
    /// Reads the values through the schema.
    pub(crate) fn layer(
        &self,
        index: usize,
        schema: &'static Section,
        problems: &mut Vec<Problem>,
    ) -> Layer {
        let mut places = Vec::new();
        let root = node(&self.root, &mut places);
        let source = Source::Values { name: &self.name, places: &places };
        let mut reader = Reader::new(index, source, SetBy::User, Vec::new());
        let data = reader.read(Kind::Section(schema), &root, false);
        let notes = reader.finish();
        problems.extend(notes.problems);
        Layer {
            index,
            name: self.name.clone(),
            data: data.and_then(Tree::into_dict).unwrap_or_default(),
            places: Arc::new(notes.places),
            text: Arc::default(),
        }
    }
}

/// A value whose position is the number of its place.
fn node(value: &Value, places: &mut Vec<Option<String>>) -> Node {
    let number = places.len();
    places.push(value.origin().map(masked_url));
    match &value.kind {
        ValueKind::Nil => Node::nothing(number),
        ValueKind::Table(table) => {
            // The order of a hash map is another on every run.
            let mut keys: Vec<&String> = table.keys().collect();
            keys.sort();
            let entries = keys.into_iter().map(|key| {
                let value = node(&table[key], places);
                Entry { key: key.as_str().into(), pos: value.pos, value }
            });
            Node::map(number, entries.collect())
        }
        ValueKind::Array(items) => {
            let items = items.iter().map(|item| node(item, places)).collect();
            Node::list(number, items)
        }
        ValueKind::Float(float) => Node::numbered(number, &float.to_string()),
        kind => Node::numbered(number, &kind.to_string()),
    }
}
