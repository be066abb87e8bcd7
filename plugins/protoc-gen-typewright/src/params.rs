//! The plugin's parameter: `key=value` pairs with commas between them.

use typewright_core::diag::{Diagnostic, Diagnostics, Origin, code, nearest};
use typewright_core::emit::Options;

const KEYS: [&str; 2] = ["emit", "root"];

/// Reads the parameter; emitters are checked where they are run.
pub(crate) fn parse(parameter: &str) -> Result<Options, Diagnostics> {
    let mut options = Options::default();
    let mut diagnostics = Diagnostics::new();
    for pair in parameter.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        match pair.split_once('=').unwrap_or((pair, "")) {
            ("emit", "") => diagnostics.push(mistake("`emit` needs a name: `emit=client`")),
            ("emit", name) => options.emitters.push(name.to_owned()),
            ("root", "true") => options.root = true,
            ("root", "false") => options.root = false,
            ("root", _) => diagnostics.push(mistake("`root` is `true` or `false`")),
            (key, _) => diagnostics.push(unknown(key)),
        }
    }
    diagnostics.finish()?;
    Ok(options)
}

fn mistake(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code::INVALID_VALUE, Origin::None, message)
}

fn unknown(key: &str) -> Diagnostic {
    let help = match nearest(key, KEYS) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("parameters: {}", KEYS.join(", ")),
    };
    let message = format!("there is no plugin parameter `{key}`");
    Diagnostic::new(code::UNKNOWN_ATTRIBUTE, Origin::None, message).help(help)
}
