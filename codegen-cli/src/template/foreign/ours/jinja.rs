//! Jinja2 as a tool sets it up, as Jinja of ours.

use std::collections::BTreeSet;

use super::marks::{JINJA, Marks, Piece, Sort, Trim, Writer, pieces};
use super::words::{self, Word};
use super::{Names, Wrong};
use crate::template::foreign::dialect::{Dialect, Tool};
use crate::template::foreign::environment;

/// Names that only a tool gives a meaning.
const OF_TOOLS: [&str; 13] = [
    "_checkout",
    "_copier_answers",
    "_copier_conf",
    "_copier_operation",
    "_copier_phase",
    "_copier_python",
    "_external_data",
    "_folder_name",
    "_output_dir",
    "_repo_dir",
    "_template",
    "make_secret",
    "ans_random",
];

/// Statements that reach other files.
const REACH: [&str; 4] = ["include", "import", "from", "extends"];

/// Words after which a name is bound in the file.
const BIND: [&str; 4] = ["set", "for", "macro", "with"];

#[derive(Clone, Copy, Debug)]
pub(super) struct Jinja<'a> {
    pub(super) dialect: &'a Dialect,
    pub(super) names: &'a Names,
}

impl Jinja<'_> {
    pub(super) fn marks(&self) -> Marks<'_> {
        match &self.dialect.delimiters {
            None => JINJA,
            Some([open, close, block, end, comment, over]) => Marks {
                value: [open, close],
                statement: [block, end],
                comment: Some([comment, over]),
                escapes: true,
            },
        }
    }

    /// A template, in a file or in a setting.
    pub(super) fn template(&self, text: &str) -> Result<String, Vec<Wrong>> {
        let text = environment::source(self.dialect, text);
        let open = |open: super::marks::Open| vec![Wrong::at(open.0, "a tag is never closed")];
        let all = pieces(&text, &self.marks()).map_err(open)?;
        let mut out = Writer {
            out: String::with_capacity(text.len()),
            lstrip: self.dialect.lstrip_blocks,
            trim: self.dialect.trim_blocks,
            foreign_marks: self.dialect.delimiters.is_some(),
        };
        let mut wrong = Vec::new();
        for (at, piece) in all.iter().enumerate() {
            let next = all.get(at + 1);
            let tag = match piece {
                Piece::Text(text) => {
                    let last = next.is_none() && !self.dialect.keep_trailing_newline;
                    let cut = text.strip_suffix('\n').filter(|_| last);
                    out.text(cut.unwrap_or(text), next);
                    continue;
                }
                Piece::Tag(tag) => tag,
            };
            match tag.sort {
                Sort::Comment => out.comment(tag.before, tag.body, tag.after, next),
                Sort::Raw(..) => out.raw(tag, next),
                Sort::Value | Sort::Statement => {
                    let statement = tag.sort == Sort::Statement;
                    let body = match self.body(tag.body, statement) {
                        Ok(body) => body,
                        Err(mut why) => {
                            why.at += tag.from;
                            wrong.push(why);
                            continue;
                        }
                    };
                    match statement {
                        true => out.statement(tag.before, &body, tag.after, next),
                        false => out.value(tag.before, &body, tag.after),
                    }
                }
            }
        }
        if wrong.is_empty() { Ok(out.out) } else { Err(wrong) }
    }

    /// What stands in a tag, or an expression alone.
    pub(super) fn body(&self, text: &str, statement: bool) -> Result<String, Wrong> {
        let words = words::words(text, false);
        let solid: Vec<Word<'_>> =
            words.iter().filter(|word| word.sort != words::Sort::Space).copied().collect();
        if statement && let Some(first) = solid.first() {
            if REACH.contains(&first.text) && self.dialect.partials.is_empty() {
                let why = format!("`{}` reaches another file of the template", first.text);
                return Err(Wrong::at(first.at, why)
                    .help("write what it brings into each file that uses it"));
            }
            self.refuse_bound(&solid)?;
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < words.len() {
            let word = words[at];
            let after = out.trim_end();
            let free = !after.ends_with('.') && word.sort == words::Sort::Name;
            // `f(name=x)` gives a name, and uses none.
            if free && self.is_namespace(word.text) {
                let (name, used) = field(&words[at..]).ok_or_else(|| {
                    Wrong::at(word.at, "it uses all answers as one value")
                        .help("use them by name: `cookiecutter.NAME`")
                })?;
                self.known(name, word.at)?;
                out.push_str(self.names.here(name));
                at += used;
                continue;
            }
            if free && OF_TOOLS.contains(&word.text) {
                self.known(word.text, word.at)?;
            }
            if free
                && self.dialect.tool == Tool::Copier
                && after.ends_with('|')
                && word.text == "bool"
            {
                return Err(Wrong::at(word.at, "`bool` of copier reads texts such as `yes`")
                    .help("compare: `x == 'yes'`"));
            }
            out.push_str(word.text);
            at += 1;
        }
        Ok(out)
    }

    fn is_namespace(&self, word: &str) -> bool {
        self.dialect.tool == Tool::Cookiecutter && word == "cookiecutter"
    }

    fn known(&self, name: &str, at: usize) -> Result<(), Wrong> {
        if self.names.asked.contains_key(name) || !OF_TOOLS.contains(&name) {
            return Ok(());
        }
        let why = format!("`{name}` is told by {} alone", self.dialect.tool.name());
        Err(Wrong::at(at, why).help("ask for what it tells, or write it down"))
    }

    /// Answers have the names that a file gives its own values, once they are in no namespace.
    fn refuse_bound(&self, solid: &[Word<'_>]) -> Result<(), Wrong> {
        let first = solid.first().map_or("", |word| word.text);
        if self.dialect.tool != Tool::Cookiecutter || !BIND.contains(&first) {
            return Ok(());
        }
        let bound = solid[1..].iter().take_while(|word| !matches!(word.text, "in" | "="));
        for word in bound.filter(|word| word.sort == words::Sort::Name) {
            if self.names.asked.contains_key(word.text) {
                let why = format!("`{}` is set here, and is an answer too", word.text);
                return Err(Wrong::at(word.at, why).help("call it otherwise in this file"));
            }
        }
        Ok(())
    }

    /// The condition `{% if CONDITION %}TEXT{% endif %}` that a text is, and the text.
    pub(super) fn conditional<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let all = pieces(text, &self.marks()).ok()?;
        let [Piece::Tag(first), middle @ .., Piece::Tag(last)] = all.as_slice() else {
            return None;
        };
        let condition = first.body.trim().strip_prefix("if ")?;
        let statement = |piece: &Piece<'_>| match piece {
            Piece::Tag(tag) => tag.sort != Sort::Value,
            Piece::Text(_) => false,
        };
        if first.sort != Sort::Statement
            || last.body.trim() != "endif"
            || middle.is_empty()
            || middle.iter().any(statement)
        {
            return None;
        }
        let [open, close] = self.marks().statement;
        let from = first.at + text[first.at..].find(close)? + close.len();
        let to = text.rfind(open)?;
        let trims = first.after == Trim::All || last.before == Trim::All;
        let inner = &text[from..to];
        Some((condition.trim(), if trims { inner.trim() } else { inner }))
    }

    /// The condition of `{{ 'TEXT' if CONDITION else '' }}`, and the text.
    pub(super) fn chosen<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let [open, close] = self.marks().value;
        let inner = text.trim().strip_prefix(open)?.strip_suffix(close)?;
        let found = words::words(inner, false);
        let solid: Vec<&Word<'_>> =
            found.iter().filter(|word| word.sort != words::Sort::Space).collect();
        let [first, then, condition @ .., otherwise, empty] = solid.as_slice() else { return None };
        let quoted = |word: &Word<'t>| word.text.get(1..word.text.len() - 1);
        let form = first.sort == words::Sort::Text
            && (then.text, otherwise.text) == ("if", "else")
            && matches!(empty.text, "''" | "\"\"")
            && !condition.iter().any(|word| matches!(word.text, "if" | "else"));
        let (from, to) = (condition.first()?.at, otherwise.at);
        form.then(|| Some((inner[from..to].trim(), quoted(first)?)))?
    }

    /// The names that a template needs and nobody answers, in a template of ours.
    pub(super) fn unanswered(&self, names: BTreeSet<String>) -> Vec<String> {
        names.into_iter().filter(|name| !self.names.holds(name)).collect()
    }
}

