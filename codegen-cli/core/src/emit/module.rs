//! Rust modules ▶ files. Emitters say which items belong into which module; this file decides what
//! the files are called, which module declares which, and what stands at their tops.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::files::{File, Files};
use crate::model::path;

/// Items of one module. Several emitters may add to the same module.
#[derive(Clone, Debug)]
pub(super) struct Module {
    /// Names from the root of the output, such as `google`, `pubsub`, `v1`; raw where Rust asks.
    pub path: Vec<String>,
    /// One line that says what it holds, for the module that has none yet.
    pub docs: String,
    /// The documents that it was made from.
    pub documents: BTreeSet<String>,
    /// Lints that its items trip through foreign names and comments. Each file carries its own,
    /// because a module may be generated without the root that would hold them for all.
    pub lints: &'static [&'static str],
    /// Its items.
    pub items: TokenStream,
}

/// One folder a package with its items in `mod.rs`, one file beside it for each module of an
/// emitter. With `root`, a `mod.rs` at the top declares the tree; without it each package stands
/// alone, as a build that runs the generator once a folder needs it.
///
/// # Errors
/// Text that is not Rust, which is our mistake.
pub(super) fn lay_out(modules: Vec<Module>, root: bool) -> Result<Files, Diagnostics> {
    let mut tree: BTreeMap<Vec<String>, Module> = BTreeMap::new();
    for module in modules {
        match tree.get_mut(&module.path) {
            Some(there) => {
                debug_assert!(there.lints.is_empty() || module.lints.is_empty(), "one owner a module");
                if there.lints.is_empty() {
                    there.lints = module.lints;
                }
                there.items.extend(module.items);
                there.documents.extend(module.documents);
            }
            None => {
                tree.insert(module.path.clone(), module);
            }
        }
    }
    add_parents(&mut tree, root);
    let mut files = Files::new();
    for module in tree.values() {
        let children: Vec<&String> = tree
            .keys()
            .filter(|p| p.len() == module.path.len() + 1 && p.starts_with(&module.path))
            .filter_map(|p| p.last())
            .collect();
        let text = text(module, &children)?;
        files.insert(file_name(&module.path, children.is_empty()), File::generated(text))?;
    }
    Ok(files)
}

/// Modules that only declare others, up to the root where it is wanted.
fn add_parents(tree: &mut BTreeMap<Vec<String>, Module>, root: bool) {
    if !root {
        return;
    }
    let paths: Vec<Vec<String>> = tree.keys().cloned().collect();
    for path in paths {
        for length in 0..path.len() {
            let parent = path[..length].to_vec();
            let docs = match length {
                0 => "Generated code, one module a package.".to_owned(),
                _ => format!("Packages below `{}`.", parent.join(".").replace("r#", "")),
            };
            tree.entry(parent.clone()).or_insert_with(|| Module {
                path: parent,
                docs,
                documents: BTreeSet::new(),
                lints: &[],
                items: TokenStream::new(),
            });
        }
    }
}

/// `google::pubsub::v1` is `google/pubsub/v1/mod.rs`; a module without children is a file.
fn file_name(path: &[String], leaf: bool) -> String {
    let parts: Vec<&str> = path.iter().map(|part| part.trim_start_matches("r#")).collect();
    match (parts.is_empty(), leaf) {
        (true, _) => "mod.rs".to_owned(),
        (_, true) => format!("{}.rs", parts.join("/")),
        (_, false) => format!("{}/mod.rs", parts.join("/")),
    }
}

fn text(module: &Module, children: &[&String]) -> Result<String, Diagnostics> {
    let docs = format!(" {}", module.docs);
    let items = &module.items;
    let lints = module.lints.iter().map(|lint| lint.parse::<TokenStream>().unwrap_or_default());
    let lints = (!module.lints.is_empty()).then(|| quote!(#![allow(#(#lints),*)]));
    let declared = children.iter().map(|name| path::relative(&[], name, &[]));
    let tokens = quote! {
        #![doc = #docs]
        #lints
        #(pub mod #declared;)*
        #items
    };
    let file: syn::File = syn::parse2(tokens).map_err(|error| {
        let name = module.path.join("::");
        let message = format!("the code generated for `{name}` is not Rust: {error}");
        Diagnostic::new(code::INTERNAL, Origin::None, message)
            .help("this is a mistake in Typewright; please report it with the input")
    })?;
    let from = match (module.documents.first(), module.documents.len()) {
        (None, _) => String::new(),
        (Some(one), 1) => format!(" from {one}"),
        (Some(first), count) => format!(" from {first} and {} more", count - 1),
    };
    let code = spaced(&prettyplease::unparse(&file));
    Ok(format!("// @generated by Typewright{from}. Do not edit.\n\n{code}"))
}

/// Sets a blank line between items, as people do and prettyplease does not.
fn spaced(code: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut out = String::with_capacity(code.len() + code.len() / 16);
    let mut before = "";
    let mut inner_attribute = false;
    for line in code.lines() {
        let item_ended = matches!(before.trim_start(), "}" | "};") && indent(before) == indent(line);
        let group_ended = ["//!", "use ", "pub mod "]
            .iter()
            .any(|start| before.starts_with(start) && !line.starts_with(start))
            && !before.ends_with('{');
        inner_attribute |= before.starts_with("#![");
        let attribute_ended = inner_attribute && before.ends_with(']') && indent(before) == 0;
        inner_attribute &= !attribute_ended;
        if !line.is_empty() && (item_ended || group_ended || attribute_ended) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}
