//! What `check` found as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a change.

use serde_json::{Value, json};

/// One finding.
pub(super) struct Finding {
    /// What kind it is, such as `stale`.
    pub(super) rule: &'static str,
    pub(super) path: String,
    pub(super) message: String,
}

/// What each rule means.
const RULES: &[(&str, &str)] = &[
    ("conflict", "A file holds conflicts that an update left"),
    ("edited", "A generated file was edited"),
    ("missing", "A generated file was deleted"),
    ("orphaned", "A file is no longer generated"),
    ("stale", "A generated file is out of date"),
];

/// The log of one run.
pub(super) fn log(findings: &[Finding]) -> Value {
    let rules =
        RULES.iter().map(|(id, text)| json!({ "id": id, "shortDescription": { "text": text } }));
    let result = |finding: &Finding| {
        json!({
            "ruleId": finding.rule,
            "level": "error",
            "message": { "text": finding.message },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": finding.path.replace('\\', "/") },
                "region": { "startLine": 1 },
            } }],
        })
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo gen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Value>(),
            } },
            "results": findings.iter().map(result).collect::<Value>(),
        }],
    })
}
