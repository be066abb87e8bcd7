//! Opens files and all that they import.

use std::collections::HashMap;

use crate::ast::File;
use crate::parser::{self, Parsed};
use crate::problem::{Lines, Mistake, Place, Problem};
use crate::well_known;

/// The name of the file that options are defined in.
const DESCRIPTOR: &str = "google/protobuf/descriptor.proto";

/// How many mistakes of one file are told.
const MISTAKES: u32 = 1_000;

/// Files with their texts, and what is wrong with them so far.
pub(crate) struct Loaded {
    pub(crate) texts: Vec<String>,
    pub(crate) files: Vec<File>,
    /// Imports before the files that import them.
    pub(crate) order: Vec<usize>,
    /// Files that cannot be linked, as they or something that they import cannot be read.
    pub(crate) broken: Vec<bool>,
    pub(crate) mistakes: Vec<(usize, Mistake)>,
    pub(crate) warnings: Vec<(usize, Mistake)>,
    /// Mistakes without a place in a file.
    pub(crate) missing: Vec<Problem>,
}

pub(crate) type Open<'a> = &'a mut dyn FnMut(&str) -> Result<Option<String>, String>;

/// Why a file is not there.
enum Failure {
    Absent,
    Unreadable(String),
}

impl Failure {
    fn message(&self, name: &str) -> String {
        match self {
            Self::Absent => format!("`{name}` is not found"),
            Self::Unreadable(reason) => format!("`{name}` cannot be read: {reason}"),
        }
    }
}

struct Loader<'a> {
    open: Open<'a>,
    by_name: HashMap<String, Option<usize>>,
    loaded: Loaded,
}

/// Opens the roots and all that they import.
pub(crate) fn load(roots: &[&str], open: Open<'_>) -> Loaded {
    let loaded = Loaded {
        texts: Vec::new(),
        files: Vec::new(),
        order: Vec::new(),
        broken: Vec::new(),
        mistakes: Vec::new(),
        warnings: Vec::new(),
        missing: Vec::new(),
    };
    let mut loader = Loader { open, by_name: HashMap::new(), loaded };
    for root in roots {
        if let Err(failure) = loader.file(root) {
            let message = failure.message(root);
            let place = Place { file: (*root).into(), line: 0, col: 0, span: 0..0 };
            let help = None;
            loader.loaded.missing.push(Problem { place, message, help, related: Vec::new() });
        }
    }
    let mut next = 0;
    while next < loader.loaded.files.len() {
        loader.imports(next);
        next += 1;
    }
    // Options are fields of its messages, whether or not a file imports it.
    if !loader.by_name.contains_key(DESCRIPTOR)
        && let Some(text) = well_known::text(DESCRIPTOR)
    {
        loader.add(DESCRIPTOR, text.to_owned());
    }
    loader.sort();
    loader.loaded
}

