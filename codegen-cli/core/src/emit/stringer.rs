//! Enum ▶ impls of names: `Display`, `as_str`, `FromStr`.
