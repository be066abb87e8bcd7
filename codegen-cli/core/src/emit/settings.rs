//! Settings struct ▶ impl of the schema that layers are read through.
