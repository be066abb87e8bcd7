//! The table of options: our own, and those of the four plugins that ours takes the place of.

use syn::parse::Parser as _;

use super::Options;
use crate::diag::{Diagnostic, Origin, code};
use crate::model::Pattern;

/// One option.
#[derive(Debug)]
pub struct Row {
    /// What users call it.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    takes: Takes,
}

/// What stands behind the `=`.
#[derive(Debug)]
enum Takes {
    /// `true`, `false`, or nothing for `true`.
    Flag(fn(&mut Options, bool)),
    /// Nothing to do: our output is what the option asks for.
    Idle,
    /// A text or nothing.
    Maybe(&'static str, fn(&mut Options, Option<&str>)),
    /// A text.
    Text(&'static str, fn(&mut Options, &str) -> Result<(), String>),
    /// A path of protobuf, `=`, and a text.
    Pair(&'static str, fn(&mut Options, &str, &str) -> Result<(), String>),
}

const fn flag(name: &'static str, set: fn(&mut Options, bool), summary: &'static str) -> Row {
    Row { name, summary, takes: Takes::Flag(set) }
}

const fn idle(name: &'static str, summary: &'static str) -> Row {
    Row { name, summary, takes: Takes::Idle }
}

/// A path of protobuf.
const fn path(
    name: &'static str,
    set: fn(&mut Options, &str) -> Result<(), String>,
    summary: &'static str,
) -> Row {
    Row { name, summary, takes: Takes::Text("PATH", set) }
}

const fn attribute(
    name: &'static str,
    set: fn(&mut Options, &str, &str) -> Result<(), String>,
    summary: &'static str,
) -> Row {
    Row { name, summary, takes: Takes::Pair("PATH=#[ATTRIBUTE]", set) }
}

/// Every option, ours first.
#[rustfmt::skip]
pub const OPTIONS: &[Row] = &[
    Row { name: "emit", takes: Takes::Text("NAME", |o, v| { o.emitters.push(v.into()); Ok(()) }),
        summary: "run this emitter; where none is named, all but `serde` and `server`" },
    Row { name: "json", takes: Takes::Text("FORM", json),
        summary: "`table` for canonical JSON of the messages, `serde` for serde's traits too, `none`" },
    flag("server", |o, on| switch(o, "server", on),
        "traits for servers of the services, and what mounts them on tonic"),
    flag("root", |o, on| o.root = on,
        "write the file that declares the tree of modules; `false` for builds that run once a folder"),
    flag("imports", |o, on| o.imports = Some(on),
        "generate what imported files declare, too, where it is used; on with a root, off without"),
    Row { name: "include", takes: Takes::Text("PATTERN", |o, v| { o.selection.include.push(Pattern::new(v)); Ok(()) }),
        summary: "only what the pattern names, and all that it needs" },
    Row { name: "exclude", takes: Takes::Text("PATTERN", |o, v| { o.selection.exclude.push(Pattern::new(v)); Ok(()) }),
        summary: "without what the pattern names" },
    Row { name: "service_config", takes: Takes::Text("FILE", |o, v| { o.service_configs.push(v.into()); Ok(()) }),
        summary: "a gRPC service config: timeouts, retries and hedging that clients have built in" },

    Row { name: "extern_path", takes: Takes::Pair(".PROTO=RUST", |o, p, v| o.selection.externs.insert(p, v)),
        summary: "a package or type that lives elsewhere, such as `.google.type=::common::types`" },
    flag("compile_well_known_types", |o, on| if on { o.selection.externs.compile_well_known_types(); },
        "generate `google.protobuf` where it is used, instead of taking it from prost-types"),
    path("bytes", |o, v| { o.types.bytes.push(v.into()); Ok(()) },
        "`bytes` fields that become `Bytes`"),
    path("btree_map", |o, v| { o.types.btree_map.push(v.into()); Ok(()) },
        "maps that become `BTreeMap`"),
    path("boxed", |o, v| { o.types.boxed.push(v.into()); Ok(()) },
        "message fields that are boxed; those of recursive messages always are"),
    path("disable_comments", |o, v| { o.types.disable_comments.push(v.into()); Ok(()) },
        "items whose comments are left out of the code"),
    path("skip_debug", |o, v| { o.types.skip_debug.push(v.into()); Ok(()) },
        "messages that get no `Debug`, so that you can write it"),
    attribute("type_attribute", |o, p, v| rust_attribute(&mut o.types.type_attributes, p, v),
        "an attribute of messages, enums and oneofs"),
    attribute("message_attribute", |o, p, v| rust_attribute(&mut o.types.message_attributes, p, v),
        "an attribute of messages"),
    attribute("enum_attribute", |o, p, v| rust_attribute(&mut o.types.enum_attributes, p, v),
        "an attribute of enums and oneofs"),
    attribute("field_attribute", |o, p, v| rust_attribute(&mut o.types.field_attributes, p, v),
        "an attribute of fields"),
    flag("retain_enum_prefix", |o, on| o.types.retain_enum_prefix = on,
        "enum values keep the name of their enum"),
    flag("enable_type_names", |o, on| o.types.enable_type_names = on,
        "messages get an `impl prost::Name`"),
    Row { name: "type_name_domain", takes: Takes::Pair("PATH=DOMAIN", |o, p, v| { o.types.type_name_domains.push((p.into(), v.into())); Ok(()) }),
        summary: "the domain of the type URLs of `prost::Name`" },
    flag("file_descriptor_set", |o, on| o.file_descriptor_set = on,
        "each module holds the descriptors of its files as `FILE_DESCRIPTOR_SET`, for reflection"),
    Row { name: "default_package_filename", takes: Takes::Text("NAME", bare_file),
        summary: "the file of items without a package, where there is no root" },
    flag("flat_output_dir", |o, on| o.flat = on,
        "all files in one folder: `shop.v1.rs`, `shop.v1.client.rs`"),
    Row { name: "include_file", takes: Takes::Text("FILE.rs", include_file),
        summary: "what the file that declares the tree is called; modules stand in its folder" },
    Row { name: "only_include", takes: Takes::Text(".PACKAGE", only_include),
        summary: "only this package, those below it, and all that they need" },
    Row { name: "gen_crate", takes: Takes::Maybe("TEMPLATE", |o, v| o.manifest = Some(v.unwrap_or("Cargo.toml").into())),
        summary: "a crate: modules below `src/lib.rs`, and a manifest from the template, `Cargo.toml` unless named" },
    flag("no_features", |o, on| o.features = Some(!on),
        "packages are behind no features, as they are without `gen_crate`"),
    Row { name: "package_separator", takes: Takes::Text("-", package_separator),
        summary: "what stands between the parts of a package in the name of its feature: `-`, `_`, `+` or `.`" },

    flag("ignore_unknown_fields", |o, on| o.json.ignore_unknown_fields = on,
        "JSON that is read may have fields and names of enum values that the schema does not have"),
    flag("preserve_proto_field_names", |o, on| o.json.preserve_proto_field_names = on,
        "JSON is written with the names of the schema, not in lowerCamelCase"),
    flag("emit_fields", |o, on| o.json.emit_fields = on,
        "JSON is written with the fields that have their default"),
    flag("use_integers_for_enums", |o, on| o.json.use_integers_for_enums = on,
        "JSON is written with the numbers of enum values"),

    flag("disable_package_emission", |o, on| o.bare_paths = on,
        "paths of methods leave out the package: `/Service/Method`"),
    flag("no_client", |o, on| if on { o.without.push("client"); },
        "no typed clients"),
    flag("no_server", |o, on| if on { switch(o, "server", false); },
        "no server traits"),
    attribute("client_attribute", |o, p, v| rust_attribute(&mut o.client_attributes, p, v),
        "an attribute of the types of clients, by service"),
    attribute("client_mod_attribute", |o, p, v| rust_attribute(&mut o.client_mod_attributes, p, v),
        "an attribute of the modules of clients, by package or service"),
    attribute("server_attribute", |o, p, v| rust_attribute(&mut o.server_attributes, p, v),
        "an attribute of the traits of servers, by service"),
    attribute("server_mod_attribute", |o, p, v| rust_attribute(&mut o.server_mod_attributes, p, v),
        "an attribute of the modules of servers, by package or service"),
    idle("no_transport",
        "nothing to leave out: generated clients have no connect function"),
    idle("no_include",
        "nothing to leave out: whole files are written at once"),
    idle("skip_protoc_run",
        "nothing to skip: no protoc is run"),
];

impl Row {
    /// How it is written: `include=PATTERN`.
    pub fn usage(&self) -> String {
        match self.takes {
            Takes::Text(hint, _) | Takes::Pair(hint, _) => format!("{}={hint}", self.name),
            Takes::Maybe(hint, _) => format!("{}[={hint}]", self.name),
            _ => self.name.to_owned(),
        }
    }

    pub(super) fn set(&self, options: &mut Options, value: Option<&str>) -> Result<(), Diagnostic> {
        let (name, summary) = (self.name, self.summary);
        let wrong = |message: String| {
            Diagnostic::new(code::INVALID_OPTION, Origin::None, format!("`{name}`: {message}"))
                .help(format!("`{}`: {summary}", self.usage()))
        };
        let needed = || wrong(format!("it needs a value, as in `{}`", self.usage()));
        match &self.takes {
            Takes::Flag(set) => match value {
                None | Some("true") => set(options, true),
                Some("false") => set(options, false),
                Some(other) => {
                    return Err(wrong(format!("`{other}` is neither `true` nor `false`")));
                }
            },
            Takes::Idle => {}
            Takes::Maybe(_, set) => set(options, value.filter(|value| !value.is_empty())),
            Takes::Text(_, set) => {
                let value = value.filter(|value| !value.is_empty()).ok_or_else(needed)?;
                set(options, value).map_err(wrong)?;
            }
            Takes::Pair(_, set) => {
                let (path, text) =
                    value.and_then(|value| value.split_once('=')).ok_or_else(needed)?;
                set(options, path.trim(), text.trim()).map_err(wrong)?;
            }
        }
        Ok(())
    }
}

/// Makes an emitter run, or not.
fn switch(options: &mut Options, emitter: &'static str, on: bool) {
    let (to, from) = match on {
        true => (&mut options.with, &mut options.without),
        false => (&mut options.without, &mut options.with),
    };
    from.retain(|name| *name != emitter);
    to.push(emitter);
}

fn json(options: &mut Options, form: &str) -> Result<(), String> {
    let (table, serde) = match form {
        "table" => (true, false),
        "serde" => (true, true),
        "none" => (false, false),
        _ => return Err(format!("`{form}` is none of `table`, `serde` and `none`")),
    };
    switch(options, "json", table);
    switch(options, "serde", serde);
    Ok(())
}

/// Keeps an attribute that is one.
fn rust_attribute(all: &mut Vec<(String, String)>, path: &str, text: &str) -> Result<(), String> {
    let parsed = syn::Attribute::parse_outer.parse_str(text);
    if path.is_empty() {
        return Err("a path must stand in front; `.` is everything".to_owned());
    }
    match parsed {
        Ok(found) if !found.is_empty() => all.push((path.to_owned(), text.to_owned())),
        _ => return Err(format!("`{text}` is not an attribute such as `#[derive(Hash)]`")),
    }
    Ok(())
}

fn include_file(options: &mut Options, path: &str) -> Result<(), String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if !name.ends_with(".rs") || name.len() == 3 {
        return Err(format!("`{path}` is not a file of Rust, such as `api.rs` or `src/api.rs`"));
    }
    options.include_file = Some(path.to_owned());
    Ok(())
}

fn only_include(options: &mut Options, package: &str) -> Result<(), String> {
    if !package.starts_with('.') {
        return Err(format!("`{package}` is no full name: it starts with a dot, as `.{package}`"));
    }
    options.selection.include.push(Pattern::new(package));
    Ok(())
}

fn package_separator(options: &mut Options, text: &str) -> Result<(), String> {
    match text {
        "-" | "_" | "+" | "." => {
            options.package_separator = text.chars().next().unwrap_or('-');
            Ok(())
        }
        _ => Err(format!("`{text}` is none of `-`, `_`, `+` and `.`")),
    }
}

fn bare_file(options: &mut Options, name: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !name.chars().all(plain) {
        return Err(format!("`{name}` is not the name of a file without its ending"));
    }
    options.bare_file = name.to_owned();
    Ok(())
}
