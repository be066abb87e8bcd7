//! For machines that run the program.

use std::fmt::Write as _;

use super::Setting;
use crate::env::FILE;
use crate::schema::SetBy;

pub(super) fn dot_env(name: &str, settings: &[Setting]) -> String {
    let mut out = format!("# Variables of {name}: copy this file to .env and set what you need.\n");
    for setting in settings {
        let quoted = if is_word(&setting.default) {
            setting.default.clone()
        } else {
            // Between single quotes, every reader of such files takes a text as it is.
            format!("'{}'", setting.default.replace('\'', "'\\''"))
        };
        variable(&mut out, setting, &quoted);
    }
    out
}

/// Source: systemd.exec(5), `EnvironmentFile=`.
pub(super) fn systemd(name: &str, settings: &[Setting]) -> String {
    let mut out =
        format!("# EnvironmentFile of {name}, for systemd. Keep secrets in a file that\n");
    out.push_str("# only root can read, or better in a credential (LoadCredential=).\n");
    for setting in settings {
        let quoted = if is_word(&setting.default) {
            setting.default.clone()
        } else {
            format!("\"{}\"", setting.default.replace('\\', "\\\\").replace('"', "\\\""))
        };
        variable(&mut out, setting, &quoted);
    }
    out
}

fn variable(out: &mut String, setting: &Setting, value: &str) {
    out.push('\n');
    if !setting.about.is_empty() {
        let _ = writeln!(out, "# {}", setting.about);
    }
    let must = if setting.needed { " Must be set." } else { "" };
    let file = if setting.has_file { " Either here or in a file." } else { "" };
    let _ = writeln!(out, "# {}.{must}{file}", setting.expects);
    // Of a variant that is not the default: `#` alone waits to be taken away.
    let hash = if setting.leaf.counts_by_default() { "#" } else { "# " };
    let _ = writeln!(out, "{hash}{}={value}", setting.env);
    if setting.has_file {
        let _ = writeln!(out, "{hash}{}{FILE}=", setting.env);
    }
}

/// Whether no reader of environment files sees anything special in a text.
fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./:,@%+".contains(c))
}

/// One entry a setting: the defaults in a `ConfigMap`, and a `Secret` to be filled in. Both come
/// into a container by `envFrom`.
///
/// Source: <https://kubernetes.io/docs/concepts/configuration/configmap/>
pub(super) fn kubernetes(name: &str, settings: &[Setting]) -> String {
    let dns = name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let (secret, open): (Vec<_>, Vec<_>) = settings.iter().partition(|setting| setting.is_secret());
    let mut out =
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {dns}-settings\ndata:\n");
    entries(&mut out, &open);
    let _ = write!(
        out,
        "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: {dns}-secrets\ntype: Opaque\nstringData:\n"
    );
    entries(&mut out, &secret);
    out
}

fn entries(out: &mut String, settings: &[&Setting]) {
    for setting in settings {
        if !setting.about.is_empty() {
            let _ = writeln!(out, "  # {}", setting.about);
        }
        let hash = if is_given(setting) { "" } else { "#" };
        let scope =
            if setting.leaf.field.scope == SetBy::Env { " (never from a file)" } else { "" };
        let _ = writeln!(out, "  # {}{scope}.", setting.expects);
        let value = serde_json::Value::from(&*setting.default);
        let _ = writeln!(out, "  {hash}{}: {value}", setting.env);
    }
    if !settings.iter().any(|setting| is_given(setting)) {
        out.push_str("  {}\n");
    }
}

/// Whether a value can stand there for everyone. In an optional section none can: it would make the
/// section be there.
fn is_given(setting: &Setting) -> bool {
    !setting.default.is_empty() && !setting.leaf.optional
}