/// `.NAME` or `['NAME']` behind a word, and how many words that takes.
fn field<'a>(words: &[Word<'a>]) -> Option<(&'a str, usize)> {
    let solid = words.iter().enumerate().filter(|(_, word)| word.sort != words::Sort::Space);
    let solid: Vec<(usize, &Word<'a>)> = solid.take(4).collect();
    match solid.as_slice() {
        [_, (_, dot), (at, name), ..] if dot.text == "." && name.sort == words::Sort::Name => {
            let called = matches!(solid.get(3), Some((_, next)) if next.text == "(");
            (!called).then_some((name.text, at + 1))
        }
        [_, (_, open), (_, name), (at, close)]
            if open.text == "[" && close.text == "]" && name.sort == words::Sort::Text =>
        {
            Some((name.text.trim_matches(['\'', '"']), at + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Jinja;
    use crate::template::foreign::dialect::{Dialect, Tool};
    use crate::template::foreign::ours::{Names, Sort};

    fn names() -> Names {
        let mut names = Names::default();
        names.ask("slug", Sort::Text, false);
        names.ask("on", Sort::Bool, false);
        names
    }

    #[test]
    fn names_lose_their_namespace_and_space_stays() {
        let dialect = Dialect { keep_trailing_newline: true, ..Dialect::default() };
        let jinja = Jinja { dialect: &dialect, names: &names() };
        for (from, to) in [
            ("{{cookiecutter.slug}}", "{{ slug }}"),
            ("{{ cookiecutter['slug'].lower() -}}", "{{ slug.lower() -}}"),
            (
                "{% if cookiecutter.on %}\na{% endif %}\n",
                "{% if cookiecutter.on +%}\na{% endif +%}\n",
            ),
            ("  {%- if cookiecutter.on -%}\n", "  {%- if on -%}\n"),
            ("a\n  {% if cookiecutter.on %}x{% endif %}", "a\n  {%+ if on %}x{% endif %}"),
            ("{% raw %}\n{{ x }} {% endraw %}", "{% raw +%}\n{{ x }} {%+ endraw %}"),
            ("{{ 'cookiecutter.slug' }}", "{{ 'cookiecutter.slug' }}"),
            ("{# why #}\n", "{# why +#}\n"),
        ] {
            assert_eq!(
                jinja.template(from).unwrap(),
                to.replace("cookiecutter.on", "on"),
                "{from}"
            );
        }
        for (wrong, at) in [
            ("{{ cookiecutter.items() }}", 2),
            ("a {{ cookiecutter._template }}", 4),
            ("{% include 'x' %}", 3),
            ("{% set slug = 1 %}", 7),
            ("{{ a", 0),
        ] {
            let found = jinja.template(wrong).unwrap_err();
            assert!(found[0].at >= at, "{wrong}: {found:?}");
        }
    }

    #[test]
    fn other_marks_become_ours() {
        let marks = ["[[", "]]", "[%", "%]", "[#", "#]"].map(str::to_owned);
        let dialect = Dialect { tool: Tool::Copier, delimiters: Some(marks), ..Dialect::default() };
        let jinja = Jinja { dialect: &dialect, names: &names() };
        let text = "${{ a }} [[ slug ]] {[[ slug ]]} [# x #]\n";
        let expected = "${{ '{{' }} a }} {{ slug }} {{ '{' }}{{ slug }}} {# x +#}";
        assert_eq!(jinja.template(text).unwrap(), expected);
        assert_eq!(jinja.conditional("[% if a %]b[[ c ]][% endif %]"), Some(("a", "b[[ c ]]")));
        assert_eq!(jinja.conditional("[% if a %]b[% else %]c[% endif %]"), None);
    }
}
