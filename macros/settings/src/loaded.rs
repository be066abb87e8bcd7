//! What comes out: one typed value with the origin of each setting.

use crate::problem::{Origin, Problem};

/// A value and where each part of it was set.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// The value.
    pub value: T,
    pub(crate) rows: Vec<Row>,
    pub(crate) warnings: Vec<Problem>,
}

impl<T> Loaded<T> {
    /// Every setting in the order of the schema, with one row for each entry of a map.
    pub fn origins(&self) -> std::slice::Iter<'_, Row> {
        self.rows.iter()
    }

    /// What is set and should not be any more, the weakest layer first.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// What another load of the same settings changes, in the order of the schema.
    pub fn changes<'a>(&'a self, after: &'a Loaded<T>) -> impl Iterator<Item = Change> + 'a {
        let row = |of: &'a [Row], key: &str| of.iter().find(|row| row.key == key);
        let gone = self.rows.iter().filter(move |old| row(&after.rows, &old.key).is_none());
        let gone = gone.map(|old| Change::of(Some(old), None));
        let others = after.rows.iter().filter_map(move |new| {
            let old = row(&self.rows, &new.key);
            let same = old.is_some_and(|old| old.digest == new.digest);
            (!same).then(|| Change::of(old, Some(new)))
        });
        gone.chain(others)
    }

    /// What `map` makes of the value, with the same origins: a part of it, for one who needs no more.
    ///
    /// ```
    /// # use typewright_settings::{Loader, Settings};
    /// # #[derive(Settings)]
    /// # struct App {
    /// #     #[setting(default = 8080)]
    /// #     port: u16,
    /// # }
    /// let port = Loader::new("APP").load::<App>()?.map(|app| app.port);
    /// assert_eq!(port.value, 8080);
    /// assert_eq!(port.origin("port").unwrap().to_string(), "default");
    /// # Ok::<(), typewright_settings::Problems>(())
    /// ```
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Loaded<U> {
        Loaded { value: map(self.value), rows: self.rows, warnings: self.warnings }
    }

    pub(crate) fn warnings_json(&self) -> serde_json::Value {
        self.warnings.iter().map(Problem::to_json).collect()
    }

    /// Where a setting was set, by its key, such as `tls.ca_file`.
    pub fn origin(&self, key: &str) -> Option<&Origin> {
        self.rows.iter().find(|row| row.key == key).map(|row| &row.origin)
    }
}

/// One setting and where it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The setting: `tls.ca_file`.
    pub key: String,
    /// Its value as YAML on one line; `***` for a secret, `None` where it is not set.
    pub value: Option<String>,
    /// Where it was set.
    pub origin: Origin,
    /// Its doc comment.
    pub docs: &'static str,
    /// Whether a running program takes a change of it.
    pub reload: bool,
    /// Tells values apart without keeping those that are secret.
    pub(crate) digest: u64,
}

/// A setting that is another than before.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The setting: `tls.ca_file`.
    pub key: String,
    /// Its value before as YAML on one line; `***` for a secret, `None` where it was not set.
    pub before: Option<String>,
    /// Its value after, likewise.
    pub after: Option<String>,
    /// Where the value after was set.
    pub origin: Origin,
    /// Whether a running program takes it. Others count from the next start.
    pub reload: bool,
}

impl Change {
    fn of(before: Option<&Row>, after: Option<&Row>) -> Self {
        let any = after.or(before);
        let value = |row: Option<&Row>| row.and_then(|row| row.value.clone());
        Self {
            key: any.map(|row| row.key.clone()).unwrap_or_default(),
            before: value(before),
            after: value(after),
            origin: after.map_or(Origin::Default, |row| row.origin.clone()),
            reload: any.is_some_and(|row| row.reload),
        }
    }
}
