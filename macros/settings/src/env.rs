//! Variables ▶ layer.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use figment::value::{Dict, Value as Tree};

use crate::layer::{Draft, Layer, lookup, owned};
use crate::near::nearest;
use crate::problem::Origin;
use crate::schema::{Field, Kind, Leaf};
use crate::yaml::Node;

/// The variables of a process.
pub(crate) struct Variables<'a> {
    pub(crate) all: &'a BTreeMap<OsString, OsString>,
    /// What ours begin with.
    pub(crate) prefix: &'a str,
    /// One of ours that is no setting.
    pub(crate) reserved: Option<String>,
}

impl Variables<'_> {
    fn is_free(&self, name: &OsStr) -> bool {
        self.reserved.as_deref().is_none_or(|reserved| name != reserved)
    }
}

/// The variables of one prefix. `below` holds what the weaker layers say, for one item of a list.
pub(crate) fn layer(
    mut draft: Draft<'_>,
    variables: &Variables<'_>,
    leaves: &[Leaf],
    below: &Dict,
) -> Layer {
    let prefix = variables.prefix;
    let names = |leaf: &'_ Leaf| -> Vec<String> {
        std::iter::once(leaf.env(prefix)).chain(leaf.env_aliases(prefix)).collect()
    };
    let known: Vec<(String, &Leaf)> =
        leaves.iter().flat_map(|l| names(l).into_iter().map(move |name| (name, l))).collect();
    // By length first, so that the items of a list come in order: `APP_PORTS_9`, `APP_PORTS_10`.
    let mut variables: Vec<_> =
        variables.all.iter().filter(|(name, _)| variables.is_free(name)).collect();
    variables.sort_by_key(|(name, _)| name.len());
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| is_ours(name, prefix)) else { continue };
        let origin = Origin::Env { name: name.to_owned() };
        let element = || {
            let elements = known.iter().filter_map(|(n, leaf)| {
                let rest = name.strip_prefix(n.as_str())?.strip_prefix('_')?;
                (!rest.is_empty()).then_some((*leaf, rest))
            });
            elements.min_by_key(|(_, rest)| rest.len())
        };
        let whole = known.iter().find(|(n, _)| n == name).map(|(_, leaf)| *leaf);
        let target = whole.map(|leaf| (leaf, "")).or_else(element);
        match (target, value.to_str()) {
            (Some((leaf, _)), None) => {
                draft.refuse(leaf.key(), &origin, "the value is not UTF-8", None);
            }
            (Some((leaf, "")), Some(text)) => {
                let Field { kind, secret, .. } = *leaf.field;
                draft.put(&owned(&leaf.path), kind, secret, &Node::text(text), &origin);
                draft.choose(leaf, &origin);
            }
            (Some((leaf, rest)), Some(text)) => {
                draft.choose(leaf, &origin);
                if !element_of(&mut draft, leaf, rest, text, &origin, below) {
                    stray(&mut draft, name, &known, &origin);
                }
            }
            (None, _) if !prefix.is_empty() => stray(&mut draft, name, &known, &origin),
            (None, _) => {}
        }
    }
    draft.finish("environment variables")
}

fn is_ours(name: &str, prefix: &str) -> bool {
    prefix.is_empty() || name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('_'))
}

/// `APP_LABELS_team` sets one entry of a map, `APP_PORTS_1` one item of a list.
fn element_of(
    draft: &mut Draft<'_>,
    leaf: &Leaf,
    rest: &str,
    text: &str,
    origin: &Origin,
    below: &Dict,
) -> bool {
    let mut path = owned(&leaf.path);
    let secret = leaf.field.secret;
    match leaf.field.kind.required() {
        Kind::Map(inner) => {
            // Most systems want variables in capitals, so those say nothing of the key's case.
            let capitals = !rest.contains(char::is_lowercase);
            path.push(if capitals { rest.to_lowercase() } else { rest.to_owned() });
            draft.put(&path, *inner, secret, &Node::text(text), origin);
            true
        }
        Kind::List(inner) => {
            let Ok(index) = rest.parse::<usize>() else { return false };
            let list = lookup(Some(&draft.data), &path).or_else(|| lookup(Some(below), &path));
            let mut list = list.and_then(Tree::as_array).unwrap_or_default().to_vec();
            if index > list.len() {
                let message = format!("there are {} items before this one", list.len());
                let help = "set the items in order, counted from 0".to_owned();
                draft.refuse(leaf.key(), origin, message, Some(help));
                return true;
            }
            let mut item = path.clone();
            item.push(rest.to_owned());
            if let Some(value) = draft.read(&item, *inner, secret, &Node::text(text), origin) {
                list.splice(index..(index + 1).min(list.len()), [value]);
                draft.insert(&path, list.into(), origin);
            }
            true
        }
        _ => false,
    }
}

/// A variable of ours that sets nothing is a mistake only where it looks like a mistyped one:
/// other programs may share the prefix.
fn stray(draft: &mut Draft<'_>, name: &str, known: &[(String, &Leaf)], origin: &Origin) {
    if let Some(near) = nearest(name, known.iter().map(|(n, _)| n.as_str())) {
        let help = format!("did you mean `{near}`?");
        draft.refuse(String::new(), origin, "there is no such setting", Some(help));
    }
}
