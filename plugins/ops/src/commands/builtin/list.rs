//! All methods, one a line.

use serde_json::{Value as Json, json};

use crate::commands::docs;
use crate::commands::tree::Tree;
use crate::output::paint::Paint;
use crate::output::print;
use crate::settings::Output;

/// The methods whose command or path has the text in it.
/// `table` and `text` print columns, the other formats every fact about a method.
pub(super) fn text(tree: &Tree, filter: &str, output: Output, paint: Paint) -> String {
    let filter = filter.to_lowercase();
    let commands = tree.commands().into_iter().filter(|command| {
        command.words.contains(&filter) || command.method.path.to_lowercase().contains(&filter)
    });
    if matches!(output, Output::Table | Output::Text) {
        let rows = commands.map(|command| {
            let docs = docs::first_sentence(command.method.docs);
            let docs =
                if command.method.deprecated { format!("{docs} [deprecated]") } else { docs };
            vec![command.words, command.method.path.to_owned(), docs.trim().to_owned()]
        });
        let heading = ["COMMAND", "CALLS", "DOES"].map(str::to_owned).to_vec();
        return print::grid(&[heading].into_iter().chain(rows).collect::<Vec<_>>(), paint);
    }
    let methods: Vec<Json> = commands
        .map(|command| {
            let method = command.method;
            json!({
                "command": command.words,
                "path": method.path,
                "request": method.input.id,
                "response": method.output.id,
                "clientStreaming": method.client_streaming,
                "serverStreaming": method.server_streaming,
                "idempotent": method.idempotent,
                "deprecated": method.deprecated,
                "docs": docs::whole(method.docs),
            })
        })
        .collect();
    if output == Output::Ndjson {
        return methods.iter().map(|method| format!("{method}\n")).collect();
    }
    paint.document(print::document(&methods.into(), output), output)
}
