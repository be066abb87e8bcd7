//! One setting: what it is, which layer wins, which layers it hides, and how to set it.

use std::fmt;

use figment::value::Value as Tree;

use crate::env::FILE;
use crate::leaf::dotted;
use crate::load::{Loader, Resolved};
use crate::near::nearest;
use crate::problem::{Origin, Problem, Problems};
use crate::schema::{Field, Kind, Leaf, Section};
use crate::show;
use crate::snippet::MASK;

/// All that is known of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The setting: `tls.ca_file`.
    pub key: String,
    /// Its doc comment.
    pub docs: &'static str,
    /// What its value must look like: "a whole number from 0 to 65535".
    pub expectation: String,
    /// When it counts, if that is not always; see [`Leaf::condition`].
    pub condition: Option<String>,
    /// The value that the program uses, as YAML on one line; `***` for a secret, `None` where it is
    /// not set.
    pub value: Option<String>,
    /// Every layer that sets it, the strongest first, which wins.
    pub layers: Vec<LayerValue>,
    /// The ways to set it, the strongest first.
    pub ways: Vec<String>,
}

/// What one layer says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LayerValue {
    /// The value as YAML on one line; `***` for a secret.
    pub value: String,
    /// Where it stands.
    pub origin: Origin,
}

/// A setting, or one entry of a map.
pub(crate) struct Target {
    pub(crate) leaf: Leaf,
    pub(crate) path: Vec<String>,
    pub(crate) kind: Kind,
}

impl Target {
    /// The setting that a person means.
    pub(crate) fn of(schema: &'static Section, key: &str) -> Result<Target, Problems> {
        let path: Vec<String> = key.split('.').map(str::to_owned).collect();
        let leaves = schema.leaves();
        for leaf in &leaves {
            let own = crate::layer::owned(&leaf.path);
            if leaf.key() == key {
                let kind = leaf.field.kind.required();
                return Ok(Target { leaf: leaf.clone(), path: own, kind });
            }
            let rest = path.strip_prefix(&*own);
            if let (Some([_]), Kind::Map(inner)) = (rest, leaf.field.kind.required()) {
                return Ok(Target { leaf: leaf.clone(), path, kind: *inner });
            }
        }
        let keys: Vec<String> = leaves.iter().map(Leaf::key).collect();
        let inside: Vec<&str> =
            keys.iter().filter(|k| k.starts_with(&format!("{key}."))).map(|k| &**k).collect();
        let mut problem = Problem::new(usize::MAX, key, "there is no such setting");
        problem.help = if !inside.is_empty() {
            problem.message = "is a section".to_owned();
            Some(format!("its settings: {}", inside.join(", ")))
        } else if let Some(near) = nearest(key, keys.iter().map(|key| &**key)) {
            Some(format!("did you mean `{near}`?"))
        } else {
            Some("`config show` lists all settings".to_owned())
        };
        Err(problem.into())
    }

    /// Where it stands in a file: the variant of an enum without a tag stands for the whole of it.
    pub(crate) fn in_file(&self) -> &[String] {
        match &*self.path {
            [around @ .., last] if last.is_empty() => around,
            path => path,
        }
    }

    /// The setting by this name: `tls.ca_file`.
    pub(crate) fn key(&self) -> String {
        dotted(&self.path)
    }
}

impl Loader {
    /// Explains a setting, or one entry of a map such as `labels.team`. Layers that cannot be read
    /// count as far as they can.
    ///
    /// ```
    /// # #[derive(typewright_settings::Settings)]
    /// # struct App {
    /// #     /// The port.
    /// #     #[setting(default = 8080)]
    /// #     port: u16,
    /// # }
    /// use typewright_settings::{Loader, Settings};
    ///
    /// let loader = Loader::new("APP")
    ///     .text("app.yaml", "port: 80\n")
    ///     .env([("APP_PORT".into(), "81".into())]);
    /// let port = loader.explain(App::SCHEMA, "port").unwrap();
    /// let layers: Vec<_> =
    ///     port.layers.iter().map(|l| format!("{} {}", l.origin, l.value)).collect();
    /// assert_eq!(layers, ["APP_PORT 81", "app.yaml:1:7 80", "default 8080"]);
    /// ```
    ///
    /// # Errors
    /// There is no such setting.
    pub fn explain(&self, schema: &'static Section, key: &str) -> Result<Explanation, Problems> {
        let target = Target::of(schema, key)?;
        let Resolved { stack, root, .. } = self.resolve(schema);
        let shown = |value: &_| {
            let secret = target.leaf.field.secret;
            if secret { MASK.to_owned() } else { show::masked(target.kind, value) }
        };
        let layers = stack.values(&target.path);
        let layers: Vec<_> = layers
            .map(|(value, origin)| LayerValue { value: shown(value), origin: origin.clone() })
            .collect();
        let value = crate::layer::lookup(root.as_dict(), &target.path);
        let value = value.filter(|value| !matches!(value, Tree::Empty(..))).map(shown);
        Ok(Explanation {
            key: target.key(),
            docs: target.leaf.field.docs,
            expectation: target.kind.expectation(),
            condition: target.leaf.condition(),
            value,
            layers,
            ways: self.ways(&target),
        })
    }

    fn ways(&self, target: &Target) -> Vec<String> {
        let mut ways = Vec::new();
        let entry = target.path.get(target.leaf.path.len());
        let Field { placeholder, .. } = target.leaf.field;
        let value = placeholder.unwrap_or("VALUE");
        if let Some(flag) = target.leaf.flag() {
            ways.push(match entry {
                Some(entry) => format!("--{flag} {entry}=VALUE"),
                None => format!("--{flag} {value}"),
            });
        }
        let env = target.leaf.env(self.prefix());
        ways.push(match entry {
            Some(entry) => format!("{env}_{entry}=VALUE"),
            None => format!("{env}={value}"),
        });
        if entry.is_none() && target.leaf.has_file() {
            ways.push(format!("{env}{FILE}=PATH"));
        }
        for (path, scope) in self.files().rev() {
            let (path, scope, key) = (path.display(), scope.as_str(), target.key());
            ways.push(format!("`{key}` in {path} ({scope}): config set {key} {value} {path}"));
        }
        ways
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.key, self.value.as_deref().unwrap_or("null"))?;
        for line in self.docs.lines() {
            writeln!(f, "  {line}")?;
        }
        writeln!(f, "  Expects {}.", self.expectation)?;
        if let Some(condition) = &self.condition {
            writeln!(f, "  {condition}.")?;
        }
        writeln!(f, "\nSet by, the strongest first:")?;
        if self.layers.is_empty() {
            writeln!(f, "  nothing")?;
        }
        for (i, layer) in self.layers.iter().enumerate() {
            let place = if i == 0 { "wins" } else { "hidden" };
            writeln!(f, "  {place:6}  {}  # {}", layer.value, layer.origin)?;
        }
        writeln!(f, "\nSet it with:")?;
        self.ways.iter().try_for_each(|way| writeln!(f, "  {way}"))
    }
}
