//! strum's derives.

use std::sync::OnceLock;

use proc_macro2::TokenStream;
use typewright_core::diag::Diagnostics;
use typewright_core::emit::enums;
use typewright_core::model::Enum;
use typewright_core::source::rust::{Item, means_strum, read_strum};

/// Whether a derive is meant as strum's of that name.
///
/// An attribute says so. An item without one means strum's in a crate that calls this one `strum`,
/// and ours in a crate that calls it otherwise; that the feature is on says nothing, as any crate of
/// the build may have turned it on.
pub(crate) fn is_meant(item: &TokenStream, derive: &str) -> bool {
    if enums::strums().all(|name| name != derive) {
        return false;
    }
    let item = Item::read(item.clone());
    item.ok().and_then(|item| means_strum(&item)).unwrap_or_else(|| {
        let names = names();
        names.is_empty() || names.iter().any(|name| STRUM.contains(&&**name))
    })
}

/// An enum of ours, whose impls call this crate as the user's crate does where that is not
/// `typewright`: there, strum's lines stay while enums move to our attributes.
pub(crate) fn named(mut model: Enum) -> Enum {
    let names = names();
    if let [first, ..] = names
        && !names.iter().any(|name| name == OURS)
        && model.rust.runtime.to_string() == format!(":: {OURS}")
        && let Ok(path) = format!("::{first}").parse()
    {
        model.rust.runtime = path;
    }
    model
}

/// What one of strum's derives makes.
pub(crate) fn expand(item: TokenStream, derive: &str) -> TokenStream {
    let item = match Item::read(item) {
        Ok(item) => item,
        Err(mistake) => return Diagnostics::from(mistake).into_compile_errors(),
    };
    let known = STRUM.iter().find(|strum| names().iter().any(|name| name == *strum));
    let name = known.copied().or(names().first().map(|name| &**name)).unwrap_or("strum");
    let (read, mistakes) = read_strum(&item, derive, &format!("::{name}"));
    match mistakes.finish() {
        Ok(()) => enums::strum(&read, derive),
        Err(mistakes) => {
            let mut tokens = mistakes.into_compile_errors();
            tokens.extend(enums::strum_fallback(&read, derive));
            tokens
        }
    }
}

/// What this crate is called.
const OURS: &str = "typewright";

/// What strum's users call it.
const STRUM: [&str; 2] = ["strum", "strum_macros"];

/// The names under which the crate that is compiled knows `typewright`, as its compiler is told:
/// `--extern strum=/target/libtypewright-0123.rmeta`. None where there is no such list, as in an
/// editor.
fn names() -> &'static [String] {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = Vec::new();
        let mut follows = false;
        for word in std::env::args_os().flat_map(|word| words(&word.to_string_lossy())) {
            let given = word.strip_prefix("--extern=").or(follows.then_some(&*word));
            names.extend(given.and_then(own));
            follows = word == "--extern";
        }
        names
    })
}

/// A word of the compiler's command line, or those that a file holds, one a line: `@file`.
fn words(word: &str) -> Vec<String> {
    let file = word.strip_prefix('@').and_then(|file| std::fs::read_to_string(file).ok());
    file.map_or_else(|| vec![word.to_owned()], |held| held.lines().map(str::to_owned).collect())
}

/// The name in `name=/target/libtypewright-0123.rmeta` or `options:name=…`.
fn own(entry: &str) -> Option<String> {
    let (name, path) = entry.split_once('=')?;
    let file = path.rsplit(['/', '\\']).next()?;
    let of = file.strip_prefix("lib").unwrap_or(file).strip_prefix(OURS)?;
    let own = of.starts_with(['-', '.']);
    own.then(|| name.rsplit(':').next().unwrap_or(name).to_owned())
}