impl Loader<'_> {
    /// The index of a file by the name it is imported by, or why there is none.
    fn file(&mut self, name: &str) -> Result<usize, Failure> {
        if let Some(known) = self.by_name.get(name) {
            return known.ok_or(Failure::Absent);
        }
        let text = match (self.open)(name) {
            Ok(Some(text)) => Ok(text),
            Ok(None) => well_known::text(name).map(str::to_owned).ok_or(Failure::Absent),
            Err(reason) => Err(Failure::Unreadable(reason)),
        };
        if text.is_err() {
            self.by_name.insert(name.into(), None);
        }
        text.map(|text| self.add(name, text))
    }

    fn add(&mut self, name: &str, text: String) -> usize {
        let index = self.loaded.files.len();
        self.by_name.insert(name.into(), Some(index));
        let Parsed { file, mistakes, warnings } = parser::parse(name, &text);
        self.loaded.broken.push(!mistakes.is_empty());
        self.loaded.mistakes.extend(mistakes.into_iter().map(|mistake| (index, mistake)));
        self.loaded.warnings.extend(warnings.into_iter().map(|mistake| (index, mistake)));
        self.loaded.texts.push(text);
        self.loaded.files.push(file);
        index
    }

    /// Opens what a file imports.
    fn imports(&mut self, file: usize) {
        for index in 0..self.loaded.files[file].imports.len() {
            let name = self.loaded.files[file].imports[index].name.clone();
            let before = &self.loaded.files[file].imports[..index];
            if let Some(twice) = before.iter().find(|other| other.name.text == name.text) {
                let message = format!("`{}` is imported twice", name.text);
                let mistake = Mistake::new(name.span, message);
                let mistake = mistake.related(None, twice.name.span, "it is imported here");
                self.loaded.mistakes.push((file, mistake));
                self.loaded.broken[file] = true;
            }
            match self.file(&name.text) {
                Ok(imported) => self.loaded.files[file].imports[index].file = Some(imported),
                Err(failure) => {
                    let own = &self.loaded.files[file].name;
                    let known = self.by_name.iter().filter(|(_, file)| file.is_some());
                    let known = known.map(|(name, _)| &**name).chain(well_known::names());
                    let mistake = Mistake::new(name.span, failure.message(&name.text));
                    let mistake = match failure {
                        Failure::Absent => {
                            mistake.meant(&name.text, known.filter(|other| other != own))
                        }
                        Failure::Unreadable(_) => mistake,
                    };
                    self.loaded.mistakes.push((file, mistake));
                    self.loaded.broken[file] = true;
                }
            }
        }
    }

    /// Orders files so that each comes behind its imports, and finds circles.
    fn sort(&mut self) {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let count = self.loaded.files.len();
        let mut state = vec![State::New; count];
        let descriptor = self.by_name.get(DESCRIPTOR).copied().flatten();
        for root in descriptor.into_iter().chain(0..count) {
            // The files being visited, each with the next of its imports.
            let mut stack = if state[root] == State::New { vec![(root, 0)] } else { Vec::new() };
            while let Some((file, next)) = stack.last_mut() {
                let (file, index) = (*file, *next);
                *next += 1;
                state[file] = State::Open;
                let Some(import) = self.loaded.files[file].imports.get(index) else {
                    state[file] = State::Done;
                    let imports = &self.loaded.files[file].imports;
                    let broken =
                        imports.iter().any(|i| i.file.is_some_and(|f| self.loaded.broken[f]));
                    self.loaded.broken[file] |= broken;
                    self.loaded.order.push(file);
                    stack.pop();
                    continue;
                };
                let Some(imported) = import.file else { continue };
                match state[imported] {
                    State::New => stack.push((imported, 0)),
                    State::Done => {}
                    State::Open => {
                        let circle = stack.iter().skip_while(|(file, _)| *file != imported);
                        let name = |file: usize| format!("`{}`", self.loaded.files[file].name);
                        let names: Vec<_> =
                            circle.map(|(file, _)| name(*file)).chain([name(imported)]).collect();
                        let message = format!("imports go in a circle: {}", names.join(" ▶ "));
                        let mistake = Mistake::new(import.name.span, message);
                        self.loaded.mistakes.push((file, mistake));
                        self.loaded.broken[file] = true;
                    }
                }
            }
        }
    }
}

/// Puts mistakes at their places in the texts; each file's in the order of its lines.
pub(crate) fn place(
    files: &[File],
    texts: &[String],
    mut mistakes: Vec<(usize, Mistake)>,
) -> Vec<Problem> {
    mistakes.sort_by_key(|(file, mistake)| (*file, mistake.span.start));
    let mut lines: HashMap<usize, Lines<'_>> = HashMap::new();
    let mut at = |file: usize, span| {
        let new = || Lines::new(&files[file].name, &texts[file]);
        lines.entry(file).or_insert_with(new).place(span)
    };
    let mut problems: Vec<Problem> = Vec::new();
    let mut of_file = (usize::MAX, 0);
    for (file, mistake) in mistakes {
        of_file = (file, if of_file.0 == file { of_file.1 + 1 } else { 1 });
        if of_file.1 > MISTAKES {
            continue;
        }
        let related = mistake.related.into_iter();
        let related = related.map(|(other, span, text)| (at(other.unwrap_or(file), span), text));
        let related = related.collect();
        let place = at(file, mistake.span);
        let problem = Problem { place, message: mistake.message, help: mistake.help, related };
        if problems.last() != Some(&problem) {
            problems.push(problem);
        }
    }
    problems
}
