//! The static of a module whose tables are found by name.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{TEXTS, rows};
use super::text::{Shared, Text};

/// It is called so: no name of a service becomes one that ends like this.
pub(super) const TABLES: &str = "TABLES__";

/// The tables of a module by full name, as they are ordered.
#[derive(Default)]
pub(super) struct ByName<'a> {
    messages: BTreeMap<&'a str, Text>,
    enums: BTreeMap<&'a str, Text>,
    /// What stands elsewhere, as a list of types names it.
    others: BTreeMap<&'a str, String>,
    wanted: BTreeSet<&'a str>,
}

impl<'a> ByName<'a> {
    /// Whether nobody wanted this one before.
    pub(super) fn want(&mut self, id: &'a str) -> bool {
        self.wanted.insert(id)
    }

    pub(super) fn message(&mut self, id: &'a str, text: Text) {
        self.messages.insert(id, text);
    }

    pub(super) fn enumeration(&mut self, id: &'a str, text: Text) {
        self.enums.insert(id, text);
    }

    pub(super) fn other(&mut self, id: &'a str, kind: &str, reference: &str) {
        self.others.insert(id, format!("Type::{kind}({reference})"));
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.messages.values().chain(self.enums.values())
    }

    /// The code, and which types of the library it is `used` for.
    pub(super) fn written(&self, shared: &Shared<'_>, used: &mut BTreeSet<&'static str>) -> String {
        used.insert("Tables");
        used.extend((!self.others.is_empty()).then_some("Type"));
        let texts = |texts: &BTreeMap<&str, Text>| {
            let texts = texts.values().map(|text| format!("        {},\n", text.literal(shared).0));
            let texts: String = texts.collect();
            if texts.is_empty() { texts } else { format!("\n{texts}    ") }
        };
        let (messages, enums) = (texts(&self.messages), texts(&self.enums));
        let others =
            rows(&self.others.values().cloned().collect::<Vec<_>>()).replace('\n', "\n    ");
        let sharing = match shared.is_empty() {
            true => String::new(),
            false => format!("\n.sharing(&{TEXTS})"),
        };
        format!(
            "\n/// Tables of what the methods take and give, and of what these hold.\n\
             static {TABLES}: Tables = Tables::new(\n    &[{messages}],\n    &[{enums}],\n    \
             {others},\n){sharing};\n"
        )
    }
}
