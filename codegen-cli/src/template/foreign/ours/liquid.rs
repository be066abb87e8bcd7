//! Liquid, as the tool has it, as Jinja of ours: what means the same there and here.

use std::collections::BTreeMap;

use super::liquid_value;
use super::marks::{Marks, Piece, Sort, Tag, Trim, Writer, pieces};
use super::words::{self, Word, words};
use super::{Names, Wrong};

pub(super) const MARKS: Marks<'static> =
    Marks { value: ["{{", "}}"], statement: ["{%", "%}"], comment: None, escapes: false };

/// A statement that is not closed yet.
enum Open {
    If,
    Unless,
    For,
    Capture,
    /// The value, and of the tag that opened it the sign before it, until the first `when`.
    Case(String, super::Sort, Option<Trim>),
}

pub(super) struct Liquid<'a> {
    names: &'a Names,
    out: Writer,
    open: Vec<Open>,
    /// What the file itself gave a name to.
    locals: BTreeMap<String, super::Sort>,
}

/// A template.
///
/// # Errors
/// What has no counterpart, each with its place.
pub(super) fn template(text: &str, names: &Names) -> Result<String, Vec<Wrong>> {
    let open = |open: super::marks::Open| vec![Wrong::at(open.0, "a tag is never closed")];
    let all = pieces(text, &MARKS).map_err(open)?;
    let out = Writer {
        out: String::with_capacity(text.len()),
        lstrip: false,
        trim: false,
        foreign_marks: true,
    };
    let mut liquid = Liquid { names, out, open: Vec::new(), locals: BTreeMap::new() };
    let mut wrong = Vec::new();
    let mut at = 0;
    while let Some(piece) = all.get(at) {
        let next = all.get(at + 1);
        at += 1;
        let made = match piece {
            // What stands before the first `when` is nothing.
            Piece::Text(_) if liquid.waits() => Ok(()),
            Piece::Text(text) => {
                liquid.out.text(text, next);
                Ok(())
            }
            Piece::Tag(tag) if is_comment(tag) => {
                let (over, sign) = comment(&all, at);
                at = over;
                let close = all.get(at - 1).and_then(|piece| match piece {
                    Piece::Tag(tag) => Some(tag.at),
                    Piece::Text(_) => None,
                });
                let from = tag.at + text[tag.at..].find("%}").map_or(0, |end| end + 2);
                let body = close.and_then(|close| text.get(from..close)).unwrap_or_default();
                liquid.out.comment(tag.before, body, sign, all.get(at));
                Ok(())
            }
            Piece::Tag(tag) => liquid.tag(tag, next).map_err(|mut why| {
                why.at += tag.from;
                why
            }),
        };
        wrong.extend(made.err());
    }
    if wrong.is_empty() { Ok(liquid.out.out) } else { Err(wrong) }
}

fn is_comment(tag: &Tag<'_>) -> bool {
    tag.sort == Sort::Statement && tag.body.trim() == "comment"
}

