//! The statements of liquid that repeat or keep text, so that they pay for it.

use std::io::Write;

use liquid_core::error::{Error, Result};
use liquid_core::model::{KString, Object, Scalar, Value};
use liquid_core::parser::{BlockElement, FilterChain, TryMatchToken};
use liquid_core::runtime::{Interrupt, InterruptRegister, StackFrame};
use liquid_core::{
    BlockReflection, Expression, Language, ParseBlock, ParseTag, Renderable, Runtime, TagBlock,
    TagReflection, TagTokenIter, Template, ValueView,
};

use super::fuel::{LONGEST, Paid, spend};

/// `{% for x in list limit:2 offset:1 reversed %}…{% else %}…{% endfor %}`
#[derive(Clone, Copy, Debug)]
pub(super) struct For;

impl BlockReflection for For {
    fn start_tag(&self) -> &'static str {
        "for"
    }

    fn end_tag(&self) -> &'static str {
        "endfor"
    }

    fn description(&self) -> &'static str {
        "repeats what is in it"
    }
}

impl ParseBlock for For {
    fn parse(
        &self,
        mut arguments: TagTokenIter<'_>,
        mut tokens: TagBlock<'_, '_>,
        options: &Language,
    ) -> Result<Box<dyn Renderable>> {
        let name = arguments.expect_next("a name is missing")?.expect_identifier();
        let name = KString::from_ref(name.into_result()?);
        let word = arguments.expect_next("`in` is missing")?;
        word.expect_str("in").into_result_custom_msg("expected `in`")?;
        let items = arguments.expect_next("a list is missing")?;
        let items = match items.expect_value() {
            TryMatchToken::Matches(list) => Items::List(list),
            TryMatchToken::Fails(token) => {
                let (from, to) = token.expect_range().into_result()?;
                Items::Range(from, to)
            }
        };
        let mut repeat = Repeat {
            name,
            items,
            limit: None,
            offset: None,
            reversed: false,
            body: None,
            other: None,
        };
        while let Some(token) = arguments.next() {
            match token.as_str() {
                "limit" => repeat.limit = Some(attribute(&mut arguments)?),
                "offset" => repeat.offset = Some(attribute(&mut arguments)?),
                "reversed" => repeat.reversed = true,
                _ => {
                    return Err(
                        token.raise_custom_error("expected `limit`, `offset` or `reversed`")
                    );
                }
            }
        }
        let mut body = Vec::new();
        while let Some(element) = tokens.next()? {
            match element {
                BlockElement::Tag(tag) if tag.name() == "else" => {
                    repeat.other = Some(Template::new(tokens.parse_all(options)?));
                    break;
                }
                element => body.push(element.parse(&mut tokens, options)?),
            }
        }
        repeat.body = Some(Template::new(body));
        tokens.assert_empty();
        Ok(Box::new(repeat))
    }

    fn reflection(&self) -> &dyn BlockReflection {
        self
    }
}

/// `: VALUE` behind `limit` and `offset`.
fn attribute(arguments: &mut TagTokenIter<'_>) -> Result<Expression> {
    arguments.expect_next("`:` is missing")?.expect_str(":").into_result()?;
    arguments.expect_next("a value is missing")?.expect_value().into_result()
}

#[derive(Debug)]
enum Items {
    List(Expression),
    Range(Expression, Expression),
}

#[derive(Debug)]
struct Repeat {
    name: KString,
    items: Items,
    limit: Option<Expression>,
    offset: Option<Expression>,
    reversed: bool,
    body: Option<Template>,
    other: Option<Template>,
}

impl Repeat {
    fn list(&self, runtime: &dyn Runtime) -> Result<Vec<Value>> {
        let whole = |expression: &Expression| -> Result<i64> {
            let value = expression.evaluate(runtime)?;
            let number = value.as_scalar().and_then(|scalar| scalar.to_integer());
            number.ok_or_else(|| Error::with_msg("expected a whole number"))
        };
        let mut list: Vec<Value> = match &self.items {
            Items::Range(from, to) => {
                let (from, to) = (whole(from)?, whole(to)?);
                let count = usize::try_from(to.saturating_sub(from)).unwrap_or(0);
                spend(count.saturating_mul(64))?;
                (from..=to).map(Value::scalar).collect()
            }
            Items::List(list) => {
                let value = list.evaluate(runtime)?;
                match (value.as_array(), value.as_object()) {
                    (Some(array), _) => array.values().map(ValueView::to_value).collect(),
                    (_, Some(object)) => {
                        let pair =
                            |(key, item): (liquid_core::model::KStringCow<'_>, &dyn ValueView)| {
                                Value::Array(vec![Value::scalar(key.into_owned()), item.to_value()])
                            };
                        object.iter().map(pair).collect()
                    }
                    _ if value.is_nil() => Vec::new(),
                    _ => return Err(Error::with_msg("expected a list")),
                }
            }
        };
        let part = |expression: &Option<Expression>| {
            let number = expression.as_ref().map(whole).transpose()?;
            Ok::<_, Error>(number.map(|number| usize::try_from(number).unwrap_or(0)))
        };
        let (offset, limit) = (part(&self.offset)?.unwrap_or(0), part(&self.limit)?);
        list.drain(..offset.min(list.len()));
        list.truncate(limit.unwrap_or(usize::MAX));
        if self.reversed {
            list.reverse();
        }
        Ok(list)
    }
}

