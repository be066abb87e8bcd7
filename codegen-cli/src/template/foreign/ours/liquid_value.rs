//! Values and conditions of liquid as expressions of Jinja.

use std::collections::BTreeMap;

use super::words::{Sort as WordSort, Word, literal};
use super::{Names, Sort, Wrong, name};

/// Names that mean something else in Jinja.
pub(super) const RESERVED: [&str; 14] = [
    "and", "else", "false", "if", "in", "is", "loop", "none", "not", "or", "range", "self",
    "super", "true",
];

/// Filters that change the case of a text, and are called the same here.
const CASES: [&str; 8] = [
    "kebab_case",
    "lower_camel_case",
    "pascal_case",
    "shouty_kebab_case",
    "shouty_snake_case",
    "snake_case",
    "title_case",
    "upper_camel_case",
];

pub(super) type Found<T> = Result<T, Wrong>;

/// An expression, and what its value is.
#[derive(Clone, Debug)]
pub(super) struct Value {
    expression: String,
    pub(super) sort: Sort,
    /// Whether it may be none, because it was not asked.
    optional: bool,
    /// The value, where it is written down.
    fixed: Option<String>,
}

impl Value {
    fn new(expression: impl Into<String>, sort: Sort) -> Self {
        Self { expression: expression.into(), sort, optional: false, fixed: None }
    }

    fn fixed(expression: impl Into<String>, sort: Sort, text: &str) -> Self {
        Self { fixed: Some(text.to_owned()), ..Self::new(expression, sort) }
    }

    /// As a value of its type: a text that nobody was asked for is empty.
    pub(super) fn text(&self) -> String {
        match (self.optional, self.sort) {
            (true, Sort::Text) => format!("({} or '')", self.expression),
            (true, Sort::List) => format!("({} or [])", self.expression),
            _ => self.expression.clone(),
        }
    }

    /// As it is printed.
    pub(super) fn shown(&self) -> String {
        let expression = &self.expression;
        match (self.sort, self.optional) {
            (Sort::Text, _) => self.text(),
            (Sort::Number, _) => expression.clone(),
            (Sort::List, _) => format!("{}|join('')", self.text()),
            (Sort::Bool, false) => format!("('true' if {expression} else 'false')"),
            (Sort::Bool, true) => {
                let shown = format!("('true' if {expression} else 'false')");
                format!("('' if {expression} is none else {shown})")
            }
        }
    }

    /// Whether it counts as true: anything but `false` and nothing does.
    fn truth(&self) -> String {
        match (self.sort, self.optional) {
            (Sort::Bool, _) => self.expression.clone(),
            (_, true) => format!("{} is not none", self.expression),
            (_, false) => "true".to_owned(),
        }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) names: &'a Names,
    pub(super) locals: &'a BTreeMap<String, Sort>,
    /// Whether there is a loop around.
    pub(super) loops: bool,
}