/// Where the comment that began before `at` ends, and the sign at its end.
fn comment(all: &[Piece<'_>], mut at: usize) -> (usize, Trim) {
    let mut depth = 1;
    while let Some(piece) = all.get(at) {
        at += 1;
        let Piece::Tag(tag) = piece else { continue };
        if is_comment(tag) {
            depth += 1;
        } else if tag.sort == Sort::Statement && tag.body.trim() == "endcomment" {
            depth -= 1;
            if depth == 0 {
                return (at, tag.after);
            }
        }
    }
    (at, Trim::Usual)
}

impl Liquid<'_> {
    fn waits(&self) -> bool {
        matches!(self.open.last(), Some(Open::Case(_, _, Some(_))))
    }

    fn scope(&self) -> liquid_value::Scope<'_> {
        let loops = self.open.iter().any(|open| matches!(open, Open::For));
        liquid_value::Scope { names: self.names, locals: &self.locals, loops }
    }

    fn tag(&mut self, tag: &Tag<'_>, next: Option<&Piece<'_>>) -> Result<(), Wrong> {
        match tag.sort {
            Sort::Raw(..) => self.out.raw(tag, next),
            Sort::Value => {
                let found: Vec<Word<'_>> = solid(tag.body);
                let value = self.scope().chain(&found)?;
                self.out.value(tag.before, &value.shown(), tag.after);
            }
            _ => self.statement(tag, next)?,
        }
        Ok(())
    }

    fn statement(&mut self, tag: &Tag<'_>, next: Option<&Piece<'_>>) -> Result<(), Wrong> {
        let found = solid(tag.body);
        let Some((first, rest)) = found.split_first() else {
            return Err(Wrong::at(0, "a statement is empty"));
        };
        let mut before = tag.before;
        let body = match first.text {
            "if" => {
                self.open.push(Open::If);
                format!("if {}", self.scope().condition(rest)?)
            }
            "elsif" => format!("elif {}", self.scope().condition(rest)?),
            "unless" => {
                self.open.push(Open::Unless);
                format!("if not ({})", self.scope().condition(rest)?)
            }
            "else" if self.waits() => return Err(Wrong::at(first.at, "a `case` without `when`")),
            "else" => "else".to_owned(),
            "case" => {
                let value = self.scope().value(rest)?;
                self.open.push(Open::Case(value.text(), value.sort, Some(tag.before)));
                return Ok(());
            }
            "when" => {
                let (word, first) = self.when(rest, first.at)?;
                before = first.unwrap_or(before);
                word
            }
            "for" => self.each(rest, first.at)?,
            "assign" => self.assign(rest, first.at)?,
            "capture" => {
                let name = self.bind(rest.first(), super::Sort::Text, first.at)?;
                self.open.push(Open::Capture);
                format!("set {name}")
            }
            "break" | "continue" => first.text.to_owned(),
            "endif" | "endunless" | "endcase" => {
                if self.waits() {
                    return Err(Wrong::at(first.at, "a `case` without `when`"));
                }
                self.open.pop();
                "endif".to_owned()
            }
            "endfor" | "endcapture" => {
                self.open.pop();
                if first.text == "endfor" { "endfor" } else { "endset" }.to_owned()
            }
            other => {
                return Err(Wrong::at(first.at, format!("`{other}` has no counterpart in Jinja"))
                    .help("write what it does in `if`, `for` and `set`"));
            }
        };
        self.out.statement(before, &body, tag.after, next);
        Ok(())
    }

    /// `when 'a', 'b'` as a test, and the sign before it where it is the first.
    fn when(&mut self, rest: &[Word<'_>], at: usize) -> Result<(String, Option<Trim>), Wrong> {
        let Some(Open::Case(value, sort, first)) = self.open.last_mut() else {
            return Err(Wrong::at(at, "`when` stands in no `case`"));
        };
        let (value, sort, first) = (value.clone(), *sort, first.take());
        let mut tests = Vec::new();
        for words in rest.split(|word| matches!(word.text, "or" | ",")) {
            let one = self.scope().value(words)?;
            if one.sort != sort || !matches!(sort, super::Sort::Text | super::Sort::Number) {
                return Err(Wrong::at(at, "`case` compares what is not of one type"));
            }
            tests.push(format!("{value} == {}", one.text()));
        }
        let word = if first.is_some() { "if" } else { "elif" };
        Ok((format!("{word} {}", tests.join(" or ")), first))
    }

    /// `x in list limit:1 offset:2 reversed`
    fn each(&mut self, rest: &[Word<'_>], at: usize) -> Result<String, Wrong> {
        let wrong = |why: &str| Wrong::at(at, why);
        let [name, within, rest @ ..] = rest else { return Err(wrong("`for` is `for x in LIST`")) };
        if within.text != "in" {
            return Err(wrong("`for` is `for x in LIST`"));
        }
        let (list, sort, mut rest) = match rest {
            [open, from, dots, to, close, rest @ ..]
                if (open.text, dots.text, close.text) == ("(", "..", ")") =>
            {
                let number = |word: &Word<'_>| {
                    let value = self.scope().value(std::slice::from_ref(word))?;
                    match value.sort {
                        super::Sort::Number => Ok(value.text()),
                        _ => Err(wrong("a range is of numbers")),
                    }
                };
                let list = format!("range({}, {} + 1)", number(from)?, number(to)?);
                (list, super::Sort::Number, rest)
            }
            [list, rest @ ..] => {
                let value = self.scope().value(std::slice::from_ref(list))?;
                if value.sort != super::Sort::List {
                    return Err(wrong("`for` goes over something that is no list"));
                }
                (value.text(), super::Sort::Text, rest)
            }
            [] => return Err(wrong("`for` is `for x in LIST`")),
        };
        let (mut limit, mut offset, mut reversed) = (None, None, false);
        while let Some(word) = rest.first() {
            match (word.text, rest) {
                ("reversed", _) => {
                    reversed = true;
                    rest = &rest[1..];
                }
                ("limit" | "offset", [_, colon, number, more @ ..])
                    if colon.text == ":" && number.sort == words::Sort::Number =>
                {
                    let place = if word.text == "limit" { &mut limit } else { &mut offset };
                    *place = number.text.parse::<usize>().ok();
                    rest = more;
                }
                _ => return Err(wrong("`for` has `limit`, `offset` and `reversed`")),
            }
        }
        let from = offset.unwrap_or(0);
        let list = match limit {
            Some(limit) => format!("({list}|list)[{from}:{}]", from.saturating_add(limit)),
            None if from > 0 => format!("({list}|list)[{from}:]"),
            None => list,
        };
        let list = if reversed { format!("{list}|list|reverse") } else { list };
        let name = self.bind(Some(name), sort, at)?;
        self.open.push(Open::For);
        Ok(format!("for {name} in {list}"))
    }

    /// `x = value | filter`
    fn assign(&mut self, rest: &[Word<'_>], at: usize) -> Result<String, Wrong> {
        let [name, equals, value @ ..] = rest else {
            return Err(Wrong::at(at, "`assign` is `assign x = VALUE`"));
        };
        if equals.text != "=" {
            return Err(Wrong::at(at, "`assign` is `assign x = VALUE`"));
        }
        // A loop of Jinja forgets what is set in it.
        if self.open.iter().any(|open| matches!(open, Open::For)) {
            return Err(Wrong::at(at, "what a loop assigns is forgotten behind it in Jinja")
                .help("assign it before the loop, or say it where it is used"));
        }
        let value = self.scope().chain(value)?;
        let (sort, text) = (value.sort, value.text());
        let name = self.bind(Some(name), sort, at)?;
        Ok(format!("set {name} = {text}"))
    }

    /// A name that the file gives to something.
    fn bind(
        &mut self,
        word: Option<&Word<'_>>,
        sort: super::Sort,
        at: usize,
    ) -> Result<String, Wrong> {
        let word = word.filter(|word| word.sort == words::Sort::Name);
        let word = word.ok_or_else(|| Wrong::at(at, "a name is missing"))?;
        let name = super::name(word.text);
        if liquid_value::RESERVED.contains(&&*name) {
            return Err(Wrong::at(word.at, format!("`{name}` means something else in Jinja"))
                .help("call it otherwise"));
        }
        self.locals.insert(word.text.to_owned(), sort);
        Ok(name)
    }
}

fn solid(text: &str) -> Vec<Word<'_>> {
    let found = words(text, true).into_iter();
    found.filter(|word| word.sort != words::Sort::Space).collect()
}

