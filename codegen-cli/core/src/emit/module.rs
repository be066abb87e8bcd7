//! Rust modules ▶ files. Emitters say which items belong into which module; this file decides what
//! the files are called, which module declares which, and what stands at their tops.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::parse::Parser as _;

use super::Options;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::files::{File, Files};

/// Items of one module. Several emitters may add to the same module.
#[derive(Clone, Debug)]
pub(super) struct Module {
    /// Names from the root of the output, such as `google`, `pubsub`, `v1`; raw where Rust asks.
    pub path: Vec<String>,
    /// What it holds, for the module that has nothing that says so yet: one line, and lists.
    pub docs: String,
    /// The documents that it was made from.
    pub documents: BTreeSet<String>,
    /// Lints that its items trip through foreign names and comments. Each file carries its own,
    /// because a module may be generated without the root that would hold them for all.
    pub lints: &'static [&'static str],
    /// Attributes that users want on it, as they stand before an item: `#[cfg(test)]`.
    pub attributes: Vec<String>,
    /// Its items.
    pub code: Code,
}

impl Module {
    /// A list at the root of the output: what the packages hold, under one name. A program may do
    /// without it.
    pub(super) fn list(docs: &str, name: &str, of: &TokenStream, all: &[TokenStream]) -> Self {
        let name = format_ident!("{name}");
        Self {
            path: Vec::new(),
            docs: ROOT.to_owned(),
            documents: BTreeSet::new(),
            lints: &[],
            attributes: Vec::new(),
            code: Code::Tokens(quote! {
                #[doc = #docs]
                #[allow(dead_code)]
                pub static #name: &[&#of] = &[#(&#all),*];
            }),
        }
    }
}

/// The feature of all packages, where they are behind features.
pub(super) const FULL: &str = "proto_full";

/// What the root of the output says it is.
const ROOT: &str = "Generated code, one module a package.";

/// Items of a module.
#[derive(Clone, Debug)]
pub(super) enum Code {
    /// To be laid out.
    Tokens(TokenStream),
    /// Laid out already, with a blank line before each item.
    Text(String),
}

/// One folder a package with its items in `mod.rs`, one file beside it for each module of an
/// emitter. With `root`, a `mod.rs` at the top declares the tree; without it each package stands
/// alone, as a build that runs the generator once a folder needs it: no run knows which packages are
/// below another, so their items are a file of their own, which whoever declares both can include.
/// `packages` are the modules of packages, with the features that they are behind.
///
/// # Errors
/// Text that is not Rust, which is our mistake.
pub(super) fn lay_out(
    modules: Vec<Module>,
    packages: &BTreeMap<Vec<String>, Option<String>>,
    options: &Options,
) -> Result<Files, Diagnostics> {
    let mut tree: BTreeMap<Vec<String>, Vec<Module>> = BTreeMap::new();
    for module in modules {
        tree.entry(module.path.clone()).or_default().push(module);
    }
    add_parents(&mut tree, options.root);
    let root = options.root_file();
    let (folder, root_file) = root.split_at(root.rfind('/').map_or(0, |slash| slash + 1));
    let mut files = Files::new();
    let paths: BTreeSet<Vec<String>> = tree.keys().cloned().collect();
    for (path, parts) in tree {
        let known = |p: &Vec<String>| options.root || !packages.contains_key(p);
        let child =
            |p: &&Vec<String>| p.len() == path.len() + 1 && p.starts_with(&path) && known(p);
        let leaf = |path: &Vec<String>| {
            // Without a root, what is below a package may be written by another run.
            let alone = options.root || !packages.contains_key(path);
            alone && !paths.iter().any(|p| p.len() == path.len() + 1 && p.starts_with(path))
        };
        let top = path.is_empty();
        let file_name = |path: &Vec<String>| match options.flat {
            true => format!("{}.rs", words(path).join(".")),
            false => file_name(path, leaf(path)),
        };
        let name = match (top, options.root) {
            (true, true) => root_file.to_owned(),
            (true, false) => format!("{}.rs", options.bare_file),
            _ => file_name(&path),
        };
        // Only a file of one of these names finds the files of its modules beside it.
        let finds = !options.flat && (!top || matches!(&*name, "mod.rs" | "lib.rs" | "main.rs"));
        let declared = paths.iter().filter(child).filter_map(|path| {
            let at = format!("#[path = \"{}\"]\n", file_name(path));
            let at = if finds { "" } else { &at };
            let feature = packages.get(path).and_then(Option::as_deref);
            Some(format!("{}{at}pub mod {};\n", gate(feature), path.last()?))
        });
        let gated = top && packages.values().any(Option::is_some);
        let (mark, head) = (marker(&parts), head(&parts));
        let items = items(&path, parts, &declared.collect::<String>(), gated)?;
        let mut insert = |name: &str, text: String| {
            files.insert(format!("{folder}{name}"), File::generated(text))
        };
        if known(&path) {
            insert(&name, format!("{mark}{head}{items}"))?;
        } else {
            let beside = items_file(&name);
            let included = beside.rsplit('/').next().unwrap_or(&beside);
            insert(&name, format!("{mark}{head}\ninclude!(\"{included}\");\n"))?;
            insert(&beside, format!("{mark}{items}"))?;
        }
    }
    Ok(files)
}