impl Renderable for Repeat {
    fn render_to(&self, writer: &mut dyn Write, runtime: &dyn Runtime) -> Result<()> {
        let list = self.list(runtime)?;
        if list.is_empty() {
            return self.other.as_ref().map_or(Ok(()), |other| other.render_to(writer, runtime));
        }
        let outer =
            runtime.try_get(&[Scalar::new("forloop")]).map(liquid_core::ValueCow::into_owned);
        let length = i64::try_from(list.len()).unwrap_or(i64::MAX);
        for (at, item) in (0..).zip(list) {
            spend(64)?;
            let mut round = Object::new();
            let numbers = [
                ("length", length),
                ("index", at + 1),
                ("index0", at),
                ("rindex", length - at),
                ("rindex0", length - at - 1),
            ];
            round.extend(numbers.map(|(name, number)| (name.into(), Value::scalar(number))));
            round.insert("first".into(), Value::scalar(at == 0));
            round.insert("last".into(), Value::scalar(at == length - 1));
            round.insert("parentloop".into(), outer.clone().unwrap_or_default());
            let mut root = Object::new();
            root.insert("forloop".into(), Value::Object(round));
            root.insert(self.name.clone(), item);
            let scope = StackFrame::new(runtime, &root);
            if let Some(body) = &self.body {
                body.render_to(writer, &scope)?;
            }
            let interrupt = scope.registers().get_mut::<InterruptRegister>().reset();
            if let Some(Interrupt::Break) = interrupt {
                break;
            }
        }
        Ok(())
    }
}

/// `{% capture name %}…{% endcapture %}`
#[derive(Clone, Copy, Debug)]
pub(super) struct Capture;

impl BlockReflection for Capture {
    fn start_tag(&self) -> &'static str {
        "capture"
    }

    fn end_tag(&self) -> &'static str {
        "endcapture"
    }

    fn description(&self) -> &'static str {
        "keeps what is in it under a name"
    }
}

impl ParseBlock for Capture {
    fn parse(
        &self,
        mut arguments: TagTokenIter<'_>,
        mut tokens: TagBlock<'_, '_>,
        options: &Language,
    ) -> Result<Box<dyn Renderable>> {
        let name = arguments.expect_next("a name is missing")?.expect_identifier();
        let name = KString::from_ref(name.into_result()?);
        arguments.expect_nothing()?;
        let body = Template::new(tokens.parse_all(options)?);
        tokens.assert_empty();
        Ok(Box::new(Captured { name, body }))
    }

    fn reflection(&self) -> &dyn BlockReflection {
        self
    }
}

#[derive(Debug)]
struct Captured {
    name: KString,
    body: Template,
}

impl Renderable for Captured {
    fn render_to(&self, _: &mut dyn Write, runtime: &dyn Runtime) -> Result<()> {
        let mut paid = Paid::default();
        self.body.render_to(&mut paid, runtime)?;
        if paid.0.len() > LONGEST {
            return Err(Error::with_msg("the template ran out of fuel"));
        }
        let text = String::from_utf8_lossy(&paid.0).into_owned();
        runtime.set_global(self.name.clone(), Value::scalar(text));
        Ok(())
    }
}

/// `{% assign name = value | filter %}`
#[derive(Clone, Copy, Debug)]
pub(super) struct Assign;

impl TagReflection for Assign {
    fn tag(&self) -> &'static str {
        "assign"
    }

    fn description(&self) -> &'static str {
        "keeps a value under a name"
    }
}

impl ParseTag for Assign {
    fn parse(
        &self,
        mut arguments: TagTokenIter<'_>,
        options: &Language,
    ) -> Result<Box<dyn Renderable>> {
        let name = arguments.expect_next("a name is missing")?.expect_identifier();
        let name = KString::from_ref(name.into_result()?);
        arguments.expect_next("`=` is missing")?.expect_str("=").into_result()?;
        let value = arguments.expect_next("a value is missing")?;
        let value = value.expect_filter_chain(options).into_result()?;
        arguments.expect_nothing()?;
        Ok(Box::new(Assigned { name, value }))
    }

    fn reflection(&self) -> &dyn TagReflection {
        self
    }
}

#[derive(Debug)]
struct Assigned {
    name: KString,
    value: FilterChain,
}

impl Renderable for Assigned {
    fn render_to(&self, _: &mut dyn Write, runtime: &dyn Runtime) -> Result<()> {
        let value = self.value.evaluate(runtime)?.into_owned();
        spend(super::filters::size(&value))?;
        runtime.set_global(self.name.clone(), value);
        Ok(())
    }
}
