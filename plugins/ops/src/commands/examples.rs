//! Command lines that help begins with.

use heck::ToKebabCase;

use crate::call::pages::Pages;
use crate::call::{confirm, operation};
use crate::flags::Flags;
use crate::table::Method;

/// Lines to copy, for a command that is called `command`, of the tool of this name.
pub(super) fn text(tool: &str, command: &str, method: &Method, flags: &Flags) -> String {
    let full = format!("{tool} {command}");
    let typed = [vec![full.clone()], flags.example()].concat().join(" ");
    let mut lines = Vec::new();
    if method.client_streaming {
        lines.push(format!("{full} -d @requests.ndjson"));
        lines.push(format!("tail -f requests.ndjson | {full} -d @-"));
    } else {
        lines.push(typed.clone());
    }
    if !method.client_streaming && !flags.is_empty() {
        let file = method.name.to_kebab_case();
        lines.push(format!("{tool} template {command} > {file}.yaml"));
        lines.push(format!("{full} -d @{file}.yaml"));
    }
    if Pages::of(method).is_some() {
        lines.push(format!("{full} --all -o table"));
    }
    if operation::starts(method) {
        lines.push(format!("{typed} --wait"));
    }
    if confirm::is_destructive(method) {
        lines.push(format!("{typed} --yes"));
    }
    if method.server_streaming {
        lines.push(format!("{typed} -o ndjson"));
    }
    let lines: Vec<String> = lines.iter().map(|line| format!("  {line}")).collect();
    format!("Examples:\n{}", lines.join("\n"))
}