/// Modules that only declare others, up to the root where it is wanted.
fn add_parents(tree: &mut BTreeMap<Vec<String>, Vec<Module>>, root: bool) {
    if !root {
        return;
    }
    let paths: Vec<Vec<String>> = tree.keys().cloned().collect();
    for path in &paths {
        for length in 0..path.len() {
            let parent = path[..length].to_vec();
            let docs = match length {
                0 => ROOT.to_owned(),
                _ => format!("Packages below `{}`.", parent.join(".").replace("r#", "")),
            };
            tree.entry(parent.clone()).or_insert_with(|| {
                let (documents, code) = (BTreeSet::new(), Code::Text(String::new()));
                let same = |below: &&Vec<String>| {
                    below.starts_with(&parent) && below.get(length) == parent.last()
                };
                // Packages may have the name of what is around them.
                let lints = match length > 0 && paths.iter().any(|path| same(&path)) {
                    true => &["clippy::module_inception"][..],
                    false => &[],
                };
                let attributes = Vec::new();
                vec![Module { path: parent, docs, documents, lints, attributes, code }]
            });
        }
    }
}

/// `google::pubsub::v1` is `google/pubsub/v1/mod.rs`; a module without children is a file.
fn file_name(path: &[String], leaf: bool) -> String {
    let parts = words(path);
    if leaf { format!("{}.rs", parts.join("/")) } else { format!("{}/mod.rs", parts.join("/")) }
}

/// Where the items of a package are that stands alone, by the file of its module. No package has
/// such a name.
fn items_file(module: &str) -> String {
    let folder = module.strip_suffix("mod.rs");
    match folder.filter(|folder| folder.is_empty() || folder.ends_with('/')) {
        Some(folder) => format!("{folder}package.rs"),
        None => format!("{}-package.rs", module.trim_end_matches(".rs")),
    }
}

/// The names of modules as files have them.
fn words(path: &[String]) -> Vec<&str> {
    path.iter().map(|part| part.trim_start_matches("r#")).collect()
}

/// What lets an item be there only with a feature.
fn gate(feature: Option<&str>) -> String {
    feature.map_or_else(String::new, |name| format!("#[cfg(feature = \"{name}\")]\n"))
}

/// The line that says what the file was made from.
fn marker(parts: &[Module]) -> String {
    let documents: BTreeSet<&String> = parts.iter().flat_map(|part| &part.documents).collect();
    let from = match (documents.first(), documents.len()) {
        (None, _) => String::new(),
        (Some(one), 1) => format!(" from {one}"),
        (Some(first), count) => format!(" from {first} and {} more", count - 1),
    };
    format!("// @generated by Typewright{from}. Do not edit.\n")
}