impl Scope<'_> {
    /// One value, without filters.
    pub(super) fn value(&self, words: &[Word<'_>]) -> Found<Value> {
        let Some(first) = words.first() else { return Err(Wrong::at(0, "a value is missing")) };
        let plain = || match words.get(1) {
            None => Ok(()),
            Some(more) => {
                Err(Wrong::at(more.at, format!("`{}` is not understood behind a value", more.text)))
            }
        };
        match first.sort {
            WordSort::Text => {
                plain()?;
                let text = &first.text[1..first.text.len() - 1];
                Ok(Value::fixed(literal(text), Sort::Text, text))
            }
            WordSort::Number => {
                plain()?;
                Ok(Value::fixed(first.text, Sort::Number, first.text))
            }
            WordSort::Name if first.text == "forloop" && self.loops => self.of_loop(words, first),
            WordSort::Name => {
                let value = self.name(first)?;
                match words {
                    [_, dot, field] if dot.text == "." && value.sort == Sort::List => {
                        item(&value, field.text, field.at)
                    }
                    [_, open, at, close]
                        if (open.text, close.text) == ("[", "]") && value.sort == Sort::List =>
                    {
                        item(&value, at.text, at.at)
                    }
                    _ => plain().map(|()| value),
                }
            }
            _ => Err(Wrong::at(first.at, format!("`{}` is no value", first.text))),
        }
    }

    fn of_loop(&self, words: &[Word<'_>], first: &Word<'_>) -> Found<Value> {
        let field = match words {
            [_, dot, field] if dot.text == "." => field.text,
            _ => "",
        };
        let (here, sort) = match field {
            "index" => ("index", Sort::Number),
            "index0" => ("index0", Sort::Number),
            "rindex" => ("revindex", Sort::Number),
            "rindex0" => ("revindex0", Sort::Number),
            "length" => ("length", Sort::Number),
            "first" => ("first", Sort::Bool),
            "last" => ("last", Sort::Bool),
            _ => return Err(Wrong::at(first.at, "a loop tells nothing of that name")),
        };
        Ok(Value::new(format!("loop.{here}"), sort))
    }

    fn name(&self, word: &Word<'_>) -> Found<Value> {
        if matches!(word.text, "true" | "false") {
            return Ok(Value::fixed(word.text, Sort::Bool, word.text));
        }
        if matches!(word.text, "nil" | "null" | "blank" | "empty") {
            let why = format!("`{}` has no counterpart in Jinja", word.text);
            return Err(Wrong::at(word.at, why).help("compare with a value: `== ''`"));
        }
        if let Some(sort) = self.locals.get(word.text) {
            return Ok(Value::new(name(word.text), *sort));
        }
        Ok(match self.names.asked.get(word.text) {
            Some(known) => {
                Value { optional: known.optional, ..Value::new(known.here.as_str(), known.sort) }
            }
            // What nobody answers is nothing there.
            None => Value::fixed("''", Sort::Text, ""),
        })
    }

    /// A value with its filters.
    pub(super) fn chain(&self, words: &[Word<'_>]) -> Found<Value> {
        let mut parts = words.split(|word| word.text == "|");
        let mut value = self.value(parts.next().unwrap_or_default())?;
        for part in parts {
            let Some((filter, rest)) = part.split_first() else {
                return Err(Wrong::at(words.first().map_or(0, |w| w.at), "a filter is missing"));
            };
            let rest = match rest.split_first() {
                Some((colon, rest)) if colon.text == ":" => rest,
                _ => rest,
            };
            let mut given = Vec::new();
            if !rest.is_empty() {
                for one in rest.split(|word| word.text == ",") {
                    given.push(self.value(one)?);
                }
            }
            value = filtered(&value, filter, &given)?;
        }
        Ok(value)
    }

    /// `a == 'x' and b or c`
    pub(super) fn condition(&self, words: &[Word<'_>]) -> Found<String> {
        let either: Vec<&[Word<'_>]> = words.split(|word| word.text == "or").collect();
        let mut tests = Vec::new();
        for all in &either {
            let all = all.split(|word| word.text == "and");
            let tested: Vec<String> = all.map(|one| self.test(one)).collect::<Found<_>>()?;
            tests.push(tested.join(" and "));
        }
        Ok(tests.join(" or "))
    }

    fn test(&self, words: &[Word<'_>]) -> Found<String> {
        let is_sign = |word: &Word<'_>| {
            matches!(word.text, "==" | "!=" | "<>" | "<" | ">" | "<=" | ">=" | "contains")
        };
        let Some(at) = words.iter().position(is_sign) else {
            return Ok(self.value(words)?.truth());
        };
        let sign = words[at];
        let (left, right) = (self.value(&words[..at])?, self.value(&words[at + 1..])?);
        let same = matches!(sign.text, "==" | "!=" | "<>");
        let shown = if sign.text == "<>" { "!=" } else { sign.text };
        match (left.sort, right.sort) {
            (Sort::Text | Sort::List, Sort::Text) if sign.text == "contains" => {
                Ok(format!("{} in {}", right.text(), left.text()))
            }
            (Sort::Text, Sort::Text) if same => {
                Ok(format!("{} {shown} {}", left.text(), right.text()))
            }
            (Sort::Number, Sort::Number) if sign.text != "contains" => {
                Ok(format!("{} {shown} {}", left.text(), right.text()))
            }
            (Sort::Bool, Sort::Bool) if same => {
                match (left.fixed.as_deref(), right.fixed.as_deref()) {
                    (_, Some(right)) => Ok(truths(&left, right, shown)),
                    (Some(fixed), None) => Ok(truths(&right, fixed, shown)),
                    (None, None) if !left.optional && !right.optional => {
                        Ok(format!("{} {shown} {}", left.text(), right.text()))
                    }
                    _ => Err(Wrong::at(sign.at, "it compares answers that may not be asked")),
                }
            }
            _ => Err(Wrong::at(sign.at, "it compares what is not of one type")
                .help("compare a text with a text: `x == \"y\"`")),
        }
    }
}

/// One of a list; none is an empty text.
fn item(list: &Value, which: &str, at: usize) -> Found<Value> {
    let range = match which {
        "first" => ":1".to_owned(),
        "last" => "-1:".to_owned(),
        "size" => return Ok(Value::new(format!("{}|length", list.text()), Sort::Number)),
        number => match number.parse::<u32>() {
            Ok(number) => format!("{number}:{}", u64::from(number) + 1),
            Err(_) => {
                return Err(Wrong::at(at, format!("a list tells nothing of the name `{number}`")));
            }
        },
    };
    Ok(Value::new(format!("{}[{range}]|join('')", list.text()), Sort::Text))
}

/// `x == true`; what was not asked equals `true` there.
fn truths(value: &Value, fixed: &str, sign: &str) -> String {
    let expression = &value.expression;
    match ((fixed == "true") == (sign == "=="), value.optional) {
        (true, false) => expression.clone(),
        (false, false) => format!("not {expression}"),
        (true, true) => format!("({expression} is none or {expression})"),
        (false, true) => format!("({expression} is not none and not {expression})"),
    }
}

fn filtered(value: &Value, filter: &Word<'_>, given: &[Value]) -> Found<Value> {
    let wrong = |why: String| Wrong::at(filter.at, why);
    let unknown = || {
        wrong(format!("the filter `{}` has no exact counterpart in Jinja", filter.text))
            .help("write what it does with filters that both have, or compute it in a question")
    };
    if value.sort == Sort::List {
        return match (filter.text, given) {
            ("join", []) => Ok(Value::new(format!("{}|join(' ')", value.text()), Sort::Text)),
            ("join", [by]) => {
                Ok(Value::new(format!("{}|join({})", value.text(), by.text()), Sort::Text))
            }
            ("first" | "last", []) => item(value, filter.text, filter.at),
            ("size", []) => Ok(Value::new(format!("{}|length", value.text()), Sort::Number)),
            _ => Err(unknown()),
        };
    }
    if let (Sort::Number, [by]) = (value.sort, given)
        && let Some(sign) = sign(filter.text).filter(|_| by.sort == Sort::Number)
    {
        let made = format!("({} {sign} {})", value.text(), by.text());
        return Ok(Value::new(made, Sort::Number));
    }
    let text = match value.sort {
        Sort::Number => format!("({}|string)", value.text()),
        Sort::Text => value.text(),
        _ => value.shown(),
    };
    let of = |at: usize| given.get(at).map(Value::shown).unwrap_or_default();
    let made = match (filter.text, given.len()) {
        ("upcase", 0) => format!("{text}|upper"),
        ("downcase", 0) => format!("{text}|lower"),
        ("capitalize", 0) => format!("(({text})[:1]|upper ~ ({text})[1:])"),
        ("strip", 0) => format!("{text}|trim"),
        ("lstrip" | "rstrip", 0) => format!("({text}).{}()", filter.text),
        ("append", 1) => format!("({text} ~ {})", of(0)),
        ("prepend", 1) => format!("({} ~ {text})", of(0)),
        ("replace", 1) => format!("{text}|replace({}, '')", of(0)),
        ("replace", 2) => format!("{text}|replace({}, {})", of(0), of(1)),
        ("remove", 1) => format!("{text}|replace({}, '')", of(0)),
        ("default", 1) if value.sort == Sort::Text => format!("({text} or {})", of(0)),
        ("split", 1) if given[0].fixed.as_ref().is_some_and(|by| !by.is_empty()) => {
            return Ok(Value::new(format!("({text}).split({})", of(0)), Sort::List));
        }
        (case, 0) if CASES.contains(&case) => format!("{text}|{case}"),
        _ => return Err(unknown()),
    };
    Ok(Value::new(made, Sort::Text))
}

/// What a filter computes of two numbers.
fn sign(filter: &str) -> Option<char> {
    Some(match filter {
        "plus" => '+',
        "minus" => '-',
        "times" => '*',
        _ => return None,
    })
}
