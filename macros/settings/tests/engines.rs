//! The engines of figment and config, and a model of a few lines, against ours: for random stacks of
//! scalars, nested sections and lists, which one layer replaces, all four say the same.
//!
//! `TYPEWRIGHT_STACKS=100000` runs more of them.

use std::collections::BTreeMap;

use config::{Config, File, FileFormat};
use figment::Figment;
use figment::providers::Serialized;
use serde_json::{Map, Value as Json, json};
use typewright_settings::{Loader, Settings};

use crate::stacks::{Random, seeds};

/// Nothing has a default, so that the layers alone say what there is.
#[derive(Settings)]
#[expect(dead_code, reason = "its rows count")]
struct Tree {
    name: Option<String>,
    count: Option<u64>,
    on: Option<bool>,
    list: Vec<String>,
    map: BTreeMap<String, String>,
    inner: Inner,
}

#[derive(Settings)]
#[expect(dead_code, reason = "its rows count")]
struct Inner {
    name: Option<String>,
    list: Vec<u64>,
    deep: Option<Deep>,
}

#[derive(Settings)]
#[expect(dead_code, reason = "its rows count")]
struct Deep {
    count: Option<i64>,
    map: BTreeMap<String, u64>,
}

/// Every setting, an entry of a map being one, and what may stand there.
const LEAVES: &[(&str, &str)] = &[
    ("name", "text"),
    ("count", "number"),
    ("on", "bool"),
    ("list", "texts"),
    ("map.a", "text"),
    ("map.b", "text"),
    ("map.c", "text"),
    ("inner.name", "text"),
    ("inner.list", "numbers"),
    ("inner.deep.count", "number"),
    ("inner.deep.map.x", "number"),
    ("inner.deep.map.y", "number"),
];

fn layer(random: &mut Random) -> Json {
    let mut layer = Json::Object(Map::new());
    for (key, kind) in LEAVES {
        if random.below(2) == 0 {
            continue;
        }
        let n = random.below(1000);
        let value = match *kind {
            "text" => json!(format!("t{n}x")),
            "number" => json!(n),
            "bool" => json!(n > 499),
            "texts" => (0..=n % 3).map(|i| format!("i{n}x{i}y")).collect(),
            _ => (0..=n % 3).map(|i| n + i).collect(),
        };
        let mut at = &mut layer;
        for part in key.split('.') {
            if at.is_null() {
                *at = Json::Object(Map::new());
            }
            at = at.as_object_mut().expect("a section").entry(part).or_insert(Json::Null);
        }
        *at = value;
    }
    layer
}

/// The model: sections come together, everything else is replaced.
fn merge(weak: &mut Json, strong: &Json) {
    match (weak, strong) {
        (Json::Object(weak), Json::Object(strong)) => {
            for (key, value) in strong {
                merge(weak.entry(key).or_insert(Json::Null), value);
            }
        }
        (weak, strong) => *weak = strong.clone(),
    }
}

/// The leaves of a tree as ours shows them.
fn rows(tree: &Json) -> BTreeMap<String, String> {
    let shown = |value: &Json| value.to_string().replace('"', "").replace(',', ", ");
    let leaf = |key: &str| {
        let value = key.split('.').try_fold(tree, |tree, part| tree.get(part))?;
        Some((key.to_owned(), shown(value)))
    };
    LEAVES.iter().filter_map(|(key, _)| leaf(key)).collect()
}

#[test]
fn four_engines_agree() {
    for seed in seeds(2_000) {
        let mut random = Random::new(seed);
        let layers: Vec<Json> = (0..1 + random.below(4)).map(|_| layer(&mut random)).collect();
        let mut model = Json::Object(Map::new());
        layers.iter().for_each(|layer| merge(&mut model, layer));
        let model = rows(&model);

        let figment = layers
            .iter()
            .fold(Figment::new(), |figment, layer| figment.merge(Serialized::globals(layer)));
        assert_eq!(rows(&figment.extract().expect("a tree")), model, "figment, seed {seed}");

        let config = layers.iter().fold(Config::builder(), |builder, layer| {
            builder.add_source(File::from_str(&layer.to_string(), FileFormat::Json))
        });
        let config = config.build().and_then(Config::try_deserialize);
        assert_eq!(rows(&config.expect("a tree")), model, "config, seed {seed}");

        let loader = layers.iter().enumerate().fold(Loader::new("X"), |loader, (i, layer)| {
            loader.text(i.to_string(), layer.to_string())
        });
        let ours = loader.load::<Tree>().unwrap_or_else(|problems| panic!("{problems}"));
        let ours = ours.origins().filter(|row| row.origin.to_string() != "default");
        let ours = ours.filter_map(|row| Some((row.key.clone(), row.value.clone()?)));
        assert_eq!(ours.collect::<BTreeMap<_, _>>(), model, "ours, seed {seed}");
    }
}
