//! The engine of cargo-generate: liquid, whose unknown names are empty, and which pays for what it
//! does.

mod filters;
mod fuel;
mod statements;

use std::sync::OnceLock;

use heck::{ToKebabCase as _, ToSnakeCase as _};
use liquid::{Object, Parser, ParserBuilder};
use liquid_core::model::{KString, Value};
use serde_json::Value as Json;

use crate::template::engine::Scope;

/// The changes of the case of a text, by name.
pub(super) fn cases() -> impl Iterator<Item = (&'static str, fn(&str) -> String)> {
    filters::CASES.into_iter().map(filters::Case::parts)
}

/// What is wrong with a template, and where: line and column from 1, 0 where that is not known.
#[derive(Debug)]
pub(in crate::template) struct Wrong {
    pub(in crate::template) message: String,
    pub(in crate::template) line: usize,
    pub(in crate::template) column: usize,
}

/// The parser of all templates.
fn parser() -> Result<&'static Parser, Wrong> {
    static PARSER: OnceLock<Result<Parser, String>> = OnceLock::new();
    let build = || {
        let mut builder = ParserBuilder::with_stdlib()
            .block(statements::For)
            .block(statements::Capture)
            .tag(statements::Assign);
        for case in filters::CASES {
            builder = builder.filter(case);
        }
        for paid in filters::paid() {
            builder = builder.filter(paid);
        }
        builder.build().map_err(|error| error.to_string())
    };
    let wrong = |message: &String| Wrong { message: message.clone(), line: 0, column: 0 };
    PARSER.get_or_init(build).as_ref().map_err(wrong)
}

/// Reads a template.
///
/// # Errors
/// What is no liquid.
pub(in crate::template) fn parse(text: &str) -> Result<liquid::Template, Wrong> {
    // It makes tables of HTML, as long as it likes.
    if let Some(at) = text.find("tablerow") {
        let line = text[..at].matches('\n').count() + 1;
        return Err(Wrong { message: "`tablerow` is not rendered here".into(), line, column: 1 });
    }
    if let Some(line) = deep(text) {
        return Err(Wrong { message: "an index is nested too deep".into(), line, column: 1 });
    }
    parser()?.parse(text).map_err(|error| located(&error.to_string()))
}

/// How deep an index may stand in an index; the parser gives up at some thousands.
const DEEPEST: usize = 64;

/// The line of an index that is nested too deep.
fn deep(text: &str) -> Option<usize> {
    let (mut depth, mut inside) = (0_usize, false);
    let bytes = text.as_bytes();
    let at = bytes.windows(2).position(|pair| {
        match pair {
            b"{{" | b"{%" => (depth, inside) = (0, true),
            b"}}" | b"%}" => inside = false,
            [b'[', _] if inside => depth += 1,
            [b']', _] => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    });
    at.map(|at| bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1)
}

/// Renders a template; names that nobody answers are empty.
///
/// # Errors
/// What is no liquid, a filter that cannot do what it is to do, or a template that does not end.
pub(in crate::template) fn render(text: &str, seen: &Scope) -> Result<String, Wrong> {
    let template = parse(text)?;
    let mut globals = object(seen);
    // Each round answers one more name with nothing, as the tool does.
    for _ in 0..1000 {
        fuel::refill();
        let mut out = fuel::Paid::default();
        let Err(error) = template.render_to(&mut out, &globals) else {
            return Ok(String::from_utf8_lossy(&out.0).into_owned());
        };
        let message = error.to_string();
        let unknown = message.split("requested variable=").nth(1);
        let Some(name) = unknown.and_then(|rest| rest.lines().next()) else {
            return Err(located(&message));
        };
        if globals.insert(KString::from_ref(name), Value::scalar("")).is_some() {
            return Err(located(&message));
        }
    }
    Err(Wrong { message: "more names than a template needs".into(), line: 0, column: 0 })
}

/// How much is told of what is wrong, in characters.
const LONGEST: usize = 200;

/// What liquid says, with the place that it draws: ` --> 2:5`.
fn located(said: &str) -> Wrong {
    let place = said.split("--> ").nth(1).and_then(|rest| rest.lines().next());
    let (line, column) = place.and_then(|place| place.split_once(':')).unwrap_or_default();
    let drawn = |line: &&str| {
        let line = line.trim_start();
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        !line.contains("-->") && !digits.trim_start().starts_with('|') && !line.is_empty()
    };
    let message: Vec<&str> = said.lines().filter(drawn).map(str::trim).collect();
    let message =
        message.join(" ").trim_start_matches("liquid: ").trim_start_matches("= ").to_owned();
    // It may quote all that it was given.
    let message = match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    };
    let number = |text: &str| text.trim().parse().unwrap_or(0);
    Wrong { message, line: number(line), column: number(column) }
}