#[cfg(test)]
mod tests {
    use super::template;
    use crate::template::foreign::ours::{Names, Sort};

    #[test]
    fn what_means_the_same() {
        let mut names = Names::default();
        names.ask("project-name", Sort::Text, false);
        names.ask("on", Sort::Bool, false);
        names.ask("late", Sort::Text, true);
        names.ask("list", Sort::List, false);
        for (from, to) in [
            ("{{project-name | upcase}}", "{{ project_name|upper }}"),
            (
                "{{ late }} {{ on }} {{ list }}",
                "{{ (late or '') }} {{ ('true' if on else 'false') }} {{ list|join('') }}",
            ),
            ("{{ nobody }}", "{{ '' }}"),
            ("${#a} {{ 'x\\n' }}", "${{ '{#' }}a} {{ 'x\\\\n' }}"),
            (
                "{%- if on -%}\n{% elsif late == \"x\" and on != true %}\n{% endif %}",
                "{%- if on -%}\n{% elif (late or '') == 'x' and not on +%}\n{% endif %}",
            ),
            ("{% unless late %}a{% endunless %}", "{% if not (late is not none) %}a{% endif %}"),
            (
                "{% case project-name %}\n{% when 'a', 'b' %}x{% when 'c' -%} y{% else %}z{% endcase %}",
                "{% if project_name == 'a' or project_name == 'b' %}x{% elif project_name == 'c' -%} y{% else %}z{% endif %}",
            ),
            (
                "{% for x in list reversed %}{{ forloop.index }}{{ x }}{% endfor %}",
                "{% for x in list|list|reverse %}{{ loop.index }}{{ x }}{% endfor %}",
            ),
            (
                "{% for i in (1..3) %}{{ i }}{% break %}{% endfor %}",
                "{% for i in range(1, 3 + 1) %}{{ i }}{% break %}{% endfor %}",
            ),
            (
                "{% assign a-b = 'x' | append: project-name %}{{ a-b | replace: '-', '_' }}",
                "{% set a_b = ('x' ~ project_name) %}{{ a_b|replace('-', '_') }}",
            ),
            (
                "{% capture c %}{{ on }}{% endcapture %}{{ c }}",
                "{% set c %}{{ ('true' if on else 'false') }}{% endset %}{{ c }}",
            ),
            ("{%- comment -%} no {{ x }} {% endcomment %}\n", "{#- no {{ x }} +#}\n"),
            (
                "{{ list[1] }}{{ list.first }}{{ 7 | times: 3 | plus: 1 }}",
                "{{ list[1:2]|join('') }}{{ list[:1]|join('') }}{{ ((7 * 3) + 1) }}",
            ),
            ("{% raw -%} {{ x }}{%- endraw %}", "{% raw %}{{ x }}{% endraw %}"),
            (
                "{% if list contains 'a' or project-name contains \"b\" %}{% endif %}",
                "{% if 'a' in list or 'b' in project_name %}{% endif %}",
            ),
        ] {
            assert_eq!(template(from, &names).unwrap(), to, "{from}");
        }
        for wrong in [
            "{{ 'x' | date: '%Y' }}",
            "{% include 'x' %}",
            "{% for x in list %}{% assign y = x %}{% endfor %}",
            "{% if late == blank %}{% endif %}",
            "{% if project-name < 'x' %}{% endif %}",
            "{% cycle 'a', 'b' %}",
            "{% assign loop = 'x' %}",
            "{{ list.length }}",
        ] {
            template(wrong, &names).unwrap_err();
        }
    }
}
