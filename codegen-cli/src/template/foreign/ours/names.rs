//! What answers are called, there and here.

use std::collections::BTreeMap;

use crate::template::foreign::dialect::{Dialect, Tool};
use crate::template::foreign::liquid::NAME;
use crate::template::manifest::Manifest;
use crate::template::question::Kind;

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Bool,
    Number,
    List,
}

#[derive(Clone, Debug)]
pub(super) struct Known {
    /// What it is called here.
    pub(super) here: String,
    pub(super) sort: Sort,
    /// Whether it may not have been asked.
    pub(super) optional: bool,
}

/// The answers, by what they are called there.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) asked: BTreeMap<String, Known>,
    /// The question for the name of the project, where that is computed from it.
    pub(super) project: Option<String>,
}

/// What stands in the way, and where in a text.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) at: usize,
    pub(super) why: String,
    pub(super) help: Vec<String>,
    /// The name that it is about, where only that is known.
    pub(super) name: Option<String>,
}

impl Wrong {
    pub(super) fn at(at: usize, why: impl Into<String>) -> Self {
        Self { at, why: why.into(), help: Vec::new(), name: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

impl Names {
    pub(super) fn of(manifest: &Manifest, dialect: &Dialect) -> Self {
        let mut names = Self::default();
        for (name, question) in &manifest.questions.0 {
            let sort = match question.kind {
                Some(Kind::Bool) => Sort::Bool,
                Some(Kind::Int | Kind::Float) => Sort::Number,
                Some(Kind::List) => Sort::List,
                _ => Sort::Text,
            };
            names.ask(name, sort, question.when.is_some());
        }
        for name in dialect.values.keys() {
            names.ask(name, Sort::Text, false);
        }
        if dialect.tool == Tool::CargoGenerate {
            // The name as it was given; how it is written in the project follows from it.
            names.ask("crate_name", Sort::Text, false);
            let free = |name: &&str| !names.asked.contains_key(*name);
            let given = ["name", "title", "named"].into_iter().find(free);
            names.project = given.map(str::to_owned);
        }
        names
    }

    pub(super) fn ask(&mut self, there: &str, sort: Sort, optional: bool) {
        let known = Known { here: name(there), sort, optional };
        self.asked.insert(there.to_owned(), known);
    }

    /// What an answer is called here.
    pub(super) fn here<'a>(&'a self, there: &'a str) -> &'a str {
        self.asked.get(there).map_or(there, |known| &known.here)
    }

    /// Whether somebody answers a name of ours.
    pub(super) fn holds(&self, here: &str) -> bool {
        self.asked.values().any(|known| known.here == here)
    }

    /// The question that an answer answers here.
    pub(super) fn question<'a>(&'a self, there: &'a str) -> &'a str {
        match &self.project {
            Some(given) if there == NAME => given,
            _ => self.here(there),
        }
    }
}

/// A name of another tool as one of ours, which has no dashes.
pub(super) fn name(there: &str) -> String {
    there.replace('-', "_")
}