/// What the parts of a module say at its top.
fn head(parts: &[Module]) -> String {
    let mut out = "\n".to_owned();
    for line in parts.first().map_or("", |part| &part.docs).lines() {
        out.push_str(if line.is_empty() { "//!" } else { "//! " });
        out.push_str(line);
        out.push('\n');
    }
    let lints: Vec<&str> = parts.iter().flat_map(|part| part.lints).copied().collect();
    if !lints.is_empty() {
        out.push_str(&format!("\n#![allow(\n    {}\n)]\n", lints.join(",\n    ")));
    }
    let attributes: String =
        parts.iter().flat_map(|part| &part.attributes).map(|given| inner(given)).collect();
    if !attributes.is_empty() {
        out.push_str(&format!("\n{attributes}"));
    }
    out
}

/// The children of a module and its items. Lists of the root that are gated name every package, so
/// they ask for all of them.
fn items(
    path: &[String],
    parts: Vec<Module>,
    children: &str,
    gated: bool,
) -> Result<String, Diagnostics> {
    let mut out = String::new();
    if !children.is_empty() {
        out.push_str(&format!("\n{children}"));
    }
    for part in parts {
        match part.code {
            Code::Text(text) => {
                out.push_str(if text.is_empty() || text.starts_with('\n') { "" } else { "\n" });
                out.push_str(&text);
            }
            Code::Tokens(tokens) if gated => {
                out.push_str(&laid_out(path, quote!(#[cfg(feature = #FULL)] #tokens))?);
            }
            Code::Tokens(tokens) => out.push_str(&laid_out(path, tokens)?),
        }
    }
    Ok(out)
}

/// Items of a module as text, with a blank line before each.
///
/// # Errors
/// As [`lay_out`].
pub(super) fn laid_out(path: &[String], tokens: TokenStream) -> Result<String, Diagnostics> {
    let mut out = String::new();
    for item in split_items(tokens) {
        out.push('\n');
        out.push_str(&item_text(item).map_err(|error| not_rust(path, &error))?);
    }
    Ok(out)
}

/// Attributes in front of an item, as they stand inside of it.
fn inner(attributes: &str) -> String {
    let mut attrs = syn::Attribute::parse_outer.parse_str(attributes).unwrap_or_default();
    for attribute in &mut attrs {
        attribute.style = syn::AttrStyle::Inner(syn::token::Not::default());
    }
    let file = syn::File { shebang: None, frontmatter: None, attrs, items: Vec::new() };
    prettyplease::unparse(&file)
}

fn not_rust(path: &[String], error: &syn::Error) -> Diagnostic {
    let message = format!("the code generated for `{}` is not Rust: {error}", path.join("::"));
    Diagnostic::new(code::INTERNAL, Origin::None, message)
        .help("this is a mistake in Typewright; please report it with the input")
}

/// The items one by one, so that a large module is never held as one syntax tree.
fn split_items(tokens: TokenStream) -> Vec<TokenStream> {
    let mut items = vec![TokenStream::new()];
    // Braces end most items; those of a value stand before the semicolon that does.
    let mut value = false;
    let mut lifetime = false;
    for token in tokens {
        let ends = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !value,
            TokenTree::Ident(_) if lifetime => false,
            TokenTree::Ident(word) => {
                value =
                    value && word != "fn" || word == "static" || word == "const" || word == "use";
                false
            }
            TokenTree::Literal(_) => false,
        };
        lifetime = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        if let Some(item) = items.last_mut() {
            item.extend([token]);
        }
        if ends {
            value = false;
            items.push(TokenStream::new());
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

fn item_text(tokens: TokenStream) -> syn::Result<String> {
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![syn::parse2(tokens)?],
    };
    Ok(spaced(&prettyplease::unparse(&file)))
}

/// Sets a blank line between the items inside of an item, as people do and prettyplease does not.
fn spaced(code: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut out = String::with_capacity(code.len() + code.len() / 16);
    let mut before = "";
    for line in code.lines() {
        let ended = matches!(before.trim_start(), "}" | "};") && indent(before) == indent(line);
        if ended && !line.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}
