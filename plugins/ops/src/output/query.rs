//! `--query`: a [jq](https://jqlang.org/manual/) filter over answers.

use std::fmt;

use jaq_core::data::JustLut;
use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Filter, Vars, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::Value as Json;

/// A filter that is ready to run.
pub(crate) struct Query(Filter<JustLut<Val>>);

impl Query {
    /// Reads a filter.
    pub(crate) fn new(code: &str) -> Result<Query, String> {
        let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
        let arena = Arena::default();
        let modules = Loader::new(definitions)
            .load(&arena, File { code, path: () })
            .map_err(|_| format!("`{code}` is not a jq filter"))?;
        let filter = Compiler::default().with_funs(functions).compile(modules);
        filter.map(Query).map_err(|errors| {
            let unknown = errors.iter().flat_map(|(_, unknown)| unknown);
            let unknown: Vec<String> =
                unknown.map(|(name, kind)| format!("{} `{name}`", kind.as_str())).collect();
            format!("there is no {}", unknown.join(", no "))
        })
    }

    /// All that the filter makes of one value.
    pub(crate) fn run(&self, json: &Json) -> Result<Vec<Json>, String> {
        let input = read::parse_single(json.to_string().as_bytes());
        let input = input.map_err(|error| error.to_string())?;
        let context = Ctx::<JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let found = self.0.id.run((context, input)).map(unwrap_valr);
        found
            .map(|value| {
                let text = value.map_err(|error| error.to_string())?.to_string();
                serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))
            })
            .collect()
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Query")
    }
}
