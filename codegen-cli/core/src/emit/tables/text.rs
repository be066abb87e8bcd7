//! The texts that tables are.

/// The text of a table.
pub(crate) struct Text {
    lines: String,
    with_docs: bool,
}

impl Text {
    pub(super) fn new(with_docs: bool, head: &str) -> Self {
        Self { lines: format!("{head}\n"), with_docs }
    }

    /// A line of words, those that are empty left out.
    pub(crate) fn line(&mut self, words: &[String]) {
        let words: Vec<&str> = words.iter().map(|word| &**word).filter(|w| !w.is_empty()).collect();
        self.lines.push_str(&words.join(" "));
        self.lines.push('\n');
    }

    /// What the author says about what is above.
    pub(crate) fn docs(&mut self, docs: &str) {
        if self.with_docs && !docs.is_empty() {
            self.lines.push_str(&format!("/ {}\n", escaped(docs)));
        }
    }

    /// A raw literal, with as many marks around it as it takes.
    pub(super) fn literal(&self) -> String {
        let runs = self
            .lines
            .split('"')
            .skip(1)
            .map(|after| after.bytes().take_while(|byte| *byte == b'#').count() + 1);
        let marks = "#".repeat(runs.max().unwrap_or(1));
        format!("r{marks}\"\n{}\"{marks}", self.lines)
    }
}

/// What a raw literal cannot hold, or a reader cannot see, in the escapes of tables.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '"' | '\'' => out.push(c),
            _ => out.extend(c.escape_debug()),
        }
    }
    out
}

/// A word of a line.
pub(crate) fn word(text: &str) -> String {
    escaped(text).replace(' ', "\\u{20}")
}