/// What templates of cargo-generate see: the project under its two names beside the answers.
pub(in crate::template) fn seen(scope: &Scope) -> Scope {
    let mut seen: Scope = scope.clone();
    seen.retain(|_, value| !value.is_null());
    if let Some(name) = scope.get(NAME).and_then(Json::as_str) {
        seen.insert("crate_name".into(), name.to_snake_case().into());
        let snake = name.to_snake_case();
        let name = if snake == name { snake } else { name.to_kebab_case() };
        seen.insert(NAME.into(), name.into());
    }
    seen.insert("within_cargo_project".into(), false.into());
    seen.insert("is_init".into(), false.into());
    seen
}

/// The question for the name of the project.
pub(in crate::template) const NAME: &str = "project-name";

fn object(scope: &Scope) -> Object {
    scope.iter().map(|(name, value)| (KString::from_ref(name), value_of(value))).collect()
}

fn value_of(value: &Json) -> Value {
    match value {
        Json::Null => Value::Nil,
        Json::Bool(on) => Value::scalar(*on),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::scalar(number),
            None => Value::scalar(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::scalar(text.clone()),
        Json::Array(list) => Value::Array(list.iter().map(value_of).collect()),
        Json::Object(map) => {
            let entry =
                |(name, value): (&String, &Json)| (KString::from_ref(name), value_of(value));
            Value::Object(map.iter().map(entry).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{parse, render};

    #[test]
    fn liquid_as_cargo_generate_has_it() {
        let scope = json!({ "project-name": "my-app", "list": ["a", "b"], "yes": true });
        let scope = scope.as_object().unwrap();
        for (text, expected) in [
            ("{{project-name}} {{ project-name | snake_case | upcase }}", "my-app MY_APP"),
            ("{{ nobody }}|", "|"),
            ("{% if nobody %}x{% endif %}|", "|"),
            ("{% if yes and project-name == 'my-app' %}1{% else %}2{% endif %}", "1"),
            (
                "{% for x in list reversed %}{{ forloop.index }}{{ x }}{% unless forloop.last %},{% endunless %}{% endfor %}",
                "1b,2a",
            ),
            ("{% for i in (1..3) %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}", "1"),
            (
                "{% for i in list limit:1 offset:1 %}{{ i }}{% endfor %}{% for x in list limit:0 %}{% else %}no{% endfor %}",
                "bno",
            ),
            (
                "{% assign a = 'x' | append: 'y' %}{% capture b %}{{ a }}!{% endcapture %}{{ b }}",
                "xy!",
            ),
            ("{% raw %}{{ x }}{% endraw %}{% comment %}no{% endcomment %}", "{{ x }}"),
            ("{% case yes %}{% when true %}t{% else %}f{% endcase %}", "t"),
            ("{{ 'a-b' | replace: '-', '_' }} {{ 'a,b' | split: ',' | join: '+' }}", "a_b a+b"),
        ] {
            assert_eq!(render(text, scope).unwrap(), expected, "{text}");
        }
        let wrong = parse("one\n{% if %}").err().unwrap();
        assert_eq!(wrong.line, 2, "{wrong:?}");
    }

    #[test]
    fn what_cannot_end_is_stopped() {
        let doubled = "{% assign a = a | append: a %}".repeat(60);
        for text in [
            "{% for i in (1..99999999999) %}{% endfor %}".to_owned(),
            "{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}".to_owned(),
            format!("{{% assign a = 'xxxxxxxx' %}}{doubled}"),
            format!(
                "{{% assign a = 'xxxxxxxx' %}}{}",
                "{% capture a %}{{ a }}{{ a }}{% endcapture %}".repeat(60)
            ),
            format!("{{{{ 'x' {} }}}}", "| replace: 'x', 'xxxxxxxxxxxxxxxx'".repeat(40)),
            "{% tablerow i in (1..99999999999) %}{% endtablerow %}".to_owned(),
        ] {
            assert!(render(&text, &serde_json::Map::new()).is_err(), "{text}");
        }
    }
}
