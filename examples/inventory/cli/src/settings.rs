//! Settings of your own, beside those that every such tool has: `cargo gen add setting NAME` adds
//! one.

/// Each field is a flag, a variable `INVENTORY_FIELD` and a key of `config.yaml`.
#[derive(typewright_settings::Settings, Clone, Debug)]
pub struct Settings {}
